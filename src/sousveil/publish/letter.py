"""Sets a letter for print, with our own fonts; its words reach the typesetter as data, never as markup."""

import json
from datetime import UTC, datetime
from pathlib import Path

import typst

from .coverage import make_printable, spell_controls

_ROOM = Path(__file__).parent


def set_letter(text: str, *, as_of: str, language: str = "en") -> bytes:
    """The PDF of a letter: the same bytes for the same words and day."""
    data = make_printable(
        spell_controls(json.dumps({"text": text, "language": language}, ensure_ascii=False))
    )
    content = typst.compile(
        _ROOM / "templates" / "letter.typ",
        root=_ROOM / "templates",
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[_ROOM / "fonts"]
        ),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards="a-2b",
        timestamp=datetime.fromisoformat(as_of).replace(tzinfo=UTC),
    )
    if not isinstance(content, bytes):
        raise TypeError("the typesetter returned several files where one was asked for")
    return content
