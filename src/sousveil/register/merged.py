"""One reading of each camera from all that its observations say, for what has to reckon with a camera as a whole.

Where two differ the founder's counts, whose place in the register is oldest; that they differ stays with the camera.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sousveil.records.camera import Observation, State

from .cameras import Camera, CameraState, Sighted

Said = TypeVar("Said")

STANDS = {
    CameraState.PLANNED: State.PLANNED,
    CameraState.CONTRACTED: State.PLANNED,
    CameraState.INSTALLED: State.INSTALLED,
    CameraState.OPERATING: State.OPERATING,
    CameraState.UNVERIFIED: State.INSTALLED,
    CameraState.DISUSED: State.DISUSED,
    CameraState.MOVED: State.REMOVED,
    CameraState.REMOVED: State.REMOVED,
    CameraState.DUMMY: State.DUMMY,
    CameraState.WITHHELD: State.PLANNED,
}
"""Whether it can be supposed to stand where it is said to: one that only its operator lists can, one that moved or is
withheld cannot."""
INDOOR = "indoor"


def merge(camera: Camera, sighted: Mapping[str, Sighted]) -> Observation:
    """A camera as one observation, under the camera's id."""
    said = [sighted[key].observation for key in camera.observations]
    settings = {setting for one in said for setting in one.settings}
    if camera.excluded == INDOOR:
        settings.add(INDOOR)
    tall = next((one for one in said if one.height_m is not None), None)
    return Observation(
        id=camera.id,
        lonlat=camera.lonlat,
        device=camera.device,
        state=STANDS[camera.state],
        kinds=_first((one.kinds for one in said), ()),
        views=_first((one.views for one in said), ()),
        tilt_deg=_first((one.tilt_deg for one in said), None),
        height_m=tall.height_m if tall else None,
        height_reading=tall.height_reading if tall else None,
        mounts=_first((one.mounts for one in said), ()),
        zones=_first((one.zones for one in said), ()),
        settings=tuple(sorted(settings)),
        count=camera.count if camera.count > 1 else None,
        names={key: name for one in reversed(said) for key, name in one.names.items()},
    )


def _first(values: Iterable[Said], default: Said) -> Said:
    """The first that says something."""
    return next((value for value in values if value), default)
