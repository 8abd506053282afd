"""Extracts: every byte may be missing or wrong, every tag may be absurd; and real ones, object by object, as pyosmium
reads them."""

import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.adapters.osm.names import NAME
from sousveil.adapters.osm.pbf import read_extract
from sousveil.adapters.osm.pbf_blocks import read_columns
from sousveil.kernels.pbf import BROKEN, read_number, unpack_steps
from sousveil.records.extract import Extract
from sousveil.records.outlines import HEIGHT_RULES, HeightRule

from . import maps as draw

DATA = Path(__file__).parents[4] / "shared" / "data"
EXTRACTS = sorted(DATA.glob("*.osm.pbf"))
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def write_square(folder: Path, tags: dict[str, str], refs: tuple[int, ...] = (1, 2, 3, 4, 1)) -> Path:
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(SQUARE, start=1)]
    return draw.write_map(folder / "square.osm.pbf", nodes, [draw.Way(7, refs, tags)])


def read(path: Path) -> tuple[Extract, list[tuple[str, str]]]:
    extract, problems = read_extract(path, path.name)
    assert all(one.origin and str(one.origin) == f"{path.name}:1:1" for one in problems)
    return extract, [(one.message, one.record) for one in problems]


def test_an_extract_that_says_no_box_reaches_as_far_as_its_buildings_and_streets(tmp_path: Path) -> None:
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(SQUARE, start=1)]
    far = draw.Node(5, (0.0, -6.5))
    ways = [draw.Way(7, (1, 2, 3, 4, 1), {"building": "yes"}), draw.Way(8, (1, 5), {"boundary": "maritime"})]
    extract, _ = read(draw.write_map(tmp_path / "border.osm.pbf", [*nodes, far], ways))
    assert extract.box == pytest.approx((0, 0, 0.001, 0.001))
    assert not extract.box_is_stated
    bare, _ = read(draw.write_map(tmp_path / "bare.osm.pbf", [*nodes, far], ways[1:]))
    assert bare.box == pytest.approx((0, -6.5, 0.001, 0.001))


@pytest.mark.parametrize(
    ("tags", "top", "rule"),
    [
        ({"height": "12"}, (12, 12, 12), "tagged"),
        ({"height": "12,5 m", "building:levels": "9"}, (12.5, 12.5, 12.5), "tagged"),
        ({"height": "40'6\""}, (12.3444,) * 3, "tagged"),  # 40.5 · 0.3048
        ({"building:levels": "2"}, (6, 7, 9.4), "levels"),
        ({"building:levels": "2", "roof:height": "3"}, (9, 10, 12.4), "levels"),
        ({"building:levels": "2", "roof:levels": "1"}, (9, 10.5, 14.1), "levels"),
        ({}, (np.nan,) * 3, "unknown"),
    ],
)
def test_a_height_rests_on_a_tag_or_on_levels_or_is_unknown(
    tmp_path: Path, tags: dict[str, str], top: tuple[float, ...], rule: str
) -> None:
    extract, problems = read(write_square(tmp_path, {"building": "yes", **tags}))
    assert extract.heights.top_m[0] == pytest.approx(top, nan_ok=True)
    assert HEIGHT_RULES[extract.heights.rule[0]] is HeightRule(rule)
    assert problems == []


@pytest.mark.parametrize("height", ["3 storeys", "-5", "1e9", "0", "831", "12 km", "９"])
def test_an_absurd_height_is_named_and_unknown(tmp_path: Path, height: str) -> None:
    extract, problems = read(write_square(tmp_path, {"building": "yes", "height": height}))
    assert problems == [("map-height", "way/7")]
    assert np.isnan(extract.heights.top_m).all()


@pytest.mark.parametrize("levels", ["-1", "6;4", "164", "EG"])
def test_an_absurd_number_of_levels_is_named(tmp_path: Path, levels: str) -> None:
    extract, problems = read(write_square(tmp_path, {"building": "yes", "building:levels": levels}))
    assert problems == [("map-height", "way/7")]
    assert np.isnan(extract.heights.top_m).all()


def test_what_begins_above_the_ground_says_so(tmp_path: Path) -> None:
    extract, _ = read(write_square(tmp_path, {"building": "yes", "height": "20", "min_height": "4"}))
    assert extract.heights.base_m.tolist() == [4]


@pytest.mark.parametrize(
    ("refs", "area", "problems"),
    [
        ((1, 2, 3, 4, 1), 1, []),
        ((1, 1, 2, 3, 3, 4, 1), 1, []),  # zero-length steps
        ((1, 2, 3, 4, 3, 4, 1), 1, []),  # a step there and back
        ((1, 3, 2, 4, 1), 0, [("map-area", "way/7")]),  # a bow tie
        ((1, 2, 3, 4), 0, [("map-area", "way/7")]),  # open
        ((1, 2, 3, 99, 1), 0, [("map-area", "way/7")]),  # a vertex that is not there
        ((1, 2, 1), 0, [("map-area", "way/7")]),
        ((1,), 0, [("map-area", "way/7")]),
    ],
)
def test_a_line_makes_an_area_or_a_problem(
    tmp_path: Path, refs: tuple[int, ...], area: int, problems: list[tuple[str, str]]
) -> None:
    extract, found = read(write_square(tmp_path, {"building": "yes"}, refs))
    assert found == problems
    rings = [shapely.Polygon(extract.outlines.lonlat[a:b]) for a, b in pairwise(extract.outlines.ring_start)]
    assert sum(ring.area for ring in rings) == pytest.approx(area * 1e-6)


