"""Formulas over figures: a small arithmetic, its units, and its value in interval arithmetic.

Evaluates nothing but what is listed here: no names, attributes or calls of Python's own reach a case's formula.
It compares nothing; `recompute` does.
"""

import ast
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from fractions import Fraction
from functools import lru_cache, reduce
from math import floor, isfinite

from sousveil.records.interval import Interval
from sousveil.records.when import When
from sousveil.units import DIMENSIONLESS, Unit, same_dimension

DAYS_PER_YEAR = Fraction(146097, 400)
"""Mean length of a Gregorian year, exact over its 400-year cycle (ISO 8601-1:2019, 4.2.1)."""
DAY = Unit("day", Fraction(1), (("time", 1),))
MONTH = Unit("month", Fraction(1), (("calendar", 1),))
YEAR = Unit("year", Fraction(12), (("calendar", 1),))
_ARITY = {
    "sum": 1,
    "min": 1,
    "max": 1,
    "abs": 1,
    "days": 2,
    "months": 2,
    "years": 2,
    "add_days": 2,
    "add_months": 2,
    "add_years": 2,
}
_LAST_DAY = date.max.toordinal()
MOST_POWER = 12
"""Largest exponent in a formula: no published figure needs more, and a larger one could fill the memory."""
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class NotComputable(Exception):
    """A formula cannot be evaluated on these figures; carries a message id and its arguments."""

    def __init__(self, message: str, **args: str) -> None:
        super().__init__(message)
        self.message, self.args_ = message, args


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its text, its tree, and how often each name occurs in it."""

    text: str
    tree: ast.expr
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity inside a formula: an interval in base units and the unit it is in.

    A date is an interval of day numbers whose unit has the dimension `date`.
    """

    interval: Interval
    unit: Unit


DATE = Unit("date", Fraction(1), (("date", 1),))


@lru_cache(maxsize=8192)
def parse_formula(text: str) -> Formula:
    """Read a formula; raises ValueError, fit for a reader, where it is not one.

    >>> sorted(parse_formula("1 - final / list").names)
    ['final', 'list']
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{text!r} is not a formula: {error.msg} at character {error.offset}") from None
    except (RecursionError, MemoryError):
        raise ValueError("the formula is nested too deeply") from None
    names: dict[str, int] = {}
    _inspect(tree, names)
    return Formula(text, tree, names)


def _inspect(node: ast.expr, names: dict[str, int]) -> None:
    match node:
        case ast.Name():
            names[node.id] = names.get(node.id, 0) + 1
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            _require(isfinite(number), f"{ast.unparse(node)} is too large a number")
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            _inspect(node.operand, names)
        case ast.BinOp() if isinstance(node.op, _OPERATORS):
            power = node.right.value if isinstance(node.right, ast.Constant) else None
            small = isinstance(power, int) and 0 <= power <= MOST_POWER
            fits = small or not isinstance(node.op, ast.Pow)
            _require(fits, f"the exponent of ** must be a whole number from 0 to {MOST_POWER}")
            _inspect(node.left, names)
            _inspect(node.right, names)
        case ast.Call(func=ast.Name(id=name)) if name in _ARITY and not node.keywords:
            if len(node.args) < _ARITY[name] or (_ARITY[name] == 2 and len(node.args) != 2):
                raise ValueError(
                    f"{name}() takes {'two figures' if _ARITY[name] == 2 else 'at least one figure'}"
                )
            for argument in node.args:
                _inspect(argument, names)
        case _:
            raise ValueError(
                f"{ast.unparse(node)!r} has no place in a formula; "
                f"use names, numbers, + - * / ** ( ) and {', '.join(_ARITY)}"
            )


def _require(holds: bool, why: str) -> None:  # noqa: FBT001
    if not holds:
        raise ValueError(why)


def substitute(formula: Formula, inner: Mapping[str, Formula]) -> Formula:
    """The formula with some names replaced by whole formulas, so that shared figures are seen as shared."""
    if not inner:
        return formula

    class Replace(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return inner[node.id].tree if node.id in inner else node

        def visit_Call(self, node: ast.Call) -> ast.Call:
            return ast.Call(node.func, [self.visit(a) for a in node.args], [])

    tree = Replace().visit(ast.parse(formula.text.strip(), mode="eval").body)
    names: dict[str, int] = {}
    _inspect(tree, names)
    return Formula(formula.text, tree, names)


def from_when(when: When) -> Amount:
    """A date as an interval of day numbers."""
    low = None if when.earliest is None else Fraction(when.earliest.toordinal())
    high = None if when.latest is None else Fraction(when.latest.toordinal())
    return Amount(Interval(low, high), DATE)


def to_dates(interval: Interval) -> str:
    """An interval of day numbers as a date or a span of dates; an end outside the calendar is open."""
    ends = [
        ".." if end is None or not 1 <= round(end) <= _LAST_DAY else date.fromordinal(round(end)).isoformat()
        for end in (interval.low, interval.high)
    ]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def unit_of(formula: Formula, units: Mapping[str, Unit]) -> Unit:
    """The unit the formula gives; raises NotComputable where units do not fit."""
    return _unit(formula.tree, units)


def _unit(node: ast.expr, units: Mapping[str, Unit]) -> Unit:
    match node:
        case ast.Name():
            return units[node.id]
        case ast.UnaryOp():
            return _unit(node.operand, units)
        case ast.BinOp(op=ast.Mult()):
            return _combined(_unit(node.left, units), _unit(node.right, units), 1)
        case ast.BinOp(op=ast.Div()):
            return _combined(_unit(node.left, units), _unit(node.right, units), -1)
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int(power))):
            base = _unit(node.left, units)
            return Unit(base.name, base.factor, tuple((d, e * power) for d, e in base.dimensions if power))
        case ast.BinOp():
            return _shared(
                [_sided(node.left, units), _sided(node.right, units)], subtract=isinstance(node.op, ast.Sub)
            )
        case ast.Call(func=ast.Name(id=name)):
            return _unit_of_call(name, [_unit(a, units) for a in node.args])
        case _:
            return DIMENSIONLESS


def _sided(node: ast.expr, units: Mapping[str, Unit]) -> Unit | None:
    """The unit of one side of a sum; None for a bare number, which takes the other side's."""
    return None if isinstance(node, ast.Constant) else _unit(node, units)


