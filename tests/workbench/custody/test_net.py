"""The one door to the network: what it refuses, and servers of our own that fail in every way a real one does."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.problems import UsageError
from sousveil.workbench.custody import net
from sousveil.workbench.custody.net import (
    Caller,
    Limits,
    NoAnswer,
    ask_robots,
    check_url,
    fetch,
    is_public,
    render_agent,
)
from tests.workbench.custody.servers import Answer, RawServer, drip, page, say

QUICK = Limits(seconds=2, silence_s=1, most_bytes=100_000, redirects=5)
HERE = Caller("desk@example.org", private=True, limits=QUICK)
OUTSIDE = replace(HERE, private=False)
Serve = Callable[[Answer], RawServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[RawServer] = []

    def start(answer: Answer) -> RawServer:
        servers.append(RawServer(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def why(url: str, caller: Caller = HERE) -> tuple[str, str]:
    with pytest.raises(NoAnswer) as caught:
        fetch(url, caller)
    return caught.value.kind, caught.value.message


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "147.91.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"],
)
def test_an_address_that_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org",
        "http://",
        "http://[::1",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(NoAnswer, match="begins http"):
        check_url(url)


def test_a_password_is_not_stored() -> None:
    with pytest.raises(NoAnswer, match="leave it out"):
        check_url("https://ana:secret@example.org/")


@pytest.mark.parametrize("contact", ["", "  ", "a\r\nX-Evil: 1", "Јована"])
def test_nobody_asks_without_a_contact(contact: str) -> None:
    with pytest.raises(UsageError, match="--contact"):
        render_agent(contact)


def test_an_answer_comes_as_it_was_sent(serve: Serve) -> None:
    server = serve(say({"/a?b=c": page(b"<p>1</p>", "Content-Type: text/html", "X-One: \xe9")}))
    found = fetch(server.at("/a?b=c"), HERE)
    assert found.body == b"<p>1</p>"
    assert (found.last.status, found.last.reason, found.last.address) == (200, "OK", "127.0.0.1")
    assert (b"Content-Type", b"text/html") in found.last.headers
    (head,) = server.heads
    assert head.lower() == found.last.request.decode().lower()
    assert "User-Agent: sousveil/" in head
    assert "(desk@example.org)" in head
    assert "cookie" not in head.lower()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f.1"])
def test_this_machine_is_refused_unless_told(host: str, serve: Serve) -> None:
    server = serve(say({}, page(b"secret")))
    assert why(f"http://{host}:{server.port}/", OUTSIDE)[0] in ("refused", "dns")
    assert not server.heads


def test_a_redirect_to_this_machine_is_refused(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = serve(say({}, page(b"secret")))
    outer = serve(say({"/": page(b"", f"Location: {inner.at()}", status="302 Found")}))
    monkeypatch.setattr(net, "resolve", lambda host, _: ["127.0.0.1"] if host == "public.test" else [host])
    public = is_public
    monkeypatch.setattr(net, "is_public", lambda one: len(outer.heads) == 0 or public(one))
    assert why(f"http://public.test:{outer.port}/", OUTSIDE) == ("refused", "network.private")
    assert outer.heads
    assert not inner.heads


def test_a_name_is_resolved_once_and_the_checked_address_asked(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with a public address first, and with this machine at the second question."""
    server = serve(say({}, page(b"secret")))
    asked: list[object] = []
    truly = socket.getaddrinfo

    def resolve(host: str, port: int, *args: int, **more: int) -> object:
        asked.append(host)
        if host == "changing.test":
            address = "192.0.2.1" if asked.count(host) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]
        return truly(host, port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(net, "is_public", lambda address: address == "192.0.2.1")
    assert why(f"http://changing.test:{server.port}/", OUTSIDE)[0] in ("slow", "connect")
    assert asked.count("changing.test") == 1
    assert not server.heads


def test_a_host_with_one_hidden_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "resolve", lambda *_: ["1.1.1.1", "10.0.0.1"])
    assert why("http://mixed.test/", OUTSIDE) == ("refused", "network.private")


def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = serve(say({}, page(b"from the proxy"))), serve(say({"/": page(b"itself")}))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.at())
    assert fetch(server.at(), HERE).body == b"itself"


def test_redirects_are_followed_and_kept(serve: Serve) -> None:
    answers = {
        "/a": page(b"", "Location: /b", status="301 Moved Permanently"),
        "/b": page(b"", "Location: c?d#e", status="307 Temporary Redirect"),
        "/c?d": page(b"there"),
    }
    server = serve(say(answers))
    found = fetch(server.at("/a"), HERE)
    assert [one.url for one in found.exchanges] == [server.at("/a"), server.at("/b"), server.at("/c?d")]
    assert found.body == b"there"


