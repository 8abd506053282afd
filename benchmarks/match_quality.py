"""How well lists are matched: two lists made from each real one, with gaps, places that are off and other words.

Prints, for each, how many links are right (precision), and how many true pairs are linked (recall) where name, ref,
kind or direction, said on both, tells the camera from every other within reach; what becomes of the others; and how
often pairs of a said probability were right, also where the lists miss more. Needs the data files in the folder that
SOUSVEIL_DATA names; without one it is skipped. Fails where a trial misses the goal.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from _matching import DROPPED, Trial, find_told_apart, make_trial

from sousveil.records.camera import Observation
from sousveil.register.match import match_lists
from sousveil.workbench.cameras.reading import list_cameras

DATA = Path(os.environ.get("SOUSVEIL_DATA", Path(__file__).parents[2] / "shared" / "data"))
FILES = {  # the limits were set on seeds 1 to 30
    "switzerland-surveillance-nodes-2023-06.json": range(31, 51),
    "us-alpr-nodes-2026-04.json.gz": range(31, 35),
}
GOAL = {"precision": 0.98, "recall": 0.95}
MISSED = (DROPPED, 0.4, 0.6)
"""Shares of the cameras that each list lacks, for said and found probabilities; the goal is for the first."""
SAID = (0.1, 0.3, 0.5, 0.7, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995)
Told = list[tuple[float, bool]]
"""Probabilities that pairs were given, and whether each pair is one camera."""


def measure_trial(trial: Trial) -> tuple[dict[str, float], Told]:
    """Shares of one trial, and its pairs."""
    matched = match_lists(trial.ours, trial.theirs)
    linked = {(one.left, one.right) for one in matched.links if one.linked}
    doubted = {(one.left, one.right) for one in matched.links if one.doubt}
    true = set(trial.truth.items())
    told = find_told_apart(trial)
    rest = true - told
    shares = {
        "true pairs": len(true),
        "told apart": len(told),
        "links": len(linked),
        "precision": len(linked & true) / max(len(linked), 1),
        "recall": len(linked & told) / max(len(told), 1),
        "told apart, undecided": len(doubted & told) / max(len(told), 1),
        "others linked": len(linked & rest) / max(len(rest), 1),
        "others undecided": len(doubted & rest) / max(len(rest), 1),
    }
    return shares, [(one.probability, (one.left, one.right) in true) for one in matched.links]


def print_found(told: Told) -> None:
    """How often pairs of about one probability were one camera."""
    said, right = np.array(told, dtype=np.float64).T
    bins = np.digitize(said, SAID)
    for number, least in enumerate(SAID, start=1):
        if len(rows := np.flatnonzero(bins == number)):
            print(
                f"  from {least}: {len(rows):,} pairs, said {said[rows].mean():.3f}, found {right[rows].mean():.3f}"
            )


def measure_file(observations: Sequence[Observation], seeds: Iterable[int], missed: float) -> list[str]:
    """Every seed of one file; which miss the goal."""
    pairs: Told = []
    every = []
    for seed in seeds:
        found, told = measure_trial(make_trial(observations, seed, missed))
        shown = ", ".join(f"{what} {v:,}" if v > 1 else f"{what} {v:.4f}" for what, v in found.items())
        print(f"{missed:.0%} missing, seed {seed}: {shown}", flush=True)
        pairs += told
        every.append((seed, found))
    print_found(pairs)
    return [f"{seed}: {what}" for seed, found in every for what, least in GOAL.items() if found[what] < least]


def main() -> int:
    """Every file that is there, with every seed."""
    short: list[str] = []
    for name, seeds in FILES.items():
        if not (DATA / name).is_file():
            print(f"{name}: not here; nothing was measured", file=sys.stderr)
            continue
        observations = list_cameras([DATA / name]).observations
        print(name)
        short += measure_file(observations, seeds, MISSED[0])
        for missed in MISSED[1:]:
            measure_file(observations, seeds[:4], missed)
    print(f"below the goal: {', '.join(short) or 'none'}")
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
