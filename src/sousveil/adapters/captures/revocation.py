"""Whether a certificate was taken back, by the answers that lie inside a signed file (RFC 6960 OCSP, RFC 5280 CRL).

Asks no network. An answer counts if its own signature leads to who issued the certificate; it tells of its own day and
no later one. Needs the extra `signatures`.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from asn1crypto import cms, crl, ocsp, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CRLValidationError, OCSPValidationError, RevokedError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from .certificates import FAULTS

Said = Literal["not asked", "not taken back", "taken back"]
Whose = Literal["signer", "authority"]
_A_MOMENT = timedelta(seconds=1)
"""An answer is held good a second after its own time: the end of that second is the first moment after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """What answers say of a certificate, on which day, and whether by a list (CRL) or an answer about one (OCSP).

    `since` is the day from which a certificate is no longer good. `whose` is "authority" where it is one above the
    signer's.
    """

    said: Said = "not asked"
    as_of: str = ""
    since: str = ""
    kind: str = ""
    whose: Whose = "signer"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that lie in a file, and the certificates that lie there with them."""

    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    certificates: tuple[x509.Certificate, ...] = ()


def read_store(reader: PdfFileReader) -> Answers:
    """What a PDF file keeps in its document security store (ISO 32000-2 §12.8.4.3)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        return Answers(
            tuple(ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps),
            tuple(crl.CertificateList.load(one.get_object().data) for one in store.crls),
            tuple(store.load_certs()),
        )
    except FAULTS:  # there is none, or it is broken: nothing was asked then
        return Answers()


def read_signed(signed: cms.SignedData, kept: Answers) -> Answers:
    """What a signature holds itself, and what is kept beside it.

    Its `crls` (RFC 5652 §5.1), in which answers of OCSP may stand too (RFC 5940 §2), and the attribute that Adobe
    defined for it (ISO 32000-2 §12.8.3.3.2).
    """
    ocsps, crls = list(kept.ocsps), list(kept.crls)
    with suppress(*FAULTS):
        for one in signed["crls"]:
            if one.name == "crl":
                crls.append(one.chosen)
            elif one.chosen["other_rev_info_format"].native == "ocsp_response":
                ocsps.append(one.chosen["other_rev_info"])
    with suppress(*FAULTS):
        for attribute in signed["signer_infos"][0]["signed_attrs"]:
            if attribute["type"].native == "adobe_revocation_info_archival":
                ocsps += list(attribute["values"][0]["ocsp"])
                crls += list(attribute["values"][0]["crl"])
    return Answers(tuple(ocsps), tuple(crls), kept.certificates)


def ask(path: ValidationPath | None, answers: Answers) -> Revocation:
    """What answers say of the certificates of a path, from the one that signed to below the trusted one.

    That one was taken back goes before all; else it is the latest that is said of the certificate that signed.
    """
    if path is None:
        return Revocation()
    found = list[Revocation]()
    for certificate in path.iter_certs(include_root=False):
        about = _About(certificate, path, "signer" if certificate == path.leaf else "authority")
        for answer in _list_answers(answers):
            found += _judge(about, answer, answers.certificates)
    if back := [one for one in found if one.said == "taken back"]:
        return min(back, key=lambda one: one.since)
    of_signer = [one for one in found if one.whose == "signer"]
    return max(of_signer, key=lambda one: one.as_of, default=Revocation())


@dataclass(frozen=True, slots=True)
class _About:
    """A certificate that is asked about, on its path."""

    certificate: x509.Certificate
    path: ValidationPath
    whose: Whose


def _list_answers(answers: Answers) -> Iterator[OCSPContainer | CRLContainer]:
    for response in answers.ocsps:
        with suppress(*FAULTS):
            yield from OCSPContainer.load_multi(response)
    yield from map(CRLContainer, answers.crls)


def _judge(
    about: _About, answer: OCSPContainer | CRLContainer, others: Sequence[x509.Certificate]
) -> Iterator[Revocation]:
    """What an answer says of a certificate; nothing where it is about another, or not sound."""
    with suppress(CRLValidationError, OCSPValidationError, *FAULTS):
        at = answer.issuance_date
        if at is None:
            return
        said = Revocation(as_of=f"{at:%Y-%m-%d}", whose=about.whose)
        listed = isinstance(answer, CRLContainer)
        context = ValidationContext(
            trust_roots=[about.path.first],
            other_certs=[*others, *about.path.iter_certs(include_root=False)],
            moment=at + _A_MOMENT,
            crls=[answer.crl_data] if isinstance(answer, CRLContainer) else [],
            ocsps=[answer.ocsp_response_data] if isinstance(answer, OCSPContainer) else [],
        )
        check = verify_crl if listed else verify_ocsp_response
        try:
            asyncio.run(check(about.certificate, about.path, context))
        except RevokedError as error:
            since = f"{error.revocation_dt:%Y-%m-%d}"
            yield replace(said, said="taken back", since=since, kind="CRL" if listed else "OCSP")
        else:
            yield replace(said, said="not taken back", kind="CRL" if listed else "OCSP")
