"""Quantities as printed: digits, magnitude, hedge, unit, and whether the figure is known at all.

A quantity keeps its words; `bands` turns it into intervals, `reading` suggests one from a phrase.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .base import Part, Words

Hedge = Literal[
    "exact", "about", "over", "at_least", "under", "up_to", "nearly", "between",
    "tens", "dozens", "hundreds", "thousands",
]  # fmt: skip
Magnitude = Literal["hundred", "thousand", "million", "billion", "trillion"]
Standing = Literal["known", "unknown", "withheld", "none"]

Digits = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[-+−]?\d[\d.,  '’]*$"),
    Field(description="Digits as printed, in quotes."),
]


class Quantity(Part):
    """A figure: `amount` (or `low` and `high`) with magnitude, hedge and unit; or a state in which there is none.

    `unknown` means nobody says; `withheld` that somebody refused to say; `none` that there is said to be no such thing.
    """

    amount: Digits | None = None
    low: Digits | None = Field(None, description="Lower figure of `between`.")
    high: Digits | None = Field(None, description="Upper figure of `between`.")
    magnitude: Magnitude | None = None
    hedge: Hedge = "exact"
    unit: Words | None = Field(
        None, description="camera, USD, percent, percentage_point, year, camera/100 person …"
    )
    state: Standing = "known"

    @model_validator(mode="after")
    def _whole(self) -> "Quantity":
        """A known quantity has a figure, an unknown one has none, `between` has two."""
        ranged = self.low is not None and self.high is not None
        vague = self.hedge in ("tens", "dozens", "hundreds", "thousands")
        if self.state != "known":
            if self.amount is not None or self.low is not None or self.high is not None:
                raise ValueError(
                    f"a quantity whose state is {self.state!r} carries no figure; remove it or the state"
                )
        elif self.hedge == "between" and not ranged:
            raise ValueError("`between` needs `low` and `high`")
        elif (self.low is not None or self.high is not None) and self.hedge != "between":
            raise ValueError("`low` and `high` go with `hedge: between`")
        elif self.amount is None and not ranged and not vague:
            raise ValueError("needs `amount`, or a `state` of unknown, withheld or none")
        return self
