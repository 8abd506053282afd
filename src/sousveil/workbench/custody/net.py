"""The one door to the network: fetches an address somebody asked for, politely, within limits, from public hosts only.

A name is resolved once and the connection goes to the address that was checked, at every redirect anew, so that no name
can lead into a network that is not public. Proxies of the environment are not used: a proxy would resolve names itself.
"""

import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, Literal
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from sousveil import __version__
from sousveil.messages import render_message
from sousveil.problems import Argument, UsageError

Kind = Literal["refused", "dns", "connect", "slow", "cut", "large", "circle"]
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only part of IPv6 that is given out to hosts (RFC 4291 §2.4, IANA)."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 hosts as a network without IPv4 reaches them (RFC 6052 §2.1)."""
_NO_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_MOVED = frozenset({301, 302, 303, 307, 308})
ROBOTS_BYTES = 500 * 2**10
"""What a reader of robots.txt has to read at least (RFC 9309 §2.5)."""
AGENT = "sousveil"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a fetch may take in all and in silence [s], how large an answer may be, how often it may redirect."""

    seconds: float = 120
    silence_s: float = 30
    most_bytes: int = 64 * 2**20
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks and can be reached where, and whether hosts that are not public may be asked."""

    contact: str
    private: bool = False
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer as they went over the line; `raw` is the body as it was sent, chunks put together."""

    url: str
    at: datetime
    address: str
    request: bytes
    status: int
    reason: str
    headers: tuple[tuple[bytes, bytes], ...]
    raw: bytes

    @property
    def stamp(self) -> str:
        """When it was asked, UTC, to the second."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"

    def header(self, name: str) -> str:
        """The first value of a header; empty where it is not there."""
        wanted = name.lower().encode()
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Fetched:
    """All exchanges from the address asked for to the one that answered, and the body of the last, unpacked."""

    exchanges: tuple[Exchange, ...]
    body: bytes

    @property
    def last(self) -> Exchange:
        """The exchange that was not a redirect."""
        return self.exchanges[-1]


class NoAnswer(httpx.TransportError):
    """Why there is no answer: of which kind, a message and its arguments."""

    def __init__(self, kind: Kind, message: str, **args: Argument) -> None:
        super().__init__(render_message(message, args))
        self.kind, self.message, self.said = kind, message, args


def render_agent(contact: str) -> str:
    """What we call ourselves; UsageError where nobody could be reached."""
    if not contact.strip() or not contact.isprintable() or not contact.isascii():
        raise UsageError("say with --contact where those who keep the server can reach you")
    return f"{AGENT}/{__version__} ({contact.strip()})"


def fetch(url: str, caller: Caller) -> Fetched:
    """What an address answers, redirects followed; raises NoAnswer."""
    limits, exchanges = caller.limits, list[Exchange]()
    with _open_door(caller) as client:
        while True:
            exchanges.append(_ask(client, check_url(url), limits.most_bytes))
            last = exchanges[-1]
            if last.status not in _MOVED or not last.header("Location"):
                return Fetched(tuple(exchanges), unpack(last, limits.most_bytes))
            url = _join(url, last.header("Location"))
            # Once is usual: a page sets a cookie and sends its reader back to itself.
            if sum(one.url == url for one in exchanges) > 1 or len(exchanges) > limits.redirects:
                raise NoAnswer("circle", "network.circle", url=url, n=len(exchanges))


def send(url: str, content: bytes, media: str, caller: Caller) -> Exchange:
    """What an address answers to something that is sent to it, no redirect followed; raises NoAnswer."""
    with _open_door(caller) as client:
        client.headers["Content-Type"] = media
        return _ask(client, check_url(url), caller.limits.most_bytes, content)


def check_url(url: str) -> str:
    """The address, if it is one that may be fetched; raises NoAnswer."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise NoAnswer("refused", "network.address", url=url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise NoAnswer("refused", "network.address", url=url)
    if parsed.userinfo:
        raise NoAnswer("refused", "network.password", host=parsed.host)
    return url


def is_public(address: str) -> bool:
    """Whether an address is of a host in the public network, whatever it is wrapped in."""
    one = ip_address(address.partition("%")[0])
    if isinstance(one, IPv4Address):
        return one.is_global and not one.is_multicast
    inner = (
        one.ipv4_mapped or one.sixtofour or (IPv4Address(int(one) & 0xFFFFFFFF) if one in _NAT64 else None)
    )
    if inner:
        return is_public(str(inner))
    return one in _GLOBAL_UNICAST and one.is_global


def unpack(exchange: Exchange, most: int) -> bytes:
    """The body of an answer, unpacked as far as `most` bytes; raises NoAnswer where it is more, or cannot be."""
    packing = exchange.header("Content-Encoding").strip().lower()
    if packing in ("", "identity"):
        return exchange.raw
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise NoAnswer("cut", "network.packing", found=packing)
    try:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 32)  # finds out itself whether it is gzip or zlib
        body = unpacker.decompress(exchange.raw, most + 1)
    except zlib.error as error:
        raise NoAnswer("cut", "network.packing", found=packing) from error
    if len(body) > most:
        raise NoAnswer("large", "network.large", most=most)
    if not unpacker.eof:
        raise NoAnswer("cut", "network.packing", found=packing)
    return body


# --- robots.txt ---------------------------------------------------------------------------------------------------

Robots = Literal["allowed", "none", "forbidden", "unreachable"]


def ask_robots(url: str, caller: Caller) -> Robots:
    """What the host's robots.txt says of an address (RFC 9309): 4xx is none, no answer or 5xx forbids."""
    limits = Limits(30, 15, ROBOTS_BYTES, 5)  # five redirects: RFC 9309 §2.3.1.2
    try:
        found = fetch(
            str(httpx.URL(check_url(url)).join("/robots.txt")), Caller(caller.contact, caller.private, limits)
        )
    except NoAnswer as error:
        if error.kind in ("refused", "dns", "connect"):
            raise
        return "unreachable"
    if 400 <= found.last.status < 500:
        return "none"
    if found.last.status != httpx.codes.OK:
        return "unreachable"
    rules = RobotFileParser()
    rules.parse(found.body.decode("utf-8", errors="replace").splitlines())
    return "allowed" if rules.can_fetch(AGENT, url) else "forbidden"


