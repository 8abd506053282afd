"""What sources say of what an impact assessment asks about, what they leave unknown, and what is withheld.

Repeats claims with their words, speaker and stance; decides between none of them, and adds nothing that no source says.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sousveil.evidence.duties import DutyStanding, ask_law, is_same_act, list_duties, list_instruments
from sousveil.publish.dates import say_date
from sousveil.publish.tongue import choose_text, quote, say_message, say_word, tell, tell_code
from sousveil.publish.values import quantity_of, value_words
from sousveil.publish.words import name_measure, short_source
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.rule import Rule

from .words import say_text

_NOT_KNOWN = ("unknown", "withheld")
_STANCES = frozenset({"alleges", "quotes", "denies"})
"""How a source stands to what it says, where it does not simply state it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one source says: of what, in short, who says so, and the claim's id.

    `words` are the source's own; empty where the short form is them already.
    """

    what: str
    says: str
    words: str
    who: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the record holds for a part: what is said, what sources say nobody knows, and what is kept back."""

    known: tuple[Told, ...] = ()
    unknown: tuple[Told, ...] = ()
    withheld: tuple[Told, ...] = ()


def tell_record(
    case: Case, measures: Collection[str], counts: Collection[str], language: str = "en"
) -> Telling:
    """The claims of some measures; those of `counts` only where no figure is given, since figures are worked with."""
    return _tell(
        (
            claim
            for claim in case.claims.values()
            if claim.measure in measures or (claim.measure in counts and _find_state(claim, case) != "known")
        ),
        case,
        language,
    )


def tell_rest(case: Case, named: Collection[str], used: Collection[str], language: str = "en") -> Telling:
    """What is said of the case's programmes by measures that no part has `named`, and is not `used` as a figure.

    A case has measures of its own; whatever they are called, what they say of a programme is not lost.
    """
    return _tell(
        (
            claim
            for claim in case.claims.values()
            if claim.subject in case.programmes and claim.measure not in named and claim.id not in used
        ),
        case,
        language,
    )


def _tell(claims: Iterable[Claim], case: Case, language: str) -> Telling:
    found: dict[str, list[Told]] = {"known": [], "unknown": [], "withheld": []}
    for claim in claims:
        if claim.rank != "deprecated":
            found[_find_state(claim, case)].append(_build_told(claim, case, language))
    known, unknown, withheld = (
        tuple(sorted(found[state], key=lambda one: one.what)) for state in ("known", "unknown", "withheld")
    )
    return Telling(known=known, unknown=unknown, withheld=withheld)


def _find_state(claim: Claim, case: Case) -> str:
    quantity = quantity_of(claim, case)
    return quantity.state if quantity is not None and quantity.state in _NOT_KNOWN else "known"


def _build_told(claim: Claim, case: Case, language: str) -> Told:
    """One claim, with whoever says so inside the source before the source."""
    source = case.sources.get(claim.source)
    speaker = case.actors.get(claim.asserted_by or "")
    whence = short_source(source, language, case.manifest.language) if source else claim.source
    named = say_text(speaker.name, case, language) if speaker else ""
    who = [whence] if whence.startswith(named) else [named, whence]
    who += [tell_code("stance", claim.stance, language)] if claim.stance in _STANCES else []
    says = value_words(claim, case, language)
    return Told(
        what=name_claim(claim, case, language),
        says=says,
        words="" if says == quote(claim.stated, language) else claim.stated,
        who=", ".join(who),
        claim=claim.id,
    )


def name_claim(claim: Claim, case: Case, language: str) -> str:
    """What a claim is of: its measure and its subject."""
    measure = case.measures.get(claim.measure)
    name = say_text(measure.title, case, language) if measure else say_word(claim.measure, language)
    subject = _name_subject(claim.subject, case, language)
    return name_measure(name[:1].upper() + name[1:], subject).rstrip(".")


def _name_subject(identity: str, case: Case, language: str) -> str:
    """What a claim is about; a word that claims share is shown as a word."""
    for kind in (case.programmes, case.contracts, case.events):
        if identity in kind:
            return say_text(kind[identity].title, case, language)
    if identity in case.actors:
        return say_text(case.actors[identity].name, case, language)
    if identity in case.places:
        return say_text(case.places[identity].name, case, language)
    if identity in case.manifest.topics:
        return say_text(case.manifest.topics[identity], case, language)
    return say_word(identity, language)


