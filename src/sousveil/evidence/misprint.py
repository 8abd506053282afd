"""Misprints of one digit: whether exactly one other digit, at one place of one figure, would make figures agree.

Works backwards: what a figure would have to be follows from the others, and its digits are held against that. It judges
nothing, and looks only at figures that such a chance agreement is rare for.
"""

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from sousveil.records.bands import read_quantity
from sousveil.records.case import Case
from sousveil.records.digits import parse_digits
from sousveil.records.finding import Repair
from sousveil.records.interval import Interval

from .bounds import evaluate
from .formula import DATE, Formula, NotComputable, value_of
from .repair import RESULT, Operand, find_repairs

TELLING = 3
"""Fewest printed digits before filling zeros: of all numbers of two, every fifth is one digit from a given one (18 of
90), of three every thirty-third (27 of 900)."""
_REACH = Interval.closed(Fraction(9, 10), Fraction(11, 10))
"""More than the normal band ever spans, whose widest half is 5 of 100; spares reading every number there is."""


def explain(
    formula: Formula, operands: Mapping[str, Operand], result: Operand, case: Case
) -> tuple[Repair, ...]:
    """All that would explain a failed recomputation, misprints of one digit last."""
    repairs = find_repairs(formula, operands, result, case)
    return (*repairs, *find_misprints(formula, operands, result))


def find_misprints(formula: Formula, operands: Mapping[str, Operand], result: Operand) -> Iterator[Repair]:
    """A repair for each figure of which exactly one digit, changed at one place, brings agreement."""
    everything = {**operands, RESULT: result}
    if not all(operand.reading.normal.is_bounded for operand in everything.values()):
        return  # nearly any change would make figures without an end agree
    values = {name: operand.reading.normal for name, operand in operands.items()}
    for name, operand in everything.items():
        try:
            wanted = (
                evaluate(formula, values)
                if name == RESULT
                else _wanted(formula, name, values, result.reading.normal)
            )
        except (NotComputable, ZeroDivisionError):
            continue
        found = list(islice(_fitting(operand, wanted), 2)) if wanted is not None else []
        if len(found) == 1:
            args = {"id": operand.id, "stated": operand.stated, "other": found[0]}
            yield Repair(message="repair.misprint", args=args, changes=(operand.id,))


def _wanted(formula: Formula, name: str, values: Mapping[str, Interval], result: Interval) -> Interval | None:
    """What a figure would have to be for the formula to give the result; None where it stands twice or in a function.

    The backward half of HC4 (Benhamou et al. 1999, *Revising hull and box consistency*): each operation is undone on
    the way down to the figure.
    """
    node, wanted = formula.tree, result
    while not isinstance(node, ast.Name):
        match node:
            case ast.UnaryOp(op=ast.USub()):
                node, wanted = node.operand, -wanted
            case ast.UnaryOp():
                node = node.operand
            case ast.BinOp() if formula.names[name] == 1 and not isinstance(node.op, ast.Pow):
                inside = any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node.left))
                other = value_of(node.right if inside else node.left, values)
                wanted = _undo(node.op, wanted, other, left=inside)
                node = node.left if inside else node.right
            case _:
                return None
    return wanted


def _undo(operator: ast.operator, wanted: Interval, other: Interval, *, left: bool) -> Interval:
    """What one side must be for the operation with the other side to give what is wanted."""
    match operator:
        case ast.Add():
            return wanted - other
        case ast.Sub():
            return wanted + other if left else other - wanted
        case ast.Mult():
            return wanted / other
    return wanted * other if left else other / wanted


def _fitting(operand: Operand, wanted: Interval) -> Iterator[str]:
    """The digits as printed with one changed, wherever that reads as something wanted."""
    quantity, reading = operand.quantity, operand.reading
    if quantity is None or quantity.hedge != "exact" or quantity.amount is None:
        return
    text, printed = quantity.amount, parse_digits(quantity.amount, operand.language)
    telling = len(printed.digits.lstrip("0")) - printed.zeros >= TELLING
    if not telling or reading.unit.dimensions == DATE.dimensions:
        return
    near = wanted * _REACH * (Interval.point(printed.value) / reading.face)
    places = [index for index, letter in enumerate(text) if letter.isdigit()]
    for place, index in enumerate(reversed(places)):
        for digit in "0123456789":
            more = (int(digit) - int(text[index])) * printed.place * 10**place
            if not more or printed.value + more not in near or (digit == "0" and index == places[0]):
                continue
            changed = f"{text[:index]}{digit}{text[index + 1 :]}"
            misprint = quantity.model_copy(update={"amount": changed})
            said = read_quantity(misprint, reading.unit, operand.language)
            if said is not None and said.normal.meets(wanted):
                yield changed
