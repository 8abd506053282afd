"""A build that is killed: the last site stands whole, or the new one, and the case is as it was."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from sousveil.case.skeleton import write_skeleton
from sousveil.workbench.build import build_case

KILLS = 60


def read_all(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def retitle(case: Path, title: str) -> None:
    """A case that gives another site."""
    lines = (case / "case.toml").read_text("utf-8").splitlines()
    lines = [f'title = "{title}"' if line.startswith("title = ") else line for line in lines]
    (case / "case.toml").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.trial
def test_killed_at_any_moment_the_last_site_or_the_new_one_stands(tmp_path: Path) -> None:
    case, site, chance = tmp_path / "case", tmp_path / "site", random.Random(11)  # noqa: S311 - moments, not secrets
    write_skeleton(case)
    whole, took = {}, 0.0
    command = [sys.executable, "-m", "sousveil", "build", str(case), "--out", str(site)]
    environment = {**os.environ, "SOUSVEIL_CACHE": str(tmp_path / "store")}
    for title in ("one", "two"):
        retitle(case, title)
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        took = time.monotonic() - began
        whole[title] = read_all(site)
    assert whole["one"] != whole["two"]
    ended = 0
    for number in range(KILLS):
        retitle(case, ("one", "two")[number % 2])
        before = read_all(case)
        build = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        time.sleep(chance.uniform(0.3, 1.1) * took)
        build.send_signal(signal.SIGKILL)
        ended += build.wait() == 0
        assert read_all(site) in whole.values()
        assert read_all(case) == before
    assert ended < KILLS / 2
    retitle(case, "one")
    build_case(case, site, store=None)
    assert read_all(site) == whole["one"]
    assert not list(tmp_path.glob(".site.versions/.partial-*"))
