"""Remembers pages as they were laid out, so that a page is laid out anew only where something on it changed.

For a desk, which builds whenever a file changes. What is remembered changes no byte of a page. It knows nothing of what
pages say, but for the case's digest, which stands on each of them and changes with every word of a case.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

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

    def lay_out(self, template: str, words: Words, render: Callable[[Words], str]) -> str:
        """A page: what `render` makes of a template's words, or made of the same words before."""
        edition = words["edition"]
        if not isinstance(edition, Edition):
            return render(words)
        digest = edition.digest[:SHOWN_DIGEST]
        made_of = _digest_words(template, words, edition)
        parts = self._laid.pop(made_of, ())
        if not parts:
            text = render(words)
            if text.count(digest) > 1:  # one of them is the case's own, which cannot be told from the page's
                return text
            parts = tuple(text.split(digest))
        self._laid[made_of] = parts
        if len(self._laid) > self.most:
            del self._laid[next(iter(self._laid))]
        return digest.join(parts)


def _digest_words(template: str, words: Words, edition: Edition) -> bytes:
    """The digest of all that a page is made of, but for the case's digest.

    A value in words tells 1 from 1.0, as pages do. `t` says words of the edition's language and holds nothing else.
    """
    said = [(name, value) for name, value in words.items() if name not in {"edition", "t"}]
    return hashlib.sha256(repr((template, replace(edition, digest=""), said)).encode()).digest()
