"""Reads PDF files in a process of its own, because a file that is made for it ends whatever process reads it.

Starts nothing before the first file is there, and hands that process nothing but the file and what is asked of it.
"""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Timer
from types import TracebackType
from typing import IO, NamedTuple, Self

WORKER = "sousveil.adapters.captures.pdf_worker"
_LENGTH = 8
_WAITING: list["_Child"] = []
"""The process that is left of the reader before, at most one: to start one takes longer than to read most files."""


class BadPdf(ValueError):
    """A file that cannot be read as PDF, or not within the limits."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of each page, the number of signatures, the title it gives itself."""

    title: str
    pages: tuple[str, ...]
    signatures: int

    @property
    def blank(self) -> tuple[int, ...]:
        """Numbers of the pages without text, from 1: scans, or empty."""
        return tuple(number for number, text in enumerate(self.pages, start=1) if not text.strip())


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may take, by policies of ours: bytes of memory where the system can hold to it, seconds a task."""

    memory: int = 1 << 30
    seconds: float = 120


class _Child(NamedTuple):
    """A process that reads, within which limits, and whose it is: a copy of this process may not use it as well."""

    process: subprocess.Popen[bytes]
    limits: Limits
    parent: int

    def end(self) -> None:
        """End it, and wait until it has."""
        if self.parent == os.getpid():
            self.process.kill()
            self.process.communicate()


class PdfReader:
    """One process for many files, begun with the first; for one thread at a time, and closed by its `with` block."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child and not error and not _WAITING:
            _WAITING.append(self._child)
        elif self._child:
            self._child.end()
        self._child = None

    def read(self, raw: bytes) -> PdfText:
        """The text of a file; raises BadPdf."""
        said = json.loads(self._ask(raw, do="read"))
        return PdfText(said["title"], tuple(said["pages"]), said["signatures"])

    def render(self, raw: bytes, number: int) -> bytes:
        """A page, from 1, as a grey picture in PGM; raises BadPdf."""
        return self._ask(raw, do="render", number=number)

    def examine(self, raw: bytes, roots: Sequence[tuple[str, bytes]], moment: str) -> list[dict[str, object]]:
        """Fields of the signatures, by trusted certificates (name of a file, DER) at a moment; raises BadPdf."""
        given = [(file, der.hex()) for file, der in roots]
        found: list[dict[str, object]] = json.loads(self._ask(raw, do="examine", roots=given, moment=moment))
        return found

    def _ask(self, raw: bytes, **asked: object) -> bytes:
        """What the other process answers; where that ends over a file, the next file begins another."""
        self._child = self._child or _start(self._limits)
        child = self._child.process
        assert child.stdin  # noqa: S101 - it is started with both pipes
        assert child.stdout  # noqa: S101 - as above
        late = Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = Timer(self._limits.seconds, stop)
        timer.start()
        try:
            write_frame(child.stdin, json.dumps(asked).encode())
            write_frame(child.stdin, raw)
            mark, answer = child.stdout.read(1), read_frame(child.stdout)
        except OSError:
            mark, answer = b"", None
        finally:
            timer.cancel()
        if answer is None:
            self._child.end()
            self._child = None
            raise BadPdf(self._say_ended(late=late.is_set()))
        if mark != b"+":
            raise BadPdf(answer.decode(errors="replace"))
        return answer

    def _say_ended(self, *, late: bool) -> str:
        if late:
            return f"reading it takes more than {self._limits.seconds:g} s"
        megabytes = self._limits.memory >> 20
        return f"it takes more than {megabytes:,} MiB to read, or is made to break what reads it"


def _start(limits: Limits) -> _Child:
    """The process that waits, where it is one like this, or else a new one."""
    with suppress(IndexError):
        if (waiting := _WAITING.pop())[1:] == (limits, os.getpid()) and waiting.process.poll() is None:
            return waiting
        waiting.end()
    command = [sys.executable, "-P", "-m", WORKER, str(limits.memory), str(int(limits.seconds) + 1)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)  # noqa: S603
    return _Child(process, limits, os.getpid())


@atexit.register
def end_waiting() -> None:
    """End the process that waits for the next reader."""
    while _WAITING:
        _WAITING.pop().end()


def write_frame(stream: IO[bytes], raw: bytes) -> None:
    """Bytes after their number."""
    stream.write(len(raw).to_bytes(_LENGTH))
    stream.write(raw)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The bytes of a frame; None where the stream ends before."""
    length = stream.read(_LENGTH)
    raw = stream.read(int.from_bytes(length)) if len(length) == _LENGTH else None
    return raw if raw is not None and len(raw) == int.from_bytes(length) else None


def render_pages(pages: Sequence[str]) -> str:
    """The text of all pages, each below a line that says which it is."""
    return "".join(f"[page {number}]\n{text.strip()}\n\n" for number, text in enumerate(pages, start=1))
