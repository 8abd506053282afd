"""The files that a reader can take away, and the page that lists them with size, digest, licence and attribution.

Holds what others made and counts its bytes; changes none of it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

KILO = 1000  # the kilobyte of IEC 80000-13


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
class FileRow:
    """A file in one form: where it is, how large, and its SHA-256."""

    href: str
    form: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """Something that can be had in one or several forms."""

    title: str
    terms: Terms
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataGroup:
    """Files of one sort; `terms` are those of all of them, None where they differ."""

    title: str
    terms: Terms | None
    rows: tuple[DataRow, ...]


def build_data_page(downloads: Iterable[Download]) -> tuple[DataGroup, ...]:
    """The groups of the page in the order of the files; forms of one title stand together."""
    groups = []
    for title, files in groupby(downloads, key=lambda one: one.group):
        rows = tuple(
            DataRow(title=name, terms=terms, files=tuple(_build_row(one) for one in same))
            for (name, terms), same in groupby(files, key=lambda one: (one.title, one.terms))
        )
        same_terms = len({row.terms for row in rows}) == 1
        groups.append(DataGroup(title=title, terms=rows[0].terms if same_terms else None, rows=rows))
    return tuple(groups)


def list_digests(downloads: Iterable[Download]) -> str:
    """Digests and paths from the site's root, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(one.content).hexdigest()}  {one.path}\n" for one in downloads)


def _build_row(one: Download) -> FileRow:
    return FileRow(
        href=one.path,
        form=one.form,
        size=say_size(len(one.content)),
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
