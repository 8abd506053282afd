"""Duties and what claims say on their being met: evidence found or none, never a judgement.

Reads rules and claims; holds no law itself. That no evidence was found says something about the record, and nothing
about whether a duty was met.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sousveil.records.base import Text, say
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.rule import Rule
from sousveil.records.things import Actor, Duty, Evidence

from .contract_facts import state_of
from .figures import when_of

MEMBERS = frozenset(
    ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split()  # noqa: SIM905 - one line
)
"""Member states of the Union since 1 February 2020, by ISO 3166-1."""


UNION_ACTS: Mapping[str, str] = MappingProxyType({"GDPR": "2016/679", "LED": "2016/680"})
"""The two acts on data protection of which one applies to cameras in the Union, by their numbers."""
_ACT = re.compile(
    r"\d+/\d+|\b[A-Z]{3,}\b"
)  # 2016/679, GDPR: what an instrument is known by however it is written


class Status(StrEnum):
    """What the record holds on a duty."""

    BREACHED = "said by an authority not to be met"
    WITHHELD = "evidence withheld"
    FOUND = "evidence found"
    PARTLY = "evidence found in part"
    NONE = "no evidence found"
    NOT_YET = "does not apply yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one claim says on a duty, who says so, and whether that is an authority."""

    claim: str
    says: str
    element: str
    by: str
    authority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStanding:
    """A duty on a day: its status, what is said for and against, which evidence is missing, and who checked its text.

    `applies` are day and reading, of which there may be two; `binding` is as the case has it, `rule_binds` as the pack.
    """

    duty: str
    status: Status
    said: tuple[Said, ...]
    context: tuple[str, ...]
    missing: tuple[str, ...]
    applies: tuple[tuple[str, Text], ...]
    binding: str
    rule_binds: bool | None
    verified_on: str
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class OpenLaw:
    """Which law applies, where no duty says it: ids of messages for what is open and why, and their arguments."""

    what: str
    why: str
    args: Mapping[str, str]


def ask_law(case: Case, rules: Mapping[str, Rule]) -> OpenLaw | None:
    """What the duties of a case leave open of GDPR and LED; None where they name both."""
    named = [words for duty in case.duties.values() for words in list_instruments(duty, rules)]
    left = [
        act
        for act, number in UNION_ACTS.items()
        if not any(is_same_act(f"{act} {number}", one) for one in named)
    ]
    if not left:
        return None
    country = case.manifest.jurisdiction
    why = "law.why-nowhere" if country is None else "law.why" if country in MEMBERS else "law.why-outside"
    what = "law.one" if len(left) == 1 else "law.neither"
    return OpenLaw(what, why, {"act": left[0], "country": country or ""})


def list_instruments(duty: Duty, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What a duty's instrument is called: in English, else as written, by the case and by the rule that it is."""
    rule = rules.get(duty.rule or "")
    return tuple(say(text) for text in (duty.instrument, rule.instrument if rule else None) if text)


def is_same_act(one: str, other: str) -> bool:
    """Whether two names are of one act: they share its number or its short name, or one is the other's beginning.

    >>> is_same_act("Regulation (EU) 2016/679 (GDPR)", "GDPR"), is_same_act("the GDPR", "the LED")
    (True, False)
    """
    shared = set(_ACT.findall(one)) & set(_ACT.findall(other))
    return bool(shared) or one.startswith(other) or other.startswith(one)


def list_duties(case: Case, rules: Mapping[str, Rule], as_of: str) -> tuple[DutyStanding, ...]:
    """Every duty of a case on a day."""
    return tuple(stand_duty(duty, case, rules.get(duty.rule or ""), as_of) for duty in case.duties.values())


def stand_duty(duty: Duty, case: Case, rule: Rule | None, as_of: str) -> DutyStanding:
    """One duty on a day, with the rule of a pack that it is, if it names one."""
    said = tuple(_said(one, case) for one in duty.evidence if one.claim in case.claims)
    applies = tuple(_applies(duty, rule))
    named = {one.element for one in said if one.says in ("met", "partly") and one.element}
    missing = tuple(e.id for e in rule.expected if e.id not in named) if rule else ()
    used = {one.claim for one in duty.evidence}
    return DutyStanding(
        duty=duty.id,
        status=_status(said, missing, started=_started(applies, as_of)),
        said=said,
        context=tuple(id_ for id_ in duty.claims if id_ not in used),
        missing=missing,
        applies=applies,
        binding=duty.binding,
        rule_binds=_binds(rule, case.manifest.jurisdiction) if rule else None,
        verified_on=duty.verified_on or (rule.verified_on if rule else None) or "",
        rule=rule,
    )


def _applies(duty: Duty, rule: Rule | None) -> Iterator[tuple[str, Text]]:
    """From when, by each reading; the case's own day comes before that of the pack."""
    if duty.applies_from:
        yield duty.applies_from, ""
    elif rule:
        yield from ((one.date, one.reading or "") for one in rule.applies)


def _started(applies: Sequence[tuple[str, Text]], as_of: str) -> bool:
    """Whether a duty may apply on the day by any reading; one without a day is taken to apply."""
    day = when_of(as_of)
    begins = [when for date, _ in applies if (when := when_of(date))]
    return day is None or not begins or any(not day.surely_before(when) for when in begins)


def _said(evidence: Evidence, case: Case) -> Said:
    claim = case.claims[evidence.claim]
    by = claim.asserted_by or claim.source
    actor = case.actors.get(claim.asserted_by or "")
    says = "withheld" if state_of(claim) == "withheld" else evidence.says
    return Said(
        claim=claim.id,
        says=says,
        element=evidence.element or "",
        by=by,
        authority=_is_authority(actor, claim),
    )


def _is_authority(actor: Actor | None, claim: Claim) -> bool:
    """Whether a public body that supervises says so; its word as others report it counts."""
    supervises = actor is not None and any(role.role == "regulator" for role in actor.roles)
    return supervises and actor is not None and actor.kind == "public_body" and claim.stance != "alleges"


def _status(said: Iterable[Said], missing: Sequence[str], *, started: bool) -> Status:
    """The one word for a duty; what others say for or against stands beside it."""
    kept = list(said)
    if not started:
        return Status.NOT_YET
    if any(one.says == "not_met" and one.authority for one in kept):
        return Status.BREACHED
    if any(one.says == "met" for one in kept) and not missing:
        return Status.FOUND
    if any(one.says in ("met", "partly") for one in kept):
        return Status.PARTLY
    return Status.WITHHELD if any(one.says == "withheld" for one in kept) else Status.NONE


def _binds(rule: Rule, country: str | None) -> bool:
    """Whether a rule binds in a country, by its pack."""
    return country in rule.binds or (country in MEMBERS and "EU" in rule.binds)
