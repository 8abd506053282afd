import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest
from pydantic import ValidationError

from sousveil.evidence import check
from sousveil.evidence.independence import origin_of
from sousveil.publish.build.pages import build_pages
from sousveil.publish.gate.select import Redactions, select_public
from sousveil.publish.payloads import Pages
from sousveil.publish.plots import choose_side
from sousveil.publish.site import build_site
from sousveil.records.base import Part
from sousveil.records.case import KINDS, Case
from tests.publish.gate.test_select import hide
from tests.publish.small import DAY, build_small, claim, dollars


def pages_of(case: Case) -> Pages:
    public, redactions = select_public(case, as_of=DAY)
    return build_pages(public, check(public), as_of=DAY, language="en", redactions=redactions)


def texts_of(case: Case) -> dict[str, str]:
    return {path: content for path, content in build_site(pages_of(case)).items() if isinstance(content, str)}


@cache
def small_site() -> dict[str, str]:
    return texts_of(build_small())


class Links(HTMLParser):
    """What a page links to, loads, and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given["id"]} if "id" in given else set()
        self.scripts += [name for name in given if name.startswith("on")] + ([tag] if tag == "script" else [])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.loads += [given[name] for name in ("src", "srcset", "data", "poster", "action") if name in given]
        if tag == "link":
            self.loads.append(given["href"])


def resolve(page: str, href: str) -> str:
    parts = [*page.split("/")[:-1], *unquote(href).split("/")]
    found: list[str] = []
    for part in parts:
        if part == "..":
            found.pop()
        elif part:
            found.append(part)
    return "/".join(found)


def test_every_link_inside_the_site_leads_to_a_page_and_a_place_on_it() -> None:
    site = small_site()
    read = {path: Links(text) for path, text in site.items() if path.endswith(".html")}
    for page, found in read.items():
        for href in found.links:
            if href.startswith(("https://", "http://")):
                continue
            target, anchor = urldefrag(href)
            path = resolve(page, target) if target else page
            assert path in site or path == "dossier.pdf", (page, href)
            assert not anchor or anchor in read[path].anchors, (page, href)


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs() -> None:
    for path, text in small_site().items():
        if path.endswith(".html"):
            found = Links(text)
            root = "../" * path.count("/")
            assert found.loads == [f"{root}icon.svg", f"{root}style.css"], path
            assert found.scripts == [], path
            assert "default-src 'none'" in text
    assert not re.search(r"url\((?!\"fonts/)|@import", small_site()["style.css"])


def test_every_figure_leads_to_its_claim_and_source_in_two_clicks() -> None:
    site = small_site()
    assert "claims/c-a.html" in [
        resolve("programmes.html", href) for href in Links(site["programmes.html"]).links
    ]
    assert "sources/s-a.html" in [
        resolve("claims/c-a.html", href) for href in Links(site["claims/c-a.html"]).links
    ]


def test_every_page_says_when_from_what_and_what_it_does_not_know() -> None:
    digest = pages_of(build_small()).edition.digest
    for path, text in small_site().items():
        if path.endswith(".html"):
            assert "1 March 2025" in text, path
            assert digest[:16] in text, path
            assert "CC BY 4.0" in text, path
            assert "Not known" in text, path


def test_unknown_withheld_and_not_published_are_words_with_a_border() -> None:
    site = small_site()
    assert re.search(r'class="hole"[^>]*>withheld', site["questions.html"])
    assert '<span class="hole">not published</span>' in site["indicators.html"]
    assert '<span class="hole">not stated</span>' in site["contracts.html"]


def test_both_positions_stand_side_by_side() -> None:
    pages = [text for path, text in small_site().items() if path.startswith("findings/contradiction")]
    assert any(text.count('<div class="side">') == 2 for text in pages)


def test_the_way_back_and_the_origins_are_drawn() -> None:
    """Origins as `evidence.independence` has them; a step that was not read is open."""
    case = build_small()
    shown = {topic.id: topic for topic in pages_of(case).topics}
    for topic in shown.values():
        claims = [case.claims[figure.claim] for figure in topic.figures if figure.claim in case.claims]
        origins = {origin_of(claim, case) for claim in claims}
        assert len(topic.origins) <= len(origins)
        printed = sorted(link.href for one in topic.origins for link in one.printed)
        assert printed == sorted(figure.why for figure in topic.figures)
    for page in pages_of(case).claims:
        text = small_site()[f"claims/{page.id}.html"]
        assert text.count('class="unread"') == sum(bool(step.known != "read") for step in page.chain)


def test_a_subject_that_is_a_word_has_the_name_that_the_case_gives_it() -> None:
    case = build_small()
    named = case.claims["c-a"].model_copy(update={"subject": "fines-2022"})
    manifest = case.manifest.model_copy(
        update={"topics": {"fines-2022": {"en": "The fines", "sr-Latn": "Kazne"}}}
    )
    site = texts_of(replace(case, manifest=manifest, claims={**case.claims, "c-a": named}))
    assert "<h2><span>The fines</span></h2>" in site["claims/index.html"]
    assert "fines 2022" not in site["claims/c-a.html"]


def test_a_figure_of_a_point_stands_beside_the_lines_of_its_series() -> None:
    """Heights are counted from above, as SVG has them."""
    sides = {
        (None, 5.0, 9.0): "middle",
        (9.0, 5.0, 9.0): "middle",
        (None, None, 2.0): "middle",
        (1.0, 5.0, 9.0): "start",
        (9.0, 5.0, 1.0): "end",
        (1.0, 5.0, 1.0): "below",
    }
    assert {heights: choose_side(*heights) for heights in sides} == sides


def test_a_date_is_a_date_in_words() -> None:
    shown = pages_of(build_small())
    (page,) = [page for page in shown.claims if page.id == "c-start"]
    assert (page.figure.text, page.figure.interval) == ("March 2019", "")
    assert {band.text for band in page.figure.bands} == {"1 March 2019 to 31 March 2019"}
    assert not any("737," in text for text in small_site().values())


def test_words_carry_their_language() -> None:
    case = build_small()
    only = case.sources["s-a"].model_copy(update={"title": {"sr-Cyrl": "Камере у граду"}})
    site = texts_of(replace(case, sources={**case.sources, "s-a": only}))
    assert '<h1 lang="sr-Cyrl">Камере у граду</h1>' in site["sources/s-a.html"]


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>{{ 7*7 }}</b>"
FREE = {"title", "text", "summary", "answer", "note", "locator", "stated", "body"}
KEPT = {
    "id",
    "type",
    "kind",
    "sensitivity",
    "language",
    "URL",
    "subject",
    "measure",
    "source",
    "path",
    "key",
    "name",
}


def poison(part: Part) -> Part:
    """The record with markup in every field that takes free words, whatever it is called."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name not in KEPT:
            part = poison_field(part, name, value)
    return part


