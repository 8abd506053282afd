"""Flags on contracts: each a reason to look, never a finding, with its method, its inputs and what is missing.

Knows one contract and its neighbours in the case; compares with no population. A flag that cannot be computed says what
it lacks, and one that shows nothing says so; none says that anybody did wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sousveil.problems import Argument, Problem, Severity
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.things import Contract

from .contract_facts import Facts, gather_facts
from .contract_signs import (
    Sign,
    Signed,
    look_at_bids,
    look_at_others,
    look_at_papers,
    look_at_prices,
    look_at_rights,
)
from .figures import Figures, read_figures_of
from .prices import prices_of

CODES: Mapping[str, str] = {
    "single-bid": "R018",
    "short-period": "R003",
    "late-bid-won": "R030",
    "others-disqualified": "R035",
    "lowest-disqualified": "R036",
    "identical-prices": "R028",
    "not-published": "R063",
    "planning-missing": "R001",
    "little-advertised": "R004",
    "documents-unavailable": "R005",
}
"""Flags that are the Open Contracting Partnership's own, by its code; the others are ours."""

_LOOKS: tuple[Callable[[Facts], Iterator[Signed]], ...] = (
    look_at_bids,
    look_at_papers,
    look_at_prices,
    look_at_others,
    look_at_rights,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag on one contract: how it came out, the arguments of its sentence, and the records it used.

    Its sentence is the message `contract-flag.NAME`, its method `contract-method.NAME`, what it lacks where it is open
    `contract-missing.NAME`, and what it leaves out `contract-limit.NAME` where that must be said.
    """

    contract: str
    name: str
    sign: Sign
    args: Mapping[str, Argument] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code under which others know the flag; empty for one of ours."""
        return CODES.get(self.name, "")


def flag_contract(contract: Contract, case: Case, figures: Figures) -> tuple[Flag, ...]:
    """Every flag on a contract, raised or not, in a fixed order."""
    facts = gather_facts(contract, case, figures)
    return tuple(
        Flag(
            contract=contract.id,
            name=signed.name,
            sign=signed.sign,
            args={"contract": contract.id, **signed.args},
            inputs=tuple(dict.fromkeys(signed.inputs)),
        )
        for look in _LOOKS
        for signed in look(facts)
    )


def check_contracts(case: Case) -> Iterator[Problem]:
    """The flags that are raised, each a note; and in one note for each contract those that cannot be computed."""
    figures = read_figures_of(replace(case, claims=_used(case))) if case.contracts else None
    if figures is None:
        return
    for contract in case.contracts.values():
        flags = flag_contract(contract, case, figures)
        for flag in flags:
            if flag.sign is Sign.LOOK:
                yield _note(f"contract-flag.{flag.name}", flag)
        still = [flag for flag in flags if flag.sign is Sign.OPEN]
        if still:
            args: Mapping[str, Argument] = {
                "names": tuple(flag.name for flag in still), "n": len(still), "all": len(flags),
            }  # fmt: skip
            yield _note("contract-flags-open", Flag(contract=contract.id, name="", sign=Sign.OPEN, args=args))


def _used(case: Case) -> Mapping[str, Claim]:
    """The claims that flags look at: about contracts and their programmes, or named by a contract."""
    subjects = {*case.contracts, *case.programmes}
    named = {
        id_
        for contract in case.contracts.values()
        for id_ in (*contract.claims, *(id_ for item in contract.items for id_ in prices_of(item)))
    }
    return {
        id_: claim
        for id_, claim in case.claims.items()
        if id_ in named or claim.subject.partition(".")[0] in subjects
    }


def _note(message: str, flag: Flag) -> Problem:
    return Problem(
        message=message,
        severity=Severity.NOTE,
        at=(flag.contract, ""),
        args={"contract": flag.contract, **flag.args},
        record=flag.contract,
    )
