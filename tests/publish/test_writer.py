import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from sousveil.problems import PublishRefused, UsageError
from sousveil.publish.writer import Publication

# One process for all moments, each in a child: what publishes takes a second to load. A child that ends says after how
# many lines.
SLOW = """
import os, sys
from pathlib import Path
from sousveil.publish.writer import Publication
def write(moment, out):
    steps = 0
    def stop_at(frame, event, arg):
        nonlocal steps
        if frame.f_code.co_filename.endswith("writer.py"):
            steps += 1
            if steps == moment:
                os.kill(os.getpid(), 9)
        return stop_at
    publication = Publication()
    for n in range(3):
        publication.add(f"pages/{n}.html", "new" * 1000)
    publication.add("index.html", "new")
    sys.settrace(stop_at)
    publication.write(out)
    sys.settrace(None)
    print("steps", steps, flush=True)
for line in sys.stdin:
    moment, out = line.rstrip().split(maxsplit=1)
    child = os.fork()
    if not child:
        write(int(moment), Path(out))
        os._exit(0)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def publish(out: Path, **files: str) -> Path:
    publication = Publication()
    for name, text in files.items():
        publication.add(f"{name}.html", text)
    return publication.write(out)


def test_a_site_is_written_whole_and_can_be_read_under_its_name(tmp_path: Path) -> None:
    version = publish(tmp_path / "site", index="one", about="two")
    assert (tmp_path / "site" / "index.html").read_text() == "one"
    assert (tmp_path / "site").resolve() == version.resolve()


def test_this_version_and_the_one_before_are_kept(tmp_path: Path) -> None:
    versions = [publish(tmp_path / "site", index=text) for text in ("one", "two", "three")]
    kept = {path.name for path in (tmp_path / ".site.versions").iterdir() if path.is_dir()}
    assert kept == {version.name for version in versions[1:]}
    assert (tmp_path / "site" / "index.html").read_text() == "three"


def test_the_same_site_again_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path / "site", index="zero")
    first = publish(tmp_path / "site", index="one")
    before = (first / "index.html").stat().st_mtime_ns
    assert publish(tmp_path / "site", index="one") == first
    assert (first / "index.html").stat().st_mtime_ns == before
    assert len([p for p in (tmp_path / ".site.versions").iterdir() if p.is_dir()]) == 2


def test_a_version_changed_by_hand_is_not_taken_for_whole(tmp_path: Path) -> None:
    first = publish(tmp_path / "site", index="one")
    (first / "index.html").write_text("changed")
    publish(tmp_path / "site", index="one")
    assert (tmp_path / "site" / "index.html").read_text() == "one"


def test_a_file_that_did_not_change_is_the_same_file(tmp_path: Path) -> None:
    first = publish(tmp_path / "site", index="one", about="two", more="three")
    (first / "more.html").write_text("othe!")  # as long as before
    second = publish(tmp_path / "site", index="new", about="two", more="three")
    assert (second / "about.html").samefile(first / "about.html")
    assert not (second / "index.html").samefile(first / "index.html")
    assert [(second / f"{name}.html").read_text() for name in ("index", "about", "more")] == [
        "new",
        "two",
        "three",
    ]
    publish(tmp_path / "site", index="newer", about="two")
    assert not first.exists()
    assert (tmp_path / "site" / "about.html").read_text() == "two"


def test_where_links_are_impossible_every_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, target: Path) -> None:
        raise OSError(f"no links to {target} here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    first = publish(tmp_path / "site", index="one", about="two")
    second = publish(tmp_path / "site", index="new", about="two")
    assert (second / "about.html").read_text() == "two"
    assert not (second / "about.html").samefile(first / "about.html")


def test_an_identifier_stops_everything(tmp_path: Path) -> None:
    publish(tmp_path / "site", index="one")
    with pytest.raises(PublishRefused, match=r"about\.html:1:6: error: this is an e-mail address"):
        publish(tmp_path / "site", index="two", about="mail x@example.org")
    assert (tmp_path / "site" / "index.html").read_text() == "one"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "precious.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not a published site"):
        publish(tmp_path / "site", index="one")
    assert (tmp_path / "site" / "precious.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "path", ["../x.html", "/x.html", "a//b.html", "a/../b.html", ".hidden", "a b.html", "a\\b", ""]
)
def test_a_path_out_of_the_site_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="relative path"):
        Publication().add(path, "x")


def test_two_files_that_some_disks_hold_for_one_are_refused() -> None:
    publication = Publication()
    publication.add("A.html", "x")
    with pytest.raises(ValueError, match="twice"):
        publication.add("a.html", "x")


def test_the_digest_tells_contents_and_not_the_order_of_adding() -> None:
    one, two, three = Publication(), Publication(), Publication()
    for publication, files in ((one, "ab"), (two, "ba"), (three, "ac")):
        for name in files:
            publication.add(f"{name}.html", name)
    assert one.digest == two.digest != three.digest


def test_killed_at_any_line_the_last_site_or_the_new_one_stands(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None

        def write(moment: int, out: Path) -> list[str]:
            """What the writer says that is killed at a line of it, or at none."""
            print(moment, out, file=writers.stdin, flush=True)
            return list(iter_until(writers.stdout, "ended"))

        publish(tmp_path / "spare" / "site", index="old")
        counted, ended = write(0, tmp_path / "spare" / "site")
        assert ended == "ended 0"
        steps = int(counted.removeprefix("steps "))
        assert steps > 100
        seen = set()
        for moment in [*range(1, steps, steps // 12), *range(steps - 8, steps, 2)]:
            out = tmp_path / str(moment) / "site"
            publish(out, index="old")
            assert write(moment, out) == [f"ended {-signal.SIGKILL}"]
            seen.add(read_left(out))
            publish(out, index="after")
            assert not list((out.parent / ".site.versions").glob(".partial-*"))
        writers.stdin.close()
    assert seen == {"old", "new"}


def iter_until(lines: IO[str] | None, last: str) -> Iterator[str]:
    for line in lines or ():
        yield line.rstrip()
        if line.startswith(last):
            return


def read_left(out: Path) -> str:
    """Which site a killed writer left: the last, or the new one with every page."""
    text = (out / "index.html").read_text()
    assert text in {"old", "new"}
    if text == "new":
        assert len(list(out.resolve().rglob("*.html"))) == 4
    return text


def test_two_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sousveil.publish.writer import Publication\n"
        "for n in range(10):\n"
        "    p = Publication(); p.add('index.html', sys.argv[1] * (n + 1)); p.write(Path(sys.argv[2]))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, word, str(tmp_path / "site")]) for word in "xy"]
    deadline = time.monotonic() + 60
    while any(process.poll() is None for process in running):
        index = tmp_path / "site" / "index.html"
        if os.path.lexists(tmp_path / "site"):
            try:
                text = index.read_text()
            except (
                FileNotFoundError
            ):  # the version read was the one before the last and has just been removed
                continue
            assert set(text) in ({"x"}, {"y"})
        assert time.monotonic() < deadline
    assert [process.returncode for process in running] == [0, 0]