def test_a_circle_ends(serve: Serve) -> None:
    answers = {
        "/a": page(b"", "Location: /b", status="302 Found"),
        "/b": page(b"", "Location: /a", status="302 Found"),
    }
    server = serve(say(answers))
    assert why(server.at("/a")) == ("circle", "network.circle")
    assert len(server.heads) <= 5


def test_a_way_without_end_ends(serve: Serve) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(page(b"", f"Location: {path}x", status="302 Found"))

    server = serve(answer)
    assert why(server.at("/a")) == ("circle", "network.circle")
    assert len(server.heads) == QUICK.redirects + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:x@127.0.0.1/"])
def test_a_redirect_elsewhere_is_refused(target: str, serve: Serve) -> None:
    server = serve(say({"/": page(b"", f"Location: {target}", status="302 Found")}))
    assert why(server.at())[0] == "refused"


ENDLESS = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 40
)
BOMB = gzip.compress(bytes(20_000_000))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page(b"short", "Content-Length: 5000"), "cut"),
        (page(b"x", "Content-Length: 99999999999"), "large"),
        (page(b"x", "Content-Length: -1"), "cut"),
        (page(b"x" * 100_001), "large"),
        (ENDLESS, "large"),
        (page(BOMB, "Content-Encoding: gzip"), "large"),
        (page(zlib.compress(b"\0" * 20_000_000), "Content-Encoding: deflate"), "large"),
        (page(b"no gzip", "Content-Encoding: gzip"), "cut"),
        (page(gzip.compress(b"abc" * 1000)[:-20], "Content-Encoding: gzip"), "cut"),
        (page(b"x", "Content-Encoding: br"), "cut"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "cut"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "cut"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "cut"),
        (b"", "cut"),
    ],
)
def test_a_bad_answer_is_named(answer: bytes, kind: str, serve: Serve) -> None:
    server = serve(lambda connection, _: connection.sendall(answer))
    assert why(server.at())[0] == kind


def test_more_than_was_promised_is_left(serve: Serve) -> None:
    assert fetch(serve(say({"/": page(b"12345", "Content-Length: 3")})).at(), HERE).body == b"123"


def test_what_is_packed_is_kept_packed_and_read(serve: Serve) -> None:
    packed = gzip.compress(b"hello")
    found = fetch(serve(say({"/": page(packed, "Content-Encoding: gzip")})).at(), HERE)
    assert (found.last.raw, found.body) == (packed, b"hello")


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nX-Head: "),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n"),
        lambda *_: time.sleep(5),
    ],
)
def test_a_slow_answer_is_given_up(answer: Answer, serve: Serve) -> None:
    server = serve(answer)
    begin = time.monotonic()
    assert why(server.at())[0] == "slow"
    assert time.monotonic() - begin < QUICK.seconds + 1


def test_nobody_there_and_no_such_host(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(say({}))
    server.close()
    assert why(server.at()) == ("connect", "network")

    def fail(*_: object, **__: object) -> object:
        raise socket.gaierror(number[0], "so it is")

    number = [socket.EAI_NONAME]
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert why("http://gone.test/") == ("dns", "network.dns")
    number[0] = socket.EAI_AGAIN  # the name server did not answer: nobody knows whether the name is gone
    assert why("http://gone.test/") == ("connect", "network")


FORBID = b"User-agent: *\nDisallow: /closed\n"


@pytest.mark.parametrize(
    ("answer", "path", "wanted"),
    [
        (page(FORBID), "/open", "allowed"),
        (page(FORBID), "/closed/x", "forbidden"),
        (page(b"User-agent: sousveil\nDisallow: /\n"), "/", "forbidden"),
        (page(b"User-agent: other\nDisallow: /\n"), "/", "allowed"),
        (page(b"", status="404 Not Found"), "/", "none"),
        (page(b"", status="503 Service Unavailable"), "/", "unreachable"),
        (page(b"x", "Content-Length: 9999999"), "/", "unreachable"),
    ],
)
def test_what_robots_may(answer: bytes, path: str, wanted: str, serve: Serve) -> None:
    server = serve(say({"/robots.txt": answer}))
    assert ask_robots(server.at(path), HERE) == wanted
    assert server.paths == ["/robots.txt"]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate")
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    files = ["-keyout", str(key), "-out", str(made)]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*new, *files, *names], check=True, capture_output=True, timeout=60)
    return made, key


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[int]:
    """The port of a server that speaks TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    listening = socket.create_server(("127.0.0.1", 0))

    def reply() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listening.accept()
                with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(4096)
                    connection.sendall(page(b"over TLS"))

    threading.Thread(target=reply, daemon=True).start()
    yield int(listening.getsockname()[1])
    with suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def test_tls_is_spoken_and_the_name_of_the_host_is_checked(
    secure: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert why(f"https://localhost:{secure}/") == ("connect", "network")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert fetch(f"https://localhost:{secure}/", HERE).body == b"over TLS"
    assert why(f"https://127.0.0.1:{secure}/") == ("connect", "network")
