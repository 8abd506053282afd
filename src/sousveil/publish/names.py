"""Calls records by the names readers know, and turns messages into sentences with these names.

Knows where each record is shown; decides nothing about what is shown there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.messages import render_message
from sousveil.problems import Argument
from sousveil.records.base import Text, say
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim
from sousveil.records.source import Source
from sousveil.records.things import Actor, Derived, Place

from .pieces import Link, Said
from .words import human, said, say_bounds, short_source

_FOLDERS = {"claims": "claims/{}.html", "sources": "sources/{}.html"}
_ANCHORS = {
    "events": "chronology.html",
    "actors": "actors.html",
    "contracts": "contracts.html",
    "programmes": "programmes.html",
    "places": "places.html",
    "questions": "questions.html",
    "limitations": "unknowns.html",
    "unresolved": "unknowns.html",
}
_ID = re.compile(r"(?<![\w./:-])[a-z]-[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the records of a case are called in a language, and where they are shown."""

    case: Case
    language: str
    links: Mapping[str, Link]

    def link(self, id_: str) -> Link:
        """The page of a record; a name without a page if there is none."""
        return self.links.get(id_) or self._part(id_)

    def _part(self, id_: str) -> Link:
        """A part of a record (`k-x.software`), a cell (`TABLE.COLUMN@KEY`) or a plain word."""
        head, dot, rest = id_.partition(".")
        if head in self.case.tables:
            return Link(text=id_.replace("@", ", "), href=f"indicators.html#{head}")
        if dot and head in self.links:
            return Link(text=f"{self.links[head].text}: {human(rest)}", href=self.links[head].href)
        return Link(text=human(id_))

    def said(self, text: Text | None) -> Said:
        """Words of the case with their language."""
        return said(text, self.language, self.case.manifest.language)

    def sentence(self, message: str, args: Mapping[str, Argument]) -> str:
        """A message in words for readers: names for ids, intervals without brackets, real quotation marks."""
        shown = {name: self._argument(name, value) for name, value in args.items()}
        words = render_message(message, shown, self.language)
        return _ID.sub(lambda match: self._named(match[0]), words)

    def _argument(self, name: str, value: Argument) -> Argument:
        if isinstance(value, tuple):
            return tuple(Quotable(say_bounds(part)) for part in value)
        if isinstance(value, str):
            measure = self.case.measures.get(value) if name == "measure" else None
            return Quotable(
                say(measure.title, self.language) if measure else human_measure(name, say_bounds(value))
            )
        return value

    def _named(self, id_: str) -> str:
        """The name of a record or of a part of one; anything else as it is."""
        known = id_ in self.links or id_.partition(".")[0] in self.links
        return self.link(id_).text if known else id_


class Quotable(str):
    """Words that stand in real quotation marks where a message quotes them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"“{self}”"


def human_measure(name: str, value: str) -> str:
    """A measure nobody gave a title, as words."""
    return human(value) if name == "measure" else value


def build_names(case: Case, language: str) -> Names:
    """What each record is called and where it is shown."""
    links: dict[str, Link] = {}
    for kind in KINDS:
        for id_, record in getattr(case, kind).items():
            href = _FOLDERS[kind].format(id_) if kind in _FOLDERS else ""
            if kind in _ANCHORS:
                href = f"{_ANCHORS[kind]}#{id_}"
            name, tag = _call(record, language)
            links[id_] = Link(text=name, href=href, language=tag)
    return Names(case=case, language=language, links=links)


def _call(record: object, language: str) -> tuple[str, str]:
    """What a record is called, and in which language."""
    match record:
        case Source():
            return short_source(record, language), ""
        case Claim():
            return f"“{record.stated}”", record.language or ""
        case Derived():
            return (say(record.title, language) or human(record.id.removeprefix("d-"))), ""
        case Actor() | Place():
            return say(record.name, language), ""
        case _:
            title = getattr(record, "title", None) or getattr(record, "text", None)
            return (say(title, language) if title else human(str(getattr(record, "id", "")))), ""
