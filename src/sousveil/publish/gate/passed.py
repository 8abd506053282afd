"""Remembers in which files the gate found nothing, so that of a site built again it looks at what changed.

Holds digests only, and decides nothing: what is not remembered is looked at.
"""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from .scan import find_identifiers

MOST = 50_000
"""Files remembered, by 32 bytes each."""


@dataclass(slots=True)
class Passed:
    """Digests of files in which nothing was found, those met last at the end."""

    most: int = MOST
    _digests: dict[bytes, None] = field(default_factory=dict)

    def under(self, rules: object, stamp: str) -> "PassedUnder":
        """The same for what was looked for by rules; `stamp` is a word that stands for another in each build.

        A stamp that looks like an identifier itself is no such word.
        """
        plain = stamp.isalnum() and stamp.islower() and not any(find_identifiers(stamp))
        return PassedUnder(self, repr(rules).encode(), stamp.encode() if plain else b"")

    def meet(self, digest: bytes) -> bool:
        """Whether a file is remembered."""
        if digest not in self._digests:
            return False
        del self._digests[digest]
        self.add(digest)
        return True

    def add(self, digest: bytes) -> None:
        """Remember a file, and forget the one met longest ago where there are too many."""
        self._digests[digest] = None
        if len(self._digests) > self.most:
            del self._digests[next(iter(self._digests))]


class PassedUnder(NamedTuple):
    """What passed under some rules."""

    passed: Passed
    rules: bytes
    stamp: bytes

    def holds(self, path: str, content: bytes, says: str) -> bool:
        """Whether a file like this one was looked at and nothing found."""
        return self.passed.meet(self._digest(path, content, says))

    def add(self, path: str, content: bytes, says: str) -> None:
        """Nothing was found in this file."""
        self.passed.add(self._digest(path, content, says))

    def _digest(self, path: str, content: bytes, says: str) -> bytes:
        """The digest of all that the gate looks at; a stamp reads as a word of the same letters in every build."""
        plain = content.replace(self.stamp, b"f" * len(self.stamp)) if self.stamp else content
        total = hashlib.sha256(self.rules)
        for part in (path[path.rfind(".") :].encode(), plain, says.encode()):
            total.update(len(part).to_bytes(8))
            total.update(part)
        return total.digest()
