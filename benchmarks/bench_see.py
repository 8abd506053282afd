"""Peak memory of the command `sousveil see`, Python included, over a million buildings and a hundred thousand cameras.

The map is a real one many times side by side (`_multiplied`). First the command reads the extract, then what it kept of
it, and that once more square by square; at most 1 GiB is the goal. Of squares the process that puts them together is
measured. `--copies` and `--cameras` make it smaller, for a look at what grows.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _multiplied import write_large_case
from bench_sweep import DATA

from _harness import PYTHON, About, Measure, build_measure, digest_data, read_versions, run_command

SOURCE = DATA / "liechtenstein-2024-03.osm.pbf"
COPIES = 57
CAMERAS = 100_000
LEVEL = "observe"
ACCEPT = (0, 1)  # warnings of the map are no failure


def measure(copies: int, cameras: int) -> Iterator[Measure]:
    """Peak memory and wall time from the extract, then from the store."""
    about = About(
        what="",
        peer_name="",
        versions=read_versions("sousveil", "numba", "numpy", "shapely"),
        data_digest=digest_data(SOURCE),
    )
    with TemporaryDirectory() as parent:
        case = Path(parent) / "case"
        buildings = write_large_case(case, SOURCE, copies=copies, cameras=cameras)
        os.environ["SOUSVEIL_CACHE"] = str(Path(parent) / "store")
        squares = ["--tiles", str(Path(parent) / "squares")]
        for source, more in (("the extract", []), ("what was kept of it", []), ("that by squares", squares)):
            see = [PYTHON, "-m", "sousveil", "see", str(case), "--level", LEVEL, *more]
            run = run_command(see, accept=ACCEPT)
            what = f"see, {buildings:,} buildings, {cameras:,} cameras, {LEVEL}, from {source}"
            yield build_measure(f"{what}: peak memory", [run.peak_mib], [], unit="MiB", about=about)
            yield build_measure(f"{what}: wall time", [run.wall_s], [], unit="s", about=about)


def main() -> int:
    """Print the measures as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON line a measure")
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--cameras", type=int, default=CAMERAS)
    asked = parser.parse_args()
    if not SOURCE.is_file():
        print(f"skipped, there is no {SOURCE.name} in {DATA.name}/ (set SOUSVEIL_DATA)", file=sys.stderr)
        return 0
    for one in measure(asked.copies, asked.cameras):
        print(one.to_json() if asked.json else one.to_text(), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
