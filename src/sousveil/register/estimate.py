"""How many there are that nobody listed: every model the lists allow, the range over them, and when to quote none.

Works on tables of counts alone. No table can show whether its model is right: that all lists together do not interact
is outside the data, and so a range over models stands beside every number.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import chdtri  # type: ignore[import-untyped]

from sousveil.problems import Problem, Severity
from sousveil.progress import SILENT, Progress
from sousveil.records.capture import CaptureTable, FrequencyTable

from .batches import Batch, Fits, build_batches, fit_batch
from .bounds import count_frequencies, estimate_chao, estimate_coverage, estimate_pairs
from .design import build_cells, build_frequency_cells, build_unequal_cells
from .existence import fit_cells
from .limits import compute_limits
from .loglinear import Cells, compute_deviance, compute_log_likelihood, fit_regular
from .models import MOST_LISTS_FOR_ALL, Model, build_models, build_neighbours, render_terms
from .profile import compute_interval
from .results import Estimate, Estimates, ModelFit, Range

LEAST_OVERLAP = 7
"""Things seen more than once under which no number is quoted (Robson & Regier 1964, Trans. Am. Fish. Soc. 93,
215–226)."""
WIDEST = 3
"""How many times its lower end the range over models may reach: a policy of ours."""
RULED_OUT = 10.0
"""A model whose BIC is this much above the best has very strong evidence against it (Kass & Raftery 1995, J. Am. Stat.
Assoc. 90, 773–795)."""
SAME_BIC = 9
"""Digits after the point to which BICs are compared; below is rounding, which must not order models that fit alike."""
SAY_EVERY = 1000
"""Models after which progress is said; they take about a second."""
MISFIT = 0.05
"""A best model of which G² is larger than chi-square at this level fits badly, and the answer says so: a policy."""


def estimate_lists(table: CaptureTable, progress: Progress = SILENT) -> Estimates:
    """How many there are by two lists or more.

    With two lists there is one model, which supposes them independent; Chapman's estimate for it stands in `pairs`.
    """
    searched = table.lists > MOST_LISTS_FOR_ALL
    progress.step(f"fitting the models of {table.lists} lists")
    fits = _search(table) if searched else fit_models(table, list(build_models(table.lists)), progress)
    models = _rank(fits)
    frequencies = count_frequencies(table)
    overlap = table.seen - frequencies[1]
    several = table.lists > 2
    chao = _fit_unequal(table) if several else None
    return Estimates(
        seen=table.seen,
        lists=table.names,
        overlap=overlap,
        models=models,
        range=_range(_keep_likely(models)),
        range_all=_range(models),
        chao=estimate_chao(frequencies),
        chao_lists=chao,
        coverage=estimate_coverage(table) if several else None,
        pairs=estimate_pairs(table),
        searched=searched,
        refused=tuple(_refuse(overlap, models)),
        doubts=tuple(_doubt(models, chao)),
        assumes=("estimate-assumes.closed", "estimate-assumes.matched", _assume(table.lists)),
    )


def estimate_frequencies(table: FrequencyTable) -> Estimates:
    """How many there are by how many times each thing was seen, without knowing by whom."""
    fits = [
        _fit(build_frequency_cells(table.counts, alike=alike), (name,), last=max(table.counts))
        for name, alike in (("Poisson", True), ("geometric", False))
    ]
    models = _rank(fits)
    overlap = table.seen - table.counts.get(1, 0)
    chao = estimate_chao(table.counts)
    return Estimates(
        seen=table.seen,
        lists=(),
        overlap=overlap,
        models=models,
        range=_range(_keep_likely(models)),
        range_all=_range(models),
        chao=chao,
        refused=tuple(_refuse(overlap, models)),
        doubts=tuple(_doubt(models, chao)),
        assumes=("estimate-assumes.closed", "estimate-assumes.matched", "estimate-assumes.distribution"),
    )


def _assume(lists: int) -> str:
    """The assumption about dependence that the table itself cannot test."""
    return "estimate-assumes.independent" if lists == 2 else "estimate-assumes.interaction"


def fit_models(table: CaptureTable, models: Sequence[Model], progress: Progress = SILENT) -> list[ModelFit]:
    """Models of lists, side by side; those without a regular fit one after another."""
    found: dict[int, ModelFit] = {}
    said = 0
    for batch in build_batches(table, models):
        if len(found) >= said + SAY_EVERY:
            said = len(found)
            progress.step(f"fitting the models of {table.lists} lists: {said:,} of {len(models):,}")
        fits = fit_batch(batch)
        regular = np.flatnonzero(fits.regular)
        found |= _tell_batch(table, models, batch.take(regular), fits.take(regular))
        found |= {row: fit_model(table, models[row]) for row in batch.models[~fits.regular].tolist()}
    return [found[row] for row in range(len(models))]


def _tell_batch(
    table: CaptureTable, models: Sequence[Model], batch: Batch, fits: Fits
) -> dict[int, ModelFit]:
    """What regular fits say, by the number of the model."""
    unseen = np.exp(fits.log_unseen)
    error = np.sqrt(unseen + unseen**2 * fits.variance)
    low, high = compute_limits(batch, fits)
    told = zip(
        batch.models.tolist(), unseen.tolist(), error.tolist(), low.tolist(), high.tolist(), strict=True
    )
    found = {}
    for row, (number, ours, se, least, most) in enumerate(told):
        model, means = models[number], fits.means[row][batch.kept[row]]
        counts = batch.counts[batch.kept[row]]
        parameters = 1 + table.lists + len(model)
        found[number] = ModelFit(
            terms=render_terms(model, table.names),
            total=batch.seen + ours,
            se=se,
            interval=(least, None if math.isnan(most) else most),
            deviance=compute_deviance(counts, means),
            df=2**table.lists - 1 - parameters,
            bic=parameters * math.log(table.seen) - 2 * compute_log_likelihood(counts, means),
        )
    return found


def fit_model(table: CaptureTable, model: Model) -> ModelFit:
    """One model of lists."""
    cells = build_cells(table, model)
    parameters = 1 + table.lists + len(model)
    fit = _fit(cells, render_terms(model, table.names))
    # As every program counts: a term that is left out because its cells are empty stays a parameter.
    left_out = parameters - cells.design.shape[1]
    return replace(
        fit,
        df=2**table.lists - 1 - parameters,
        bic=fit.bic + left_out * math.log(table.seen),
    )


def _fit_unequal(table: CaptureTable) -> ModelFit:
    """Chao's model for lists: bends that come out negative are left out, as they would lower the bound."""
    bends = tuple(range(2, table.lists))
    while True:
        cells = build_unequal_cells(table, bends)
        fit = fit_regular(cells)
        beta = None if fit is None else fit.beta
        slopes = [] if beta is None or not bends else [float(one) for one in beta[-len(bends) :]]
        kept = tuple(bend for bend, slope in zip(bends, slopes, strict=False) if slope > 0)
        if beta is None or kept == bends:
            return _fit(cells, ("Chao",))
        bends = kept


