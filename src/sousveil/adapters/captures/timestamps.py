"""Time stamps as RFC 3161 has them: a signed sentence of another that a digest was known at a time.

Fetches nothing. A token shows that bytes with this digest existed not later than its time, by the clock of who signed;
not who made them, nor that they say what is so. Needs the extra `signatures`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp  # type: ignore[import-untyped]
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from .certificates import FAULTS, Root, Vouching, build_context, judge, say_authority
from .revocation import Answers, Revocation, ask, read_signed

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
"""Media types (RFC 3161 §3.4)."""
_GRANTED = ("granted", "granted_with_mods")


class BadToken(ValueError):
    """Why bytes are no time stamp, or not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a time stamp says: the SHA-256 it is about, when, and the number it was asked with."""

    sha256: str
    at: datetime
    nonce: int | None
    signed: cms.SignedData


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says, whose it is, what vouches for that, and whether answers in it take that back."""

    sha256: str
    at: str
    authority: str
    vouching: Vouching
    revocation: Revocation


def render_query(digest: str, nonce: int) -> bytes:
    """A question for a time stamp on a SHA-256; the answer is to bring the certificates it needs (RFC 3161 §2.4.1)."""
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": bytes.fromhex(digest),
        }
    )
    asked = {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def parse_token(raw: bytes) -> Token:
    """The time stamp of an answer as a server gives it, or a bare one; raises BadToken."""
    try:
        return _read_token(_find_token(raw)["content"])
    except BadToken:
        raise
    except FAULTS as error:
        raise BadToken("its form is not that of RFC 3161") from error


def check_reply(raw: bytes, digest: str, nonce: int) -> None:
    """Whether an answer is the time stamp that was asked for (RFC 3161 §2.4.2); raises BadToken."""
    token = parse_token(raw)
    if token.sha256 != digest or token.nonce != nonce:
        raise BadToken("the answer is to another question")


def examine_token(raw: bytes, roots: Sequence[Root]) -> Stamp:
    """What a time stamp says, and whether one of the certificates vouched for it at that time; raises BadToken."""
    token = parse_token(raw)
    context = build_context(roots, token.at)
    expected = bytes.fromhex(token.sha256)
    try:
        found = asyncio.run(validate_tst_signed_data(token.signed, context, lambda _: expected))
        status = TimestampSignatureStatus(**found)
        authority = say_authority(status.signing_cert.subject)
    except FAULTS as error:
        raise BadToken("its signature cannot be examined") from error
    revocation = ask(status.validation_path, read_signed(token.signed, _list_certificates(token.signed)))
    return Stamp(token.sha256, f"{token.at:%Y-%m-%dT%H:%M:%SZ}", authority, judge(status, roots), revocation)


def _list_certificates(signed: cms.SignedData) -> Answers:
    """The certificates that a token brings along: one of them may have signed an answer in it."""
    return Answers(
        certificates=tuple(one.chosen for one in signed["certificates"] if one.name == "certificate")
    )


def _read_token(signed: cms.SignedData) -> Token:
    """What a time stamp says; raises BadToken where it is about something else than a SHA-256."""
    info = signed["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"].native
    kind = imprint["hash_algorithm"]["algorithm"]
    if kind != "sha256":
        raise BadToken(f"it is about a {kind}, and copies have SHA-256")
    at = info["gen_time"].native.astimezone(UTC)
    return Token(imprint["hashed_message"].hex(), at, info["nonce"].native, signed)


def _find_token(raw: bytes) -> cms.ContentInfo:
    """The signed part; raises BadToken where a server refused."""
    outer = core.Sequence.load(raw, strict=True)
    if isinstance(outer[0], core.ObjectIdentifier):
        return cms.ContentInfo.load(raw, strict=True)
    reply = tsp.TimeStampResp.load(raw, strict=True)
    status = reply["status"]
    if status["status"].native not in _GRANTED:
        said = "; ".join([*(status["status_string"].native or ()), *(status["fail_info"].native or ())])
        raise BadToken(f"the server refused: {said or status['status'].native}")
    return reply["time_stamp_token"]
