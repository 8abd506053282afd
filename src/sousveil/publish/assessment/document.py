"""An assessment of impact as a document: payload and print, in the order in which one is asked for.

Adds no number. Legal references carry the remark that nobody checked them until somebody has.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sousveil.impact.assess import list_sentences
from sousveil.impact.results import Assessment, ImpactFinding, Sentence
from sousveil.impact.words import state
from sousveil.publish.dates import say_date
from sousveil.publish.paper.typeset import render_data, set_template
from sousveil.publish.pieces import list_fields
from sousveil.publish.tongue import choose_text, quote, read_words, say_message, show_count, tell
from sousveil.publish.words import short_source
from sousveil.records.case import Case
from sousveil.records.parameter import Parameter
from sousveil.records.rule import Rule

from .blocks import Block, Tongue, build_blocks
from .record import (
    Telling,
    cite,
    list_bindings,
    list_requests,
    list_standings,
    name_claim,
    tell_record,
    tell_rest,
)
from .words import list_names, render_sentence, say_amount, say_text

_ROOM = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding as printed: its sentence, what stands with it, and ids of what it rests on."""

    sentence: str
    also: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part: which provisions ask for it, what sources say, what follows, and what only the operator can say."""

    title: str
    references: tuple[str, ...]
    telling: Telling
    blocks: tuple[Block, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A number that findings rest on; `standing` says how it was come by."""

    id: str
    title: str
    value: str
    range: str
    source: str
    standing: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPage:
    """The whole document; a row's `rests_on` counts `bases` from 1, `preface` says what the document is not.

    `rest` is what sources say of the programmes besides, by measures of which no part asks.
    """

    title: str
    preface: str
    as_of: str
    language: str
    seed: int
    draws: int
    premises: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]
    sections: tuple[Section, ...]
    rest: Telling
    duties: tuple[str, ...]
    requests: tuple[str, ...]
    changed: tuple[str, ...]
    grounds: tuple[str, ...]
    bases: tuple[Basis, ...]


def build_page(
    assessment: Assessment,
    case: Case,
    *,
    rules: Mapping[str, Rule],
    grounds: Sequence[str] = (),
    language: str = "en",
) -> AssessmentPage:
    """The document of an assessment; `rules` are those its duties name, `grounds` say whose map it was made with."""
    parts, tongue = (
        _read_parts(),
        Tongue(language=language, names=list_names(case, assessment.parameters, language)),
    )
    named = {measure for part in parts for measure in (*part["measures"], *part["counts"])}
    return AssessmentPage(
        title=say_text(case.manifest.title, case, language),
        preface=say_message("impact-section.preface", {}, language),
        as_of=case.manifest.as_of or "",
        language=language,
        seed=assessment.seed,
        draws=assessment.draws,
        premises=tuple(_list_premises(assessment, case, language)),
        unknown=tuple(say_text(one, case, language) for one in case.manifest.unknown),
        sections=tuple(_build_sections(parts, assessment, case, list_bindings(case, rules), tongue)),
        rest=tell_rest(case, named, assessment.parameters, language),
        duties=tuple(list_standings(case, rules, language)),
        requests=tuple(list_requests(case, language)),
        changed=tuple(list_changes(assessment, language)),
        grounds=tuple(grounds),
        bases=tuple(_build_basis(one, case, language) for one in assessment.parameters.values()),
    )


def _read_parts() -> list[dict[str, Any]]:
    """The parts of the document, as they are asked for."""
    parts: list[dict[str, Any]] = tomllib.loads(
        (_ROOM / "templates" / "assessment.toml").read_text(encoding="utf-8")
    )["section"]
    return parts


def _list_premises(assessment: Assessment, case: Case, language: str) -> Iterator[tuple[str, str, str]]:
    """The scenarios with what would have to be so, and remarks of the case."""
    for name, one in assessment.scenarios.items():
        record = case.scenarios.get(name)
        if record is None:
            yield one.title, one.condition, one.note
        else:
            texts = (record.title, record.condition, record.note)
            title, condition, note = (say_text(text, case, language) if text else "" for text in texts)
            yield title.rstrip("."), condition, note  # a full stop follows


