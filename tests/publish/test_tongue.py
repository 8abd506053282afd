"""Languages: nothing lacks a translation, none is left over, plural forms and figures are those of the language."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import sousveil
from sousveil.evidence import check
from sousveil.evidence.figures import claim_language
from sousveil.messages import CATALOGUE as MESSAGES
from sousveil.messages import choose_plural, read_catalogue, render_message
from sousveil.problems import Argument
from sousveil.publish.build.index import build_index
from sousveil.publish.build.pages import build_pages
from sousveil.publish.dates import join_stops, say_date
from sousveil.publish.downloads import build_data_page
from sousveil.publish.gate.select import Redactions
from sousveil.publish.maps.country import build_country_site
from sousveil.publish.maps.site import build_map_site
from sousveil.publish.names import build_names
from sousveil.publish.payloads import Pages
from sousveil.publish.site import build_site, build_translation
from sousveil.publish.tongue import (
    LANGUAGES,
    choose_text,
    form_of,
    quote,
    read_words,
    say_message,
    show_figures,
    spell,
    tell,
)
from sousveil.publish.values import quantity_of, value_language, value_words
from sousveil.publish.words import join_unit, say_codes
from sousveil.records.case import KINDS
from sousveil.records.claim import Claim
from sousveil.records.parameter import Sourced
from sousveil.records.source import Source
from sousveil.records.things import Actor, Contract, Duty, Event, Place, Programme, Request
from sousveil.workbench.assessment.parameters import read_shipped
from sousveil.workbench.desk.cameras import CODED, SEEN
from sousveil.workbench.desk.forms import build_fields
from sousveil.workbench.downloads import build_downloads
from tests.publish.maps.small_map import build_small_map
from tests.publish.small import DAY, build_small
from tests.publish.test_site import Links, resolve

PACKAGE = Path(sousveil.__file__).parent
# Who says words of the catalogue: the pages of a site, and the desk.
SPEAKERS = tuple(PACKAGE / room for room in ("publish", "server", "workbench/desk"))
SCRIPT = Path(sousveil.__file__).parents[2] / "frontend" / "src"
TONGUES = tuple(LANGUAGES)
# Words of the vocabulary that the pages of these records print.
PRINTED = (Actor, Claim, Contract, Duty, Event, Place, Programme, Request, Source)
# Words that stand in Serbian alone: what English says by the codes and models themselves.
OWN = ("word.", "units.", "file.", "file_group.", "field.")
# Marks of a reliability rating, and names of functions of a formula, are no words.
UNSEEN = (
    "date.",
    "print.",
    "dossier.",
    "assessment.",
    "amount.",
    "stance.",
    "desk",
)  # lists of names, what stands in print alone, and what the desk alone says
MARKS = re.compile(r"[A-F1-6]|known")


def fields(text: str) -> set[tuple[str, str, str]]:
    parts = Formatter().parse(text)
    return {(name, conversion or "", spec or "") for _, name, spec, conversion in parts if name}


def read_messages(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((MESSAGES / language / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_code() -> str:
    paths = [path for room in SPEAKERS for kind in ("py", "html", "typ") for path in room.rglob(f"*.{kind}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_word_of_a_page_is_there_in_serbian_with_the_same_fields() -> None:
    english, serbian = read_words("en"), read_words("sr-Latn")
    ours = {key for key in serbian if not key.startswith(OWN)}
    assert ours == set(english)
    for key in ours:
        wanted = fields(english[key]["other"])
        assert all(fields(text) == wanted for text in serbian[key].values()), key
        assert len(serbian[key]) in (1, 3), f"{key}: one form, or one, few and other"


def test_every_message_is_there_in_serbian_with_the_same_fields() -> None:
    names = [path.stem for path in (MESSAGES / "en").glob("*.toml")]
    assert names
    for name in names:
        english, serbian = read_messages("en", name), read_messages("sr-Latn", name)
        assert set(english) == set(serbian), name
        for key, entry in serbian.items():
            own = [fields(text) for form, text in english[key].items() if form != "doc"]
            assert all(fields(text) in own for text in entry.values()), key
            assert set(entry) in ({"text"}, {"one", "few", "other"}), key


def test_every_field_of_a_form_is_there_in_serbian() -> None:
    said = {
        words for kind in KINDS for one in build_fields(kind, {}) for words in (one.label, one.help) if words
    }
    assert {f"field.{words}" for words in said} == {
        key for key in read_words("sr-Latn") if key.startswith("field.")
    }


def test_a_flag_has_a_name_and_says_that_it_is_no_finding() -> None:
    for language in ("en", "sr-Latn"):
        closing = tell("contracts.no_finding", language)
        for key, entry in read_messages(language, "contracts").items():
            if key.startswith("contract-flag."):
                name = key.removeprefix("contract-flag.").replace("-", "_")
                assert f"word.{name}" in read_words("sr-Latn")
                assert all(text.endswith(f" {closing}") for form, text in entry.items() if form != "doc")


def test_what_a_flag_rests_on_is_said_in_the_language() -> None:
    names = build_names(build_small(), "sr-Latn")
    args: dict[str, Argument] = {
        "contract": "none",
        "stated": ("“57 percent” (s-nowhere, of police)", "3 of 5 buyers with a contract in this case"),
    }
    said = names.sentence("contract-flag.single-bid", args)
    assert "„57 percent“ (s-nowhere; odnosi se na: policija), 3 od 5 naručilaca koji" in said


def test_no_word_is_left_over() -> None:
    code = read_code()
    begun = tuple(re.findall(r"""["']([a-z_]+\.)(?:\{|["'] ?~)""", code))
    coded = {f"{table}." for table in re.findall(r"""code\(\s*["']([a-z_]+)["']""", code)}
    assert begun
    assert coded
    coded |= {f"{table}." for table in CODED.values()}
    unused = [
        key
        for key in read_words("en")
        if f'"{key}"' not in code
        and not key.startswith((*begun, *coded, "told."))
        and f"{key.rpartition('_')[0]}{{case}}" not in code
    ]
    assert not unused


def test_every_word_told_to_the_script_is_said_by_it() -> None:
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPT.glob("*.ts"))
    told = [key.removeprefix("told.") for key in read_words("en") if key.startswith("told.")]
    assert told
    assert not [name for name in told if f'"{name}"' not in script and name not in {"street", "camera"}]


