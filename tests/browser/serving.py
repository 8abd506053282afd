"""Sites and desks that are served for a browser, on a port of this machine."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from sousveil.server.app import build_app
from sousveil.server.guard import Guard
from sousveil.server.live import Live
from sousveil.server.state import State
from tests.server.desk_client import KEY


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """The address of an application."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def serve_desk(folder: Path, site: Path, build: Callable[[], object]) -> Iterator[str]:
    """The address of a case's site and desk; `build` runs when a file of the case changes."""
    live = Live(folder, build)
    state = State(folder=folder, store=None, guard=Guard(KEY), live=live)
    with serve(build_app(site, state)) as address:
        yield address
        live.stop()
