"""An assessment of impact as a document: payload, text and print, in the order in which one is asked for.

Adds no number. Legal references carry the remark that nobody checked them until somebody has.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sousveil.impact.assess import list_sentences
from sousveil.impact.results import Assessment, ImpactFinding, Sentence
from sousveil.impact.words import show
from sousveil.messages import render_message
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.parameter import Parameter

from .pieces import list_fields
from .typeset import render_data, set_template

_ROOM = Path(__file__).parent
UNCHECKED = "not checked against the text of the instrument"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding as printed: its sentence, what stands with it, and ids of what it rests on."""

    sentence: str
    also: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document: which provisions ask for it, what was found, what only the operator can say."""

    title: str
    references: tuple[str, ...]
    lines: tuple[Line, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A number that findings rest on."""

    id: str
    title: str
    value: str
    range: str
    source: str
    confidence: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPage:
    """The whole document."""

    title: str
    as_of: str
    language: str
    seed: int
    draws: int
    premises: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    duties: tuple[str, ...]
    changed: tuple[str, ...]
    bases: tuple[Basis, ...]


def build_page(assessment: Assessment, case: Case, language: str = "en") -> AssessmentPage:
    """The document of an assessment."""
    order = tomllib.loads((_ROOM / "templates" / "assessment.toml").read_text(encoding="utf-8"))["section"]
    country = case.manifest.jurisdiction
    sections = tuple(_build_section(_keep_country(one, country), assessment, language) for one in order)
    return AssessmentPage(
        title=say(case.manifest.title, language),
        as_of=case.manifest.as_of or "",
        language=language,
        seed=assessment.seed,
        draws=assessment.draws,
        premises=tuple((one.title, one.condition, one.note) for one in assessment.scenarios.values()),
        sections=sections,
        duties=tuple(
            f"{say(duty.instrument, language)}, {duty.article} ({duty.binding}; "
            f"{_check(duty.verified_on or '')}): {say(duty.text, language)}"
            for duty in case.duties.values()
        ),
        changed=tuple(list_changes(assessment, language)),
        bases=tuple(_build_basis(one, language) for one in assessment.parameters.values()),
    )


def _build_section(section: Mapping[str, object], assessment: Assessment, language: str) -> Section:
    """One part, with the findings that belong to it."""
    name, references, missing = section["id"], section["references"], section["missing"]
    if not isinstance(references, list) or not isinstance(missing, list):
        raise TypeError(f"templates/assessment.toml: section {name!r} lacks a list")
    return Section(
        title=render_message(f"impact-section.{name}", {}, language),
        references=tuple(
            f"{r['instrument']}, {r['article']} ({_check(r['verified_on'])})" for r in references
        ),
        lines=tuple(
            build_line(one, assessment, language) for one in assessment.findings if name in one.sections
        ),
        missing=tuple(missing),
    )


def _keep_country(section: Mapping[str, object], country: str | None) -> Mapping[str, object]:
    """A part of the order without provisions of other countries than the case's."""
    references = section["references"]
    if not isinstance(references, list):
        raise TypeError(f"templates/assessment.toml: {section['id']!r} has no list of references")
    return {**section, "references": [one for one in references if one.get("only", country) == country]}


def _check(day: str) -> str:
    """Whether somebody looked a legal reference up."""
    return f"checked {day}" if day else UNCHECKED


def build_line(finding: ImpactFinding, assessment: Assessment, language: str = "en") -> Line:
    """A finding in words."""
    also = (_say(_name(sentence, assessment), language) for sentence in list_sentences(finding))
    return Line(
        sentence=_say(finding.says, language),
        also=tuple(also),
        rests_on=(*finding.claims, *finding.parameters),
    )


def _name(sentence: Sentence, assessment: Assessment) -> Sentence:
    """The sentence with a parameter's title in place of its id."""
    name = sentence.args.get("parameter")
    one = assessment.parameters.get(name) if isinstance(name, str) else None
    if one is None:
        return sentence
    return Sentence(sentence.message, {**sentence.args, "parameter": f"“{say(one.title)}”"})


def list_changes(assessment: Assessment, language: str = "en") -> Iterator[str]:
    """Every parameter that is not as shipped, in words."""
    for change in assessment.changed:
        args = {"parameter": change.parameter, "before": change.before, "after": change.after}
        yield render_message(f"impact-changed.{change.by}", args, language)


def _build_basis(parameter: Parameter, language: str) -> Basis:
    """A number with its range, source and standing."""
    ranged = parameter.low is not None and parameter.high is not None
    ends = (show(end, parameter.unit) for end in (parameter.low or 0, parameter.high or 0))
    counted = f"{parameter.events:,} out of {parameter.of:,}" if parameter.events is not None else ""
    return Basis(
        id=parameter.id,
        title=say(parameter.title, language),
        value=show(parameter.central, parameter.unit),
        range=" to ".join(ends) if ranged else counted,
        source=parameter.source + (f", {parameter.date}" if parameter.date else ""),
        confidence=parameter.confidence,
        assumptions=tuple(say(one, language) for one in parameter.assumptions),
    )


def _say(sentence: Sentence, language: str) -> str:
    text = render_message(sentence.message, sentence.args, language)
    return text[:1].upper() + text[1:]


def render_page_text(page: AssessmentPage) -> str:
    """The document as plain text."""
    lines = [
        f"Impact assessment: {page.title}",
        f"As of {page.as_of}; {page.draws} draws, seed {page.seed}.",
        "",
    ]
    lines += ["Premises"]
    for title, condition, note in page.premises:
        lines += [f"- {title}. {condition}" + (f" {note}" if note else "")]
    for number, section in enumerate(page.sections, start=1):
        lines += ["", f"{number}. {section.title}", *(f"   {one}" for one in section.references), ""]
        for line in section.lines:
            lines += [f"- {line.sentence}.", *(f"    {one}." for one in line.also)]
            lines += [f"    Rests on: {', '.join(line.rests_on)}."]
        if not section.lines:
            lines += ["Nothing here can be computed from the published record."]
        lines += ["Only the operator can say:", *(f"- {one}" for one in section.missing)]
    lines += ["", "Duties of the case", *(f"- {one}" for one in page.duties)]
    lines += ["", "Changed parameters", *(f"- {one}" for one in page.changed or ("none",))]
    lines += ["", "What it rests on"]
    for basis in page.bases:
        ends = f" ({basis.range})" if basis.range else ""
        lines += [f"- {basis.id}: {basis.title}: {basis.value}{ends}. {basis.source} [{basis.confidence}]"]
        lines += [f"    {one}" for one in basis.assumptions]
    return "\n".join(lines) + "\n"


def set_page(page: AssessmentPage) -> bytes:
    """The PDF/A of the page: the same bytes for the same page."""
    return set_template("assessment.typ", render_data(list_fields(page)), as_of=page.as_of)
