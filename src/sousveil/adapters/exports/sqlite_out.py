"""A case as one SQLite database: its tables, and `search`, a full-text index that knows both Serbian scripts.

Writes only. Three forms of each text are indexed (as written, folded, Cyrillic), so that a plain
`WHERE search MATCH 'Љајић'` finds Ljajić, Љајић and Ljajic in any program that opens the file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from sousveil.plaintext.script import fold_for_search, to_cyrillic, to_latin

from .flat import Table, build_tables
from .told import Told

PAGE = 4096  # SQLite's own default, fixed so that the bytes do not hang on how it was built
INDEX = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "record UNINDEXED, kind UNINDEXED, words, folded, cyrillic, tokenize = 'unicode61 remove_diacritics 2')"
)


def render_sqlite(told: Told) -> bytes:
    """The database as bytes; `about` says what it is, whose, and under what licence."""
    tables = build_tables(told)
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"PRAGMA page_size = {PAGE}")
        with base:
            _put_about(base, told)
            for table in tables:
                _put_table(base, table)
            base.execute(INDEX)
            base.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?)", _list_texts(tables))
            base.execute("INSERT INTO search(search) VALUES ('optimize')")
        base.execute("VACUUM")
        return base.serialize()


def say_sqlite(told: Told) -> str:
    """All words of the database, for the privacy gate."""
    rows = [" ".join(row) for table in build_tables(told) for row in table.rows]
    return "\n".join([*(" ".join(pair) for pair in _about(told)), *rows])


def _about(told: Told) -> list[tuple[str, str]]:
    manifest = told.case.manifest
    pairs = [("title", told.say(manifest.title)), ("summary", told.say(manifest.summary))]
    pairs += [("licence", told.licence), ("as_of", told.as_of)]
    pairs += [("attribution", words) for words in told.attribution]
    return pairs + [("not known", told.say(text)) for text in manifest.unknown]


def _put_about(base: sqlite3.Connection, told: Told) -> None:
    base.execute("CREATE TABLE about (name TEXT NOT NULL, value TEXT NOT NULL)")
    base.executemany("INSERT INTO about VALUES (?, ?)", _about(told))


_TYPES = {"number": "NUMERIC", "boolean": "TEXT"}


def _put_table(base: sqlite3.Connection, table: Table) -> None:
    """A table with its rows; empty cells are NULL."""
    columns = [f"{_quote(field.name)} {_TYPES.get(field.type, 'TEXT')}" for field in table.fields]
    columns[0] += " PRIMARY KEY" if table.key else ""
    base.execute(f"CREATE TABLE {_quote(table.name)} ({', '.join(columns)})")
    marks = ", ".join("?" for _ in table.fields)
    rows = ([cell or None for cell in row] for row in table.rows)
    base.executemany(f"INSERT INTO {_quote(table.name)} VALUES ({marks})", rows)  # noqa: S608 - the name is ours


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list_texts(tables: list[Table]) -> Iterator[tuple[str, ...]]:
    """Each record with all it says, in three forms."""
    for table in tables:
        if table.key and table.fields[0].name == "id":
            for row in table.rows:
                words = " ".join(filter(None, row))
                yield row[0], table.name, words, fold_for_search(words), to_cyrillic(to_latin(words))
