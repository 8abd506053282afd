"""Which fields of the records name another record, hold a date, or hold a unit.

Read off the models' annotations once; it looks at no value's meaning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import get_args, get_type_hints

from pydantic import BaseModel

from sousveil.records.base import Edtf, Id

# (model, field) → kinds of records its ids may name.
REFERENCES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("Citation", "source"): ("sources",),
        ("Sighting", "by"): ("sources",),
        ("Examination", "reported_by"): ("sources",),
        ("Source", "via"): ("sources",),
        ("Source", "republishes"): ("sources",),
        ("Claim", "source"): ("sources",),
        ("Claim", "via"): ("sources",),
        ("Claim", "asserted_by"): ("actors",),
        ("Claim", "restates"): ("claims",),
        ("Claim", "part_of"): ("claims",),
        ("Claim", "events"): ("events",),
        ("Class", "scheme"): ("schemes",),
        ("Class", "figure"): ("claims",),
        ("Manifest", "key_figures"): ("claims",),
        ("Derived", "inputs"): ("claims", "derived"),
        ("Derived", "expect"): ("claims", "derived"),
        ("Unresolved", "claim"): ("claims",),
        ("Event", "actors"): ("actors",),
        ("Event", "places"): ("places",),
        ("Event", "programmes"): ("programmes",),
        ("Event", "claims"): ("claims",),
        ("Event", "sources"): ("sources",),
        ("Event", "after"): ("events",),
        ("Role", "claims"): ("claims",),
        ("Actor", "sources"): ("sources",),
        ("Actor", "part_of"): ("actors",),
        ("Item", "quantity"): ("claims",),
        ("Item", "unit_price"): ("claims",),
        ("Item", "list_price"): ("claims",),
        ("Item", "discount"): ("claims",),
        ("Item", "final_price"): ("claims",),
        ("Item", "part_of"): ("items",),
        ("Contract", "buyer"): ("actors",),
        ("Contract", "suppliers"): ("actors",),
        ("Contract", "programme"): ("programmes",),
        ("Contract", "claims"): ("claims",),
        ("Contract", "sources"): ("sources",),
        ("Contract", "events"): ("events",),
        ("State", "claim"): ("claims",),
        ("Devices", "claim"): ("claims",),
        ("Programme", "operator"): ("actors",),
        ("Programme", "suppliers"): ("actors",),
        ("Programme", "places"): ("places",),
        ("Programme", "part_of"): ("programmes",),
        ("Programme", "claims"): ("claims",),
        ("Scenario", "programme"): ("programmes",),
        ("Scenario", "devices"): ("claims",),
        ("Scenario", "locations"): ("claims",),
        ("Scenario", "units"): ("claims",),
        ("Base", "residents"): ("claims",),
        ("Place", "within"): ("places",),
        ("Place", "source"): ("sources",),
        ("Question", "asked_by"): ("sources",),
        ("Question", "claims"): ("claims", "derived"),
        ("Question", "events"): ("events",),
        ("Limitation", "source"): ("sources",),
        ("Duty", "addressee"): ("actors",),
        ("Duty", "claims"): ("claims",),
        ("Request", "body"): ("actors",),
        ("CameraDecision", "sources"): ("sources",),
        ("Request", "claims"): ("claims",),
        ("Request", "sources"): ("sources",),
        ("Request", "events"): ("events",),
        ("Contract", "assessments"): ("events",),
        ("Contract", "opinions"): ("events",),
        ("Contract", "extends"): ("contracts",),
        ("Evidence", "claim"): ("claims",),
        ("Letter", "source"): ("sources",),
        ("Answer", "claim"): ("claims",),
        ("CameraList", "source"): ("sources",),
        ("Surveyed", "place"): ("places",),
        ("Scheme", "source"): ("sources",),
        ("Column", "source"): ("sources",),
        ("Column", "via"): ("sources",),
    }
)
# Fields that hold an id but may name what no record describes.
WORDS = frozenset(
    {
        ("Claim", "subject"),
        ("Claim", "measure"),
        ("Role", "of"),
        ("Quotation", "utterance"),
        ("Measure", "aliases"),
        ("Column", "measure"),
        ("Column", "subject"),
        ("Table", "id"),
        ("Item", "id"),
        ("Manifest", "id"),
        ("Manifest", "topics"),
        ("Scenario", "street_share"),
        ("Base", "area"),
        ("Evidence", "element"),
        ("Duty", "rule"),
        ("Request", "rules"),
        ("Request", "terms"),
        ("Request", "batch"),
        ("Answer", "question"),
    }
)
UNITS = frozenset(
    {("Quantity", "unit"), ("Measure", "unit"), ("Derived", "unit"), ("Column", "unit"), ("CaseUnit", "is_a")}
)
SERIES = frozenset({("Trend", "series"), ("Rank", "series"), ("Class", "series")})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the strings of a field are: `reference` (to `kinds`), `date`, `unit` or `series`; or parts of their own."""

    field: str
    what: str
    kinds: tuple[str, ...] = ()


