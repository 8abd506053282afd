"""Reads what a browser posts: fields as text, files as bytes, no more than a desk can need.

Understands the two encodings that forms of HTML have; it writes no file and believes no name of one.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST = 256 * 2**20
"""Bytes of one form with its file; lists of cameras and captures are smaller."""
MOST_FIELDS = 1_000
_NAME = re.compile(rb'\bname="([^"]*)"')
_FILE = re.compile(rb'\bfilename="([^"]*)"')


@dataclass(slots=True)
class Posted:
    """The fields of a form; of files, the name they had and their bytes."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


async def read_posted(request: Request) -> Posted:
    """What a form holds; of a field that stands there twice the last. HTTPException where it is none."""
    body = await _read_body(request)
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    try:
        if kind.strip().lower() == "multipart/form-data":
            return _read_parts(body, rest)
        if kind.strip().lower() != "application/x-www-form-urlencoded":
            raise HTTPException(415, "send a form")
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read") from error
    return Posted(fields=dict(pairs))


async def _read_body(request: Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST:
            raise HTTPException(413, f"a form may have {LARGEST} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _read_parts(body: bytes, about: str) -> Posted:
    """The parts between boundaries (RFC 7578); ValueError where there is no boundary."""
    found = re.search(r'boundary="?([^";]+)', about)
    if not found:
        raise ValueError("no boundary")
    posted = Posted()
    for part in (b"\r\n" + body).split(b"\r\n--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not name or len(posted.fields) > MOST_FIELDS:
            continue
        if file := _FILE.search(head):
            posted.files[name[1].decode()] = (file[1].decode("utf-8", "replace"), content)
        else:
            posted.fields[name[1].decode()] = content.decode()
    return posted
