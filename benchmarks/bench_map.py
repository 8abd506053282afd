"""Measures the map at 100,000 cameras: seconds for its tiles, time to the first idle map, bytes fetched.

The peer is the base map alone: the same streets, buildings and water without cameras and ground, in the same browser
and the same run. Cameras lie at random, each with ground in three bands, in sixteen copies of a real city.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs
from sousveil.case.load import load_case
from sousveil.publish.build.index import build_index
from sousveil.publish.maps.layers import BANDS, Areas, Grounds, Lines, MapCamera, MapLayers, Streets, Watched
from sousveil.publish.maps.site import build_map_site
from sousveil.publish.maps.tables import build_tables
from sousveil.publish.maps.tiles import build_tiles
from sousveil.publish.site import build_site
from sousveil.server.app import build_app
from sousveil.workbench.sight.map import read_map
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.serving import serve
from tests.publish.small import build_small
from tests.publish.test_site import pages_of

CASE = Path(__file__).parents[1] / "examples" / "helsinki"
CAMERAS = 100_000
COPIES = 4  # each way
ROUNDS = 3
SEED = 20261122
CORNERS = 16
PATIENCE_MS = 120_000
PEER = "the base map alone"


def build_city() -> MapLayers:
    """The shipped city without its cameras, sixteen times side by side."""
    case, _ = load_case(CASE)
    read = read_map(CASE, build_index(case, (), as_of="2019-04-30", language="en"))
    if read is None:
        raise RuntimeError(f"{CASE.name} has no city")
    one = read[0]
    west, south, east, north = one.bounds
    steps = [(x * (east - west), y * (north - south)) for x in range(COPIES) for y in range(COPIES)]
    names = one.streets
    return replace(
        one,
        bounds=(west, south, west + COPIES * (east - west), south + COPIES * (north - south)),
        cameras=(),
        grounds=Grounds(),
        watched=Watched(),
        buildings=copy_areas(one.buildings, steps),
        water=copy_areas(one.water, steps),
        waterways=Lines(),
        streets=Streets(
            copy_lines(one.streets.lines, steps),
            tuple(f"{id_}-{step}" for step in range(len(steps)) for id_ in names.ids),
            names.kinds * len(steps),
            names.names * len(steps),
        ),
    )


def copy_lines(lines: Lines, steps: list[tuple[float, float]]) -> Lines:
    """Lines once for each step."""
    size, rows = np.diff(lines.start), int(lines.row.max(initial=-1)) + 1
    return Lines(
        np.concatenate([lines.lonlat + step for step in steps]),
        np.concatenate([[0], np.cumsum(np.tile(size, len(steps)))]),
        np.concatenate([lines.row + rows * step for step in range(len(steps))]),
    )


def copy_areas(areas: Areas, steps: list[tuple[float, float]]) -> Areas:
    """Areas once for each step."""
    made = copy_lines(Lines(areas.lonlat, areas.ring_start, areas.ring_row), steps)
    return Areas(made.lonlat, made.start, made.row, np.tile(areas.ring_is_hole, len(steps)))


def add_cameras(city: MapLayers) -> MapLayers:
    """Cameras anywhere, each with ground of three sizes at one level."""
    rng = np.random.default_rng(SEED)
    west, south, east, north = city.bounds
    places = np.column_stack([rng.uniform(west, east, CAMERAS), rng.uniform(south, north, CAMERAS)])
    kinds, states = ("fixed", "dome", "panning", ""), ("installed", "planned", "operating")
    cameras = tuple(
        MapCamera(
            id=f"cam-{n}",
            lonlat=(float(x), float(y)),
            kind=kinds[n % 4],
            state=states[n % 3],
            lists=("A list",),
        )
        for n, (x, y) in enumerate(places)
    )
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ring = np.column_stack([np.cos(angle) / np.cos(np.radians(south)), np.sin(angle)])
    sizes = np.array([10.0, 25.0, 40.0]) / 111_320  # metres as degrees of latitude
    rings = places[:, None, None] + sizes[:, None, None] * ring
    count = CAMERAS * len(BANDS)
    grounds = Grounds(
        Areas(
            rings.reshape(-1, 2),
            np.arange(count + 1) * CORNERS,
            np.arange(count),
            np.zeros(count, dtype=np.bool_),
        ),
        camera=np.repeat(np.arange(CAMERAS), len(BANDS)),
        level=np.full(count, 1),
        band=np.tile(np.arange(len(BANDS)), CAMERAS),
        reach=np.zeros(count, dtype=np.int64),
        area_m2=np.zeros(count),
    )
    return replace(city, cameras=cameras, grounds=grounds, scenarios=())


def draw_tiles(layers: MapLayers) -> bytes:
    """The tiles of layers."""
    return build_tiles(build_tables(layers), bounds=layers.bounds, attribution="")


@contextmanager
def serve_map(layers: MapLayers, tiles: bytes) -> Iterator[str]:
    """The map of layers at an address with these tiles, without the pages of single cameras."""
    made = build_map_site(replace(layers, cameras=layers.cameras[:1], grounds=Grounds()))
    files = {path: tiles if path.endswith(".pmtiles") else content for path, content in made.files.items()}
    with tempfile.TemporaryDirectory() as folder:
        for path, content in build_site(pages_of(build_small()), replace(made, files=files)).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        with serve(build_app(Path(folder))) as address:
            yield f"{address}/map/index.html"


def open_cold(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds to the first idle map with an empty cache, and kilobytes fetched until then."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    fetched: list[float] = []
    network.on("Network.loadingFinished", lambda said: fetched.append(said["encodedDataLength"]))
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector('#map[data-idle="1"]', timeout=PATIENCE_MS)
    took = time.perf_counter() - begin
    page.wait_for_timeout(100)
    context.close()
    return took, sum(fetched) / 1000


def measure() -> Iterator[Measure]:
    """Tiles, then the map from afar and from near."""
    city = build_city()
    full = add_cameras(city)
    versions = read_versions("sousveil", "shapely", "pmtiles", "playwright")
    about = About(what="map", peer_name=PEER, versions=versions, data_digest=digest_data(CASE / "places"))
    begin, spent = time.perf_counter(), time.process_time()
    tiles = draw_tiles(full)
    took, used = time.perf_counter() - begin, time.process_time() - spent
    what = f"{CAMERAS:,} cameras with three grounds each, {len(full.streets.ids):,} streets: tiles"
    yield build_measure(what, [took], [], unit="s", about=about)
    yield build_measure(f"{what}, processor time", [used], [], unit="s", about=about)
    yield build_measure(f"{what}, size", [len(tiles) / 1e6], [], unit="MB", about=about)
    path = find_chromium()
    if path is None:
        print("no Chromium: the map itself is not measured", flush=True)
        return
    lon, lat = (full.bounds[0] + full.bounds[2]) / 2, (full.bounds[1] + full.bounds[3]) / 2
    bare = replace(city, scenarios=())
    with (
        serve_map(full, tiles) as ours,
        serve_map(bare, draw_tiles(bare)) as base,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        for name, part in (("the whole city", ""), ("a street", f"#at=16/{lat:.5f}/{lon:.5f}")):
            mine, peer = run_pairs(
                partial(open_cold, browser, ours + part),
                partial(open_cold, browser, base + part),
                n=ROUNDS,
            )
            for number, (unit, words) in enumerate((("s", "first idle map"), ("kB", "fetched by then"))):
                yield build_measure(
                    f"{name}: {words}",
                    [one[number] for one in mine],
                    [one[number] for one in peer],
                    unit=unit,
                    about=about,
                )
        browser.close()


if __name__ == "__main__":
    raise SystemExit(report(measure()))