def _fit(cells: Cells, terms: tuple[str, ...], last: int | None = None) -> ModelFit:
    """The fit of a design; `last` is how many of its cells count for the degrees of freedom, if not all."""
    parameters = cells.design.shape[1]
    df = max(0, (len(cells.counts) if last is None else last) - parameters)
    fit = fit_cells(cells)
    if fit is None:
        return ModelFit(
            terms=terms, total=None, se=None, interval=None, deviance=math.nan, df=df, bic=math.inf
        )
    told = math.isfinite(fit.unseen)
    return ModelFit(
        terms=terms,
        total=cells.seen + fit.unseen if told else None,
        se=fit.unseen_se if math.isfinite(fit.log_unseen) else None,
        interval=compute_interval(cells, fit),
        deviance=compute_deviance(cells.counts, fit.means),
        df=df,
        bic=parameters * math.log(cells.seen) - 2 * compute_log_likelihood(cells.counts, fit.means),
        unbounded=math.isinf(fit.unseen),
    )


def _search(table: CaptureTable) -> list[ModelFit]:
    """Models on the way from independence to where no neighbour has a lower BIC, and all their neighbours."""
    here: Model = ()
    fits: dict[Model, ModelFit] = {here: fit_model(table, here)}
    while True:
        near = list(build_neighbours(here, table.lists))
        new = [model for model in near if model not in fits]
        fits |= zip(new, fit_models(table, new), strict=True)
        best = min([here, *near], key=lambda model: _order(fits[model]))
        if best == here:
            return list(fits.values())
        here = best


def _rank(fits: Iterable[ModelFit]) -> tuple[ModelFit, ...]:
    """The models by BIC, best first; those of which the table tells nothing last."""
    return tuple(sorted(fits, key=_order))


def _order(fit: ModelFit) -> tuple[bool, float]:
    return not fit.identified, round(fit.bic, SAME_BIC)


def _keep_likely(models: Sequence[ModelFit]) -> list[ModelFit]:
    """The models whose BIC is not out of reach of the best one's."""
    return [model for model in models if model.identified and model.bic <= models[0].bic + RULED_OUT]


def _range(models: Sequence[ModelFit]) -> Range | None:
    """The lowest and the highest total, None where one has no end; None where there are not two to compare."""
    told = [model for model in models if model.identified]
    totals = [model.total for model in told if model.total is not None]
    if len(told) < 2 or not totals:
        return None
    return min(totals), None if len(totals) < len(told) else max(totals)


def _refuse(overlap: int, models: Sequence[ModelFit]) -> Iterator[Problem]:
    """Why no single number may be quoted."""
    if overlap < LEAST_OVERLAP:
        yield _reason("estimate-refused.overlap", n=overlap, least=LEAST_OVERLAP)
    likely = _keep_likely(models)
    if all(model.total is None for model in models):
        yield _reason("estimate-refused.none")
    elif unbounded := sum(model.unbounded for model in likely):
        yield _reason("estimate-refused.unbounded", n=unbounded)
    low, high = _range(likely) or (0, 0)
    if high and high > WIDEST * low:
        yield _reason("estimate-refused.range", low=f"{round(low):,}", high=f"{round(high):,}", widest=WIDEST)


def _doubt(models: Sequence[ModelFit], bound: ModelFit | Estimate | None) -> Iterator[Problem]:
    """What speaks against the best of the models; `bound` is Chao's."""
    best = models[0]
    if bound and bound.total and best.total and round(best.total) < round(bound.total):
        yield _reason("estimate-doubt.bound", total=f"{best.total:,.0f}", bound=f"{bound.total:,.0f}")
    if best.df and best.deviance > chdtri(best.df, MISFIT):
        yield _reason(
            "estimate-doubt.fit",
            terms=", ".join(best.terms),
            deviance=f"{best.deviance:.1f}",
            df=best.df,
            limit=f"{chdtri(best.df, MISFIT):.1f}",
        )


def _reason(message: str, **args: str | int) -> Problem:
    return Problem(message=message, severity=Severity.WARNING, args=args)