def test_a_street_with_a_gap_keeps_its_longest_whole_part(tmp_path: Path) -> None:
    extract, problems = read(write_square(tmp_path, {"highway": "footway"}, (1, 99, 2, 3, 4)))
    assert problems == [("map-street", "way/7")]
    assert extract.streets.node.tolist() == [2, 3, 4]
    gone, _ = read(write_square(tmp_path, {"highway": "footway"}, (98, 99)))
    assert gone.streets.start.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "trunk", "sidewalk": "right"}, True),
        ({"highway": "cycleway", "foot": "designated"}, True),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True),
        ({"highway": "footway", "foot": "no"}, False),
    ],
)
def test_who_may_walk(tmp_path: Path, tags: dict[str, str], walkable: bool) -> None:  # noqa: FBT001
    assert read(write_square(tmp_path, tags))[0].streets.walkable.tolist() == [walkable]


def test_a_street_has_all_its_names_and_no_etymology(tmp_path: Path) -> None:
    tags = {
        "name:sr-Latn": "Kneza Miloša",
        "name": "Кнеза Милоша",
        "old_name": "Тополска",
        "name:etymology:wikidata": "Q",
        "tunnel": "yes",
        "layer": "-1",
        "bridge": "no",
    }
    streets = read(write_square(tmp_path, {"highway": "primary", **tags}))[0].streets
    assert streets.names[0] == (
        ("name", "Кнеза Милоша"), ("name:sr-Latn", "Kneza Miloša"), ("old_name", "Тополска")
    )  # fmt: skip
    assert (streets.tunnel[0], streets.bridge[0], streets.layer[0]) == (True, False, -1)


def test_places_are_areas_and_points_with_their_kinds(tmp_path: Path) -> None:
    nodes = [draw.Node(at, (x / 1000, y / 1000)) for at, (x, y) in enumerate(SQUARE, start=1)]
    nodes.append(draw.Node(9, (0.005, 0.005), {"office": "political_party", "amenity": "bench"}))
    ways = [draw.Way(7, (1, 2, 3, 4, 1), {"amenity": "school", "office": "ngo", "name": "A"})]
    places = read(draw.write_map(tmp_path / "p.osm.pbf", nodes, ways))[0].places
    assert places.ids == ("way/7", "node/9")
    assert places.kinds == (("school", "ngo"), ("political_party",))
    assert places.names == ((("name", "A"),), ())
    assert places.lonlat == pytest.approx(np.array([(0.0005, 0.0005), (0.005, 0.005)]))
    assert places.areas.ring_row.tolist() == [0]


def test_an_empty_extract_is_a_problem_and_no_answer(tmp_path: Path) -> None:
    assert read(draw.write_map(tmp_path / "none.osm.pbf", []))[1] == [("map-file.empty", "")]


def pack_blob(kind: bytes, content: bytes, *, claim: int | None = None) -> bytes:
    packed = zlib.compress(content)
    size = len(content) if claim is None else claim
    blob = b"\x10" + number(size) + b"\x1a" + number(len(packed)) + packed
    header = b"\x0a" + number(len(kind)) + kind + b"\x18" + number(len(blob))
    return len(header).to_bytes(4, "big") + header + blob


