"""How far the areas of the sweep lie from exact rational numbers, on the raw outlines of three cities: a table.

Not about speed: the twin takes most of an hour. With `--keep FOLDER` its areas are kept there, by what they were made
from: a run that was broken off goes on, and the sweep of another day is compared in seconds. The views are those of the
trial in tests/city/test_scene.py.
"""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench_sweep import CITIES, DATA

from sousveil.adapters.osm.pbf import read_outlines
from sousveil.city.scene import Scene, build_scene
from sousveil.kernels import front, reference
from sousveil.kernels.arrays import Floats, Views, Walls
from sousveil.kernels.reference import compute_areas_exactly

SEEDS = range(2, 29)
VIEWS = 50  # for each seed: 27 · 50 · 3 = 4,050 cases
RANGES_M = (20, 50, 100)
EXACT_M2 = 1e-6


def draw_views(scene: Scene, seed: int) -> Views:
    """Places near walls, some of them inside buildings; ranges; sectors and all around."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(scene.walls.ax), VIEWS)
    east, north = scene.walls.ax[at] + rng.normal(0, 8, VIEWS), scene.walls.ay[at] + rng.normal(0, 8, VIEWS)
    return front.build_views(
        east,
        north,
        range_m=rng.choice(RANGES_M, VIEWS),
        bearing_deg=rng.uniform(0, 360, VIEWS),
        width_deg=rng.choice([30, 90, 270, 360, 360], VIEWS),
    )


def ask_twin(walls: Walls, views: Views, kept: Path | None) -> Floats:
    """The twin's areas [m²], from `kept` where it has seen the same walls and views before."""
    if kept is None:
        return compute_areas_exactly(walls, views)
    digest = hashlib.sha256(Path(reference.__file__).read_bytes())
    for column in (*walls, *views):
        digest.update(column.tobytes())
    file = kept / f"{digest.hexdigest()[:16]}.npy"
    if not file.is_file():
        np.save(file, compute_areas_exactly(walls, views))
    return np.asarray(np.load(file))


def measure_errors(path: Path, kept: Path | None) -> tuple[Floats, ...]:
    """Range [m], whether all around, and how far off [m²], of each case."""
    scene = build_scene(read_outlines(path, path.name)[0])
    parts = []
    for seed in SEEDS:
        views = draw_views(scene, seed)
        seen = front.compute_view_areas(views, front.compute_boundaries(scene.grid, views))
        error = np.abs(seen - ask_twin(scene.walls, views, kept))
        parts.append((views.range_m, views.around.astype(np.float64), error))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def list_rows(name: str, kept: Path | None) -> Iterator[str]:
    """The lines of the table for one city."""
    reach, around, error = measure_errors(DATA / f"{name}.osm.pbf", kept)
    for range_m in RANGES_M:
        for whole, word in ((1.0, "all around"), (0.0, "sectors")):
            these = error[(reach == range_m) & (around == whole)]
            failed = int((these > EXACT_M2).sum())
            yield f"| {name} | {range_m} m | {word} | {len(these):,} | {these.max():.1e} m² | {failed} |"


def main() -> int:
    """Print the table of the cities asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", nargs="*", default=CITIES)
    parser.add_argument("--keep", type=Path, help="a folder for the twin's areas")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    print(
        "| extract | range | sector | cases | greatest difference | beyond 10⁻⁶ m² |\n|---|---|---|---|---|---|"
    )
    for name in asked.cities:
        for row in list_rows(name, asked.keep):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
