"""What the pixels of the map show: bands, numbers of cameras and hatching differ, and are as the legend has them."""

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Page

from sousveil.server.app import build_app
from tests.browser.serving import serve
from tests.browser.test_map import folder, wait
from tests.publish.maps.small_map import place

__all__ = ["folder"]
CENTRE, CORNER = "at=17/44.81500/20.46500&kind=dome", "at=17/44.81900/20.46900"
Colour = npt.NDArray[np.int64]
ALIKE = 6  # of 255, the farthest of red, green and blue: less than any shade, more than what rounding makes
READ = """async ([picture, spots]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  return spots.map(([x, y, half]) => [...pen.getImageData(x - half, y - half, 2 * half + 1, 2 * half + 1).data]);
}"""
STROKE = "(selector) => getComputedStyle(document.querySelector(`.legend ${selector}`)).stroke"
FILL = """(selector) => {
  const style = getComputedStyle(document.querySelector(`.legend ${selector}`));
  return [style.fill, Number(style.fillOpacity)];
}"""


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serve(build_app(folder)) as served:
        yield served


@pytest.fixture(params=["light", "dark"])
def themed(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 860})
    yield context.new_page()
    context.close()


def look(
    page: Page, address: str, view: str, spots: Sequence[tuple[float, float]], half: int
) -> list[Colour]:
    """The pixels around places of the small city, as rows of red, green and blue."""
    page.goto(f"{address}/map/index.html#{view}")
    wait(page)
    at = [
        page.evaluate(
            "spot => { const p = map.moving.project(spot); return [p.x, p.y]; }", list(place(*spot))
        )
        for spot in spots
    ]
    # The frame of the map is a pixel wide and no part of what it draws.
    picture = base64.b64encode(page.locator("#map").screenshot()).decode()
    reader = page.context.new_page()
    found = reader.evaluate(READ, [picture, [[round(x), round(y), half] for x, y in at]])
    reader.close()
    return [np.array(one).reshape(-1, 4)[:, :3] for one in found]


def commonest(pixels: Colour) -> Colour:
    (colour, _), *_ = Counter(map(tuple, pixels.tolist())).most_common(1)
    return np.array(colour)


def read_colour(text: str) -> Colour:
    """Red, green and blue of `rgb(1, 2, 3)`."""
    return np.array([int(part) for part in text[text.index("(") + 1 : -1].split(",")[:3]])


def differ(one: Colour, other: Colour) -> int:
    return int(np.abs(one - other).max())


def test_each_band_has_the_shade_of_the_legend(themed: Page, address: str) -> None:
    spots = [(36, 42), (47.5, 47.5), (45, 45), (42, 42)]
    paper, *bands = (commonest(one) for one in look(themed, address, CENTRE, spots, 2))
    shades = [paper, *bands]
    for at, shade in enumerate(shades):
        assert all(differ(shade, other) >= 8 for other in shades[at + 1 :]), shades
    for name, shade in zip(("low", "typical", "high"), bands, strict=True):
        fill, opacity = themed.evaluate(FILL, f".ground.{name}")
        assert differ(shade, np.rint(paper + opacity * (read_colour(fill) - paper))) <= ALIKE, name


def test_streets_have_the_colours_of_the_legend_by_number_of_cameras(themed: Page, address: str) -> None:
    spots = [(45, 50), (50, 46), (47.5, 50)]
    seen = look(themed, address, CENTRE, spots, 1)
    for name, pixels in zip(("k1", "k2", "k4"), seen, strict=True):
        wanted = read_colour(themed.evaluate(STROKE, f".{name}"))
        assert min(differ(pixel, wanted) for pixel in pixels) <= ALIKE, name
    one, two, four = (read_colour(themed.evaluate(STROKE, f".{name}")) for name in ("k1", "k2", "k4"))
    assert min(differ(one, two), differ(two, four), differ(one, four)) > 3 * ALIKE


def test_what_nobody_surveyed_is_hatched_as_in_the_legend(themed: Page, address: str) -> None:
    hatched, open_ground = look(themed, address, CORNER, [(84, 96), (76, 96)], 14)
    paper, gap = commonest(open_ground), read_colour(themed.evaluate(STROKE, ".hatch"))
    assert len(np.unique(open_ground, axis=0)) == 1
    nearest = np.abs(hatched - gap).max(axis=1) < np.abs(hatched - paper).max(axis=1)
    assert 0.03 < nearest.mean() < 0.5
    rows = nearest.reshape(29, 29)
    assert rows.any(axis=0).all()  # lines, so that every column and every row meets one
    assert rows.any(axis=1).all()
