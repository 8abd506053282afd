"""Remembers pages as they were laid out, so that a page is laid out anew only where something on it changed.

For a desk, which builds whenever a file changes. What is remembered changes no byte of a page. It knows nothing of what
pages say, but for the case's digest, which stands on each of them and changes with every word of a case; on those of a
draft it does not stand, and they stay as they were.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .payloads import Edition

SHOWN_DIGEST = 16
"""Characters of the case's digest that a page shows."""
MOST = 10_000
"""Pages remembered: some 80 MB of text."""
Words = Mapping[str, object]


@dataclass(slots=True)
class Press:
    """The pages laid out last, those met last at the end.

    By the digest of what each was made of: what stands before and after the case's digest.
    """

    most: int = MOST
    _laid: dict[bytes, tuple[str, ...]] = field(default_factory=dict)

    def under(self, edition: Edition, shared: Words) -> "PressUnder":
        """The same for pages of an edition that have the `shared` words, which are looked at once."""
        made_of = digest_words(replace(edition, digest=""), shared)
        return PressUnder(self, "" if edition.is_draft else edition.digest[:SHOWN_DIGEST], made_of)

    def meet(self, made_of: bytes) -> tuple[str, ...]:
        """A page as it was laid out, now the one met last; nothing where none is remembered."""
        parts = self._laid.pop(made_of, ())
        if parts:
            self._laid[made_of] = parts
        return parts

    def add(self, made_of: bytes, parts: tuple[str, ...]) -> None:
        """Remember a page, and forget the one met longest ago where there are too many."""
        self._laid[made_of] = parts
        if len(self._laid) > self.most:
            del self._laid[next(iter(self._laid))]


class PressUnder(NamedTuple):
    """What was laid out of the same shared words; `digest` is the case's as pages show it, empty where none does."""

    press: Press
    digest: str
    shared: bytes

    def lay_out(self, template: str, words: Words, render: Callable[[Words], str]) -> str:
        """A page: what `render` makes of a template's own words, or made of the same words before."""
        made_of = digest_words(template, self.shared, words)
        parts = self.press.meet(made_of)
        if not parts:
            text = render(words)
            if self.digest and text.count(self.digest) > 1:  # one is the case's own: which, cannot be told
                return text
            parts = tuple(text.split(self.digest)) if self.digest else (text,)
            self.press.add(made_of, parts)
        return self.digest.join(parts)


def digest_words(*words: object) -> bytes:
    """The digest of all that a page is made of. A value in words tells 1 from 1.0, as pages do."""
    return hashlib.sha256(repr(words).encode()).digest()
