"""Serves a site to this machine until somebody stops it.

Listens on the loopback address only; nothing on the network can reach it.
"""

import socket
from pathlib import Path

import uvicorn

from sousveil.cli._paper import Paper
from sousveil.problems import UsageError
from sousveil.server.app import LOOPBACK, build_app

PORT = 8765
"""Where we listen if nothing else is said: registered for nothing that a desk would run."""


def serve_site(site: Path, *, port: int, paper: Paper) -> None:
    """Serve until Ctrl-C, which arrives as KeyboardInterrupt; where the port is taken, on a free one."""
    with open_socket(port) as listening:
        found = listening.getsockname()[1]
        if port not in (0, found):
            paper.put((f"port {port} is taken; using {found}", "dim"))
        paper.put(
            "serving ", (f"http://{LOOPBACK}:{found}/", "bold"), " to this machine only; Ctrl-C ends it"
        )
        config = uvicorn.Config(build_app(site), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


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
