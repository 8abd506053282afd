"""Recomputation: formulas over claims, compared with what the sources state.

A derived record, a measure's definition and a built-in pattern all become a `Job`; `recompute` does the same with
each. It looks for no jobs; `patterns` does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sousveil.problems import Argument, Severity
from sousveil.records.bands import Reading
from sousveil.records.base import Record
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.finding import Figure, Finding, Repair, Verdict
from sousveil.records.things import Derived
from sousveil.units import DIMENSIONLESS, Unit, parse_unit, same_dimension

from .bounds import evaluate
from .figures import Figures, claim_figure, claim_language, claim_quantity, figure_of, read_cell, show_both
from .formula import Formula, NotComputable, parse_formula, substitute, unit_of
from .misprint import explain
from .repair import Operand
from .verdict import SEVERITY, digest_inputs, judge_result

_BANDS = ("strict", "normal", "loose", "face")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One recomputation: a formula, its inputs by name, the claim that states the result, and who proposed it."""

    id: str
    formula: Formula
    inputs: Mapping[str, str]
    expect: str | None = None
    unit: str | None = None
    suggested: bool = False
    pattern: str = ""
    fields: tuple[str, ...] = field(default=("formula",))


@dataclass(frozen=True, slots=True)
class Result:
    """What a job computed, in every band, with the inputs it used."""

    reading: Reading
    operands: Mapping[str, Operand]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a recomputation came out: the verdict, both figures and the repairs."""

    verdict: Verdict
    computed: Figure
    stated: Figure | None = None
    repairs: tuple[Repair, ...] = ()


def check_derived(case: Case, figures: Figures) -> Iterator[Finding]:
    """Recompute every derived figure and hold it against the claim that states it."""
    for derived in case.derived.values():
        job = job_of(derived, case)
        if isinstance(job, Finding):
            yield job
        else:
            yield recompute(job, case, figures)


def job_of(derived: Derived, case: Case) -> Job | Finding:
    """A derived record as a job, derived inputs replaced by their own formulas; a finding where it cannot be read."""
    try:
        formula, inputs = _expand(derived, case, ())
    except ValueError as error:
        return _unreadable(derived, str(error))
    return Job(id=derived.id, formula=formula, inputs=inputs, expect=derived.expect, unit=derived.unit)


def _unreadable(derived: Derived, why: str) -> Finding:
    return Finding(
        message="formula",
        severity=Severity.ERROR,
        verdict=Verdict.NOT_COMPUTABLE,
        rule="rule.formula",
        at=(derived.id, "formula"),
        record=derived.id,
        args={"id": derived.id, "why": why},
        rests_on=tuple(derived.inputs.values()),
    )


def _expand(derived: Derived, case: Case, above: tuple[str, ...]) -> tuple[Formula, dict[str, str]]:
    """The formula with every name standing for a claim or cell, and those names' ids.

    Names are made unique per id, so that one claim used twice is known to be one figure.
    """
    formula = parse_formula(derived.formula)
    missing = sorted(set(formula.names) - set(derived.inputs))
    if missing:
        raise ValueError(f"{missing[0]!r} is used in {derived.formula!r} but not named under inputs")
    inner: dict[str, Formula] = {}
    inputs: dict[str, str] = {}
    for name in formula.names:
        target = derived.inputs[name]
        if target in above or target == derived.id:
            raise ValueError(
                f"{target!r} is computed from itself: {' → '.join((*above, derived.id, target))}"
            )
        if target in case.derived:
            inner[name], deeper = _expand(case.derived[target], case, (*above, derived.id))
            inputs.update(deeper)
        else:
            inner[name] = parse_formula(_name_of(target))
            inputs[_name_of(target)] = target
    return substitute(formula, inner), inputs


def _name_of(target: str) -> str:
    """A name fit for a formula that stands for one id."""
    return "x_" + "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}_" for c in target)


def recompute(job: Job, case: Case, figures: Figures) -> Finding:
    """Carry out a job: the finding says the figures, the rule, the verdict and what would explain a failure."""
    expected = case.claims.get(job.expect) if job.expect else None
    try:
        result = compute(job, case, figures)
        stated = _stated(job, expected, figures, result.reading)
    except NotComputable as gap:
        return _not_computable(job, case, gap)
    unit = _display_unit(job, result.reading, stated, figures)
    computed = figure_of(job.id, "computed", job.formula.text, _in_unit(result.reading, unit))
    if expected is None or stated is None:
        return _finding(job, case, result, Outcome(Verdict.CONSISTENT, computed))
    verdict = judge_result(result.reading, stated)
    repairs: tuple[Repair, ...] = ()
    if verdict in (Verdict.TENSION, Verdict.INCONSISTENT):
        repairs = explain(job.formula, result.operands, operand_of(expected, case, stated), case)
    figure = claim_figure(expected, "stated", stated)
    return _finding(job, case, result, Outcome(verdict, computed, figure, repairs))


def judge_job(job: Job, case: Case, figures: Figures) -> Verdict:
    """The verdict of a job alone, for choosing between jobs: what a finding shows and explains takes longest."""
    expected = case.claims.get(job.expect) if job.expect else None
    try:
        result = compute(job, case, figures)
        stated = _stated(job, expected, figures, result.reading)
    except NotComputable:
        return Verdict.NOT_COMPUTABLE
    return Verdict.CONSISTENT if stated is None else judge_result(result.reading, stated)


def compute(job: Job, case: Case, figures: Figures) -> Result:
    """The job's result in every band; raises NotComputable where a figure is missing or units do not fit."""
    operands = {name: read_operand(target, case, figures) for name, target in job.inputs.items()}
    unit = unit_of(job.formula, {name: o.reading.unit for name, o in operands.items()})
    boxes = {band: {name: getattr(o.reading, band) for name, o in operands.items()} for band in _BANDS}
    bands = {"strict": evaluate(job.formula, boxes["strict"])}
    for band in _BANDS[1:]:
        # Most figures read alike in several bands; evaluating once is enough then.
        same = next((done for done in bands if boxes[done] == boxes[band]), None)
        bands[band] = bands[same] if same else evaluate(job.formula, boxes[band])
    reading = Reading(
        bands["strict"], bands["normal"], bands["loose"], bands["face"], bands["loose"], unit, "computed"
    )
    return Result(reading, operands)


