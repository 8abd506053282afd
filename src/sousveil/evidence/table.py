"""The table of checks: every check there is, in the order they run, and the one function that runs them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sousveil.problems import Problem, sort_problems
from sousveil.records.case import Case

from .contradict import check_contradictions
from .corpus import check_limits, check_questions, check_unresolved
from .decide import apply_decisions
from .figures import Figures, read_figures_of
from .independence import check_circles, check_independence
from .lists import check_citations, check_counts, check_members, check_order, check_quotations
from .parts import check_breakdowns, check_parts, check_places
from .patterns import check_patterns, check_suggested
from .recompute import check_derived
from .restate import check_restatements
from .statements import check_schemes, check_statements
from .vanished import check_sightings
from .wording import check_wording


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, the codes it can report, and the function that yields problems."""

    name: str
    codes: tuple[str, ...]
    run: Callable[[Case, Figures], Iterable[Problem]]


CHECKS = (
    Check("wording", ("stated",), check_wording),
    Check("derived", ("computed", "recompute", "formula"), check_derived),
    Check("patterns", ("recompute",), check_patterns),
    Check("suggested", ("recompute",), check_suggested),
    Check("parts", ("parts",), check_parts),
    Check("breakdowns", ("parts",), check_breakdowns),
    Check("places", ("parts",), check_places),
    Check("contradictions", ("contradiction", "agreement", "not-comparable"), check_contradictions),
    Check("restatements", ("restated",), check_restatements),
    Check("statements", ("trend", "rank", "class"), check_statements),
    Check("schemes", ("scheme",), lambda case, _: check_schemes(case)),
    Check("counts", ("count",), check_counts),
    Check("members", ("members",), lambda case, _: check_members(case)),
    Check("quotations", ("quotation",), lambda case, _: check_quotations(case)),
    Check("citations", ("citation",), lambda case, _: check_citations(case)),
    Check("order", ("order",), lambda case, _: check_order(case)),
    Check("independence", ("one-origin",), check_independence),
    Check("circles", ("circular-citation",), lambda case, _: check_circles(case)),
    Check("sightings", ("vanished",), lambda case, _: check_sightings(case)),
    Check("questions", ("question",), lambda case, _: check_questions(case)),
    Check("limits", ("limit",), check_limits),
    Check("unresolved", ("unresolved",), lambda case, _: check_unresolved(case)),
)


def check(case: Case) -> list[Problem]:
    """Everything the record says about itself, with people's verdicts applied, gravest first."""
    figures = read_figures_of(case)
    found = [problem for check in CHECKS for problem in check.run(case, figures)]
    return sort_problems(list(apply_decisions(found, case)))
