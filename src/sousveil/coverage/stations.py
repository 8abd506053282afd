"""From what is said of cameras, and where they were put, to the stations whose ground is computed; the rest is counted.

Guesses no kind: of a camera whose kind nobody names nothing is drawn, unless a supposition is asked for, and then it is
named. A camera with several views is several stations.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sousveil.city.placement import Placement, Placements, Rule
from sousveil.coverage.ground import Station
from sousveil.coverage.optics import ALL_ROUND_DEG, PLATE_READER
from sousveil.records.camera import Device, Meaning, Observation, State, View

DRAWN = frozenset({"fixed", "dome", "panning"})
STANDING = frozenset({State.INSTALLED, State.OPERATING})
ABOVE_GROUND_M = 30.0
"""A height of more than this is rather the ground's or a mast's, and is not believed (camera-map practice: `ele` up to
30 m; the highest camera tagged so in Switzerland hangs at 16 m)."""


class Apart(StrEnum):
    """Why nothing is drawn for a camera: another device, not there now, in no place, indoors, or of unknown kind."""

    DEVICE = "device"
    STATE = "state"
    NOWHERE = "nowhere"
    BEYOND = "beyond"
    INDOOR = "indoor"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Stations:
    """Aimed stations, the row of the camera each belongs to, and for every camera why it has none (None if it has).

    `supposed` are the rows whose kind is the supposition's, `guessed` those whose direction is a wall's.
    """

    aimed: tuple[Station, ...]
    camera: tuple[int, ...]
    apart: tuple[Apart | None, ...]
    supposed: frozenset[int]
    guessed: frozenset[int]

    def count_apart(self) -> dict[Apart, int]:
        """How many cameras are set apart, by reason."""
        found = Counter(self.apart)
        return {reason: found[reason] for reason in Apart if found[reason]}


def build_stations(
    cameras: Sequence[Observation],
    placements: Placements,
    *,
    suppose_kind: str = "",
    beyond: Sequence[bool] = (),
) -> Stations:
    """The stations of cameras in their order; `beyond` says which lie outside the map.

    Raises:
        ValueError: a supposed kind that has no lens.
    """
    if suppose_kind and suppose_kind not in DRAWN:
        raise ValueError(
            f"a camera is supposed to be one of {', '.join(sorted(DRAWN))}, not {suppose_kind!r}"
        )
    stations: list[Station] = []
    rows: list[int] = []
    apart: list[Apart | None] = []
    supposed: set[int] = set()
    guessed: set[int] = set()
    for row, camera in enumerate(cameras):
        placed = placements[row]
        kind = find_kind(camera)
        reason = find_reason(camera, placed, is_beyond=bool(beyond) and beyond[row])
        if reason is None and not kind:
            reason = None if suppose_kind else Apart.KIND
            supposed.update({row} if suppose_kind else ())
        apart.append(reason)
        if reason is None:
            own = aim_stations(camera, placed, kind or suppose_kind)
            stations += own
            rows += [row] * len(own)
            guessed.update({row} if own[0].bearing_deg is None and placed.facade_deg is not None else ())
    return Stations(tuple(stations), tuple(rows), tuple(apart), frozenset(supposed), frozenset(guessed))


def find_reason(camera: Observation, placed: Placement, *, is_beyond: bool) -> Apart | None:
    """Why nothing is drawn for a camera, its kind aside."""
    if camera.device not in {Device.CAMERA, Device.ALPR, Device.UNKNOWN}:
        return Apart.DEVICE
    if camera.state not in STANDING:
        return Apart.STATE
    if placed.rule is Rule.NOWHERE:
        return Apart.NOWHERE
    if is_beyond:
        return Apart.BEYOND
    return Apart.INDOOR if placed.rule is Rule.INDOOR or "indoor" in camera.settings else None


def find_kind(camera: Observation) -> str:
    """The one kind that has a lens; empty where none is said, several are, or it is one nobody measured."""
    if camera.device is Device.ALPR:
        return PLATE_READER
    return camera.kinds[0] if len(camera.kinds) == 1 and camera.kinds[0] in DRAWN else ""


def aim_stations(camera: Observation, placed: Placement, kind: str) -> list[Station]:
    """One station for each view, one without a direction where there is none."""
    height = (
        camera.height_m if camera.height_m is not None and 0 < camera.height_m <= ABOVE_GROUND_M else None
    )
    views: Sequence[View | None] = [
        view for view in camera.views if view.meaning is not Meaning.ALL_ROUND
    ] or [None]
    return [
        Station(
            id=camera.id,
            x_m=placed.placed[0],
            y_m=placed.placed[1],
            kind=kind,
            bearing_deg=view.bearing_deg if view else None,
            width_deg=_find_width(view, Meaning.FIELD_OF_VIEW),
            sweep_deg=_find_width(view, Meaning.SWEEP, Meaning.UNKNOWN),
            height_m=height,
            facade_deg=placed.facade_deg,
        )
        for view in views
    ]


def _find_width(view: View | None, *meanings: Meaning) -> float | None:
    """The width of a view that means one of these; all round is no width."""
    if view is None or view.width_deg is None or view.meaning not in meanings:
        return None
    return view.width_deg if 0 < view.width_deg < ALL_ROUND_DEG else None
