"""The files that a reader can take away, and the page that lists them with size, digest, licence and attribution.

Holds what others made and counts its bytes; changes none of it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sousveil.records.base import Text

from .pieces import Said
from .tongue import read_words, show_figures
from .words import said

KILO = 1000  # the kilobyte of IEC 80000-13
_PARTS = ("tables/", "map/")  # folders in which one thing has a file for each form


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under what licence something may be used, and who is to be named."""

    licence: str
    attribution: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file of the site for other programs: what stands in it, and if it is no text its words, for the gate."""

    path: str
    content: bytes
    group: str
    title: str
    form: str
    terms: Terms
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsView:
    """Terms in words for readers of a language."""

    licence: str
    attribution: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file in one form: where it is, how large, and its SHA-256."""

    href: str
    form: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """Something that can be had in one or several forms."""

    title: Said
    terms: TermsView
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataGroup:
    """Files of one sort; `terms` are those of all of them, None where they differ."""

    title: Said
    terms: TermsView | None
    rows: tuple[DataRow, ...]


def build_data_page(
    downloads: Iterable[Download], language: str = "en", attribution: Iterable[Text] = (), default: str = "en"
) -> tuple[DataGroup, ...]:
    """The groups of the page in the order of the files; forms of one title stand together.

    `attribution` : those of the case in all languages it has them in; `default` is the language of plain ones.
    """
    credits_ = {
        words: said(text, language, default)
        for text in attribution
        for words in (text.values() if isinstance(text, Mapping) else [text])
    }
    groups = []
    for group, files in groupby(downloads, key=lambda one: one.group):
        rows = tuple(
            DataRow(
                title=title,
                terms=TermsView(
                    licence=terms.licence,
                    attribution=tuple(credits_.get(text, Said(text=text)) for text in terms.attribution),
                ),
                files=tuple(_build_row(one, language) for one in same),
            )
            for (title, terms), same in groupby(files, key=lambda one: (_call(one, language), one.terms))
        )
        same_terms = len({row.terms for row in rows}) == 1
        title = _say("file_group", group, group, language)
        groups.append(DataGroup(title=title, terms=rows[0].terms if same_terms else None, rows=rows))
    return tuple(groups)


def _call(one: Download, language: str) -> Said:
    """What a file is called: by its path, as its forms are."""
    path = one.path.removeprefix("data/")
    return _say(
        "file",
        path.partition(".")[0] if path.startswith(_PARTS) else path.rpartition("/")[2],
        one.title,
        language,
    )


def _say(table: str, code: str, english: str, language: str) -> Said:
    """What the vocabulary of a language has for a code; the English words where it has none."""
    forms = read_words(language).get(f"{table}.{re.sub(r'[^a-z]+', '_', code.lower()).strip('_')}")
    return Said(text=forms["other"], language=language) if forms else Said(text=english, language="en")


def list_digests(downloads: Iterable[Download]) -> str:
    """Digests and paths from the site's root, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(one.content).hexdigest()}  {one.path}\n" for one in downloads)


def _build_row(one: Download, language: str) -> FileRow:
    return FileRow(
        href=one.path,
        form=one.form,
        size=show_figures(say_size(len(one.content)), language),
        digest=hashlib.sha256(one.content).hexdigest(),
    )


def say_size(size: int) -> str:
    """Bytes in words, two figures that count.

    >>> say_size(999), say_size(1250), say_size(47_331), say_size(2_224_128)
    ('999 B', '1.2 kB', '47 kB', '2.2 MB')
    """
    if size < KILO:
        return f"{size} B"
    amount, unit = (size / KILO, "kB") if size < KILO * KILO else (size / KILO / KILO, "MB")
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"
