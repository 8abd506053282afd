"""Sources from BibTeX and BibLaTeX files. Reads only.

A parser of our own, because the libraries there are say at most on which line an entry begins, and a complaint here
names the line of the field. It reads entries, strings and concatenation; it runs no TeX.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sousveil.adapters.foreign import (
    Foreign,
    Place,
    Reading,
    build_item,
    find_place,
    join_date,
    keep_known,
    split_name,
)
from sousveil.problems import Severity

from .tex import read_tex

TYPES = MappingProxyType(
    {
        "article": "article-journal",
        "book": "book",
        "booklet": "book",
        "collection": "book",
        "inbook": "chapter",
        "incollection": "chapter",
        "inproceedings": "paper-conference",
        "conference": "paper-conference",
        "manual": "report",
        "techreport": "report",
        "report": "report",
        "mastersthesis": "thesis",
        "phdthesis": "thesis",
        "thesis": "thesis",
        "misc": "document",
        "unpublished": "document",
        "online": "webpage",
        "electronic": "webpage",
        "www": "webpage",
        "dataset": "dataset",
        "legislation": "legislation",
        "jurisdiction": "legal_case",
        "standard": "standard",
    }
)
FIELDS = MappingProxyType(
    {
        "journal": "container-title",
        "journaltitle": "container-title",
        "booktitle": "container-title",
        "publisher": "publisher",
        "institution": "publisher",
        "school": "publisher",
        "organization": "publisher",
        "volume": "volume",
        "issue": "issue",
        "pages": "page",
        "url": "URL",
        "doi": "DOI",
        "note": "note",
        "urldate": "accessed",
    }
)
LANGUAGES = MappingProxyType(
    {
        "english": "en",
        "american": "en",
        "british": "en",
        "serbian": "sr",
        "serbianc": "sr-Cyrl",
        "german": "de",
        "french": "fr",
    }
)
"""Names of babel (manual, 1.28) for the languages met so far; a tag stays as it is."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}()\"#%=]+)\s*,?")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:.+/-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,{}()\"#]+")


