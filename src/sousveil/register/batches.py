"""Many log-linear models of one table fitted side by side: the steps of `loglinear`, for all models at once.

Knows arrays and models only. A batch holds models with as many parameters as each other, so that their designs stack;
cells that a model leaves out stand in it with a mean of 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sousveil.records.capture import CaptureTable

from .design import count_patterns, list_on
from .loglinear import LARGEST_LOG, MOST_STEPS, SINGULAR, SMALL_STEP, Floats
from .models import Model

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
MOST_VALUES = 2**18
"""Numbers in the designs of one batch: 2 MB, as much as a processor keeps near; of five lists that is 400 models, and
from about 100 on the time of a model is that of its arithmetic."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Counts seen, shape (n,), and of each of m models its number, design, shape (m, n, p), and cells kept, (m, n)."""

    counts: Floats
    models: Ints
    design: Floats
    kept: Bools

    @property
    def seen(self) -> float:
        """Everything counted."""
        return float(self.counts.sum())

    def take(self, rows: Ints | Bools) -> "Batch":
        """Some of its models."""
        return Batch(self.counts, self.models[rows], self.design[rows], self.kept[rows])


@dataclass(frozen=True, slots=True)
class Fits:
    """What fits give, a row a model: the means (m, n), the unseen's logarithm and its variance (m,), parameters (m, p).

    Rows that are not `regular` hold nothing: the fit does not exist, or the table does not tell parameters apart.
    """

    means: Floats
    log_unseen: Floats
    variance: Floats
    beta: Floats
    regular: Bools

    def take(self, rows: Ints | Bools) -> "Fits":
        """Some of its rows."""
        return Fits(
            self.means[rows], self.log_unseen[rows], self.variance[rows], self.beta[rows], self.regular[rows]
        )


def build_batches(table: CaptureTable, models: Sequence[Model]) -> Iterator[Batch]:
    """The cells of models of lists, as `design.build_cells` makes them of one."""
    counts, on = count_patterns(table), list_on(table.lists)
    alone = [(number,) for number in range(table.lists)]
    terms = [*alone, *sorted({term for model in models for term in model})]
    columns = np.stack([on[:, term].all(axis=1) for term in terms], axis=1)
    empty = counts @ columns == 0
    numbers = {term: number for number, term in enumerate(terms)}
    chosen = [np.array([numbers[term] for term in (*alone, *model)], dtype=np.intp) for model in models]
    sizes = np.array([int((~empty[one]).sum()) for one in chosen])
    for size in np.unique(sizes):
        same = np.flatnonzero(sizes == size)
        most = max(1, MOST_VALUES // (len(counts) * (1 + int(size))))
        for start in range(0, len(same), most):
            part = same[start : start + most]
            kept = np.stack([~columns[:, chosen[one][empty[chosen[one]]]].any(axis=1) for one in part])
            design = np.ones((len(part), len(counts), 1 + size))
            for row, one in enumerate(part):
                design[row, :, 1:] = columns[:, chosen[one][~empty[chosen[one]]]]
            yield Batch(counts, part, design, kept)


def fit_batch(batch: Batch) -> Fits:
    """The maximum-likelihood fits, as `loglinear.fit_regular` finds one."""
    counts = np.broadcast_to(batch.counts, batch.kept.shape)
    beta = solve_batch(counts, batch.design, batch.kept)
    regular = np.isfinite(beta).all(axis=1)
    means = compute_means(batch.design, batch.kept, beta)
    information = _weigh(batch.design, means) @ batch.design
    scale = np.sqrt(np.einsum("mpp->mp", information))
    regular &= (scale > 0).all(axis=1)
    scale[~regular], information[~regular] = 1.0, np.eye(information.shape[1])
    regular &= np.linalg.cond(information / (scale[:, :, None] * scale[:, None, :])) <= SINGULAR
    information[~regular] = np.eye(information.shape[1])
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return Fits(means, beta[:, 0], inverse[:, 0, 0], beta, regular)


def solve_batch(counts: Floats, design: Floats, kept: Bools, start: Floats | None = None) -> Floats:
    """The parameters (m, p) of fits to counts (m, n), as `loglinear.solve_cells` finds those of one; nan for none."""
    found = np.full((len(design), design.shape[2]), np.nan)
    rows = np.arange(len(design))
    beta = np.full_like(found, np.inf) if start is None else start
    eta = np.log(counts + 0.5) if start is None else _multiply(design, start)
    with np.errstate(all="ignore"):  # what overflows on its way to infinity is found by its step
        for _ in range(MOST_STEPS):
            means = np.exp(np.minimum(eta, LARGEST_LOG)) * kept
            weighted = _weigh(design, means)
            right = _multiply(weighted, eta) + _multiply(design.swapaxes(1, 2), counts - means)
            after = _solve(weighted @ design, right)
            step = np.abs(after - beta).max(axis=1)
            done = step < SMALL_STEP * (1 + np.abs(after).max(axis=1))
            found[rows[done]] = after[done]
            on = ~done & ~np.isnan(step)
            if not on.any():
                break
            rows, beta, counts, design, kept = rows[on], after[on], counts[on], design[on], kept[on]
            eta = _multiply(design, beta)
    return found


def compute_means(design: Floats, kept: Bools, beta: Floats) -> Floats:
    """The means (m, n) of the cells; 0 in those left out."""
    with np.errstate(all="ignore"):
        means: Floats = np.where(kept, np.exp(_multiply(design, beta)), 0.0)
    return means


def _weigh(design: Floats, means: Floats) -> Floats:
    """The designs transposed, each cell times its mean, (m, p, n)."""
    return design.swapaxes(1, 2) * means[:, None, :]


def _multiply(matrices: Floats, vectors: Floats) -> Floats:
    """Each matrix times its vector."""
    product: Floats = (matrices @ vectors[:, :, None])[:, :, 0]
    return product


def _solve(matrices: Floats, right: Floats) -> Floats:
    """The solutions of linear systems (m, p, p); nan for one that has none."""
    try:
        solved = np.linalg.solve(matrices, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.full_like(right, np.nan)
        half = len(matrices) // 2
        return np.concatenate([_solve(matrices[:half], right[:half]), _solve(matrices[half:], right[half:])])
    return np.asarray(solved, dtype=np.float64)
