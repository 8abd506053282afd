"""Reads the tables of a case: indicators (CSV with a Frictionless description) and exchange rates.

Keeps cells as printed; what a figure in one means is the evidence room's to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sousveil.plaintext.csvtext import Cell, parse_csv
from sousveil.plaintext.marks import Marks, pack_marks
from sousveil.plaintext.yaml12 import Item, parse_mapping
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.measure import Rate
from sousveil.records.series import Column, Table

from .complaints import build_complaints, build_model, place_of
from .layout import PACKAGE, Layout

OWN = "sousveil"
"""Key of a description under which our fields stand; `sousveil:measure` beside the others means the same."""
_SPOKEN = ("title", "note")
"""Fields of a table that may stand there in several languages, which Frictionless has no place for."""

M = TypeVar("M", bound=BaseModel)
Places = Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class Tables:
    """The tables read, with the places of their cells (`COLUMN@KEY`) and of their columns' descriptions."""

    tables: dict[str, Table] = field(default_factory=dict)
    rates: list[Rate] = field(default_factory=list)
    origins: dict[str, tuple[str, Places]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, message: str, origin: Origin, **args: Argument) -> None:
        """Add a problem that loses part of a table."""
        self.problems.append(Problem(message=message, severity=Severity.ERROR, origin=origin, args=args))


@dataclass(frozen=True, slots=True)
class _Description:
    """One resource of the data package: its fields by name, where they stand, and the file that says so."""

    value: Mapping[str, object]
    marks: Marks
    prefix: str

    def place(self, name: str = "") -> Origin:
        """The place of a part of the description."""
        return place_of(self.marks, f"{self.prefix}.{name}" if name else self.prefix, PACKAGE)


def read_tables(layout: Layout) -> Tables:
    """Read every indicator and rate of a case."""
    found = Tables()
    described = _read_package(layout, found)
    for path in layout.of("indicators"):
        text = layout.read_text(path)
        if text is not None:
            stem = path.removeprefix("indicators/").removesuffix(".csv")
            _read_table(stem, path, text, described.pop(stem, None), found)
    for name, resource in described.items():
        found.report("table-without-file", resource.place("name"), name=name)
    for path in layout.of("rates"):
        text = layout.read_text(path)
        if text is not None:
            _read_rates(path, text, found)
    return found


def _read_package(layout: Layout, found: Tables) -> dict[str, _Description]:
    """The descriptions of tables by name. JSON is read as the YAML it is, which tells where everything stands."""
    if not layout.of(PACKAGE):
        return {}
    text = layout.read_text(PACKAGE)
    if text is None:
        return {}
    item, problems = parse_mapping(text, PACKAGE)
    found.problems += problems
    resources = item.value.get("resources") if item and isinstance(item.value, dict) else None
    if item is None or not isinstance(resources, list):
        found.report("package-shape", Origin(PACKAGE))
        return {}
    described = {}
    for index, resource in enumerate(resources):
        if isinstance(resource, dict) and isinstance(resource.get("name"), str):
            described[resource["name"]] = _Description(resource, item.marks, f"resources.{index}")
        else:
            found.report("package-shape", place_of(item.marks, f"resources.{index}", PACKAGE))
    return described


def _read_table(stem: str, path: str, text: str, resource: _Description | None, found: Tables) -> None:
    """One indicator with its description."""
    rows, problems = parse_csv(text, path)
    found.problems += problems
    if not rows:
        found.report("table-empty", Origin(path))
        return
    header, body = rows[0], _whole_rows(rows, path, found)
    names = [cell.text for cell in header]
    columns = _columns(header, path, resource, found)
    key = _key(resource, names, found)
    if resource is None:
        args: dict[str, Argument] = {"name": stem}
        found.problems.append(
            Problem(message="table-undescribed", severity=Severity.WARNING, origin=Origin(path), args=args)
        )
    described = resource.value if resource else {}
    own = described.get(OWN)
    value = {
        "id": stem,
        "title": described.get("title", stem),
        "path": path,
        "key": key,
        "columns": columns,
        "rows": tuple(tuple(cell.text for cell in row) for row in body),
        "note": described.get("description"),
        **({name: own[name] for name in _SPOKEN if name in own} if isinstance(own, dict) else {}),
    }
    table = _build(Table, value, resource, path, found)
    if table is not None:
        found.tables[stem] = table
        found.origins[stem] = (path, _cell_places(names, names.index(key), body, path, found))


def _whole_rows(rows: Sequence[list[Cell]], path: str, found: Tables) -> list[list[Cell]]:
    """The rows below the header that have as many cells as it."""
    width, kept = len(rows[0]), []
    for row in rows[1:]:
        if len(row) == width:
            kept.append(row)
        else:
            found.report("row-width", Origin(path, row[0].line), cells=len(row), wanted=width)
    return kept


