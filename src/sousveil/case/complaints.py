"""Says what is wrong with a record in words for the person who wrote it, at the place where it stands.

Turns the record models' validation errors into problems, one a fault; no word of the validating library gets through.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sousveil.plaintext.marks import Marks
from sousveil.plaintext.yaml12 import Item, describe
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.camera_list import INSIDE

from .fields import model_at, written_names

Built = TypeVar("Built", bound=BaseModel)

# Pattern of a field → the message that says its form.
FORMS: Mapping[str, str] = MappingProxyType(
    {
        r"^[a-z0-9][a-z0-9._-]{0,79}$": "wrong-form.id",
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "wrong-form.language",
        r"^(public|private|embargoed until \d{4}-\d{2}-\d{2})$": "wrong-form.sensitivity",
        r"^[A-Z]{2}$": "wrong-form.country",
        r"^[A-Z]{3}$": "wrong-form.currency",
        r"^[0-9a-f]{64}$": "wrong-form.sha256",
        r"^[0-9a-f]{12}$": "wrong-form.digest",
        r"^[1-9]\d*$": "wrong-form.count",
        r"^[a-z][a-z0-9_]*$": "wrong-form.name",
        r"^[a-z0-9][a-z0-9._-]*(@[^\s@]+)?$": "wrong-form.input",
        INSIDE: "wrong-form.inside",
        r"^[-+−]?\d[\d.,  '’]*$": "wrong-form.digits",
    }
)
# Error type → what would be right.
_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "string_type": "text",
        "tuple_type": "list",
        "list_type": "list",
        "dict_type": "mapping",
        "model_type": "mapping",
        "model_attributes_type": "mapping",
        "bool_type": "truth",
        "bool_parsing": "truth",
        "int_type": "whole",
        "int_parsing": "whole",
        "int_from_float": "whole",
        "float_type": "number",
        "float_parsing": "number",
        "finite_number": "number",
        "union_tag_invalid": "value",
        "union_tag_not_found": "value",
    }
)
KEY = "[key]"
"""How the library marks an error about a key."""
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}


@dataclass(frozen=True, slots=True)
class _Fault:
    """One error placed in what was written: the keys that lead to it, and the value found there."""

    keys: tuple[str | int, ...]
    leaf: str
    found: object
    error: ErrorDetails

    @property
    def field(self) -> str:
        """The dotted name."""
        return ".".join(map(str, (*self.keys, self.leaf) if self.leaf else self.keys))


def build_model(
    item: Item, model: type[Built], *, path: str = "", text: str = ""
) -> tuple[Built | None, list[Problem]]:
    """What is written as what it should be, or else every fault of it."""
    try:
        return model.model_validate(item.value), []
    except ValidationError as error:
        return None, build_complaints(error, item, model, path=path, text=text)


def build_complaints(
    error: ValidationError, item: Item, model: type[BaseModel], *, path: str, text: str
) -> list[Problem]:
    """Every fault of one record as a problem; `text` is the file it stands in."""
    groups: dict[str, list[_Fault]] = {}
    for detail in error.errors(include_url=False):
        fault = _place(detail, item.value)
        groups.setdefault(fault.field, []).append(fault)
    if comma := _find_comma(groups, item, path, text):
        return [comma]
    # A mapping that was tried as several shapes complains at every depth; what stands deepest says most.
    names = [name for name in groups if not any(other.startswith(f"{name}.") for other in groups) or not name]
    if len(names) > 1 and "" in names:
        names.remove("")
    return [_complain(groups[name], item, model, path=path, text=text) for name in names]


def _find_comma(groups: Mapping[str, list[_Fault]], item: Item, path: str, text: str) -> Problem | None:
    """A field that is only the rest of a text cut off by a comma inside braces: `{stated: 1,013 cameras}`.

    It alone is complained of, because what stands before the comma is wrong for the same reason.
    """
    for name, (fault, *_) in groups.items():
        if fault.error["type"] != "extra_forbidden" or fault.found is not None or name not in item.marks:
            continue
        origin = place_of(item.marks, name, path)
        above, last = ["", *text.split("\n", origin.line)[: origin.line]][-2:]
        before = last[: origin.column - 1].rstrip()
        if re.search(rf",\s*{re.escape(fault.leaf)}$", f"{above}\n{before}"):
            args: dict[str, Argument] = {"rest": fault.leaf}
            start = Origin(path, origin.line, max(len(before) - len(fault.leaf) + 1, 1))
            return Problem(
                message="comma-in-braces",
                severity=Severity.ERROR,
                origin=start,
                args=args,
                record=_identity(item),
                fields=(name,),
            )
    return None


def _identity(item: Item) -> str:
    """The id a record gives itself, if it gives one."""
    identity = item.value.get("id") if isinstance(item.value, dict) else None
    return identity if isinstance(identity, str) else ""


def _place(detail: ErrorDetails, value: object) -> _Fault:
    """Follow an error's location through what was written; parts that name a shape tried are skipped."""
    keys: list[str | int] = []
    loc: Sequence[str | int] = detail["loc"]
    if loc and loc[-1] == KEY:
        return _place_of_name(detail, value)
    leaf = str(loc[-1]) if detail["type"] in {"missing", "extra_forbidden"} and loc else ""
    for part in loc[:-1] if leaf else loc:
        if (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        ):
            value = value[part]  # type: ignore[index]  # one of the two above
            keys.append(part)
    if leaf and isinstance(value, dict):
        value = value.get(leaf)
    return _Fault(tuple(keys), leaf, value, detail)