def collect_codes(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(collect_codes, schema))
    if not isinstance(schema, dict):
        return set()
    own = {value for value in (*schema.get("enum", ()), schema.get("const")) if isinstance(value, str)}
    return own.union(*map(collect_codes, schema.values()))


def test_every_word_of_the_vocabulary_is_there_in_serbian() -> None:
    codes = set().union(*(collect_codes(kind.model_json_schema()) for kind in PRINTED))
    codes |= {word for kind in KINDS for one in build_fields(kind, {}) for word in one.choices}
    codes |= {word for name, words in SEEN.items() if name not in CODED for word in words}
    words = {code.replace("-", "_").replace(" ", "_") for code in codes if not MARKS.fullmatch(code)}
    magnitudes = {
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
    }  # printed by the records themselves
    assert {word for word in words - magnitudes if f"word.{word}" not in read_words("sr-Latn")} == set()


@pytest.mark.parametrize(
    ("form", "numbers"),
    [("one", (1, 21, 101)), ("few", (2, 4, 22, 1003)), ("other", (0, 5, 11, 12, 111, 114))],
)
def test_plural_forms_are_those_of_cldr(form: str, numbers: tuple[int, ...]) -> None:
    assert {choose_plural(number, "sr-Latn") for number in numbers} == {form}


@pytest.mark.parametrize(
    ("figure", "unit", "words"),
    [
        ("1", "camera", "1 kamera"),
        ("1.002", "camera", "1.002 kamere"),
        ("oko 8.000", "camera", "oko 8.000 kamera"),
        ("1,5", "year", "1,5 godina"),
        ("3 miliona", "USD", "3 miliona USD"),
        ("0,6", "camera/1000 person", "0,6 kamera na 1000 stanovnika"),
    ],
)
def test_units_are_counted_as_in_serbian(figure: str, unit: str, words: str) -> None:
    assert join_unit(figure, unit, "sr-Latn").replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025-08-14", "14. avgusta 2025."),
        ("2024-03", "mart 2024."),
        ("2019~", "oko 2019."),
        ("2019-02~", "oko februara 2019."),
        ("2017/..", "od 2017."),
        ("../2018-08", "do avgusta 2018."),
        ("2019-02/2020-03", "februar 2019 – mart 2020."),
        ("2020-21", "proleće 2020."),
    ],
)
def test_dates_are_written_as_in_serbian(edtf: str, words: str) -> None:
    assert say_date(edtf, "sr-Latn") == words


