"""Forms for records of any kind, read off their models: fields filled from a record, and a record read back from them.

A field that nobody touched keeps the value that it had, however it was written. It judges nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sousveil.case.fields import read_meanings
from sousveil.case.write import write_value
from sousveil.messages import Refused
from sousveil.plaintext.canonical import render_mapping, render_string
from sousveil.plaintext.yaml12 import parse_mapping
from sousveil.records.base import Record
from sousveil.records.case import KINDS
from sousveil.workbench.adding import QUESTIONS, Value

Shape = Literal["line", "text", "choice", "truth", "number", "lines", "yaml"]
AS_YAML = "yaml:"
"""Stands before the name of a field that is written as YAML where others of its kind are written as text."""
LONG = frozenset({"stated", "body"})
"""Fields of plain words that may have several lines."""
LAST = frozenset({"sensitivity", "note"})
"""Fields of every record, which come after its own."""
EXPLAINED = frozenset({"value"})
"""Fields that are asked for in words of their own and need more of them."""
OFFERED = {
    "claims.subject": ("programmes", "contracts", "actors", "places"),
    "claims.measure": ("measures",),
}
"""Kinds whose ids are offered where any word may stand."""
OF_ID = str(Record.model_fields["id"].description or "")
"""What is said of ids, which fields that name another record have from it."""
LABELS = {
    "sources.body": "Notes",
    "scope": "What it covers, as `place: …`",
    "DOI": "DOI",
    "lat": "Latitude [°]",
    "lon": "Longitude [°]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form: its name there, the field it is for, its words, how it is written, and what stands in it.

    `asked` fields are those that one is asked for, or that hold something; the others stand one step down. `parts` are
    the fields of what is written into it as YAML, each with whether it is needed.
    """

    name: str
    field: str
    label: str
    help: str = ""
    shape: Shape = "line"
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    needed: bool = False
    asked: bool = False
    text: str = ""
    parts: tuple[tuple[str, bool], ...] = ()


def build_fields(kind: str, value: Mapping[str, object]) -> tuple[Field, ...]:
    """The fields of a kind, those first that one is asked for, filled from a value as it would be written."""
    model = KINDS[kind][1]
    words = {one.field: one.words for one in QUESTIONS.get(kind, ())}
    asked = [one.field.partition(".")[0] for one in QUESTIONS.get(kind, ())]
    kinds = {one.field: one.kinds for one in read_meanings(model)}
    fields = []
    for name, about in model.model_fields.items():
        field = about.alias or name
        long = field in LONG and name not in kinds
        shape = _choose_shape(about, value.get(field), long=long)
        fields.append(
            Field(
                name=f"{AS_YAML}{field}" if shape == "yaml" else field,
                field=field,
                label=words.get(field) or LABELS.get(f"{kind}.{field}") or LABELS.get(field) or _say(field),
                help=_explain(field, about.description or "", words),
                shape=shape,
                choices=_list_choices(about.annotation),
                kinds=kinds.get(name) or OFFERED.get(f"{kind}.{field}", ()),
                needed=about.is_required(),
                asked=about.is_required() or field in asked or field in value,
                text=render_field(shape, value.get(field)),
                parts=_list_parts(about.annotation) if shape == "yaml" else (),
            )
        )
    order = {name: number for number, name in enumerate(["id", *asked])}
    return tuple(sorted(fields, key=lambda one: order.get(one.field, len(order) + (one.field in LAST))))


def read_fields(
    kind: str, posted: Mapping[str, str], former: Record | None = None
) -> tuple[Value, dict[str, Refused]]:
    """The value that a filled form stands for, and by field what could not be read."""
    value: Value = dict(write_value(former)) if former else {}
    wrong: dict[str, Refused] = {}
    known = {one.field: one for one in build_fields(kind, value)}
    for name, raw in posted.items():
        as_yaml, field = name.startswith(AS_YAML), name.removeprefix(AS_YAML)
        about = known.get(field)
        if about is None:
            continue
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        if text == about.text and as_yaml == (about.shape == "yaml"):
            continue
        if not text.strip():
            value.pop(field, None)
            continue
        try:
            value[field] = parse_field("yaml" if as_yaml else about.shape, text, field)
        except Refused as error:
            wrong[field] = error
    return value, wrong


def _explain(field: str, said: str, words: Mapping[str, str]) -> str:
    """What is said of a field, unless its label says it already or it is said of every id."""
    if (field in words and field not in EXPLAINED) or (said == OF_ID and field != "id"):
        return ""
    return said


