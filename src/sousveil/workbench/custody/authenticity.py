"""Examines what others signed: time stamps beside stored copies, and PDF files, by the certificates in the case.

Reads only, and asks no network. Nothing is vouched for but by a file in `certificates/`, which is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Literal

from sousveil.case.custody import CAPTURES
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.custody import Chain

from .text import SignedPdf

HAS_EXTRA = find_spec("pyhanko") is not None
CERTIFICATES = "certificates"
ENDING = ".tsr"
_WITH_EXTRA = "sousveil.workbench.custody.vouching"
"""What examines; loaded where there is something to examine."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """That a file was known at a time: the time stamp, the file, who says so, and which certificate vouches for it.

    Whether that authority's certificate was taken back is told where the time stamp holds an answer on that, as of
    whose day and by which kind (OCSP, CRL); nobody is asked.
    """

    token: str
    file: str
    at: str
    authority: str
    root: str
    revocation: Literal["not asked", "not taken back"] = "not asked"
    revocation_as_of: str = ""
    revocation_by: str = ""


def examine_tokens(folder: Path, names: Iterable[str], chain: Chain) -> tuple[list[Stamped], list[Problem]]:
    """What the time stamps among stored files show, and what is wrong with the others."""
    tokens = [name for name in names if name.endswith(ENDING)]
    if not tokens:
        return [], []
    if not HAS_EXTRA:
        return [], [say_problem("stored-token.unread", CAPTURES, Severity.NOTE, n=len(tokens))]
    found: tuple[list[Stamped], list[Problem]] = import_module(_WITH_EXTRA).examine_tokens(
        folder, tokens, chain
    )
    return found


def examine_pdfs(
    folder: Path, signed: Sequence[SignedPdf], moment: datetime
) -> tuple[list[dict[str, object]], list[Problem]]:
    """What the signatures of PDF files come to at a moment: for the record of a capture, and in sentences."""
    if not signed:
        return [], []
    if not HAS_EXTRA:
        unread = (
            say_problem("pdf-signature.unread", one.file, Severity.NOTE, file=one.file, n=one.number)
            for one in signed
        )
        return [], list(unread)
    told: tuple[list[dict[str, object]], list[Problem]] = import_module(_WITH_EXTRA).examine_pdfs(
        folder, signed, moment
    )
    return told


def tell_folder(name: str) -> str:
    """The folder of a capture in which a file lies."""
    return str(PurePosixPath(name).parent)


def say_problem(message: str, place: str, severity: Severity, **args: Argument) -> Problem:
    """Something to say of a file that is signed, or that vouches."""
    return Problem(message=message, severity=severity, origin=Origin(place), args=args)
