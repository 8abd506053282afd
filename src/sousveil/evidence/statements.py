"""Statements about series: trends, ranks, classes with edges, and changes of method in between.

Tests what is said against the table's own cells; a cell that is not published settles nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sousveil.problems import Argument
from sousveil.records.bands import Reading
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Claim, Class, Rank, Trend
from sousveil.records.finding import Figure, Finding, Verdict
from sousveil.records.interval import Interval
from sousveil.records.series import Column, Table
from sousveil.units import DIMENSIONLESS, parse_unit

from .figures import Figures, claim_figure, figure_of, read_cell
from .verdict import SEVERITY, digest_inputs, judge


@dataclass(frozen=True, slots=True)
class Cell:
    """One published cell of a series: its key, its words and how they read."""

    key: str
    text: str
    reading: Reading


def check_statements(case: Case, figures: Figures) -> Iterator[Finding]:
    """Every claim that says something about a series."""
    for claim in case.claims.values():
        match claim.value:
            case Trend():
                yield from _check_trend(claim, claim.value, case, figures)
            case Rank():
                yield from _check_rank(claim, claim.value, case, figures)
            case Class():
                yield _check_class(claim, claim.value, case, figures)
            case _:
                continue


def find_series(name: str, case: Case) -> tuple[Table, Column] | None:
    """The table and column of `TABLE.COLUMN`."""
    table_id, _, column = name.partition(".")
    table = case.tables.get(table_id)
    found = table.column(column) if table else None
    return (table, found) if table and found else None


def read_series(table: Table, column: Column, figures: Figures, language: str | None) -> list[Cell]:
    """The published cells of a series in the order of its keys."""
    try:
        unit = parse_unit(column.unit, figures.known_units) if column.unit else DIMENSIONLESS
    except ValueError:
        unit = DIMENSIONLESS
    cells = [
        Cell(k, text, r) for k, text in table.series(column.name) if (r := read_cell(text, unit, language))
    ]
    return sorted(cells, key=lambda c: c.key)


def _check_trend(claim: Claim, trend: Trend, case: Case, figures: Figures) -> Iterator[Finding]:
    found = find_series(trend.series, case)
    if found is None:
        yield _finding(claim, "trend.no-series", Verdict.NOT_COMPUTABLE, {"series": trend.series})
        return
    table, column = found
    cells = [c for c in read_series(table, column, figures, case.manifest.language) if _within(c.key, trend)]
    missing = [end for end in (trend.start, trend.end) if end and end not in {c.key for c in cells}]
    if len(cells) < 2:
        yield _finding(
            claim, "trend.too-few", Verdict.NOT_COMPUTABLE, {"series": trend.series, "n": len(cells)}
        )
        return
    shown = tuple(figure_of(f"{trend.series}@{c.key}", c.key, c.text, c.reading) for c in cells)
    steps = [(a, b, _direction(a, b)) for a, b in pairwise(cells)]
    against = tuple(
        f"{a.key} {a.text} → {b.key} {b.text}" for a, b, d in steps if d not in (trend.trend, "flat")
    )
    flat = tuple(f"{a.key} {a.text} → {b.key} {b.text}" for a, b, d in steps if d == "flat")
    overall = _direction(cells[0], cells[-1])
    verdict, message = _judge_trend(trend, overall, against, flat)
    args: dict[str, Argument] = {
        "series": trend.series, "trend": trend.trend, "stated": claim.stated, "against": against, "flat": flat,
        "first": f"{cells[0].key} {cells[0].text}", "last": f"{cells[-1].key} {cells[-1].text}", "overall": overall,
        "verdict": verdict.value,
    }  # fmt: skip
    broken = list(_breaks(claim, column, cells, args))
    if verdict is not Verdict.CONSISTENT or not (broken or missing):
        yield _finding(claim, message, verdict, args, shown)
    yield from broken
    if missing:
        yield _finding(
            claim, "trend.uncovered", Verdict.NOT_COMPUTABLE, {**args, "missing": tuple(missing)}, shown
        )


def _within(key: str, trend: Trend) -> bool:
    return (trend.start is None or key >= trend.start) and (trend.end is None or key <= trend.end)


def _direction(a: Cell, b: Cell) -> str:
    """Which way a step goes; flat where the same figure was printed."""
    if a.reading.face == b.reading.face:
        return "flat"
    return "falling" if (b.reading.face.high or 0) < (a.reading.face.low or 0) else "rising"


def _judge_trend(
    trend: Trend, overall: str, against: tuple[str, ...], flat: tuple[str, ...]
) -> tuple[Verdict, str]:
    if overall != trend.trend:
        return Verdict.INCONSISTENT, "trend.opposite"
    if trend.steady and against and trend.trend != "flat":
        return Verdict.INCONSISTENT, "trend.not-steady"
    if trend.steady and flat and trend.trend != "flat":
        return Verdict.TENSION, "trend.flat-step"
    return Verdict.CONSISTENT, "trend.holds"


def _breaks(claim: Claim, column: Column, cells: list[Cell], args: dict[str, Argument]) -> Iterator[Finding]:
    """A trend read across a change of method compares figures that do not compare."""
    for change in column.breaks:
        if cells[0].key < change.at <= cells[-1].key:
            found: dict[str, Argument] = {
                **args,
                "at": change.at,
                "why": say(change.why),
                "verdict": Verdict.TENSION.value,
            }
            yield _finding(claim, "trend.method-break", Verdict.TENSION, found)


def _check_rank(claim: Claim, rank: Rank, case: Case, figures: Figures) -> Iterator[Finding]:
    """A place in an order against the series it is taken from, where the series holds the others too."""
    if rank.of and int(rank.rank) > int(rank.of):
        args: dict[str, Argument] = {"rank": rank.rank, "of": rank.of, "stated": claim.stated}
        yield _finding(claim, "rank.beyond", Verdict.INCONSISTENT, args)
    found = find_series(rank.series, case) if rank.series else None
    if found is None or rank.key is None:
        return
    cells = read_series(*found, figures, case.manifest.language)
    mine = next((c for c in cells if c.key == rank.key), None)
    needed = int(rank.of) if rank.of else 2
    args = {
        "rank": rank.rank,
        "series": rank.series or "",
        "key": rank.key,
        "n": len(cells),
        "needed": needed,
    }
    if mine is None or len(cells) < needed:
        yield _finding(claim, "rank.not-computable", Verdict.NOT_COMPUTABLE, args)
        return
    wanted = "rising" if rank.highest_first else "falling"
    above = sum(1 for c in cells if c is not mine and _direction(mine, c) == wanted)
    tied = sum(1 for c in cells if c is not mine and _direction(mine, c) == "flat")
    places = Interval.closed(above + 1, above + 1 + tied)
    holds = int(rank.rank) in places
    verdict = Verdict.CONSISTENT if holds else Verdict.INCONSISTENT
    args = {**args, "computed": str(places), "verdict": verdict.value}
    yield _finding(claim, "rank.holds" if holds else "rank.differs", verdict, args)


def _check_class(claim: Claim, stated: Class, case: Case, figures: Figures) -> Finding:
    """A named class against its edges and the figure that is classed."""
    scheme = case.schemes.get(stated.scheme)
    reading, shown = _classed(stated, case, figures)
    args: dict[str, Argument] = {"class": stated.in_class, "scheme": stated.scheme, "stated": claim.stated}
    if scheme is None or reading is None:
        return _finding(claim, "class.not-computable", Verdict.NOT_COMPUTABLE, args)
    edges = [(b.name, read_cell(b.low, reading.unit), read_cell(b.high, reading.unit)) for b in scheme.bands]
    known = [(name, low, high) for name, low, high in edges if low and high]
    fitting = [n for n, low, high in known if reading.face.meets(low.face.hull(high.face))]
    near = [] if fitting else _neighbours(reading, known)
    args = {
        **args,
        "figure": shown[0].stated if shown else "",
        "fitting": tuple(fitting or near or ["no class"]),
    }
    if not fitting and stated.in_class in near:
        return _finding(claim, "class.between", Verdict.NOT_COMPUTABLE, args, shown)
    if stated.in_class not in fitting:
        return _finding(claim, "class.differs", Verdict.INCONSISTENT, args, shown)
    if len(fitting) > 1:
        return _finding(claim, "class.on-edge", Verdict.TENSION, args, shown)
    return _finding(claim, "class.holds", Verdict.CONSISTENT, args, shown)


def _neighbours(reading: Reading, known: list[tuple[str, Reading, Reading]]) -> list[str]:
    """The classes on both sides of a figure that lies between their printed edges; none where it is off the scale."""
    low, high = reading.face.low, reading.face.high
    below = [(top.face.high, name) for name, _, top in known if top.face.high and low and top.face.high < low]
    above = [(end.face.low, name) for name, end, _ in known if end.face.low and high and end.face.low > high]
    return [max(below)[1], min(above)[1]] if below and above else []


def _classed(stated: Class, case: Case, figures: Figures) -> tuple[Reading | None, tuple[Figure, ...]]:
    if stated.figure and stated.figure in case.claims:
        reading = figures.get(stated.figure)
        return reading, (claim_figure(case.claims[stated.figure], "classed", reading),) if reading else ()
    found = find_series(stated.series, case) if stated.series else None
    if found is None:
        return None, ()
    for cell in read_series(*found, figures, case.manifest.language):
        if cell.key == stated.key:
            return cell.reading, (
                figure_of(f"{stated.series}@{cell.key}", "classed", cell.text, cell.reading),
            )
    return None, ()


def check_cells(case: Case, figures: Figures) -> Iterator[Finding]:
    """Claims that state what a table of the case states too: same subject, measure and key."""
    cells = {
        (column.subject, column.measure, key): (f"{table.id}.{column.name}@{key}", text, column)
        for table in case.tables.values()
        for column in table.columns
        if column.subject and column.measure
        for key, text in table.series(column.name)
    }
    for claim in case.claims.values():
        found = cells.get((claim.subject, claim.measure, claim.valid or ""))
        stated = figures.get(claim.id)
        if found is None or stated is None:
            continue
        name, text, _ = found
        reading = read_cell(text, stated.unit, case.manifest.language)
        if reading is None:
            continue
        verdict = judge(stated, reading)
        args: dict[str, Argument] = {
            "stated": claim.stated,
            "cell": name,
            "text": text,
            "verdict": verdict.value,
        }
        message = "cell.holds" if verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) else "cell.differs"
        shown = (claim_figure(claim, "stated", stated), figure_of(name, "cell", text, reading))
        yield _finding(claim, message, verdict, args, shown)


def check_schemes(case: Case) -> Iterator[Finding]:
    """Classes whose printed edges overlap or leave a gap: a figure on the edge has two classes or none."""
    for scheme in case.schemes.values():
        read = [(b, read_cell(b.low), read_cell(b.high)) for b in scheme.bands]
        known = [(b.name, low.face, high.face) for b, low, high in read if low and high]
        ordered = sorted(known, key=lambda band: band[1].low or 0)
        for (name, _, high), (other, low, _) in pairwise(ordered):
            shared = high.meets(low)
            if not shared and (high.high or 0) < (low.low or 0):
                continue  # whole points between printed edges: 40–54 and 55–70 leave no whole number out
            yield Finding(
                message="scheme.shared-edge" if shared else "scheme.overlap",
                severity=SEVERITY[Verdict.NOT_COMPARABLE],
                verdict=Verdict.TENSION,
                rule="rule.class",
                at=(scheme.id, "bands"),
                record=f"{scheme.id}+{name}",
                args={"scheme": scheme.id, "first": name, "second": other, "edge": str(high)},
                rests_on=(scheme.id,),
                inputs=digest_inputs([scheme]),
            )


def _finding(
    claim: Claim,
    message: str,
    verdict: Verdict,
    args: dict[str, Argument],
    figures: tuple[Figure, ...] = (),
) -> Finding:
    return Finding(
        message=message,
        severity=SEVERITY[verdict],
        verdict=verdict,
        rule=f"rule.{message.partition('.')[0]}",
        at=(claim.id, "value", "stated"),
        record=claim.id,
        args={"id": claim.id, **args},
        figures=figures,
        rests_on=(claim.id, *dict.fromkeys(f.record for f in figures)),
        inputs=digest_inputs([claim]),
    )