def number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xff\xff\xff", "claims a header of 4294967295 bytes"),
        (b"\0\0\0\x0a\x0a\x03abc\x18" + number(10 * 2**30), "a number is cut off"),
        (b"\0\0\0\x0b\x0a\x03abc\x18" + number(10 * 2**30), "no usable header"),
        (pack_blob(b"OSMData", bytes(40 * 2**20)), "of at most 33554432"),
        (pack_blob(b"OSMData", b"", claim=10 * 2**30), "claims 10737418240 bytes and has 0"),
        (
            pack_blob(b"OSMHeader", b"\x22\x15HistoricalInformation"),
            "'HistoricalInformation', which is not read",
        ),
        (pack_blob(b"OSMData", b"\x0a\x7f"), "longer than its block"),
        (pack_blob(b"OSMData", b"\x12\x02\x1a\x7f"), "make no sense"),
        (pack_blob(b"OSMData", b"\x12\x09\x1a\x07\x08\x01\x12\x01\x05\x1a\x00"), "make no sense"),
        (
            pack_blob(b"OSMData", b"\x12\x0a\x1a\x08\x08\x01\x12\x01\x05\x1a\x01\x05"),
            "strings that it does not have",
        ),
    ],
)
def test_what_claims_too_much_is_refused_with_its_reason(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.osm.pbf"
    path.write_bytes(content)
    _, fault = read_columns(path)
    assert words in fault


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_square(
        tmp_path_factory.mktemp("small"), {"building": "yes", "highway": "footway", "name": "x"}
    )


def test_cut_off_anywhere_an_extract_is_read_as_far_as_it_goes(small: Path, tmp_path: Path) -> None:
    whole, path = small.read_bytes(), tmp_path / "cut.osm.pbf"
    # Between two blocks a file may end: nothing in it says how long it should be.
    ends = {len(whole) - len(rest) for rest in list_rests(whole)}
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        extract, problems = read(path)
        assert {message for message, _ in problems} <= {
            "map-file",
            "map-file.empty",
            "map-street",
            "map-area",
        }
        assert len(extract.outlines) == 0
        assert problems or size in ends


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_bytes_within_a_block_are_read_or_refused(small: Path, data: st.DataObject) -> None:
    blobs = read_blocks(small)
    at = data.draw(st.integers(0, len(blobs) - 1))
    content = bytearray(blobs[at][1])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    blobs[at] = blobs[at][0], bytes(content)
    path = small.with_name("changed.osm.pbf")
    path.write_bytes(b"".join(pack_blob(kind, content) for kind, content in blobs))
    read_extract(path, path.name)


def list_rests(raw: bytes) -> Iterator[bytes]:
    """What follows each block of a file."""
    while raw:
        raw = split_blob(raw)[2]
        yield raw


def read_blocks(path: Path) -> list[tuple[bytes, bytes]]:
    raw, found = path.read_bytes(), []
    while raw:
        kind, packed, raw = split_blob(raw)
        found.append((kind, zlib.decompress(packed[packed.index(b"\x78") :])))
    return found


def split_blob(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """The kind of the first block, its packed content, and what follows."""
    size = int.from_bytes(raw[:4], "big")
    header, raw = raw[4 : 4 + size], raw[4 + size :]
    length = shift = 0
    for byte in header[3 + header[1] :]:
        length, shift = length | (byte & 127) << shift, shift + 7
    return header[2 : 2 + header[1]], raw[:length], raw[length:]


@given(st.integers(0, 2**63 - 1), st.binary(max_size=3))
def test_a_number_is_read_as_it_was_written(value: int, before: bytes) -> None:
    content = np.frombuffer(before + number(value), dtype=np.uint8)
    cursor = np.array([len(before), 0])
    assert read_number(content, cursor, len(content)) == value
    assert cursor[0] == len(content)
    cursor[0] = len(before)
    read_number(content, cursor, len(content) - 1)
    assert cursor[0] == BROKEN


@given(st.lists(st.integers(-(2**40), 2**40), max_size=20))
def test_differences_add_up(values: list[int]) -> None:
    steps = [b - a for a, b in pairwise([0, *values])]
    content = b"".join(number(step << 1 if step >= 0 else (-step << 1) - 1) for step in steps)
    out = np.empty(len(values) + 1, np.int64)
    done = unpack_steps(np.frombuffer(content, dtype=np.uint8), np.array([0, len(content)]), out, 0)
    assert out[:done].tolist() == values


def read_peer(path: Path) -> tuple[dict[str, float], dict[str, tuple[list[int], dict[str, str]]]]:
    """Areas of buildings, and nodes and names of streets, by another reader."""
    tagged, factory = osmium.filter.KeyFilter("building", "highway"), osmium.geom.WKBFactory()
    areas, streets = {}, {}
    for one in (
        osmium.FileProcessor(str(path)).with_areas(osmium.filter.KeyFilter("building")).with_filter(tagged)
    ):
        if isinstance(one, osmium.osm.Area) and "building" in one.tags and any(one.num_rings()):
            kind = "way" if one.from_way() else "relation"
            areas[f"{kind}/{one.orig_id()}"] = shapely.from_wkb(factory.create_multipolygon(one)).area
        elif isinstance(one, osmium.osm.Way) and "highway" in one.tags:
            names = {tag.k: tag.v for tag in one.tags if NAME.fullmatch(tag.k)}
            streets[f"way/{one.id}"] = [node.ref for node in one.nodes], names
    return areas, streets


@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name)
def test_real_extracts_are_read_as_another_reader_reads_them(path: Path) -> None:
    extract, problems = read_extract(path, path.name)
    areas, streets = read_peer(path)
    outlines = extract.outlines
    ours = dict.fromkeys(outlines.ids, 0.0)
    for row, is_hole, (a, b) in zip(
        outlines.ring_row, outlines.ring_is_hole, pairwise(outlines.ring_start), strict=True
    ):
        ours[outlines.ids[row]] += shapely.Polygon(outlines.lonlat[a:b]).area * (-1 if is_hole else 1)
    opened = {one.record for one in problems if one.message == "map-area.open"}
    assert set(ours) - opened <= set(areas)
    assert all(
        area == pytest.approx(areas[id_], rel=1e-9, abs=1e-18) for id_, area in ours.items() if id_ in areas
    )
    torn = {one.record for one in problems if one.message == "map-street"}
    lines = extract.streets
    for row, id_ in enumerate(lines.ids):
        nodes, names = streets[id_]
        assert dict(lines.names[row]) == names
        assert id_ in torn or lines.node[lines.start[row] : lines.start[row + 1]].tolist() == nodes
