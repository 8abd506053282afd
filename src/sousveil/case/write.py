"""Writes records into a case folder, each file whole or not at all.

Changes only the lines of the record it is given; `format_case` is the one function that touches others.
"""

import os
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from sousveil.plaintext.canonical import render_list, render_mapping
from sousveil.plaintext.frontmatter import FENCE, parse_page
from sousveil.plaintext.guard import parse_bytes
from sousveil.plaintext.spans import append_record, format_records, replace_record
from sousveil.problems import UsageError
from sousveil.records.base import Record
from sousveil.records.case import KINDS

from .fields import order_fields
from .layout import read_layout

PLAIN_FILE = 0o644
"""Mode of a new file: everyone may read, its owner may write; the umask is taken off."""


def write_text(path: Path, text: str) -> None:
    """Replace a file of text in one step, as `write_bytes` does."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file in one step: whoever looks, or whatever stops us, finds the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(target.stat().st_mode & 0o777 if target.exists() else PLAIN_FILE & ~_umask())
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def write_value(record: Record) -> dict[str, object]:
    """The fields of a record that were given, in order, as they are written."""
    value = record.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return order_fields(type(record), value)


def render_records(records: list[Record]) -> str:
    """A file of records in canonical form."""
    return render_list([write_value(record) for record in records])


def add_record(folder: Path, kind: str, record: Record, *, file: str = "") -> Path:
    """Write a new record of a kind and return its file: `file` of the kind's folder, else the kind's own."""
    place, _ = KINDS[kind]
    if kind == "sources":
        path = folder / place / f"{record.id.removeprefix('s-')}.md"
        if path.exists():
            raise UsageError(f"{path} is there already; change it, or take another id than {record.id!r}")
        write_text(path, render_source(write_value(record)))
        return path
    path = folder / (place if "." in place else f"{place}/{file or kind}.yaml")
    write_text(path, append_record(_read(path), write_value(record)))
    return path


def rewrite_record(path: Path, record: Record) -> None:
    """Write a record anew where it stands; nothing else in its file changes."""
    if path.suffix == ".md":
        write_text(path, render_source(write_value(record)))
        return
    text = replace_record(_read(path), record.id, write_value(record))
    if text is None:
        raise UsageError(f"{path} has no record {record.id!r}")
    write_text(path, text)


def render_source(value: Mapping[str, object]) -> str:
    """A source: its fields, then its notes."""
    fields = {name: one for name, one in value.items() if name != "body"}
    body = str(value.get("body", "")).strip("\n")
    return f"{FENCE}\n{render_mapping(fields)}{FENCE}\n" + (f"\n{body}\n" if body else "")


def format_case(folder: Path, *, write: bool = True) -> list[str]:
    """Bring every file of records into canonical form; the files that differ, as paths relative to the folder.

    With `write=False` nothing is changed. A file that cannot be read as text is left alone, and so is a record with a
    field that is not known or not in its form.
    """
    layout = read_layout(folder)
    changed = []
    for kind, (place, model) in KINDS.items():
        for path in layout.of(place):
            raw = layout.read(path)
            text = parse_bytes(raw, path)[0] if raw is not None else None
            if text is None:
                continue
            new = (
                _format_source(text, path)
                if kind == "sources"
                else format_records(text, partial(_order_sound, model))
            )
            if new.encode() != raw:
                changed.append(path)
                if write:
                    write_text(folder / path, new)
    return changed


def _order_sound(model: type[Record], value: Mapping[str, object]) -> dict[str, object] | None:
    """The fields of a record in order; None where it is not sound, because its order would be a guess."""
    try:
        model.model_validate(value)
    except ValidationError:
        return None
    return order_fields(model, value)


def _format_source(text: str, path: str) -> str:
    """A source in canonical form; as it is, where its fields cannot be read or hold comments."""
    page, problems = parse_page(text, path)
    if page is None or problems or not isinstance(page.fields.value, dict):
        return text
    head = text.split(f"\n{FENCE}", 1)[0]
    if any(line.lstrip().startswith("#") or " #" in line for line in head.split("\n")):
        return text
    value = _order_sound(KINDS["sources"][1], page.fields.value)
    if value is None:
        return text
    return render_source({**value, "body": page.body} if page.body else value)


def _read(path: Path) -> str:
    """The text of a file as it stands, or nothing where there is none."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
