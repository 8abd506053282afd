"""Examines time stamps and the signatures of PDF files with the extra `signatures`; `authenticity` is the way to it.

Takes 0.4 s to load, so that nothing imports it but where there is something signed to examine. Asks no network.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sousveil.adapters.captures.certificates import BadCertificate, Root, parse_certificates
from sousveil.adapters.captures.pdf_apart import BadPdf, PdfReader
from sousveil.adapters.captures.pdf_signatures import Signature, parse_signature
from sousveil.adapters.captures.timestamps import BadToken, Stamp, examine_token
from sousveil.case.custody import CAPTURES
from sousveil.problems import Argument, Problem, Severity
from sousveil.records.custody import SHOWN, Chain

from .authenticity import CERTIFICATES, Stamped, say_problem, tell_folder
from .text import SignedPdf


def read_roots(folder: Path) -> tuple[tuple[Root, ...], list[Problem]]:
    """The certificates that the people of a case trust."""
    roots, problems = list[Root](), list[Problem]()
    for path in sorted((folder / CERTIFICATES).glob("[!.]*")):
        name = f"{CERTIFICATES}/{path.name}"
        try:
            roots += parse_certificates(path.read_bytes(), name)
        except (BadCertificate, OSError) as error:
            problems.append(say_problem("trusted-certificate", name, Severity.WARNING, reason=str(error)))
    return tuple(roots), problems


def examine_tokens(folder: Path, tokens: Sequence[str], chain: Chain) -> tuple[list[Stamped], list[Problem]]:
    """What time stamps show, and what is wrong with the others."""
    roots, problems = read_roots(folder)
    beside = {
        (tell_folder(name), digest): name for link in chain.links for name, digest in link.event.files.items()
    }
    stamped = []
    for name in tokens:
        try:
            stamp = examine_token((folder / CAPTURES / name).read_bytes(), roots)
        except (BadToken, OSError) as error:
            problems.append(_token_problem("stored-token", name, reason=str(error)))
            continue
        file = beside.get((tell_folder(name), stamp.sha256), "")
        problems += _judge(name, file, stamp)
        found = stamp.revocation
        if file and stamp.vouching.root and found.said != "taken back":
            vouched = (name, file, stamp.at, stamp.authority, stamp.vouching.root)
            stamped.append(Stamped(*vouched, found.said, found.as_of, found.kind))
    return stamped, problems


def examine_pdfs(
    folder: Path, signed: Sequence[SignedPdf], moment: datetime
) -> tuple[list[dict[str, object]], list[Problem]]:
    """What the signatures of PDF files come to at a moment: for the record of a capture, and in sentences."""
    roots, problems = read_roots(folder)
    told = []
    with PdfReader() as reader:
        for pdf in signed:
            for number, one in enumerate(_read_signatures(reader, pdf.raw, roots, moment), start=1):
                told.append({"file": pdf.file, "number": number, **asdict(one)})
                problems += _judge_signature(pdf.file, number, one)
    return told, problems


def _read_signatures(
    reader: PdfReader, raw: bytes, roots: Sequence[Root], moment: datetime
) -> list[Signature]:
    """The signatures of a file; one that says why, where the file cannot be examined."""
    try:
        found = reader.examine(raw, [(one.file, one.certificate.dump()) for one in roots], moment.isoformat())
    except BadPdf as error:
        return [Signature(fault=str(error))]
    return [parse_signature(one) for one in found]


def _judge_signature(file: str, number: int, one: Signature) -> Iterator[Problem]:
    """What there is to say of a signature."""
    said: dict[str, Argument] = {"file": file, "number": number}
    if one.fault:
        yield say_problem("pdf-signature.fault", file, Severity.NOTE, **said, reason=one.fault)
        return
    if not one.vouching.intact:
        yield say_problem("pdf-signature.altered", file, Severity.WARNING, **said)
        return
    whose = {"body": one.body or "no body", "issuer": one.issuer or "nobody named"}
    if one.vouching.root:
        yield say_problem("pdf-signature", file, Severity.NOTE, **said, **whose, root=one.vouching.root)
        yield _judge_revocation(file, number, one)
    else:
        yield say_problem(
            "pdf-signature.untrusted", file, Severity.NOTE, **said, **whose, why=one.vouching.why
        )
    if one.covers == "extended":
        yield say_problem("pdf-signature.extended", file, Severity.NOTE, **said)
    elif one.covers != "all":
        yield say_problem("pdf-signature.more", file, Severity.WARNING, **said)


def _judge_revocation(file: str, number: int, one: Signature) -> Problem:
    """What the answers in a file say of the certificate behind a signature."""
    found, message, severity = one.revocation, "not-asked", Severity.NOTE
    if found.said == "not taken back":
        message = "not-taken-back"
    elif found.said == "taken back" and found.whose == "authority":
        message, severity = "authority-taken-back", Severity.WARNING
    elif found.said == "taken back" and one.stamped and one.stamped < found.since:
        message = "taken-back-later"
    elif found.said == "taken back":
        message, severity = "taken-back", Severity.WARNING
    said: dict[str, Argument] = {"file": file, "number": number, "stamped": one.stamped}
    said |= {"as_of": found.as_of, "since": found.since, "kind": found.kind}
    return say_problem(f"pdf-signature.{message}", file, severity, **said)


def _judge(name: str, file: str, stamp: Stamp) -> Iterator[Problem]:
    """What is wrong with a time stamp."""
    if not stamp.vouching.intact:
        yield _token_problem("stored-token.altered", name, authority=stamp.authority)
    elif not file:
        yield _token_problem("stored-token.other", name, found=stamp.sha256[:SHOWN])
    elif not stamp.vouching.root:
        said = {"authority": stamp.authority, "at": stamp.at, "why": stamp.vouching.why}
        yield _token_problem("stored-token.untrusted", name, Severity.WARNING, **said)
    elif stamp.revocation.said == "taken back":
        found = stamp.revocation
        said = {"authority": stamp.authority, "at": stamp.at, "since": found.since}
        said |= {"kind": found.kind, "as_of": found.as_of}
        yield _token_problem("stored-token.taken-back", name, Severity.WARNING, **said)


def _token_problem(message: str, name: str, severity: Severity = Severity.ERROR, **args: Argument) -> Problem:
    return say_problem(message, f"{CAPTURES}/{name}", severity, name=name, **args)
