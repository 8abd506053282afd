"""How long it takes to index 200,000 texts of 2 kB in three scripts and to find words in them, beside bare FTS5.

The peer is SQLite's FTS5 as it comes, without diacritics but without our folding, so that it finds a name in one
spelling only. At most 60 s to index and 50 ms to find, by the issue.
"""

import itertools
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from _harness import About, Measure, build_measure, read_versions, report, run_pairs, time_call
from sousveil.plaintext.script import to_cyrillic
from sousveil.workbench.searching import Document, build_index, search_index

DOCUMENTS = 200_000
WORDS = 166
"""What 2 kB hold of these, as Cyrillic takes two bytes a letter."""
VOCABULARY = 60_000
SEED = 25
ROUNDS = 5
SYLLABLES = [
    "ka",
    "me",
    "ra",
    "nad",
    "zor",
    "lju",
    "nje",
    "ša",
    "đe",
    "či",
    "bog",
    "vid",
    "za",
    "kon",
    "po",
    "li",
    "ci",
    "ja",
    "srp",
    "beo",
    "grad",
    "ći",
    "že",
    "dže",
    "šta",
]
SCHEMA = (
    "CREATE VIRTUAL TABLE words USING fts5(text, content = '', tokenize = 'unicode61 remove_diacritics 2')"
)


def draw_texts(number: int) -> Iterator[str]:
    """Texts of words drawn by Zipf's law, every other one in Cyrillic; the same each time."""
    numbers = random.Random(SEED)  # noqa: S311 - no secret: a benchmark wants the same texts every time
    words = ["".join(numbers.choices(SYLLABLES, k=numbers.randint(1, 5))) for _ in range(VOCABULARY)]
    cyrillic = [to_cyrillic(word) for word in words]
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    for at in range(number):
        drawn = numbers.choices(cyrillic if at % 2 else words, cum_weights=weights, k=WORDS)
        yield f"{' '.join(drawn)} {'Љајић' if at % 2 else 'Ljajić'}{at % 1_000}"


def index_bare(path: Path, texts: Iterator[str]) -> None:
    """The peer's index."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}; BEGIN")
        base.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(texts, start=1))
        base.execute("COMMIT")


def search_bare(path: Path, word: str) -> list[int]:
    """The peer's best twenty."""
    with closing(sqlite3.connect(path)) as base:
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20"
        return [number for (number,) in base.execute(query, (f'"{word}"',))]


def measure() -> Iterator[Measure]:
    """Indexing once each, for it takes long; then a rare, a middling and a very frequent word."""
    about = About(what="search", peer_name="FTS5 without folding", versions=read_versions("sousveil"))
    texts = list(draw_texts(DOCUMENTS))
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = Path(folder, "ours.sqlite"), Path(folder, "peer.sqlite")
        documents = (
            Document(kind="capture", id=f"s-{at}", place=f"captures/s-{at}", title="", text=text)
            for at, text in enumerate(texts)
        )
        took = time_call(lambda: build_index(ours, lambda after: itertools.islice(documents, after, None)))
        bare = time_call(lambda: index_bare(peer, iter(texts)))
        size = sum(len(text.encode()) for text in texts[:1_000]) / 1_000
        what = f"indexing {DOCUMENTS:,} texts of {size:,.0f} bytes"
        yield build_measure(what, [took], [bare], unit="s", about=about)
        found = search_index(ours, ["ljajic7"]).number, len(search_bare(peer, "Ljajić7"))
        if found[0] != DOCUMENTS // 1_000:
            raise RuntimeError(f"a name is in {DOCUMENTS // 1_000} texts, and {found[0]} were found")
        frequent = texts[0].split()
        for name, word in (
            ("rare", "Ljajić7"),
            ("middling", max(frequent, key=len)),
            ("frequent", min(frequent, key=len)),
        ):
            mine, theirs = run_pairs(
                partial(time_call, partial(search_index, ours, [word])),
                partial(time_call, partial(search_bare, peer, word)),
                n=ROUNDS,
            )
            yield build_measure(
                f"finding a {name} word",
                [1e3 * t for t in mine],
                [1e3 * t for t in theirs],
                unit="ms",
                about=about,
            )


if __name__ == "__main__":
    raise SystemExit(report(measure()))
