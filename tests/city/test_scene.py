"""From an extract to walls: outlines, courtyards, what is no wall, and real cities beside the exact twin."""

from pathlib import Path

import numpy as np
import pytest

from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import Scene, build_scene
from sousveil.crs import Frame, build_frame
from sousveil.kernels import front
from sousveil.kernels.arrays import Walls
from sousveil.kernels.reference import compute_areas_exactly
from sousveil.problems import Problem
from tests.adapters.osm import maps as draw

DATA = Path(__file__).parents[3] / "shared" / "data"
CITIES = ("helsinki-centre-2019-04", "monaco-2025-02", "malta-2018-08")
EXACT_M2 = 1e-6

# A block (way 1, clockwise) with a courtyard (way 2, by relation 3), a bow tie, an open line, a roof on posts, and a
# relation that only groups. Steps of 0.001° at the equator.
PLACES = [(0, 0), (3, 0), (3, 3), (0, 3), (1, 1), (2, 1), (2, 2), (1, 2)]
OUTER, INNER, BOW = (1, 4, 3, 2, 1), (5, 6, 7, 8, 5), (1, 3, 2, 4, 1)


def write_map(folder: Path) -> Path:
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(PLACES, start=1)]
    ways = [
        draw.Way(1, OUTER),
        draw.Way(2, INNER),
        draw.Way(4, BOW, {"building": "yes"}),
        draw.Way(5, (1, 2), {"building": "yes"}),
        draw.Way(6, INNER, {"building": "roof"}),
    ]
    both = (("w", 1, "outer"), ("w", 2, "inner"))
    relations = [
        draw.Relation(3, both, {"type": "multipolygon", "building": "yes"}),
        draw.Relation(7, (("w", 1, "outline"),), {"type": "building", "building": "x"}),
    ]
    return draw.write_map(folder / "map.osm.pbf", nodes, ways, relations)


def read_scene(path: Path) -> tuple[Scene, list[Problem]]:
    outlines, problems = read_outlines(path, path.name)
    return build_scene(outlines), problems


def read_city(name: str) -> Scene:
    path = DATA / f"{name}.osm.pbf"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the checkout, in shared/data")
    return read_scene(path)[0]


def measure_solid(walls: Walls) -> float:
    """Area of what is solid [m²]: outlines minus courtyards."""
    return float((walls.ax * walls.by - walls.ay * walls.bx).sum() / 2)


def test_a_courtyard_belongs_to_its_building_and_walls_face_outward(tmp_path: Path) -> None:
    scene, _ = read_scene(write_map(tmp_path))
    assert scene.ids == ("relation/3",)
    assert len(scene.walls.ax) == 8
    assert not scene.wall_building.any()
    # 9 - 1 squares of 111.3 m by 110.6 m (WGS 84 at the equator: pi/180 * 6378137 and * 6335439).
    assert measure_solid(scene.walls) == pytest.approx(8 * 111.3195 * 110.5743, rel=1e-4)


def test_what_is_no_area_is_named_and_roofs_and_groups_are_not(tmp_path: Path) -> None:
    _, problems = read_scene(write_map(tmp_path))
    assert {str(problem.args["id"]) for problem in problems} == {"way/4", "way/5"}
    assert {problem.message for problem in problems} == {"map-area"}


def test_from_the_courtyard_one_sees_the_courtyard(tmp_path: Path) -> None:
    scene, _ = read_scene(write_map(tmp_path))
    x, y = scene.frame.to_xy([[0.0015, 0.0015]])[0]
    views = front.build_views(x, y, range_m=1000)
    seen = front.compute_view_areas(views, front.compute_boundaries(scene.grid, views))
    assert seen[0] == pytest.approx(111.3195 * 110.5743, rel=1e-4)


@pytest.mark.parametrize("content", [b"", b"junk", b"\0\0\0\x0d\x0a\x09OSMHeader"])
def test_a_broken_extract_is_a_problem_and_no_exception(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(content)
    scene, problems = read_scene(path)
    assert [(one.message, one.origin and one.origin.path) for one in problems] == [("map-file", path.name)]
    assert len(scene.walls.ax) == 0


def test_a_missing_extract_is_a_problem(tmp_path: Path) -> None:
    assert [one.message for one in read_scene(tmp_path / "none.osm.pbf")[1]] == ["map-file"]


def test_a_frame_is_metric_and_leads_back() -> None:
    # Belgrade: on the ellipsoid a degree of longitude is 79.1 km at 44.8° (Snyder 1987, eq. 4-21).
    frame = Frame(20.46, 44.8)
    lonlat = np.array([[20.46, 44.8], [20.47, 44.8], [20.46, 44.81]])
    xy = frame.to_xy(lonlat)
    assert xy[0] == pytest.approx([0, 0], abs=1e-6)
    assert xy[1] == pytest.approx([791.2, 0], abs=0.5)
    assert xy[2] == pytest.approx([0, 1111.2], abs=0.5)
    assert np.abs(frame.to_lonlat(xy) - lonlat).max() < 1e-10
    assert build_frame([]) == Frame(0, 0)
    middle = build_frame(lonlat)
    assert (middle.lon, middle.lat) == pytest.approx((20.465, 44.805))


@pytest.mark.parametrize(("name", "buildings", "walls"), [(CITIES[0], 436, 6609), (CITIES[1], 4576, 35398)])
def test_a_city_is_read_whole(name: str, buildings: int, walls: int) -> None:
    scene = read_city(name)
    assert (len(scene.ids), len(scene.walls.ax)) == (buildings, walls)
    assert scene.rows[scene.ids[-1]] == buildings - 1


def compare(name: str, count: int, seed: int) -> float:
    """The greatest difference from the exact twin [m²] over random places near walls, ranges and sectors."""
    scene = read_city(name)
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(scene.walls.ax), count)
    east, north = scene.walls.ax[at] + rng.normal(0, 8, count), scene.walls.ay[at] + rng.normal(0, 8, count)
    views = front.build_views(
        east,
        north,
        range_m=rng.choice([20, 50, 100], count),
        bearing_deg=rng.uniform(0, 360, count),
        width_deg=rng.choice([30, 90, 270, 360, 360], count),
    )
    seen = front.compute_view_areas(views, front.compute_boundaries(scene.grid, views))
    return float(np.abs(seen - compute_areas_exactly(scene.walls, views)).max())


@pytest.mark.parametrize("name", CITIES)
def test_real_outlines_are_seen_exactly(name: str) -> None:
    assert compare(name, 8, seed=1) <= EXACT_M2


@pytest.mark.trial
@pytest.mark.parametrize("seed", range(2, 29))
@pytest.mark.parametrize("name", CITIES)
def test_real_outlines_are_seen_exactly_at_length(name: str, seed: int) -> None:  # 27 · 50 · 3 = 4,050 cases
    assert compare(name, 50, seed) <= EXACT_M2
