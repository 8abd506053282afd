"""From a case with a map and cameras to what an assessment says of trips there, or what it carries over to them.

Reads files and keeps the scene for the next run; what is simulated is the impact room's.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sousveil.case.load import load_case
from sousveil.city.network import UnreachableError
from sousveil.city.residents import Residents
from sousveil.coverage.ground import compute_ground
from sousveil.coverage.stations import Apart
from sousveil.impact.assess import Given
from sousveil.impact.placements import NoSiteError
from sousveil.impact.response import Response
from sousveil.impact.simulate import SEEN_PX_PER_M, There, answer_scene, prepare_walks, watch_city
from sousveil.impact.watched import WatchedCity
from sousveil.kernels.arrays import Views
from sousveil.problems import Origin, Problem, Severity, UsageError
from sousveil.progress import SILENT, Progress
from sousveil.publish.gate.select import select_public
from sousveil.records.parameter import Parameter
from sousveil.workbench.sight.seeing import SeenCity, read_city
from sousveil.workbench.store import FolderStore


@dataclass(frozen=True, slots=True)
class Trips:
    """What trips undergo in a city, None where nothing can be said, and what is wrong with its files."""

    watched: WatchedCity | None = None
    problems: tuple[Problem, ...] = ()


def watch_case(
    folder: Path, *, seed: int, store: FolderStore | None = None, progress: Progress = SILENT
) -> Trips:
    """What trips undergo in the city of the case in a folder, from all cameras on its lists.

    Nothing where it has no city or no list, where of no camera anything can be said, or no street leads anywhere.
    """
    case, _ = load_case(folder, store=store)
    if case.manifest.city is None or not case.lists:
        return Trips()
    city = read_city(folder, store=store, progress=progress)
    problems = _list_faults(city)
    try:
        watched = _watch(city, seed, progress)
    except UnreachableError as error:
        problems += [_problem("impact-city-unreachable", case.manifest.city.extract, reason=str(error))]
        watched = None
    return Trips(watched, tuple(problems))


def _watch(city: SeenCity, seed: int, progress: Progress) -> WatchedCity | None:
    """What trips undergo; UnreachableError where there are none."""
    progress.step("building the walking network")
    walks = prepare_walks(city.scene, _find_residents(city))
    progress.step("simulating trips under the cameras on the map")
    stations = city.stations
    ground = compute_ground(city.scene.buildings, stations.aimed, px_per_m=SEEN_PX_PER_M, tops=city.tops)
    apart = sum(count for reason, count in stations.count_apart().items() if reason is not Apart.DEVICE)
    watched = watch_city(walks, ground, stations.camera, place=_name(city), apart=apart, seed=seed)
    return watched and replace(watched, supposed=len(stations.supposed), kind=city.suppose_kind)


def _list_faults(city: SeenCity) -> list[Problem]:
    """What is wrong with the population grid, and errors in the map and the lists that trips are simulated with."""
    manifest = city.case.manifest.city
    if manifest is None:
        return []
    files = {manifest.extract, *(one.file for one in city.case.lists.values())}
    placed = [(one, one.origin.path) for one in city.problems if one.origin]
    faults = [
        one
        for one, path in placed
        if path == manifest.residents or (path in files and one.severity is Severity.ERROR)
    ]
    if manifest.residents and _find_residents(city) is None:
        faults.append(_problem("impact-city-empty", manifest.residents))
    return faults


def _problem(message: str, path: str, **args: str) -> Problem:
    return Problem(message=message, severity=Severity.ERROR, origin=Origin(path), args=dict(args))


def _find_residents(city: SeenCity) -> Residents | None:
    """Who lives in a city; None where nobody says, and where the grid has nobody on the map."""
    return city.residents if city.residents is not None and city.residents.total > 0 else None


def transfer_case(
    folder: Path,
    given: Given,
    *,
    seed: int,
    public: bool = False,
    store: FolderStore | None = None,
    progress: Progress = SILENT,
) -> Response:
    """What the city of the case in a folder answers to as many cameras as the scenarios would bring there.

    UsageError where it cannot be asked, and, for what is to be `public`, where it has lists that must not be.
    """
    case, _ = load_case(folder, store=store)
    if public and len(select_public(case, as_of=case.manifest.as_of or "")[0].lists) < len(case.lists):
        raise UsageError(f"{folder}: the case has lists of cameras that must not be published")
    city = read_city(folder, store=store, progress=progress)
    residents = _find_residents(city)
    if residents is None:
        raise UsageError(
            f"{folder}: there are no residents by which cameras could be scaled: [city] in case.toml names no "
            "`residents`, or its grid has nobody on the map"
        )
    progress.step("drawing placements and simulating trips")
    try:
        walks = prepare_walks(city.scene, residents)
        return answer_scene(
            walks, place=_name(city), there=_find_there(city), most=find_most(given, residents), seed=seed
        )
    except (UnreachableError, NoSiteError) as error:
        raise UsageError(f"{folder}: {error}") from error


def _find_there(city: SeenCity) -> There:
    """The cameras on the map of a city, and those of which something can be said as they usually see."""
    stations = city.stations
    usual = compute_ground(city.scene.buildings, stations.aimed, px_per_m=SEEN_PX_PER_M).typical
    return There(
        cameras=len(city.cameras) - stations.count_apart().get(Apart.DEVICE, 0),
        drawn=len(np.unique(np.asarray(stations.camera)[usual.known])),
        views=Views._make(column[usual.known] for column in usual.views),
    )


def find_most(given: Given, residents: Residents) -> int:
    """The most cameras that any scenario brings to a scene, by its residents or by its area."""
    most = 1.0
    area_km2, people = residents.area_m2 / 1e6, residents.estimate
    for scenario in given.scenarios:
        devices = sum(_find_high(given.claims[claim]) for claim in scenario.devices)
        for base in scenario.bases:
            most = max(most, devices / _find_low(given.claims[base.residents]) * people)
            if base.area is not None:
                most = max(most, devices / _find_low(given.parameters[base.area]) * area_km2)
    return math.ceil(most)


def _find_low(one: Parameter) -> float:
    return one.central if one.low is None else one.low


def _find_high(one: Parameter) -> float:
    return one.central if one.high is None else one.high


def _name(city: SeenCity) -> str:
    """What the city is called: by the id of its case, with a capital."""
    return city.case.manifest.id.replace("-", " ").capitalize()
