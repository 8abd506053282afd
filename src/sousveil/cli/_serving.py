"""Serves a site to this machine until somebody stops it.

Listens on the loopback address only; nothing on the network can reach it.
"""

import socket
from pathlib import Path
from types import FrameType

import uvicorn

from sousveil.cli._paper import Paper
from sousveil.problems import UsageError
from sousveil.server.app import LOOPBACK, build_app
from sousveil.server.guard import Guard
from sousveil.server.live import Live
from sousveil.server.state import State
from sousveil.workbench.build import build_case, build_draft, prepare_draft
from sousveil.workbench.store import FolderStore

PORT = 8765
"""Where we listen if nothing else is said: registered for nothing that a desk would run."""


class _Server(uvicorn.Server):
    """Lets pages go that wait for news before it waits for pages to go."""

    live: Live | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        if self.live:
            self.live.stop()
        super().handle_exit(sig, frame)


def serve_site(site: Path, *, port: int, paper: Paper) -> None:
    """Serve until Ctrl-C, which arrives as KeyboardInterrupt; where the port is taken, on a free one."""
    _serve(site, None, port=port, paper=paper)


def serve_desk(
    folder: Path, site: Path, *, port: int, paper: Paper, store: FolderStore | None, refused: str = ""
) -> None:
    """Serve a case with its desk, and build its site anew when it changes; `refused` says why there is none yet."""
    live = Live(
        folder,
        lambda: build_case(folder, site, store=store),
        draft=lambda: build_draft(folder, site, store=store),
        ready=lambda: prepare_draft(folder, store=store),
        words=refused,
    )
    _serve(site, State(folder=folder, store=store, guard=Guard(), live=live), port=port, paper=paper)


def _serve(site: Path, state: State | None, *, port: int, paper: Paper) -> None:
    with open_socket(port) as listening:
        found = listening.getsockname()[1]
        if port not in (0, found):
            paper.put((f"port {port} is taken; using {found}", "dim"))
        here = f"http://{LOOPBACK}:{found}"
        paper.put("serving ", (f"{here}/", "bold"), " to this machine only; Ctrl-C ends it")
        if state:
            paper.put("desk    ", (f"{here}/desk/enter?key={state.guard.key}", "bold"))
        config = uvicorn.Config(
            build_app(site, state), log_level="warning", access_log=False, server_header=False
        )
        server = _Server(config)
        server.live = state.live if state else None
        server.run(sockets=[listening])


def open_socket(port: int) -> socket.socket:
    """A socket on the port asked for, else on a free one."""
    if not 0 <= port < 2**16:
        raise UsageError(f"--port: found {port}; write a number from 1 to 65535, or 0 for any that is free")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError:
        listening.bind((LOOPBACK, 0))
    listening.listen()  # from now on a browser waits, where it would be refused
    return listening
