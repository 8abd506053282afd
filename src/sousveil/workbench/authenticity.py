"""Examines what others signed: time stamps beside stored copies, and PDF files, by the certificates in the case.

Reads only, and asks no network. Nothing is vouched for but by a file in `certificates/`, which is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sousveil.case.custody import CAPTURES
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.custody import SHOWN, Chain

from .capture_text import SignedPdf

try:
    from sousveil.adapters.certificates import BadCertificate, Root, parse_certificates
    from sousveil.adapters.pdf_signatures import Signature, read_signatures
    from sousveil.adapters.timestamps import BadToken, Stamp, examine_token

    HAS_EXTRA = True
except ModuleNotFoundError:
    HAS_EXTRA = False

CERTIFICATES = "certificates"
ENDING = ".tsr"


@dataclass(frozen=True, slots=True)
class Stamped:
    """That a file was known at a time: the time stamp, the file, who says so, and which certificate vouches for it."""

    token: str
    file: str
    at: str
    authority: str
    root: str


def read_roots(folder: Path) -> "tuple[tuple[Root, ...], list[Problem]]":
    """The certificates that the people of a case trust."""
    roots, problems = list[Root](), list[Problem]()
    for path in sorted((folder / CERTIFICATES).glob("[!.]*")):
        name = f"{CERTIFICATES}/{path.name}"
        try:
            roots += parse_certificates(path.read_bytes(), name)
        except (BadCertificate, OSError) as error:
            problems.append(_problem("trusted-certificate", name, Severity.WARNING, reason=str(error)))
    return tuple(roots), problems


def examine_tokens(folder: Path, names: Iterable[str], chain: Chain) -> tuple[list[Stamped], list[Problem]]:
    """What the time stamps among stored files show, and what is wrong with the others."""
    tokens = [name for name in names if name.endswith(ENDING)]
    if not tokens:
        return [], []
    if not HAS_EXTRA:
        return [], [_problem("stored-token.unread", CAPTURES, Severity.NOTE, n=len(tokens))]
    roots, problems = read_roots(folder)
    beside = {
        (_place(name), digest): name for link in chain.links for name, digest in link.event.files.items()
    }
    stamped = []
    for name in tokens:
        try:
            stamp = examine_token((folder / CAPTURES / name).read_bytes(), roots)
        except (BadToken, OSError) as error:
            problems.append(_token_problem("stored-token", name, reason=str(error)))
            continue
        file = beside.get((_place(name), stamp.sha256), "")
        problems += _judge(name, file, stamp)
        if file and stamp.vouching.root:
            stamped.append(Stamped(name, file, stamp.at, stamp.authority, stamp.vouching.root))
    return stamped, problems


def examine_pdfs(
    folder: Path, signed: Sequence[SignedPdf], moment: datetime
) -> tuple[list[dict[str, object]], list[Problem]]:
    """What the signatures of PDF files come to at a moment: for the record of a capture, and in sentences."""
    if not signed:
        return [], []
    if not HAS_EXTRA:
        unread = (
            _problem("pdf-signature.unread", one.file, Severity.NOTE, file=one.file, n=one.number)
            for one in signed
        )
        return [], list(unread)
    roots, problems = read_roots(folder)
    told = []
    for pdf in signed:
        for number, one in enumerate(read_signatures(pdf.raw, roots, moment), start=1):
            told.append({"file": pdf.file, "number": number, **asdict(one)})
            problems += _judge_signature(pdf.file, number, one)
    return told, problems


def _judge_signature(file: str, number: int, one: "Signature") -> Iterator[Problem]:
    """What there is to say of a signature."""
    said: dict[str, Argument] = {"file": file, "number": number}
    if one.fault:
        yield _problem("pdf-signature.fault", file, Severity.NOTE, **said, reason=one.fault)
        return
    if not one.vouching.intact:
        yield _problem("pdf-signature.altered", file, Severity.WARNING, **said)
        return
    whose = {"body": one.body or "no body", "issuer": one.issuer or "nobody named"}
    if one.vouching.root:
        yield _problem("pdf-signature", file, Severity.NOTE, **said, **whose, root=one.vouching.root)
    else:
        yield _problem("pdf-signature.untrusted", file, Severity.NOTE, **said, **whose, why=one.vouching.why)
    if one.covers == "extended":
        yield _problem("pdf-signature.extended", file, Severity.NOTE, **said)
    elif one.covers != "all":
        yield _problem("pdf-signature.more", file, Severity.WARNING, **said)


def _judge(name: str, file: str, stamp: "Stamp") -> Iterator[Problem]:
    """What is wrong with a time stamp."""
    if not stamp.vouching.intact:
        yield _token_problem("stored-token.altered", name, authority=stamp.authority)
    elif not file:
        yield _token_problem("stored-token.other", name, found=stamp.sha256[:SHOWN])
    elif not stamp.vouching.root:
        said = {"authority": stamp.authority, "at": stamp.at, "why": stamp.vouching.why}
        yield _token_problem("stored-token.untrusted", name, Severity.WARNING, **said)


def _place(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _token_problem(message: str, name: str, severity: Severity = Severity.ERROR, **args: Argument) -> Problem:
    return _problem(message, f"{CAPTURES}/{name}", severity, name=name, **args)


def _problem(message: str, place: str, severity: Severity, **args: Argument) -> Problem:
    return Problem(message=message, severity=severity, origin=Origin(place), args=args)
