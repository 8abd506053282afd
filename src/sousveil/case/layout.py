"""Finds the files of a case folder and reads them, each once.

Decides what belongs to a case by name and place alone; it opens no file that lies outside the folder.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sousveil.plaintext.guard import LARGEST_FILE, parse_bytes
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.case import KINDS, Case

MANIFEST = "case.toml"
PACKAGE = "indicators/datapackage.json"
# Things a case folder may hold that are read by other rooms or by people.
OTHER_FOLDERS = frozenset({"captures", "certificates", "build"})
OTHER_FILES = frozenset({"custody.jsonl"})
FOR_PEOPLE = frozenset({".md", ".txt", ""})
# Files that records name and other rooms read.
DATA = {
    "cameras": (
        ".geojson", ".json", ".csv", ".tsv", ".xlsx", ".kml", ".kmz", ".gpx", ".osm.pbf", ".gz", ".jpg", ".jpeg",
        ".png", "photos",
    ),
    "places": (".osm.pbf", ".gpkg", ".csv"),
}  # fmt: skip
_ENDING = {"sources": ".md", "indicators": ".csv", "rates": ".csv"}
FOLDERS = {folder: _ENDING.get(folder, ".yaml") for folder, _ in KINDS.values() if "." not in folder} | {
    "indicators": ".csv",
    "rates": ".csv",
}
ROOT_FILES = frozenset({name for name, _ in KINDS.values() if "." in name} | {MANIFEST})


@dataclass(slots=True)
class Layout:
    """The files of a case, as paths relative to its folder in the order they are read, and what was odd."""

    root: Path
    files: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, place: str) -> list[str]:
        """The files of a folder, or the one file of that name."""
        return self.files.get(place, [])

    def unread(self) -> frozenset[str]:
        """The folders, and files at the top, of which some file was refused whole: nobody knows what stands there."""
        errors = (p.origin.path for p in self.problems if p.origin and p.severity is Severity.ERROR)
        return frozenset(path.partition("/")[0] for path in errors)

    def is_empty(self) -> bool:
        """Whether the folder holds nothing that belongs to a case."""
        return not self.files

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None, and a problem, where it cannot be read or is too large."""
        full = self.root / path
        try:
            size = full.stat().st_size
            if size > LARGEST_FILE:
                self._report("file-too-large", path, Severity.ERROR, size=size, largest=LARGEST_FILE)
                return None
            return full.read_bytes()
        except OSError as error:
            self._report("unreadable", path, Severity.ERROR, reason=error.strerror or type(error).__name__)
            return None

    def read_text(self, path: str) -> str | None:
        """The text of a file; None, and a problem, where it cannot be read."""
        raw = self.read(path)
        if raw is None:
            return None
        text, problems = parse_bytes(raw, path)
        self.problems += problems
        return text

    def _report(self, message: str, path: str, severity: Severity, **args: str | int) -> None:
        self.problems.append(Problem(message=message, severity=severity, origin=Origin(path), args=args))


def read_layout(root: Path) -> Layout:
    """List a case folder."""
    layout = Layout(root)
    for name, path, kind in _entries(layout, ""):
        if kind == "file" and name in ROOT_FILES:
            layout.files[name] = [path]
        elif kind == "folder" and name in FOLDERS:
            _read_folder(layout, name)
        elif name not in OTHER_FOLDERS | OTHER_FILES and not (
            kind == "file" and Path(name).suffix in FOR_PEOPLE
        ):
            known = tuple(sorted(FOLDERS if kind == "folder" else ROOT_FILES))
            layout.problems.append(
                Problem(
                    message=f"unknown-entry.{kind}",
                    severity=Severity.NOTE,
                    origin=Origin(path),
                    args={"name": name, "known": known},
                )
            )
    return layout


def check_files(layout: Layout, case: Case) -> Iterator[Problem]:
    """The files that records name and that are not there; none is opened."""
    named = [(one.id, "file", one.file) for one in case.lists.values()]
    city = case.manifest.city
    if city:
        named.append((MANIFEST, "city.extract", city.extract))
        named += [(MANIFEST, "city.residents", city.residents)] if city.residents else []
    for record, name, file in named:
        if not (layout.root / file).is_file():
            yield Problem(
                message="missing-file",
                severity=Severity.ERROR,
                origin=case.origins.of(record, name),
                args={"field": name, "file": file},
                record="" if record == MANIFEST else record,
                fields=(name,),
            )


def _read_folder(layout: Layout, folder: str) -> None:
    """List one folder of records or tables."""
    ending, found = FOLDERS[folder], []
    for name, path, kind in _entries(layout, folder):
        if kind == "file" and name.endswith(ending):
            found.append(path)
        elif path == PACKAGE:
            layout.files[PACKAGE] = [path]
        elif not name.lower().endswith(DATA.get(folder, ())):
            args = {"name": name, "ending": ending}
            layout.problems.append(
                Problem(message="not-read", severity=Severity.WARNING, origin=Origin(path), args=args)
            )
    layout.files[folder] = found


def _entries(layout: Layout, folder: str) -> Iterator[tuple[str, str, str]]:
    """(name, relative path, `file` or `folder`) of what lies in a folder, by name; hidden things are skipped."""
    try:
        entries = sorted(os.scandir(layout.root / folder), key=lambda entry: entry.name)
    except OSError as error:
        layout._report("unreadable", folder or ".", Severity.ERROR, reason=error.strerror or "unknown")  # noqa: SLF001
        return
    for entry in entries:
        name = entry.name
        if name.startswith(".") or name.endswith("~"):
            continue
        path = f"{folder}/{name}" if folder else name
        plain = entry.is_file(follow_symlinks=False)  # nearly all are, and need no further look
        kind = "file" if plain else _kind(layout, path)
        if kind:
            yield name, path, kind


def _kind(layout: Layout, path: str) -> str:
    """`file`, `folder`, or nothing where the entry is no part of the case; a link out of the folder is reported."""
    full = layout.root / path
    try:
        real = full.resolve(strict=True)
        if full.is_symlink() and not real.is_relative_to(layout.root.resolve()):
            args = {"target": str(full.readlink())}
            layout.problems.append(
                Problem(message="link-outside", severity=Severity.ERROR, origin=Origin(path), args=args)
            )
            return ""
        mode = real.stat().st_mode
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "the link leads nowhere"
        layout.problems.append(
            Problem(
                message="unreadable", severity=Severity.ERROR, origin=Origin(path), args={"reason": reason}
            )
        )
        return ""
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISREG(mode):
        return "file"
    layout.problems.append(Problem(message="not-a-file", severity=Severity.ERROR, origin=Origin(path)))
    return ""
