"""Lays the payloads out as a site: one HTML file a page, without scripts and without anything from elsewhere.

Returns files; writes none. What a page says stands in the payload; templates escape everything of the case.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from sousveil.plaintext.script import fold_for_search

from . import plots
from .downloads import DataGroup, Download, Terms, list_digests
from .maps.payloads import MapSite
from .payloads import ClaimPage, Pages, SourceList
from .pieces import Count, Link, Topic, list_fields
from .press import Press
from .tongue import LANGUAGES, Speaker, tell
from .words import say_unit

_ROOM = Path(__file__).parent
_ON_ONE_PAGE = 150  # claims; about 50 kB of table, so that the page opens quickly on a poor line
_FONTS = _ROOM / "fonts"
_PRESS = Press()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimList:
    """A page of claims: those of some subjects, or all subjects with the way to their claims."""

    title: str
    subjects: tuple[tuple[Link, tuple[Topic, ...]], ...] = ()
    contents: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the pages of a language stand, and beside which others."""

    language: str
    languages: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the language, with its stroke; empty for the first, which stands at the root."""
        return self._folder(self.language)

    def _folder(self, language: str) -> str:
        return "" if language == self.languages[0] else f"{language}/"

    def choose(self, path: str) -> tuple[Link, ...]:
        """The same page in every language, without an address in its own; none where there is no choice."""
        if len(self.languages) == 1:
            return ()
        own = self.language
        return tuple(
            Link(text=LANGUAGES[tag], href="" if tag == own else self._folder(tag) + path, language=tag)
            for tag in self.languages
        )


def build_site(
    pages: Pages,
    city: MapSite | None = None,
    downloads: tuple[Download, ...] = (),
    *,
    data: tuple[DataGroup, ...] = (),
    languages: tuple[str, ...] = (),
) -> dict[str, str | bytes]:
    """Every file of the site by its path; `city` is the part of its map, `data` the page of its downloads.

    Among downloads are those of `list_wholes`; without any the pages alone stand there as data, and no dossier. A draft
    has neither.

    `languages` are those that a reader can choose, of which this is the first; `build_translation` gives the others.
    """
    own = pages.edition.language
    place = Place(language=own, languages=languages or (own,))
    files: dict[str, str | bytes] = {
        "style.css": (_ROOM / "style.css").read_text(encoding="utf-8"),
        "icon.svg": (_ROOM / "icon.svg").read_text(encoding="utf-8"),
        "fonts/OFL.txt": (_FONTS / "OFL.txt").read_text(encoding="utf-8"),
    }
    files |= {f"fonts/{font.name}": font.read_bytes() for font in sorted(_FONTS.glob("*.woff2"))}
    files |= dict(_render_pages(pages, city, data, place))
    if city is not None:
        files |= city.files
    if downloads:
        files |= {one.path: one.content for one in downloads}
        files["data/sha256.txt"] = list_digests(downloads)
    elif not pages.edition.is_draft:
        files["data.json"] = render_data(pages)
    return files


def build_translation(
    pages: Pages,
    languages: tuple[str, ...],
    city: MapSite | None = None,
    *,
    data: tuple[DataGroup, ...] = (),
) -> dict[str, str | bytes]:
    """The pages of a language that stands beside the first, in the folder of its name.

    What all languages share is linked to.
    """
    place = Place(language=pages.edition.language, languages=languages)
    return {**dict(_render_pages(pages, city, data, place)), **(city.files if city else {})}


def name_dossier(language: str, languages: tuple[str, ...]) -> str:
    """Where the dossier of a language stands among those that a reader can choose."""
    return f"{Place(language=language, languages=languages).folder}dossier.pdf"


def list_wholes(pages: Pages, dossiers: Mapping[str, bytes], terms: Terms) -> tuple[Download, ...]:
    """The files that hold all pages; dossiers by their paths, the first language's first."""
    tags = [path.rpartition("/")[0] for path in dossiers]
    wholes = [("data.json", render_data(pages).encode(), "What the pages show, as they show it", "JSON")]
    wholes += [
        (
            path,
            dossier,
            "The dossier, for print",
            f"PDF/A-2b, {LANGUAGES[tag or pages.edition.language]}" if len(tags) > 1 else "PDF/A-2b",
        )
        for tag, (path, dossier) in zip(tags, dossiers.items(), strict=True)
    ]
    return tuple(
        Download(path=path, content=content, group="These pages", title=title, form=form, terms=terms)
        for path, content, title, form in wholes
    )


