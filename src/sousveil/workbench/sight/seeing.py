"""From a case with a map and lists of cameras to what these see: the chain behind `see`, `walk` and the map.

Reads files and keeps the scene for the next run; what anything means is decided in the rooms below.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from sousveil.case.load import load_case
from sousveil.city.placement import Placements, place
from sousveil.city.residents import Residents, lay_grid, share_among_pieces
from sousveil.city.scene import CityScene
from sousveil.city.surveyed import Survey, survey
from sousveil.coverage.ground import MOVABLE, Ground, compute_ground
from sousveil.coverage.levels import SCALES
from sousveil.coverage.optics import Bands
from sousveil.coverage.sights import Sights, Surroundings, build_surroundings, compute_sights
from sousveil.coverage.stations import Stations, build_stations
from sousveil.coverage.tops import suppose_tops
from sousveil.kernels.arrays import Floats
from sousveil.problems import Problem, Severity, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.camera import Observation
from sousveil.records.case import Case
from sousveil.register.merged import merge
from sousveil.register.piles import Register
from sousveil.workbench.cameras.reading import ReadList
from sousveil.workbench.cameras.register import link_on_map
from sousveil.workbench.scene import read_residents
from sousveil.workbench.store import FolderStore

NOT_A_CAMERA = "not_a_camera"
LEVELS = {name: (scale.edition, px) for scale in SCALES.values() for name, px in scale.px_per_m.items()}
"""Every level of every edition: none has a name of another."""
USUAL_LEVELS = ("detect", "observe", "recognise", "identify")


@dataclass(frozen=True, kw_only=True)
class SeenCity:
    """A case on its map, before any level is chosen; `suppose_kind` is what cameras of unknown kind are taken for.

    `flat` : walls hide everything behind them, whatever is known of their heights.
    """

    case: Case
    scene: CityScene
    lists: tuple[ReadList, ...]
    register: Register
    cameras: tuple[Observation, ...]
    placements: Placements
    stations: Stations
    suppose_kind: str
    residents: Residents | None
    survey: Survey
    problems: tuple[Problem, ...]
    flat: bool = False

    @property
    def attribution(self) -> str:
        """What whoever passes its figures on has to say: of the map, the lists and the residents."""
        about = self.case.manifest.city
        said = [self.scene.attribution, *(one.about.attribution for one in self.lists)]
        if self.residents and about:
            said.append(about.residents_attribution)
        return "; ".join(dict.fromkeys(one for one in said if one))

    @cached_property
    def tops(self) -> Bands[Floats] | None:
        """How high buildings are in each band; None where nobody says so of any building, or it does not count."""
        top_m = self.scene.heights.top_m
        if self.flat or np.isnan(top_m).all():
            return None
        return suppose_tops(top_m)

    @cached_property
    def around(self) -> Surroundings:
        """Streets, residents, places and unsurveyed ground, made when first asked for."""
        shared = share_among_pieces(self.residents, self.scene).share if self.residents else None
        return build_surroundings(self.scene, residents=shared, unsurveyed=self.survey.unsurveyed)

    @property
    def turns(self) -> bool:
        """Whether any of its cameras is turned, or may be."""
        return any(one.kind in MOVABLE or one.sweep_deg is not None for one in self.stations.aimed)

    def see(self, level: str, *, reachable: bool = False) -> Sights:
        """What its cameras see at a level, at once or by turning and zooming."""
        px_per_m = LEVELS[level][1]
        return compute_sights(
            self.scene,
            self.stations.aimed,
            self.around,
            px_per_m=px_per_m,
            reachable=reachable,
            tops=self.tops,
        )

    def see_both(self, level: str) -> tuple[Sights, Sights]:
        """What they see at once, and what they can be turned to: the same where none turns."""
        at_once = self.see(level)
        if self.turns:
            return at_once, self.see(level, reachable=True)
        return at_once, replace(at_once, reachable=True)

    def draw(self, level: str, *, reachable: bool = False) -> Bands[Ground]:
        """The ground of each of its cameras at a level, which `see` does not keep."""
        return compute_ground(
            self.scene.buildings,
            self.stations.aimed,
            px_per_m=LEVELS[level][1],
            reachable=reachable,
            tops=self.tops,
        )


def check_levels(levels: Sequence[str]) -> tuple[str, ...]:
    """The levels asked for, the usual ones where none is; UsageError where one is none."""
    for level in levels:
        if level not in LEVELS:
            raise UsageError(f"there is no level {level!r}; the levels are {', '.join(LEVELS)}")
    return tuple(dict.fromkeys(levels)) or USUAL_LEVELS


def read_city(
    folder: Path,
    *,
    suppose_kind: str | None = None,
    flat: bool = False,
    store: FolderStore | None = None,
    progress: Progress = SILENT,
) -> SeenCity:
    """The case in a folder on its map; UsageError where it has no map or no list of cameras.

    `suppose_kind` is what cameras of unknown kind are taken for: as the case says where it is None, nothing for "".
    `flat` : walls hide everything behind them, whatever their heights.
    """
    case, problems = load_case(folder)
    found = link_on_map(folder, case, store=store, progress=progress)
    scene, register = found.scene, found.register
    residents, lost = _read_residents(folder, case, scene)
    progress.step("placing cameras")
    cameras = tuple(merge(one, register.sighted) for one in register.cameras if one.excluded != NOT_A_CAMERA)
    xy = _project(cameras, scene)
    placements = place(scene.buildings, [one.id for one in cameras], xy)
    kind = suppose_kind if suppose_kind is not None else _find_supposed(case)
    problems = [*problems, *found.problems, *lost, *report_off_map(register, scene)]
    return SeenCity(
        case=case,
        scene=scene,
        lists=found.lists,
        register=register,
        cameras=cameras,
        placements=placements,
        stations=build_stations(cameras, placements, suppose_kind=kind, beyond=_find_beyond(cameras, scene)),
        suppose_kind=kind,
        residents=residents,
        survey=survey(scene, [one for each in case.lists.values() for one in each.surveyed]),
        problems=tuple(sort_problems(problems)),
        flat=flat,
    )


def _find_supposed(case: Case) -> str:
    """What the case takes cameras of unknown kind for."""
    return (case.manifest.city.suppose_kind or "") if case.manifest.city else ""


def _read_residents(folder: Path, case: Case, scene: CityScene) -> tuple[Residents | None, list[Problem]]:
    """The population grid of the case on its map, where it names one."""
    city = case.manifest.city
    if city is None or city.residents is None:
        return None, []
    grid, problems = read_residents(folder / city.residents, name=city.residents)
    return (lay_grid(grid, scene) if len(grid.residents) else None), problems


def _project(cameras: Sequence[Observation], scene: CityScene) -> Floats:
    """Places in the scene's metres; NaN for none."""
    xy = np.full((len(cameras), 2), np.nan)
    placed = [row for row, one in enumerate(cameras) if one.lonlat]
    if placed:
        xy[placed] = scene.frame.to_xy([one.lonlat for one in cameras if one.lonlat])
    return xy


def _find_beyond(cameras: Sequence[Observation], scene: CityScene) -> list[bool]:
    """Which cameras lie outside the map, where no wall is known."""
    return [one.lonlat is not None and not scene.holds(*one.lonlat) for one in cameras]


def report_off_map(register: Register, scene: CityScene) -> list[Problem]:
    """A problem for each observation that lies outside the map."""
    names = dict(zip(("west", "south", "east", "north"), (f"{edge:.4f}" for edge in scene.box), strict=True))
    found = []
    for key, sighted in sorted(register.sighted.items()):
        place = sighted.observation.lonlat
        if place is not None and not scene.holds(*place):
            message = "camera-off-map.swapped" if scene.holds(place[1], place[0]) else "camera-off-map"
            args = {"id": key, "lon": f"{place[0]:.4f}", "lat": f"{place[1]:.4f}", **names}
            found.append(Problem(message=message, severity=Severity.WARNING, args=args, record=key))
    return found
