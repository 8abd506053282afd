"""A capture killed at any moment: the case loads, the chain holds, nothing is half there, the next run completes it."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.problems import Severity
from sousveil.workbench.custody.capturing import capture_file
from sousveil.workbench.custody.verifying import verify_case

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of a process on this system"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]
SOURCE = "---\nid: s-vendor\ntype: webpage\nkind: company\ntitle: Case study\n---\n"
UNFINISHED = {"stored-file.unlisted", "stored-event.none", "custody-line.torn", "custody-line.given-up"}
"""What a run that was stopped may leave to be said of it; an altered or missing file is not among it."""


def build_case(folder: Path) -> tuple[Path, Path]:
    (folder / "sources").mkdir(parents=True)
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    (folder / "sources" / "vendor.md").write_text(SOURCE)
    page = folder.parent / "page.html"
    page.write_bytes(b"<p>" + b"text " * 20_000)
    return folder, page


def run_and_kill(case: Path, page: Path, after_s: float) -> bool:
    """Whether the capture was killed before it ended."""
    child = os.fork()
    if not child:
        status = 1
        try:
            capture_file(case, "s-vendor", page, actor="ana")
            status = 0
        finally:
            os._exit(status)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def try_kills(folder: Path, kills: int, seed: int) -> None:
    case, page = build_case(folder)
    begin = time.perf_counter()
    capture_file(case, "s-vendor", page, actor="ana")
    whole_s = time.perf_counter() - begin
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    killed = 0
    while killed < kills:
        killed += run_and_kill(case, page, chance.uniform(0, 1.2 * whole_s))
        loaded, problems = load_case(case)
        assert "s-vendor" in loaded.sources
        assert not [problem for problem in problems if problem.severity is Severity.ERROR]
        found = verify_case(case)
        assert {problem.message for problem in found.problems} <= UNFINISHED
        assert len(found.heads) == 1
        if killed % 10 == 0:
            check_completed(case, page)
    check_completed(case, page)


def check_completed(case: Path, page: Path) -> None:
    """The next run leaves nothing undone."""
    capture_file(case, "s-vendor", page, actor="ana")
    found = verify_case(case)
    assert {problem.message for problem in found.problems} <= {"custody-line.given-up"}
    assert not list((case / "captures").glob(".*"))
    captures = load_case(case)[0].sources["s-vendor"].captures
    assert found.events == len(captures) == len({one.path for one in captures})
    assert found.files == 3 * found.events


def test_a_killed_capture(tmp_path: Path) -> None:
    try_kills(tmp_path / "case", 12, seed=1)


@pytest.mark.trial
def test_a_capture_killed_two_hundred_and_fifty_times(tmp_path: Path) -> None:
    for seed in range(5):
        try_kills(tmp_path / str(seed) / "case", 50, seed=seed)