def read_operand(target: str, case: Case, figures: Figures) -> Operand:
    """A claim or a cell `TABLE.COLUMN@KEY` as an input of a formula; raises NotComputable where it has no figure."""
    claim = case.claims.get(target)
    if claim is not None:
        reading = figures.get(target)
        if reading is None:
            raise NotComputable("recompute.no-figure", id=target, stated=claim.stated)
        return operand_of(claim, case, reading)
    column, at, key = target.partition("@")
    table_id, _, name = column.partition(".")
    table = case.tables.get(table_id)
    if not at or table is None or table.column(name) is None:
        raise NotComputable("recompute.missing", id=target)
    cell = dict(table.series(name)).get(key)
    unit = _unit_named(next((c.unit for c in table.columns if c.name == name), None), figures)
    reading = read_cell(cell, unit, case.manifest.language) if cell is not None else None
    if reading is None:
        raise NotComputable("recompute.no-cell", id=target)
    return Operand(target, reading, None, cell or "", {})


def operand_of(claim: Claim, case: Case, reading: Reading) -> Operand:
    """A claim as an input of a formula."""
    return Operand(
        claim.id,
        reading,
        claim,
        claim.stated,
        dict(claim.basis),
        claim_language(claim, case),
        claim_quantity(claim, case),
    )


def _unit_named(name: str | None, figures: Figures) -> Unit:
    try:
        return parse_unit(name, figures.known_units) if name else DIMENSIONLESS
    except ValueError:
        return DIMENSIONLESS


