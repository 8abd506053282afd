"""Claims: one checkable sentence each, from one source, with its figure as printed.

Holds the shapes of a claim's value other than a quantity; `quantity` holds that one.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from .base import Edtf, Id, Language, Part, Record, Text, Words
from .quantity import Quantity

Stance = Literal["states", "quotes", "denies", "estimates", "alleges", "plans", "asks"]
Status = Literal[
    "planned",
    "announced",
    "offered",
    "ordered",
    "delivered",
    "installed",
    "operating",
    "capacity",
    "withdrawn",
    "removed",
]


def _word(value: object) -> object:
    """YAML's true and false mean yes and no in a scope."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Facets = dict[Key, Annotated[Words, BeforeValidator(_word)]]


class Category(Part):
    """A word out of several that exclude each other: a supplier, a procedure, a class, yes or no."""

    category: Annotated[Words, BeforeValidator(_word)] = Field(alias="is")
    of: tuple[Words, ...] = Field((), description="The whole list of words it was chosen from, if known.")


class Dated(Part):
    """A date: when something happened or began."""

    date: Edtf


class Trend(Part):
    """A statement about a series: `falling`, `rising`, `flat`; `steady` when no step is said to go the other way."""

    trend: Literal["falling", "rising", "flat"]
    steady: bool = Field(
        False, description="True when every step is said to go that way (constant, consistent, ongoing)."
    )
    series: Words = Field(description="The series meant: INDICATOR.COLUMN.")
    start: Words | None = Field(None, alias="from", description="First key of the series that is meant.")
    end: Words | None = Field(None, alias="to", description="Last key of the series that is meant.")


class Rank(Part):
    """A place in an order: the 4th of 45."""

    rank: Annotated[str, StringConstraints(strict=True, pattern=r"^[1-9]\d*$")]
    of: Annotated[str, StringConstraints(strict=True, pattern=r"^[1-9]\d*$")] | None = None
    among: Words | None = Field(None, description="The population ranked, in words: `45 European countries`.")
    series: Words | None = Field(None, description="The series that is ranked: INDICATOR.COLUMN.")
    key: Words | None = Field(None, description="Which row of that series is ranked.")
    highest_first: bool = True


class Class(Part):
    """A class by a scheme with edges: `Difficult` is 40–55 points."""

    in_class: Words = Field(alias="class")
    scheme: Id = Field(description="The scheme, from `measures.yaml`.")
    figure: Id | None = Field(None, description="The claim whose figure is classed.")
    series: Words | None = None
    key: Words | None = None


class Members(Part):
    """A list of things said to share a class: `European countries such as Australia and Canada`."""

    members: tuple[Words, ...]
    class_of: Words = Field(description="The class the members are said to have.")
    complete: bool = Field(False, description="Whether the list is said to be the whole.")


class Quotation(Part):
    """The words of a quotation, so that two wordings of one utterance can be compared."""

    words: Words
    utterance: Id = Field(description="Shared by all wordings of the same utterance.")


_KEYS = {
    "is": "category",
    "category": "category",
    "date": "dated",
    "trend": "trend",
    "rank": "rank",
    "class": "class",
    "members": "members",
    "words": "quotation",
}


def _shape(value: object) -> str:
    """Which shape of value a person meant, told by the one key that only that shape has."""
    if isinstance(value, str):
        return "phrase"
    if isinstance(value, dict):
        return next((_KEYS[key] for key in value if key in _KEYS), "quantity")
    return type(value).__name__.lower()


Value = Annotated[
    Annotated[Words, Tag("phrase")]
    | Annotated[Quantity, Tag("quantity")]
    | Annotated[Category, Tag("category")]
    | Annotated[Dated, Tag("dated")]
    | Annotated[Trend, Tag("trend")]
    | Annotated[Rank, Tag("rank")]
    | Annotated[Class, Tag("class")]
    | Annotated[Members, Tag("members")]
    | Annotated[Quotation, Tag("quotation")],
    Discriminator(_shape),
]


class Reliability(Part):
    """The Admiralty pair: two axes that are never multiplied."""

    source: Literal["A", "B", "C", "D", "E", "F"]
    information: Literal["1", "2", "3", "4", "5", "6"]


class Claim(Record):
    """One checkable sentence with its source, place, words, value, scope and times."""

    source: Id
    via: tuple[Id, ...] = Field((), description="Whom the source relies on for this, nearest first.")
    locator: Words = Field(description="Where in the source: paragraph, page, table, note.")
    footnotes: tuple[Words, ...] = Field(
        (), description="Numbers of the source's notes that carry the claim."
    )
    stated: Words = Field(description="The shortest phrase of the source that holds the figure, verbatim.")
    language: Language | None = Field(None, description="Language of `stated`, if not the source's.")
    summary: Text | None = Field(None, description="What is claimed, in our own words.")
    asserted_by: Id | None = Field(
        None, description="Who says so inside the source, if not the source itself."
    )
    stance: Stance = "states"
    subject: Id = Field(description="What it is about: an id of the case, or a word that claims share.")
    measure: Id = Field(description="Which property of the subject.")
    value: Value | None = Field(
        None,
        description="The structured reading, or a phrase to read; where absent, `stated` itself is read.",
    )
    status: Status | None = None
    scope: Facets = Field(
        default_factory=dict, description="What it covers: place, population, additional, condition …"
    )
    basis: Facets = Field(default_factory=dict, description="How it is counted: tax, per, base …")
    valid: Edtf | None = Field(None, description="When it holds.")
    as_of: Edtf | None = Field(None, description="When it was said; the source's date where absent.")
    restates: Id | None = Field(None, description="The claim of another source that this one passes on.")
    part_of: Id | None = Field(None, description="The claim about the whole of which this is a part.")
    parts_complete: bool = Field(False, description="On a whole: its parts are all listed.")
    counts: Words | None = Field(
        None, description="What listed things this number counts: KIND or KIND field=value."
    )
    events: tuple[Id, ...] = ()
    reliability: Reliability | None = None
    rank: Literal["preferred", "normal", "deprecated"] = "normal"
    rank_reason: Text | None = None
    public_interest: Text | None = Field(None, description="Why a natural person is named, where one is.")
