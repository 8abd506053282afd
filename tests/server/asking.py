"""Asks an application as a server would, with paths and headers that a polite client would never send."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def ask(
    app: Starlette, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Answer:
    """One request."""
    given = {"host": "127.0.0.1:8765"} | {name.lower(): one for name, one in (headers or {}).items()}
    bare, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(bare),
        "raw_path": bare.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), one.encode()) for name, one in given.items()],
    }
    sent: list[Mapping[str, Any]] = []
    asked = [{"type": "http.request", "body": body}]

    async def receive() -> dict[str, Any]:
        if not asked:
            await asyncio.Event().wait()  # nobody leaves before the answer is whole
        return asked.pop()

    async def send(message: Any) -> None:  # noqa: ANN401 - what a server is sent
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    found = {name.decode(): one.decode() for name, one in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(one.get("body", b"") for one in sent[1:]))
