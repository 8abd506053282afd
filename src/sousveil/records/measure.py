"""What a case measures: measures with their unit and definition, units of its own, class schemes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Id, Part, Record, Text, Words


class Measure(Record):
    """A property that claims speak about, with its unit and, where it has one, its definition by other measures."""

    title: Text
    unit: Words | None = Field(None, description="Unit it is normally given in.")
    kind: Literal["quantity", "category", "date", "statement"] = "quantity"
    formula: Words | None = Field(
        None, description="Definition by measures of the same subject: `cameras / population`."
    )
    aliases: tuple[Id, ...] = Field((), description="Other names of the same measure.")
    additive: bool = Field(
        False, description="Whether parts sum to the whole, so that a part cannot exceed it."
    )
    exclusive: bool = Field(
        True, description="For a category: whether two different words contradict each other."
    )


class CaseUnit(Record):
    """A unit of the case's own."""

    words: tuple[Words, ...] = Field(
        description="How it is written, in every language and number that occurs."
    )
    is_a: Words = Field(
        description="The known unit it is a kind of, or multiple of: `device`, `1000 person`."
    )


class Band(Part):
    """One class of a scheme: from `low` to `high`, edges as printed."""

    name: Words
    low: Annotated[str, StringConstraints(strict=True)]
    high: Annotated[str, StringConstraints(strict=True)]


class Scheme(Record):
    """Named classes with edges, as a source defines them."""

    title: Text
    source: Id | None = None
    bands: tuple[Band, ...]
    valid: Words | None = None


class Rate(Part):
    """An exchange rate over a period: one unit of `source_currency` costs `low` to `high` of `target_currency`."""

    period: Words
    source_currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    target_currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    low: Annotated[str, StringConstraints(strict=True)]
    high: Annotated[str, StringConstraints(strict=True)]
    source: Words
    verified: Literal["yes", "no"] = "no"
