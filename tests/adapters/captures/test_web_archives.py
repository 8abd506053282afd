"""Web archives: warcio reads what we write, and every way in which an archive can be wrong is named."""

import gzip
import hashlib
import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from sousveil.adapters.captures import wacz as wacz_file
from sousveil.adapters.captures.wacz import PageAbout, read_wacz, render_wacz, turn_address
from sousveil.adapters.captures.warc import BadWarc, read_warc, render_warc

# warcio leaves files in memory to be closed by the collector of garbage.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SEED = UUID(int=7)
BODY = "<title>Камере</title><p>1.000 камера</p>".encode()


@dataclass(frozen=True)
class Sent:
    url: str = "https://www.example.org/a?z=1&b=2"
    stamp: str = "2026-03-01T10:00:00Z"
    address: str = "192.0.2.1"
    request: bytes = b"GET /a?z=1&b=2 HTTP/1.1\r\nHost: www.example.org\r\n\r\n"
    status: int = 200
    reason: str = "OK"
    headers: tuple[tuple[bytes, bytes], ...] = (
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Transfer-Encoding", b"chunked"),
    )
    raw: bytes = BODY


def build() -> bytes:
    warc, places = render_warc([Sent(status=302, raw=b"", url="http://example.org/a"), Sent()], "x", SEED)
    about = PageAbout(url=Sent().url, stamp=Sent().stamp, title="Камере")
    return render_wacz(warc, places, about, software="x", created=Sent().stamp)


def test_warcio_reads_what_we_write_and_finds_its_digests_right() -> None:
    warc, places = render_warc([Sent()], "x", SEED)
    read = []
    for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise"):
        body = record.raw_stream.read()
        read.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
        assert record.digest_checker.passed is not False
    assert [kind for kind, _, _ in read] == ["warcinfo", "response", "request"]
    assert read[1][1:] == (Sent().url, BODY)
    (place,) = places
    part = warc[place.offset : place.offset + place.length]
    (record,) = ArchiveIterator(io.BytesIO(part))
    assert record.http_headers.get_header("Content-Type") == "text/html; charset=utf-8"
    assert record.http_headers.get_header("Transfer-Encoding") is None
    assert record.rec_headers.get_header("WARC-IP-Address") == "192.0.2.1"


def test_what_warcio_writes_is_read_packed_or_in_chunks() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    chunked = b"5\r\nhello\r\n0\r\n\r\n"
    headers = [("Content-Type", "text/plain; charset=Windows-1250"), ("Transfer-Encoding", "chunked")]
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record("http://a.test/", "response", io.BytesIO(chunked), http_headers=http)
    )
    ((response, _),) = read_warc(out.getvalue())
    assert (response.url, response.body, response.charset) == ("http://a.test/", b"hello", "windows-1250")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_warc_that_breaks_off_is_refused(cut: int, *, packed: bool) -> None:
    warc, places = render_warc([Sent()], "x", SEED)
    end = places[0].offset + places[0].length
    whole = warc[:end] if packed else gzip.decompress(warc[:end]).removesuffix(b"\r\n\r\n")
    assert len(list(read_warc(whole))) == 1
    with pytest.raises(BadWarc):
        list(read_warc(whole[:-cut]))


def test_a_warc_whose_digest_does_not_hold_is_refused() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    http = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record("http://a.test/", "response", io.BytesIO(b"hello"), http_headers=http)
    )
    with pytest.raises(BadWarc, match="digest"):
        list(read_warc(out.getvalue().replace(b"hello", b"jello")))


@pytest.mark.parametrize(
    "head", [b"", b"WARC/1.1\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n" + b"x: y\r\n" * 300_000]
)
def test_headers_without_end_are_refused_at_once(head: bytes) -> None:
    began = time.process_time()
    with pytest.raises(BadWarc):
        list(read_warc(gzip.compress(head + b"\0" * 50_000_000)))
    assert time.process_time() - began < 10  # line by line it would be minutes


@pytest.mark.parametrize("raw", [b"", b"nothing", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"\x00" * 100])
def test_what_is_no_warc(raw: bytes) -> None:
    with suppress(BadWarc):
        assert list(read_warc(raw)) == []


def test_our_archive_has_no_fault_and_equal_bytes_for_equal_input() -> None:
    found = read_wacz(build())
    assert found.faults == []
    assert [(page.url, page.title) for page in found.pages] == [(Sent().url, "Камере")]
    assert [response.body for response in found.responses] == [b"", BODY]
    assert build() == build()


