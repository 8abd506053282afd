"""Finds words in claims, sources and the texts of captures, in both Serbian scripts and without diacritics.

The index lies in the store, outside the case, readable by its owner alone, and can be lost. It is for the editors: it
holds what is not public too. It changes nothing in a case.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sousveil.case.custody import CAPTURES, REDACTED_TEXT, SUMS, TEXT, read_sums
from sousveil.case.load import Store, load_case
from sousveil.plaintext.script import fold_for_search
from sousveil.progress import SILENT, Progress
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.claim import Claim
from sousveil.records.source import Source

from .store import OWNER_ALONE, find_store_folder

VERSION = "3"
RANKED = 2_000
"""Hits up to which the best come first; of more, the first are shown as they stand (ranking 200,000 takes 0.2 s)."""
SHOWN = 20
AROUND = 60
_READ = ("claims", "sources")
BUFFER = 64 * 2**20
"""Bytes of words held before they are written: with FTS5's own 1 MB it merges what it wrote again and again."""
PART = 20_000
"""Documents of a part, some seconds of work: 200,000 texts of 2 kB take about a minute."""
_PATIENCE_S = 3_600
_OWNER_READS = 0o600
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT, title TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(folded, content = '', tokenize = 'unicode61 remove_diacritics 0');
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something to be searched: of what kind, its id, the file it stands in, what it is called, all its words."""

    kind: str
    id: str
    place: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that holds the words; `line` is the first of a capture's text that holds one of them, 0 elsewhere."""

    kind: str
    id: str
    place: str
    title: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits shown, and whether there are more than are ranked; `number` counts no further than that."""

    hits: tuple[Hit, ...]
    number: int
    more: bool = False


class Folding(dict[str, str]):
    """The folded form of every word met, because a text has few different words."""

    def __missing__(self, word: str) -> str:
        folded = self[word] = fold_for_search(word)
        return folded

    def fold(self, text: str) -> str:
        """A text folded word by word, as `fold_for_search` folds it, but for its white space."""
        return text.lower() if text.isascii() else " ".join(map(self.__getitem__, text.split()))


def search_case(
    folder: Path, words: Sequence[str], *, store: Store | None = None, progress: Progress = SILENT
) -> Found:
    """The documents of a case that hold all the words; one with blanks is a phrase, with `*` at its end any ending."""
    index = _index_path(folder)
    if not index.exists():
        progress.step("building the index of words; it may be stopped, and goes on the next time")
        build_index(index, list_documents(folder, store=store), progress=progress)
        for old in index.parent.glob(f"{index.name.partition('-')[0]}-*"):
            if old != index:
                with contextlib.suppress(OSError):
                    old.unlink()
    found = search_index(index, words)
    hits = tuple(_place(hit, folder, words) for hit in found.hits)
    return Found(hits=hits, number=found.number, more=found.more)


def list_documents(folder: Path, *, store: Store | None = None) -> Callable[[int], Iterator[Document]]:
    """What of a case is searched, from the n-th on: each claim, each source with its notes, each stored text."""
    case, _ = load_case(folder, store=store)
    told = [*_tell_claims(case), *_tell_sources(case)]
    names = _list_texts(folder)

    def read(after: int) -> Iterator[Document]:
        yield from told[after:]
        for name in names[max(0, after - len(told)) :]:
            yield _read_copy(folder / CAPTURES / name, name)

    return read


def _tell_claims(case: Case) -> Iterator[Document]:
    for claim in case.claims.values():
        place = str(case.origins.of(claim.id) or "")
        title = f"“{claim.stated}”"
        yield Document(kind="claim", id=claim.id, place=place, title=title, text=_claim_words(claim))


def _tell_sources(case: Case) -> Iterator[Document]:
    for source in case.sources.values():
        place = str(case.origins.of(source.id) or "")
        title = say(source.title)
        yield Document(kind="source", id=source.id, place=place, title=title, text=_source_words(source))


def _read_copy(path: Path, name: str) -> Document:
    """The text of a capture; none where it is a link or is not there, so that those after it keep their place."""
    identity, at, *_ = name.split("/")
    is_there = path.is_file() and not path.is_symlink()
    text = path.read_text(encoding="utf-8", errors="replace") if is_there else ""
    return Document(kind="capture", id=identity, place=f"{CAPTURES}/{name}", title=f"copy of {at}", text=text)


def build_index(
    path: Path, read: Callable[[int], Iterable[Document]], *, progress: Progress = SILENT
) -> None:
    """Write the index of documents, a part at a time; `read` gives them from the n-th on.

    A run that is stopped leaves the parts it finished beside the index, and the next goes on from there.
    """
    path.parent.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=_OWNER_READS)
    try:
        # Who builds the same index at the same time waits for a part and takes the next one.
        with closing(sqlite3.connect(unfinished, isolation_level=None, timeout=_PATIENCE_S)) as base:
            _fill(base, read, progress)
    except sqlite3.DatabaseError:
        if path.exists():  # somebody else has finished it meanwhile
            return
        # A disk that is full, or a file that is no index: neither is to be kept.
        unfinished.unlink(missing_ok=True)
        raise
    if unfinished.exists():
        unfinished.replace(path)


def search_index(path: Path, words: Sequence[str]) -> Found:
    """The documents of an index that hold all the words."""
    asked = " AND ".join(filter(None, map(_ask, words)))
    if not asked:
        return Found(hits=(), number=0)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
        rows = base.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", (asked, RANKED + 1))
        numbers = [number for (number,) in rows]
        if len(numbers) <= RANKED:
            best = base.execute(
                "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (asked, SHOWN)
            )
            shown = [number for (number,) in best]
        else:
            shown = numbers[:SHOWN]
        hits = tuple(_read_hit(base, number) for number in shown)
    return Found(hits=hits, number=min(len(numbers), RANKED), more=len(numbers) > RANKED)


def _fill(base: sqlite3.Connection, read: Callable[[int], Iterable[Document]], progress: Progress) -> None:
    """Put documents in, each part whole or not at all, beginning after those that are in."""
    base.executescript(f"PRAGMA synchronous = OFF; {_SCHEMA}")
    base.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (BUFFER,))
    waiting: Iterator[Document] = iter(())
    folding, at, added = Folding(), -1, 1
    while added:
        base.execute("BEGIN IMMEDIATE")
        (done,) = base.execute("SELECT coalesce(max(number), 0) FROM documents").fetchone()
        if done != at:
            waiting = iter(read(done))
        added = 0
        for added, one in enumerate(islice(waiting, PART), start=1):
            about = (done + added, one.kind, one.id, one.place, one.title)
            base.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", about)
            base.execute(
                "INSERT INTO words (rowid, folded) VALUES (?, ?)", (done + added, folding.fold(one.text))
            )
        base.execute("COMMIT")
        at = done + added
        progress.step(f"{at:,} texts are in the index")


def _read_hit(base: sqlite3.Connection, number: int) -> Hit:
    row = base.execute("SELECT kind, id, place, title FROM documents WHERE number = ?", (number,)).fetchone()
    return Hit(kind=row[0], id=row[1], place=row[2], title=row[3])


def _ask(word: str) -> str:
    """A word as FTS5 is asked for it: nothing in it is an operator but a last `*`."""
    folded = fold_for_search(word).strip()
    end = "*" if folded.endswith("*") else ""
    bare = folded.rstrip("*").replace('"', " ").strip()
    return f'"{bare}"{end}' if any(map(str.isalnum, bare)) else ""


def _place(hit: Hit, folder: Path, words: Sequence[str]) -> Hit:
    """A hit in a capture with the line and words of the first place in it."""
    if hit.kind != "capture":
        return hit
    with contextlib.suppress(OSError):
        asked = [fold_for_search(word).rstrip("*") for word in words]
        lines = (folder / hit.place).read_text(encoding="utf-8", errors="replace").split("\n")
        for number, line in enumerate(lines, start=1):
            at = min(
                (found for word in asked if (found := fold_for_search(line).find(word)) >= 0), default=-1
            )
            if at >= 0:
                # Folding changes lengths a little (nj for њ), so the words shown are those near the place.
                around = line[max(0, at - AROUND) : at + 2 * AROUND].strip()
                return Hit(kind=hit.kind, id=hit.id, place=hit.place, title=f"… {around} …", line=number)
    return hit


def _list_texts(folder: Path) -> list[str]:
    """The texts of stored and of redacted copies, below `captures/`, as the list of digests names them."""
    listed, _ = read_sums(folder)
    ends = (f"/{TEXT}", *(REDACTED_TEXT.format(f".{one}") for one in ("pdf", "html", "txt", "wacz")))
    return sorted(name for name in listed if name.endswith(ends) and name.count("/") == 2)


def _claim_words(claim: Claim) -> str:
    """The words of a claim and the names of what it is about."""
    about = (claim.id, claim.stated, claim.subject, claim.measure, claim.source, *claim.scope.values())
    return "\n".join([*about, *_say_all(claim.summary), *_say_all(claim.note)])


def _source_words(source: Source) -> str:
    names = [" ".join(filter(None, (one.given, one.family, one.literal))) for one in source.author]
    about = (source.id, source.publisher, source.container_title, source.URL, source.body)
    return "\n".join([*_say_all(source.title), *names, *_say_all(source.note), *filter(None, about)])


def _say_all(text: str | dict[str, str] | None) -> list[str]:
    """A text in all its languages."""
    return list(text.values()) if isinstance(text, dict) else [text] if text else []


def _index_path(folder: Path) -> Path:
    """The file of the index of a case as it stands: named by the folder, and by the state of the files searched."""
    state = hashlib.sha256(VERSION.encode())
    # Stored copies change with their list, and only with it: of many thousands, the list alone is looked at.
    for room in (*_READ, f"{CAPTURES}/{SUMS}"):
        place = folder / room
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                about = path.stat()
                state.update(f"{path.relative_to(folder)}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    case = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return find_store_folder() / "search" / f"{case}-{state.hexdigest()[:16]}.sqlite"