def _columns(header: list[Cell], path: str, resource: _Description | None, found: Tables) -> list[Column]:
    """The columns in the order of the file, each with its description where there is one."""
    schema = resource.value.get("schema") if resource else None
    fields = schema.get("fields") if isinstance(schema, dict) else None
    described: dict[str, tuple[int, dict[str, object]]] = {}
    for index, one in enumerate(fields if isinstance(fields, list) else ()):
        if isinstance(one, dict):
            described[str(one.get("name"))] = (index, one)
    columns = []
    for cell in header:
        index, one = described.pop(cell.text, (-1, {}))
        if resource and index < 0:
            found.report("column-undescribed", Origin(path, cell.line, cell.column), name=cell.text)
        column = _column(cell.text, one, index, resource, found)
        columns.append(column or Column(name=cell.text or "?", title=cell.text or "?"))
    if resource:
        for name, (index, _) in described.items():
            found.report(
                "column-missing", resource.place(f"schema.fields.{index}.name"), name=name, path=path
            )
    return columns


def _column(
    name: str, described: Mapping[str, object], index: int, resource: _Description | None, found: Tables
) -> Column | None:
    """One column: title from the description, our own fields from beside or below `sousveil`."""
    value: dict[str, object] = {"name": name, "title": described.get("title", name)}
    own = described.get(OWN)
    value |= own if isinstance(own, dict) else {}
    value |= {key.removeprefix(f"{OWN}:"): v for key, v in described.items() if key.startswith(f"{OWN}:")}
    if resource is None or index < 0:
        return None
    part = _Description(described, resource.marks, f"{resource.prefix}.schema.fields.{index}")
    table = str(resource.value["name"])
    found.origins[f"{table}.{name}"] = (PACKAGE, _own_places(part))
    return _build(Column, value, part, PACKAGE, found)


def _own_places(part: _Description) -> dict[str, tuple[int, int]]:
    """The places of a column's fields under their plain names."""
    start = f"{part.prefix}."
    places = {"": part.marks[part.prefix]}
    for name, place in part.marks.items():
        if name.startswith(start):
            places[name.removeprefix(start).removeprefix(f"{OWN}.").removeprefix(f"{OWN}:")] = place
    return places


def _key(resource: _Description | None, names: list[str], found: Tables) -> str:
    """The column whose cells name the rows: the description's primary key, else the first."""
    schema = resource.value.get("schema") if resource else None
    key = schema.get("primaryKey") if isinstance(schema, dict) else None
    if isinstance(key, list) and len(key) == 1:
        key = key[0]
    if key in names:
        return str(key)
    if key is not None and resource:
        found.report("table-key", resource.place("schema.primaryKey"), key=str(key), known=tuple(names))
    return names[0]


def _cell_places(names: list[str], key: int, body: list[list[Cell]], path: str, found: Tables) -> Marks:
    """The place of every cell, named `COLUMN@KEY`; a key that stands twice is reported."""
    places, seen = [("", 0, 1)], dict[str, int]()
    for row in body:
        name = row[key].text
        if name in seen:
            found.report("row-twice", Origin(path, row[key].line, row[key].column), key=name, line=seen[name])
            continue
        seen[name] = row[key].line
        places += [
            (f"{column}@{name}", cell.line - 1, cell.column) for column, cell in zip(names, row, strict=True)
        ]
    return Marks(1, pack_marks(places))


def _read_rates(path: str, text: str, found: Tables) -> None:
    """Exchange rates; the header names the fields."""
    rows, problems = parse_csv(text, path)
    found.problems += problems
    if not rows:
        return
    names = [cell.text.strip() for cell in rows[0]]
    for row in _whole_rows(rows, path, found):
        value = {name: cell.text for name, cell in zip(names, row, strict=True) if cell.text}
        places = [
            ("", 0, 1),
            *((name, c.line - row[0].line, c.column) for name, c in zip(names, row, strict=True)),
        ]
        item = Item(value, Marks(row[0].line, pack_marks(places)))
        rate, faults = build_model(item, Rate, path=path, text=text)
        found.rates += [rate] if rate else []
        found.problems += faults


def _build(
    model: type[M], value: Mapping[str, object], part: _Description | None, path: str, found: Tables
) -> M | None:
    """A table or column, or problems at the place of its description."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        places = _own_places(part) if part else {"": (1, 1)}
        packed = pack_marks([(name, line - 1, column) for name, (line, column) in places.items()])
        item = Item(dict(value), Marks(1, packed))
        found.problems += build_complaints(error, item, model, path=PACKAGE if part else path, text="")
        return None