def _unit_of_call(name: str, units: list[Unit]) -> Unit:
    if name in ("days", "months", "years"):
        if any(u.dimensions != DATE.dimensions for u in units):
            raise NotComputable("recompute.needs-dates", function=name)
        return {"days": DAY, "months": MONTH, "years": YEAR}[name]
    if name.startswith("add_"):
        if units[0].dimensions != DATE.dimensions:
            raise NotComputable("recompute.needs-dates", function=name)
        return DATE
    return _shared(list(units))


def _shared(units: list[Unit | None], *, subtract: bool = False) -> Unit:
    known = [u for u in units if u is not None]
    if not known:
        return DIMENSIONLESS
    first = known[0]
    for other in known[1:]:
        if first.is_count and other.is_count and first.dimensions != other.dimensions:
            first = Unit("unit", Fraction(1), (("count", 1),), discrete=True)
        elif not same_dimension(first, other):
            raise NotComputable("recompute.units", first=first.name, second=other.name)
    if subtract and len(known) == 2 and first.dimensions == DATE.dimensions:
        return DAY
    return first


def _combined(a: Unit, b: Unit, sign: int) -> Unit:
    dimensions = dict(a.dimensions)
    for name, exponent in b.dimensions:
        dimensions[name] = dimensions.get(name, 0) + sign * exponent
    kept = tuple(sorted((d, e) for d, e in dimensions.items() if e))
    return Unit(f"{a.name}{'·' if sign > 0 else '/'}{b.name}", Fraction(1), kept)


def value_of(node: ast.expr, values: Mapping[str, Interval]) -> Interval:
    """Plain interval arithmetic: a name that occurs twice counts as two figures; `bounds.evaluate` is tighter."""
    match node:
        case ast.Name():
            return values[node.id]
        case ast.Constant():
            return Interval.point(_exact(node))
        case ast.UnaryOp(op=ast.USub()):
            return -value_of(node.operand, values)
        case ast.UnaryOp():
            return value_of(node.operand, values)
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int(power))):
            return value_of(node.left, values) ** power
        case ast.BinOp():
            return _operate(node.op, value_of(node.left, values), value_of(node.right, values))
        case ast.Call(func=ast.Name(id="add_years"), args=[start, ast.Constant() as years]):
            return _later([value_of(start, values), Interval.point(12 * _exact(years))])
        case ast.Call(func=ast.Name(id=name)):
            return _FUNCTIONS[name]([value_of(a, values) for a in node.args])
        case _:
            raise NotComputable("recompute.syntax", formula=ast.unparse(node))


def _operate(operator: ast.operator, a: Interval, b: Interval) -> Interval:
    match operator:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
    try:
        return a / b
    except ZeroDivisionError:
        raise NotComputable("recompute.zero") from None


def _exact(node: ast.Constant) -> Fraction:
    """A number as written: 0.1 is one tenth, not the nearest binary fraction."""
    return Fraction(repr(node.value))


def _difference(days: Fraction) -> Callable[[list[Interval]], Interval]:
    return lambda ends: (ends[1] - ends[0]) / Interval.point(days)


def _later(parts: list[Interval]) -> Interval:
    """A date some months later, by the calendar: 31 January and a month is the last of February."""
    start, months = parts
    ends = ((start.low, months.low), (start.high, months.high))
    low, high = (None if day is None or count is None else _months_after(day, count) for day, count in ends)
    return Interval(low, high)


def _months_after(day: Fraction, months: Fraction) -> Fraction:
    if not 1 <= floor(day) <= _LAST_DAY:
        raise NotComputable("recompute.calendar")
    first, whole = date.fromordinal(floor(day)), floor(months)
    index = first.year * 12 + first.month - 1 + whole
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise NotComputable("recompute.calendar")
    last = monthrange(year, month + 1)[1]
    # Part of a month is taken as that part of the mean month.
    return date(year, month + 1, min(first.day, last)).toordinal() + (months - whole) * DAYS_PER_YEAR / 12


# Differences come out in base units: days, and months of the mean year for months and years.
_FUNCTIONS: Mapping[str, Callable[[list[Interval]], Interval]] = {
    "sum": lambda parts: reduce(Interval.__add__, parts),
    "min": lambda parts: reduce(Interval.minimum, parts),
    "max": lambda parts: reduce(Interval.maximum, parts),
    "abs": lambda parts: abs(parts[0]),
    "days": _difference(DAY.factor),
    "months": _difference(DAYS_PER_YEAR / 12),
    "years": _difference(DAYS_PER_YEAR / 12),
    "add_days": lambda parts: parts[0] + parts[1],
    "add_months": _later,
    "add_years": _later,  # a figure in years is in months already, months being the base unit
}
