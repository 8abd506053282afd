"""How properties are tried: without a stop-watch, the same way each time in CI, and at length in the trials.

And what every test may take for granted of the process that it runs in.
"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Whoever starts us in the background may have us ignore interruptions, and what we start would inherit that: tests that
# interrupt a command would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("house", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.register_profile("trials", parent=settings.get_profile("house"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def build_shipped(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], Path]:
    """The site of a shipped case by its name, built once a run by the worker that asks first."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if hasattr(request.config, "workerinput") else base

    def build(name: str) -> Path:
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            site = root / f"shipped-{name}"
            if not site.exists():
                # As a command: what builds is slow to load, and few tests of a run may ask.
                case = str(EXAMPLES / name)
                command = [sys.executable, "-m", "sousveil", "build", case, "--out", str(site)]
                subprocess.run(command, check=True, capture_output=True)
            return site

    return build
