"""61,768 plate readers of the United States, read, and brought into a case (claim: at most 3 s).

Reading is set beside parsing the same JSON, the import beside geopandas making points of the list and writing them.

Needs the data file in the folder `shared/data` beside the checkout; without it there is nothing to measure.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas  # type: ignore[import-untyped]  # has no stubs of its own

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.adapters.osm.tags import read_tags
from sousveil.case.load import without_collector
from sousveil.case.skeleton import write_skeleton
from sousveil.records.camera_list import ReadAs
from sousveil.workbench.cameras.listing import read_files, write_list
from sousveil.workbench.cameras.reading import list_cameras

DATA = Path(__file__).parents[2] / "shared" / "data" / "us-alpr-nodes-2026-04.json.gz"
OBJECTS = 61_768
ROUNDS = 5


def read_ours() -> None:
    """What we do; a number of observations other than that of the objects would be no reading of them."""
    read_tags.cache_clear()  # what was read before must not help
    listed = list_cameras([DATA])
    if len(listed.observations) != OBJECTS:
        raise RuntimeError(f"{len(listed.observations)} observations of {OBJECTS} objects")


def read_bare() -> None:
    """What the peer does: unpack and parse, without places, words or complaints."""
    json.loads(gzip.decompress(DATA.read_bytes()))


def import_ours(folder: Path) -> None:
    """What we do to bring the list in: read it and write it into an empty case."""
    read_tags.cache_clear()
    with without_collector():  # as the command does
        done = write_list(folder, read_files(folder, [DATA], ReadAs()), {"id": "o-us", "kind": "map"})
    if len(done.observations) != OBJECTS or not done.files:
        raise RuntimeError(f"{len(done.observations)} observations of {OBJECTS} objects")


def import_bare(folder: Path) -> None:
    """What the peer does: a table of the same columns with a point each, written as GeoJSON; no value is read."""
    table = geopandas.pd.DataFrame(json.loads(gzip.decompress(DATA.read_bytes())))
    points = geopandas.points_from_xy(table["lon"], table["lat"])
    geopandas.GeoDataFrame(table, geometry=points, crs="EPSG:4326").to_file(
        folder / "us.geojson", driver="GeoJSON"
    )


def time_import(run: Callable[[Path], None]) -> float:
    """Processor time of one import into an empty case of its own, which is there before the clock starts."""
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "case"
        write_skeleton(folder)
        begin = time.process_time()
        run(folder)
        return time.process_time() - begin


def measure() -> Iterator[Measure]:
    """Wall time of one reading, and processor time of one import, which does not count what else runs."""
    about = About(
        what="camera records",
        peer_name="gzip and json.loads",
        versions=read_versions("sousveil"),
        data_digest=digest_data(DATA),
    )
    times = run_pairs(lambda: time_call(read_ours), lambda: time_call(read_bare), n=ROUNDS)
    yield build_measure(f"read {OBJECTS:,} camera records", *times, unit="s", about=about)
    about = replace(about, peer_name="geopandas", versions=read_versions("sousveil", "geopandas", "pyogrio"))
    times = run_pairs(lambda: time_import(import_ours), lambda: time_import(import_bare), n=ROUNDS)
    yield build_measure(f"import {OBJECTS:,} camera records, processor time", *times, unit="s", about=about)


if __name__ == "__main__":
    if not DATA.is_file():
        print(f"{DATA.name}: not here; nothing was measured", file=sys.stderr)
        raise SystemExit(0)
    raise SystemExit(report(measure()))
