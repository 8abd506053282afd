"""Heights of buildings that only their parts tell: halves, towers on halls, courtyards, and parts that leave a hole."""

from pathlib import Path

import numpy as np
import pytest

from sousveil.adapters.osm.pbf import read_extract
from sousveil.records.outlines import HEIGHT_RULES, HeightRule

from . import maps as draw

WHOLE = (0, 0, 10, 10)
LEFT, RIGHT = (0, 0, 8, 10), (8, 0, 10, 10)
Box = tuple[float, float, float, float]


def write(
    folder: Path, parts: list[tuple[Box, dict[str, str]]], hole: Box | None = None, **tags: str
) -> Path:
    nodes: list[draw.Node] = []
    ways: list[draw.Way] = []

    def line(box: Box, said: dict[str, str]) -> int:
        west, south, east, north = box
        first = len(nodes) + 1
        for x, y in ((west, south), (east, south), (east, north), (west, north)):
            nodes.append(draw.Node(len(nodes) + 1, (20.4 + x / 1e4, 44.8 + y / 1e4)))
        ways.append(draw.Way(len(ways) + 1, (*range(first, first + 4), first), said))
        return len(ways)

    building = {"building": "yes", **tags}
    outer = line(WHOLE, {} if hole else building)
    members = [("w", outer, "outer"), *([("w", line(hole, {}), "inner")] if hole else [])]
    for box, said in parts:
        line(box, {"building:part": "yes", **said})
    whole = [draw.Relation(1, members, {"type": "multipolygon", **building})] if hole else []
    return draw.write_map(folder / "parts.osm.pbf", nodes, ways, whole)


@pytest.mark.parametrize(
    ("parts", "top", "rule"),
    [
        ([(WHOLE, {"height": "9"})], (9, 9, 9), "parts"),
        ([(WHOLE, {"building:levels": "2"})], (6, 7, 9.4), "parts"),
        # Four fifths of the ground are 30 m high, a fifth is 4 m: a tenth is no higher than 4, half no higher than 30.
        ([(LEFT, {"height": "30"}), (RIGHT, {"height": "4"})], (4, 30, 30), "parts"),
        ([(LEFT, {"height": "4"}), (RIGHT, {"height": "30"})], (4, 4, 30), "parts"),
        # A tower on a hall: where both are, the tower counts.
        ([(WHOLE, {"height": "5"}), (LEFT, {"height": "60", "min_height": "5"})], (5, 60, 60), "parts"),
        ([(LEFT, {"height": "60"}), (WHOLE, {"height": "5"})], (5, 60, 60), "parts"),
        ([(LEFT, {"height": "30"})], None, "unknown"),
        ([(LEFT, {"height": "30"}), (RIGHT, {})], None, "unknown"),
        ([(WHOLE, {"height": "30", "building:part": "no"})], None, "unknown"),
        ([((20, 0, 30, 10), {"height": "30"})], None, "unknown"),
        ([((10, 0, 20, 10), {"height": "30"})], None, "unknown"),  # it touches
    ],
)
def test_what_parts_tell_of_a_building_that_says_nothing(
    tmp_path: Path, parts: list[tuple[Box, dict[str, str]]], top: tuple[float, ...] | None, rule: str
) -> None:
    extract, problems = read_extract(write(tmp_path, parts), "a")
    assert extract.heights.top_m[0] == pytest.approx(top or (np.nan,) * 3, nan_ok=True)
    assert HEIGHT_RULES[extract.heights.rule[0]] is HeightRule(rule)
    number = sum(1 for _, said in parts if said.get("building:part") != "no")
    found = [one.args for one in problems if one.message == "map-parts"]
    assert found == ([{"n": number, "used": int(top is not None)}] if number else [])


def test_a_building_that_says_its_height_keeps_it(tmp_path: Path) -> None:
    extract, _ = read_extract(write(tmp_path, [(WHOLE, {"height": "9"})], height="20"), "a")
    assert extract.heights.top_m[0].tolist() == [20, 20, 20]
    assert HEIGHT_RULES[extract.heights.rule[0]] is HeightRule.TAGGED


def test_a_courtyard_need_not_be_covered(tmp_path: Path) -> None:
    around = [(0, 0, 10, 4), (0, 6, 10, 10), (0, 4, 4, 6), (6, 4, 10, 6)]
    path = write(tmp_path, [(box, {"height": "12"}) for box in around], hole=(4, 4, 6, 6))
    extract, _ = read_extract(path, "a")
    assert extract.heights.top_m[0].tolist() == [12, 12, 12]


def test_a_part_of_absurd_height_is_named(tmp_path: Path) -> None:
    extract, problems = read_extract(write(tmp_path, [(WHOLE, {"height": "9 storeys"})]), "a")
    assert np.isnan(extract.heights.top_m).all()
    assert [(one.message, one.record) for one in problems] == [("map-height", "way/2"), ("map-parts", "")]
