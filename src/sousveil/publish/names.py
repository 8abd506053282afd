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
from .words import BOUNDS, DATES, human, said, say_bounds, say_date, short_source

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
_PHRASES = frozenset({"stated", "first", "second", "whole"})  # arguments that hold words of a source
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?[~?%]?(/(\d{4}(-\d\d){0,2}[~?%]?|\.\.)?)?")
_NAMED = frozenset({"subject", "place", "around"})  # arguments that name what is spoken of
_ID = re.compile(r"(?<![\w./:@-])[a-z][a-z0-9]*(?:[._-][a-z0-9_]+)+(?:@[\w-]+)?")


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
        name, at, key = id_.partition("@")
        if at and name in self.links:
            return Link(text=f"{self.links[name].text}, {key}", href=self.links[name].href)
        head, dot, rest = id_.partition(".")
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
        """An argument in words; what a source printed stays as it was printed."""
        match value:
            case tuple():
                return tuple(Quotable(_say_intervals(part)) for part in value)
            case str() if name in _PHRASES:
                return Quotable(value)
            case str() if name in _NAMED:
                return Quotable(self.link(value).text)
            case str() if name == "measure":
                return Quotable(self._measure(value))
            case str():
                return Quotable(say_date(value) if _DATE.fullmatch(value) else _say_intervals(value))
        return value

    def _measure(self, id_: str) -> str:
        measure = self.case.measures.get(id_)
        return say(measure.title, self.language) if measure else human(id_)

    def _named(self, id_: str) -> str:
        """The name of a record or of a part of one, of a claim its measure; anything else as it is."""
        if id_ in self.case.claims:
            return self._measure(self.case.claims[id_].measure)
        known = id_.partition("@")[0] in self.links or id_.partition(".")[0] in self.links
        return self.link(id_).text if known else id_


class Quotable(str):
    """Words that stand in real quotation marks where a message quotes them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"“{self}”"


def _say_intervals(text: str) -> str:
    """A text with every interval in brackets put into words."""
    return DATES.sub(lambda match: say_date(match[0]), BOUNDS.sub(lambda match: say_bounds(match[0]), text))


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
    for table in case.tables.values():
        links[table.id] = Link(text=say(table.title, language), href=f"indicators.html#{table.id}")
        for column in table.columns:
            title = say(column.title, language)
            links[f"{table.id}.{column.name}"] = Link(text=title, href=f"indicators.html#{table.id}")
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
