"""Sound records that look like contradictions, each beside the fault it could be taken for."""

from pathlib import Path

import pytest

from .build import build, claim

ADDITIVE = "- id: cameras\n  title: Cameras\n  unit: camera\n  additive: true\n"


def warnings(folder: Path, *claims: str, **files: str) -> list[str]:
    """Messages of the warnings that claims raise."""
    built = build(folder, {"claims/a.yaml": "\n".join(claims), **files})
    return [p.message for p in built.problems if p.severity.value == "warning"]


def test_counts_of_sources_years_apart_may_have_grown(tmp_path: Path) -> None:
    old = claim("c-old", "1,013 cameras")
    new = claim("c-new", "4,117 cameras", source="late")
    late = (
        "---\nid: s-late\ntype: report\nkind: official\ntitle: Late\nissued: 2026-02-01\nlanguage: en\n---\n"
    )
    assert warnings(tmp_path / "grown", old, new, **{"sources/late.md": late}) == []
    shrunk = claim("c-old", "4,117 cameras"), claim("c-new", "1,013 cameras", source="late")
    assert warnings(tmp_path / "shrunk", *shrunk, **{"sources/late.md": late}) == ["contradiction"]


def test_a_month_of_a_year_has_fewer(tmp_path: Path) -> None:
    year = claim("c-year", "12,345 fines", measure="fines", rest='valid: "2018"')
    month = claim("c-month", "1,013 fines", measure="fines", rest='valid: "2018-03"')
    assert warnings(tmp_path / "fewer", year, month) == []
    more = claim("c-month", "13,013 fines", measure="fines", rest='valid: "2018-03"')
    assert warnings(tmp_path / "more", year, more) == ["contradiction.one-source"]


@pytest.mark.parametrize(("part", "raised"), [("413 cameras", []), ("2,413 cameras", ["contradiction"])])
def test_a_part_of_an_additive_measure_is_smaller(tmp_path: Path, part: str, raised: list[str]) -> None:
    whole = claim("c-whole", "1,913 cameras")
    place = claim("c-part", part, source="b", rest="scope: {town: Upper}")
    assert warnings(tmp_path, whole, place, **{"measures.yaml": ADDITIVE}) == raised


@pytest.mark.parametrize(
    ("amount", "rest", "raised"),
    [
        ("410", "", 0),
        ("300", "scope: {town: Lower}", 0),
        ("300", "scope: {town: Lower}, status: planned", 1),
        ("300", "scope: {condition: licensed}", 1),
    ],
)
def test_a_part_is_no_contradiction_where_its_source_gives_the_whole_or_another_part(
    amount: str, rest: str, raised: int, tmp_path: Path
) -> None:
    whole = claim("c-whole", "412 cameras")
    part = claim("c-part", "80 cameras", source="b", rest="scope: {town: Upper}, status: installed")
    own = claim("c-own", f"{amount} cameras", source="b", rest=rest)
    built = build(tmp_path, {"claims/a.yaml": whole + part + own})
    assert len(built.of("contradiction", "c-part+c-whole")) == raised


def test_a_definition_whose_units_do_not_fit_is_said_so(tmp_path: Path) -> None:
    measures = "- {id: hours_each, title: Hours, unit: hour/drone, formula: hours / drones}\n"
    claims = "".join(
        claim(f"c-{name}", f"{amount} {unit}", measure=name, rest=f'value: {{amount: "{amount}", unit: {unit}}}')
        for name, amount, unit in (("hours", "900", "hour"), ("drones", "6", "drone"), ("hours_each", "105", "hour"))
    )  # fmt: skip
    wrong = {"measures.yaml": measures, "claims/a.yaml": claims}
    assert len(build(tmp_path / "wrong", wrong).of("recompute.units", "c-hours_each")) == 1
    phrase = claims.replace(', value: {amount: "105", unit: hour}', "")
    read = build(tmp_path / "read", {**wrong, "claims/a.yaml": phrase})
    assert len(read.of("recompute.pattern", "c-hours_each")) == 1, phrase


def test_a_source_that_contradicts_itself_does_so_whatever_others_say(tmp_path: Path) -> None:
    claims = (
        claim("c-a", "40 cameras"),
        claim("c-b1", "40 cameras", source="b"),
        claim("c-b2", "33 cameras", source="b"),
    )
    assert "contradiction.one-source" in warnings(tmp_path, *claims)


PRICES = (
    claim("c-list", "100,000 euros", measure="list_price", rest="basis: {tax: excl}"),
    claim("c-list-tax", "120,000 euros", measure="list_price", rest="basis: {tax: incl}"),
    claim("c-final", "81,000 euros", measure="final_price", rest="basis: {tax: excl}"),
    claim("c-final-tax", "97,200 euros", measure="final_price", rest="basis: {tax: incl}"),
)


def test_net_is_held_against_net(tmp_path: Path) -> None:
    sound = claim("c-cut", "a discount of 19 percent", measure="discount")
    assert warnings(tmp_path / "sound", *PRICES, sound) == []
    wrong = claim("c-cut", "a discount of 33 percent", measure="discount")
    assert set(warnings(tmp_path / "wrong", *PRICES, wrong)) == {"recompute.pattern"}
