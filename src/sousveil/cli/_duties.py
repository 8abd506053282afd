"""Puts duties on the terminal; judges none."""

from types import MappingProxyType

from sousveil.cli._paper import Paper
from sousveil.evidence.duties import DutyStanding
from sousveil.messages import render_message
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.workbench.duties import Duties

_DIM = "dim"
SAYS = MappingProxyType(
    {
        "met": "said to be met",
        "partly": "said to be met in part",
        "not_met": "said not to be met",
        "withheld": "said to be withheld",
    }
)


def put_duty(paper: Paper, one: DutyStanding, case: Case) -> None:
    """A duty: status, what is said, what evidence is missing, from when, and whether anybody checked it."""
    duty = case.duties[one.duty]
    paper.put((one.duty, "bold"), f"  {one.status.value}: {say(duty.text)}", hang=2)
    checked = f"checked on {one.verified_on}" if one.verified_on else "not checked against its text"
    paper.put((f"{say(duty.instrument)}, {duty.article}; {one.binding}; {checked}", _DIM), indent=2, hang=4)
    if one.applies:
        days = "; or ".join(f"{day}, {say(reading)}" if reading else day for day, reading in one.applies)
        paper.put((f"applies from {days}", _DIM), indent=2, hang=4)
    for said in one.said:
        who = f"{said.by}, an authority" if said.authority else said.by
        part = f" ({said.element})" if said.element else ""
        paper.put(f"{SAYS[said.says]}{part}: {said.claim}, by {who}", indent=2, hang=4)
    if one.missing:
        paper.put(f"no evidence found of: {', '.join(one.missing)}", indent=2, hang=4)


def put_law(paper: Paper, found: Duties) -> None:
    """That the case has no duty, if so, and which law its duties leave open, with what would settle it."""
    if not found.standings:
        paper.put("The case records no duty.")
    if found.law:
        what, why, needs = (
            render_message(one, found.law.args) for one in (found.law.what, found.law.why, "law.needs")
        )
        paper.put(f"{what}: {why}", hang=2)
        paper.put((f"it would take {needs}", _DIM), indent=2, hang=4)
