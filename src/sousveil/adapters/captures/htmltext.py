"""The text of an HTML page as people read it: its title, and its paragraphs without navigation and scripts.

Follows no link and runs nothing. What it leaves out is left out by the name of an element alone.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_UNSEEN = frozenset(
    {"script", "style", "template", "svg", "math", "noscript", "select", "textarea", "iframe", "object"}
)
_BESIDE = frozenset({"nav", "aside", "footer"})
"""Around the text rather than of it (HTML Living Standard, §4.3)."""
_IN_LINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
"""Elements that do not end a line (HTML Living Standard, §4.5); every other does."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
LOOKED_AT = 1024
"""Bytes in which a page says how it is written (HTML Living Standard, §13.2.3.2)."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The title and the paragraphs of a page, a line each."""

    title: str
    text: str


def parse_page_text(raw: bytes, charset: str = "") -> PageText:
    """The text of a page; `charset` is what its server says, which goes before what it says itself."""
    reader = _Reader()
    reader.feed(_decode(raw, charset))
    reader.close()
    reader.end_line()
    lines = reader.lines or reader.beside  # a page that is nothing but navigation is read as it is
    return PageText(" ".join("".join(reader.title).split()), "".join(f"{line}\n" for line in lines))


def _decode(raw: bytes, charset: str) -> str:
    """The letters of a page; a charset that is not known, or a letter that is none, costs that letter alone."""
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-8-sig" if raw.startswith(b"\xef") else "utf-16"
    elif not charset and (said := _CHARSET.search(raw[:LOOKED_AT])):
        charset = said[1].decode()
    try:
        return raw.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", errors="replace")


class _Reader(HTMLParser):
    """Collects lines while it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.lines: list[str] = []
        self.beside: list[str] = []
        self._line: list[str] = []
        self._open: list[str] = []
        """The elements that are open and matter to what is read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        del attrs
        if tag not in _IN_LINE:
            self.end_line()
        if tag in _UNSEEN or tag in _BESIDE or tag == "title":
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is empty."""
        del attrs
        if tag not in _IN_LINE:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those inside that were never ended."""
        if tag not in _IN_LINE:
            self.end_line()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Text."""
        if "title" in self._open and not self.title:
            self.title.append(data)
        elif not _UNSEEN.intersection(self._open) and "title" not in self._open:
            self._line.append(data)

    def end_line(self) -> None:
        """Put the line away, where it holds anything."""
        words = " ".join("".join(self._line).split())
        self._line.clear()
        if words:
            (self.beside if _BESIDE.intersection(self._open) else self.lines).append(words)
