"""Why two observations are linked or left to a person, as messages every language renders from.

Weighs nothing; strongest first.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sousveil.messages import render_message
from sousveil.problems import Argument
from sousveil.records.camera import Meaning, Observation

from .cameras import Sighted
from .fields import AGREES, FIELDS, UNSAID
from .match import Link

_LEVEL = ("agrees", "nearly", "differs")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "street": ("street", "cross_street", "address"),
    "operator": ("operator", "owner"),
    "maker": ("manufacturer", "brand"),
}
_WORDS: Mapping[str, str] = {"kind": "kinds", "mount": "mounts", "zone": "zones"}


class Reason(NamedTuple):
    """A sentence's id and its arguments, what it weighs (log odds), and the field it is about, if it is about one."""

    message: str
    args: Mapping[str, Argument]
    weight: float = 0.0
    field: str = ""


def explain_link(link: Link, sighted: Mapping[str, Sighted]) -> list[Reason]:
    """Why a link is one, or is in doubt: the doubt, what speaks most, how near."""
    left, right = (sighted[key].observation for key in (link.left, link.right))
    told = [Reason(link.doubt, {})] if link.doubt else []
    if link.basis != "evidence":
        return [*told, Reason(f"match-reason.{link.basis}", {})]
    fields = sorted(_explain_fields(link, left, right), key=lambda reason: -abs(reason.weight))
    if link.apart_m is None:
        return [*told, *fields, Reason("match-reason.named", {})]
    return [*told, *fields, Reason("match-reason.apart", {"metres": f"{link.apart_m:.0f}"})]


def _explain_fields(link: Link, left: Observation, right: Observation) -> Iterator[Reason]:
    """What is said on both, field by field."""
    for number, (level, weight) in enumerate(zip(link.levels, link.weights, strict=True)):
        if level != UNSAID:
            field = FIELDS[number].name
            args = {"field": render_message(f"match-field.{field}", {}), "one": say_field(field, left)}
            if level != AGREES:
                args["other"] = say_field(field, right)
            yield Reason(f"match-reason.{_LEVEL[level]}", args, weight, field)


def say_field(field: str, observation: Observation) -> str:
    """What an observation says in a field, in its own words; empty where it says nothing."""
    if field == "direction":
        aimed = [view for view in observation.views if view.meaning is not Meaning.ALL_ROUND]
        return ", ".join(f"{view.bearing_deg:g}°" for view in aimed)
    if field == "height":
        return "" if observation.height_m is None else f"{observation.height_m:g} m"
    if field == "state":
        return observation.state.value
    if field in _WORDS:
        return ", ".join(getattr(observation, _WORDS[field]))
    said = [observation.names[name] for name in _NAMES.get(field, (field,)) if name in observation.names]
    if field == "street":
        return " / ".join(said) or observation.texts.get("addr:street", "")
    return said[0] if said else ""
