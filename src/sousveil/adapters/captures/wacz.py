"""Web archives in one file: writes WACZ 1.1.1 and says of any what is not as the format wants it.

Stricter than the format's public validator, which lets archives without pages pass: every page must lead to a stored
answer, every digest is computed anew, and nothing may lie in the file that its list does not name.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import error as ZlibError  # noqa: N812 - its own name says nothing here

from sousveil.adapters.foreign import find_place
from sousveil.adapters.json_names import build_object, find_repeats

from .warc import BadWarc, Place, Response, read_warc

VERSION = "1.1.1"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
MOST_BYTES = 2**30
"""Of all files together, unpacked; more is refused before anything is unpacked."""
MOST_FILES = 10_000
_SEEN = frozenset({"1.0.0", "1.1.0", "1.1.1", "1.2.0"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP file can say: dates stand inside, in records


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAbout:
    """A page of an archive: address, date, title."""

    url: str
    stamp: str
    title: str = ""


@dataclass(slots=True)
class Wacz:
    """What an archive holds: its pages, the answers behind them, and what is not as it should be."""

    pages: list[PageAbout] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def render_wacz(
    warc: bytes, places: Sequence[Place], page: PageAbout, *, software: str, created: str
) -> bytes:
    """An archive of one page; the same bytes for the same input."""
    entry = {"id": hashlib.sha256(page.url.encode()).hexdigest()[:16], "url": page.url, "ts": page.stamp}
    pages = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"},
        entry | {"title": page.title or page.url},
    ]
    files = {
        ARCHIVE: warc,
        INDEX: render_index(places).encode(),
        PAGES: "".join(_dump(one) + "\n" for one in pages).encode(),
    }
    package = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": page.title or page.url,
        "software": software,
        "created": created,
        "mainPageUrl": page.url,
        "mainPageDate": page.stamp,
        "resources": [
            {"name": name.rpartition("/")[2], "path": name, "hash": _hash(content), "bytes": len(content)}
            for name, content in files.items()
        ],
    }
    files[PACKAGE] = json.dumps(package, ensure_ascii=False, indent=1).encode()
    files[DIGEST] = _dump({"path": PACKAGE, "hash": _hash(files[PACKAGE])}).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # stored, so that readers can jump into it
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return out.getvalue()


def render_index(places: Sequence[Place]) -> str:
    """The index: one line an answer, by its address turned round, then by date (CDXJ)."""
    lines = []
    for one in places:
        about = {
            "url": one.url,
            "mime": one.mime,
            "status": one.status,
            "digest": one.digest,
            "length": str(one.length),
            "offset": str(one.offset),
            "filename": ARCHIVE.rpartition("/")[2],
        }
        stamp = "".join(letter for letter in one.stamp[:19] if letter.isdigit())
        lines.append(f"{turn_address(one.url)} {stamp} {_dump(about)}\n")
    return "".join(sorted(lines))


def turn_address(url: str) -> str:
    """An address as indexes sort it: host backwards, parameters in order, no scheme.

    >>> turn_address("https://www.Example.org/A?b=2&a=1")
    'org,example)/a?a=1&b=2'
    """
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    turned = ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{turned}{port}){parts.path or '/'}" + (f"?{query}" if query else "")


def read_wacz(raw: bytes) -> Wacz:
    """What an archive holds, with every fault; an archive with faults is not to be relied on."""
    found = Wacz()
    files = _unpack(raw, found)
    if not files:
        return found
    package = _load(files.get(PACKAGE), PACKAGE, found)
    if package is not None:
        found.faults += _check_package(package, files)
        found.faults += _check_digest(files)
    found.pages = list(_read_pages(files, found))
    if not any(name.startswith("indexes/") for name in files):
        found.faults.append("there is no index in indexes/")
    for name, content in files.items():
        if name.startswith("archive/"):
            try:
                found.responses += [response for response, _ in read_warc(content)]
            except BadWarc as error:
                found.faults.append(f"{name}: {error}")
    if not found.responses:
        found.faults.append("there is no stored answer in archive/")
    stored = {response.url for response in found.responses}
    found.faults += [
        f"the page {page.url} has no stored answer" for page in found.pages if page.url not in stored
    ]
    return found


def _unpack(raw: bytes, found: Wacz) -> dict[str, bytes]:
    """The files of an archive; none where it is no sound ZIP file or too large."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
                found.faults.append(f"holds more than {MOST_FILES} files or {MOST_BYTES} bytes")
                return {}
            if not entries:
                found.faults.append("holds no file")
            names = [one.filename for one in entries]
            found.faults += [
                f"{name} is in it twice" for name in sorted({n for n in names if names.count(n) > 1})
            ]
            return {one.filename: archive.read(one) for one in entries}
    except (
        zipfile.BadZipFile,
        ZlibError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        found.faults.append(f"cannot be unpacked: {error}")
        return {}


def _check_package(package: dict[str, object], files: dict[str, bytes]) -> Iterator[str]:
    """What the list of files says, against the files."""
    if package.get("wacz_version") not in _SEEN:
        yield f"{PACKAGE}: found wacz_version {package.get('wacz_version')!r}; right would be {VERSION!r}"
    listed = package.get("resources")
    named = set()
    for one in listed if isinstance(listed, list) else []:
        name = one.get("path") if isinstance(one, dict) else None
        if not isinstance(name, str) or name not in files:
            yield f"{PACKAGE}: {name!r} is listed and not there"
            continue
        named.add(name)
        if one.get("hash") != _hash(files[name]):
            yield f"{name} does not have the digest that {PACKAGE} says"
        if one.get("bytes") != len(files[name]):
            yield f"{name} has {len(files[name])} bytes, and {PACKAGE} says {one.get('bytes')!r}"
    for name in sorted(set(files) - named - {PACKAGE, DIGEST}):
        yield f"{name} is not listed in {PACKAGE}"


def _check_digest(files: dict[str, bytes]) -> Iterator[str]:
    """Whether the digest of the list of files holds."""
    about = Wacz()
    said = _load(files.get(DIGEST), DIGEST, about)
    yield from about.faults
    if said is not None and (said.get("path") != PACKAGE or said.get("hash") != _hash(files[PACKAGE])):
        yield f"{PACKAGE} does not have the digest that {DIGEST} says"


def _read_pages(files: dict[str, bytes], found: Wacz) -> Iterator[PageAbout]:
    """The pages of an archive; one without pages shows nothing to anybody."""
    number = 0
    for at, line in enumerate(files.get(PAGES, b"").splitlines()[1:], start=2):
        value = _load(line, PAGES, found, at)
        if value is None:
            continue
        url, stamp = value.get("url"), value.get("ts")
        if isinstance(url, str) and isinstance(stamp, str):
            number += 1
            yield PageAbout(url=url, stamp=stamp, title=str(value.get("title") or ""))
        else:
            found.faults.append(f"{PAGES}: a page without url or ts")
    if not number:
        found.faults.append(f"there is no page in {PAGES}")


def _load(raw: bytes | None, name: str, found: Wacz, first: int = 1) -> dict[str, object] | None:
    """The JSON object of a file, or of its line `first`; None, and a fault, where there is none."""
    twice: list[str] = []
    text = "null"
    try:
        text = raw.decode() if raw is not None else text
        value = json.loads(text, object_pairs_hook=lambda pairs: build_object(pairs, twice))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        found.faults.append(f"{name} is missing" if raw is None else f"{name} cannot be read")
        return None
    for again, at in find_repeats(text, twice):
        line, column = find_place(text, at)
        found.faults.append(
            f"{name}:{first + line - 1}:{column}: the name {again!r} stands twice in one object"
        )
    return value


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
