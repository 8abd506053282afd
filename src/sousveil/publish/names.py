"""Calls records by the names readers know, and turns messages into sentences with these names.

Knows where each record is shown; decides nothing about what is shown there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.evidence.figures import claim_language
from sousveil.problems import Argument
from sousveil.records.base import Text
from sousveil.records.case import KINDS, Case
from sousveil.records.claim import Claim
from sousveil.records.source import Source
from sousveil.records.things import Actor, Derived, Place

from .dates import join_stops, say_date
from .pieces import Link, Said
from .tongue import choose_text, form_of, quote, say_message, say_word, show_figures, tell
from .words import (
    BOUNDS,
    name_measure,
    said,
    say_bounds,
    say_class,
    say_codes,
    say_unit,
    short_source,
    shorten_duration,
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
_PHRASES = frozenset({"stated", "first", "second", "whole", "text"})  # arguments that hold words of a source
_DATED = frozenset({"repair.time", "vanished", "vanished.thin"})  # messages in which they hold dates
# A year alone is a date only where a sign or a stroke shows that it is no number.
_DATE = re.compile(r"(\d{4}-\d\d(-\d\d)?[~?%]?|\d{4}[~?%]|\d{4}(?=/))(/(\d{4}(-\d\d){0,2}[~?%]?|\.\.)?)?")
_PAIR = re.compile(r"([A-Z]{3})/([A-Z]{3})")
"""As markets quote it: so many of the second for one of the first."""
_CODES = frozenset({"kinds", "languages", "names", "shares"})
"""Arguments that list such words, or count by them."""
_COMPUTED = frozenset({"computed", "reads", "gap"})  # arguments that are figures in the unit of the sentence
_NAMED = frozenset({"subject", "utterance", "place", "around"})  # arguments that name what is spoken of
_WORDS = frozenset(
    {"verdict", "trend", "overall", "facet", "field", "looked_at"}
)  # arguments that are words of the vocabulary
_WITHIN = re.compile(r"(?P<figure>−?[\d.,]+) \(in (?P<bounds>[\[(].+[\])])\)")  # a figure with its interval
_NUMBER = re.compile(r"[\d.,]+%?")
_FORMULA = re.compile(
    r"\s*\*\*\s*(?P<power>\d+)|(?P<gap>\s*)(?P<sign>[*/-])\s*|(?P<name>[^\W\d]\w*)"
)  # the parts of a formula that people write otherwise
# What flags on contracts rest on, as the checks say it.
_SAID = re.compile(r"[“'\"](?P<words>.*)[”'\"] \((?P<source>[^ ,()]+)(?:, of (?P<operator>.+))?\)", re.DOTALL)
_SUM = re.compile(r"(?P<record>[^ :]+): (?P<stated>.+), computed (?P<computed>.+)", re.DOTALL)
_BUYERS = re.compile(r"(\d+) of (\d+) buyers with a contract in this case")
_NO_SUPPLIER = "no supplier named"
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
            part = self._item(head, rest) or say_word(rest, self.language)
            return Link(text=f"{self.links[head].text}: {part}", href=self.links[head].href)
        if id_ in self.case.manifest.topics:
            topic = self.said(self.case.manifest.topics[id_])
            return Link(text=topic.text, language=topic.language)
        return Link(text=say_word(id_, self.language))

    def _item(self, contract: str, item: str) -> str:
        """What an item of a contract is called; empty where there is none of the id."""
        items = self.case.contracts[contract].items if contract in self.case.contracts else ()
        return next(
            (self.said(one.title).text for one in items if one.id in (item, f"{contract}.{item}")), ""
        )

    def said(self, text: Text | None) -> Said:
        """Words of the case with their language."""
        return said(text, self.language, self.case.manifest.language)

    def sentence(self, message: str, args: Mapping[str, Argument]) -> str:
        """A message in words for readers: names for ids, no brackets or codes, real quotation marks.

        What a source printed stays as it was printed.
        """
        phrases = frozenset[str]() if message in _DATED else _PHRASES
        unit = str(args.get("unit", "")).strip()
        args = {
            name: shorten_duration(value, unit) if name in _COMPUTED and isinstance(value, str) else value
            for name, value in args.items()
        }
        shown = {
            name: self._quotable(value)
            if name in phrases and isinstance(value, str)
            else self.formula(value, str(args.get("about", args.get("id"))))
            if name == "formula" and isinstance(value, str)
            else self._argument(name, value)
            for name, value in args.items()
        }
        if unit:
            form = form_of(str(shown.get("computed", "")), self.language)
            shown["unit"] = _say_unit_behind(unit, self.language, form)
        words = join_stops(say_message(message, shown, self.language), self.language)
        measure, subject = str(shown.get("measure", "")), str(shown.get("subject", ""))
        if measure and subject:
            words = words.replace(f"{measure}, {subject}", name_measure(measure, subject), 1)
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
                if word not in inputs:
                    return self._measure(word)
                name = self.link(inputs[word]).text
                return name if name[:1] in "“„" else quote(name, self.language)
            sign = _SIGNS[part["sign"]]
            before = text[: part.start()].rstrip()
            return part["gap"] + sign if not before or before[-1] in "(,+-*/" else f" {sign} "

        return _FORMULA.sub(write, text)

    def _argument(self, name: str, value: Argument) -> Argument:
        """An argument in words."""
        match value:
            case tuple():
                put = _say_code if name in _CODES else _say_part
                return tuple(self._quotable(put(part, self.language)) for part in value)
            case str():
                return self._quotable(self._word(name, value))
        return value

    def _word(self, name: str, value: str) -> str:
        """An argument that is one text, in words."""
        tongue = self.language
        match name:
            case "rates":
                per = tell("unit.per", tongue, unit=r"\1")
                return _PAIR.sub(rf"\2{per}", _say_intervals(value, tongue))
            case "class":
                return say_class(value, tongue)
            case _ if name in _NAMED:
                return self.link(value).text
            case "measure":
                return self._measure(value)
            case "facet" if "(" in value:
                return say_codes(value, tongue)
            case _ if name in _WORDS:
                return say_word(value, tongue)
        return say_date(value, tongue) if _DATE.fullmatch(value) else _say_intervals(value, tongue)

    def _quotable(self, text: str) -> "Quotable":
        return Quotable(text) if self.language == "en" else QuotableSerbian(text)

    def _measure(self, id_: str) -> str:
        measure = self.case.measures.get(id_)
        if measure is None:
            return say_word(id_, self.language)
        return choose_text(measure.title, self.language, self.case.manifest.language)[0]

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
        return quote(self)


class QuotableSerbian(Quotable):
    """The same in Serbian."""

    __slots__ = ()

    def __repr__(self) -> str:
        return quote(self, "sr-Latn")


def mark_words(value: Argument) -> Argument:
    """An argument that stands in Serbian quotation marks where a message quotes it."""
    if isinstance(value, tuple):
        return tuple(QuotableSerbian(one) for one in value)
    return QuotableSerbian(value) if isinstance(value, str) else value


def _say_code(text: str, language: str) -> str:
    """A word of the vocabulary, alone or with how often it is there."""
    code, _, number = text.rpartition(" ")
    return f"{say_word(code, language)} {number}" if number.isdigit() else say_word(text, language)


def _say_part(text: str, language: str) -> str:
    """One of several things that a sentence lists, as flags on contracts put it; else intervals, dates and codes."""
    if found := _SAID.fullmatch(text):
        said = {"words": found["words"], "source": found["source"]}
        if not found["operator"]:
            return tell("flag.said", language, **said)
        return tell("flag.said_of", language, operator=say_word(found["operator"], language), **said)
    if found := _SUM.fullmatch(text):
        computed = _say_intervals(found["computed"], language)
        return tell("flag.sum", language, record=found["record"], stated=found["stated"], computed=computed)
    if found := _BUYERS.fullmatch(text):
        return tell("flag.buyers", language, same=int(found[1]), n=int(found[2]))
    return tell("flag.no_supplier", language) if text == _NO_SUPPLIER else _say_intervals(text, language)


def _say_intervals(text: str, language: str) -> str:
    """A text with intervals in brackets, dates and codes put into words."""
    if found := _WITHIN.fullmatch(text):
        figure = show_figures(found["figure"], language)
        return tell(
            "interval.within", language, figure=figure, interval=say_bounds(found["bounds"], language)
        )
    text = say_codes(BOUNDS.sub(lambda match: say_bounds(match[0], language), text), language)
    return show_figures(text, language) if _NUMBER.fullmatch(text) else text


def _say_unit_behind(unit: str, language: str, form: str) -> str:
    """A unit behind a figure of a sentence, with the space before it."""
    words = unit if unit == "percent" and language == "en" else say_unit(unit, language, form=form)
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
            own = case.manifest.language
            return Said(
                text=short_source(record, language, own), language=_name_language(record, language, own)
            )
        case Claim():
            return Said(text=quote(record.stated, language), language=claim_language(record, case) or "")
        case Actor() | Place():
            return said(record.name, language, case.manifest.language)
    title = getattr(record, "title", None) or getattr(record, "text", None)
    if title:
        return said(title, language, case.manifest.language)
    id_ = str(getattr(record, "id", ""))
    id_ = id_.removeprefix("d-") if isinstance(record, Derived) else id_
    return Said(text=say_word(id_, language), language="")


def _name_language(source: Source, language: str, default: str) -> str:
    """The language of a title that names a source; none for names of persons and bodies, which have none."""
    return "" if source.author or source.container_title else choose_text(source.title, language, default)[1]
