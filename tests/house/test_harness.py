"""The benchmarks' harness measures the command it was given, and never takes a failure for speed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import _harness

ROOT = Path(__file__).parents[2]
PROBE = """
import sys
sys.path.insert(0, {folder!r})
import _harness
ballast = b"x" * (200 << 20)
run = _harness.run_command([sys.executable, "-S", "-c", {code!r}])
print(run.peak_mib, run.wall_s)
"""


def run_probe(code: str) -> subprocess.CompletedProcess[str]:
    probe = PROBE.format(folder=str(ROOT / "benchmarks"), code=code)
    return subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False, timeout=120
    )


def test_the_peak_is_the_commands_own_and_not_the_starters() -> None:
    peak_mib, _ = map(float, run_probe("pass").stdout.split())
    assert peak_mib < 100
    peak_mib, _ = map(float, run_probe("b'x' * (150 << 20)").stdout.split())
    assert 150 < peak_mib < 200


def test_the_time_is_the_commands() -> None:
    _, wall_s = map(float, run_probe("import time; time.sleep(0.3)").stdout.split())
    assert wall_s >= 0.3


def test_a_command_that_fails_is_no_measure() -> None:
    done = run_probe("raise SystemExit(3)")
    assert done.returncode == 1
    assert "ended with 3" in done.stderr


def test_a_line_of_json_has_every_field(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_x.py", "--json"])
    about = _harness.About(what="job", peer_name="other", versions={"python": "3"}, data_digest="d")
    _harness.report(
        [_harness.build_measure("job, time", [1.0, 4.0, 2.0], [3.0, 8.0, 5.0], unit="s", about=about)]
    )
    line = json.loads(capsys.readouterr().out)
    assert line.pop("cpu")
    assert line == {
        "measure": "job, time",
        "ours": 2.0,
        "peer": 5.0,
        "peer_name": "other",
        "ratio": 2.5,
        "unit": "s",
        "n": 3,
        "spread": 0.75,
        "versions": {"python": "3"},
        "data_digest": "d",
    }


def test_without_a_peer_there_is_no_ratio() -> None:
    about = _harness.About(what="job", peer_name="", versions={})
    measure = _harness.build_measure("job, time", [1.0], [], unit="s", about=about)
    assert measure.ratio is None
    assert "peer" not in measure.to_text()
