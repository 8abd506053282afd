"""The looks behind the flags on contracts: bids, papers, prices, other contracts and buyers, rights.

Each look yields for every one of its flags whether there is a reason to look, nothing seen, or too little to tell. A
sentence of the record counts as its source's word, and its source is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sousveil.problems import Argument
from sousveil.records.claim import Claim
from sousveil.records.finding import Verdict
from sousveil.records.interval import show_number
from sousveil.records.things import Contract
from sousveil.units import same_dimension

from .contract_facts import Facts, state_of, word_of
from .figures import when_of

SHORT_PERIOD_DAYS = 15
"""Threshold of R003 in Cardinal, the Open Contracting Partnership's reckoner (docs/cli/indicators/R/003)."""
LARGE_DISCOUNT_PERCENT = 50
"""A convention of ours: half the list price or more. Cardinal's R058 sets none, as it compares bids with bids."""
SPREAD = 2
"""Dearest over cheapest unit price from which the spread is a reason to look: a convention of ours."""
_YES = frozenset({"yes", "true", "da"})
_NO = frozenset({"no", "false", "ne", "none", "missing"})
_SECRET = ("confidential", "secret", "classified", "poverljiv", "tajn", "strogo")
_OPEN_WORDS = frozenset({"", "unknown", "not known", "not stated", "unclear"})
_TENDERS = ("open", "tender", "competitive", "restricted", "otvoren")
_AGREEMENTS = ("agreement", "intergovernmental", "sporazum")
_NO_BASIS = ("not provided for", "no clear mandate", "no ", "none", "lacking")


class Sign(StrEnum):
    """How a flag came out."""

    LOOK = "a reason to look"
    NOTHING = "nothing seen"
    OPEN = "not computable"


@dataclass(frozen=True, slots=True)
class Signed:
    """A flag by its name, how it came out, the arguments of its sentence, and the records it used."""

    name: str
    sign: Sign
    args: Mapping[str, Argument] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()


def _told(name: str, raised: Iterable[Claim], seen: Iterable[Claim], **args: Argument) -> Signed:
    """A flag from claims: raised by those that say so, quiet where others say the contrary, open where none does.

    Where claims differ, it is raised: a reason to look is not a verdict, and the sentence names who says it.
    """
    saying, all_ = tuple(raised), tuple(seen)
    ids = tuple(claim.id for claim in (saying or all_))
    if saying:
        return Signed(name, Sign.LOOK, {"claims": ids, "stated": _words(saying), **args}, ids)
    return Signed(name, Sign.NOTHING if all_ else Sign.OPEN, {"claims": ids, **args}, ids)


def _words(claims: Iterable[Claim]) -> tuple[str, ...]:
    """What claims say, with their sources, and of whom where they say it of some only."""
    return tuple(f"“{claim.stated}” ({claim.source}{_whose(claim)})" for claim in claims)


def _whose(claim: Claim) -> str:
    operator = claim.scope.get("operator")
    return f", of {operator}" if operator else ""


def _yes_or_no(facts: Facts, name: str, measures: tuple[str, ...], raising: frozenset[str]) -> Signed:
    """A flag that a claim answers with yes or no."""
    said = [claim for claim in facts.on(*measures) if word_of(claim) in _YES | _NO]
    return _told(name, (c for c in said if word_of(c) in raising), said)


def look_at_bids(facts: Facts) -> Iterator[Signed]:
    """How many bid, for how long they could, and what became of the other bids."""
    counts = [(c, i) for c in facts.on("bidders", "bids") if (i := facts.interval(c))]
    others = [(c, i) for c in facts.on("competitors") if (i := facts.interval(c))]
    single = [c for c, i in counts if i.high is not None and i.high <= 1]
    single += [c for c, i in others if i.high == 0]
    none = [c for c in facts.on("competitors") if state_of(c) == "none"]
    yield _told("single-bid", [*single, *none], [*(c for c, _ in counts), *(c for c, _ in others), *none])
    periods = [(c, i) for c in facts.on("tender_period", "bid_period") if (i := facts.interval(c))]
    short = [c for c, i in periods if i.high is not None and i.high < SHORT_PERIOD_DAYS]
    yield _told("short-period", short, (c for c, _ in periods), days=SHORT_PERIOD_DAYS)
    for name, measure in (
        ("late-bid-won", "late_bid_won"),
        ("others-disqualified", "all_other_bids_disqualified"),
        ("lowest-disqualified", "lowest_bid_disqualified"),
        ("identical-prices", "identical_bid_prices"),
    ):
        yield _yes_or_no(facts, name, (measure,), _YES)


