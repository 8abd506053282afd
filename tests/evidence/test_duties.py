"""Duties: each status from a smallest case, packs that say what nobody checked, and the moved days of the AI Act."""

from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.evidence.duties import DutyStanding, Status, ask_law, list_duties
from sousveil.records.things import Duty
from sousveil.workbench.check import check_case
from sousveil.workbench.duties import look_at_duties, read_rules
from tests.evidence.build import build, claim
from tests.publish.small import build_small

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"
RULES = read_rules()
ACTORS = (
    "- {id: a-watch, kind: public_body, name: Watch, roles: [{role: regulator}]}\n"
    "- {id: a-critic, kind: organisation, name: Critic, roles: [{role: regulator}]}\n"
)


def stand(
    folder: Path, evidence: str, *, by: str = "a-critic", rest: str = "", as_of: str = "2026-01-01"
) -> DutyStanding:
    duty = (
        "- {id: y-x, instrument: Law, article: '1', binding: binding, text: T, rule: rs-lpdp-55, "
        f"evidence: [{evidence}]{rest}}}\n"
    )
    texts = {
        "actors/a.yaml": ACTORS,
        "claims/a.yaml": claim("c-a", "as said", rest=f"asserted_by: {by}, value: {{is: said}}"),
        "duties/d.yaml": duty,
    }
    build(folder, texts)
    case = check_case(folder).case
    (found,) = list_duties(case, RULES, as_of)
    return found


@pytest.mark.parametrize(
    ("evidence", "by", "status"),
    [
        ("", "a-critic", Status.NONE),
        ("{claim: c-a, says: not_met}", "a-watch", Status.BREACHED),
        ("{claim: c-a, says: not_met}", "a-critic", Status.NONE),
        ("{claim: c-a, says: withheld}", "a-critic", Status.WITHHELD),
        ("{claim: c-a, says: met, element: request}", "a-critic", Status.PARTLY),
        (
            "{claim: c-a, says: met, element: request}, {claim: c-a, says: met, element: opinion}",
            "a-critic",
            Status.FOUND,
        ),
    ],
)
def test_status(evidence: str, by: str, status: Status, tmp_path: Path) -> None:
    assert stand(tmp_path, evidence, by=by).status is status


def test_what_others_say_against_stands_beside_the_status(tmp_path: Path) -> None:
    found = stand(tmp_path, "{claim: c-a, says: not_met}")
    assert [(one.says, one.authority) for one in found.said] == [("not_met", False)]
    assert found.missing == ("request", "opinion")


def test_a_duty_that_does_not_apply_yet(tmp_path: Path) -> None:
    later = ", applies_from: '2027-12-02'"
    assert stand(tmp_path, "", rest=later).status is Status.NOT_YET
    assert stand(tmp_path / "b", "", rest=later, as_of="2027-12-02").status is Status.NONE


def test_a_rule_is_called_checked_only_where_a_copy_of_its_text_is_named() -> None:
    assert len(RULES) >= 20
    read = {rule.id for rule in RULES.values() if rule.verified_on}
    assert read == {
        "eu-gdpr-35",
        "eu-gdpr-36",
        "eu-aia-5",
        "eu-aia-26-10",
        "eu-aia-49",
        "eu-aia-50",
        "eu-aia-111",
        "coe-echr-8",
    }
    for rule in RULES.values():
        assert (rule.known_from == "primary") == (rule.id in read)
        assert rule.id not in read or "was not held" in str(rule.source)
    assert all(rule.expected and rule.source for rule in RULES.values())


def test_the_moved_days_of_the_ai_act_and_both_readings() -> None:
    assert [one.date for one in RULES["eu-aia-5"].applies] == ["2025-02-02"]
    for moved in ("eu-aia-26-10", "eu-aia-27"):
        assert [one.date for one in RULES[moved].applies] == ["2027-12-02"]
        assert RULES[moved].amended_by
    assert [one.date for one in RULES["eu-aia-49"].applies] == ["2026-08-02", "2027-12-02"]
    assert all(one.reading for one in RULES["eu-aia-49"].applies)
    assert len(RULES["eu-aia-27"].expected) == 7  # six elements and the notification


def test_serbia() -> None:
    found = {one.duty: one for one in look_at_duties(SERBIA).standings}
    assert found["y-lpdp-impact"].status is Status.BREACHED
    assert [one.by for one in found["y-lpdp-impact"].said if one.authority] == ["a-commissioner"]
    assert found["y-lpdp-law"].status is Status.NONE
    assert found["y-aia-remote"].rule_binds is False
    # What the case calls binding is so by the pack, and nothing of the Union's is.
    for one in found.values():
        if one.rule_binds is not None:
            assert (one.binding == "binding") is one.rule_binds, one.duty


def test_every_rule_a_duty_names_is_in_a_pack() -> None:
    duties = check_case(SERBIA).case.duties.values()
    assert {duty.rule for duty in duties if duty.rule} <= set(RULES)


def duty_of(instrument: str) -> Duty:
    return Duty(id="y-x", instrument=instrument, article="1", binding="binding", text="T")


@pytest.mark.parametrize(
    ("instruments", "country", "what", "why"),
    [
        ((), "FI", "law.neither", "law.why"),
        ((), "RS", "law.neither", "law.why-outside"),
        ((), None, "law.neither", "law.why-nowhere"),
        (("GDPR",), "FI", "law.one", "law.why"),
        (("Uredba (EU) 2016/679", "a decree"), "FI", "law.one", "law.why"),
    ],
)
def test_which_law_applies_is_open_until_a_duty_says_it(
    instruments: tuple[str, ...], country: str | None, what: str, why: str
) -> None:
    manifest = build_small().manifest.model_copy(update={"jurisdiction": country})
    duties = {f"y-{n}": duty_of(one) for n, one in enumerate(instruments)}
    law = ask_law(replace(build_small(), manifest=manifest, duties=duties), RULES)
    assert law is not None
    assert (law.what, law.why) == (what, why)
    assert law.args["act"] == ("LED" if instruments else "GDPR")


def test_no_law_is_open_where_both_are_named() -> None:
    rule = Duty(id="y-r", rule="eu-led-8", instrument="Direktiva", article="8", binding="benchmark", text="T")
    duties = {"y-g": duty_of("the GDPR as it binds"), "y-r": rule}
    assert ask_law(replace(build_small(), duties=duties), RULES) is None
    assert ask_law(check_case(SERBIA).case, RULES) is None
