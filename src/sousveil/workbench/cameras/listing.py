"""Brings lists of cameras into a case: the file of observations, and the record that says whose they are.

What was damaged, failed or shrank by half is not written; what is written is whole and the same for the same input.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sousveil.adapters.foreign import build_item
from sousveil.adapters.lists.observations import count_features, render_observations
from sousveil.adapters.lists.sightings import Sightings, check_axes
from sousveil.adapters.osm.words import OSM
from sousveil.case.complaints import build_model
from sousveil.case.load import load_case, without_collector
from sousveil.case.write import add_record, rewrite_record, write_text, write_value
from sousveil.messages import Refused, render_message
from sousveil.problems import Origin, Problem, Severity, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.base import say
from sousveil.records.camera import Observation
from sousveil.records.camera_list import CameraList, ReadAs, Surveyed
from sousveil.records.case import Case
from sousveil.records.when import parse_edtf
from sousveil.workbench.whereabouts import find_boxes

from .reading import read_cameras
from .sightings import build_caller, strip_photos

Built = TypeVar("Built", CameraList, ReadAs)
FOLDER = "cameras"
ODBL = "ODbL-1.0"
DAMAGE = frozenset({"camera-file", "camera-fetch"})
COLLAPSE = 0.5
"""A list with less than this share of its former observations is taken for damaged, not for shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """The list as it stands in the case now, its observations, the files that changed, and what was wrong."""

    about: CameraList | None
    observations: tuple[Observation, ...]
    others: int
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


@without_collector()
def read_files(folder: Path, files: Sequence[Path], how: ReadAs, *, progress: Progress = SILENT) -> Sightings:
    """What several files say to the case in a folder, as if it stood in one; contributors get other names."""
    call = build_caller(folder)
    read = []
    for file in files:
        progress.step(f"reading {file.name}")
        read.append(read_cameras(file, how, call=call))
    return join_sightings(read)


def join_sightings(read: Sequence[Sightings]) -> Sightings:
    """The same of what was read already."""
    if len(read) == 1:
        return read[0]
    joined = Sightings()
    for one in read:
        joined.observations += one.observations
        joined.stands += one.stands
        joined.problems += one.problems
        joined.surveyed += one.surveyed
        joined.others += one.others
        joined.as_of = max(joined.as_of, one.as_of)
        joined.failed |= one.failed
    joined.attribution = "; ".join(dict.fromkeys(one.attribution for one in read if one.attribution))
    return joined


@without_collector()
def write_list(
    folder: Path, found: Sightings, said: Mapping[str, object], *, accept_fewer: bool = False
) -> ImportedList:
    """Write what was found as a list of the case in a folder, unless something speaks against it.

    `said` are fields of its record; what is not said stays as it is in the case, or is taken from what was read.
    """
    case, _ = load_case(folder)
    about = build_about(case, found, said)
    check_axes(found, find_boxes(folder, case), about.file)
    found.observations = number_twice(found)
    refusal = _refuse(folder, about, found, accept_fewer=accept_fewer)
    files = [] if refusal else strip_photos(folder, found) + _write(folder, case, about, found)
    return ImportedList(
        about=None if refusal else about,
        observations=tuple(found.observations),
        others=found.others,
        files=tuple(files),
        problems=tuple(sort_problems([*found.problems, *([refusal] if refusal else [])])),
    )


def build_about(case: Case, found: Sightings, said: Mapping[str, object]) -> CameraList:
    """The record of a list; UsageError where what was said does not make one."""
    id_ = str(said["id"])
    former = case.lists.get(id_)
    if former is None and case.get(id_) is not None:
        raise Refused("desk-taken", id=id_, first=str(case.origins.of(id_)))
    source = said.get("source")
    if source and source not in case.sources:
        raise Refused("desk-refused.no-source", id=str(source))
    value: dict[str, object] = {
        "title": id_,
        **({"attribution": found.attribution} if found.attribution else {}),
        **({"licence": ODBL} if found.attribution == OSM else {}),
        **({"as_of": found.as_of[:10]} if found.as_of else {}),
        **(write_value(former) if former else {}),
        **({"surveyed": [write_part(one) for one in found.surveyed]} if found.surveyed else {}),
        **{name: one for name, one in said.items() if one},
        "file": f"{FOLDER}/{id_}.geojson",
    }
    value.pop("read_as", None)  # the file is in our own form now
    try:
        parse_edtf(str(value.get("as_of", "2000")))
    except ValueError as error:
        raise UsageError(f"as_of: {error}") from error
    return _build(CameraList, value)


