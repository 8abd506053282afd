"""Sets data into a template for print: PDF/A, with our own fonts and no others.

Returns bytes; writes nothing. What is set reaches the typesetter as data, never as markup.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import typst

from sousveil.publish.pieces import list_fields

from .coverage import make_printable, spell_controls

_ROOM = Path(__file__).parents[1]
TEMPLATES = _ROOM / "templates"
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # where the case names no day: the same bytes on every run


def render_data(data: object, language: str = "en") -> str:
    """What the typesetter receives: JSON of payloads, with every letter that the fonts have."""
    return make_printable(spell_controls(json.dumps(data, default=list_fields, ensure_ascii=False)), language)


def set_template(name: str, data: str, *, as_of: str) -> bytes:
    """The PDF of a template and what `render_data` gave: the same bytes for the same data and day."""
    content = typst.compile(
        TEMPLATES / name,
        root=TEMPLATES,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[_ROOM / "fonts"]
        ),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards="a-2b",
        timestamp=datetime.fromisoformat(as_of).replace(tzinfo=UTC) if DAY.match(as_of) else _NO_DAY,
    )
    if not isinstance(content, bytes):
        raise TypeError("the typesetter returned several files where one was asked for")
    return content
