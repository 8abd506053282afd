"""Shows what a walk undergoes: a strip a level for people, every span for programs.

Prints no place of the walk itself. Field names in JSON are a promise: fields are added, never renamed, until `format`
goes up.
"""

import json
from collections.abc import Iterator

from sousveil.cli._json import build_entry
from sousveil.cli._paper import Paper
from sousveil.cli.cameras._observations import put_problems
from sousveil.coverage.exposure import Exposure
from sousveil.coverage.optics import Bands
from sousveil.workbench.sight.seeing import LEVELS
from sousveil.workbench.sight.walk import Walk

FORMAT = 1
BANDS = ("low", "typical", "high")
CELLS = 64
"""Columns of a strip."""
MARKS = {"low": "█", "typical": "▓", "high": "░", "surveyed": "·", "": "?"}
"""What is seen even at the least, usually, at the most; not by any known camera; nor looked at by anybody."""


def put_walk(paper: Paper, walk: Walk) -> None:
    """Length, and a strip and three bands a level; of a file that holds no walk only what is wrong with it."""
    if len(walk.path) < 2:
        put_problems(walk.problems, every="--json")
        return
    paper.put((f"A walk of {walk.length_m:,.0f} m", "bold"), f": {walk.how}")
    for level, bands in walk.levels.items():
        edition, px_per_m = LEVELS[level]
        paper.heading(f"{level}: {px_per_m:g} pixels a metre ({edition})")
        paper.put("".join(draw_strip(bands, walk.length_m)), indent=2)
        for name, exposure in zip(BANDS, bands, strict=True):
            paper.put(describe(exposure), indent=2, hang=11, lead=((name.ljust(9), "dim"),))
    paper.blank()
    legend = {
        "low": "in view at the least", "typical": "usually", "high": "at the most",
        "surveyed": "of no known camera", "": "nobody knows: not surveyed, underground, or off the map",
    }  # fmt: skip
    paper.put("   ".join(f"{MARKS[key]} {words}" for key, words in legend.items()), indent=2)
    paper.put(
        "In view says that a known camera can see the place, not that anybody looks or records.", indent=2
    )
    put_problems(walk.problems, every="--json")


def describe(exposure: Exposure) -> str:
    """One band in a line."""
    gap = exposure.longest_gap
    rest = f"; longest stretch out of known view {gap.length_m:,.0f} m" if gap else ""
    rest += f"; of {exposure.unknown_m:,.0f} m nobody knows" if round(exposure.unknown_m) else ""
    rest += f"; of {_count(exposure.silent)} nothing is known" if exposure.silent else ""
    if not exposure.cameras:
        return f"in view of no camera of which this is known{rest}"
    return (
        f"{exposure.seen_m:,.0f} m in view of {_count(len(exposure.cameras))}, first after "
        f"{exposure.first_seen_m or 0.0:,.0f} m{rest}"
    )


def _count(cameras: int) -> str:
    return f"{cameras:,} camera" + ("s" if cameras != 1 else "")


def draw_strip(bands: Bands[Exposure], length_m: float) -> Iterator[str]:
    """The walk from left to right, a mark a cell: the least band in which its middle is in view."""
    for cell in range(CELLS):
        at = (cell + 0.5) / CELLS * length_m
        found = [
            (name, span)
            for name, exposure in zip(BANDS, bands, strict=True)
            for span in exposure.spans
            if span.begin_m <= at < span.end_m
        ]
        seen = [name for name, span in found if span.cameras]
        yield MARKS[seen[0] if seen else "surveyed" if any(span.surveyed for _, span in found) else ""]


def render_walk(walk: Walk) -> str:
    """Every span as one JSON document; without places, so that nothing of a person's walk is in it."""
    answer = {
        "format": FORMAT,
        "length_m": walk.length_m,
        "how": walk.how,
        "levels": {
            level: {
                "edition": LEVELS[level][0],
                "px_per_m": LEVELS[level][1],
                **{name: _band(one) for name, one in zip(BANDS, bands, strict=True)},
            }
            for level, bands in walk.levels.items()
        },
        "problems": [build_entry(one) for one in walk.problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _band(exposure: Exposure) -> dict[str, object]:
    """One band; `seen_m` counts known cameras only, of which `cameras_silent` are not."""
    gap = exposure.longest_gap
    return {
        "seen_m": exposure.seen_m,
        "unseen_surveyed_m": exposure.unseen_m,
        "unknown_m": exposure.unknown_m,
        "cameras": list(exposure.cameras),
        "cameras_silent": exposure.silent,
        "first_seen_m": exposure.first_seen_m,
        "last_seen_m": exposure.last_seen_m,
        "longest_gap_m": gap.length_m if gap else None,
        "spans": [
            {
                "begin_m": one.begin_m,
                "end_m": one.end_m,
                "cameras": list(one.cameras),
                "surveyed": one.surveyed,
            }
            for one in exposure.spans
        ],
    }
