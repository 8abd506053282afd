"""The map of a country: outlines decoded rightly, sizes only where a figure is known, gaps said as gaps."""

import re
from dataclasses import replace

import pytest
import shapely  # type: ignore[import-untyped]

from sousveil.publish.maps.country import build_country_site, describe, draw_country, find_places
from sousveil.publish.maps.outlines import decode_topology, read_outlines
from sousveil.publish.maps.payloads import CountryPage
from sousveil.publish.site import build_site
from tests.publish.small import build_small
from tests.publish.test_site import Links, pages_of
from tests.workbench.sight.test_map import index_of

# Two arcs from one corner of a rectangle to the other, one of them walked backwards.
EXAMPLE = {
    "transform": {"scale": [0.5, 0.25], "translate": [100, 0]},
    "objects": {
        "example": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]], "properties": {"name": "box"}}]}
    },
    "arcs": [[[0, 0], [4, 0], [0, 8]], [[0, 0], [0, 8], [4, 0]]],
}


@pytest.fixture(scope="module")
def page() -> CountryPage:
    made = build_country_site(index_of("serbia"))
    assert made is not None
    (found,) = (payload for _, _, payload in made.pages)
    assert isinstance(found, CountryPage)
    return found


def test_arcs_are_joined_forwards_and_backwards() -> None:
    ((name, shape),) = decode_topology(EXAMPLE, "example")
    assert name == "box"
    assert shapely.equals(shape, shapely.box(100, 0, 102, 2))


def test_places_lie_in_the_countries_where_they_are_known_to_lie() -> None:
    shapes = dict(read_outlines())
    for country, lon, lat in (
        ("Serbia", 20.465, 44.804),
        ("Finland", 24.95, 60.17),
        ("Lesotho", 27.48, -29.31),
    ):
        assert shapes[country].contains(shapely.Point(lon, lat))
    assert not shapes["South Africa"].contains(shapely.Point(27.8, -29.6))  # Lesotho is a hole in it


def test_only_a_known_figure_has_a_size(page: CountryPage) -> None:
    sized = {row.name.text: row.size for row in page.places if row.size}
    assert set(sized) == {"Osečina"}
    assert page.svg.count('class="sized"') == 1
    assert page.svg.count('class="unsized"') == len(page.places) - 1
    assert "cameras per head are known for Osečina" in describe(page.places)


def test_a_withheld_number_stands_in_an_empty_field_on_the_map(page: CountryPage) -> None:
    assert re.search(r'<rect class="withheld"[^>]*/><text[^>]*>number of cameras withheld</text>', page.svg)
    assert 'class="withheld"' not in draw_country(page.places)
    assert page.svg.count('class="land own"') == 1


def test_a_withheld_number_and_unnamed_municipalities_are_said(page: CountryPage) -> None:
    assert [figure.look for figure in page.withheld] == ["withheld"]
    assert {figure.text.replace("\u00a0", " ") for figure in page.unnamed} >= {"42 municipalities"}


def test_every_place_is_inside_the_drawing(page: CountryPage) -> None:
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', page.svg)
    assert box is not None
    for x, y in re.findall(r'<circle class="\w+" cx="([\d.]+)" cy="([\d.]+)"', page.svg):
        assert 0 < float(x) < int(box[1])
        assert 0 < float(y) < int(box[2])


def test_the_page_leads_to_places_and_runs_nothing() -> None:
    index = index_of("serbia")
    text = build_site(pages_of(build_small()), build_country_site(index))["map/index.html"]
    assert isinstance(text, str)
    assert Links(text).scripts == []
    assert "../places.html#l-osecina" in Links(text).links
    assert {place.id for place in find_places(index)} >= {"l-belgrade", "l-osecina"}
    assert "<script" not in text


def test_countries_are_named_in_the_language_of_the_page() -> None:
    made = build_country_site(replace(index_of("serbia"), language="sr-Cyrl"))
    assert made is not None
    svg = next(payload.svg for _, _, payload in made.pages if isinstance(payload, CountryPage))
    assert {"Мађарска", "Румунија", "Албанија", "Србија"} <= set(re.findall(r">([^<]+)</text>", svg))
    assert 'lang="en"' not in svg
