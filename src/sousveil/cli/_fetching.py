"""What is said on the command line of fetching: that it is wanted, from where, and who asks.

Fetches nothing. The network is used where `--network` stands, and nowhere else.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from sousveil.workbench.custody.net import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """That the network may be used, and how."""

    network: Annotated[bool, Parameter(negative="")] = False
    """Use the network; without it nothing leaves this machine."""
    contact: str = ""
    """Where those who keep the server can reach you; needed to fetch."""
    private: Annotated[bool, Parameter(negative="")] = False
    """Allow hosts that are not in the public network, such as this machine."""
    past_robots: Annotated[bool, Parameter(negative="")] = False
    """Fetch what the host's robots.txt forbids; a capture says so."""

    def build_caller(self) -> "Caller":
        """Who asks, as the network's door wants to know it."""
        from sousveil.workbench.custody.net import Caller, render_agent

        render_agent(self.contact)
        return Caller(self.contact, self.private)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """What is stored: a file, or what stands at an address."""

    file: Path | None = None
    """The file to store."""
    url: str = ""
    """The address to fetch, where it is not the source's own."""
    instead_of: str = ""
    """Path below `captures/` of a stored copy whose place the file takes, as a redaction."""
    withdraw: str = ""
    """Path below `captures/` of a stored copy to take away."""
    reason: str = ""
    """Why a copy is redacted or taken away; it stands in the chain."""
    remark: str = ""
    """Only put a remark into the chain; it also joins histories that were brought together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """What is stamped with a time, and by whom."""

    timestamp: str = ""
    """Address of a server (RFC 3161) that puts a time stamp on what is stored; needs `--network`."""
    of: str = ""
    """Path below `captures/` of a file that is stored already, to be stamped."""
    token: Path | None = None
    """A time stamp that you have, to be stored beside the file it is about."""
