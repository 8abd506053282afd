"""What the record says about one contract, laid out for its flags: claims by measure, prices, programme, buyers.

Decides nothing; a figure that is missing, unknown or withheld stays so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sousveil.plaintext.script import fold_for_search
from sousveil.records.case import Case
from sousveil.records.claim import Category, Claim
from sousveil.records.interval import Interval
from sousveil.records.quantity import Quantity
from sousveil.records.things import Contract, Programme

from .figures import Figures
from .prices import Breakdown, break_down


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A contract with the claims about it, by measure, and about its programme and the programmes around that."""

    contract: Contract
    case: Case
    figures: Figures
    about: Mapping[str, tuple[Claim, ...]]
    around: Mapping[str, tuple[Claim, ...]]
    programmes: tuple[Programme, ...]
    prices: Breakdown

    def on(self, *measures: str) -> tuple[Claim, ...]:
        """Claims about the contract under any of the measures."""
        return tuple(claim for measure in measures for claim in self.about.get(measure, ()))

    def priced(self, *fields: str) -> tuple[Claim, ...]:
        """Claims that stand in price fields of the contract's parts."""
        ids = [id_ for item in self.contract.items for name in fields if (id_ := getattr(item, name))]
        return tuple(self.case.claims[id_] for id_ in dict.fromkeys(ids) if id_ in self.case.claims)

    def interval(self, claim: Claim) -> Interval | None:
        """What a claim's figure is with its digits as printed; None where it has none."""
        reading = self.figures.get(claim.id)
        return reading.face if reading else None


def word_of(claim: Claim) -> str:
    """The word a claim chooses, folded; empty where it states no word."""
    return fold_for_search(claim.value.category) if isinstance(claim.value, Category) else ""


def state_of(claim: Claim) -> str:
    """Whether a claim gives a figure or says that it is unknown or withheld."""
    return claim.value.state if isinstance(claim.value, Quantity) else "known"


def gather_facts(contract: Contract, case: Case, figures: Figures) -> Facts:
    """Everything the flags of a contract look at."""
    programmes = tuple(_programmes(contract.programme, case))
    around = {programme.id for programme in programmes}
    claims = [claim for claim in case.claims.values() if claim.rank != "deprecated"]
    own = set(contract.claims)
    return Facts(
        contract=contract,
        case=case,
        figures=figures,
        about=_by_measure((c for c in claims if c.id in own or _subject(c) == contract.id), figures),
        around=_by_measure((c for c in claims if _subject(c) in around), figures),
        programmes=programmes,
        prices=break_down(contract, case, figures),
    )


def _programmes(first: str | None, case: Case) -> Iterable[Programme]:
    """A programme and those it is part of, nearest first."""
    met: set[str] = set()
    while first and first not in met and (found := case.programmes.get(first)):
        met.add(first)
        yield found
        first = found.part_of


def _subject(claim: Claim) -> str:
    return claim.subject.partition(".")[0]


def _by_measure(claims: Iterable[Claim], figures: Figures) -> Mapping[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[figures.measures.get(claim.measure, claim.measure)].append(claim)
    return {measure: tuple(group) for measure, group in found.items()}
