"""Sets the payloads as a dossier for print.

Returns bytes; writes nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

from sousveil.publish.payloads import Pages
from sousveil.publish.pieces import list_fields
from sousveil.publish.plots import draw_intervals, draw_series
from sousveil.publish.tongue import quote, read_words, say_word, show_count, tell

from .typeset import DAY, TEMPLATES, render_data, set_template

_RUNNING = 80  # characters of the title that fit beside the date


def build_dossier(data: str, *, as_of: str) -> bytes:
    """The PDF of what `render_dossier_data` gave: the same bytes for the same data and day."""
    return set_template("dossier.typ", data, as_of=as_of)


def render_dossier_data(pages: Pages) -> str:
    """What the typesetter receives: the payloads, reference numbers, and the plots as drawn."""
    day = DAY.match(pages.edition.as_of)
    title = pages.edition.title.text
    data = list_fields(pages)
    data["edition"] = {
        **list_fields(pages.edition),
        "day": [int(part) for part in day.groups()] if day else None,
        "short_title": title if len(title) <= _RUNNING else title[:_RUNNING].rsplit(" ", 1)[0] + " …",
    }
    data["numbers"] = {f"sources/{source.id}.html": source.reference.number for source in pages.sources}
    data["claim_sources"] = {claim.figure.why: claim.figure.source.href for claim in pages.claims}
    data["plots"] = dict(_draw_plots(pages))
    language = pages.edition.language
    data["words"] = {key: words["other"] for key, words in read_words(language).items() if key in read_keys()}
    data["codes"] = {code: say_word(code, language) for code in sorted(_list_codes(pages))}
    data["origins"] = {str(n): _say_origins(n, language) for n in sorted(_count_origins(pages))}
    data["marks"] = quote("\n", language).split("\n")
    del data["claims"], data["places"], data["actors"]
    return render_data(data, language)


@cache
def read_keys() -> frozenset[str]:
    """Keys of the catalogue that the template names."""
    template = (TEMPLATES / "dossier.typ").read_text(encoding="utf-8")
    return frozenset(re.findall(r'"([a-z]+\.[a-z_]+)"', template))


def _list_codes(pages: Pages) -> set[str]:
    """Codes of the vocabulary that the template puts into words."""
    codes = {"unknown"} | {group.verdict for group in pages.finding_groups}
    codes |= {line.verdict for line in pages.overview.findings}
    codes |= {row.role for finding in pages.findings for row in finding.figures}
    return codes | {code for duty in pages.duties for code in (duty.status, duty.binding)}


def _count_origins(pages: Pages) -> set[int]:
    counts = {finding.origins for finding in pages.findings}
    return counts | {figure.origins for figure in pages.overview.key_figures}


def _say_origins(number: int, language: str) -> str:
    return f"{show_count(number, language)} {tell('count.origins', language, n=number)}"


def _draw_plots(pages: Pages) -> Iterator[tuple[str, str]]:
    for finding in pages.findings:
        if finding.plot:
            yield finding.line.id, draw_intervals(finding.plot, pages.edition.language)
    for table in pages.indicators:
        for series in table.series:
            yield f"{table.id}.{series.name}", draw_series(series, pages.edition.language)