def render_field(shape: Shape, value: object) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    match shape:
        case "lines":
            return "\n".join(map(str, cast("list[object]", value)))
        case "truth":
            return "yes" if value else "no"
        case "yaml":
            return _render_yaml(value)
        case _:
            return str(value)


def parse_field(shape: Shape, text: str, field: str) -> object:
    """What stands in a field as a value; Refused says why it is none."""
    match shape:
        case "lines":
            return [line.strip() for line in text.split("\n") if line.strip()]
        case "truth":
            return text == "yes"
        case "yaml":
            return _parse_yaml(text, field)
        case "number":
            return _parse_number(text.strip(), field)
        case "text":
            return text.strip("\n").rstrip()
        case _:
            return " ".join(text.split())


def _render_yaml(value: object) -> str:
    """A value as YAML without the name of its field."""
    if isinstance(value, str):
        return value if _reads_as(value, value) else render_string(value)
    lines = render_mapping({"v": value}).removeprefix("v:").split("\n")
    if len(lines) == 2:
        return lines[0].strip()
    return "\n".join(line.removeprefix("  ") for line in lines[1:]).rstrip("\n")


def _reads_as(text: str, value: object) -> bool:
    try:
        return _parse_yaml(text, "") == value
    except Refused:
        return False


def _parse_yaml(text: str, field: str) -> object:
    indented = "\n".join(f"  {line}" if line.strip() else "" for line in text.split("\n"))
    item, problems = parse_mapping(f"v:\n{indented}\n", "")
    if item is None or problems or not isinstance(item.value, dict):
        line = problems[0].origin.line - 1 if problems and problems[0].origin else 1
        raise Refused("desk-field.yaml", field=field, line=line)
    value: object = item.value["v"]
    return text.strip() if isinstance(value, int | float) and not isinstance(value, bool) else value


def _parse_number(text: str, field: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Refused("desk-field.number", field=field, found=text) from error


def _say(field: str) -> str:
    words = field.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _choose_shape(about: FieldInfo, value: object, *, long: bool) -> Shape:
    """How a field is written: as simply as its kind, and what stands in it already, allow."""
    usual = "text" if long else _usual_shape(about.annotation)
    plain = {
        "lines": lambda: isinstance(value, list) and all(map(_is_line, value)),
        "line": lambda: _is_line(value),
        "text": lambda: isinstance(value, str) and value == value.strip("\n").rstrip() and "\r" not in value,
    }
    fits = plain.get(usual)
    return usual if value is None or fits is None or fits() else "yaml"


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value == " ".join(value.split())


def _usual_shape(annotation: object) -> Shape:
    """How a field of a model is written as a rule."""
    if _list_choices(annotation):
        return "choice"
    kinds = {_sort(one) for one in _unwrap(annotation)}
    shapes: tuple[Shape, ...] = ("truth", "number")
    for shape in shapes:
        if kinds == {shape}:
            return shape
    if kinds == {"line"}:
        return "line"
    if kinds == {"line", "mapping"}:
        return "text"
    return "lines" if kinds == {"lines"} else "yaml"


def _sort(annotation: object) -> str:
    """What sort of thing one of the types of a field is."""
    if get_origin(annotation) is tuple:
        inner = {_sort(one) for part in get_args(annotation)[:1] for one in _unwrap(part)}
        return "lines" if inner <= {"line", "mapping"} and "line" in inner else "other"
    if get_origin(annotation) is dict:
        return "mapping"
    simple: dict[object, str] = {str: "line", bool: "truth", int: "number", float: "number"}
    return simple.get(annotation, "other")


def _unwrap(annotation: object) -> list[object]:
    """The types that a field may hold, without what is said of them and without None."""
    if get_origin(annotation) is Annotated:
        return _unwrap(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        return [one for part in get_args(annotation) for one in _unwrap(part)]
    return [] if annotation is NoneType else [annotation]


def _list_choices(annotation: object) -> tuple[str, ...]:
    """The words that a field takes, where they are a fixed list."""
    kinds = _unwrap(annotation)
    if len(kinds) == 1 and get_origin(kinds[0]) is Literal:
        return tuple(map(str, get_args(kinds[0])))
    return ()


def _list_parts(annotation: object) -> tuple[tuple[str, bool], ...]:
    """The fields of a part, or of each part of a list, those first that are needed; none where there are no parts."""
    kinds = _unwrap(annotation)
    inner = [part for one in kinds for part in (get_args(one)[:1] if get_origin(one) is tuple else (one,))]
    models = [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]
    if len(models) != 1:
        return ()
    named = [(about.alias or name, about.is_required()) for name, about in models[0].model_fields.items()]
    return tuple(sorted(named, key=lambda one: not one[1]))
