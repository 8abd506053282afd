"""What sources say of what an impact assessment asks about, what they leave unknown, and what is withheld.

Repeats claims with their words, speaker and stance; decides between none of them, and adds nothing that no source says.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sousveil.evidence.duties import DutyStanding, list_duties
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.rule import Rule

from .dates import say_date
from .values import quantity_of, value_words
from .words import human, name_measure, short_source

UNCHECKED = "not checked against the text of the instrument"
_NOT_KNOWN = ("unknown", "withheld")
_STANCES: Mapping[str, str] = {"alleges": "alleged", "quotes": "quoting others", "denies": "denied"}
"""How a source stands to what it says, where it does not simply state it."""
_SAYS: Mapping[str, str] = {
    "met": "said to be met",
    "partly": "said to be met in part",
    "not_met": "said not to be met",
    "withheld": "evidence said to be withheld",
}


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
    measure, source = case.measures.get(claim.measure), case.sources.get(claim.source)
    name = say(measure.title, language) if measure else human(claim.measure)
    speaker = case.actors.get(claim.asserted_by or "")
    whence = short_source(source, language) if source else claim.source
    named = say(speaker.name, language) if speaker else ""
    who = [whence] if whence.startswith(named) else [named, whence]
    who += [_STANCES[claim.stance]] if claim.stance in _STANCES else []
    says = value_words(claim, case, language)
    return Told(
        what=name_measure(name[:1].upper() + name[1:], _name_subject(claim.subject, case, language), ", "),
        says=says,
        words="" if says == f"“{claim.stated}”" else claim.stated,
        who=", ".join(who),
        claim=claim.id,
    )


def _name_subject(identity: str, case: Case, language: str) -> str:
    """What a claim is about; a word that claims share is shown as a word."""
    for kind in (case.programmes, case.contracts, case.events):
        if identity in kind:
            return say(kind[identity].title, language)
    if identity in case.actors:
        return say(case.actors[identity].name, language)
    return say(case.places[identity].name, language) if identity in case.places else human(identity)


def list_bindings(case: Case) -> Mapping[str, str]:
    """Whether each instrument that the duties of the case name binds there, as the case has it."""
    return {say(duty.instrument): duty.binding for duty in case.duties.values()}


def cite(instrument: str, article: str, verified_on: str, bindings: Mapping[str, str]) -> str:
    """A provision with whether it binds, where the case says so, and whether somebody looked it up."""
    binding = next((found for name, found in bindings.items() if instrument.startswith(name)), "")
    return f"{instrument}, {article} ({', '.join(filter(None, (binding, check_day(verified_on))))})"


def check_day(day: str) -> str:
    """Whether somebody looked a legal reference up."""
    return f"checked {day}" if day else UNCHECKED


def list_standings(case: Case, rules: Mapping[str, Rule], language: str = "en") -> Iterator[str]:
    """Each duty of the case, with what the record holds on its being met."""
    for standing in list_duties(case, rules, case.manifest.as_of or ""):
        duty = case.duties[standing.duty]
        yield (
            f"{say(duty.instrument, language)}, {duty.article} ({duty.binding}; "
            f"{check_day(standing.verified_on)}): {say(duty.text, language)} {_say_evidence(standing)}"
        )


def _say_evidence(standing: DutyStanding) -> str:
    """The one word for a duty, and the claims behind it; none found says something about the record alone."""
    said = [f"{_SAYS[one.says]} by {one.claim}" for one in standing.said]
    return f"In what is published here: {'; '.join((standing.status.value, *said))}."


def list_requests(case: Case, language: str = "en") -> Iterator[str]:
    """What was asked of public bodies, when, and what came of it."""
    for request in case.requests.values():
        if request.state == "draft":
            continue
        body = case.actors.get(request.body)
        asked = f"asked of {say(body.name, language)}" if body else ""
        sent = f"sent {say_date(request.sent)}" if request.sent else "day not known"
        words = ", ".join(filter(None, (asked, sent, human(request.state) if request.state != "unknown" else
                                        "outcome not known")))  # fmt: skip
        yield f"{say(request.title, language)}: {words}."


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
