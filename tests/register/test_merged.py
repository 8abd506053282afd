"""One reading of a camera from several observations."""

from dataclasses import replace

from sousveil.records.camera import Device, HeightReading, Meaning, Observation, State, View
from sousveil.register.cameras import Camera, CameraState, Sighted
from sousveil.register.lists import ListedCameras
from sousveil.register.merged import merge

CAMERA = Camera(
    id="cam-a",
    supersedes=(),
    observations=("map:1", "citizens:2"),
    device=Device.CAMERA,
    count=1,
    lonlat=(20.4, 44.8),
    state=CameraState.OPERATING,
    history=(),
)
HEARD = Observation(id="1", lonlat=(20.4, 44.8), kinds=("dome",), names={"ref": "7"})
LOOKED = Observation(
    id="2",
    lonlat=(20.5, 44.9),
    kinds=("fixed",),
    views=(View(90, None, Meaning.BEARING),),
    height_m=4.0,
    height_reading=HeightReading.ABOVE_GROUND,
    settings=("outdoor",),
    names={"ref": "8", "name": "Trg"},
)
SIGHTED = {
    key: Sighted(ListedCameras(key.partition(":")[0], "map", (one,)), one, key)
    for key, one in (("map:1", HEARD), ("citizens:2", LOOKED))
}


def test_what_the_founder_does_not_say_another_may() -> None:
    found = merge(CAMERA, SIGHTED)
    assert (found.id, found.lonlat, found.device, found.state) == (
        "cam-a", (20.4, 44.8), Device.CAMERA, State.OPERATING,
    )  # fmt: skip
    assert found.kinds == ("dome",)
    assert (found.views, found.height_m) == (LOOKED.views, 4.0)
    assert found.height_reading is HeightReading.ABOVE_GROUND
    assert found.names == {"ref": "7", "name": "Trg"}
    assert (found.settings, found.count) == (("outdoor",), None)


def test_a_verdict_that_it_hangs_indoors_counts() -> None:
    assert merge(replace(CAMERA, excluded="indoor"), SIGHTED).settings == ("indoor", "outdoor")


def test_what_only_its_operator_lists_can_stand_and_what_moved_does_not() -> None:
    assert merge(replace(CAMERA, state=CameraState.UNVERIFIED, count=3), SIGHTED).state is State.INSTALLED
    assert merge(replace(CAMERA, state=CameraState.UNVERIFIED, count=3), SIGHTED).count == 3
    assert merge(replace(CAMERA, state=CameraState.MOVED), SIGHTED).state is State.REMOVED
