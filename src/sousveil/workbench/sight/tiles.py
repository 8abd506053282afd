"""A city seen square by square, from file to file: what was finished stays, and a run goes on from there."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sousveil.coverage.ground import HIGH, Aimed, Look, aim_band
from sousveil.coverage.multiplicity import Cover
from sousveil.coverage.optics import Bands
from sousveil.coverage.sights import Sights
from sousveil.coverage.streets import Totals
from sousveil.coverage.tiles import FLAT, SIDE_M, cut_tiles, join_totals
from sousveil.engines.cluster import run_on_cluster
from sousveil.engines.files import run_files
from sousveil.kernels.ground import sum_lines
from sousveil.progress import SILENT, Progress

from .files import describe, look_through
from .seeing import LEVELS, SeenCity
from .tile_files import TASKS, Ask, Found, read_seen, see_file, write_task

TOLD_EACH = 500
"""Squares that are cut out without a word: some seconds."""

Run = Callable[[Callable[[Path], Path], Sequence[Path]], list[Path]]
"""How tasks are run: `engines.files.run_files`, or on a cluster."""


def find_run(progress: Progress) -> Run:
    """On the cluster that RAY_ADDRESS names, as for every program of Ray; in processes of this machine if unset."""
    if address := os.environ.get("RAY_ADDRESS"):
        return partial(run_on_cluster, address=address, progress=progress)
    return partial(run_files, progress=progress)


def see_by_tiles(
    city: SeenCity,
    levels: Sequence[str],
    folder: Path,
    run: Run,
    *,
    side_m: float = SIDE_M,
    progress: Progress = SILENT,
) -> dict[str, tuple[Sights, Sights]]:
    """What `SeenCity.see_both` says of each level, square by square; what is finished stands in the folder.

    Areas are those between lines, however few cameras there are (`kernels.ground`).

    Raises:
        PublishRefused: what would stand in the files holds an identifier of a person.
    """
    look_through(city, describe(city), ())
    asks = list_asks(city, levels)
    aims = [_aim(city, ask) for ask in asks]
    tasks: list[Path] = []
    for tile in cut_tiles(
        city.scene.buildings,
        city.tops,
        city.around,
        [(aimed, ask.band) for aimed, ask in zip(aims, asks, strict=True)],
        side_m=side_m,
    ):
        if len(tasks) % TOLD_EACH == 0:
            progress.step(f"cutting out squares from {len(tasks) + 1:,} on")
        tasks.append(write_task(folder, city, tile, asks))
    found = [read_seen(path) for path in run(see_file, tasks)]
    with suppress(OSError):  # somebody else's are still there
        (folder / TASKS).rmdir()
    return _join(city, asks, aims, list(zip(*found, strict=True)))


def list_asks(city: SeenCity, levels: Sequence[str]) -> list[Ask]:
    """Everything that is asked: each level, at once and by turning where anything turns, in each band."""
    bands = (*range(3), FLAT) if city.tops else tuple(range(3))
    return [
        Ask(level, reachable, band)
        for level in levels
        for reachable in ((False, True) if city.turns else (False,))
        for band in bands
    ]


def _aim(city: SeenCity, ask: Ask) -> Aimed:
    look = Look(LEVELS[ask.level][1], ask.reachable)
    flat = ask.band == FLAT
    return aim_band(
        city.stations.aimed, look, HIGH if flat else ask.band, over=city.tops is not None and not flat
    )


def _join(
    city: SeenCity, asks: Sequence[Ask], aims: Sequence[Aimed], found: Sequence[Sequence[Found]]
) -> dict[str, tuple[Sights, Sights]]:
    """What all squares come to, level by level; `found` : of each ask what it found in every square."""
    answers: dict[Ask, tuple[int, Cover, Totals, npt.NDArray[np.bool_]]] = {}
    for ask, aimed, parts in zip(asks, aims, found, strict=True):
        cover = Cover(sum_lines(np.sum([part.lengths for part in parts], axis=0)), aimed.silent)
        streets = join_totals([part.streets for part in parts], city.scene.streets.length_m, aimed.silent)
        places = np.zeros(len(city.around.places), np.bool_)
        places[[row for part in parts for row in part.places]] = True
        answers[ask] = int(np.count_nonzero(aimed.known)), cover, streets, places
    seen: dict[tuple[str, bool], Sights] = {}
    for level, reachable in dict.fromkeys(ask[:2] for ask in asks):
        bands = (answers[Ask(level, reachable, band)] for band in range(3))
        known, covers, ways, in_view = (Bands(*each) for each in zip(*bands, strict=True))
        flat = answers.get(Ask(level, reachable, FLAT))
        px_per_m = LEVELS[level][1]
        seen[level, reachable] = Sights(
            px_per_m, reachable, known, covers, flat[1] if flat else None, ways, in_view
        )
    return {
        level: (once, seen.get((level, True)) or replace(once, reachable=True))
        for (level, reachable), once in seen.items()
        if not reachable
    }