def poison_field(part: Part, name: str, value: object) -> Part:
    """The record with markup in one field, if it may hold it: a record that would not be read is left."""
    poisoned: object
    match value:
        case str():
            poisoned = f"{value} {EVIL}"
        case Part():
            poisoned = poison(value)
        case tuple() if value and all(isinstance(item, Part) for item in value):
            poisoned = tuple(poison(item) for item in value)
        case tuple() if value and all(isinstance(item, str) for item in value):
            poisoned = tuple(f"{item} {EVIL}" for item in value)
        case dict() if value and all(isinstance(item, str) for item in value.values()):
            poisoned = {key: f"{item} {EVIL}" for key, item in value.items()}
        case _:
            return part
    changed = part.model_copy(update={name: poisoned})
    try:
        type(part).model_validate(changed.model_dump(by_alias=True))
    except ValidationError:
        return part
    return changed


def test_markup_in_the_case_is_text_on_the_page() -> None:
    case = build_small()
    poisoned = {kind: {k: poison(v) for k, v in getattr(case, kind).items()} for kind in (*KINDS, "tables")}
    site = texts_of(replace(case, manifest=poison(case.manifest), **poisoned))  # type: ignore[arg-type]
    assert any("&lt;script&gt;" in text for text in site.values())
    for path, text in site.items():
        if path.endswith(".html"):
            assert Links(text).scripts == [], path
            assert "<img" not in text, path
            assert "<b>{{" not in text, path
            assert "<b>49" not in text, path


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x y"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    case = build_small()
    changed = case.sources["s-a"].model_copy(
        update={
            "URL": address,
            "archive": address,
            "body": f"[click]({address}) ![x](https://example.org/x.png)",
        }
    )
    text = texts_of(replace(case, sources={**case.sources, "s-a": changed}))["sources/s-a.html"]
    assert all(not link.startswith(("javascript", "data", "file")) for link in Links(text).links)
    assert Links(text).loads == ["../icon.svg", "../style.css"]


def test_private_records_reach_no_byte() -> None:
    case = build_small()
    secret = claim(
        "c-deep-secret", "s-a", dollars("77,777,777"), stated="the unmistakable phrase", note="whisper"
    )
    case = replace(case, claims={**case.claims, "c-deep-secret": secret})
    shown = build_site(pages_of(case))
    assert any("77,777,777" in str(content) for content in shown.values())
    hidden = build_site(pages_of(hide(case, "c-deep-secret")))
    for path, content in hidden.items():
        text = content if isinstance(content, str) else content.decode("latin-1")
        assert not re.search("deep-secret|77,777,777|unmistakable|whisper", text), path
    assert "1 claim<" in str(hidden["unknowns.html"])


def test_the_same_case_gives_the_same_bytes() -> None:
    assert build_site(pages_of(build_small())) == build_site(pages_of(build_small()))


def test_the_digest_follows_what_is_said_and_not_the_order_of_files() -> None:
    case = build_small()
    turned = replace(case, claims=dict(reversed(list(case.claims.items()))))
    other = replace(
        case, claims={**case.claims, "c-a": case.claims["c-a"].model_copy(update={"stated": "1,001"})}
    )
    digests = [pages_of(c).edition.digest for c in (case, turned, other)]
    assert digests[0] == digests[1] != digests[2]


def test_the_data_are_the_payloads() -> None:
    data = json.loads(small_site()["data.json"])
    assert data["edition"]["as_of"] == DAY
    assert {c["id"] for c in data["claims"]} == set(build_small().claims)


def test_an_empty_case_makes_a_site() -> None:
    site = texts_of(Case(manifest=build_small().manifest))
    assert "No comparison could be made." in site["index.html"]
    pages = build_pages(
        Case(manifest=build_small().manifest), (), as_of="", language="en", redactions=Redactions()
    )
    assert "no day given" in str(build_site(pages)["index.html"])


def test_many_claims_are_split_into_light_pages() -> None:
    case = build_small()
    many = {
        f"c-{n}": claim(f"c-{n}", "s-a", dollars(str(n // 10)), subject=f"part-{n // 10}")
        for n in range(1, 320)
    }
    pages = pages_of(replace(case, claims={**case.claims, **many}))
    site = build_site(
        replace(pages, claims=())
    )  # the lists alone: a page for each would take most of the time
    parts = [path for path in site if path.startswith("claims/part-")]
    assert len(parts) >= 3
    assert all(len(str(site[path]).encode()) < 60_000 for path in (*parts, "claims/index.html"))


def test_a_name_that_ends_in_a_point_gets_no_second_one() -> None:
    assert "Ђорђевић А. <a" in small_site()["sources/index.html"]
