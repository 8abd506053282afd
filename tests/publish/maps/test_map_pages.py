"""The map's pages: what the legend and the directory say, links that lead somewhere, nothing of the case runs."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sousveil.city.scene import Scene, build_scene
from sousveil.coverage.ground import Station, compute_ground
from sousveil.crs import Frame
from sousveil.plaintext.script import build_folding, fold_for_search
from sousveil.publish.build.index import build_index
from sousveil.publish.build.pages import build_pages
from sousveil.publish.gate.select import Redactions
from sousveil.publish.maps import tables as map_tables
from sousveil.publish.maps.directory import build_camera_pages, build_directory, build_streets
from sousveil.publish.maps.ground import Part, join_grounds
from sousveil.publish.maps.page import build_search, count_names, list_days
from sousveil.publish.maps.payloads import MapPage
from sousveil.publish.maps.site import build_map_parts, build_map_site
from sousveil.publish.maps.tables import build_polygons
from sousveil.publish.site import build_site, build_translation
from sousveil.publish.writer import Publication
from sousveil.records.ids import parse_ids
from sousveil.records.outlines import Outlines
from tests.publish.maps.small_map import build_small_map
from tests.publish.small import DAY, build_small
from tests.publish.test_site import Links, pages_of, resolve


@pytest.fixture(scope="module")
def site() -> Mapping[str, str | bytes]:
    return build_site(pages_of(build_small()), build_map_site(build_small_map()))


def text_of(site: Mapping[str, str | bytes], path: str) -> str:
    content = site[path]
    assert isinstance(content, str)
    return content


def test_every_link_of_the_map_leads_to_a_page(site: Mapping[str, str | bytes]) -> None:
    pages = [
        path
        for path in site
        if path.startswith(("map/", "cameras/", "directory/")) and path.endswith(".html")
    ]
    assert "cameras/node-5--2.html" in pages
    for page in pages:
        for href in Links(text_of(site, page)).links:
            path = resolve(page, href.partition("#")[0]) if href[0] != "#" else page
            assert path in site or path == "dossier.pdf", (page, href)


def test_the_legend_states_what_was_supposed(site: Mapping[str, str | bytes]) -> None:
    page = text_of(site, "map/index.html")
    for words in (
        "hangs at 12 m (low), 5 m (typical), 3.5 m (high)",
        "Levels of IEC 62676-4:2014",
        "not surveyed: nobody has looked",
        "1 (kind not known)",
        "© OpenStreetMap contributors · ODbL 1.0",
        "3 of 6 cameras have no date",
    ):
        assert words in page


def test_a_camera_page_says_what_is_not_known(site: Mapping[str, str | bytes]) -> None:
    known, unknown = text_of(site, "cameras/node-1.html"), text_of(site, "cameras/node-3.html")
    assert "1,200 m²" in known
    assert "Dome camera; looks 90°; 4.5 m high (walk/7)" in known
    assert "Disputed: kind is dome or not said" in known
    assert "not known: nobody has said enough" in unknown
    assert "0 m²" not in unknown.replace("00 m²", "")
    fixed = text_of(site, "cameras/node-2.html")
    assert (
        fixed.count('<span class="hole">not known</span>') == 2
    )  # low and typical: its direction is a guess


def test_the_directory_says_all_that_the_map_shows() -> None:
    layers = build_small_map()
    parts = dict(build_directory(layers, build_camera_pages(layers), build_streets(layers)))
    assert {one.id for one in parts["directory/cameras.html"].cameras} == {one.id for one in layers.cameras}
    first, second = parts["directory/streets.html"].streets
    assert (first.name, first.also) == ("Кнеза Милоша", ("Kneza Miloša",))
    assert [extent.typical for extent in first.watched] == ["158 m", "190 m"]
    assert second.watched[0].more == "at most 2 at once"
    assert parts["directory/cameras.html"].unsurveyed


def test_markup_in_a_field_is_inert(site: Mapping[str, str | bytes]) -> None:
    for path, content in site.items():
        if isinstance(content, str) and path.endswith((".html", ".svg")):
            assert "<b>Shop" not in content, path
    data = re.search(r'id="map-data"[^>]*>(.*?)</script>', text_of(site, "map/index.html"))
    assert data is not None
    assert json.loads(data[1])["days"] == [20180101, 20190501, 20211231, 20220601]


def test_search_has_each_name_of_a_street_once() -> None:
    rows = build_search(build_small_map())
    assert [(row[0], row[1]) for row in rows[:3]] == [
        ("street", "Кнеза Милоша"),
        ("street", "Улица Ђорђа Чварковa"),
        ("camera", "Раскрсница"),
    ]
    assert len(rows) == 2 + 6


def test_the_folding_handed_to_the_page_is_the_one_of_the_search() -> None:
    table = build_folding()
    for word in ("Ђорђа", "Љубице", "Џорџ"):
        assert "".join(table.get(letter, letter) for letter in word.lower()).replace(
            "đ", "dj"
        ) == fold_for_search(word)


def test_the_slider_has_the_days_on_which_something_changes() -> None:
    assert list_days(build_small_map()) == (20180101, 20190501, 20211231, 20220601)


def test_a_site_without_built_scripts_shows_the_drawing_and_says_why(tmp_path: Path) -> None:
    made = build_map_site(build_small_map(), parts=build_map_parts(build_small_map(), tmp_path))
    page = text_of(build_site(pages_of(build_small()), made), "map/index.html")
    assert "was not built with this copy" in page
    assert "<script src" not in page
    assert not [path for path in made.files if path.endswith(".js")]


def test_everything_of_the_map_passes_the_gate() -> None:
    made = build_map_site(build_small_map())
    publication = Publication()
    for path, content in made.files.items():
        publication.add(path, content, says=made.says.get(path, ""))
    assert publication.problems == ()


def test_a_number_in_the_tiles_is_found_by_the_gate() -> None:
    made = build_map_site(build_small_map())
    (tiles,) = (path for path in made.files if path.endswith(".pmtiles"))
    publication = Publication()
    publication.add(tiles, made.files[tiles], says=made.says[tiles] + "\ncall 064 123 45 67")
    assert [problem.message for problem in publication.problems] == ["identifier.phone"]


def test_drawn_ground_has_the_area_that_was_computed() -> None:
    no_walls = build_scene_without_walls()
    stations = [
        Station(id="a", x_m=0.0, y_m=0.0, kind="dome"),
        Station(id="b", x_m=300.0, y_m=0.0, kind="fixed", bearing_deg=0.0),
        Station(id="c", x_m=600.0, y_m=0.0),
    ]
    bands = compute_ground(no_walls, stations, px_per_m=62.5)
    grounds = join_grounds([Part(bands, 0, 0, np.arange(3), np.full(3, -1))], no_walls.frame)
    assert set(grounds.camera.tolist()) == {0, 1}  # nothing is known of the third
    shapes, rows = build_polygons(grounds.areas)
    for shape, row in zip(shapes, rows, strict=True):
        xy = no_walls.frame.to_xy(np.array(shape.geoms[0].exterior.coords))
        x, y = xy.T
        area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)
        assert area == pytest.approx(grounds.area_m2[row], rel=3e-3)


def build_scene_without_walls() -> Scene:
    return build_scene(
        Outlines(
            lonlat=np.empty((0, 2)),
            ring_start=np.zeros(1, np.int64),
            ring_row=np.empty(0, np.int32),
            ring_is_hole=np.empty(0, np.bool_),
            ids=parse_ids([]),
        ),
        frame=Frame(20.46, 44.81),
    )


def test_the_map_is_there_in_every_language_with_the_same_tiles() -> None:
    layers, case = build_small_map(), build_small()
    parts = build_map_parts(layers)
    index = build_index(case, (), as_of=DAY, language="sr-Cyrl")
    made = build_map_site(layers, index, parts=parts, root="../")
    pages = build_pages(case, [], as_of=DAY, language="sr-Cyrl", redactions=Redactions())
    site = build_translation(pages, ("en", "sr-Cyrl"), made)
    page = text_of(site, "sr-Cyrl/map/index.html")
    assert "Камере и шта могу да виде" in page
    assert "виси на 12 m (доњи опсег), 5 m (уобичајено), 3,5 m (горњи опсег)" in page
    told = json.loads(re.findall(r'id="map-data"[^>]*>(.*?)</script>', page)[0])
    assert told["tiles"] == f"../../map/{parts.names.tiles}"
    assert resolve("sr-Cyrl/map/index.html", told["search"]) in site
    assert told["words"]["in_sight_few"] == "{number} камере на приказу"
    camera = text_of(site, "sr-Cyrl/cameras/node-1.html")
    assert "Куполаста камера; правац 90°; висина 4,5 m (walk/7)" in camera
    assert "1.200 m²" in camera


def test_very_many_cameras_stand_in_groups_each_at_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_tables, "MOST_ALONE", 3)
    monkeypatch.setattr(map_tables, "GROUPS", 4)
    made = build_map_site(build_small_map())
    site = build_site(pages_of(build_small()), made)
    pages = {path: Links(text_of(site, path)) for path in site if path.startswith("cameras/")}
    assert len(pages) < len(build_small_map().cameras)
    found = set()
    for path in (path for path in site if path.startswith("directory/cameras")):
        for href in Links(text_of(site, path)).links:
            page, anchor = resolve(path, href.partition("#")[0]), href.partition("#")[2]
            if page.startswith("cameras/"):
                assert anchor in pages[page].anchors
                found.add((page, anchor))
    assert len(found) == len(build_small_map().cameras)
    for path in pages:
        ids = re.findall(r' id="([^"]*)"', text_of(site, path))
        assert len(ids) == len(set(ids))


def test_a_camera_that_is_added_moves_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = build_small_map().cameras
    monkeypatch.setattr(map_tables, "MOST_ALONE", 3)
    before = map_tables.address_pages(cameras)
    added = (replace(cameras[0], id="way/99"), *cameras)
    assert map_tables.address_pages(added)[1:] == before
    assert before[0] == "1597.html#node-1"  # the last thirteen bits of the first two bytes of its sha256sum


def test_languages_of_names_are_those_on_the_map_the_commonest_first() -> None:
    assert count_names(build_small_map()) == {"en": 1, "sr-Latn": 1}
    layers = replace(build_small_map(), labels=build_small_map().labels * 2)
    assert list(count_names(layers).items()) == [("en", 2), ("sr-Latn", 1)]


def test_lists_are_named_in_the_readers_language() -> None:
    titles = {"Ministry's list": {"en": "Ministry's list", "sr-Latn": "Spisak ministarstva"}}
    layers = replace(build_small_map(), list_titles=titles)
    index = build_index(build_small(), (), as_of=DAY, language="sr-Cyrl")
    site = build_map_site(layers, index)
    page = next(payload for _, _, payload in site.pages if isinstance(payload, MapPage))
    chosen = {one.value: one.label for one in page.lists}
    assert chosen["Ministry's list"] == "Списак министарства"  # the value is what all languages' tiles carry
    assert chosen["OpenStreetMap"] == "OpenStreetMap"
    facts = [fact.text for one in build_camera_pages(layers, index, "sr-Cyrl") for fact in one.facts]
    assert "Списак министарства, OpenStreetMap" in facts
