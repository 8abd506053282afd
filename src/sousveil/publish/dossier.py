"""Sets the payloads as a dossier for print.

Returns bytes; writes nothing.
"""

from collections.abc import Iterator

from .payloads import Pages
from .pieces import list_fields
from .plots import draw_intervals, draw_series
from .typeset import DAY, render_data, set_template

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
    del data["claims"], data["places"], data["actors"]
    return render_data(data)


def _draw_plots(pages: Pages) -> Iterator[tuple[str, str]]:
    for finding in pages.findings:
        if finding.plot:
            yield finding.line.id, draw_intervals(finding.plot, pages.edition.language)
    for table in pages.indicators:
        for series in table.series:
            yield f"{table.id}.{series.name}", draw_series(series, pages.edition.language)
