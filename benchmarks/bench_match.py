"""Matching two lists of 60,000 cameras made from real ones, beside the Record Linkage Toolkit (claim: at most 10 s).

The peer is handed the pairs within the same distance (a scipy cKDTree finds them before its clock starts), compares
the same fields and learns weights by the same principle (`ECMClassifier`); it may pair a camera with several, gives no
reasons, and leaves nothing open. The share of right links is printed for both; `match_quality.py` measures more
of it. Where the peer is not installed, ours stands alone.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from _matching import RIVAL_M, Trial, make_trial, to_points
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.case.load import without_collector
from sousveil.records.camera import Observation
from sousveil.register.match import match_lists
from sousveil.workbench.cameras.reading import list_cameras

DATA = Path(os.environ.get("SOUSVEIL_DATA", Path(__file__).parents[2] / "shared" / "data"))
FILE = "us-alpr-nodes-2026-04.json.gz"
PEER = "recordlinkage"
ROUNDS = 3
FIELDS = ("device", "operator", "brand", "mounts", "zones", "direction")


Pairs = set[tuple[str, str]]


def match_ours(trial: Trial) -> Pairs:
    """What we do; far too few links would be no matching."""
    with without_collector():
        links = match_lists(trial.ours, trial.theirs).links
    found = {(link.left, link.right) for link in links if link.linked}
    if len(found) < len(trial.truth) / 2:
        raise RuntimeError("half of the cameras are not linked")
    return found


def build_peer(trial: Trial) -> Callable[[], Pairs] | None:
    """What the peer does, with its tables and pairs made; None where it is not installed."""
    if find_spec(PEER) is None:
        return None
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - there only with the peer
    import recordlinkage  # type: ignore[import-not-found]  # noqa: PLC0415

    sides = [list(listed.observations) for listed in (trial.ours, trial.theirs)]
    trees = [cKDTree(to_points([one.lonlat for one in side])) for side in sides]
    found = trees[0].sparse_distance_matrix(trees[1], RIVAL_M, output_type="ndarray")
    pairs = pd.MultiIndex.from_arrays([found["i"], found["j"]])
    tables = [pd.DataFrame([tell(one) for one in side], columns=FIELDS) for side in sides]

    def run() -> Pairs:
        compare = recordlinkage.Compare()
        for field in FIELDS[:-1]:
            compare.exact(field, field, label=field)
        compare.numeric("direction", "direction", scale=20, label="direction")
        linked = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(compare.compute(pairs, *tables))
        return {(trial.ours.keys[row], trial.theirs.keys[other]) for row, other in linked}

    return run


def tell(one: Observation) -> tuple[object, ...]:
    """An observation as a row."""
    names = [one.names.get(name) for name in ("operator", "brand")]
    words = [";".join(each) or None for each in (one.mounts, one.zones)]
    return one.device.value, *names, *words, one.views[0].bearing_deg if one.views else None


def measure() -> Iterator[Measure]:
    """Wall time of one matching."""
    trial = make_trial(list_cameras([DATA / FILE]).observations)
    peer = build_peer(trial)
    about = About(
        what="matching",
        peer_name=PEER,
        versions=read_versions("sousveil", "numpy", "scipy", PEER),
        data_digest=digest_data(DATA / FILE),
    )
    sizes = " × ".join(f"{len(listed.observations):,}" for listed in (trial.ours, trial.theirs))
    true = set(trial.truth.items())
    linked = [job() for job in (partial(match_ours, trial), peer) if job]
    shares = [[len(found & true) / len(found)] for found in linked]
    yield build_measure(
        "links that are right", shares[0], shares[1] if peer else [], unit="share", about=about
    )
    if peer:
        times = run_pairs(lambda: time_call(lambda: match_ours(trial)), lambda: time_call(peer), n=ROUNDS)
    else:
        times = [time_call(lambda: match_ours(trial)) for _ in range(ROUNDS)], []
    yield build_measure(f"match {sizes} observations", *times, unit="s", about=about)


if __name__ == "__main__":
    if not (DATA / FILE).is_file():
        print(f"{FILE}: not here; nothing was measured", file=sys.stderr)
        raise SystemExit(0)
    raise SystemExit(report(measure()))
