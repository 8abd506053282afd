"""Certificates (X.509) that a person trusts, and whether the one behind a signature leads to one of them.

Asks no network and reads no list of the system: what is trusted is what is handed in. Whether a certificate was
taken back is for `revocation`. Needs the extra `signatures`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, x509  # type: ignore[import-untyped]
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

# What is odd about a signature is told by what is returned, not beside it.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

FAULTS = (
    PdfError, PathError, ValidationError, UnsupportedAlgorithm, ValueError, TypeError, LookupError, AttributeError,
    AssertionError, NotImplementedError, RecursionError, OverflowError,
)  # fmt: skip
"""All that the libraries raise over bytes that are not what they should be."""


class BadCertificate(ValueError):
    """Bytes that hold no certificate."""


@dataclass(frozen=True, slots=True)
class Root:
    """A certificate that is trusted, and the name of the file in which it was handed in."""

    file: str
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Vouching:
    """Whether what was signed is unaltered, and the file of the trusted certificate behind it, or why there is none."""

    intact: bool
    root: str = ""
    why: str = ""


def parse_certificates(raw: bytes, file: str) -> tuple[Root, ...]:
    """The certificates of a file, PEM or DER; raises BadCertificate."""
    try:
        blocks = [der for _, _, der in pem.unarmor(raw, multiple=True)] if pem.detect(raw) else [raw]
        found = [x509.Certificate.load(der, strict=True) for der in blocks]
        for one in found:
            one.native  # noqa: B018 - what is not as it should be shows only when it is read
    except FAULTS as error:
        raise BadCertificate(str(error)) from error
    return tuple(Root(file, one) for one in found)


def build_context(
    roots: Sequence[Root], moment: datetime, others: Sequence[x509.Certificate] = ()
) -> ValidationContext:
    """What trust is measured by: these certificates, as they were good at a moment; others may lie between."""
    return ValidationContext(
        trust_roots=[one.certificate for one in roots],
        other_certs=list(others),
        moment=moment,
        allow_fetching=False,
    )


def judge(status: SignatureStatus, roots: Sequence[Root]) -> Vouching:
    """What an examination came to, in our words."""
    if not (status.intact and status.valid):
        return Vouching(intact=False)
    if not status.trusted or status.validation_path is None:
        why = getattr(status.trust_problem_indic, "name", "unknown").replace("_", " ").lower()
        return Vouching(intact=True, why=why)
    first = status.validation_path.first.sha256
    return Vouching(intact=True, root=next(one.file for one in roots if one.certificate.sha256 == first))


def say_body(name: x509.Name) -> str:
    """The body that a certificate names; nothing where it names a person alone, whose name is not ours to keep."""
    said = name.native.get("organization_name", "")
    return said if isinstance(said, str) else ", ".join(said)


def say_authority(name: x509.Name) -> str:
    """The name of a body that issues certificates or time stamps, which is no person."""
    common = name.native.get("common_name", "")
    return ", ".join(filter(None, (common if isinstance(common, str) else ", ".join(common), say_body(name))))
