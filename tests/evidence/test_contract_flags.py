"""Each flag on a contract: raised by a smallest case, quiet in its neighbour, open where the record is silent."""

from pathlib import Path

import pytest

from sousveil.evidence.contract_flags import Flag, flag_contract
from sousveil.evidence.contract_signs import Sign
from sousveil.evidence.figures import read_figures_of
from sousveil.messages import read_catalogue, render_message
from sousveil.problems import Severity
from sousveil.workbench.check import check_case
from tests.evidence.build import build

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"
ACTORS = "".join(f"- {{id: a-{n}, kind: company, name: {n}}}\n" for n in ("buyer", "other", "maker", "rival"))


def said(measure: str, value: str, *, rest: str = "", identity: str = "c-x") -> str:
    """A claim about the contract k-one."""
    tail = f", {rest}" if rest else ""
    return (
        f"- {{id: {identity}, source: s-a, locator: p. 1, stated: as said, subject: k-one, measure: {measure}, "
        f"value: {{{value}}}{tail}}}\n"
    )


def contract(
    rest: str = "", *, identity: str = "k-one", buyer: str = "a-buyer", maker: str = "a-maker"
) -> str:
    tail = f", {rest}" if rest else ""
    return f"- {{id: {identity}, title: {identity}, buyer: {buyer}, suppliers: [{maker}]{tail}}}\n"


def flags_of(folder: Path, files: dict[str, str]) -> dict[str, Flag]:
    texts = {"actors/a.yaml": ACTORS, "contracts/k.yaml": contract(), **files}
    case = check_built(folder, texts)
    return {one.name: one for one in flag_contract(case.contracts["k-one"], case, read_figures_of(case))}