def _build_sections(
    parts: Sequence[Mapping[str, Any]],
    assessment: Assessment,
    case: Case,
    bindings: Mapping[str, str],
    tongue: Tongue,
) -> Iterator[Section]:
    """The parts in their order, without provisions of other countries than the case's."""
    order, country = [part["id"] for part in parts], case.manifest.jurisdiction
    language = tongue.language
    for part in parts:
        yield Section(
            title=say_message(f"impact-section.{part['id']}", {}, language),
            references=tuple(
                cite(one, bindings, language)
                for one in part["references"]
                if one.get("only", country) == country
            ),
            telling=tell_record(case, part["measures"], part["counts"], language),
            blocks=build_blocks(part["id"], order, assessment, tongue),
            missing=tuple(choose_text(one, language, "en")[0] for one in part["missing"]),
        )


def build_line(finding: ImpactFinding, assessment: Assessment, language: str = "en") -> Line:
    """A finding in words."""
    also = (
        render_sentence(_name(sentence, assessment, language), language)
        for sentence in list_sentences(finding)
    )
    return Line(
        sentence=render_sentence(finding.says, language),
        also=tuple(also),
        rests_on=(*finding.claims, *finding.parameters),
    )


def _name(sentence: Sentence, assessment: Assessment, language: str) -> Sentence:
    """The sentence with a parameter's title in place of its id."""
    name = sentence.args.get("parameter")
    one = assessment.parameters.get(name) if isinstance(name, str) else None
    if one is None:
        return sentence
    return Sentence(
        sentence.message,
        {**sentence.args, "parameter": quote(choose_text(one.title, language, "en")[0], language)},
    )


def list_changes(assessment: Assessment, language: str = "en") -> Iterator[str]:
    """Every parameter that is not as shipped, in words."""
    for change in assessment.changed:
        args = {"parameter": change.parameter, "before": change.before, "after": change.after}
        yield say_message(f"impact-changed.{change.by}", args, language)


def _build_basis(parameter: Parameter, case: Case, language: str) -> Basis:
    """A number with its range, source and standing."""
    claim = case.claims.get(parameter.id)
    source = case.sources.get(claim.source) if claim else None
    whence = parameter.source + (f", {say_date(parameter.date, language)}" if parameter.date else "")
    title = say_text(parameter.title, case, language)
    if claim and source:
        own = case.manifest.language
        title = f"{name_claim(claim, case, language)}: {quote(title, language)}"
        whence = f"{short_source(source, language, own)}: {say_text(source.title, case, language)}; {claim.locator}"
    ranged = [end for end in (parameter.low, parameter.high) if end is not None]
    counted = (
        tell("assessment.counted", language, events=parameter.events, whole=parameter.of or 0)
        if parameter.events is not None
        else ""
    )
    standing = "read" if len(set(ranged)) == 2 else "stated"
    return Basis(
        id=parameter.id,
        title=title,
        value=say_amount(state([parameter.central], parameter.unit), language),
        range=say_amount(state(ranged, parameter.unit), language) if len(set(ranged)) == 2 else counted,
        source=whence,
        standing=tell(f"assessment.{standing if claim else parameter.confidence}", language),
        assumptions=tuple(say_text(one, case, language) for one in parameter.assumptions),
    )


def set_page(page: AssessmentPage) -> bytes:
    """The PDF/A of the page: the same bytes for the same page."""
    language = page.language
    words = {
        key.removeprefix("assessment."): forms["other"]
        for key, forms in read_words(language).items()
        if key.startswith("assessment.")
    }
    marks = quote("\n", language).split("\n")
    data = {
        **list_fields(page),
        "words": words,
        "marks": marks,
        "as_of_words": say_date(page.as_of, language),
        "draws_words": show_count(page.draws, language),
    }
    return set_template("assessment.typ", render_data(data, language), as_of=page.as_of)
