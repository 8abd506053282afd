"""How properties are tried: without a stop-watch, the same way each time in CI, and at length in the trials.

And what every test may take for granted of the process that it runs in.
"""

import fcntl
import os
import signal
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.demo import read_demo

HERE = Path(__file__).parent

# Whoever starts us in the background may have us ignore interruptions, and what we start would inherit that: tests that
# interrupt a command would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HOUSE = 40
"""How many examples a property is tried with in `make test`; `make trials` tries each with 5,000."""
settings.register_profile(
    "house", max_examples=HOUSE, deadline=None, print_blob=True, derandomize="CI" in os.environ
)
settings.register_profile("trials", parent=settings.get_profile("house"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Rooms whose files take longest, first: the last worker to end has then little left to do. With `--dist loadfile`
# what a file shares (a browser, a city) is made once.
LONGEST = ("browser", "kernels", "impact", "publish", "workbench", "cli", "case", "server", "plaintext")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {room: place for place, room in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.relative_to(HERE).parts[0], len(LONGEST)))
    if settings().max_examples > HOUSE:
        for item in items:
            if is_hypothesis_test(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.trial)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The folder with the sites `serbia` and `helsinki`, as the one run of the demo built them."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if hasattr(request.config, "workerinput") else base) / "shipped"
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        read_demo(root)
    return root
