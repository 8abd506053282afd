"""From an extract on disk, or the one a case names, to a scene; what was read is kept for the next run.

Kept are plain arrays and texts, named by the digest of the extract and of the code that reads it: nothing that could
run.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, get_type_hints
from zipfile import BadZipFile

import numpy as np

from sousveil.adapters.geo import gpkg
from sousveil.adapters.geo.grid_csv import parse_grid
from sousveil.adapters.osm.pbf import read_extract
from sousveil.case.load import without_collector
from sousveil.city.scene import CityScene, build_city_scene
from sousveil.messages import Refused
from sousveil.problems import Origin, Problem, Severity
from sousveil.progress import SILENT, Progress
from sousveil.records.case import Manifest
from sousveil.records.extract import Extract
from sousveil.records.population import PopulationGrid

from .store import FolderStore

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

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
    key = f"extract:{digest}:{name}:{digest_readers()}"
    kept = store.open(key) if store and digest else None
    found = None
    if kept:
        with kept:
            found = unpack(kept)
    if found is None:
        with without_collector():
            found = read_extract(path, name)
        if store and digest:
            store.write(key, pack(*found))
    extract, problems = found
    return build_city_scene(extract), problems


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


def pack(extract: Extract, problems: Sequence[Problem]) -> memoryview:
    """An extract and its problems as one file of arrays; texts stand in it as JSON."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    texts: dict[str, object] = {"problems": [asdict(problem) for problem in problems]}
    _flatten(extract, "", arrays, texts)
    arrays["texts"] = np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getbuffer()


def unpack(file: BinaryIO) -> tuple[Extract, list[Problem]] | None:
    """What `pack` made, array by array from a file; None where that is not what it is."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            texts = json.loads(arrays["texts"].tobytes())
            extract = _build(Extract, "", dict(arrays), texts)
        problems = [_build_problem(one) for one in texts["problems"]]
    except (ValueError, KeyError, TypeError, OSError, EOFError, BadZipFile):
        return None
    return extract, problems


def _flatten(
    record: "DataclassInstance",
    prefix: str,
    arrays: dict[str, np.ndarray[Any, Any]],
    texts: dict[str, object],
) -> None:
    for field in fields(record):
        value, name = getattr(record, field.name), prefix + field.name
        if isinstance(value, np.ndarray):
            arrays[name] = value
        elif is_dataclass(value) and not isinstance(value, type):
            _flatten(value, f"{name}.", arrays, texts)
        else:
            texts[name] = value


def _build(kind: type, prefix: str, arrays: Mapping[str, object], texts: Mapping[str, object]) -> Any:  # noqa: ANN401 - of that kind
    """A record of a kind out of its arrays and texts."""
    hints = get_type_hints(kind)
    values: dict[str, object] = {}
    for field in fields(kind):
        name = prefix + field.name
        if is_dataclass(hints[field.name]):
            values[field.name] = _build(hints[field.name], f"{name}.", arrays, texts)
        else:
            values[field.name] = arrays[name] if name in arrays else _freeze(texts[name])
    return kind(**values)


def _freeze(value: object) -> object:
    """Lists, which JSON makes of tuples, as tuples again."""
    return tuple(_freeze(one) for one in value) if isinstance(value, list) else value


def _build_problem(said: Mapping[str, Any]) -> Problem:
    return Problem(
        message=said["message"],
        severity=Severity(said["severity"]),
        origin=Origin(*said["origin"]),
        args=said["args"],
        record=said["record"],
    )
