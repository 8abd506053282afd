"""The process that reads PDF files for `pdf_apart`: `python -m … MEMORY SECONDS`, questions and answers by its pipes.

Whatever a file does ends this process at worst. Writes nothing to a disk and asks no network.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from importlib import import_module
from types import MappingProxyType
from typing import Any, BinaryIO

from sousveil.adapters.captures.pdf_apart import read_frame, write_frame
from sousveil.adapters.captures.pdftext import read_pdf, render_page

if sys.platform != "win32":
    import resource

Asked = dict[str, Any]
_ROOM = "sousveil.adapters.captures"
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, OSError)


def main() -> None:
    """Answer until nothing more is asked."""
    memory, seconds = map(int, sys.argv[1:])
    source, answers = sys.stdin.buffer, _take_output()
    _limit_memory(memory)
    while (asked := read_frame(source)) is not None and (raw := read_frame(source)) is not None:
        _limit_time(seconds)
        mark, answer = b"+", b""
        try:
            said = json.loads(asked)
            answer = _DOES[said["do"]](raw, said)
        except MemoryError:
            mark, answer = b"-", f"it takes more than {memory >> 20:,} MiB to read".encode()
        except _FAULTS as error:
            # Any other ends this process, and is told as a file that breaks what reads it.
            mark, answer = b"-", (str(error) or type(error).__name__).encode()
        answers.write(mark)
        write_frame(answers, answer)


def _read(raw: bytes, _: Asked) -> bytes:
    return json.dumps(asdict(read_pdf(raw))).encode()


def _render(raw: bytes, said: Asked) -> bytes:
    return render_page(raw, said["number"])


def _examine(raw: bytes, said: Asked) -> bytes:
    # These take as long to load as all else here, and most files are not signed.
    parse_certificates = import_module(f"{_ROOM}.certificates").parse_certificates
    read_signatures = import_module(f"{_ROOM}.pdf_signatures").read_signatures
    roots = [root for file, der in said["roots"] for root in parse_certificates(bytes.fromhex(der), file)]
    found = read_signatures(raw, roots, datetime.fromisoformat(said["moment"]))
    return json.dumps([asdict(one) for one in found]).encode()


_DOES: Mapping[str, Callable[[bytes, Asked], bytes]] = MappingProxyType(
    {"read": _read, "render": _render, "examine": _examine}
)


def _take_output() -> BinaryIO:
    """The way back, on which nothing but answers goes: what else is printed goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def _limit_memory(most: int) -> None:
    """Hold to a number of bytes, and leave no image of this memory on the disk, where the system can."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        except (ValueError, OSError):  # macOS takes no such limit; the one on time stays
            return


def _limit_time(seconds: int) -> None:
    """End with the next task's time, should nobody be left who waits for it."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))


if __name__ == "__main__":
    main()
