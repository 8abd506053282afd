"""From a case to an assessment of impact: load, choose parameters, work out the scenarios, lay out a document.

Decides nothing; the science is the impact room's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sousveil.case.load import load_case
from sousveil.case.write import write_bytes, write_text
from sousveil.impact.assess import DRAWS, SEED, Given, assess
from sousveil.impact.response import Response
from sousveil.impact.results import Assessment
from sousveil.impact.scenarios import prepare_scenarios
from sousveil.impact.uncertainty import FEWEST_DRAWS, MOST_DRAWS
from sousveil.problems import Origin, Problem, Severity, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.publish.assessment.document import AssessmentPage, build_page, set_page
from sousveil.publish.assessment.record import list_grounds
from sousveil.publish.assessment.text import render_page_text
from sousveil.publish.gate.select import select_public
from sousveil.publish.gate.stops import check_gate, check_outgoing
from sousveil.publish.gate.withheld import NOTHING, Withheld
from sousveil.publish.writer import refuse
from sousveil.records.case import Case
from sousveil.workbench.duties import read_rules
from sousveil.workbench.store import FolderStore

from .parameters import choose_parameters
from .trips import transfer_case, watch_case

_FILES = ("scenarios", "parameters.yaml", "operating-points.yaml", "case.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """An assessment with the case it is of, the one it was carried over to, and what was wrong with its records."""

    case: Case
    assessment: Assessment
    problems: tuple[Problem, ...]
    withheld: Withheld = NOTHING
    scene: Case | None = None

    @property
    def grounds(self) -> tuple[str, ...]:
        """Whose map, population grid and lists of cameras it was made with, as they are to be named."""
        used = [one for one in (self.case if self.case.lists else None, self.scene) if one]
        return tuple(words for one in used for words in list_grounds(one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an assessment is made: settings such as `retention=30`, draws, seed, and if only public records count.

    `scene` : the folder of a case to whose city the scenarios are carried over.
    """

    settings: tuple[str, ...] = ()
    draws: int = DRAWS
    seed: int = SEED
    public: bool = False
    scene: Path | None = None


def assess_case(
    folder: Path,
    options: Options,
    *,
    responses: Sequence[Response] = (),
    store: FolderStore | None = None,
    progress: Progress = SILENT,
) -> Assessed:
    """The assessment of the case in a folder; `responses` are what scenes answered, where any was asked."""
    if options.draws < FEWEST_DRAWS:
        raise UsageError(f"--draws {options.draws}: right would be {FEWEST_DRAWS} or more")
    if options.draws > MOST_DRAWS:
        raise UsageError(f"--draws {options.draws}: right would be {MOST_DRAWS} or fewer, which memory holds")
    if options.seed < 0:
        raise UsageError(f"--seed {options.seed}: right would be 0 or more")
    progress.step("reading the case")
    case, problems = load_case(folder, store=store)
    withheld, lists = NOTHING, set(case.lists)
    if options.public:
        case, redactions = select_public(case, as_of=case.manifest.as_of or "")
        withheld = redactions.withheld
        problems = []
        refuse(check_gate(case, withheld))
    chosen = choose_parameters(case, options.settings)
    prepared = prepare_scenarios(case, chosen.parameters)
    given = Given(
        scenarios=prepared.scenarios,
        claims=prepared.claims,
        parameters=chosen.parameters,
        points=chosen.points,
        responses=tuple(responses),
        changed=chosen.changed,
        cities=chosen.cities,
    )
    hidden = lists != set(case.lists)
    given, faults = _walk(None if hidden else folder, given, options, store=store, progress=progress)
    progress.step(f"working out {len(given.scenarios)} scenarios in {options.draws} draws")
    assessment = assess(given, draws=options.draws, seed=options.seed)
    told = [*(one for one in problems if _concerns(one)), *chosen.problems, *prepared.problems, *faults]
    if hidden:
        told.append(
            Problem(message="impact-city-withheld", severity=Severity.WARNING, origin=Origin("case.toml"))
        )
    return Assessed(
        case=case,
        assessment=assessment,
        problems=tuple(sort_problems(told)),
        withheld=withheld,
        scene=load_case(options.scene, store=store)[0] if options.scene else None,
    )


def _walk(
    folder: Path | None, given: Given, options: Options, *, store: FolderStore | None, progress: Progress
) -> tuple[Given, tuple[Problem, ...]]:
    """With what trips undergo in the city of the case, if it may be told, and in the one of another case."""
    if options.scene is not None:
        answer = transfer_case(
            options.scene, given, seed=options.seed, public=options.public, store=store, progress=progress
        )
        given = replace(given, responses=(*given.responses, answer))
    if folder is None:
        return given, ()
    trips = watch_case(folder, seed=options.seed, store=store, progress=progress)
    return replace(given, watched=trips.watched), trips.problems


def _concerns(problem: Problem) -> bool:
    """Whether a fault of loading is one of the records that an assessment is made from."""
    path = problem.origin.path if problem.origin else ""
    return problem.severity is Severity.ERROR and path.startswith(_FILES)


def lay_out(assessed: Assessed, language: str = "en") -> str:
    """The assessment in the order in which one is asked for, as text."""
    return render_page_text(_build_page(assessed, language))


def _build_page(assessed: Assessed, language: str) -> AssessmentPage:
    return build_page(
        assessed.assessment, assessed.case, rules=read_rules(), grounds=assessed.grounds, language=language
    )


def write_assessment(
    assessed: Assessed, out: Path, *, language: str = "en", progress: Progress = SILENT
) -> None:
    """Write the document to a `.pdf` or text file, if nothing in it names what must not be named."""
    page = _build_page(assessed, language)
    words = render_page_text(page)
    allowed = tuple(allowance.text for allowance in assessed.case.allowances.values())
    refuse(check_outgoing(f"{out.stem}.txt", words.encode(), allowed=allowed, withheld=assessed.withheld))
    if out.suffix.lower() != ".pdf":
        write_text(out, words)
        return
    progress.step("setting the document")
    write_bytes(out, set_page(page))
