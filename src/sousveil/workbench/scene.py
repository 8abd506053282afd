"""From an extract on disk, or the one a case names, to a scene; what was read is kept for the next run.

It is kept under the digest of the extract and of the code that reads it.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from sousveil.adapters.geo import gpkg
from sousveil.adapters.geo.grid_csv import parse_grid
from sousveil.adapters.osm.pbf import read_extract
from sousveil.case.load import without_collector
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.memory import give_back
from sousveil.messages import Refused
from sousveil.problems import Origin, Problem, Severity
from sousveil.progress import SILENT, Progress
from sousveil.records.case import Manifest
from sousveil.records.population import PopulationGrid

from .kept import FORM, Kept, pack, unpack
from .store import FolderStore

READERS = ("sousveil.adapters", "sousveil.records", "sousveil.kernels")
"""Rooms whose code decides what is read out of an extract."""


def read_scene(
    path: Path, *, name: str = "", store: FolderStore | None = None, progress: Progress = SILENT
) -> tuple[CityScene, list[Problem]]:
    """The scene of an extract and what is wrong with it; `name` is the extract's place in problems."""
    name = name or path.name
    progress.step(f"reading {name}")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""
    key = f"extract:{FORM}:{digest}:{name}:{digest_readers()}"
    kept = _open_kept(store, key) if digest else None
    if kept is None:
        with without_collector():
            extract, problems = read_extract(path, name)
        if store is None or not digest:
            return build_city_scene(extract), problems
        store.write(key, pack(extract, problems))
        # From here on it lies in the file: of a large city, memory for the walls.
        kept = _open_kept(store, key)
        if kept is None:
            return build_city_scene(extract), problems
        corners = len(extract.outlines.lonlat)
        del extract
        give_back(corners)
    scene = build_city_scene(kept.extract)
    kept.let_go()
    give_back(len(scene.outlines.lonlat))
    return scene, kept.problems


def _open_kept(store: FolderStore | None, key: str) -> Kept | None:
    """What the store keeps of an extract, if it does."""
    file = store.open(key) if store else None
    if file is None:
        return None
    with file:
        return unpack(file)


def read_case_scene(
    folder: Path, manifest: Manifest, *, store: FolderStore | None = None, progress: Progress = SILENT
) -> tuple[CityScene, list[Problem]]:
    """The scene of a case that names its extract; UsageError where it names none."""
    if manifest.city is None:
        raise Refused("walk-refused.no-map", folder=str(folder))
    extract = manifest.city.extract
    return read_scene(folder / extract, name=extract, store=store, progress=progress)


def read_residents(path: Path, *, name: str = "") -> tuple[PopulationGrid, list[Problem]]:
    """The population grid of a GeoPackage (`.gpkg`) or a CSV table and what is wrong with it."""
    name = name or path.name
    if path.suffix.lower() != ".csv":
        return gpkg.read_grid(path, name)
    try:
        return parse_grid(path.read_text(encoding="utf-8-sig"), name)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(
            message="residents-file",
            severity=Severity.ERROR,
            origin=Origin(name),
            args={"reason": str(error)},
        )
        return gpkg.build_grid([]), [problem]


@cache
def digest_readers() -> str:
    """A digest of the code that reads extracts."""
    sources = [
        (room, one.relative_to(top).as_posix(), one.read_bytes())
        for room in READERS
        for top in [Path(str(files(room)))]
        for one in sorted(top.rglob("*.py"))
    ]
    return hashlib.sha256(repr(sources).encode()).hexdigest()
