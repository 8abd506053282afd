"""One run of `sousveil demo` for all tests: it builds the shipped cases, which takes longer than anything else here."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

RUN = """
import sys
from pathlib import Path
from sousveil.cli import _demo
from sousveil.cli.main import main
_demo.find_demo_site = lambda case: Path(sys.argv[1]) / case.name
sys.exit(main(["demo", "--port", "0"]))
"""
SERVING = "serving "


@dataclass(frozen=True)
class Demo:
    """What it printed before it served, what it answered, and how it ended when it was interrupted."""

    said: list[str]
    dossier: str
    """The first bytes of the dossier that was served."""
    beside: int
    """The status for a file of the case that lies beside the site."""
    ended: int


@contextmanager
def start(*command: str, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A command that serves until it is interrupted; killed where it was not."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def read_address(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    """The address that a command serves at, and the lines that it printed up to there."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(SERVING):
            break
    return said[-1].removeprefix(SERVING).split()[0], said


def run_demo(root: Path) -> Demo:
    """Builds `root/serbia` and `root/helsinki` with nothing kept from before."""
    environment = {**os.environ, "SOUSVEIL_CACHE": str(root / "store"), "PYTHONUNBUFFERED": "1"}
    with start(sys.executable, "-c", RUN, str(root), env=environment) as process:
        address, said = read_address(process)
        dossier = httpx.get(f"{address}dossier.pdf").content[:5].decode("ascii")
        beside = httpx.get(f"{address}case.toml").status_code
        process.send_signal(signal.SIGINT)
        return Demo(said, dossier, beside, process.wait(timeout=60))


def read_demo(root: Path) -> Demo:
    """The run whose sites stand in `root`; made where there is none."""
    kept = root / "demo.json"
    if not kept.exists():
        root.mkdir(exist_ok=True)
        kept.write_text(json.dumps(asdict(run_demo(root))), encoding="utf-8")
    return Demo(**json.loads(kept.read_text(encoding="utf-8")))
