"""Worked items with their verdicts and repairs, decisions carried and gone stale, and findings that are kept."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sousveil.messages import render_message
from sousveil.problems import Severity
from sousveil.records.finding import Finding, Verdict
from sousveil.workbench.check import check_case
from tests.evidence.build import MANIFEST, Built, build, claim
from tests.evidence.test_cases import CASES, NAMES

PACKAGE = (
    claim("c-list", "over $3 million", measure="list_price")
    + claim("c-final", "$1.2 million", measure="final_price")
    + claim("c-cut", "57 percent", measure="discount")
)
SYSTEM = (
    claim("c-list", "$1.1 million", measure="list_price")
    + claim("c-final", "$71,371", measure="final_price")
    + claim("c-cut", "92 percent", measure="discount")
)
RATES = (
    "period,source_currency,target_currency,low,high,source,verified\n2024-06,EUR,USD,1.115,1.125,a rate,no\n"
)


def only(built: Built, message: str) -> Finding:
    (found,) = built.of(message)
    assert isinstance(found, Finding)
    return found


def explained(found: Finding) -> set[str]:
    return {r.message for r in found.repairs if not r.together_with}


def test_a_discount_from_over_three_million_fails_because_of_over(tmp_path: Path) -> None:
    found = only(build(tmp_path, {"claims/a.yaml": PACKAGE}), "recompute.pattern")
    assert found.verdict is Verdict.INCONSISTENT
    assert found.computed is not None
    assert found.computed.normal.startswith("(58.33")
    assert {f.record: f.normal for f in found.figures}["c-list"] == "(3,000,000, ∞)"
    hedge = next(r for r in found.repairs if r.message == "repair.hedge")
    assert hedge.changes == ("c-list",)
    assert "repair.tax-excluded" in explained(found)


def test_the_same_discount_from_three_million_holds_through_rounding(tmp_path: Path) -> None:
    found = only(build(tmp_path, {"claims/a.yaml": PACKAGE.replace("over ", "")}), "recompute.pattern")
    assert found.verdict is Verdict.ROUNDING
    assert found.severity is Severity.OK
    assert not found.repairs


def test_a_discount_of_92_percent_fails_and_tax_or_currency_would_explain_it(tmp_path: Path) -> None:
    found = only(build(tmp_path, {"claims/a.yaml": SYSTEM, "rates/r.csv": RATES}), "recompute.pattern")
    assert found.verdict is Verdict.INCONSISTENT
    assert found.computed is not None
    assert found.computed.normal.startswith("[93.2")
    assert {"repair.tax-excluded", "repair.currency"} <= explained(found)


@pytest.mark.parametrize(
    ("basis", "offered"), [("", True), ("basis: {tax: excl}", False), ("basis: {tax: incl}", False)]
)
def test_tax_explains_only_what_the_record_leaves_open(basis: str, offered: bool, tmp_path: Path) -> None:  # noqa: FBT001
    rest = f", {basis}" if basis else ""
    claims = SYSTEM.replace("measure: list_price", f"measure: list_price{rest}").replace(
        "measure: final_price", f"measure: final_price{rest}"
    )
    found = only(build(tmp_path, {"claims/a.yaml": claims}), "recompute.pattern")
    assert bool({"repair.tax-excluded", "repair.tax-included"} & explained(found)) is offered


def test_nothing_is_said_of_tax_where_no_rate_is_known(tmp_path: Path) -> None:
    manifest = MANIFEST.replace('tax_rates = ["20"]\n', "")
    found = only(build(tmp_path, {"case.toml": manifest, "claims/a.yaml": SYSTEM}), "recompute.pattern")
    assert not {"repair.tax-excluded", "repair.tax-included"} & explained(found)


def test_566_of_10773_comes_to_5_point_25_percent(tmp_path: Path) -> None:
    claims = claim("c-part", "566 incidents") + claim("c-whole", "10,773 incidents", measure="incidents")
    derived = "- {id: d-x, formula: part / whole, unit: percent, inputs: {part: c-part, whole: c-whole}}\n"
    found = only(build(tmp_path, {"claims/a.yaml": claims, "derived/a.yaml": derived}), "computed")
    assert found.computed is not None
    assert found.computed.normal == "5.25388"


def test_48_contracts_are_not_19_and_22_and_3_and_2(tmp_path: Path) -> None:
    parts = "".join(
        claim(f"c-{n}", f"{n} contracts", measure="contracts", rest=f"part_of: c-all, scope: {{buyer: b{n}}}")
        for n in (19, 22, 3, 2)
    )
    whole = claim("c-all", "48 contracts", measure="contracts", rest="parts_complete: true")
    found = only(build(tmp_path, {"claims/a.yaml": whole + parts}), "parts.gap")
    assert found.verdict is Verdict.INCONSISTENT
    assert (found.args["computed"], found.args["gap"]) == ("46", "2")
    assert [r.message for r in found.repairs] == ["repair.part-missing"]


STATIONS = claim("c-w", "8,273 stations", measure="whole") + claim("c-p", "1,412 stations", measure="part")
DRONES = claim("c-n", "107 drones", measure="quantity")
REPAIRS: Mapping[str, str] = {
    "repair.cut-off": claim("c-w", "3 stations", measure="whole") + claim("c-p", "2 stations", measure="part")
    + claim("c-s", "66.66 percent", measure="share"),
    "repair.complement": STATIONS
    + claim("c-s", "82.9 percent", measure="share"),
    "repair.unit-for-total": claim("c-u", "$50", measure="unit_price") + DRONES
    + claim("c-t", "$50.00", measure="total_price"),
    "repair.total-for-unit": claim("c-u", "$5,350.00", measure="unit_price") + DRONES
    + claim("c-t", "$5,350.00", measure="total_price"),
    "repair.other-base": claim("c-b", "400 cameras", measure="before") + claim("c-a", "500 cameras", measure="after")
    + claim("c-g", "20.0 percent", measure="growth"),
    "repair.digits": STATIONS
    + claim("c-s", "71 percent", measure="share"),
    "repair.misprint": STATIONS
    + claim("c-s", "17.87 percent", measure="share"),
    "repair.thousand-up": claim("c-u", "$50.00", measure="unit_price") + DRONES
    + claim("c-t", "$5.35", measure="total_price"),
    "repair.points": claim("c-b", "12 percent", measure="before") + claim("c-a", "15 percent", measure="after")
    + claim("c-g", "3 percent", measure="growth"),
    "repair.relative": claim("c-b", "12 percent", measure="before") + claim("c-a", "15 percent", measure="after")
    + claim("c-g", "25 percent", measure="change"),
    "repair.time": claim("c-a", "40 cameras") + claim("c-b", "48 cameras", source="b"),
    "repair.facet": claim("c-a", "40 cameras", rest="status: planned") + claim("c-b", "48 cameras", source="b"),
    "repair.speakers": claim("c-a", "40 cameras", rest="asserted_by: a-x")
    + claim("c-b", "48 cameras", source="b", rest="asserted_by: a-y"),
}  # fmt: skip
ACTORS = "".join(f"- {{id: a-{n}, kind: company, name: {n}, sources: [s-a]}}\n" for n in "xy")


@pytest.mark.parametrize("repair", REPAIRS)
def test_a_repair_is_offered_where_it_would_explain(repair: str, tmp_path: Path) -> None:
    built = build(tmp_path, {"claims/a.yaml": REPAIRS[repair], "actors/a.yaml": ACTORS})
    failing = [p for p in built.problems if isinstance(p, Finding) and p.severity is Severity.WARNING]
    assert len(failing) == 1, built.problems
    assert repair in explained(failing[0])
    said = [render_message(r.message, r.args) for r in failing[0].repairs]
    assert all(text.startswith("if ") and "{" not in text for text in said)


TWO = claim("c-a", "40 cameras") + claim("c-b", "48 cameras", source="b")


def decision(inputs: str, verdict: str = "explained") -> str:
    start = f"- {{id: v-x, finding: 'contradiction:c-a+c-b', verdict: {verdict}, by: us, date: 2024-05-01, "
    return start + f"reason: Seen., inputs: '{inputs}'}}\n"


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [
        *((word, Severity.NOTE) for word in ("explained", "accepted", "wont_fix")),
        ("disputed", Severity.WARNING),
    ],
)
def test_a_verdict_is_carried_and_goes_stale_with_its_inputs(
    verdict: str, severity: Severity, tmp_path: Path
) -> None:
    files = {"claims/a.yaml": TWO}
    inputs = only(build(tmp_path, files), "contradiction").inputs
    files["decisions.yaml"] = decision(inputs, verdict)
    carried = only(build(tmp_path, files), "contradiction")
    assert (carried.decided, carried.stale, carried.severity) == (verdict, False, severity)

    moved = {**files, "claims/a.yaml": "# a line more\n" + TWO + claim("c-z", "3 drones", measure="drones")}
    assert not only(build(tmp_path, moved), "contradiction").stale, "lines and other records change nothing"

    changed = build(tmp_path, {**files, "claims/a.yaml": TWO.replace("48", "49")})
    assert only(changed, "contradiction").stale
    assert only(changed, "contradiction").severity is Severity.WARNING
    assert [p.severity for p in changed.of("decision.stale")] == [Severity.WARNING]


@pytest.mark.parametrize(("part", "alarm"), [("310 cameras", False), ("510 cameras", True)])
def test_a_source_s_own_figure_for_a_part_contradicts_only_if_it_is_more(
    part: str,
    alarm: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    text = claim("c-all", "400 cameras") + claim("c-part", part, rest="scope: {side: north}")
    built = build(tmp_path, {"claims/a.yaml": text})
    assert bool(built.of("contradiction.one-source")) is alarm


def test_one_speaker_is_one_origin_whoever_prints_it(tmp_path: Path) -> None:
    text = "".join(claim(f"c-{s}", "40 cameras", source=s, rest="asserted_by: a-x") for s in "ab")
    built = build(tmp_path, {"claims/a.yaml": text, "actors/a.yaml": ACTORS})
    assert built.of("one-origin")
    apart = text.replace("asserted_by: a-x", "asserted_by: a-y", 1)
    assert not build(tmp_path, {"claims/a.yaml": apart, "actors/a.yaml": ACTORS}).of("one-origin")


class Memory:
    """A store that keeps everything while the test runs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.met = 0

    def read(self, key: str) -> bytes | None:
        self.met += key in self.kept
        return self.kept.get(key)

    def write(self, key: str, content: bytes) -> None:
        self.kept[key] = content


@pytest.mark.parametrize("name", NAMES)
def test_findings_kept_are_the_findings_made(name: str) -> None:
    store = Memory()
    plain = check_case(CASES / name).problems
    first, second = (check_case(CASES / name, store=store).problems for _ in range(2))
    assert store.met
    assert first == plain
    assert second == plain
