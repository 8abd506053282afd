"""The table of checks: every check there is, in the order they run, and the one function that runs them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sousveil.problems import Problem, sort_problems
from sousveil.records.case import Case, place_problem

from .authentic import check_authenticity
from .changes import check_changes
from .contract_flags import check_contracts
from .contradict import check_contradictions
from .corpus import check_limits, check_questions, check_unresolved
from .decide import apply_decisions
from .figures import Figures, read_figures_of
from .independence import check_circles, check_independence
from .lists import (
    check_citations,
    check_counts,
    check_members,
    check_memberships,
    check_order,
    check_quotations,
    check_unlisted,
)
from .parts import check_breakdowns, check_parts, check_places
from .patterns import check_patterns, check_suggested
from .recompute import check_derived
from .restate import check_restatements
from .statements import check_cells, check_schemes, check_statements
from .vanished import check_sightings
from .withheld import check_withheld
from .wording import check_wording


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the codes it can report, the function that yields problems, and how far it looks.

    A local check holds claims only against claims of one shard (`partition`) and against records that are not claims.
    """

    name: str
    codes: tuple[str, ...]
    run: Callable[[Case, Figures], Iterable[Problem]]
    local: bool = True


def whole(name: str, code: str, run: Callable[[Case], Iterable[Problem]]) -> Check:
    """A check that looks at the case as a whole and needs no figures read beforehand."""
    return Check(name, (code,), lambda case, _: run(case), local=False)


CHECKS = (
    Check("wording", ("stated",), check_wording),
    Check("derived", ("computed", "recompute", "formula"), check_derived),
    Check("patterns", ("recompute",), check_patterns),
    Check("changes", ("recompute",), check_changes),
    Check("suggested", ("recompute",), check_suggested),
    Check("parts", ("parts",), check_parts),
    Check("breakdowns", ("parts",), check_breakdowns),
    Check("places", ("parts",), check_places),
    Check("contradictions", ("contradiction", "agreement", "not-comparable"), check_contradictions),
    Check("withheld", ("withheld", "unknown"), check_withheld),
    Check("cells", ("cell",), check_cells),
    Check("restatements", ("restated",), check_restatements),
    Check("statements", ("trend", "rank", "class"), check_statements),
    Check("memberships", ("members",), lambda case, _: check_memberships(case)),
    Check("quotations", ("quotation",), lambda case, _: check_quotations(case)),
    Check("independence", ("one-origin",), check_independence),
    whole("members", "members", check_members),
    whole("counts", "count", check_counts),
    whole("schemes", "scheme", check_schemes),
    whole("citations", "citation", check_citations),
    whole("unlisted", "citation", check_unlisted),
    whole("order", "order", check_order),
    whole("circles", "circular-citation", check_circles),
    whole("authenticity", "authenticity", check_authenticity),
    whole("sightings", "vanished", check_sightings),
    Check(
        "contracts",
        ("contract-flag", "contract-flags-open"),
        lambda case, _: check_contracts(case),
        local=False,
    ),
    whole("questions", "question", check_questions),
    whole("limits", "limit", check_limits),
    whole("unresolved", "unresolved", check_unresolved),
)


def check(case: Case) -> list[Problem]:
    """Everything the record says about itself, with people's verdicts applied, gravest first."""
    return finish([*check_local(case), *check_whole(case)], case)


def check_local(case: Case) -> list[Problem]:
    """What the local checks find, without lines and verdicts: the same for a case and for its shards together."""
    figures = read_figures_of(case)
    return [problem for check in CHECKS if check.local for problem in check.run(case, figures)]


def check_whole(case: Case) -> list[Problem]:
    """What the checks find that look at the case as a whole, without lines and verdicts."""
    unread = Figures({}, {}, ())
    return [problem for check in CHECKS if not check.local for problem in check.run(case, unread)]


def finish(found: Iterable[Problem], case: Case) -> list[Problem]:
    """Findings with the lines they stand on and people's verdicts on them, gravest first."""
    placed = (place_problem(problem, case.origins) for problem in found)
    return sort_problems(list(apply_decisions(placed, case)))