def list_bindings(case: Case, rules: Mapping[str, Rule]) -> Mapping[str, str]:
    """Whether each instrument that the duties of the case name binds there, as the case has it."""
    duties = case.duties.values()
    return {name: duty.binding for duty in duties for name in list_instruments(duty, rules)}


def cite(reference: Mapping[str, Any], bindings: Mapping[str, str], language: str = "en") -> str:
    """A provision with whether it binds, as the case says or leaves open, and whether somebody looked it up."""
    instrument = reference["instrument"]
    binding = next((found for name, found in bindings.items() if is_same_act(instrument["en"], name)), "")
    applies = say_word(binding, language) if binding else tell("assessment.not_recorded", language)
    remarks = (applies, check_day(reference["verified_on"], language))
    return tell(
        "assessment.provision",
        language,
        instrument=choose_text(instrument, language, "en")[0],
        article=reference["article"],
        remarks=", ".join(remarks),
    )


def check_day(day: str, language: str = "en") -> str:
    """Whether somebody looked a legal reference up."""
    if not day:
        return tell("assessment.unchecked", language)
    return tell("assessment.checked", language, day=say_date(day, language))


def list_standings(case: Case, rules: Mapping[str, Rule], language: str = "en") -> Iterator[str]:
    """Each duty of the case, with what the record holds on its being met; then which law it leaves open."""
    for standing in list_duties(case, rules, case.manifest.as_of or ""):
        duty = case.duties[standing.duty]
        remarks = f"{say_word(duty.binding, language)}; {check_day(standing.verified_on, language)}"
        instrument = say_text(duty.instrument, case, language)
        numbered = duty.article[:1].isdigit()
        whence = (
            tell(
                "assessment.provision", language, instrument=instrument, article=duty.article, remarks=remarks
            )
            if numbered
            else f"{instrument}, {duty.article} ({remarks})"
        )
        yield f"{whence}: {say_text(duty.text, case, language)} {_say_evidence(standing, language)}"
    if law := ask_law(case, rules):
        what, why, needs = (say_message(one, law.args, language) for one in (law.what, law.why, "law.needs"))
        yield f"{what}: {why}. {tell('unknowns.needs', language, what=needs)}"


def _say_evidence(standing: DutyStanding, language: str) -> str:
    """The one word for a duty, and the claims behind it; none found says something about the record alone."""
    said = [
        tell("assessment.says", language, what=tell(f"says.{one.says}", language), claim=one.claim)
        for one in standing.said
    ]
    status = say_word(standing.status.value, language)
    return tell("assessment.published", language, what="; ".join((status, *said)))


def list_requests(case: Case, language: str = "en") -> Iterator[str]:
    """What was asked of public bodies, when, and what came of it."""
    for request in case.requests.values():
        if request.state == "draft":
            continue
        body = case.actors.get(request.body)
        words = (
            tell("assessment.asked", language, body=say_text(body.name, case, language)) if body else "",
            tell("assessment.sent", language, day=say_date(request.sent, language))
            if request.sent
            else tell("assessment.day_unknown", language),
            say_word(request.state, language)
            if request.state != "unknown"
            else tell("assessment.outcome_unknown", language),
        )
        told = f"{say_text(request.title, case, language)}: {', '.join(filter(None, words))}"
        yield f"{told.rstrip('.')}."


def list_grounds(case: Case) -> Iterator[str]:
    """The map, the population grid and the lists of cameras that trips were simulated with."""
    city = case.manifest.city
    if city is None:
        return
    yield f"Streets and buildings: {city.attribution}{_since(city.as_of)}."
    if city.residents:
        yield f"Residents: {city.residents_attribution or city.residents}{_since(city.residents_as_of)}."
    for one in case.lists.values():
        whose = one.attribution or one.licence
        yield f"Cameras: {say(one.title)}{f', {whose}' if whose else ''}{_since(one.as_of)}."


def _since(day: str | None) -> str:
    return f"; as of {say_date(day)}" if day else ""
