"""Photographs are copied without what stands beside the picture, or refused; the picture itself is never touched."""

import base64
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.adapters.lists.photos import JPEG, PNG, NotPlain, strip_photo

# Eight by eight points of one red, progressive, by Pillow 12: with an author, a place and a comment. That the points
# are the same before and after was seen with Pillow, for 12 sorts of JPEG and 4 of PNG.
PHOTO = base64.b64decode(
    """
/9j/4AAQSkZJRgABAQAAAQABAAD/4QBwRXhpZgAATU0AKgAAAAgAAgE7AAIAAAALAAAAJoglAAQAAAABAAAAMgAAAABQZXJhIFBl
cmljAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAUAAAAAAAAAAsAAAAAQAAADEAAAABAAAAAwAAAAH//gAOc2VlbiBieSBQZXJh
/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTmw6Cq2q2KjMj/y9ru9f///5vB////+v/m/f/4/9sAQwEr
LS08NTx2QUF2+KWMpfj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4/8IAEQgACAAIAwEi
AAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAD/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgT/2gAMAwEAAhADEAAAAZAUf//EABQQ
AQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAQUCf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAA
AAAAAAAAAAD/2gAIAQIBAT8Bf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEABj8Cf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/
2gAIAQEAAT8hf//aAAwDAQACAAMAAAAQ+//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Qf//EABQRAQAAAAAAAAAAAAAA
AAAAAAD/2gAIAQIBAT8Qf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAT8Qf//Z
"""
)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


HEAD, PICTURE, END = chunk(b"IHDR", bytes(13)), chunk(b"IDAT", b"points"), chunk(b"IEND", b"")


def test_a_jpeg_keeps_its_picture_and_nothing_else() -> None:
    assert b"Pera Peric" in PHOTO
    assert b"seen by Pera" in PHOTO
    plain = strip_photo(PHOTO + b"what a telephone adds after the end")
    assert b"Pera" not in plain
    assert b"Exif" not in plain
    assert plain.endswith(b"\xff\xd9")
    tables = PHOTO[PHOTO.index(b"\xff\xdb") :]
    assert plain == PHOTO[:20] + tables
    assert strip_photo(plain) == plain


def test_a_thumbnail_goes_and_adobes_word_on_colours_stays() -> None:
    jfif = b"\xff\xe0\x00\x13JFIF\0\1\1\0\0\1\0\1\1\1rgb"
    adobe = b"\xff\xee\x00\x0eAdobe" + bytes(7)
    other = b"\xff\xee\x00\x08Other\0"
    plain = strip_photo(JPEG + jfif + adobe + other + b"\xff\xd9")
    assert plain == JPEG + b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0" + adobe + b"\xff\xd9"


def test_a_png_keeps_its_picture_and_nothing_else() -> None:
    text, clear = chunk(b"tEXt", b"Author\0Pera"), chunk(b"tRNS", b"\0")
    found = strip_photo(PNG + HEAD + text + clear + chunk(b"eXIf", b"x") + PICTURE + END + b"after")
    assert found == PNG + HEAD + clear + PICTURE + END


@pytest.mark.parametrize("end", [2, 3, 30, 200, 400, 650])
def test_half_a_photograph_is_refused(end: int) -> None:
    with pytest.raises(NotPlain):
        strip_photo(PHOTO[:end])


@pytest.mark.parametrize(
    "raw", [b"", b"GIF89a", PNG, PNG + HEAD, PNG + HEAD + PICTURE, JPEG + b"\xff\xe1\0\1\xff\xd9"]
)
def test_what_is_no_whole_photograph_is_refused(raw: bytes) -> None:
    with pytest.raises(NotPlain):
        strip_photo(raw)


@given(st.binary(max_size=60), st.sampled_from([JPEG, PNG, PHOTO[:300], PNG + HEAD]))
def test_any_bytes_are_stripped_for_good_or_refused(rest: bytes, begin: bytes) -> None:
    try:
        plain = strip_photo(begin + rest)
    except NotPlain:
        return
    assert strip_photo(plain) == plain
