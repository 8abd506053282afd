"""What readers see: words instead of codes, singular and plural, dates, tables in their order."""

from dataclasses import replace

import pytest

from sousveil.coverage.levels import SCALES
from sousveil.messages import read_catalogue
from sousveil.publish.names import build_names
from sousveil.publish.paper.coverage import make_printable
from sousveil.publish.paper.dossier import render_dossier_data
from sousveil.publish.pieces import Band, Link, Look, Plot, PlotRow
from sousveil.publish.plots import draw_intervals
from sousveil.publish.tongue import tell_code
from sousveil.publish.words import join_unit, name_measure, say_class, say_codes, say_unit, short_source
from sousveil.records.measure import Measure
from sousveil.records.source import Name
from tests.publish.small import build_small, build_table, cameras, claim, source
from tests.publish.test_site import pages_of


def test_an_arrow_that_the_font_lacks_is_a_word() -> None:
    assert make_printable("2024 98 → 2025 96") == "2024 98 to 2025 96"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("added hedge (at_least)", "added hedge (at least)"),
        ("Canada (north_america)", "Canada (North America)"),
        ("rights_report 5", "rights report 5"),
        ("time (2020 / 2019-02)", "time (2020 / February 2019)"),
        ("time (2017-07/2018-03 / ../2018-08)", "time (July 2017 to March 2018 / until August 2018)"),
        ("row of 2025-08-14.", "row of 14 August 2025."),
        ("add_years(start, years)", "add_years(start, years)"),
        ("https://example.org/2019-02-01/a_b", "https://example.org/2019-02-01/a_b"),
        ("2015-2019, 2018/2019, 2019-20", "2015-2019, 2018/2019, 2019-20"),
        ("k-net.unit_price", "k-net.unit_price"),
    ],
)
def test_codes_and_dates_are_words(code: str, words: str) -> None:
    assert say_codes(code) == words


@pytest.mark.parametrize(
    ("figure", "unit", "words"),
    [
        ("4,550", "camera", "4,550 cameras"),
        ("79", "rank", "79"),
        ("1.2", "USD/EUR", "1.2 USD per EUR"),
        ("0.45", "USD/EUR/USD/EUR", "0.45"),
        ("0.6", "camera/1000 person", "0.6 cameras per 1000 people"),
    ],
)
def test_units_are_words(figure: str, unit: str, words: str) -> None:
    assert join_unit(figure, unit).replace("\u00a0", " ") == words
    assert say_unit("person", form="one") == "person"


def test_a_class_of_places_is_told_by_its_field() -> None:
    assert say_class("continent north_america") == "continent: North America"


def test_a_subject_that_repeats_its_measure_is_named_once() -> None:
    assert name_measure("Fines", "fines 2022") == "Fines 2022"
    names = build_names(build_small(), "en")
    args: dict[str, str | int | tuple[str, ...]] = {
        "measure": "fines",
        "subject": "fines-2022",
        "n": 2,
        "verdict": "consistent",
    }
    assert names.sentence("agreement", args).startswith("fines 2022: 2 claims agree")


@pytest.mark.parametrize("language", ["en", "sr-Latn"])
def test_a_measure_and_its_subject_are_joined_alike_in_every_sentence(language: str) -> None:
    """A word as `of` reads well for some titles only: "When it began of the network"."""
    small = build_small()
    start = Measure.model_validate({"id": "start", "title": "When it began", "kind": "date"})
    names = build_names(replace(small, measures={"start": start}), language)
    known = read_catalogue(language)
    joined = [
        id_
        for id_, forms in known.items()
        if any("{measure}" in text and "{subject}" in text for text in forms.values())
    ]
    assert len(joined) > 5
    for id_ in joined:
        assert names.sentence(id_, {"measure": "start", "subject": "g-net"}).startswith(
            "When it began, City network"
        )


def test_a_part_of_a_contract_has_its_title() -> None:
    assert build_names(build_small(), "en").link("k-net.all").text == "The network: All of it"


def test_sentences_say_units_and_dates_in_words() -> None:
    names = build_names(build_small(), "en")
    args = {"id": "d-share", "formula": "add_years(start, law)", "computed": "[3.5, 4.5]", "unit": " year"}
    assert names.sentence("computed", args).endswith("add years(start, law) = 3.5 to 4.5 years")
    assert names.sentence("computed", {**args, "computed": "1"}).endswith("= 1 year")
    assert names.sentence("computed", {**args, "unit": " percent"}).endswith("3.5 to 4.5 percent")
    said = names.sentence("repair.time", {"first": "2025-08-14", "second": "2022-03"})
    assert said.endswith("being said on 14 August 2025 and March 2022")


