"""What an export is made from: a public case, its figures read, and what the check found in dispute.

Holds what the formats of others have no field for, so that each can put it into words; chooses nothing and reads
no figure itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sousveil.records.base import Text, say
from sousveil.records.camera import Observation
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.source import Examination, Name
from sousveil.records.when import When, parse_edtf


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A claim's value: in words, and for a figure the bounds that it reads as, in its unit.

    `low` and `high` are decimals, empty where there is no bound; `plain` is the figure itself, only where it was
    stated without a hedge.
    """

    words: str
    unit: str = ""
    low: str = ""
    high: str = ""
    low_open: bool = False
    high_open: bool = False
    rule: str = ""
    plain: str = ""

    @property
    def bounds(self) -> str:
        """The bounds in brackets; empty where there is no figure.

        >>> Value(words="over 3", low="3", low_open=True, rule="over").bounds
        '(3, ∞)'
        """
        if not self.rule:
            return ""
        if self.low == self.high != "":
            return self.low
        left = ("(" if self.low_open else "[") + self.low if self.low else "(−∞"
        right = self.high + (")" if self.high_open else "]") if self.high else "∞)"
        return f"{left}, {right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What the check found not to agree: its key, the verdict, the sentence, and the records it rests on."""

    key: str
    verdict: str
    sentence: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A public case for export; `dates` are those of events in words by their ids, `observations` stand by their lists.

    The observations are there only for the formats that hold them.
    """

    case: Case
    as_of: str
    language: str = "en"
    values: Mapping[str, Value] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    attribution: tuple[str, ...] = ()
    observations: tuple[tuple[str, Observation], ...] = ()

    @property
    def licence(self) -> str:
        """The licence of the case; that none is stated, where none is."""
        return self.case.manifest.licence or "no licence stated"

    def say(self, text: Text | None) -> str:
        """A text in the language of the export."""
        return say(text, self.language)

    def of(self, record: str) -> tuple[Dispute, ...]:
        """What is in dispute about a record."""
        return tuple(one for one in self.disputes if record in one.rests_on)

    def find_sum(self, claim: str) -> Value | None:
        """The sum of money that a claim states without a hedge and that nothing disputes; None where it is not so."""
        value = self.values.get(claim)
        known = value is not None and value.plain and re.fullmatch("[A-Z]{3}", value.unit)
        return value if known and not self.of(claim) else None

    def sentence(self, claim: Claim) -> str:
        """A claim in one line: its words, how they read, in what standing, and what is in dispute about it."""
        value = self.values[claim.id]
        parts = [f"“{claim.stated}” ({claim.source}, {claim.locator}; {claim.id})"]
        if self.say(claim.summary):
            parts.append(self.say(claim.summary).rstrip("."))
        parts.append(f"{claim.measure} of {claim.subject}: {value.words}")
        if value.bounds:
            parts.append(f"reads as {value.bounds} {value.unit}".rstrip())
        parts += [f"{name} {said}" for name, said in _list_standing(claim)]
        parts += [f"in dispute ({one.verdict}): {one.sentence}" for one in self.of(claim.id)]
        return "; ".join(parts)


def _list_standing(claim: Claim) -> Iterator[tuple[str, str]]:
    """What limits a claim, each with its name."""
    if claim.stance != "states":
        yield "stance", claim.stance
    if claim.status:
        yield "status", claim.status
    if claim.valid:
        yield "valid", claim.valid
    for name, facets in (("scope", claim.scope), ("basis", claim.basis)):
        if facets:
            yield name, ", ".join(f"{key} {word}" for key, word in facets.items())
    if claim.via:
        yield "known through", ", ".join(claim.via)
    if claim.rank != "normal":
        yield "rank", claim.rank


def say_look(one: Examination) -> str:
    """A look at the authenticity of a document in one sentence."""
    against = f", against {' / '.join(list_words(one.against))}" if one.against else ""
    reported = f", reported by {one.reported_by}" if one.reported_by else ""
    note = f": {' / '.join(list_words(one.note))}" if one.note else ""
    result = one.result.replace("_", " ")
    return f"Looked at {one.date} by {one.by}{reported}: {one.looked_at} {result}{against}{note}"


def list_words(text: Text | None) -> list[str]:
    """A text in every language it is given in."""
    return list(text.values()) if isinstance(text, dict) else [text] if text else []


def say_name(name: Name) -> str:
    """The name of an author, given name first."""
    return name.literal or " ".join(filter(None, (name.given, name.family)))


def read_date(edtf: str | None) -> When | None:
    """A date with its bounds; None where there is none, or none that can be read."""
    try:
        return parse_edtf(edtf) if edtf else None
    except ValueError:
        return None


def to_number(digits: str) -> int | float:
    """A decimal as JSON has numbers: whole where it is whole.

    >>> to_number("1200000"), to_number("0.5")
    (1200000, 0.5)
    """
    return float(digits) if "." in digits else int(digits)
