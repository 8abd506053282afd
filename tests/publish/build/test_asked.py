"""What pages say of contracts, duties and requests: reasons to look, evidence or none, due days with their steps."""

import re
from dataclasses import replace
from pathlib import Path

from sousveil.evidence import check
from sousveil.publish.build.pages import build_pages
from sousveil.publish.gate.select import select_public
from sousveil.publish.payloads import Pages
from sousveil.publish.site import build_site
from sousveil.records.case import Case
from sousveil.records.things import Duty, Request
from sousveil.workbench.check import check_case
from sousveil.workbench.duties import read_packs
from tests.publish.small import build_small

SERBIA = Path(__file__).parents[3] / "examples" / "serbia"
DAY = "2025-12-31"


def lay_out(case: Case, language: str = "en") -> Pages:
    public, redactions = select_public(case, as_of=DAY)
    return build_pages(
        public, check(public), as_of=DAY, language=language, redactions=redactions, packs=read_packs()
    )


def test_the_pages_of_serbia() -> None:
    pages = lay_out(check_case(SERBIA).case)
    files = build_site(pages)
    contracts, duties, requests = (str(files[f"{name}.html"]) for name in ("contracts", "duties", "requests"))
    assert "A flag is a reason to look, not a finding" in contracts
    assert "discount on the rest, beside the parts discounted by themselves" in contracts
    assert "counted among: local governments surveyed by the reporters" in contracts
    unread = [duty for duty in pages.duties if not duty.checked]
    assert duties.count("not checked against its text") == len(unread) == 15
    assert "2 August 2026 (by the letter" in duties
    assert "Said by an authority not to be met" in duties
    assert "illegal" not in (contracts + duties + requests).lower()
    assert (
        "the day of receipt: the record has the day of sending alone, 2019?, which is not receipt" in requests
    )


def ask(id_: str, body: str, **more: object) -> Request:
    fields = {"title": f"Cameras: {id_}", "rules": "rs-foi", "sent": "2025-03-03", "received": "2025-03-03"}
    return Request.model_validate({"id": id_, "body": body, **fields, **more})


def test_how_bodies_answer_and_what_is_counted() -> None:
    """Worked by hand: answers after 10 and 13 days, median 11.5; the third is late since 18 March 2025 (15 days)."""
    answered = {"state": "answered", "batch": "2025-signs"}
    requests = (
        ask(
            "r-1",
            "a-city",
            **answered,
            letters=[{"date": "2025-03-13", "kind": "answer"}],
            answers=[{"question": "q-cameras", "claim": "c-a"}, {"question": "q-price", "state": "withheld"}],
        ),
        ask(
            "r-2",
            "a-city",
            **answered,
            letters=[{"date": "2025-03-16", "kind": "answer"}],
            answers=[{"question": "q-cameras", "state": "not_held"}],
        ),
        ask("r-3", "a-city", state="sent"),
        ask("r-4", "a-city", state="draft"),
        ask("r-5", "a-city", kind="reply", rules=None, due="2025-04-01", state="sent"),
    )
    small = build_small()
    case = replace(small, requests={one.id: one for one in requests})
    page = lay_out(case).requests
    (row,) = page.bodies
    assert (row.sent, row.states, row.late, row.days) == (3, "2 answered, 1 overdue", "1 of 3", "11.5")
    (batch,) = page.batches
    assert batch.questions == ("q cameras", "q price")
    (first, second) = (cells for _, cells in batch.rows)
    assert [(words, claim.href if claim else "") for words, claim in first] == [
        ("1,000\N{NO-BREAK SPACE}cameras", "claims/c-a.html"),
        ("withheld", ""),
    ]
    assert [words for words, _ in second] == ["not held", "not answered"]
    assert [one.id for one in page.information] == ["r-1", "r-2", "r-3", "r-4"]
    assert [one.id for one in page.replies] == ["r-5"]
    text = str(build_site(lay_out(case))["requests.html"])
    assert "Replies asked for before publication" in text
    assert "11.5" in text
    assert "Answers to the batch 2025-signs" in text


def test_private_evidence_reaches_no_page() -> None:
    case = check_case(SERBIA).case
    hidden = case.claims["c-aiaaic-law-breached"].model_copy(update={"sensitivity": "private"})
    claims = {**case.claims, hidden.id: hidden}
    pages = lay_out(Case(**{**{f: getattr(case, f) for f in case.__dataclass_fields__}, "claims": claims}))
    duty = next(one for one in pages.duties if one.id == "y-lpdp-impact")
    assert duty.status == "evidence found in part"
    assert hidden.id not in str(pages.duties)


def test_requests_and_duties_read_in_serbian() -> None:
    """What the rules say in Serbian stands in the reader's letters; what they say in English alone is marked so."""
    requests = (
        ask("r-late", "a-city", state="sent", received="2025-12-17"),
        ask("r-open", "a-city", state="unknown", sent=None, received=None),
    )
    duty = Duty(id="y-x", rule="eu-gdpr-35", text="Test", instrument="GDPR", article="35", binding="binding")
    case = replace(build_small(), requests={one.id: one for one in requests}, duties={duty.id: duty})
    latin, cyrillic = (build_site(lay_out(case, tag)) for tag in ("sr-Latn", "sr-Cyrl"))
    asked = str(latin["requests.html"])
    assert "Odgovor" in asked
    assert "(Nova godina)" in asked
    assert "(subota)" in asked
    assert "u zapisu nema ni njega ni dana slanja" in asked
    assert "(Нова година)" in str(cyrillic["requests.html"])
    assert not {"Answer", "nothing", "Saturday", "New Year"} & set(re.findall(r"\w+(?: Year)?", asked))
    assert '<li lang="en">an assessment dated before processing</li>' in str(latin["duties.html"])
    # Of a case written in Serbian, too: the rules are English whatever the case is in.
    manifest = case.manifest.model_copy(update={"language": "sr-Latn"})
    assert '<li lang="en">' in str(
        build_site(lay_out(replace(case, manifest=manifest), "sr-Latn"))["duties.html"]
    )