@cache
def read_meanings(model: type[BaseModel]) -> tuple[Meaning, ...]:
    """The fields of a model that mean something outside it."""
    found = []
    for name, annotation in get_type_hints(model, include_extras=True).items():
        if name not in model.model_fields:
            continue
        key = (_owner(model, name), name)
        if key in REFERENCES:
            found.append(Meaning(name, "reference", REFERENCES[key]))
        elif key in UNITS:
            found.append(Meaning(name, "unit"))
        elif key in SERIES:
            found.append(Meaning(name, "series"))
        elif _mentions(annotation, Edtf):
            found.append(Meaning(name, "date"))
        elif any(read_meanings(part) for part in _parts(annotation)):
            found.append(Meaning(name, "parts"))
    return tuple(found)


def holds_id(model: type[BaseModel], name: str) -> bool:
    """Whether a field is annotated as an id, or several."""
    return _mentions(get_type_hints(model, include_extras=True)[name], Id)


def walk_values(record: BaseModel, prefix: str = "") -> Iterator[tuple[str, Meaning, str]]:
    """(dotted field, what it means, string) for every string that means something outside the record."""
    for meaning in read_meanings(type(record)):
        value = getattr(record, meaning.field)
        if value is None or value == ():
            continue
        name = prefix + meaning.field
        if isinstance(value, str):
            yield name, meaning, value
        elif isinstance(value, BaseModel):
            yield from walk_values(value, f"{name}.")
        else:
            yield from _walk_many(value, meaning, name)


def _walk_many(
    values: tuple[object, ...] | dict[str, object], meaning: Meaning, name: str
) -> Iterator[tuple[str, Meaning, str]]:
    """The same for a list or a mapping of strings or parts."""
    for key, value in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(value, str):
            yield f"{name}.{key}", meaning, value
        elif isinstance(value, BaseModel):
            yield from walk_values(value, f"{name}.{key}.")


def _owner(model: type[BaseModel], field: str) -> str:
    """The model that declares a field."""
    bases = [base for base in model.__mro__ if issubclass(base, BaseModel) and field in base.model_fields]
    return bases[-1].__name__


def _mentions(annotation: object, wanted: object) -> bool:
    return annotation == wanted or any(_mentions(part, wanted) for part in get_args(annotation))


def _parts(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _parts(part)]


def model_at(model: type[BaseModel], key: str, written: object) -> type[BaseModel] | None:
    """The model of a field; among several, the one that knows most of what was written there."""
    found = next((f for name, f in model.model_fields.items() if key in {name, f.alias}), None)
    one = written[0] if isinstance(written, list) and written else written
    names = set(one) if isinstance(one, dict) else set()
    models = _parts(found.annotation) if found else []
    return max(models, key=lambda m: len(names & set(written_names(m))), default=None)


def written_names(model: type[BaseModel]) -> list[str]:
    """The fields of a model in its order, as people write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def order_fields(model: type[BaseModel], value: Mapping[str, object]) -> dict[str, object]:
    """A mapping with its fields in the model's order, unknown ones last, and the same for all within it."""
    ranks = {
        key: n for n, (name, field) in enumerate(model.model_fields.items()) for key in (name, field.alias)
    }
    keys = sorted(value, key=lambda key: (key != "id", ranks.get(key, len(ranks))))
    return {key: _order_part(model_at(model, key, value[key]), value[key]) for key in keys}


def _order_part(model: type[BaseModel] | None, value: object) -> object:
    """The same for a part, a list of parts, or a plain value."""
    if model is None:
        return value
    if isinstance(value, list | tuple):
        return [_order_part(model, one) for one in value]
    return order_fields(model, value) if isinstance(value, dict) else value
