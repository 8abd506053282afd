"""What pages say of contracts, duties and requests: reasons to look, evidence or none, due days with their steps."""

from pathlib import Path

from sousveil.evidence import check
from sousveil.publish.build_pages import build_pages
from sousveil.publish.payloads import Pages
from sousveil.publish.select import select_public
from sousveil.publish.site import build_site
from sousveil.records.case import Case
from sousveil.workbench.check import check_case
from sousveil.workbench.duties import read_packs

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"
DAY = "2025-12-31"


def lay_out(case: Case) -> Pages:
    public, redactions = select_public(case, as_of=DAY)
    return build_pages(
        public, check(public), as_of=DAY, language="en", redactions=redactions, packs=read_packs()
    )


def test_the_pages_of_serbia() -> None:
    pages = lay_out(check_case(SERBIA).case)
    files = build_site(pages)
    contracts, duties, requests = (str(files[f"{name}.html"]) for name in ("contracts", "duties", "requests"))
    assert "A flag is a reason to look, not a finding" in contracts
    assert "discount on the rest, beside the parts discounted by themselves" in contracts
    assert "counted among: local governments surveyed by the reporters" in contracts
    assert duties.count("not checked against its text") == len(pages.duties)
    assert "2 August 2026 (by the letter" in duties
    assert "Said by an authority not to be met" in duties
    assert "illegal" not in (contracts + duties + requests).lower()
    assert "the day of receipt, to the day: the record has 2019?" in requests


def test_private_evidence_reaches_no_page() -> None:
    case = check_case(SERBIA).case
    hidden = case.claims["c-aiaaic-law-breached"].model_copy(update={"sensitivity": "private"})
    claims = {**case.claims, hidden.id: hidden}
    pages = lay_out(Case(**{**{f: getattr(case, f) for f in case.__dataclass_fields__}, "claims": claims}))
    duty = next(one for one in pages.duties if one.id == "y-lpdp-impact")
    assert duty.status == "evidence found in part"
    assert hidden.id not in str(pages.duties)
