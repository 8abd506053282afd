"""An assessment as a document: what sources say and keep back, tables whose rows can be traced, legal references."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.messages import read_catalogue
from sousveil.publish.assessment.document import AssessmentPage, build_page, set_page
from sousveil.publish.assessment.text import render_page_text
from sousveil.publish.assessment.words import say_amount
from sousveil.publish.gate.select import select_public
from sousveil.publish.tongue import read_words, tell
from sousveil.workbench.assessment.assessing import Assessed, Options, assess_case
from sousveil.workbench.duties import read_rules

SERBIA = Path(__file__).parents[3] / "examples" / "serbia"


@pytest.fixture(scope="module")
def done() -> Assessed:
    return assess_case(SERBIA, Options(public=True))


@pytest.fixture(scope="module")
def page(done: Assessed) -> AssessmentPage:
    return build_page(done.assessment, done.case, rules=read_rules())


@pytest.mark.parametrize("language", ["sr-Latn", "sr-Cyrl"])
def test_the_document_speaks_the_readers_language(done: Assessed, language: str) -> None:
    page = build_page(done.assessment, done.case, rules=read_rules(), language=language)
    text = render_page_text(page)
    for key, forms in read_words("en").items():
        if key.startswith("assessment.") and "{" not in forms["other"] and len(forms["other"]) > 8:
            assert forms["other"] not in text
    assert tell("assessment.operator", language) in text
    rows = [row for part in page.sections for block in part.blocks for row in block.rows]
    assert not [row for row in rows if re.search(r"\d to |1 in \d|stated", f"{row.value}, {row.interval}")]
    assert "1.681.405" in text
    assert set_page(page).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("1 in 314,000", "1 na 314.000"),
        ("86 % to 92 %", "86 % do 92 %"),
        ("21 days", "21 dan"),
        ("2 cells a unit", "2 ćelije po jedinici"),
        ("over 99.9 %", "preko 99,9 %"),
        ("from here to there", "from here to there"),
    ],
)
def test_results_are_said_as_in_serbian(printed: str, words: str) -> None:
    assert say_amount(printed, "sr-Latn") == words
    assert say_amount(printed, "en") == printed


def test_what_is_not_known_and_what_is_withheld_stand_apart(page: AssessmentPage) -> None:
    description, necessity, risks, _ = page.sections
    assert {one.claim for one in description.telling.withheld} == {"c-news-total"}
    assert {one.claim for one in description.telling.unknown} == {
        "c-news-capacity-where",
        "c-news-little-known",
    }
    assert "c-study-face-suspected" in {one.claim for one in risks.telling.unknown}
    assert "c-commissioner-40-days" in {one.claim for one in necessity.telling.known}
    said = {one.claim: one for one in risks.telling.known}
    assert "alleged" in said["c-study-fines-stop"].who
    assert said["c-euronews-face-used"].who == "Government of Serbia, Euronews 2021"


def test_what_is_said_of_a_programme_by_any_measure_stands_somewhere(page: AssessmentPage) -> None:
    case, _ = load_case(SERBIA)
    case = select_public(case, as_of=case.manifest.as_of or "")[0]
    tellings = [page.rest, *(part.telling for part in page.sections)]
    told = {one.claim for said in tellings for one in (*said.known, *said.unknown, *said.withheld)}
    numbers = {basis.id for basis in page.bases}
    about = [one for one in case.claims.values() if one.subject in case.programmes]
    counted = {one.id for one in about if one.measure in {"cameras", "locations", "cost"}}
    assert len(about) > 50
    assert {one.id for one in about if one.rank != "deprecated"} <= told | numbers | counted
    assert not {one.claim for one in page.rest.known} & numbers


def test_a_source_that_speaks_for_itself_is_named_once(page: AssessmentPage) -> None:
    told = next(one for one in page.sections[1].telling.known if one.claim == "c-commissioner-40-days")
    assert told.who.count("Commissioner") == 1


def test_every_row_has_its_interval_and_leads_to_what_it_rests_on(page: AssessmentPage) -> None:
    rows = [row for part in page.sections for block in part.blocks for row in block.rows]
    assert len(rows) > 50
    for row in rows:
        assert row.value
        assert row.interval
        assert all(1 <= number <= len(page.bases) for number in row.rests_on)
    head = next(block for block in page.sections[0].blocks if block.title == "Cameras for 1,000 residents")
    ids = {page.bases[number - 1].id for number in head.rows[0].rests_on}
    assert ids == {"c-novosti-107", "c-census-belgrade-admin"}
    assert head.rows[0].interval == "no range stated"


def test_a_table_stands_in_the_first_part_that_asks_for_it(page: AssessmentPage) -> None:
    titles = [block.title for part in page.sections for block in part.blocks if not block.part]
    assert len(titles) == len(set(titles))
    kept = "What recordings take for as long as they are kept"
    assert [(b.title, b.part) for b in page.sections[1].blocks if b.title == kept] == [(kept, 1)]


def test_every_sort_of_finding_has_a_table() -> None:
    known = read_catalogue()
    sorts = (
        "count",
        "storage",
        "faces",
        "plates",
        "walk",
        "radio",
        "response",
        "optics",
        "following",
        "city",
    )
    found = [name for name in known if name.startswith(tuple(f"impact-{one}." for one in sorts))]
    assert len(found) > 25
    assert [name for name in found if f"impact-block.{name.removeprefix('impact-')}" not in known] == []


def test_every_legal_reference_says_whether_it_binds_and_whether_it_was_read(page: AssessmentPage) -> None:
    unread, read = "not checked against the text of the instrument", "checked against a copy of the text, "
    references = [one for part in page.sections for one in part.references]
    for reference in references:
        bound = "binding" if "Serbia" in reference else "benchmark"
        known = "art. 35(7)" in reference or "art. 27(2)" in reference
        assert f"({bound}, {read if known else unread}" in reference
    assert not [one for one in references if "Serbia" in one and read in one]
    assert all((unread in duty) != (read in duty) for duty in page.duties)
    assert not [duty for duty in page.duties if "of Serbia" in duty and read in duty]


def test_figures_keep_the_digits_they_were_given_with(page: AssessmentPage) -> None:
    values = {basis.id: (basis.value, basis.range, basis.standing) for basis in page.bases}
    assert values["c-census-belgrade-admin"][0] == "1,681,405 people"
    assert values["retention"][1] == "30 to 40 days"
    assert values["met-064.false"][1] == "10 out of 3,147,436"
    # `verified` says that somebody read it, not that it is so.
    assert not [one for one in values.values() if "verified" in one[2]]


def test_what_nobody_is_sure_of_is_not_called_sure(page: AssessmentPage) -> None:
    text = render_page_text(page)
    assert "South Wales Police in Cardiff, 2017: over 99.9 %" in text
    assert " 100 % (100 %" not in text
    assert "nowhere (nowhere at both ends)" in text


@pytest.mark.parametrize(("language", "said"), [("en", "not recorded"), ("sr-Cyrl", "није забележено")])
def test_a_case_without_duties_says_that_the_law_is_not_recorded(
    done: Assessed, language: str, said: str
) -> None:
    bare = replace(done.case, duties={})
    page = build_page(done.assessment, bare, rules=read_rules(), language=language)
    assert all(said in one for part in page.sections for one in part.references)
    (law,) = page.duties
    assert said in law
    assert "2(2)(d)" in law
    assert not any("recorded whether" in one for part in done_references(done) for one in part)


def done_references(done: Assessed) -> list[tuple[str, ...]]:
    page = build_page(done.assessment, done.case, rules=read_rules())
    return [part.references for part in page.sections]
