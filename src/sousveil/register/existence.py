"""Fits whose likelihood has no highest place at finite parameters: which cells run empty, where the unseen goes.

Knows arrays only, as `loglinear` does, whose fits it completes.

Counts of zero may let parameters run to infinity for ever higher likelihood. A direction `d` does so if `design @ d` is
0 in cells that hold something and nowhere above 0 in the others; cells where it is below 0 come to a mean of 0. The
rest, the face, has a fit like any other (Fienberg & Rinaldo 2012, Ann. Stat. 40, 996–1023). What such a direction does
to the unseen is its first entry (Chan, Silverman & Vincent 2021, J. Am. Stat. Assoc. 116, 1297–1306).
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog  # type: ignore[import-untyped]

from .loglinear import Cells, Fit, Floats, fit_regular, solve_cells

Bools = NDArray[np.bool_]

NEAR_ZERO = 1e-7
"""The tolerance of the linear programs' solver (HiGHS)."""


def fit_cells(cells: Cells) -> Fit | None:
    """The maximum-likelihood fit, at infinity where the likelihood rises up to there; None where no step finds it."""
    return fit_regular(cells) or _fit_face(cells)


def _fit_face(cells: Cells) -> Fit | None:
    """The fit of the cells that do not run empty, with what the others' emptiness leaves of the unseen."""
    kept = find_face(cells)
    columns = _choose_columns(cells.design[kept])
    face = Cells(cells.counts[kept], cells.design[kept][:, columns], cells.offset[kept])
    beta = solve_cells(face)
    if beta is None:
        return None
    means = np.zeros(len(kept))
    means[kept] = np.exp(face.offset + face.design @ beta)
    if _tells_unseen(cells.design[kept]):
        inverse = np.linalg.inv((face.design.T * means[kept]) @ face.design)
        return Fit(means, float(beta[0]), float(inverse[0, 0]), None, face)
    return Fit(means, _find_end(cells), math.nan, None)


def find_face(cells: Cells) -> Bools:
    """Which cells keep a mean above 0, shape (n,).

    >>> find_face(Cells(np.array([4.0, 0.0]), np.array([[1.0, 0.0], [1.0, 1.0]]), np.zeros(2))).tolist()
    [True, False]
    """
    zero = cells.counts == 0
    found = np.ones(len(zero), dtype=np.bool_)
    if zero.any():
        # The longest sum of falls, each cut off at 1, falls wherever any direction does.
        falls = _solve(cells, np.concatenate([np.zeros(cells.design.shape[1]), -np.ones(zero.sum())]))
        found[zero] = falls[cells.design.shape[1] :] < 1 / 2
    return found


def _find_end(cells: Cells) -> float:
    """Where the logarithm of the unseen goes: to minus infinity, to infinity, or anywhere (nan)."""
    goal = np.zeros(cells.design.shape[1] + int((cells.counts == 0).sum()))
    goal[0] = 1
    falls = _solve(cells, goal, bound=1)[0] < -NEAR_ZERO
    rises = _solve(cells, -goal, bound=1)[0] > NEAR_ZERO
    if falls == rises:
        return math.nan
    return math.inf if rises else -math.inf


def _solve(cells: Cells, goal: Floats, bound: float | None = None) -> Floats:
    """The direction, and after it the fall of each cell that holds nothing, for which `goal` is least."""
    zero = cells.counts == 0
    held, empty = cells.design[~zero], cells.design[zero]
    answer = linprog(
        goal,
        A_ub=np.hstack([empty, np.eye(len(empty))]),
        b_ub=np.zeros(len(empty)),
        A_eq=np.hstack([held, np.zeros((len(held), len(empty)))]),
        b_eq=np.zeros(len(held)),
        bounds=[(None if bound is None else -bound, bound)] * held.shape[1] + [(0, 1)] * len(empty),
    )
    return np.asarray(answer.x, dtype=np.float64)


def _tells_unseen(design: Floats) -> bool:
    """Whether the cells left say what the unseen is: its row is a sum of theirs."""
    unseen = np.zeros((1, design.shape[1]))
    unseen[0, 0] = 1
    return bool(np.linalg.matrix_rank(np.vstack([design, unseen])) == np.linalg.matrix_rank(design))


def _choose_columns(design: Floats) -> list[int]:
    """As many columns as tell all others, the first before all.

    What of a column is no sum of those before it is found by taking their directions off it, twice because of rounding
    (Giraud, Langou & Rozložník 2005, Comput. Math. Appl. 50, 1069–1075).

    >>> _choose_columns(np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 1.0]]))
    [0, 2]
    """
    chosen: list[int] = []
    across = np.zeros((len(design), 0))
    for number, column in enumerate(design.T):
        rest = column - across @ (across.T @ column)
        rest -= across @ (across.T @ rest)
        length = np.linalg.norm(rest)
        if length > NEAR_ZERO * np.linalg.norm(column):
            chosen.append(number)
            across = np.column_stack([across, rest / length])
    return chosen


def reduce_cells(cells: Cells) -> Cells:
    """The cells of the face, with as many parameters as they tell apart."""
    kept = find_face(cells)
    columns = _choose_columns(cells.design[kept])
    return Cells(cells.counts[kept], cells.design[kept][:, columns], cells.offset[kept])