def check_built(folder: Path, files: dict[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN201
    built = build(folder, files)
    assert not [p for p in built.problems if p.severity is Severity.ERROR], built.problems
    return check_case(folder).case


def priced(list_: str, final: str, discount: str, *, basis: str = "", by: str = "") -> dict[str, str]:
    tail = ", ".join(part for part in (basis, by) if part)
    claims = (
        said("list_price", f'amount: "{list_}", unit: EUR', identity="c-list", rest=tail)
        + said("final_price", f'amount: "{final}", unit: EUR', identity="c-final", rest=tail)
        + said("discount", f'amount: "{discount}", unit: percent', identity="c-cut")
    )
    item = "items: [{id: k-one.it, title: It, list_price: c-list, discount: c-cut, final_price: c-final}]"
    return {"claims/a.yaml": claims, "contracts/k.yaml": contract(item)}


def event(day: str, kind: str = "inspection") -> str:
    return f'- {{id: e-one, date: "{day}", title: It, kind: {kind}}}\n'


def unit_prices(second: str) -> dict[str, str]:
    claims = said("unit_price", 'amount: "100", unit: EUR/unit', identity="c-u1")
    claims += said("unit_price", f'amount: "{second}", unit: EUR/unit', identity="c-u2").replace(
        "k-one", "k-two"
    )
    first = contract("items: [{id: k-one.camera, title: A camera, unit_price: c-u1}]")
    other = contract("items: [{id: k-two.camera, title: A camera, unit_price: c-u2}]", identity="k-two")
    return {"claims/a.yaml": claims, "contracts/k.yaml": first + other}


def with_claim(measure: str, value: str, **rest: str) -> dict[str, str]:
    return {"claims/a.yaml": said(measure, value, **rest)}


def dated(field: str, day: str) -> dict[str, str]:
    return {
        "events/e.yaml": event("2019-09"),
        "contracts/k.yaml": contract(f'date: "{day}", {field}: [e-one]'),
    }


def enlarging(procedure: str) -> dict[str, str]:
    own = contract(f"extends: k-two, procedure: {procedure}")
    return {"contracts/k.yaml": own + contract(identity="k-two")}


def faces(basis: str) -> dict[str, str]:
    programme = "- {id: g-one, title: One, functions: [face_recognition]}\n"
    claim = said("legal_basis", f"is: {basis}").replace("subject: k-one", "subject: g-one")
    return {
        "programmes/g.yaml": programme,
        "claims/a.yaml": claim,
        "contracts/k.yaml": contract("programme: g-one"),
    }


def two_buyers(maker: str) -> dict[str, str]:
    return {"contracts/k.yaml": contract() + contract(identity="k-two", buyer="a-other", maker=maker)}


RAISED: list[tuple[str, dict[str, str], dict[str, str]]] = [
    # name of the flag, a case that raises it, the nearest that does not
    ("single-bid", with_claim("bidders", 'amount: "1"'), with_claim("bidders", 'amount: "2"')),
    ("single-bid", with_claim("competitors", "state: none"), with_claim("competitors", 'amount: "3"')),
    (
        "short-period",
        with_claim("tender_period", 'amount: "14", unit: day'),
        with_claim("tender_period", 'amount: "15", unit: day'),
    ),
    ("late-bid-won", with_claim("late_bid_won", '"is": "yes"'), with_claim("late_bid_won", '"is": "no"')),
    ("others-disqualified", with_claim("all_other_bids_disqualified", '"is": "yes"'),
     with_claim("all_other_bids_disqualified", '"is": "no"')),
    ("lowest-disqualified", with_claim("lowest_bid_disqualified", '"is": "yes"'),
     with_claim("lowest_bid_disqualified", '"is": "no"')),
    ("identical-prices", with_claim("identical_bid_prices", '"is": "yes"'),
     with_claim("identical_bid_prices", '"is": "no"')),
    ("not-published", with_claim("contract_published", '"is": "no"'), with_claim("contract_published", '"is": "yes"')),
    ("planning-missing", with_claim("planning_documents", '"is": "no"'),
     with_claim("planning_documents", '"is": "yes"')),
    ("little-advertised", with_claim("notice_published", '"is": "no"'), with_claim("notice_published", '"is": "yes"')),
    ("documents-unavailable", with_claim("documents_available", '"is": "no"'),
     with_claim("documents_available", '"is": "yes"')),
    ("confidential", with_claim("confidentiality", "is: strictly confidential"),
     with_claim("confidentiality", "is: public")),
    ("agreement-for-tender", with_claim("procurement_basis", "is: intergovernmental agreement"),
     with_claim("procurement_basis", "is: open tender")),
    ("list-discount", priced("1000", "500", "50"), priced("1000", "510", "49")),
    ("price-withheld", with_claim("final_price", "state: withheld"), with_claim("final_price", "state: unknown")),
    ("basis-unstated", priced("1000", "800", "20"), priced("1000", "800", "20", basis="basis: {tax: excl}")),
    ("list-price-by-vendor", priced("1000", "800", "20", by="asserted_by: a-maker"),
     priced("1000", "800", "20", by="asserted_by: a-rival")),
    ("arithmetic-fails", priced("1234", "987", "30"), priced("1234", "987", "20")),
    ("supplier-unclear", with_claim("intermediary", "is: rival"), with_claim("supplier", "is: maker")),
    ("no-new-tender", enlarging("negotiated with one supplier"), enlarging("open tender")),
    ("same-supplier", two_buyers("a-maker"), two_buyers("a-rival")),
    ("unit-price-spread", unit_prices("203"), unit_prices("199")),
    ("before-assessment", dated("assessments", "2019-08"), dated("assessments", "2019-10")),
    ("after-opinion", dated("opinions", "2019-10"), dated("opinions", "2019-08")),
    ("faces-without-law", faces("not provided for"), faces("provided for")),
]  # fmt: skip
NAMES = {name for name, _, _ in RAISED}


@pytest.mark.parametrize(("name", "raising", "_sound"), RAISED, ids=[name for name, _, _ in RAISED])
def test_the_smallest_case_raises_it(
    name: str, raising: dict[str, str], _sound: dict[str, str], tmp_path: Path
) -> None:
    flag = flags_of(tmp_path, raising)[name]
    assert flag.sign is Sign.LOOK
    sentence = render_message(f"contract-flag.{name}", flag.args)
    assert sentence.endswith("A reason to look, not a finding.")
    assert "{" not in sentence
    assert flag.inputs


@pytest.mark.parametrize(("name", "_raising", "sound"), RAISED, ids=[name for name, _, _ in RAISED])
def test_its_neighbour_does_not(
    name: str, _raising: dict[str, str], sound: dict[str, str], tmp_path: Path
) -> None:
    assert flags_of(tmp_path, sound)[name].sign is Sign.NOTHING


def test_a_bare_contract_raises_none_and_says_what_each_lacks(tmp_path: Path) -> None:
    found = flags_of(tmp_path, {})
    assert {flag.sign for flag in found.values()} == {Sign.OPEN}
    assert set(found) == NAMES
    known = read_catalogue()
    assert {f"contract-{part}.{name}" for part in ("flag", "method", "missing") for name in found} <= set(
        known
    )


def test_a_month_of_order_within_the_year_of_the_assessment_tells_nothing(tmp_path: Path) -> None:
    files = dated("assessments", "2019-08") | {"events/e.yaml": event("2019")}
    assert flags_of(tmp_path, files)["before-assessment"].sign is Sign.OPEN


def test_what_is_said_to_be_unknown_is_not_taken_for_a_number(tmp_path: Path) -> None:
    found = flags_of(tmp_path, with_claim("competitors", "state: unknown"))
    assert found["single-bid"].sign is Sign.OPEN


def test_serbia_all_of_the_surveyed_and_no_more() -> None:
    case = check_case(SERBIA).case
    flags = flag_contract(case.contracts["k-macchina"], case, read_figures_of(case))
    same = next(flag for flag in flags if flag.name == "same-supplier")
    sentence = render_message("contract-flag.same-supplier", same.args)
    assert same.sign is Sign.LOOK
    assert "42 local governments surveyed" in sentence
    assert "counted among: local governments surveyed by the reporters" in sentence


def test_serbia_says_nothing_of_the_order_of_papers_it_does_not_hold() -> None:
    case = check_case(SERBIA).case
    flags = {f.name: f for f in flag_contract(case.contracts["k-elte-2024"], case, read_figures_of(case))}
    assert {"confidential", "list-discount", "basis-unstated", "arithmetic-fails"} <= {
        name for name, flag in flags.items() if flag.sign is Sign.LOOK
    }
    assert flags["before-assessment"].sign is Sign.OPEN
    assert flags["single-bid"].sign is Sign.OPEN