def render_data(pages: Pages) -> str:
    """The payloads themselves, for whoever wants to reuse them."""
    return json.dumps(pages, default=list_fields, ensure_ascii=False) + "\n"


def _render_pages(
    pages: Pages, city: MapSite | None, data: tuple[DataGroup, ...], place: Place
) -> Iterator[tuple[str, str]]:
    menu = build_menu(pages, city, place, has_data=bool(data))
    environment = _environment()
    topics = {topic.id: topic for topic in pages.topics}
    about = {
        topics[0].subject_id: f"{path}#{topics[0].subject_id}"
        for path, part in split_claims(pages.topics, pages.edition.language)
        for _, topics in part.subjects
    }
    shared: dict[str, object] = {
        "menu": menu,
        "main": place.languages[0],
        "language_names": LANGUAGES,
        "has_data": bool(data),
        "city": city.summary if city else None,
        "claims_about": about,
    }
    press = _PRESS.under(pages.edition, shared)
    said = {**shared, "edition": pages.edition, "t": Speaker(place.language)}
    for path, template, page in _list_pages(pages, city, data):
        words = {
            "page": page,
            "root": "../" * path.count("/"),
            "base": "../" * (place.folder + path).count("/"),
            "choices": place.choose(path),
            "here": path,
            "topic": topics[page.topic] if isinstance(page, ClaimPage) else None,
        }
        render = partial(environment.get_template(template).render, **said)
        yield place.folder + path, press.lay_out(template, words, render)


def _list_pages(
    pages: Pages, city: MapSite | None, data: tuple[DataGroup, ...]
) -> tuple[tuple[str, str, object], ...]:
    """Path, template and payload of each page that stands in a language."""
    plain: tuple[tuple[str, str, object], ...] = (
        ("index.html", "overview.html", pages.overview),
        ("findings/index.html", "findings.html", pages.finding_groups),
        ("chronology.html", "chronology.html", pages.chronology),
        ("contracts.html", "contracts.html", pages.contracts),
        ("programmes.html", "programmes.html", pages.programmes),
        ("duties.html", "duties.html", pages.duties),
        ("requests.html", "requests.html", pages.requests),
        ("indicators.html", "indicators.html", pages.indicators),
        ("questions.html", "questions.html", pages.questions),
        ("sources/index.html", "sources.html", SourceList(sources=pages.sources, origins=pages.origins)),
        ("actors.html", "actors.html", pages.actors),
        ("places.html", "places.html", pages.places),
        ("unknowns.html", "unknowns.html", pages.unknowns),
    )
    return (
        *plain,
        *((group.href, "verdict.html", group) for group in pages.finding_groups),
        *((finding.line.href, "finding.html", finding) for finding in pages.findings),
        *((f"claims/{claim.id}.html", "claim.html", claim) for claim in pages.claims),
        *((f"sources/{source.id}.html", "source.html", source) for source in pages.sources),
        *((f"questions/{one.id}.html", "question.html", one) for one in pages.questions if one.figures),
        *((path, "claims.html", part) for path, part in split_claims(pages.topics, pages.edition.language)),
        *(city.pages if city else ()),
        *([("data.html", "data.html", data)] if data else []),
    )


