"""Digital signatures in PDF files: whether a file is as it was signed, and which trusted certificate vouches for whom.

Runs nothing that a file holds, and asks no network. Keeps no name of a person: only the bodies that certificates name.
Needs the extra `signatures`.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)

from .certificates import FAULTS, Root, Vouching, build_context, judge, say_authority, say_body
from .revocation import Answers, Revocation, ask, read_signed, read_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature in a file; what of it cannot be examined has a fault and nothing else.

    `covers` is "all" where nothing was added to the file since, "extended" where only signatures, their upkeep or forms
    were, and "other" where something else was or it cannot be told. `said` is when the signer says it was; `stamped` is
    when a time stamp says so that is vouched for too, and whose certificate no answer in the file calls taken back.
    """

    vouching: Vouching = field(default_factory=lambda: Vouching(intact=False))
    covers: str = "other"
    body: str = ""
    issuer: str = ""
    said: str = ""
    stamped: str = ""
    revocation: Revocation = field(default_factory=Revocation)
    fault: str = ""


def read_signatures(raw: bytes, roots: Sequence[Root], moment: datetime) -> tuple[Signature, ...]:
    """The signatures and time stamps in a PDF file, trust measured at a moment or at the time stamp."""
    try:
        reader = PdfFileReader(BytesIO(raw), strict=False)
        embedded = reader.embedded_signatures
    except FAULTS as error:
        return (Signature(fault=_say_fault(error)),)
    return tuple(_examine_all(embedded, _Trust(roots, read_store(reader)), moment))


def parse_signature(told: Mapping[str, Any]) -> Signature:
    """A signature from its fields, as another process hands them over."""
    vouching, revocation = Vouching(**told["vouching"]), Revocation(**told["revocation"])
    return Signature(**{**told, "vouching": vouching, "revocation": revocation})


class _Trust(NamedTuple):
    """The certificates that are trusted, and the answers that lie in the file."""

    roots: Sequence[Root]
    answers: Answers


def _examine_all(
    embedded: Sequence[EmbeddedPdfSignature], trust: _Trust, moment: datetime
) -> Iterator[Signature]:
    for one in embedded:
        try:
            yield _examine(one, trust, moment)
        except FAULTS as error:
            yield Signature(fault=_say_fault(error))


def _examine(one: EmbeddedPdfSignature, trust: _Trust, moment: datetime) -> Signature:
    """One signature, looked at again at the time of its time stamp where it has one that is vouched for."""
    status, stamped = _validate(one, trust, moment), ""
    if isinstance(status, PdfSignatureStatus):
        stamp = status.timestamp_validity
        if stamp is not None and stamp.trusted and _is_good(stamp, one, trust.answers):
            stamped = _say(stamp.timestamp)
            status = _validate(one, trust, stamp.timestamp)
        said = _say(status.signer_reported_dt) if isinstance(status, PdfSignatureStatus) else ""
    else:
        said = _say(status.timestamp)
    certificate: x509.Certificate = status.signing_cert
    return Signature(
        vouching=judge(status, trust.roots),
        covers=_say_coverage(status),
        body=say_body(certificate.subject),
        issuer=say_authority(certificate.issuer),
        said=said,
        stamped=stamped,
        revocation=ask(status.validation_path, read_signed(one.signed_data, trust.answers)),
    )


def _is_good(stamp: TimestampSignatureStatus, one: EmbeddedPdfSignature, answers: Answers) -> bool:
    """Whether no answer in the file says that the certificate behind a time stamp was taken back."""
    for held in extract_tst_data_iter(one.signer_info, signed=False):
        answers = read_signed(held, answers)
    return ask(stamp.validation_path, answers).said != "taken back"


def _validate(
    one: EmbeddedPdfSignature, trust: _Trust, moment: datetime
) -> PdfSignatureStatus | DocumentTimestampStatus:
    context = build_context(trust.roots, moment, trust.answers.certificates)
    if one.sig_object_type == "/DocTimeStamp":
        return asyncio.run(async_validate_pdf_timestamp(one, context))
    return asyncio.run(async_validate_pdf_signature(one, context))


def _say_coverage(status: PdfSignatureStatus | DocumentTimestampStatus) -> str:
    """How much of the file was signed, and what came after."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "all"
    level = status.modification_level
    allowed = status.docmdp_ok is not False and level is not None and level.name != "OTHER"
    return "extended" if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and allowed else "other"


def _say(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""


def _say_fault(error: BaseException) -> str:
    return str(error) or type(error).__name__
