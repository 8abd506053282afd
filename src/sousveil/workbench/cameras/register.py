"""From the camera lists of a case to its register, and from two versions of a list to what changed.

Reads files; what follows from them is the register's to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sousveil.adapters.lists.sightings import Sightings
from sousveil.case.load import load_case, without_collector
from sousveil.case.write import write_text
from sousveil.city.near import list_near_names
from sousveil.city.scene import CityScene
from sousveil.city.streets import Streets
from sousveil.messages import Refused, render_problem
from sousveil.problems import Problem, Severity, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.camera import Observation
from sousveil.records.camera_list import ReadAs
from sousveil.records.case import Case, place_problem
from sousveil.register.annex import list_rows, render_markdown, render_sheet
from sousveil.register.estimate import estimate_lists
from sousveil.register.lists import ListedCameras
from sousveil.register.piles import Pile, Register, build_register
from sousveil.register.uncertain import LinkedEstimate, estimate_register
from sousveil.register.versions import Change, compare_versions
from sousveil.workbench.scene import read_case_scene
from sousveil.workbench.store import FolderStore

from .reading import TELL, ReadList, read_cameras, read_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The register of a case, and what was wrong with its lists and decisions."""

    register: Register
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """How many cameras there are by the lists of a case, and what was wrong with these."""

    estimate: LinkedEstimate
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """What changed between two versions of a list, how many stayed as they were, and what was wrong with either."""

    changes: tuple[Change, ...]
    same: int
    problems: tuple[Problem, ...]


def link_case(folder: Path, *, store: FolderStore | None = None, progress: Progress = SILENT) -> Linked:
    """The register of the case in a folder; UsageError where it has no list of cameras.

    Where the case names a map, the names of streets near a place help to bring lists together.
    """
    case, problems = load_case(folder)
    read = _require_lists(folder, case, progress)
    streets = None
    if case.manifest.city and len(read) > 1:
        scene, torn = read_case_scene(folder, case.manifest, store=store, progress=progress)
        streets, problems = scene.streets, [*problems, *torn]
    with without_collector():
        register = link_lists(read, case, streets=streets, progress=progress)
    problems = [*problems, *_list_problems(read, register, case)]
    return Linked(register=register, problems=tuple(sort_problems(problems)))


def link_lists(
    read: Iterable[ReadList], case: Case, *, streets: Streets | None = None, progress: Progress = SILENT
) -> Register:
    """The register of lists that were read, with the decisions of their case; a list that failed says nothing."""
    lists = [
        ListedCameras(
            id=one.about.id,
            kind=one.about.kind,
            observations=one.observations,
            as_of=one.about.as_of or "",
            position_error_m=one.about.position_error_m,
        )
        for one in read
        if not one.failed
    ]
    places = {
        key: one.lonlat
        for each in lists
        for key, one in zip(each.keys, each.observations, strict=True)
        if one.lonlat is not None
    }
    near = list_near_names(streets, places) if streets and len(lists) > 1 else {}
    return build_register(lists, near=near, decisions=case.camera_decisions.values(), progress=progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnMap:
    """The lists of a case brought together on its map, and what was wrong with any of these."""

    scene: CityScene
    lists: tuple[ReadList, ...]
    register: Register
    problems: tuple[Problem, ...]


def link_on_map(
    folder: Path, case: Case, *, store: FolderStore | None = None, progress: Progress = SILENT
) -> OnMap:
    """The register of a case with the map it stands on; UsageError where it has no map or no list of cameras."""
    scene, torn = read_case_scene(folder, case.manifest, store=store, progress=progress)
    lists = tuple(_require_lists(folder, case, progress))
    progress.step("bringing lists together")
    register = link_lists(lists, case, streets=scene.streets, progress=progress)
    problems = [*torn, *_list_problems(lists, register, case)]
    return OnMap(scene=scene, lists=lists, register=register, problems=tuple(problems))


def _list_problems(lists: Iterable[ReadList], register: Register, case: Case) -> list[Problem]:
    """What was wrong with lists, and with the decisions about them where these stand."""
    placed = [place_problem(one, case.origins) for one in register.problems]
    return [*(one for each in lists for one in each.problems), *placed]


def _require_lists(folder: Path, case: Case, progress: Progress) -> list[ReadList]:
    """The lists of a case; UsageError where it has none."""
    read = read_lists(folder, case, progress=progress)
    if not read:
        raise Refused("walk-refused.no-list", folder=str(folder))
    return read


def write_annex(file: Path, register: Register, pile: Pile = Pile.CITIZEN) -> int:
    """Write a pile as an annex to a request, as CSV or Markdown by the file's name; how many cameras it holds."""
    forms = {".csv": render_sheet, ".md": render_markdown}
    if file.suffix not in forms:
        raise UsageError(f"{file}: name a file that ends in .csv or .md")
    rows = list(list_rows(register, pile))
    write_text(file, forms[file.suffix](rows))
    return len(rows)


def diff_files(old: Path, new: Path, how: ReadAs = TELL, *, progress: Progress = SILENT) -> Differing:
    """What changed from one file to the next, both read as is said; UsageError where one is no list."""
    read = []
    for file in (old, new):
        progress.step(f"reading {file.name}")
        read.append(sightings := read_cameras(file, how))
        _require_whole(str(file), sightings)
    problems = [problem for one in read for problem in one.problems]
    return _compare((read[0].observations, read[1].observations), problems)


def diff_lists(folder: Path, old: str, new: str, *, progress: Progress = SILENT) -> Differing:
    """What changed from one list of a case to another, each read as the case says; UsageError where there is none."""
    case, problems = load_case(folder)
    read = {one.about.id: one for one in read_lists(folder, case, progress=progress)}
    for name in (old, new):
        if name not in read:
            raise UsageError(
                f"{folder}: there is no list {name!r}; found {', '.join(sorted(read)) or 'none'}"
            )
        _require_whole(name, read[name])
    problems += [problem for name in (old, new) for problem in read[name].problems]
    return _compare((read[old].observations, read[new].observations), problems)


def _require_whole(name: str, read: Sightings | ReadList) -> None:
    """UsageError where a list could not be read: nothing would follow from what is missing in it."""
    if read.failed:
        why = next((render_problem(one) for one in read.problems if one.severity is Severity.ERROR), "")
        raise UsageError(f"{name}: cannot be read as a list, so that nothing follows from it. {why}".rstrip())


def _compare(
    versions: tuple[Sequence[Observation], Sequence[Observation]], problems: Iterable[Problem]
) -> Differing:
    changes, same = compare_versions(*versions)
    return Differing(changes=changes, same=same, problems=tuple(sort_problems(list(problems))))


def estimate_case(folder: Path, *, progress: Progress = SILENT) -> Estimated:
    """How many cameras there are by the lists of a case; UsageError where it has fewer than two."""
    linked = link_case(folder, progress=progress)
    if len(linked.register.lists) < 2:
        raise UsageError(f"{folder}: the case has one list of cameras; an estimate needs two or more")
    estimate = estimate_register(linked.register, estimate_lists, progress=progress)
    return Estimated(estimate=estimate, problems=linked.problems)
