"""Which streets lie near an observation: names by which lists without good places can be brought together.

Looks up names only; what an agreement of names is worth, the register weighs.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely  # type: ignore[import-untyped]

from sousveil.city.streets import Streets

NEAR_M = 40.0
"""How far a street may lie from a camera that watches it: across a wide street and a square's edge. Ours."""


def list_near_names(streets: Streets, places: Mapping[str, tuple[float, float]]) -> dict[str, Sequence[str]]:
    """For each key the names, in every script, of the streets near its place [°]."""
    rows = np.flatnonzero([len(names) > 0 for names in streets.names])
    rows = rows[(np.diff(streets.start) >= 2)[rows]]
    if not len(rows) or not places:
        return {}
    lines = [shapely.LineString(streets.line(row)) for row in rows.tolist()]
    points = shapely.points(streets.frame.to_xy(list(places.values())))
    at, near = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NEAR_M)
    found: dict[str, Sequence[str]] = {}
    for key, number in zip(places, range(len(points)), strict=True):
        names = [name for line in near[at == number] for _, name in streets.names[rows[line]]]
        if names:
            found[key] = tuple(sorted(set(names)))
    return found
