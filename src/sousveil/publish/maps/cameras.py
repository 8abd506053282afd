"""Cameras of a register as the map and its pages show them: what was said, by which list, when, and what followed.

Takes public cameras only; leaves out what nobody said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sousveil.coverage.optics import PLATE_READER
from sousveil.records.base import say
from sousveil.records.camera import Device, Meaning, Observation
from sousveil.records.camera_list import CameraList
from sousveil.records.when import parse_edtf
from sousveil.register.cameras import Camera, CameraState, Sighted
from sousveil.register.piles import Register

from .layers import MapCamera, Sighting

GONE = frozenset({CameraState.REMOVED, CameraState.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of lists: their records, and the page of each source by its id."""

    lists: Mapping[str, CameraList]
    hrefs: Mapping[str, str]
    language: str

    def title(self, id_: str) -> str:
        """A list's title; its id where the case has no such list."""
        return say(self.lists[id_].title, self.language) if id_ in self.lists else id_

    def href(self, id_: str) -> str:
        """The page of a list's source; empty where none is named."""
        return self.hrefs.get(self.lists[id_].source or "", "") if id_ in self.lists else ""


def build_map_cameras(
    register: Register, readings: Sequence[Observation], said: Said
) -> tuple[MapCamera, ...]:
    """Cameras in the register's order, all of which have a place; `readings` by the same rows."""
    return tuple(
        _build(camera, reading, [register.sighted[key] for key in camera.observations], said)
        for camera, reading in zip(register.cameras, readings, strict=True)
    )


def _build(camera: Camera, reading: Observation, seen: Sequence[Sighted], said: Said) -> MapCamera:
    dates = sorted(filter(None, (date_of(one) for one in seen)), key=_first_day)
    gone = [moment.date for moment in camera.history if moment.state in GONE and moment.date]
    views = [view for view in reading.views if view.meaning is not Meaning.ALL_ROUND]
    return MapCamera(
        id=camera.id,
        lonlat=camera.lonlat or (0.0, 0.0),
        name=reading.names.get("name", ""),
        kind=_name_kind(reading),
        state=camera.state.value,
        operator=reading.names.get("operator", ""),
        lists=tuple(dict.fromkeys(said.title(one.listed.id) for one in seen)),
        first_seen=dates[0] if dates else "",
        last_seen=dates[-1] if dates else "",
        first_missing=min(gone, key=_first_day, default=""),
        bearing_deg=views[0].bearing_deg if views else None,
        sightings=tuple(_sight(one, said) for one in seen),
        history=camera.history,
        conflicts=camera.conflicts,
        supersedes=camera.supersedes,
    )


def _name_kind(reading: Observation) -> str:
    """The one kind of a camera, empty where none or several are said; what is no camera is named as what it is."""
    if reading.device is Device.ALPR:
        return PLATE_READER
    if reading.device not in {Device.CAMERA, Device.UNKNOWN}:
        return reading.device.value
    return reading.kinds[0] if len(reading.kinds) == 1 else ""


def date_of(one: Sighted) -> str:
    """When somebody last looked: as the observation says, else the day its list speaks of."""
    return one.observation.checked or one.listed.as_of


def _first_day(edtf: str) -> str:
    try:
        return str(parse_edtf(edtf).earliest or "")
    except ValueError:
        return ""


def _sight(one: Sighted, said: Said) -> Sighting:
    seen = one.observation
    return Sighting(
        id=seen.id,
        kinds=tuple(seen.kinds),
        bearings_deg=tuple(view.bearing_deg for view in seen.views if view.meaning is not Meaning.ALL_ROUND),
        height_m=seen.height_m,
        operator=seen.names.get("operator", ""),
        date=date_of(one),
        source=said.title(one.listed.id),
        href=said.href(one.listed.id),
    )
