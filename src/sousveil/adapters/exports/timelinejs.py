"""A chronology as TimelineJS 3 shows it: one JSON object of dated slides. Writes only.

The format wants a year and shows one date: an interval or a doubt stands in the words of the date, and in the text.
"""

import html
import json
from collections.abc import Iterator, Mapping
from datetime import date

from sousveil.records.things import Event

from .told import Told, read_date


def render_timelinejs(told: Told) -> str:
    """The events of the case; the title slide says what it is, whose, and under what licence."""
    manifest = told.case.manifest
    credit = " ".join([f"Licence: {told.licence}.", *told.attribution])
    about = (
        f"<p>{_escape(told.say(manifest.summary))}</p><p>{_escape(credit)} As of {_escape(told.as_of)}.</p>"
    )
    undated = [event for event in told.case.events.values() if read_date(event.date) is None]
    about += "".join(f"<p>Without a date: {_escape(told.say(event.title))}</p>" for event in undated)
    slides = {
        "scale": "human",
        "title": {
            "unique_id": manifest.id,
            "text": {"headline": _escape(told.say(manifest.title)), "text": about},
        },
        "events": [
            _build(event, told) for event in told.case.events.values() if read_date(event.date) is not None
        ],
    }
    return json.dumps(slides, ensure_ascii=False, indent=1) + "\n"


def _build(event: Event, told: Told) -> dict[str, object]:
    when = read_date(event.date)
    if when is None:
        raise ValueError(f"{event.id} has no date that can be read")
    said = told.dates.get(event.id, event.date)
    first = when.earliest or when.latest
    slide: dict[str, object] = {
        "unique_id": event.id,
        "group": event.kind.replace("_", " "),
        "start_date": {**_parts(first, event.date if when.earliest else ""), "display_date": said},
        "text": {"headline": _escape(told.say(event.title)), "text": "".join(_paragraphs(event, told))},
    }
    if "/" in event.date and when.earliest and when.latest:
        slide["end_date"] = {**_parts(when.latest, event.date.partition("/")[2]), "display_date": said}
    return slide


def _parts(day: date | None, edtf: str) -> Mapping[str, int]:
    """Year, month and day as far as the date as written goes; TimelineJS takes numbers."""
    if day is None:
        return {}
    written = edtf.partition("/")[0].rstrip("?~%").split("-")
    depth = len(written) if all(part.isdigit() for part in written) else 1
    if depth > 1 and int(written[1]) > 12:
        depth = 1  # a season
    return dict(zip(("year", "month", "day"), (day.year, day.month, day.day)[:depth], strict=False))


def _paragraphs(event: Event, told: Told) -> Iterator[str]:
    """What is said of an event, its claims with what is in dispute, and its sources as links."""
    for text in (event.summary, event.note):
        if text:
            yield f"<p>{_escape(told.say(text))}</p>"
    claims = [told.case.claims[id_] for id_ in event.claims if id_ in told.case.claims]
    if claims:
        yield "<ul>" + "".join(f"<li>{_escape(told.sentence(claim))}</li>" for claim in claims) + "</ul>"
    links = [_link(id_, told) for id_ in event.sources if id_ in told.case.sources]
    if links:
        yield f"<p>Sources: {'; '.join(links)}</p>"


def _link(source: str, told: Told) -> str:
    record = told.case.sources[source]
    words = _escape(f"{told.say(record.title)} ({source})")
    web = record.URL or record.archive or ""
    return f'<a href="{_escape(web)}">{words}</a>' if web.startswith(("http://", "https://")) else words


def _escape(text: str) -> str:
    """Words of the case as HTML, which TimelineJS puts into the page as they are."""
    return html.escape(text)