def test_figures_and_marks_are_those_of_the_language() -> None:
    assert show_figures("1,234.5 to 12,000", "sr-Cyrl") == "1.234,5 to 12.000"
    assert show_figures("1,234.5", "en") == "1,234.5"
    assert (quote("a", "en"), quote("a", "sr-Latn"), quote("a", "sr-Cyrl")) == ("“a”", "„a“", "„a“")
    assert join_stops("mart 2024., oko 2019.)", "sr-Latn") == "mart 2024, oko 2019)"
    assert form_of("21", "sr-Latn") == "one"


def test_cyrillic_is_made_by_rule_and_keeps_names_of_formats() -> None:
    assert spell("sve kao JSON: {link}, SHA-256, 5 USD", "sr-Cyrl") == "све као JSON: {link}, SHA-256, 5 USD"
    latin = re.compile(r"[a-zčćšžđ]", re.IGNORECASE)
    kept = re.compile(
        r"\{[^}]*\}|`[^`]*`|“[^”]*”|\b(?:CSV|XLSX|KM[LZ]|GPX|HTML|WACZ|WARC|JPEG|PNG|YAML|URL|DOI|EDTF|BCP 47|"
        r"Markdown|Overpass|[\w./-]+\.(?:toml|yaml|json)|N, SE|GeoNames|IEC|"
        r"Sousveil|WebGL|Natural Earth|(?:CSL-|PROV-|Geo)?JSON|PDF|SHA-256|A–F|"
        r"USD|EUR|RSD|CNY|BibLaTeX|FollowTheMoney|OCDS|TimelineJS|SQLite|GeoParquet|RO-Crate|Frictionless|WGS|k?m²?|px/m)\b"
    )
    left = {
        key: t
        for key, forms in read_words("sr-Cyrl").items()
        for t in forms.values()
        if latin.search(kept.sub("", t))
    }
    assert not left


def test_a_sentence_nobody_translated_stays_in_english_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sousveil.publish.tongue.is_translated", lambda *_: False)
    message = next(iter(read_catalogue("en")))
    assert say_message(message, {}, "sr-Cyrl") == render_message(message, {})


def test_a_text_of_the_case_is_in_the_readers_language_else_in_the_cases() -> None:
    text = {"en": "Belgrade", "sr-Latn": "Beograd"}
    assert choose_text(text, "sr-Cyrl", "en") == ("Београд", "sr-Cyrl")
    assert choose_text({"sr-Cyrl": "Београд"}, "sr-Latn", "en") == ("Beograd", "sr-Latn")
    named = {"sr-Latn": "Mreža eLTE kompanije Huawei ({c-list-price}), hiljade.kamera.rs"}
    kept = "Мрежа eLTE компаније Huawei ({c-list-price}), hiljade.kamera.rs"
    assert choose_text(named, "sr-Cyrl", "en") == (kept, "sr-Cyrl")
    assert choose_text({"de": "Belgrad", "fr": "Belgrade"}, "sr-Latn", "fr") == ("Belgrade", "fr")
    assert choose_text("Belgrade", "sr-Latn", "en") == ("Belgrade", "en")


def test_codes_that_are_counted_are_said_in_the_language() -> None:
    names = build_names(build_small(), "sr-Latn")
    args: dict[str, Argument] = {"id": "x", "n": 2, "shares": ("journalism 8", "rights_report 5")}
    said = names.sentence("limit.documents-only", {**args, "interviews": 0})
    assert "novinarstvo 8, izveštaj organizacije za ljudska prava 5" in said


def test_a_value_in_words_of_its_source_says_its_language() -> None:
    case = build_small()
    counted = next(one for one in case.claims.values() if quantity_of(one, case))
    quoted = counted.model_copy(update={"value": None, "stated": "no such thing"})
    assert value_words(quoted, case, "sr-Latn") == "„no such thing“"
    assert value_language(quoted, case, "sr-Latn") == claim_language(quoted, case) != ""
    assert value_language(counted, case, "sr-Latn") == ""


def test_what_differs_is_said_in_the_language() -> None:
    assert say_codes("lost hedge (up_to)", "sr-Latn") == "izostavljeno: ograda (do)"
    assert say_codes("time (2020 / 2019-02)", "sr-Latn") == "vreme (2020 / februar 2019.)"


