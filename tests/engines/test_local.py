"""Work shared among processes: the same results however many, and nothing lost with a process."""

import os
import signal
import threading
from collections.abc import Sequence

import pytest

from sousveil.engines.local import count_processes, run_all

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of a process on this system"),
    # The suite's own libraries have threads; these tests copy all the same, as nothing here takes a lock.
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]


def spell(number: int) -> bytes:
    """Bytes that tell numbers apart; a zero makes none."""
    return str(number).encode() * number


@pytest.mark.parametrize("processes", [1, 2, 3, 7])
@pytest.mark.parametrize("items", [[], [5], list(range(11))])
def test_results_are_in_order_however_many_processes(items: Sequence[int], processes: int) -> None:
    assert run_all(spell, items, processes=processes) == [str(n).encode() * n for n in items]


def test_results_larger_than_a_pipe_come_through() -> None:
    assert run_all(lambda n: b"x" * n, [10, 3_000_000, 20], processes=2) == [
        b"x" * 10,
        b"x" * 3_000_000,
        b"x" * 20,
    ]


def test_work_is_really_done_elsewhere() -> None:
    done_in = run_all(lambda _: str(os.getpid()).encode(), range(6), processes=3)
    assert len(set(done_in)) == 3
    assert done_in[0] == str(os.getpid()).encode()


def test_what_a_killed_copy_left_is_done_here() -> None:
    here = os.getpid()

    def work(number: int) -> bytes:
        if os.getpid() != here and number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return spell(number)

    assert run_all(work, range(9), processes=2) == [spell(n) for n in range(9)]


def test_an_error_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    def work(number: int) -> bytes:
        return bytes([1 // (number - 1)])

    with pytest.raises(ZeroDivisionError):
        run_all(work, [5, 1, 7, 9], processes=2)
    assert capfd.readouterr() == ("", "")


def test_copies_are_gone_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    here, copies, fork = os.getpid(), list[int](), os.fork

    def fork_and_note() -> int:
        copies.append(fork())
        return copies[-1]

    def work(_: int) -> bytes:
        if os.getpid() == here:
            raise KeyboardInterrupt
        signal.pause()
        return b""

    monkeypatch.setattr(os, "fork", fork_and_note)
    with pytest.raises(KeyboardInterrupt):
        run_all(work, range(4), processes=3)
    assert len(copies) == 2
    for copy in copies:
        with pytest.raises(ChildProcessError):
            os.waitpid(copy, os.WNOHANG)


def test_one_process_where_another_thread_may_hold_a_lock() -> None:
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    thread.start()
    try:
        assert count_processes() == 1
    finally:
        leave.set()
        thread.join()
