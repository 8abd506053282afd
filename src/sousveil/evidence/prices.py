"""The prices of a contract taken apart: discounts, unit prices, tax, and what is left beside a part priced by itself.

Computes from what is stated and fills no gap: where a price, its currency or its tax basis is not said, it says that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from sousveil.records.case import Case
from sousveil.records.finding import Finding
from sousveil.records.things import Contract, Item

from .comparable import Match, tax_basis, unify
from .figures import Figures
from .formula import parse_formula
from .recompute import Job, recompute

_ALONE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    # name: (field that states the result, formula, fields it is computed from)
    "discount": ("discount", "1 - final_price / list_price", ("final_price", "list_price")),
    "saving": ("", "list_price - final_price", ("final_price", "list_price")),
    "final": ("final_price", "list_price * (1 - discount)", ("list_price", "discount")),
    "unit-price": ("unit_price", "final_price / quantity", ("final_price", "quantity")),
    "unit-list-price": ("", "list_price / quantity", ("list_price", "quantity")),
}
PRICES = ("list_price", "final_price", "unit_price")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One computed figure of a part: what it is, the working, and what had to be taken as equal.

    `name` is a message id; `item` the part; `finding` holds the figures, the result and the verdict; `rate` is
    that of a tax, in percent.
    """

    item: str
    name: str
    finding: Finding
    assumes: tuple[str, ...]
    rate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """In what a price is said: its currency or other unit, and whether it holds tax (`incl`, `excl`, or not said)."""

    claim: str
    unit: str
    tax: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The prices of a contract: what was computed, in what each price is said, and which fields nobody states."""

    contract: str
    lines: tuple[PriceLine, ...]
    bases: tuple[Basis, ...]
    unstated: tuple[tuple[str, str], ...]


def break_down(contract: Contract, case: Case, figures: Figures) -> Breakdown:
    """The breakdown of a contract's prices."""
    return Breakdown(
        contract=contract.id,
        lines=(*_lines(contract, case, figures),),
        bases=tuple(_bases(contract, case, figures)),
        unstated=tuple(
            (item.id, name)
            for item in contract.items
            for name in (*PRICES, "quantity", "discount")
            if getattr(item, name) is None
        ),
    )


def _lines(contract: Contract, case: Case, figures: Figures) -> Iterator[PriceLine]:
    for item in contract.items:
        stated = _stated(item)
        for name, (result, formula, needs) in _ALONE.items():
            if all(need in stated for need in needs) and not (name == "final" and result in stated):
                inputs = {need: stated[need] for need in needs}
                yield _line(item.id, name, formula, (inputs, stated.get(result)), (case, figures))
        yield from _taxed(item, stated, case, figures)
        yield from _remainder(item, contract, case, figures)


def prices_of(item: Item) -> tuple[str, ...]:
    """The claims that stand in the price fields of a part."""
    return tuple(_stated(item).values())


def _stated(item: Item) -> dict[str, str]:
    """The claims of a part by the field they stand in."""
    names = (*PRICES, "quantity", "discount")
    return {name: claim for name in names if (claim := getattr(item, name)) is not None}


def _line(
    item: str,
    name: str,
    formula: str,
    claims: tuple[Mapping[str, str], str | None],
    record: tuple[Case, Figures],
) -> PriceLine:
    """One figure worked out from claims, held against the one stated, if any is."""
    inputs, expect = claims
    case, figures = record
    used = [case.claims[i] for i in (*inputs.values(), *([expect] if expect else ())) if i in case.claims]
    assumes = [one for a, b in combinations(used, 2) for one in _taken_as_equal(unify(a, b))]
    job = Job(
        id=expect or item,
        formula=parse_formula(formula),
        inputs=inputs,
        expect=expect,
        unit="percent" if "discount" in name else _first_unit(inputs, figures),
    )
    return PriceLine(
        item=item,
        name=f"price.{name}",
        finding=recompute(job, case, figures),
        assumes=tuple(dict.fromkeys(assumes)),
    )


def _first_unit(inputs: Mapping[str, str], figures: Figures) -> str | None:
    """The unit of the first figure, to give an amount in; taken only where the result has its dimension."""
    reading = figures.get(next(iter(inputs.values())))
    return reading.unit.name if reading else None


def _taken_as_equal(match: Match) -> Iterator[str]:
    """What two claims of one computation do not share or do not both say, on tax, currency and status."""
    told = (*match.assumes, *match.differs)
    yield from (one for one in told if one.startswith(("basis", "status")))


def _taxed(item: Item, stated: Mapping[str, str], case: Case, figures: Figures) -> Iterator[PriceLine]:
    """The final price with and without tax at each rate of the case, where the basis is known."""
    claim = case.claims.get(stated.get("final_price", ""))
    basis = tax_basis(claim.basis.get("tax")) if claim else None
    if claim is None or basis not in {"incl", "excl"}:
        return
    for rate in case.manifest.tax_rates:
        name, sign = ("tax-added", "*") if basis == "excl" else ("tax-taken-off", "/")
        formula = f"final_price {sign} (1 + {rate} / 100)"
        line = _line(item.id, name, formula, ({"final_price": claim.id}, None), (case, figures))
        yield replace(line, rate=rate)


def _remainder(item: Item, contract: Contract, case: Case, figures: Figures) -> Iterator[PriceLine]:
    """What is left of a whole beside the parts that are priced by themselves, and the discount on the rest."""
    parts = [other for other in contract.items if other.part_of == item.id]
    for name, field in (("rest-list", "list_price"), ("rest-final", "final_price")):
        inputs = _of_whole_and_parts(field, item, parts)
        if len(inputs) > 1:
            yield _line(item.id, name, " - ".join(inputs), (inputs, None), (case, figures))
    both = [part for part in parts if part.list_price and part.final_price]
    if not (item.list_price and item.final_price and both):
        return
    lists, finals = (
        _of_whole_and_parts("list_price", item, both),
        _of_whole_and_parts("final_price", item, both),
    )
    formula = f"1 - ({' - '.join(finals)}) / ({' - '.join(lists)})"
    yield _line(item.id, "rest-discount", formula, ({**lists, **finals}, None), (case, figures))


def _of_whole_and_parts(field: str, whole: Item, parts: list[Item]) -> dict[str, str]:
    """Names for a formula → claims: the whole first, then each part that has the field; none without the whole."""
    first = getattr(whole, field)
    if first is None:
        return {}
    kept = [claim for part in parts if (claim := getattr(part, field)) is not None]
    return {field: first, **{f"{field}_part_{n}": claim for n, claim in enumerate(kept, start=1)}}


def _bases(contract: Contract, case: Case, figures: Figures) -> Iterator[Basis]:
    """In what each price of the contract is said, each claim once."""
    ids = [id_ for item in contract.items for name in PRICES if (id_ := getattr(item, name))]
    for id_ in dict.fromkeys(ids):
        claim, reading = case.claims.get(id_), figures.get(id_)
        if claim is not None:
            unit = reading.unit.name if reading else ""
            yield Basis(claim=id_, unit=unit, tax=tax_basis(claim.basis.get("tax")))
