"""Memory goes back to the system, and nothing that is in use with it."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from sousveil.memory import MANY, _find_trim, give_back


def read_resident() -> int:
    """Bytes this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux" or _find_trim() is None, reason="the C library is not glibc")
def test_what_lies_between_others_goes_back() -> None:
    parts = [np.full(8_000, at) for at in range(1_500)]  # 64 kB each: too small to be mapped alone
    kept = parts[::100]
    held = read_resident()
    del parts
    give_back(MANY - 1)
    assert held - read_resident() < 40e6
    give_back(MANY)
    assert held - read_resident() > 60e6
    assert all((one == 100 * at).all() for at, one in enumerate(kept))


def test_where_there_is_no_such_call_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sousveil.memory._find_trim", lambda: None)
    give_back(MANY)