def _place_of_name(detail: ErrorDetails, value: object) -> _Fault:
    """An error about the name of a field rather than what stands behind it."""
    *loc, name, _ = detail["loc"]
    around = _place({**detail, "loc": tuple(loc)}, value)
    return _Fault(around.keys, str(name), name, detail)


def _complain(faults: list[_Fault], item: Item, model: type[BaseModel], *, path: str, text: str) -> Problem:
    """One problem for the errors found at one place."""
    fault = faults[0]
    message, args = _sentence(faults, item, model, text)
    if message.startswith("unknown-field") or fault.error["loc"][-1:] == (KEY,):
        origin = _key_place(item.marks, fault, path, text)
    else:
        origin = place_of(item.marks, fault.field, path)
    return Problem(
        message=message,
        severity=Severity.ERROR,
        origin=origin,
        args={"field": fault.field, **args},
        record=_identity(item),
        fields=(fault.field,) if fault.field else (),
    )


def _sentence(
    faults: list[_Fault], item: Item, model: type[BaseModel], text: str
) -> tuple[str, dict[str, Argument]]:
    """The message for the errors at one place, with its arguments."""
    fault, found = faults[0], faults[0].found
    kind = fault.error["type"]
    if kind == "extra_forbidden":
        known = _known_fields(model, fault, item.value)
        near = get_close_matches(fault.leaf, known, n=1, cutoff=0.6)
        return (
            ("unknown-field", {"nearest": near[0]})
            if near
            else ("unknown-field.none", {"known": tuple(known)})
        )
    if kind == "missing":
        return "missing-field", {"name": fault.leaf}
    if found is None and fault.field:
        return "wrong-type.nothing", {}
    if _is_bare(found, faults):
        return "unquoted", {"found": _as_written(item.marks, fault.field, text) or str(found)}
    return _value_sentence(faults)


def _is_bare(found: object, faults: list[_Fault]) -> bool:
    """Whether a number, or `true`, stands without quotes where a text belongs."""
    types = {one.error["type"] for one in faults}
    number = isinstance(found, int | float) and not isinstance(found, bool)
    return isinstance(found, int | float) and (
        "string_type" in types or (number and "union_tag_invalid" in types)
    )


def _value_sentence(faults: list[_Fault]) -> tuple[str, dict[str, Argument]]:
    """The message for a value that does not fit its field."""
    fault, types = faults[0], [fault.error["type"] for fault in faults]
    found, context, shown = fault.found, fault.error.get("ctx", {}), describe(fault.found)
    patterns = [str(one.error.get("ctx", {}).get("pattern", "")) for one in faults]
    wanted = next((_WANTED[kind] for kind in types if kind in _WANTED), "other")
    if not fault.field:
        wanted = "record"
    args: dict[str, Argument] = {"found": shown}
    message = "wrong-type." + wanted
    if types[0] == "literal_error":
        return _word_sentence(str(context.get("expected", "")), found)
    if any(patterns):
        message = FORMS.get(next(filter(None, patterns)), "wrong-form")
    elif types[0] == "string_too_short":
        message = "wrong-type.empty"
    elif types[0] in _LIMITS:
        name, word = _LIMITS[types[0]]
        message, args = "out-of-range", {"found": shown, "limit": f"{word} {context.get(name)}"}
    elif types[0] == "value_error":
        message, args = "wrong-value", {"reason": str(context.get("error", ""))}
    return message, args


def _word_sentence(expected: str, found: object) -> tuple[str, dict[str, Argument]]:
    """A word that is not among those a field allows."""
    allowed = tuple(re.findall(r"'([^']*)'", expected))
    near = get_close_matches(str(found), allowed, n=1, cutoff=0.6)
    args: dict[str, Argument] = {"found": describe(found), "allowed": allowed}
    return ("wrong-word.near", {**args, "nearest": near[0]}) if near else ("wrong-word", args)


def _known_fields(model: type[BaseModel], fault: _Fault, value: object) -> list[str]:
    """The fields that would have been right where an unknown one stands: those of the model tried there."""
    found: type[BaseModel] | None = model
    for key in fault.keys:
        if isinstance(key, str) and found is not None:
            found = model_at(found, key, value.get(key) if isinstance(value, dict) else None)
        value = value[key] if isinstance(value, dict | list) else None  # type: ignore[index]  # from the value itself
    return written_names(found or model)


def place_of(marks: Marks, field: str, path: str) -> Origin:
    """The place of a field, else of what holds it."""
    while field and field not in marks:
        field = field.rpartition(".")[0]
    line, column = marks.get(field, (marks.line, 1))
    return Origin(path, line, column)


def _key_place(marks: Marks, fault: _Fault, path: str, text: str) -> Origin:
    """Where the name of a field stands: the last time it is written before its value."""
    origin = place_of(marks, fault.field, path)
    lines = text.split("\n", origin.line)[: origin.line]
    if fault.field not in marks or len(lines) < origin.line:
        return origin
    lines[-1] = lines[-1][: origin.column - 1]
    for back, line in enumerate(reversed(lines)):
        found = list(re.finditer(rf"{re.escape(fault.leaf)}[\"']?\s*[:=]", line))
        if found:
            return Origin(path, origin.line - back, found[-1].start() + 1)
    return origin


def _as_written(marks: Marks, field: str, text: str) -> str:
    """The characters of a value as they stand in the file."""
    if field not in marks:
        return ""
    line, column = marks[field]
    rest = text.split("\n", line)[line - 1][column - 1 :]
    found = re.match(r"[^\s,#\]}]+", rest)
    return found[0] if found else ""
