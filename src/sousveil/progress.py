"""Lets long work say where it is, without knowing who listens.

Holds the protocol and the silent version; the terminal's and the server's stand in those rooms.
"""

from typing import Protocol


class Progress(Protocol):
    """Somebody who wants to know what is being done."""

    def step(self, words: str) -> None:
        """A stage begins; `words` say which."""


class Silent:
    """Listens to nothing."""

    def step(self, words: str) -> None:
        """Let the stage pass unsaid."""


SILENT = Silent()