def _stated(job: Job, expected: Claim | None, figures: Figures, computed: Reading) -> Reading | None:
    """The stated result, in a unit that can be compared with the computed one."""
    if job.expect is None:
        return None
    if expected is None:
        raise NotComputable("recompute.missing", id=job.expect)
    stated = figures.get(expected.id)
    if stated is None:
        raise NotComputable("recompute.no-figure", id=expected.id, stated=expected.stated)
    if not _comparable(computed.unit, stated.unit):
        raise NotComputable("recompute.units", first=computed.unit.name, second=stated.unit.name)
    return stated


def _comparable(a: Unit, b: Unit) -> bool:
    """A plain number and a share agree; a difference of two shares is in percentage points."""
    if same_dimension(a, b):
        return True
    return {a.dimensions, b.dimensions} == {(), (("share_step", 1),)}


def _display_unit(job: Job, computed: Reading, stated: Reading | None, figures: Figures) -> Unit:
    if stated is not None:
        return stated.unit
    wanted = _unit_named(job.unit, figures)
    return wanted if job.unit and same_dimension(wanted, computed.unit) else computed.unit


def _in_unit(reading: Reading, unit: Unit) -> Reading:
    return Reading(
        reading.strict, reading.normal, reading.loose, reading.face, reading.result, unit, reading.rule
    )


def _not_computable(job: Job, case: Case, gap: NotComputable) -> Finding:
    used = tuple(dict.fromkeys((*job.inputs.values(), *((job.expect,) if job.expect else ()))))
    return Finding(
        message=gap.message,
        severity=SEVERITY[Verdict.NOT_COMPUTABLE],
        verdict=Verdict.NOT_COMPUTABLE,
        rule="rule.recompute",
        at=(job.id, *job.fields),
        record=job.id,
        args={"about": job.id, "formula": job.formula.text, **gap.args_},
        rests_on=used,
        suggested=job.suggested,
        inputs=digest_inputs(_records(used, case)),
    )


def _records(ids: Iterable[str], case: Case) -> list[Record]:
    return [case.claims[i] for i in ids if i in case.claims]


def _finding(job: Job, case: Case, result: Result, outcome: Outcome) -> Finding:
    operands, stated, computed = result.operands.values(), outcome.stated, outcome.computed
    used = tuple(dict.fromkeys((*(o.id for o in operands), *((job.expect,) if job.expect else ()))))
    args: dict[str, Argument] = {
        "id": job.id,
        "formula": job.formula.text,
        "computed": show_both(computed),
        "unit": f" {computed.unit}" if computed.unit else "",
        "stated": stated.stated if stated else "",
        "reads": stated.normal if stated else "",
        "verdict": outcome.verdict.value,
    }
    severity = SEVERITY[outcome.verdict]
    if job.suggested and severity is Severity.WARNING:
        severity = Severity.NOTE
    own = [case.derived[job.id]] if job.id in case.derived else []
    return Finding(
        message=_message(job, stated),
        severity=severity,
        verdict=outcome.verdict,
        rule=job.pattern or "rule.recompute",
        at=(job.id, *job.fields),
        record=job.id,
        args=args,
        figures=tuple(_figure(o) for o in operands),
        stated=stated,
        computed=computed,
        repairs=outcome.repairs,
        rests_on=used,
        suggested=job.suggested,
        inputs=digest_inputs([*_records(used, case), *own]),
    )


def _message(job: Job, stated: Figure | None) -> str:
    if stated is None:
        return "computed"
    return "recompute.suggested" if job.suggested else "recompute.pattern" if job.pattern else "recompute"


def _figure(operand: Operand) -> Figure:
    if operand.claim:
        return claim_figure(operand.claim, "input", operand.reading)
    return figure_of(operand.id, "input", operand.stated, operand.reading)