def test_the_list_of_files_is_what_hashlib_says() -> None:
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        assert all(one.compress_type == zipfile.ZIP_STORED for one in archive.infolist())
        package = json.loads(archive.read("datapackage.json"))
        for one in package["resources"]:
            content = archive.read(one["path"])
            assert one["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
            assert one["bytes"] == len(content)
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == "sha256:" + hashlib.sha256(archive.read("datapackage.json")).hexdigest()
        lines = archive.read("indexes/index.cdx").decode().splitlines()
        assert lines == sorted(lines)
        key, stamp, about = lines[-1].split(" ", 2)
        assert (key, stamp) == ("org,example)/a?b=2&z=1", "20260301100000")
        place = json.loads(about)
        warc = archive.read("archive/" + place["filename"])
        part = warc[int(place["offset"]) : int(place["offset"]) + int(place["length"])]
        (record,) = ArchiveIterator(io.BytesIO(part))
        assert record.rec_headers.get_header("WARC-Target-URI") == place["url"]


def repack(change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def relist(files: dict[str, bytes]) -> None:
    """Make list and digest fit the files again, so that nothing but what was changed is amiss."""
    package = json.loads(files["datapackage.json"])
    package["resources"] = [
        {"name": name, "path": name, "hash": "sha256:" + hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
        for name, raw in files.items()
        if not name.startswith("datapackage")
    ]
    files["datapackage.json"] = json.dumps(package).encode()
    digest = "sha256:" + hashlib.sha256(files["datapackage.json"]).hexdigest()
    files["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": digest}).encode()


def drop(name: str) -> Callable[[dict[str, bytes]], object]:
    def change(files: dict[str, bytes]) -> None:
        del files[name]
        relist(files)

    return change


def empty_pages(files: dict[str, bytes]) -> None:
    files["pages/pages.jsonl"] = files["pages/pages.jsonl"].splitlines()[0] + b"\n"
    relist(files)


def other_page(files: dict[str, bytes]) -> None:
    files["pages/pages.jsonl"] = files["pages/pages.jsonl"].replace(b"www.example.org", b"elsewhere.test")
    relist(files)


def damage(name: str) -> Callable[[dict[str, bytes]], object]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = files[name][:-9] + bytes(9)

    return change


def say_twice(name: str) -> Callable[[dict[str, bytes]], object]:
    """A name that stands twice, of which other programs keep the last and show what the first did not say."""

    def change(files: dict[str, bytes]) -> None:
        *before, last = files[name].splitlines()
        word = b'"url": "http://other.test/", ' if name.endswith("l") else b'"profile": "x", '
        if before and name.endswith("l"):
            files[name] = b"\n".join([*before, b"{" + word + last[1:]])
            relist(files)
        else:
            files[name] = b"{" + word + files[name][1:]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (drop("pages/pages.jsonl"), "there is no page"),
        (empty_pages, "there is no page"),
        (other_page, "elsewhere.test"),
        (drop("indexes/index.cdx"), "no index"),
        (drop("archive/data.warc.gz"), "no stored answer"),
        (lambda files: files.pop("datapackage.json"), "datapackage.json is missing"),
        (lambda files: files.pop("datapackage-digest.json"), "datapackage-digest.json is missing"),
        (lambda files: files.update({"extra.html": b"x"}), "extra.html is not listed"),
        (lambda files: files.update({"datapackage.json": b"[" * 90_000}), "cannot be read"),
        (say_twice("pages/pages.jsonl"), "pages/pages.jsonl:2:57: the name 'url' stands twice in one object"),
        (say_twice("datapackage.json"), "the name 'profile' stands twice in one object"),
        (damage("pages/pages.jsonl"), "does not have the digest"),
        (damage("archive/data.warc.gz"), "does not have the digest"),
        (damage("datapackage.json"), "cannot be read"),
        (
            lambda files: files.update({"datapackage.json": files["datapackage.json"] + b" "}),
            "does not have the digest",
        ),
    ],
)
def test_every_fault_of_an_archive_is_named(change: Callable[[dict[str, bytes]], object], fault: str) -> None:
    assert any(fault in one for one in read_wacz(repack(change)).faults)


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"no zip", build()[:-40], build()[40:]]
)
def test_what_is_no_zip_file(raw: bytes) -> None:
    assert read_wacz(raw).faults


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz_file, "MOST_BYTES", 100)
    assert read_wacz(build()).faults == ["holds more than 10000 files or 100 bytes"]


@pytest.mark.parametrize(
    ("url", "turned"),
    [
        ("http://example.org", "org,example)/"),
        ("https://www.example.org:8443/B/?b&a=%C4%8D", "org,example:8443)/b/?a=%C4%8D&b="),
        ("http://192.0.2.1/x", "1,2,0,192)/x"),
    ],
)
def test_an_address_turned_round(url: str, turned: str) -> None:
    assert turn_address(url) == turned
