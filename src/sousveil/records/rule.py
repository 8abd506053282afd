"""Rule packs: what instruments ask of whom from when, how their time limits run, and which days are public holidays.

Holds shapes only. A rule without `verified_on` was not checked against the text of its instrument, and is shown so.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Edtf, Id, Part, Record, Text, Words

Country = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{2}$")]
Known = Literal["primary", "secondary", "memory"]


class Element(Part):
    """A piece of evidence one would expect where a duty is met."""

    id: Id
    text: Text


class Applies(Part):
    """A day from which a rule applies, by a reading of the instrument; rules with two readings have two of these."""

    date: Edtf
    reading: Text | None = None
    source: Text


class Rule(Record):
    """A duty under an instrument, whoever it falls upon in a case."""

    instrument: Text
    article: Words
    addressee: Text = Field(description="On whom it falls, in the words of the instrument's field.")
    trigger: Text
    text: Text
    expected: tuple[Element, ...]
    applies: tuple[Applies, ...] = Field((), description="From when; empty where it is not known.")
    binds: tuple[Country, ...] = Field(
        (), description="Countries in which it binds; elsewhere it is a benchmark. EU stands for its members."
    )
    amended_by: tuple[Text, ...] = ()
    known_from: Known = "memory"
    source: Text
    verified_on: Edtf | None = Field(
        None, description="When it was read in the text of the instrument; absent: unverified."
    )


class Term(Part):
    """A time limit: so many of a unit after a beginning, by a provision."""

    id: Id
    title: Text
    length: int = Field(gt=0)
    unit: Literal["day", "working_day", "month", "hour"]
    begins: Literal["receipt", "due", "decision", "extended"] = Field(
        description="Receipt of the request, the day an answer was due, the decision, or the end of the term in `of`."
    )
    of: Id | None = Field(None, description="The term after whose end this one begins.")
    condition: Text | None = Field(None, description="When it holds in place of the usual one.")
    provision: Words
    verified_on: Edtf | None = None


class DeadlineRule(Record):
    """How the time limits of a law on access run: counted in calendar or working days, and what moves their end."""

    title: Text
    country: Country
    zone: Words = Field(description="IANA name of the zone in which days begin and end.")
    terms: tuple[Term, ...]
    moves: Literal["next_working_day", "none"] = "next_working_day"
    closed: tuple[Literal["saturday", "sunday", "holiday"], ...] = Field(
        description="Days on which a term does not end."
    )
    holidays: Country | None = None
    counting: Text = Field(description="How days are counted, for readers.")
    complaint_to: Text | None = None
    known_from: Known = "memory"
    source: Text
    verified_on: Edtf | None = None


class Holiday(Part):
    """A day on which authorities do not work; `moved_from` is the feast's own day where that fell on a Sunday."""

    date: Edtf
    name: Text
    moved_from: Edtf | None = None


class Holidays(Record):
    """The public holidays of a country over some years."""

    country: Country
    first: int
    last: int
    days: tuple[Holiday, ...]
    source: Text
    verified_on: Edtf | None = None