def look_at_papers(facts: Facts) -> Iterator[Signed]:
    """What was published, what was kept confidential, and on what footing the contract was given."""
    for name, measure in (
        ("not-published", "contract_published"),
        ("planning-missing", "planning_documents"),
        ("little-advertised", "notice_published"),
        ("documents-unavailable", "documents_available"),
    ):
        yield _yes_or_no(facts, name, (measure,), _NO)
    said = facts.on("confidentiality", "secrecy")
    secret = [c for c in said if any(word in word_of(c) for word in _SECRET)]
    yield _told("confidential", secret, said)
    footing = facts.on("procurement_basis", "procedure")
    agreed = [c for c in footing if any(word in word_of(c) for word in _AGREEMENTS)]
    known = (facts.contract.procedure or "").lower()
    if not footing and any(word in known for word in _AGREEMENTS):
        yield Signed(
            "agreement-for-tender", Sign.LOOK, {"claims": (), "stated": (known,)}, (facts.contract.id,)
        )
    elif not footing and known not in _OPEN_WORDS:
        yield Signed("agreement-for-tender", Sign.NOTHING, {}, (facts.contract.id,))
    else:
        yield _told("agreement-for-tender", agreed, (c for c in footing if word_of(c) not in _OPEN_WORDS))


def look_at_prices(facts: Facts) -> Iterator[Signed]:
    """Discounts, prices withheld, bases unsaid, and whether what is stated adds up."""
    discounts = [(c, i) for c in facts.priced("discount") if (i := facts.interval(c))]
    large = [c for c, _ in discounts if _percent(c, facts) >= LARGE_DISCOUNT_PERCENT]
    yield _told("list-discount", large, (c for c, _ in discounts), percent=LARGE_DISCOUNT_PERCENT)
    prices = facts.priced("list_price", "final_price", "unit_price")
    every = (*prices, *facts.on("list_price", "final_price", "unit_price", "total_price", "value"))
    yield _told("price-withheld", (c for c in every if state_of(c) == "withheld"), every)
    unsaid = [b.claim for b in facts.prices.bases if b.tax is None]
    bases = tuple(b.claim for b in facts.prices.bases)
    sign = Sign.OPEN if not bases else Sign.LOOK if unsaid else Sign.NOTHING
    args: Mapping[str, Argument] = {"claims": tuple(unsaid), "n": len(unsaid), "all": len(bases)}
    yield Signed("basis-unstated", sign, args, bases)
    yield _list_price_by_vendor(facts)
    held = [line.finding for line in facts.prices.lines if line.finding.stated]
    failed = [one for one in held if one.verdict is Verdict.INCONSISTENT]
    used = tuple(id_ for one in failed or held for id_ in one.rests_on)
    sums = tuple(f"{one.record}: {one.args['stated']}, computed {one.args['computed']}" for one in failed)
    sign = Sign.LOOK if failed else Sign.NOTHING if held else Sign.OPEN
    yield Signed("arithmetic-fails", sign, {"sums": sums, "claims": used}, used)


def _percent(claim: Claim, facts: Facts) -> float:
    """A share as printed, in percent; the lower end where it is a range or hedged."""
    reading = facts.figures.get(claim.id)
    low = reading.face.low if reading else None
    return float(low / reading.unit.factor) if reading and low is not None else 0.0


def _list_price_by_vendor(facts: Facts) -> Signed:
    """Whether only the supplier states the list price; open where it is not said who does."""
    prices = facts.priced("list_price")
    kinds = [(c, c.asserted_by, facts.case.sources.get(c.source)) for c in prices]
    vendor = [
        c for c, by, s in kinds if by in facts.contract.suppliers or (not by and s and s.kind == "company")
    ]
    other = [c for c, by, _ in kinds if by and by not in facts.contract.suppliers]
    return _told("list-price-by-vendor", vendor if not other else (), other or vendor)


def look_at_others(facts: Facts) -> Iterator[Signed]:
    """The supplier, its other buyers, unit prices beside other contracts', and what the contract enlarges."""
    contract = facts.contract
    between = facts.on("intermediary", "reseller")
    if not contract.suppliers:
        yield Signed(
            "supplier-unclear", Sign.LOOK, {"claims": (), "stated": ("no supplier named",)}, (contract.id,)
        )
    else:
        yield _told("supplier-unclear", between, between or facts.on("supplier"))
    yield _enlarges(facts)
    yield _same_supplier(facts)
    yield _spread(facts)


def _enlarges(facts: Facts) -> Signed:
    """Whether a contract enlarges an earlier one of the same supplier without a tender."""
    contract = facts.contract
    earlier = facts.case.contracts.get(contract.extends or "")
    procedure = (contract.procedure or "").lower()
    if earlier is None or procedure in _OPEN_WORDS:
        return Signed("no-new-tender", Sign.OPEN, {}, (contract.id,))
    shared = set(contract.suppliers) & set(earlier.suppliers)
    raised = shared and not any(word in procedure for word in _TENDERS)
    args: Mapping[str, Argument] = {"earlier": earlier.id, "procedure": procedure}
    return Signed("no-new-tender", Sign.LOOK if raised else Sign.NOTHING, args, (contract.id, earlier.id))


