"""Duties of a case on a day, by the rule packs that are shipped."""

from dataclasses import dataclass
from pathlib import Path

from sousveil.case.load import load_case
from sousveil.evidence.duties import DutyStanding, OpenLaw, ask_law, list_duties
from sousveil.plaintext.yaml12 import parse_list
from sousveil.publish.build.asked import Packs
from sousveil.records.case import Case
from sousveil.records.rule import Rule

from .requests import read_deadlines

RULES = Path(__file__).parents[1] / "data" / "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """A case with its duties as they stand, the day, and which law they leave open."""

    case: Case
    as_of: str
    standings: tuple[DutyStanding, ...]
    law: OpenLaw | None


def read_rules(folder: Path = RULES) -> dict[str, Rule]:
    """The rules of every pack by their ids."""
    found: dict[str, Rule] = {}
    for path in sorted(folder.glob("duties-*.yaml")):
        parsed = parse_list(path.read_text(encoding="utf-8"), path.name)
        if parsed.problems:
            raise AssertionError(f"the shipped rules are not sound: {parsed.problems[0]}")
        rules = [Rule.model_validate(item.value) for item in parsed.items]
        found |= {rule.id: rule for rule in rules}
    return found


def look_at_duties(folder: Path, as_of: str = "") -> Duties:
    """The duties of the case in a folder on a day: the one given, else the case's own."""
    case, _ = load_case(folder)
    day = as_of or case.manifest.as_of or ""
    rules = read_rules()
    return Duties(case=case, as_of=day, standings=list_duties(case, rules, day), law=ask_law(case, rules))


def read_packs() -> Packs:
    """Everything that duties and requests are held against."""
    deadlines, holidays = read_deadlines()
    return Packs(duties=read_rules(), deadlines=deadlines, holidays=holidays)
