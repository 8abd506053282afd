"""Calls records by the names readers know, and turns messages into sentences with these names.

Knows where each record is shown; decides nothing about what is shown there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.evidence.figures import claim_language
from sousveil.messages import render_message
from sousveil.problems import Argument
from sousveil.records.base import Text, say
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim
from sousveil.records.source import Source
from sousveil.records.things import Actor, Derived, Place

from .pieces import Link, Said
from .words import (
    BOUNDS,
    human,
    name_measure,
    said,
    say_bounds,
    say_class,
    say_codes,
    say_date,
    say_unit,
    short_source,
)

_FOLDERS = {"claims": "claims/{}.html", "sources": "sources/{}.html"}
_ANCHORS = {
    "events": "chronology.html",
    "actors": "actors.html",
    "contracts": "contracts.html",
    "programmes": "programmes.html",
    "places": "places.html",
    "questions": "questions.html",
    "duties": "duties.html",
    "requests": "requests.html",
    "limitations": "unknowns.html",
    "unresolved": "unknowns.html",
}
_PHRASES = frozenset({"stated", "first", "second", "whole"})  # arguments that hold words of a source
_DATED = frozenset({"repair.time", "vanished", "vanished.thin"})  # messages in which they hold dates
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?[~?%]?(/(\d{4}(-\d\d){0,2}[~?%]?|\.\.)?)?")
_PAIR = re.compile(
    r"([A-Z]{3})/([A-Z]{3})"
)  # as markets quote it: so many of the second for one of the first
_NAMED = frozenset({"subject", "utterance", "place", "around"})  # arguments that name what is spoken of
_FORMULA = re.compile(
    r"\s*\*\*\s*(?P<power>\d+)|(?P<gap>\s*)(?P<sign>[*/-])\s*|(?P<name>[^\W\d]\w*)"
)  # the parts of a formula that people write otherwise
_SIGNS = {"*": "×", "/": "÷", "-": "−"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
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
        """A message in words for readers: names for ids, no brackets or codes, real quotation marks.

        What a source printed stays as it was printed.
        """
        phrases = frozenset[str]() if message in _DATED else _PHRASES
        shown = {
            name: Quotable(value)
            if name in phrases and isinstance(value, str)
            else self.formula(value, str(args.get("about", args.get("id"))))
            if name == "formula" and isinstance(value, str)
            else self._argument(name, value)
            for name, value in args.items()
        }
        if unit := str(args.get("unit", "")).strip():
            shown["unit"] = _say_unit_behind(unit, one=shown.get("computed") == "1")
        words = render_message(message, shown, self.language)
        measure, subject = str(shown.get("measure", "")), str(shown.get("subject", ""))
        if measure and subject:
            words = words.replace(f"{measure} of {subject}", name_measure(measure, subject, " of "), 1)
        return _ID.sub(lambda match: self._named(match[0]), words)

    def formula(self, text: str, about: str) -> str:
        """A formula as it is written by hand, its inputs under the names of what they stand for.

        `about` is the derived record it is of, which knows them; the names of a pattern are its measures.
        """
        derived = self.case.derived.get(about)
        inputs = derived.inputs if derived else {}

        def write(part: re.Match[str]) -> str:
            if part["power"]:
                return part["power"].translate(_RAISED)
            if part["name"]:
                word = part["name"]
                return f"“{self.link(inputs[word]).text}”" if word in inputs else word.replace("_", " ")
            sign = _SIGNS[part["sign"]]
            before = text[: part.start()].rstrip()
            return part["gap"] + sign if not before or before[-1] in "(,+-*/" else f" {sign} "

        return _FORMULA.sub(write, text)

    def _argument(self, name: str, value: Argument) -> Argument:
        """An argument in words."""
        match value:
            case tuple():
                return tuple(Quotable(_say_intervals(part)) for part in value)
            case str() if name == "rates":
                return Quotable(_PAIR.sub(r"\2 per \1", _say_intervals(value)))
            case str() if name == "class":
                return Quotable(say_class(value))
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
    """A text with intervals in brackets, dates and codes put into words."""
    return say_codes(BOUNDS.sub(lambda match: say_bounds(match[0]), text))


def _say_unit_behind(unit: str, *, one: bool) -> str:
    """A unit behind a figure of a sentence, with the space before it."""
    words = unit if unit == "percent" else say_unit(unit, one=one)
    return f" {words}" if words else ""


def build_names(case: Case, language: str) -> Names:
    """What each record is called and where it is shown."""
    links: dict[str, Link] = {}
    for kind in KINDS:
        for id_, record in getattr(case, kind).items():
            href = _FOLDERS[kind].format(id_) if kind in _FOLDERS else ""
            if kind in _ANCHORS:
                href = f"{_ANCHORS[kind]}#{id_}"
            name = _call(record, case, language)
            links[id_] = Link(text=name.text, href=href, language=name.language)
    for table in case.tables.values():
        titles = [(table.id, table.title), *((f"{table.id}.{c.name}", c.title) for c in table.columns)]
        for id_, text in titles:
            title = said(text, language, case.manifest.language)
            links[id_] = Link(text=title.text, href=f"indicators.html#{table.id}", language=title.language)
    return Names(case=case, language=language, links=links)


def _call(record: object, case: Case, language: str) -> Said:
    """What a record is called, and in which language; none is said of names that we put together."""
    match record:
        case Source():
            return Said(text=short_source(record, language), language="")
        case Claim():
            return Said(text=f"“{record.stated}”", language=claim_language(record, case) or "")
        case Actor() | Place():
            return said(record.name, language, case.manifest.language)
    title = getattr(record, "title", None) or getattr(record, "text", None)
    if title:
        return said(title, language, case.manifest.language)
    id_ = str(getattr(record, "id", ""))
    return Said(text=human(id_.removeprefix("d-") if isinstance(record, Derived) else id_), language="")
