"""Web archive files: writes WARC 1.1 (ISO 28500:2017), reads WARC 1.0 and 1.1 and checks the digests they carry.

Every record is a gzip member of its own, as readers that jump to a record need it. Equal exchanges make equal bytes but
for the records' random ids, which the caller gives.
"""

import base64
import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID, uuid5
from zlib import error as ZlibError  # noqa: N812 - its own name says nothing here

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader, DecompressingBufferedReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

MOST_RECORDS = 100_000
MOST_BYTES = 2**30
"""Of a packed file, unpacked; more is refused as a bomb."""
MOST_PAYLOAD = 256 * 2**20
"""Bytes of one record; more is refused."""
MOST_HEAD = 2**20
"""Bytes of the headers of one record; more is refused, as lines of any length would be put together bit by bit."""
GZIP = b"\x1f\x8b"
_NOT_KEPT = frozenset({b"transfer-encoding"})
"""Headers that no longer hold: the chunks of the body are put together."""


class Sent(Protocol):
    """One question and its answer, as `workbench.net.Exchange` has them."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def stamp(self) -> str: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def request(self) -> bytes: ...  # noqa: D102
    @property
    def status(self) -> int: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def headers(self) -> Sequence[tuple[bytes, bytes]]: ...  # noqa: D102
    @property
    def raw(self) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response stands in a WARC file, and what an index says of it."""

    url: str
    stamp: str
    status: str
    mime: str
    digest: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that was read: its address, its date, what it says it is, and its body, unpacked."""

    url: str
    stamp: str
    status: str
    mime: str
    charset: str
    body: bytes


class BadWarc(ValueError):
    """A web archive file that cannot be read to its end, or whose digests do not hold."""


def render_warc(exchanges: Iterable[Sent], software: str, seed: UUID) -> tuple[bytes, list[Place]]:
    """A WARC file of exchanges and the places of the answers; the ids of its records are made from `seed`."""
    out, places = bytearray(), list[Place]()
    kept = list(exchanges)
    info = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    begun = {"WARC-Date": kept[0].stamp if kept else "", "Content-Type": "application/warc-fields"}
    out += _record("warcinfo", begun, info, seed, "info")
    for number, one in enumerate(kept):
        about = {"WARC-Target-URI": one.url, "WARC-Date": one.stamp}
        where = about | ({"WARC-IP-Address": one.address} if one.address else {})
        said = where | {"WARC-Payload-Digest": digest_payload(one.raw)}
        block = _head(one) + one.raw
        answer = _record("response", said | _http("response"), block, seed, f"response {number}")
        mime = _header(one.headers, b"content-type").partition(";")[0].strip()
        digest = "sha256:" + hashlib.sha256(one.raw).hexdigest()
        places.append(Place(one.url, one.stamp, str(one.status), mime, digest, len(out), len(answer)))
        out += answer
        with_answer = about | {"WARC-Concurrent-To": f"<{uuid5(seed, f'response {number}').urn}>"}
        out += _record("request", with_answer | _http("request"), one.request, seed, f"request {number}")
    return bytes(out), places


def read_warc(raw: bytes) -> Iterator[tuple[Response, Place]]:
    """The answers of a WARC file and their places; raises BadWarc where it breaks off or a digest does not hold."""
    try:
        _check_packing(raw)
        records = ArchiveIterator(BytesIO(raw), check_digests=True, no_record_parse=False)
        records.reader = lines = _Lines(records.fh)
        for number, record in enumerate(records):
            lines.headed = 0
            body = _read_body(record, number)
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            offset, length = records.get_record_offset(), records.get_record_length()
            if record.rec_type == "response" and record.http_headers:
                found = _read_response(record, body)
                digest = "sha256:" + hashlib.sha256(body).hexdigest()
                yield found, Place(url, found.stamp, found.status, found.mime, digest, offset, length)
    except BadWarc:
        raise
    except (ArchiveLoadFailed, EOFError, OSError, KeyError, ValueError, ZlibError) as error:
        raise BadWarc(str(error) or type(error).__name__) from error


def digest_payload(raw: bytes) -> str:
    """A digest as WARC files carry it: SHA-256 in Base32 (ISO 28500:2017 §5.8 leaves the algorithm open)."""
    return "sha256:" + base64.b32encode(hashlib.sha256(raw).digest()).decode()


def _read_response(record: Any, body: bytes) -> Response:  # noqa: ANN401 - the library has no types
    """What a record of an answer says."""
    about, http = record.rec_headers, record.http_headers
    said = (http.get_header("Content-Type") or "").lower()
    packing = (http.get_header("Content-Encoding") or "").strip().lower()
    in_chunks = (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    return Response(
        url=about.get_header("WARC-Target-URI") or "",
        stamp=about.get_header("WARC-Date") or "",
        status=http.get_statuscode() or "",
        mime=said.partition(";")[0].strip(),
        charset=read_charset(said),
        body=_unpack(body, packing, in_chunks=in_chunks),
    )


def read_charset(said: str) -> str:
    """The charset of a `Content-Type`; empty where it says none."""
    return said.rpartition("charset=")[2].partition(";")[0].strip("\"' ") if "charset=" in said else ""


def _unpack(body: bytes, packing: str, *, in_chunks: bool) -> bytes:
    """A body as it is read; as it was sent, where it is packed in a way that is not known here."""
    kind = packing if packing in ("gzip", "deflate") else None
    reader = ChunkedDataReader if in_chunks else BufferedReader
    plain: bytes = (
        reader(BytesIO(body), decomp_type=kind).read(MOST_PAYLOAD + 1) if kind or in_chunks else body
    )
    if len(plain) > MOST_PAYLOAD:
        raise BadWarc(f"an answer of more than {MOST_PAYLOAD} bytes when unpacked")
    return plain


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]  # the library has no types
    """The bytes of a file, unpacked; `headed` of them were read as lines of the headers of one record."""

    headed = 0

    def readline(self, length: int | None = None) -> bytes:
        """A line; raises BadWarc where headers have no end."""
        line: bytes = super().readline(min(length or MOST_HEAD, MOST_HEAD))
        self.headed += len(line)
        if self.headed >= MOST_HEAD:
            raise BadWarc(f"headers of more than {MOST_HEAD} bytes")
        return line


def _check_packing(raw: bytes) -> None:
    """Whether a packed file can be unpacked to its end, which the reading library does not look at."""
    size = 0
    with gzip.open(BytesIO(raw)) if raw.startswith(GZIP) else BytesIO() as packed:
        while part := packed.read(2**20):
            size += len(part)
            if size > MOST_BYTES:
                raise BadWarc(f"more than {MOST_BYTES} bytes when unpacked")


def _read_body(record: Any, number: int) -> bytes:  # noqa: ANN401 - the library has no types
    """What a record holds, if it is as long as it says, and the digests hold that it carries."""
    if number >= MOST_RECORDS:
        raise BadWarc(f"more than {MOST_RECORDS} records")
    body: bytes = record.raw_stream.read(MOST_PAYLOAD + 1)
    if len(body) > MOST_PAYLOAD:
        raise BadWarc(f"a record of more than {MOST_PAYLOAD} bytes")
    if getattr(record.raw_stream, "limit", 0):  # what was still to come
        raise BadWarc(f"record {number + 1} breaks off")
    if record.digest_checker.passed is False:
        raise BadWarc(f"record {number + 1}: {'; '.join(record.digest_checker.problems)}")
    return body


def _record(kind: str, about: dict[str, str], block: bytes, seed: UUID, name: str) -> bytes:
    """One record, packed."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{uuid5(seed, name).urn}>",
        **about,
        "WARC-Block-Digest": digest_payload(block),
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in fields.items()) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def _http(kind: str) -> dict[str, str]:
    return {"Content-Type": f"application/http; msgtype={kind}"}


def _head(one: Sent) -> bytes:
    """The head of an answer, but for what no longer holds."""
    lines = [f"HTTP/1.1 {one.status} {one.reason}".rstrip().encode("latin-1", "replace")]
    lines += [key + b": " + value for key, value in one.headers if key.lower() not in _NOT_KEPT]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")
