"""Sets the payloads as a dossier for print: PDF/A, with our own fonts and no others.

Returns bytes; writes nothing. Words of the case reach the typesetter as data, never as markup.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import typst

from .coverage import make_printable, spell_controls
from .payloads import Pages
from .pieces import list_fields
from .plots import draw_intervals, draw_series

_ROOM = Path(__file__).parent
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_RUNNING = 80  # characters of the title that fit beside the date
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # where the case names no day: the same bytes on every run


def build_dossier(data: str, *, as_of: str) -> bytes:
    """The PDF of what `render_dossier_data` gave: the same bytes for the same data and day."""
    stamp = datetime.fromisoformat(as_of).replace(tzinfo=UTC) if _DAY.match(as_of) else _NO_DAY
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_ROOM / "fonts"]
    )
    content = typst.compile(
        _ROOM / "templates" / "dossier.typ",
        root=_ROOM / "templates",
        font_paths=fonts,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards="a-2b",
        timestamp=stamp,
    )
    if not isinstance(content, bytes):
        raise TypeError("the typesetter returned several files where one was asked for")
    return content


def render_dossier_data(pages: Pages) -> str:
    """What the typesetter receives: the payloads, reference numbers, and the plots as drawn."""
    day = _DAY.match(pages.edition.as_of)
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
    return make_printable(spell_controls(json.dumps(data, default=list_fields, ensure_ascii=False)))


def _draw_plots(pages: Pages) -> Iterator[tuple[str, str]]:
    for finding in pages.findings:
        if finding.plot:
            yield finding.line.id, draw_intervals(finding.plot)
    for table in pages.indicators:
        for series in table.series:
            yield f"{table.id}.{series.name}", draw_series(series)
