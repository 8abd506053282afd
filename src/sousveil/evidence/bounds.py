"""The tightest interval a formula allows: figures that occur more than once are known to be one figure.

The monotonicity test: Moore, Kearfott and Cloud 2009, *Introduction to Interval Analysis*, §6.4. It reads no formula
and knows no unit; `formula` does.
"""

import ast
from collections.abc import Mapping
from functools import reduce

from sousveil.records.interval import Interval

from .formula import Formula, value_of

Values = Mapping[str, Interval]
_ZERO, _ONE = ast.Constant(0), ast.Constant(1)


def evaluate(formula: Formula, values: Values) -> Interval:
    """The interval of the formula over all choices of its figures, as tight as monotonicity allows.

    Plain interval arithmetic takes a figure that occurs twice for two figures and gives too wide an answer. Where the
    derivative by such a figure keeps its sign, the extremes lie at the figure's ends, and each end is evaluated by
    itself.
    """
    repeated = [name for name, count in formula.names.items() if count > 1 and not values[name].is_point]
    return _tight(formula.tree, values, repeated, deep=True)


def _tight(node: ast.expr, values: Values, repeated: list[str], *, deep: bool) -> Interval:
    whole = value_of(node, values)
    if not repeated:
        return whole
    low_box, high_box = dict(values), dict(values)
    for name in repeated:
        slope = _slope(node, values, name, deep=deep)
        ends = values[name]
        if slope.low is not None and slope.low >= 0:
            low_box[name], high_box[name] = _pin(ends, low=True), _pin(ends, low=False)
        elif slope.high is not None and slope.high <= 0:
            low_box[name], high_box[name] = _pin(ends, low=False), _pin(ends, low=True)
    low, high = value_of(node, low_box), value_of(node, high_box)
    tight = Interval(low.low, None, low.low_open).intersect(
        Interval(None, high.high, high_open=high.high_open)
    )
    return whole if tight is None else (tight.intersect(whole) or whole)


def _pin(ends: Interval, *, low: bool) -> Interval:
    """One end of an interval as a point; the interval itself where that end is infinite."""
    end = ends.low if low else ends.high
    return ends if end is None else Interval.point(end)


def _slope(node: ast.expr, values: Values, name: str, *, deep: bool) -> Interval:
    """Bounds of the derivative by one name, by the rules of calculus in interval arithmetic.

    `deep` finds the derivative of a quotient as a formula first, so that what cancels in it cancels.
    """
    match node:
        case ast.Name():
            return Interval.point(1 if node.id == name else 0)
        case ast.UnaryOp():
            inner = _slope(node.operand, values, name, deep=deep)
            return -inner if isinstance(node.op, ast.USub) else inner
        case ast.BinOp():
            return _slope_of(node, values, name, deep=deep)
        case ast.Call(func=ast.Name(id="sum")):
            return reduce(Interval.__add__, (_slope(a, values, name, deep=deep) for a in node.args))
        case _:
            return Interval.whole() if _holds(node, name) else Interval.point(0)


def _slope_of(node: ast.BinOp, values: Values, name: str, *, deep: bool) -> Interval:
    left, right = value_of(node.left, values), value_of(node.right, values)
    by_left, by_right = (_slope(side, values, name, deep=deep) for side in (node.left, node.right))
    match node.op:
        case ast.Add():
            return by_left + by_right
        case ast.Sub():
            return by_left - by_right
        case ast.Mult():
            return by_left * right + left * by_right
        case ast.Div():
            top = _top(node, name) if deep else None
            plain = by_left * right - left * by_right
            numerator = plain if top is None else _tight(top, values, [name], deep=False)
            return numerator / (right * right)
        case _:
            power = int(right.low or 0)
            return Interval.point(power) * left ** (power - 1) * by_left if power else Interval.point(0)


def _top(quotient: ast.BinOp, name: str) -> ast.expr | None:
    """The numerator of the derivative of u / v as a formula: u′v − uv′; None where a side has no simple derivative."""
    by_left, by_right = _derivative(quotient.left, name), _derivative(quotient.right, name)
    if by_left is None or by_right is None:
        return None
    first = ast.BinOp(by_left, ast.Mult(), quotient.right)
    return ast.BinOp(first, ast.Sub(), ast.BinOp(quotient.left, ast.Mult(), by_right))


def _derivative(node: ast.expr, name: str) -> ast.expr | None:
    """The derivative of sums and products by one name; None for anything else that holds it."""
    if not _holds(node, name):
        return _ZERO
    match node:
        case ast.Name():
            return _ONE
        case ast.UnaryOp():
            inner = _derivative(node.operand, name)
            return None if inner is None else ast.UnaryOp(node.op, inner)
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult()):
            by_left, by_right = _derivative(node.left, name), _derivative(node.right, name)
            if by_left is None or by_right is None:
                return None
            if not isinstance(node.op, ast.Mult):
                return ast.BinOp(by_left, node.op, by_right)
            first = ast.BinOp(by_left, ast.Mult(), node.right)
            return ast.BinOp(first, ast.Add(), ast.BinOp(node.left, ast.Mult(), by_right))
    return None


def _holds(node: ast.expr, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))
