"""Sets a letter for print."""

from .typeset import render_data, set_template


def set_letter(text: str, *, as_of: str, language: str = "en") -> bytes:
    """The PDF of a letter: the same bytes for the same words and day."""
    return set_template(
        "letter.typ", render_data({"text": text, "language": language}, language), as_of=as_of
    )
