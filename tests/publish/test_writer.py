import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sousveil.problems import PublishRefused, UsageError
from sousveil.publish.writer import Publication

SLOW = """
import os, sys, time
from pathlib import Path
from sousveil.publish.writer import Publication
moment, out = int(sys.argv[1]), Path(sys.argv[2])
steps = 0
def stop_at(frame, event, arg):
    global steps
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
print(steps)
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


def run_until(moment: int, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SLOW, str(moment), str(out)], capture_output=True, text=True, check=False
    )


def test_killed_at_any_line_the_last_site_or_the_new_one_stands(tmp_path: Path) -> None:
    publish(tmp_path / "spare" / "site", index="old")
    steps = int(run_until(0, tmp_path / "spare" / "site").stdout)
    assert steps > 100
    seen = set()
    for moment in [*range(1, steps, steps // 12), *range(steps - 8, steps, 2)]:
        out = tmp_path / str(moment) / "site"
        publish(out, index="old")
        died = run_until(moment, out)
        assert died.returncode == -signal.SIGKILL
        text = (out / "index.html").read_text()
        seen.add(text)
        assert text in {"old", "new"}
        if text == "new":
            assert len(list(out.resolve().rglob("*.html"))) == 4
        publish(out, index="after")
        assert not list((out.parent / ".site.versions").glob(".partial-*"))
    assert seen == {"old", "new"}


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
