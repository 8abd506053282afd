"""The breakdown of a contract's prices against sums done by hand."""

from pathlib import Path

from sousveil.evidence.figures import read_figures_of
from sousveil.evidence.prices import Breakdown, PriceLine, break_down
from sousveil.records.finding import Verdict
from sousveil.workbench.check import check_case
from tests.evidence.build import MANIFEST

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"


def of_serbia() -> Breakdown:
    case = check_case(SERBIA).case
    return break_down(case.contracts["k-elte-2024"], case, read_figures_of(case))


def line(found: Breakdown, item: str, name: str, rate: str = "") -> PriceLine:
    (one,) = [one for one in found.lines if (one.item, one.name, one.rate) == (item, f"price.{name}", rate)]
    return one


def normal(found: PriceLine) -> str:
    assert found.finding.computed is not None
    return found.finding.computed.normal


def test_what_is_left_beside_a_part_discounted_by_itself() -> None:
    found = of_serbia()
    # 1.2 million is 1.15 to 1.25; 71,371 is within half a dollar: 1,150,000 - 71,371.5 and 1,250,000 - 71,370.5
    rest = line(found, "k-elte-2024.package", "rest-final")
    assert normal(rest) == "[1,078,628.5, 1,178,629.5]"
    assert any("tax" in one for one in rest.assumes)
    # over 3 million less 1.05 to 1.15 million leaves more than 1.85; 1 - 1.1786295 / 1.85 = 36.29 percent
    assert normal(line(found, "k-elte-2024.package", "rest-list")) == "(1,850,000, ∞)"
    assert normal(line(found, "k-elte-2024.package", "rest-discount")).startswith("(36.29")


def test_a_discount_is_held_against_the_prices() -> None:
    found = line(of_serbia(), "k-elte-2024.gis", "discount")
    # 1 - 71,371.5 / 1,050,000 = 93.20 percent, 1 - 71,370.5 / 1,150,000 = 93.79 percent; 92 is said
    assert normal(found).startswith("[93.20")
    assert found.finding.verdict is Verdict.INCONSISTENT


def test_tax_is_added_only_where_the_price_is_said_to_be_before_it() -> None:
    found = of_serbia()
    # 71,370.5 * 1.2 = 85,644.6 and 71,371.5 * 1.2 = 85,645.8
    assert normal(line(found, "k-elte-2024.gis", "tax-added", "20")) == "[85,644.6, 85,645.8]"
    assert not [one for one in found.lines if one.item.endswith("package") and "tax" in one.name]


def test_nothing_is_divided_by_the_units_of_another_part() -> None:
    found = of_serbia()
    assert not [one for one in found.lines if one.name == "price.unit-price"]
    assert ("k-elte-2024.units", "final_price") in found.unstated


def test_the_price_of_a_unit(tmp_path: Path) -> None:
    claims = "".join(
        f"- {{id: {i}, source: s-a, locator: p, stated: x, subject: k-one, measure: m-{i}, value: {v}}}\n"
        for i, v in (
            ("c-n", '{amount: "35", unit: unit}'),
            ("c-f", '{amount: "70000", unit: USD, hedge: over}'),
        )
    )
    texts = {
        "case.toml": MANIFEST,
        "sources/a.md": "---\nid: s-a\ntype: report\nkind: official\ntitle: A\n---\n",
        "claims/a.yaml": claims,
        "contracts/k.yaml": "- id: k-one\n  title: K\n  items:\n"
        "  - {id: k-one.u, title: U, quantity: c-n, final_price: c-f}\n",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    case = check_case(tmp_path).case
    found = break_down(case.contracts["k-one"], case, read_figures_of(case))
    assert normal(line(found, "k-one.u", "unit-price")) == "(2,000, ∞)"