def pages_in(language: str) -> Pages:
    shown = build_small()
    return build_pages(shown, check(shown), as_of=DAY, language=language, redactions=Redactions())


@cache
def three() -> dict[str, str]:
    files = build_site(pages_in("en"), languages=TONGUES)
    for tag in TONGUES[1:]:
        files |= build_translation(pages_in(tag), TONGUES)
    return {path: text for path, text in files.items() if path.endswith(".html") and isinstance(text, str)}


def test_every_page_leads_to_itself_in_the_other_languages() -> None:
    site = three()
    for path, text in site.items():
        tag = next((one for one in TONGUES[1:] if path.startswith(f"{one}/")), "en")
        assert f'<html lang="{tag}">' in text
        own = path.removeprefix(f"{tag}/")
        found = {resolve(path, href) for href in Links(text).links if "://" not in href}
        wanted = {own if one == "en" else f"{one}/{own}" for one in TONGUES if one != tag}
        assert wanted <= found, path


def test_every_link_of_a_translation_leads_to_a_page() -> None:
    site = three()
    for path, text in site.items():
        found = Links(text)
        inside = [href.partition("#")[0] for href in found.links if "://" not in href]
        targets = [resolve(path, href) for href in inside if href]
        gone = [
            to for to in targets if to not in site and to != "data.json" and not to.endswith("dossier.pdf")
        ]
        assert not gone, path
        assert {resolve(path, one) for one in found.loads} == {"icon.svg", "style.css"}


def test_a_case_in_one_language_offers_no_choice() -> None:
    pages = build_site(pages_in("en"))
    assert "tongues" not in str(pages["index.html"])


def test_no_english_word_of_a_page_is_left_in_serbian() -> None:
    """Words of the English catalogue that no Serbian text holds, on every page, those of a map and of data too."""
    serbian = " ".join(text for forms in read_words("sr-Latn").values() for text in forms.values())
    alone = {
        text
        for key, forms in read_words("en").items()
        for text in forms.values()
        if "{" not in text and len(text) > 5 and text not in serbian and not key.startswith(UNSEEN)
    }
    case = build_small()
    map_site = build_map_site(
        build_small_map(), build_index(case, (), as_of=DAY, language="sr-Latn"), root="../"
    )
    data = build_data_page(build_downloads(build_index(case, (), as_of=DAY, language="en")), "sr-Latn")
    site = three() | build_translation(pages_in("sr-Latn"), TONGUES, map_site, data=data)
    for path, text in site.items():
        if path.startswith("sr-Latn/") and path.endswith(".html"):
            assert isinstance(text, str)
            found = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>|<code>.*?</code>', "", text, flags=re.DOTALL)
            shown = re.sub(r'(?:aria-label|alt|placeholder|data-name)="([^"]*)"', r">\1<", found)
            assert not [words for words in alone if f">{words}<" in shown], path


def test_the_countrys_map_is_there_in_every_language() -> None:
    case = build_small()
    placed = {
        id_: place.model_copy(update={"lat": 44.8, "lon": 20.5, "country": "RS"})
        for id_, place in case.places.items()
    }
    for tag in TONGUES:
        country = build_country_site(build_index(replace(case, places=placed), (), as_of=DAY, language=tag))
        if country is not None:
            assert tell("menu.map", tag) in {tell(f"menu.{name}", tag) for name, _ in country.menu}


def test_every_shipped_number_has_its_title_in_serbian() -> None:
    found, problems = read_shipped()
    assert problems == []
    records = [one for kind in ("parameters", "operating_points") for one in found.records[kind].values()]
    assert records
    for one in records:
        assert isinstance(one, Sourced)
        assert all(
            isinstance(text, dict) and {"en", "sr-Latn"} <= set(text)
            for text in (one.title, *one.assumptions)
        ), one.id


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ocena Freedom in the World (od najviše 100)", "Оцена Freedom in the World (од највише 100)"),
        ("zovu Safe Society", "зову Safe Society"),
        ("u adresi stoji 1-000-new-surveillance-cameras", "у адреси стоји 1-000-new-surveillance-cameras"),
        ("pilot-faza 2014-2016", "пилот-фаза 2014-2016"),
    ],
)
def test_names_of_others_keep_their_letters(latin: str, cyrillic: str) -> None:
    assert spell(latin, "sr-Cyrl") == cyrillic