@pytest.mark.parametrize(
    ("formula", "about", "written"),
    [
        ("1 - final_price / list_price", "c-a", "1 − final price ÷ list price"),
        ("-a*(-b + 2)**12", "c-a", "−a × (−b + 2)¹²"),
        ("add_years(start, -1)", "c-a", "add years(start, −1)"),
        ("100 * final / list", "d-share", "100 × “Final price” ÷ “List price”"),
    ],
)
def test_formulas_are_written_as_by_hand(formula: str, about: str, written: str) -> None:
    case = build_small()
    names = build_names(case, "en")
    links = {"c-final": Link(text="Final price"), "c-list": Link(text="List price")}
    assert replace(names, links=links).formula(formula, about) == written


def test_a_name_says_which_language_it_is_in() -> None:
    case = build_small()
    serbian = replace(case, manifest=case.manifest.model_copy(update={"language": "sr-Latn"}))
    for language in ("en", "sr-Cyrl"):
        links = build_names(serbian, language).links
        assert links["l-grad"].language == language  # named in both
        assert links["q-how-many"].language == "sr-Latn"  # in the case's own language only
        assert links["s-b"].language == ""  # author and year: put together by us


def test_what_a_source_printed_stays_as_printed() -> None:
    names = build_names(build_small(), "en")
    args = {"measure": "m", "subject": "x", "first": "2025-08-14", "second": "at_least", "verdict": "tension"}
    words = names.sentence("contradiction", {**args, "first_source": "s-a", "second_source": "s-b"})
    assert "“2025-08-14”" in words
    assert "“at_least”" in words


def test_a_quoted_rate_says_what_is_paid_for_one() -> None:
    args = {
        "id": "c-a",
        "stated": "$1",
        "currency": "EUR",
        "own": "USD",
        "rates": "1.14–1.17 EUR/USD of 2025-06",
    }
    said = build_names(build_small(), "en").sentence("repair.currency", args)
    assert said.endswith("at 1.14–1.17 USD per EUR of June 2025")


def test_one_of_a_thing_is_singular() -> None:
    case = build_small()
    one = claim("c-one", "s-b", cameras("1"), status="planned", valid="2024")
    pages = pages_of(replace(case, claims={**case.claims, "c-one": one}))
    rows = [row for page in pages.findings for row in page.figures]
    assert {row.unit for row in rows if row.normal == "1" and row.stated == one.stated} == {"camera"}
    assert {row.unit for row in rows if row.normal != "1" and row.unit.startswith("camera")} == {"cameras"}


def test_tables_stand_in_the_order_of_their_numbers() -> None:
    titles = {"a": "First (table 1)", "b": "Third (table 3)", "c": "Unnumbered", "d": "Second (table 2)"}
    tables = {id_: build_table().model_copy(update={"id": id_, "title": t}) for id_, t in titles.items()}
    pages = pages_of(replace(build_small(), tables=tables))
    assert [table.id for table in pages.indicators] == ["a", "d", "b", "c"]


@pytest.mark.parametrize(("low", "said"), [(90.0, True), (10.0, False)])
def test_a_printed_plot_says_where_its_axis_begins(low: float, *, said: bool) -> None:
    rows = tuple(
        PlotRow(label="x", value="x", look=Look.KNOWN, bands=(Band(name="strict", text="", low=at, high=at),))
        for at in (low, 100.0)
    )
    drawn = draw_intervals(Plot(title="t", unit="camera", rows=rows, alt="a"))
    assert ("the axis does not begin at zero" in drawn) is said


def test_the_dossier_has_no_code_for_the_arrow() -> None:
    assert "U+2192" not in render_dossier_data(pages_of(build_small()))


def test_how_sources_are_cited_comes_after_the_matter() -> None:
    case = build_small()
    pairs = {
        f"c-{letter}-{n}": claim(f"c-{letter}-{n}", "s-a", cameras(str(n)), subject=subject, measure="count")
        for letter, subject in (("a", "s-b"), ("z", "g-net"))
        for n in (3, 9)
    }
    pages = pages_of(replace(case, claims={**case.claims, **pairs}))
    found = [page.line for page in pages.findings if page.code == "contradiction"]
    assert [line.sentence.partition(":")[0] for line in found if line.verdict == "inconsistent"] == [
        "count, City network",
        "count, Čuvari Grada 2024",
    ]


def test_an_utterance_is_called_in_words() -> None:
    args = {"utterance": "name-of-the-office", "alike": "62", "first": "A", "second": "B"}
    said = build_names(build_small(), "en").sentence("quotation.differs", args)
    assert said.startswith("name of the office ")


def test_authors_that_end_in_others_have_one_and() -> None:
    two = source("s-x", author=(Name(family="Gagić"), Name(literal="and others")))
    assert short_source(two, "en") == "Gagić and others 2024"
    case = build_small()
    pages = pages_of(replace(case, sources={**case.sources, "s-x": two}))
    assert "Gagić and others" in {page.reference.authors for page in pages.sources}


@pytest.mark.parametrize("level", sorted({name for scale in SCALES.values() for name in scale.px_per_m}))
def test_every_level_of_detail_has_a_serbian_name(level: str) -> None:
    assert tell_code("level", level, "en") == level
    assert tell_code("level", level, "sr-Latn") != level