def _same_supplier(facts: Facts) -> Signed:
    """How many of the buyers asked about bought from one supplier: by contracts of the case, or as claims count."""
    contract = facts.contract
    contracts = [other for other in facts.case.contracts.values() if other.buyer and other.suppliers]
    peers = [o for o in contracts if _comparable(o, contract)]
    buyers = {o.buyer for o in peers}
    same = {o.buyer for o in peers if set(o.suppliers) & set(contract.suppliers)}
    counted = [c for c in facts.on("buyers") if facts.interval(c) and c.scope.get("supplier")]
    if counted:
        # Who was counted is part of the figure: 42 of those surveyed are not 42 of all there are.
        scope = tuple(c.scope.get("population", "of whom is not said") for c in counted)
        return _told("same-supplier", counted, counted, population=scope)
    if len(buyers) < 2:
        return Signed("same-supplier", Sign.OPEN, {}, (contract.id,))
    ids = tuple(o.id for o in peers)
    args: Mapping[str, Argument] = {
        "stated": (f"{len(same)} of {len(buyers)} buyers with a contract in this case",),
        "population": ("buyers whose contracts the case holds",), "claims": (),
    }  # fmt: skip
    return Signed("same-supplier", Sign.LOOK if same == buyers else Sign.NOTHING, args, ids)


def _comparable(other: Contract, contract: Contract) -> bool:
    """Whether two contracts buy for one programme, or neither says for which."""
    return other.programme == contract.programme


def _spread(facts: Facts) -> Signed:
    """How far unit prices in one currency and of parts of one title lie apart across the contracts of the case."""
    found: list[tuple[str, Claim]] = []
    own = {str(item.title) for item in facts.contract.items if item.unit_price}
    for other in facts.case.contracts.values():
        found += [
            (other.id, claim)
            for item in other.items
            if (claim := facts.case.claims.get(item.unit_price or "")) and str(item.title) in own
        ]
    read = [
        (id_, c, r) for id_, c in found if (r := facts.figures.get(c.id)) and r.strict.low and r.strict.high
    ]
    alike = [one for one in read if same_dimension(one[2].unit, read[0][2].unit)]
    if len({id_ for id_, _, _ in alike}) < 2:
        return Signed("unit-price-spread", Sign.OPEN, {}, tuple(c.id for _, c in found))
    # The least the spread can be: the lower end of the dearest over the upper end of the cheapest.
    lows = [r.strict.low for *_, r in alike if r.strict.low]
    least = max(lows) / min(r.strict.high for *_, r in alike if r.strict.high)
    ids = tuple(c.id for _, c, _ in alike)
    args: Mapping[str, Argument] = {"ratio": show_number(least, 3), "n": len(alike), "claims": ids}
    return Signed("unit-price-spread", Sign.LOOK if least >= SPREAD else Sign.NOTHING, args, ids)


def look_at_rights(facts: Facts) -> Iterator[Signed]:
    """The order beside impact assessments, opinions of a supervisor, and the law for recognising faces."""
    yield _before(facts)
    yield _under_opinion(facts)
    faces = [p for p in facts.programmes if "face_recognition" in p.functions]
    said = facts.around.get("legal_basis", ())
    lacking = [c for c in said if any(word_of(c).startswith(word) for word in _NO_BASIS)]
    if not faces:
        yield Signed("faces-without-law", Sign.OPEN, {}, tuple(p.id for p in facts.programmes))
    else:
        # The programme has the function; that this contract buys it is not said, and the sentence says so.
        yield _told("faces-without-law", lacking, said, programme=faces[0].id)


def _before(facts: Facts) -> Signed:
    """Whether the order surely came before the first impact assessment of what it buys."""
    ordered = when_of(facts.contract.date)
    events = [e for id_ in facts.contract.assessments if (e := facts.case.events.get(id_))]
    days = [(w, e) for e in events if (w := when_of(e.date))]
    if ordered is None or not days:
        return Signed("before-assessment", Sign.OPEN, {}, (facts.contract.id,))
    ids = (facts.contract.id, *(e.id for _, e in days))
    args: Mapping[str, Argument] = {
        "date": str(ordered), "events": tuple(f"{e.id} ({e.date})" for _, e in days),
    }  # fmt: skip
    if all(ordered.surely_before(w) for w, _ in days):
        return Signed("before-assessment", Sign.LOOK, args, ids)
    surely_after = any(w.surely_before(ordered) for w, _ in days)
    return Signed("before-assessment", Sign.NOTHING if surely_after else Sign.OPEN, args, ids)


def _under_opinion(facts: Facts) -> Signed:
    """Whether the order surely came after a negative opinion of a supervisor on what it buys."""
    ordered = when_of(facts.contract.date)
    events = [e for id_ in facts.contract.opinions if (e := facts.case.events.get(id_))]
    days = [(w, e) for e in events if (w := when_of(e.date))]
    if ordered is None or not days:
        return Signed("after-opinion", Sign.OPEN, {}, (facts.contract.id,))
    earlier = [e for w, e in days if w.surely_before(ordered)]
    args: Mapping[str, Argument] = {
        "date": str(ordered), "events": tuple(f"{e.id} ({e.date})" for e in earlier),
    }  # fmt: skip
    ids = (facts.contract.id, *(e.id for _, e in days))
    return Signed("after-opinion", Sign.LOOK if earlier else Sign.NOTHING, args, ids)
