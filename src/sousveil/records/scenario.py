"""Scenarios: what would follow if a programme had the size that is said of it.

Names claims and parameters; holds no figure of its own.
"""

from typing import Literal

from pydantic import Field

from .base import Id, Part, Record, Text

Model = Literal["faces", "plates", "radio", "storage", "walks"]


class Base(Part):
    """What cameras are counted against: the residents of a place, and its area."""

    name: Text
    residents: Id = Field(description="The claim that says how many live there.")
    area: Id | None = Field(None, description="The parameter that says how large it is [km2].")


class Scenario(Record):
    """A programme at the size that claims give it, taken as if it were so."""

    title: Text
    programme: Id | None = None
    devices: tuple[Id, ...] = Field(min_length=1, description="Claims whose figures are added up.")
    street_share: Id | None = Field(
        None,
        description="The parameter that says how many of the devices are cameras in streets; all, if absent.",
    )
    locations: Id | None = Field(None, description="The claim that says at how many locations they stand.")
    units: Id | None = Field(None, description="The claim that says how many radio units carry them.")
    bases: tuple[Base, ...] = ()
    models: tuple[Model, ...] = Field(
        (), description="Which models are asked, besides the count by head and area."
    )
    condition: Text = Field(description="What would have to be so; printed with every finding.")
