"""Shows estimates of how many there are: as text, and as JSON for programs.

Rounds nothing in JSON. Its field names are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
import math
from collections.abc import Iterator, Mapping

from sousveil.cli._paper import Paper, Part
from sousveil.messages import render_message
from sousveil.register.density import Density
from sousveil.register.estimate import LEAST_OVERLAP
from sousveil.register.results import Estimate, Estimates, Interval, ModelFit, PairEstimate, Range
from sousveil.register.uncertain import LinkedEstimate

FORMAT = 1
SHOWN = 10
"""Models printed: more than the table leaves likely, as a rule."""

Row = tuple[tuple[str, str], Part]


def render_estimates(estimates: Estimates, linked: LinkedEstimate | None = None) -> str:
    """The whole answer as one JSON document; `linked` is what unsure links make of it.

    Where links are in doubt, `estimate` is over ways of linking; all else is of the table in which pairs in doubt are
    different cameras, its own estimate under `linked`.
    """
    best = estimates.best
    coverage = estimates.coverage
    answer = {
        "format": FORMAT,
        "n": estimates.seen,
        "lists": list(estimates.lists),
        "overlap": estimates.overlap,
        "estimate": _estimate(estimates.quoted),
        "refused": bool(estimates.refused),
        "reasons": _tell_reasons(estimates),
        "doubts": [render_message(one.message, one.args) for one in estimates.doubts],
        "best": _model(best) if best else None,
        "models": [_model(model) for model in estimates.models],
        "all_models": not estimates.searched,
        "range": estimates.range,
        "range_unbounded": _is_unbounded(estimates.range),
        "range_all": estimates.range_all,
        "range_all_unbounded": _is_unbounded(estimates.range_all),
        "chao": _estimate(estimates.chao),
        "chao_lists": _model(estimates.chao_lists) if estimates.chao_lists else None,
        "coverage": coverage
        and {
            "share": coverage.share,
            "independent": coverage.independent,
            "one_step": coverage.one_step,
            "dependent": coverage.dependent,
        },
        "pairs": [_pair(pair) for pair in estimates.pairs],
        "assumes": [render_message(message, {}) for message in estimates.assumes],
    }
    if linked:
        answer["linked"] = {
            "table": dict(linked.table.counts),
            "draws": linked.draws,
            "seed": linked.seed,
            "middle": linked.middle,
            "interval": linked.interval,
            "refused_share": linked.refused,
            "on_more_than_one_list": linked.linked,
            "in_doubt": linked.doubted,
            "estimate_if_different": _estimate(estimates.quoted),
        }
    if linked and linked.doubted:
        answer |= _estimate_over_doubt(linked)
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _pair(pair: PairEstimate) -> Mapping[str, object]:
    """Two lists by themselves."""
    return {
        "lists": list(pair.lists),
        "overlap": pair.overlap,
        "petersen": pair.petersen,
        "chapman": _estimate(pair.chapman),
    }


def _is_unbounded(spread: Range | None) -> bool:
    """Whether a range has no upper end."""
    return spread is not None and spread[1] is None


def _tell_reasons(estimates: Estimates) -> list[str]:
    """Why no number may be quoted."""
    return [render_message(one.message, one.args) for one in estimates.refused]


def _estimate_over_doubt(linked: LinkedEstimate) -> Mapping[str, object]:
    """What may be quoted over all ways of linking, or why nothing may."""
    if linked.interval is None:
        reasons = [*_tell_reasons(linked.estimates), _say_refused(linked)]
        return {"estimate": None, "refused": True, "reasons": reasons}
    total = {"N": linked.middle, "se": None, "interval": linked.interval}
    return {"estimate": total, "refused": False, "reasons": []}


def _say_refused(linked: LinkedEstimate) -> str:
    return f"{linked.refused:.0%} of {linked.draws} ways of linking the lists carry no number"


def _estimate(estimate: Estimate | None) -> Mapping[str, object] | None:
    """A total with its doubt."""
    if estimate is None:
        return None
    return {"N": estimate.total, "se": estimate.se, "interval": estimate.interval}


def _model(model: ModelFit) -> Mapping[str, object]:
    """One model; what is not finite is null, as JSON has no word for it."""
    return {
        "terms": list(model.terms),
        "N": model.total,
        "unbounded": model.unbounded,
        "identified": model.identified,
        "se": model.se,
        "G2": None if math.isnan(model.deviance) else model.deviance,
        "df": model.df,
        "bic": None if math.isinf(model.bic) else model.bic,
        "interval": model.interval,
    }


def put_estimates(paper: Paper, estimates: Estimates) -> None:
    """What a reader needs to quote a number, or to see why none may be quoted."""
    lists = f" on {len(estimates.lists)} lists" if estimates.lists else ""
    paper.put(
        (f"{estimates.seen:,} things seen{lists}, {estimates.overlap:,} of them more than once", "bold")
    )
    paper.blank()
    for reason in estimates.refused:
        paper.put(("refused: ", "yellow"), render_message(reason.message, reason.args), hang=2)
    for doubt in estimates.doubts:
        paper.put(("in doubt: ", "yellow"), render_message(doubt.message, doubt.args), hang=2)
    paper.table(_rows(estimates))
    paper.heading("Models, best by BIC first")
    for model in estimates.models[:SHOWN]:
        paper.put(_say_model(model), indent=2, hang=4)
    if len(estimates.models) > SHOWN:
        paper.put((f"{len(estimates.models) - SHOWN:,} more with --format json", "dim"), indent=2)
    if estimates.searched:
        paper.put(("found by a search, as there are too many models to fit all", "dim"), indent=2)
    paper.heading("Supposed, and not to be tested by the table")
    for message in estimates.assumes:
        paper.put(render_message(message, {}), indent=2, hang=2)


def render_density(density: Density) -> str:
    """A density as one JSON document."""
    answer = {
        "format": FORMAT,
        "cameras_per_km": density.per_km,
        "interval": density.interval,
        "of_all_cameras": density.whole,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def put_density(paper: Paper, density: Density) -> None:
    """Cameras a kilometre, and what that supposes."""
    low, high = density.interval
    paper.put(
        (f"{density.per_km:.3g} cameras per kilometre of street", "bold"), f" (95 %: {low:.3g}–{high:.3g})"
    )
    paper.heading("Supposed, and not to be tested by the counts")
    paper.put("The streets looked at are like those that the figure is used for.", indent=2)
    paper.put(
        "The survey finds the share of cameras that --recall says."
        if density.whole
        else "Nothing about cameras that the survey does not find: --recall FOUND/KNOWN would say how many. Of all "
        "cameras there are it is a lower bound.",
        indent=2,
    )


def put_linked(paper: Paper, linked: LinkedEstimate | None) -> None:
    """What unsure links make of the estimate; nothing where it rests on a table."""
    if linked is None:
        return
    paper.heading(f"Over {linked.draws} ways of linking the lists, drawn as likely as they are")
    low, high = linked.linked
    paper.put(
        f"above, pairs in doubt count as different cameras: {linked.estimates.overlap:,} on more than one list",
        indent=2,
    )
    paper.put(f"{low:,}–{high:,} cameras on more than one list", indent=2)
    if linked.interval is None:
        paper.put((f"refused: {_say_refused(linked)}", "yellow"), indent=2)
        return
    low_n, high_n = linked.interval
    paper.put(
        f"{linked.middle:,.0f} (95 %: {low_n:,.0f}–{high_n:,.0f}, over links, models and their errors)",
        indent=2,
    )


def _rows(estimates: Estimates) -> Iterator[Row]:
    """Labels and figures."""
    if estimates.quoted:
        name = "Chapman's estimate" if len(estimates.lists) == 2 else "best model"
        yield (name, "dim"), _say(estimates.quoted)
    if estimates.range:
        yield (
            ("range over models", "dim"),
            f"{_say_range(estimates.range)}, those the table does not rule out",
        )
    if estimates.range_all:
        yield ("range over all", "dim"), _say_range(estimates.range_all)
    if left := sum(not model.identified for model in estimates.models):
        yield (
            ("in no range", "dim"),
            f"{left:,} of {len(estimates.models):,} models, which any total fits as well",
        )
    bound = _choose_bound(estimates)
    if bound:
        yield ("Chao's lower bound", "dim"), _say(bound)
    if estimates.refused and len(estimates.lists) > 2:
        for pair in estimates.pairs:
            if pair.overlap >= LEAST_OVERLAP:
                yield (" and ".join(pair.lists) + " alone", "dim"), f"{_say(pair.chapman)}, if independent"
    coverage = estimates.coverage
    if coverage:
        yield ("coverage of the lists", "dim"), f"{coverage.share:.0%}"


def _choose_bound(estimates: Estimates) -> Estimate | None:
    """Chao's bound by frequencies, or by lists.

    That by frequencies takes the times a thing can be seen as unlimited, and lies too high for a few lists, for two
    of them above what independence gives; there is none for two.
    """
    if not estimates.lists:
        return estimates.chao
    model = estimates.chao_lists
    return Estimate(model.total, model.se, model.interval) if model and model.total is not None else None


def _say(estimate: Estimate) -> str:
    """`10,357 (s.e. 786; 95 %: 8,994–12,110)`."""
    doubt = [f"s.e. {estimate.se:,.0f}"] if estimate.se is not None else []
    if estimate.interval:
        doubt.append(f"95 %: {_say_interval(estimate.interval)}")
    return f"{estimate.total:,.0f}" + (f" ({'; '.join(doubt)})" if doubt else "")


def _say_interval(interval: Interval) -> str:
    low, high = interval
    return f"{low:,.0f} and more, without limit" if high is None else f"{low:,.0f}–{high:,.0f}"


def _say_range(spread: Range) -> str:
    low, high = spread
    return f"{low:,.0f} to unbounded" if high is None else f"{low:,.0f}–{high:,.0f}"


def _say_model(model: ModelFit) -> str:
    """One model on a line."""
    terms = f"[{', '.join(model.terms)}]"
    if math.isnan(model.deviance):
        return f"{terms}: no fit was found"
    if not model.identified:
        total = "any total fits as well"
    elif model.total is None:
        total = f"unbounded (95 %: {_say_interval(model.interval)})" if model.interval else "unbounded"
    else:
        total = _say(Estimate(model.total, model.se, model.interval))
    return f"{terms}: {total}, G² {model.deviance:.2f} on {model.df} df, BIC {model.bic:.1f}"
