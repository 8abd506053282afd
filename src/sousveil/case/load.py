"""Loads a case: every file of the folder into records, with all that is wrong and where.

Never raises for what the folder holds; what can be read is read.
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from sousveil.plaintext.frontmatter import parse_page
from sousveil.plaintext.guard import parse_bytes
from sousveil.plaintext.marks import Marks
from sousveil.plaintext.yaml12 import Item, Parsed, parse_list
from sousveil.problems import Problem
from sousveil.records.case import KINDS, Case, Origins

from .agree import check_agreement
from .collect import Collection
from .layout import MANIFEST, Layout, check_files, read_layout
from .manifest import TOO_NEW, read_manifest
from .tables import Tables, read_tables
from .unused import check_unused


class Store(Protocol):
    """Where parsed files may be kept between runs; losing an entry costs time only."""

    def read(self, key: str) -> bytes | None:
        """What was stored under a key."""

    def write(self, key: str, content: bytes) -> None:
        """Keep something under a key."""


def load_case(folder: Path, *, store: Store | None = None) -> tuple[Case, list[Problem]]:
    """The case in a folder, and everything wrong with how it is written."""
    with without_collector():
        return _load(folder, store)


@contextmanager
def without_collector() -> Iterator[None]:
    """Halt the search for cyclic garbage: records and findings make none, and looking takes a fifth of the time.

    What was made meanwhile counts as old, or the search would make up for all it missed as soon as it may go on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # sets everything aside, from where it comes back as the oldest generation
            gc.unfreeze()
            gc.enable()


def _load(folder: Path, store: Store | None) -> tuple[Case, list[Problem]]:
    """Read the files in the order of KINDS, then see whether they agree."""
    layout = read_layout(folder)
    manifest, marks, problems = read_manifest(layout)
    if any(problem.code == TOO_NEW for problem in problems):
        return Case(manifest=manifest), problems
    found = Collection()
    for kind, (place, _) in KINDS.items():
        for path in layout.of(place):
            if kind == "sources":
                _read_source(layout, path, found)
            else:
                _read_records(layout, kind, path, found, store)
    tables = read_tables(layout)
    places: dict[str, tuple[str, Mapping[str, tuple[int, int]]]] = {MANIFEST: (MANIFEST, marks)}
    case = _build_case(
        found, tables, Case(manifest=manifest, origins=Origins(places | found.origins | tables.origins))
    )
    problems += [*layout.problems, *found.problems, *tables.problems]
    problems += check_agreement(case, frozenset(found.lost), layout.unread())
    problems += check_unused(case, layout.unread() | frozenset(found.lost))
    problems += check_files(layout, case)
    return case, problems


def _build_case(found: Collection, tables: Tables, empty: Case) -> Case:
    """The case of what was collected."""
    records = {kind: cast("dict[str, object]", of_kind) for kind, of_kind in found.records.items()}
    return Case(
        manifest=empty.manifest,
        origins=empty.origins,
        tables=tables.tables,
        rates=tuple(tables.rates),
        **records,  # type: ignore[arg-type]  # each kind holds records of the model KINDS names for it
    )


def _read_source(layout: Layout, path: str, found: Collection) -> None:
    """A source: fields above, notes below."""
    text = layout.read_text(path)
    if text is None:
        found.lost.add(f"s-{Path(path).stem}")
        return
    page, problems = parse_page(text, path)
    found.problems += problems
    if page is None or not isinstance(page.fields.value, dict):
        found.lost.update({Path(path).stem, f"s-{Path(path).stem}"})
        return
    value = {**page.fields.value, "body": page.body} if page.body else page.fields.value
    found.add("sources", [Item(value, page.fields.marks)], path=path, text=text)


def _read_records(layout: Layout, kind: str, path: str, found: Collection, store: Store | None) -> None:
    """A list of records, from the store where the same bytes have been parsed before."""
    raw = layout.read(path)
    if raw is None:
        return
    key = f"{_parser_digest()}-{hashlib.sha256(raw).hexdigest()}"
    parsed = _decode(store.read(key)) if store else None
    text, problems = ("", list[Problem]()) if parsed else parse_bytes(raw, path)
    layout.problems += problems
    if text is None:
        return
    if parsed is None:
        parsed = parse_list(text, path)
        found.problems += parsed.problems
        found.lost |= parsed.lost
        if store and not parsed.problems and not problems:
            store.write(key, _encode(parsed))
    found.add(kind, parsed.items, path=path, text=text or raw.decode("utf-8"))


@cache
def _parser_digest() -> str:
    """Digest of the code that parses, so that entries of another version are not used."""
    room = Path(__file__).parent.parent / "plaintext"
    digest = hashlib.sha256()
    for path in sorted(room.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _encode(parsed: Parsed) -> bytes:
    """Parsed items as JSON; places of one shape are written once."""
    shapes: dict[str, int] = {}
    lines = [item.marks.line for item in parsed.items]
    shape = [shapes.setdefault(item.marks.packed, len(shapes)) for item in parsed.items]
    entry = {
        "values": [item.value for item in parsed.items],
        "lines": lines,
        "shape": shape,
        "shapes": list(shapes),
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def _decode(content: bytes | None) -> Parsed | None:
    """The items of an entry; None where it is no entry of ours."""
    if content is None:
        return None
    try:
        entry = json.loads(content)
        shapes = entry["shapes"]
        rows = zip(entry["values"], entry["lines"], entry["shape"], strict=True)
        return Parsed([Item(value, Marks(line, shapes[shape])) for value, line, shape in rows])
    except (ValueError, KeyError, TypeError, IndexError):
        return None
