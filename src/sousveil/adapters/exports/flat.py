"""Records as tables of texts, for formats that hold tables: a table a kind, a column a field, a row a record.

Loses nothing but what is named in LEFT_OUT: what is no plain word is written as JSON, and reads back the same.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from sousveil.records.base import Record
from sousveil.records.case import KINDS, Case
from sousveil.records.series import Column

from .told import Told

LEFT_OUT = MappingProxyType(
    {
        "allowances": "phrases that the privacy gate lets through; they are for the editors",
        "sensitivity": "all that is exported is public",
        "decisions.by": "who gave a verdict is for the editors",
    }
)
_JSON_BEGINS = ("{", "[", '"')


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, what kind of text stands in it (`string`, `number`, `boolean`, `any`), what it means."""

    name: str
    type: str = "string"
    description: str = ""
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows, if `key` is true."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    key: bool = True


def build_tables(told: Told) -> list[Table]:
    """The tables of a case: its kinds of records, how claims read, what is in dispute, the figures of indicators."""
    case = told.case
    tables = [_build(kind, case) for kind in KINDS if kind != "allowances" and getattr(case, kind)]
    tables += [_build_readings(told), _build_disputes(told), _build_series(case), _build_cells(case)]
    return [table for table in tables if table.rows]


def write_cell(value: object) -> str:
    """A value as a cell: plain words as they are, all else as JSON; nothing for nothing.

    >>> write_cell("a word"), write_cell(["a", 1]), write_cell(None)
    ('a word', '["a", 1]', '')
    """
    if value is None:
        return ""
    if isinstance(value, str) and not value.startswith(_JSON_BEGINS):
        return value
    return json.dumps(value, ensure_ascii=False)


def read_cell(cell: str) -> object:
    """What `write_cell` wrote, but for numbers and booleans, which stay words."""
    return json.loads(cell) if cell.startswith(_JSON_BEGINS) else cell


def _build(kind: str, case: Case) -> Table:
    model = KINDS[kind][1]
    hidden = {"sensitivity"} | ({"by"} if kind == "decisions" else set())
    fields = {name: info for name, info in model.model_fields.items() if name not in hidden}
    records: dict[str, Record] = getattr(case, kind)
    rows = []
    for record in records.values():
        said = record.model_dump(mode="json", by_alias=True, exclude_unset=True)
        rows.append(tuple(write_cell(said.get(info.alias or name)) for name, info in fields.items()))
    doc = (model.__doc__ or "").partition("\n")[0]
    columns = tuple(
        Field(
            info.alias or name,
            "string" if name == "id" else "any",
            info.description or "",
            "sources" if kind == "claims" and name == "source" else "",
        )
        for name, info in fields.items()
    )
    return Table(kind, doc, columns, tuple(rows))


def _build_readings(told: Told) -> Table:
    fields = (
        Field("claim", description="The claim.", refers_to="claims"),
        Field("words", description="Its value in words."),
        Field("unit", description="Unit of the bounds."),
        Field("low", "number", "Lower bound; none if empty."),
        Field("low_open", "boolean", "Whether the lower bound itself is excluded."),
        Field("high", "number", "Upper bound; none if empty."),
        Field("high_open", "boolean", "Whether the upper bound itself is excluded."),
        Field("rule", description="The rule of reading; empty where the value is no figure."),
        Field("plain", "number", "The figure itself, only where it was stated without a hedge."),
    )
    rows = [
        (
            id_,
            v.words,
            v.unit,
            v.low,
            _bool(v.low_open, v.rule),
            v.high,
            _bool(v.high_open, v.rule),
            v.rule,
            v.plain,
        )
        for id_, v in told.values.items()
    ]
    return Table("readings", "How the value of each claim reads.", fields, tuple(rows))


def _bool(value: bool, rule: str) -> str:  # noqa: FBT001 - it is what is written
    return str(value).lower() if rule else ""


def _build_disputes(told: Told) -> Table:
    fields = (
        Field("record", description="A record that it rests on."),
        Field("finding", description="Key of the finding, as `check` prints it."),
        Field("verdict"),
        Field("sentence"),
    )
    rows = [(id_, one.key, one.verdict, one.sentence) for one in told.disputes for id_ in one.rests_on]
    return Table("disputes", "What the check found not to agree, by record.", fields, tuple(rows), key=False)


def _build_series(case: Case) -> Table:
    names = ("series", *(name for name in Column.model_fields if name != "name"))
    fields = tuple(Field(name, "string" if name == "series" else "any") for name in names)
    rows = []
    for table in case.tables.values():
        for column in table.columns:
            said = column.model_dump(mode="json", exclude_unset=True)
            cells = (write_cell(said.get(field.name)) for field in fields[1:])
            rows.append((f"{table.id}.{column.name}", *cells))
    return Table("series", "Series of published figures, each with its source.", fields, tuple(rows))


def _build_cells(case: Case) -> Table:
    fields = (
        Field("series", refers_to="series"),
        Field("key"),
        Field("value", description="As printed; empty or a dash where nothing is published."),
    )
    return Table(
        "figures", "The figures of the series, as printed.", fields, tuple(_list_cells(case)), key=False
    )


def _list_cells(case: Case) -> Iterator[tuple[str, str, str]]:
    for table in case.tables.values():
        for column in table.columns:
            if column.name != table.key:
                for key, cell in table.series(column.name):
                    yield f"{table.id}.{column.name}", key, cell
