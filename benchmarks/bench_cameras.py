"""Reading 61,768 plate readers of the United States, beside parsing the same JSON (claim: at most 3 s).

Needs the data file in the folder `shared/data` beside the checkout; without it there is nothing to measure.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.workbench.cameras import list_cameras

DATA = Path(__file__).parents[2] / "shared" / "data" / "us-alpr-nodes-2026-04.json.gz"
OBJECTS = 61_768
ROUNDS = 5


def read_ours() -> None:
    """What we do; a number of observations other than that of the objects would be no reading of them."""
    listed = list_cameras([DATA])
    if len(listed.observations) != OBJECTS:
        raise RuntimeError(f"{len(listed.observations)} observations of {OBJECTS} objects")


def read_bare() -> None:
    """What the peer does: unpack and parse, without places, words or complaints."""
    json.loads(gzip.decompress(DATA.read_bytes()))


def measure() -> Iterator[Measure]:
    """Wall time of one reading."""
    about = About(
        what="camera records",
        peer_name="gzip and json.loads",
        versions=read_versions("sousveil"),
        data_digest=digest_data(DATA),
    )
    times = run_pairs(lambda: time_call(read_ours), lambda: time_call(read_bare), n=ROUNDS)
    yield build_measure(f"read {OBJECTS:,} camera records", *times, unit="s", about=about)


if __name__ == "__main__":
    if not DATA.is_file():
        print(f"{DATA.name}: not here; nothing was measured", file=sys.stderr)
        raise SystemExit(0)
    raise SystemExit(report(measure()))
