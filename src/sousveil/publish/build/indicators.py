"""Builds the indicators: each table as published, and its series as points for plots.

A cell that was not published stays a gap; it is neither zero nor joined over.
"""

import re
from math import inf

from sousveil.evidence.figures import NOT_PUBLISHED
from sousveil.publish.payloads import TableView
from sousveil.publish.pieces import BreakView, Link, Point, Said, SeriesView
from sousveil.publish.tongue import list_words, show_figures, tell
from sousveil.publish.words import as_float, say_unit
from sousveil.records.digits import parse_digits
from sousveil.records.series import Break, Column, Table

from .index import Index

_TABLE = re.compile(r"\b(?:table|tabela|табела) (\d+)\b", re.IGNORECASE)
_YEAR = re.compile(r"(1[89]|20)\d\d(-\d\d)?$")


def build_indicators(index: Index) -> tuple[TableView, ...]:
    """Every table with its series, in the order of the numbers in their titles."""
    tables = (_table(table, index) for table in index.case.tables.values())
    return tuple(sorted(tables, key=_number))


def _number(table: TableView) -> float:
    """The number a table has in its title; tables without one come last, in the order of the case."""
    match = _TABLE.search(table.title.text)
    return int(match[1]) if match else inf


def _table(table: Table, index: Index) -> TableView:
    names = [column.name for column in table.columns]
    sources: dict[str, Link] = {}
    for column in table.columns:
        for id_ in filter(None, (column.source, *column.via)):
            sources.setdefault(id_, index.link(id_))
    findings = {
        line.number: line
        for record, lines in index.findings_of.items()
        if record.partition("@")[0].partition(".")[0] == table.id
        for line in lines
    }
    values = [column for column in table.columns if column.name != table.key]
    series = tuple(found for column in values if (found := _series(table, column, index)))
    return TableView(
        id=table.id,
        title=index.said(table.title),
        note=index.prose(table.note),
        key=table.key,
        heads=tuple(_head(column, index) for column in table.columns),
        rows=tuple(
            tuple("" if cell in NOT_PUBLISHED else cell for cell in row)
            for row in table.rows
            if len(row) == len(names)
        ),
        sources=tuple(sources.values()),
        series=series,
        findings=tuple(findings[number] for number in sorted(findings)),
    )


def _head(column: Column, index: Index) -> Said:
    title = index.said(column.title)
    return Said(
        text=f"{title.text} ({say_unit(column.unit, index.language)})" if column.unit else title.text,
        language=title.language,
    )


def _series(table: Table, column: Column, index: Index) -> SeriesView | None:
    """The series of one column in the order of its years; None where the keys are no years or no cell is a number."""
    source = index.case.sources.get(column.source or "")
    language = (source.language if source else None) or index.case.manifest.language
    points = tuple(_point(key, cell, language) for key, cell in sorted(table.series(column.name)))
    known = [point for point in points if point.value is not None]
    if not known or not all(_YEAR.match(point.key) for point in points):
        return None
    title, tongue = index.said(column.title).text, index.language
    gaps = [point.key for point in points if point.value is None]
    alt = f"{title}: " + list_words(
        (
            tell("plot.point", tongue, value=show_figures(point.text, tongue), key=point.key)
            for point in known
        ),
        tongue,
    )
    alt += "." + (" " + tell("plot.gaps", tongue, keys=list_words(gaps, tongue)) if gaps else "")
    return SeriesView(
        name=column.name,
        title=index.said(column.title),
        unit=column.unit or "",
        points=points,
        breaks=tuple(_break(b, index) for b in column.breaks),
        low=_bound(column.low),
        high=_bound(column.high),
        better=column.better or "",
        alt=alt,
    )


def _break(found: Break, index: Index) -> BreakView:
    why = index.said(found.why)
    return BreakView(at=found.at, why=Said(text=why.text.rstrip("."), language=why.language))


def _point(key: str, cell: str, language: str) -> Point:
    text = "" if cell in NOT_PUBLISHED else cell
    try:
        value = as_float(parse_digits(text, "en" if "." in text else language).value) if text else None
    except ValueError:
        value = None
    return Point(key=key, text=text, value=value)


def _bound(text: str | None) -> float | None:
    try:
        return as_float(parse_digits(text).value) if text else None
    except ValueError:
        return None