def build_how(said: Mapping[str, object]) -> ReadAs:
    """How files are read; UsageError where what was said makes no sense."""
    return _build(ReadAs, said)


def _build(model: type[Built], value: Mapping[str, object]) -> Built:
    """A model of what was said; UsageError, in our words, where it does not fit."""
    made, complaints = build_model(build_item(dict(value), {"": (1, 1)}), model)
    if made is None:
        raise UsageError("; ".join(render_message(one.message, one.args) for one in complaints))
    return made


def write_part(part: Surveyed) -> dict[str, object]:
    """The fields of a part that were given."""
    return part.model_dump(mode="json", exclude_unset=True)


def number_twice(found: Sightings) -> list[Observation]:
    """The observations with ids of their own; one whose id is taken gets a number behind it, and is named."""
    seen = set[str]()
    numbers = dict[str, int]()  # so that a hundred thousand of one id are counted once, not each from 2 on
    kept = []
    for row, one in enumerate(found.observations):
        id_, number = one.id, numbers.get(one.id, 2)
        while id_ in seen:
            id_, number = f"{one.id}~{number}", number + 1
        numbers[one.id] = number
        seen.add(id_)
        if id_ != one.id:
            origin, _ = found.find_stand(row, "")
            found.report("camera-twice", origin, Severity.WARNING, id=one.id, new=id_)
        kept.append(one if id_ == one.id else replace(one, id=id_))
    return kept


def _refuse(folder: Path, about: CameraList, found: Sightings, *, accept_fewer: bool) -> Problem | None:
    """Why a list is not written."""
    path = about.file
    errors = [one for one in found.problems if one.severity is Severity.ERROR]
    damaged = next((one for one in errors if is_damage(one)), errors[0] if found.failed and errors else None)
    if damaged or found.failed:
        file = damaged.origin.path if damaged and damaged.origin else path
        return _problem("camera-damaged", path, file=file)
    if not found.observations and not found.surveyed:
        return _problem("camera-none", path)
    stored = folder / path
    if accept_fewer or not stored.is_file():
        return None
    old = count_features(stored.read_bytes())
    new = len(found.observations)
    return _problem("camera-fewer", path, old=old, new=new) if new < COLLAPSE * old else None


def is_damage(problem: Problem) -> bool:
    """Whether a problem says that a file was not read whole."""
    return problem.severity is Severity.ERROR and problem.code in DAMAGE


def _write(folder: Path, case: Case, about: CameraList, found: Sightings) -> list[Path]:
    """Write the observations, then the record; the files that changed."""
    told = about.model_dump(mode="json", include={"id", "kind", "as_of", "licence", "attribution"})
    head = {"title": say(about.title, case.manifest.language), **told}
    changed = []
    stored = folder / about.file
    text = render_observations(found.observations, head)
    if write_changed(stored, text):
        changed.append(stored)
    if about != case.lists.get(about.id):
        if about.id in case.lists:
            record = folder / case.origins.path(about.id)
            rewrite_record(record, about)
        else:
            record = add_record(folder, "lists", about, file=about.id)
        changed.append(record)
    return changed


def write_changed(path: Path, text: str) -> bool:
    """Write a file unless it says that already."""
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    write_text(path, text)
    return True


def _problem(message: str, path: str, **args: str | int) -> Problem:
    return Problem(message=message, severity=Severity.ERROR, origin=Origin(path), args=args)
