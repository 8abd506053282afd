"""Servers of the tests' own on this machine, which say byte for byte what they are told to."""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Answer = Callable[[socket.socket, str], None]
"""Says something into a connection, given the path that was asked for."""


class RawServer:
    """Answers each connection once by a function; remembers the heads of requests, and what was sent with them."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.heads, self.bodies = answer, list[str](), list[bytes]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def at(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for a connection
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._reply, args=(connection,), daemon=True).start()

    def _reply(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(4096)
                if not part:
                    return
                head += part
            head, _, body = head.partition(b"\r\n\r\n")
            said = re.search(rb"(?i)^content-length: *([0-9]+)", head, re.MULTILINE)
            while said and len(body) < int(said[1]):
                body += connection.recv(4096)
            self.heads.append(f"{head.decode()}\r\n\r\n")
            self.bodies.append(body)
            self.answer(connection, head.decode().split(" ")[1])


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer; a Content-Length among the headers stands as it is."""
    lines = [f"HTTP/1.1 {status}", *headers, "Connection: close"]
    if not any(one.lower().startswith("content-length") for one in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def say(answers: dict[str, bytes], other: bytes = b"") -> Answer:
    """Answers by path; 404 for what is not there."""

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(answers.get(path) or other or page(b"nothing here", status="404 Not Found"))

    return answer


def drip(start: bytes, *, every_s: float = 0.05) -> Answer:
    """Says the beginning, then one byte after the other without end."""

    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(start)
        while True:
            time.sleep(every_s)
            connection.sendall(b"x")

    return answer