# --- below --------------------------------------------------------------------------------------------------------


class Door(httpx.BaseTransport):
    """Lets requests through to public hosts, or with `private` to any, for so many seconds in all."""

    def __init__(self, *, private: bool, seconds: float) -> None:
        backend = _Checked(private=private, deadline=time.monotonic() + seconds)
        self._pool = httpcore.ConnectionPool(httpx.create_ssl_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _translate():
            reply = self._pool.handle_request(asked)
        headers, extensions = reply.headers, reply.extensions
        return httpx.Response(reply.status, headers=headers, stream=_Body(reply), extensions=extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer."""

    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        with _translate():
            yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that were checked, by their numbers."""

    def __init__(self, *, private: bool, deadline: float) -> None:
        self._private, self._deadline, self._below = private, deadline, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers, if all of them may be asked."""
        addresses = resolve(host, port)
        hidden = [one for one in addresses if not is_public(one)]
        if hidden and not self._private:
            raise NoAnswer("refused", "network.private", host=host, address=hidden[0])
        for number, address in enumerate(addresses, start=1):
            left = _left(self._deadline, timeout)
            try:
                stream = self._below.connect_tcp(address, port, left, local_address, socket_options)
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise NoAnswer("dns", "network.dns", host=host)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the base's names
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: what listens there is this machine."""
        raise NoAnswer("refused", "network.private", host=path, address=path)


class _Timed(httpcore.NetworkStream):
    """A connection that ends when its time is over, however slowly bytes drip in."""

    def __init__(self, below: httpcore.NetworkStream, deadline: float) -> None:
        self._below, self._deadline = below, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._below.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._below.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._below.close()

    def start_tls(
        self,
        ssl_context: Any,  # noqa: ANN401 - as the base has it
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        below = self._below.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Timed(below, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the base has it
        return self._below.get_extra_info(info)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, once each; raises NoAnswer."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in _NO_NAME:
            raise NoAnswer("dns", "network.dns", host=host) from error
        raise NoAnswer("connect", "network", reason=error.strerror or "no name server answers") from error
    except (OSError, UnicodeError) as error:
        raise NoAnswer("refused", "network.address", url=host) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _open_door(caller: Caller) -> httpx.Client:
    """What asks through the door, as who asks wants it."""
    door = Door(private=caller.private, seconds=caller.limits.seconds)
    headers = {"User-Agent": render_agent(caller.contact), "Accept": "*/*", "Accept-Encoding": "identity"}
    return httpx.Client(transport=door, headers=headers, timeout=caller.limits.silence_s)


def _ask(client: httpx.Client, url: str, most: int, content: bytes | None = None) -> Exchange:
    """One exchange; what has content is sent."""
    parts, size, at = list[bytes](), 0, datetime.now(UTC)
    with client.stream("GET" if content is None else "POST", url, content=content) as reply:
        said = reply.headers.get("Content-Length", "")
        if said.isdecimal() and int(said) > most:
            raise NoAnswer("large", "network.large", most=most)
        peer = reply.extensions["network_stream"].get_extra_info("server_addr")
        for part in reply.iter_raw():
            parts.append(part)
            size += len(part)
            if size > most:
                raise NoAnswer("large", "network.large", most=most)
    return Exchange(
        url=url,
        at=at,
        address=str(peer[0]) if peer else "",
        request=_render_request(reply.request),
        status=reply.status_code,
        reason=reply.reason_phrase,
        headers=tuple(reply.headers.raw),
        raw=b"".join(parts),
    )


def _render_request(request: httpx.Request) -> bytes:
    """The head of a request as it was sent."""
    lines = [b" ".join((request.method.encode(), request.url.raw_path, b"HTTP/1.1"))]
    lines += [key + b": " + value for key, value in request.headers.raw]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _join(url: str, target: str) -> str:
    try:
        return str(httpx.URL(url).join(target).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise NoAnswer("refused", "network.address", url=target) from error


def _left(deadline: float, timeout: float | None) -> float:
    """The seconds that a step may take; raises where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise NoAnswer("slow", "network.slow")
    return left if timeout is None else min(left, timeout)


@contextmanager
def _translate() -> Iterator[None]:
    """What goes wrong below, in our words."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise NoAnswer("slow", "network.slow") from error
    except httpcore.ConnectError as error:
        raise NoAnswer("connect", "network", reason=str(error) or "no connection") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise NoAnswer("cut", "network.cut", reason=str(error) or type(error).__name__) from error
