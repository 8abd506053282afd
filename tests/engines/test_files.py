"""One function over many files: in order, taken up again where a process died, broken off without harm."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from sousveil.engines.cluster import LOCAL, run_on_cluster
from sousveil.engines.files import run_files
from sousveil.problems import UsageError


def shout(file: Path) -> Path:
    made = file.with_suffix(".out")
    made.write_text(file.read_text().upper())
    return made


def die_once(file: Path) -> Path:
    """Ends its process without a word when it is first asked for the third file."""
    mark = file.with_suffix(".died")
    if file.name == "2.txt" and not mark.exists():
        mark.touch()
        os._exit(1)
    return shout(file)


def die(file: Path) -> Path:
    os._exit(1 if file.name == "0.txt" else 0)


def refuse(file: Path) -> Path:
    raise ValueError(file.name)


def wait_long(file: Path) -> Path:
    file.with_suffix(".begun").touch()
    time.sleep(1.5)
    return shout(file)


class Heard:
    def __init__(self) -> None:
        self.words: list[str] = []

    def step(self, words: str) -> None:
        self.words.append(words)


def make_files(folder: Path, count: int) -> list[Path]:
    files = [folder / f"{at}.txt" for at in range(count)]
    for file in files:
        file.write_text(f"words {file.stem}")
    return files


def test_answers_stand_in_order_and_progress_is_told(tmp_path: Path) -> None:
    heard = Heard()
    made = run_files(shout, make_files(tmp_path, 5), processes=2, progress=heard)
    assert [one.read_text() for one in made] == [f"WORDS {at}" for at in range(5)]
    assert heard.words[-1] == "5 of 5 done"
    assert run_files(shout, []) == []


def test_what_a_dead_process_left_is_begun_again(tmp_path: Path) -> None:
    made = run_files(die_once, make_files(tmp_path, 4), processes=2)
    assert [one.read_text() for one in made] == [f"WORDS {at}" for at in range(4)]
    assert (tmp_path / "2.died").exists()


def test_a_process_that_always_dies_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"3 times without finishing 0\.txt"):
        run_files(die, make_files(tmp_path, 1), processes=1)


def test_what_the_work_raises_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"0\.txt"):
        run_files(refuse, make_files(tmp_path, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_ctrl_c_lets_what_is_begun_come_to_its_end(tmp_path: Path) -> None:
    make_files(tmp_path, 6)
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from tests.engines.test_files import wait_long\n"
        "from sousveil.engines.files import run_files\n"
        "if __name__ == '__main__': run_files(wait_long, sorted(Path(sys.argv[1]).glob('*.txt')), processes=1)\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), root],
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": root},
    ) as run:
        while not (tmp_path / "0.begun").exists():
            time.sleep(0.02)
        os.killpg(run.pid, 2)
        _, said = run.communicate(timeout=60)
    assert said.decode().strip().endswith("KeyboardInterrupt")
    assert said.decode().count("Traceback") == 1
    begun, made = (sorted(tmp_path.glob(f"*.{end}")) for end in ("begun", "out"))
    assert [one.stem for one in begun] == [one.stem for one in made]
    assert len(made) < 6


def test_without_ray_a_cluster_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    with pytest.raises(UsageError, match="pip install"):
        run_on_cluster(shout, make_files(tmp_path, 1), address="ray://nowhere")


@pytest.mark.trial
@pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra `cluster`")
def test_a_cluster_does_the_same(tmp_path: Path) -> None:
    made = run_on_cluster(shout, make_files(tmp_path, 5), address=LOCAL)
    assert [one.read_text() for one in made] == [f"WORDS {at}" for at in range(5)]
    with pytest.raises(ValueError, match=r"0\.txt"):
        run_on_cluster(refuse, make_files(tmp_path, 1), address=LOCAL)
