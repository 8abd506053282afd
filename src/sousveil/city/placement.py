"""Where cameras are put before anything is computed of what they see, and by which rule.

Maps put cameras on walls and into buildings: of 254 on maps of four places 59 lay inside an outline, 6 on a wall and 91
within half a metre of one. The policy, rule by rule:

    free        outside, no wall within 0.5 m: stays; a courtyard is outside
    near_wall   outside, a wall within 0.5 m: stays; it is thought to hang on that wall
    on_wall     within 1 mm of a wall: put 5 mm before it
    inside      inside a building, a wall that has room before it within 3 m: put 5 mm before the nearest of those
    indoor      inside, deeper or with no such wall: counted apart, sees no street
    nowhere     without a place

Assumes that outlines are right to 3 m where a camera stands in one. The bearing away from the wall is a guess for a
camera whose direction nobody says, and is named one. Where a camera could better stand is no question here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sousveil.city.scene import Scene
from sousveil.kernels.arrays import Floats, Rows
from sousveil.kernels.placing import Pens, Placing, place_cameras


class Rule(StrEnum):
    """By which rule a camera stands where it stands; in the order of the loops' numbers."""

    FREE = "free"
    NEAR_WALL = "near_wall"
    ON_WALL = "on_wall"
    INSIDE = "inside"
    INDOOR = "indoor"
    NOWHERE = "nowhere"


RULES = tuple(Rule)


@dataclass(frozen=True, slots=True)
class Placement:
    """One camera's place as given and as put [m], the rule, the building it hangs on ("" for none).

    `facade_deg` : the bearing away from the wall [°, clockwise from north], a guess; None without a wall.
    """

    id: str
    original: tuple[float, float]
    placed: tuple[float, float]
    rule: Rule
    building: str
    facade_deg: float | None


@dataclass(frozen=True, slots=True)
class Placements:
    """Placements by row of the cameras.

    `original`, `placed` : (n, 2) [m]. `rule` : (n), positions in `RULES`. `wall` : (n), -1 for none. `facade_deg` :
    (n), NaN without a wall. `gap_m` : (n), from the given place to the nearest wall, infinite beyond 3 m.
    """

    ids: tuple[str, ...]
    original: Floats
    placed: Floats
    rule: npt.NDArray[np.int8]
    wall: Rows
    building: tuple[str, ...]
    facade_deg: Floats
    gap_m: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, row: int) -> Placement:
        facade = float(self.facade_deg[row])
        return Placement(
            id=self.ids[row],
            original=(float(self.original[row, 0]), float(self.original[row, 1])),
            placed=(float(self.placed[row, 0]), float(self.placed[row, 1])),
            rule=RULES[self.rule[row]],
            building=self.building[row],
            facade_deg=None if np.isnan(facade) else facade,
        )

    @property
    def outdoors(self) -> npt.NDArray[np.bool_]:
        """Which cameras have a place from which the street can be seen."""
        return ~np.isin(self.rule, [RULES.index(Rule.INDOOR), RULES.index(Rule.NOWHERE)])

    def count_rules(self) -> dict[Rule, int]:
        """How many cameras stand by each rule."""
        return {rule: int((self.rule == number).sum()) for number, rule in enumerate(RULES)}


def place(scene: Scene, ids: Sequence[str], xy: npt.ArrayLike) -> Placements:
    """Put cameras at places (n, 2) [m] of the scene's frame where they can stand; NaN is no place."""
    given = np.array(xy, dtype=np.float64).reshape(-1, 2)
    if len(given) != len(ids):
        raise ValueError(f"{len(ids)} cameras have {len(given)} places")
    count = len(given)
    placing = Placing(
        x=np.ascontiguousarray(given[:, 0]),
        y=np.ascontiguousarray(given[:, 1]),
        placed_x=np.empty(count),
        placed_y=np.empty(count),
        rule=np.empty(count, np.int8),
        wall=np.empty(count, np.int32),
        gap_m=np.empty(count),
    )
    place_cameras(scene.grid, placing, Pens(*(np.empty(size) for size in (2, 6, 2, 2, 6))))
    return Placements(
        ids=tuple(ids),
        original=given,
        placed=np.stack([placing.placed_x, placing.placed_y], axis=1),
        rule=placing.rule,
        wall=placing.wall,
        building=tuple(
            "" if wall < 0 else scene.ids[scene.wall_building[wall]] for wall in placing.wall.tolist()
        ),
        facade_deg=_find_facades(scene, placing.wall),
        gap_m=placing.gap_m,
    )


def _find_facades(scene: Scene, wall: Rows) -> Floats:
    """The bearing away from each wall, NaN for -1: to the right of a wall, what is solid being on its left."""
    bearing = np.full(len(wall), np.nan)
    hung = np.flatnonzero(wall >= 0)
    walls = scene.take_walls(wall[hung])
    east, north = walls.bx - walls.ax, walls.by - walls.ay
    bearing[hung] = np.degrees(np.arctan2(north, -east)) % 360.0
    return bearing