class _Broken(Exception):
    """A place where the text is no BibTeX."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at, self.reason = at, reason


@dataclass(slots=True)
class _Text:
    """A file, how far it is read, and the strings it defines."""

    text: str
    at: int = 0
    strings: dict[str, str] = field(default_factory=lambda: {month: month for month in MONTHS})

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """The first group of a pattern that matches here, read past."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[1] if pattern.groups else found[0]

    def skip_blanks(self) -> str:
        """The next character that is no blank, not read past; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]


def parse_bibtex(text: str, path: str) -> Reading:
    """The entries of a file; one with a fault is lost alone."""
    reading, source = Reading(), _Text(text)
    while start := _ENTRY.search(text, source.at):
        source.at = start.end()
        kind, close = start[1].lower(), "}" if start[2] == "{" else ")"
        try:
            if kind == "comment":
                source.at -= 1
                _read_piece(source)  # what is in its braces is no entry, whatever it looks like
            elif kind in {"string", "preamble"}:
                _read_string(source, kind)
            else:
                reading.entries.append(_read_entry(source, kind, close))
        except _Broken as fault:
            place = find_place(text, fault.at)
            reading.report("import-syntax.bibtex", path, place, Severity.ERROR, reason=fault.reason)
            source.at = max(start.end(), source.at)
    return reading


def _read_string(source: _Text, kind: str) -> None:
    """`@string{name = value}` is remembered; a preamble is read past."""
    if kind == "preamble":
        _read_value(source)
        return
    name = source.take(_NAME)
    if name is None:
        raise _Broken(source.at, "a string has no name; write @string{name = {value}}")
    source.strings[name.lower()] = _read_value(source)


def _read_entry(source: _Text, kind: str, close: str) -> Foreign:
    """One entry in our fields."""
    start = source.at
    key = source.take(_KEY)
    if key is None:
        raise _Broken(source.at, "the entry has no key; write @article{key, …}")
    fields: dict[str, str] = {}
    places = {"": find_place(source.text, start), "id": find_place(source.text, start)}
    while (name := source.take(_NAME)) is not None:
        place = find_place(source.text, source.at)
        fields.setdefault(name.lower(), _read_value(source))
        places.setdefault(name.lower(), place)
        if source.skip_blanks() not in {",", close}:
            raise _Broken(source.at, f"a comma is missing behind the field {name!r}")
    source.take(re.compile(r"[\s,]*"))
    if source.skip_blanks() != close:
        raise _Broken(
            source.at, f"the entry {key!r} is not closed, or a field is not written name = {{value}}"
        )
    source.at += 1
    return _build(key, kind, fields, places)


def _read_value(source: _Text) -> str:
    """Pieces joined by `#`: in braces, in quotes, a number or the name of a string."""
    pieces = [_read_piece(source)]
    while source.skip_blanks() == "#":
        source.at += 1
        pieces.append(_read_piece(source))
    return "".join(pieces)


def _read_piece(source: _Text) -> str:
    opening = source.skip_blanks()
    if opening not in {"{", '"'} or not opening:
        bare = source.take(_BARE)
        if bare is None:
            raise _Broken(source.at, "a value is missing; write it in braces")
        return source.strings.get(bare.lower(), bare)
    start, depth = source.at + 1, 0
    for at in range(start, len(source.text)):
        letter = source.text[at]
        if depth == 0 and letter == ("}" if opening == "{" else '"') and source.text[at - 1] != "\\":
            source.at = at + 1
            return source.text[start:at]
        depth += (letter == "{") - (letter == "}")
    raise _Broken(source.at, "a value is opened here and never closed")


def _build(key: str, kind: str, fields: dict[str, str], places: Mapping[str, Place]) -> Foreign:
    """The record's fields of an entry; what is left keeps its own name."""
    said, value, marks = dict(fields), dict[str, object](), {"": places[""], "id": places["id"]}

    def pop(name: str, ours: str) -> str:
        if name in said:
            marks.setdefault(ours, places[name])
        text = said.pop(name, "")
        # An address is written as it is, but for marks that TeX would take as its own.
        return re.sub(r"\\([&%$#_~])", r"\1", text.strip()) if name in {"url", "doi"} else read_tex(text)

    value["id"] = key
    value["type"] = TYPES.get(kind, "document")
    value["title"] = ": ".join(filter(None, (pop("title", "title"), pop("subtitle", "title"))))
    if "author" in said:
        marks["author"] = places["author"]
        value["author"] = [_read_name(name) for name in _split_names(said.pop("author"))]
    for name, ours in FIELDS.items():
        if name in said and ours not in value:
            value[ours] = pop(name, ours)
    value["issue" if kind == "article" and "issue" not in value else "number"] = pop("number", "number")
    value["issued"] = _read_date(
        pop("date", "issued"), pop("year", "issued"), pop("month", "issued"), pop("day", "issued")
    )
    language = pop("langid", "language") or pop("language", "language")
    value["language"] = LANGUAGES.get(language.lower(), language)
    if kind not in TYPES:
        said["type"] = kind
    return Foreign(build_item(keep_known(value), marks), said)


def _split_names(text: str) -> list[str]:
    """The names of a list, between `and` outside braces; `others` is nobody's name."""
    names, depth = [""], 0
    for word in text.split():
        if word == "and" and depth == 0:
            names.append("")
        else:
            names[-1] = f"{names[-1]} {word}".strip()
        depth += word.count("{") - word.count("}")
    return [name for name in names if name not in {"", "others"}]


def _read_name(text: str) -> dict[str, str]:
    """A person, or in braces a body; `First von Last` is split before its last capital-less particle or last word."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return {"literal": read_tex(text)}
    if "," in text:
        parts = [read_tex(part) for part in text.split(",")]
        return split_name(f"{parts[0]}, {' '.join(filter(None, reversed(parts[1:])))}")
    words = read_tex(text).split()
    last = next((n for n, word in enumerate(words[1:-1], start=1) if word[0].islower()), len(words) - 1)
    return split_name(f"{' '.join(words[last:])}, {' '.join(words[:last])}")


def _read_date(date: str, year: str, month: str, day: str) -> str:
    """BibLaTeX's date, which is EDTF, or BibTeX's parts."""
    if date or not year:
        return date
    short = month[:3].lower()
    return join_date(year, str(MONTHS.index(short) + 1) if short in MONTHS else month, day)
