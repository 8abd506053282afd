"""A scene from disk, and from what was kept of it."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from sousveil.adapters.osm.pbf import read_extract
from sousveil.city.scene import CityScene
from sousveil.problems import Problem, UsageError
from sousveil.records.case import City, Manifest
from sousveil.workbench import scene as workbench
from sousveil.workbench.kept import pack, unpack
from sousveil.workbench.store import FolderStore
from tests.adapters.osm import maps as draw


def write_town(folder: Path) -> Path:
    places = [(0, 0), (1, 0), (1, 1), (0, 1), (3, 0), (3, 1)]
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(places, start=1)]
    nodes.append(
        draw.Node(9, (0.002, 0.002), {"amenity": "school", "name": "Школа", "name:sr-Latn": "Škola"})
    )
    ways = [
        draw.Way(1, (1, 2, 3, 4, 1), {"building": "yes", "height": "3 storeys", "building:levels": "2"}),
        draw.Way(2, (5, 6), {"highway": "footway", "name": "Мала", "layer": "1"}),
        draw.Way(3, (5, 6), {"building": "yes"}),
    ]
    return draw.write_map(folder / "town.osm.pbf", nodes, ways)


def assert_same(one: object, other: object) -> None:
    assert type(one) is type(other)
    for field in fields(one):  # type: ignore[arg-type]
        left, right = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(left):
            assert_same(left, right)
        elif isinstance(left, np.ndarray):
            assert left.dtype == right.dtype
            np.testing.assert_array_equal(left, right)
        else:
            assert left == right


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    path = write_town(tmp_path)
    extract, problems = read_extract(path, path.name)
    assert {one.message for one in problems} == {"map-height", "map-area"}
    file = tmp_path / "kept"
    file.write_bytes(b"".join(pack(extract, problems)))
    with file.open("rb") as opened:
        kept = unpack(opened)
    assert kept is not None
    for _ in range(2):  # also after its memory was handed back
        assert_same(extract, kept.extract)
        kept.let_go()
    assert kept.problems == problems
    assert all(one.flags.aligned for one in (kept.extract.outlines.lonlat, kept.extract.streets.node))


def test_a_second_reading_does_not_open_the_extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, store = write_town(tmp_path), FolderStore(tmp_path / "store")
    first, problems = workbench.read_scene(path, store=store)

    def fail(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(workbench, "read_extract", fail)
    again, told = workbench.read_scene(path, store=store)
    assert told == problems
    np.testing.assert_array_equal(again.buildings.walls.ax, first.buildings.walls.ax)
    assert again.streets.names == first.streets.names
    assert again.places.names == ((("name", "Школа"), ("name:sr-Latn", "Škola")),)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(AssertionError, match="read again"):
        workbench.read_scene(path, store=store)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"junk",
        b"{}",
        b'{"arrays": {"outlines.lonlat": ["|O", [1], 0]}, "texts": {}}',
        b'{"arrays": {"outlines.lonlat": ["<f8", [1000], 0]}, "texts": {}}',
        b'{"arrays": {"outlines.lonlat": ["<f8", [1], -8]}, "texts": {}}',
    ],
)
def test_what_was_damaged_is_read_anew(head: bytes, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(len(head).to_bytes(8, "little") + head if head else b"")
    with file.open("rb") as opened:
        assert unpack(opened) is None


def test_a_case_names_its_extract(tmp_path: Path) -> None:
    write_town(tmp_path)
    named = Manifest(id="town", title="Town", city=City(extract="town.osm.pbf"))
    scene, problems = workbench.read_case_scene(tmp_path, named)
    assert scene.buildings.ids == ("way/1",)
    assert {one.origin and one.origin.path for one in problems} == {"town.osm.pbf"}
    with pytest.raises(UsageError, match=r"no \[city\]"):
        workbench.read_case_scene(tmp_path, Manifest(id="town", title="Town"))


def test_an_extract_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found: tuple[CityScene, list[Problem]] = workbench.read_scene(
        tmp_path / "none.osm.pbf", name="places/none.osm.pbf"
    )
    assert [(one.message, str(one.origin)) for one in found[1]] == [("map-file", "places/none.osm.pbf:1:1")]
    assert len(found[0].streets) == 0
