"""What withheld records are called, and where a text calls them so.

Looks for whole words in both scripts; it neither chooses what is withheld nor changes a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sousveil.plaintext.script import fold_for_search
from sousveil.records.base import Record, Text
from sousveil.records.case import Case
from sousveil.records.things import Actor, Place, Programme

_LETTERS = 4  # a shorter name is too often a word of another language
_ID_END = r"[\w-]"  # `c-x` is not named by `c-x-2`
_NAME_END = r"\w"  # a town is named by `Town-based`


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The ids of withheld records, and the folded names that no public record carries."""

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def find(self, text: str, allowed: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
        """Each id and name that a text holds, where first: how many lines down, and the word as it may be told.

        A name inside a phrase that the case allows passes; of a name only the first two letters are told.
        """
        for id_ in sorted(id_ for id_ in self.ids if id_ in text):
            if match := _search(id_, text, _ID_END):
                yield text.count("\n", 0, match.start()), id_
        if not self.names:
            return
        folded = fold_for_search(text)
        for phrase in allowed:
            folded = folded.replace(fold_for_search(phrase), "\n" * phrase.count("\n") + " ")
        for name in sorted(name for name in self.names if name.partition(" ")[0] in folded):
            if match := _search(name, folded, _NAME_END):
                yield folded.count("\n", 0, match.start()), f"{name[:2]}… ({len(name)} letters)"


NOTHING = Withheld()


def _search(words: str, text: str, end: str) -> re.Match[str] | None:
    """Words as words of their own, over any white space."""
    inner = r"\s+".join(re.escape(word) for word in words.split())
    return re.search(f"(?<!{end}){inner}(?!{end})", text)


def collect_withheld(case: Case, public: Case, *, ids: Iterable[str], secret: Iterable[str]) -> Withheld:
    """What must not be named: `ids` of all that is left out, and the names of `secret` places, actors, programmes.

    A plain word, such as the id of a measure, cannot be looked for; a name that a public record carries is no secret.
    """
    known = {name for record in public.records() for name in _list_names(record)}
    names = {name for id_ in secret for name in _list_names(case.get(id_))}
    return Withheld(
        ids=frozenset(id_ for id_ in ids if not id_.isalpha()),
        names=frozenset(name for name in names - known if sum(c.isalpha() for c in name) >= _LETTERS),
    )


def _list_names(record: Record | None) -> Iterator[str]:
    """The folded names of a place, actor or programme in all languages."""
    match record:
        case Actor(name=name, aliases=aliases):
            texts: tuple[Text, ...] = (name, *aliases)
        case Place(name=name) | Programme(title=name):
            texts = (name,)
        case _:
            texts = ()
    for text in texts:
        for words in (text,) if isinstance(text, str) else text.values():
            yield " ".join(fold_for_search(words).split())