def build_menu(
    pages: Pages, city: MapSite | None, place: Place, *, has_data: bool = False
) -> tuple[Link, ...]:
    """The pages that have something to show."""
    drawn = [(name, href, True) for name, href in city.menu] if city else []
    entries = (
        ("overview", "index.html", True),
        ("findings", "findings/index.html", True),
        ("questions", "questions.html", bool(pages.questions)),
        ("claims", "claims/index.html", True),
        ("chronology", "chronology.html", bool(pages.chronology)),
        ("contracts", "contracts.html", bool(pages.contracts)),
        ("programmes", "programmes.html", bool(pages.programmes)),
        ("duties", "duties.html", bool(pages.duties)),
        ("requests", "requests.html", bool(pages.requests)),
        ("indicators", "indicators.html", bool(pages.indicators)),
        ("actors", "actors.html", bool(pages.actors)),
        ("places", "places.html", bool(pages.places)),
        ("sources", "sources/index.html", True),
        ("unknowns", "unknowns.html", True),
        ("data", "data.html", has_data),
    )
    first, *rest = entries
    return tuple(
        Link(text=tell(f"menu.{name}", place.language), href=href)
        for name, href, shown in (first, *drawn, *rest)
        if shown
    )


def split_claims(topics: tuple[Topic, ...], language: str = "en") -> Iterator[tuple[str, ClaimList]]:
    """The list of claims on one page, or, where there are many, on pages of whole subjects."""
    subjects = [(group[0].subject, group) for group in _groups(topics)]
    if sum(len(topic.figures) for topic in topics) <= _ON_ONE_PAGE:
        yield "claims/index.html", ClaimList(title=tell("menu.claims", language), subjects=tuple(subjects))
        return
    number_of_parts, contents = 0, list[Count]()
    part: list[tuple[Link, tuple[Topic, ...]]] = []
    size = 0
    for link, group in [*subjects, (None, ())]:
        number = sum(len(topic.figures) for topic in group)
        if part and (link is None or size + number > _ON_ONE_PAGE):
            number_of_parts += 1
            path = f"claims/part-{number_of_parts}.html"
            names = " … ".join(dict.fromkeys((begin(part[0][0].text), part[-1][0].text)))
            yield path, ClaimList(title=tell("claims.title", language, subjects=names), subjects=tuple(part))
            contents += [_count_claims(*one, path) for one in part]
            part, size = [], 0
        if link is not None:
            part.append((link, group))
            size += number
    contents.sort(key=lambda count: fold_for_search(count.name).lower())
    yield "claims/index.html", ClaimList(title=tell("menu.claims", language), contents=tuple(contents))


def _count_claims(subject: Link, topics: tuple[Topic, ...], path: str) -> Count:
    """How many claims there are about a subject, and where they stand."""
    number = sum(len(topic.figures) for topic in topics)
    return Count(name=begin(subject.text), number=number, href=f"{path}#{topics[0].subject_id}")


def _groups(topics: tuple[Topic, ...]) -> Iterator[tuple[Topic, ...]]:
    """Topics of one subject after another."""
    for _, group in groupby(topics, key=lambda topic: topic.subject_id):
        yield tuple(group)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    helpers: Mapping[str, Any] = {
        "build_axis": plots.build_axis,
        "draw_track": plots.draw_track,
        "draw_series": plots.draw_series,
        "shown": plots.shown,
        "say_unit": say_unit,
    }
    environment.globals.update(helpers)
    environment.filters["markdown"] = render_markdown
    environment.filters["begun"] = begin
    environment.filters["coded"] = show_code
    environment.filters["payload"] = render_payload
    return environment


def render_payload(value: object) -> Markup:
    """A payload as JSON that can stand inside a page: nothing in it can end the element around it."""
    return htmlsafe_json_dumps(value, dumps=partial(json.dumps, ensure_ascii=False), default=list_fields)


def show_code(text: str) -> Markup:
    """Words in which what stands between backticks is shown as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def begin(text: str) -> str:
    """Words as they begin a line."""
    return text[:1].upper() + text[1:]


@cache
def _markdown() -> MarkdownIt:
    """CommonMark without HTML and without pictures, which would be fetched from elsewhere."""
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def render_markdown(text: str) -> Markup:
    """Notes of a source as HTML; links to anything but web addresses stay text."""
    return Markup(_markdown().render(text))  # noqa: S704 - the renderer escapes; HTML in the text is off
