"""Reads `case.toml`: what the case is, and whether this version can read it.

A case of a newer format is not read any further; one without a format is read as the first.
"""

from datetime import date
from pathlib import Path

from pydantic import ValidationError

from sousveil.plaintext.marks import Marks, pack_marks
from sousveil.plaintext.tomltext import parse_toml
from sousveil.plaintext.yaml12 import Item
from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.case import FORMAT, Manifest
from sousveil.records.when import parse_edtf

from .complaints import build_complaints, place_of
from .layout import MANIFEST, Layout

TOO_NEW = "format-too-new"
# Format of a case → first version that reads it.
READ_SINCE = {1: "0.1"}
NOWHERE = Item({}, Marks(1, pack_marks([("", 0, 1)])))


def read_manifest(layout: Layout) -> tuple[Manifest, Marks, list[Problem]]:
    """The manifest as far as it is sound, the places of its fields, and what was wrong."""
    if not layout.of(MANIFEST):
        message = "empty-folder" if layout.is_empty() else "no-manifest"
        problem = Problem(
            message=message,
            severity=Severity.ERROR,
            origin=Origin(MANIFEST),
            args={"folder": _name(layout.root)},
        )
        return _stand_in(layout.root, {}), NOWHERE.marks, [problem]
    text = layout.read_text(MANIFEST)
    item, problems = parse_toml(text, MANIFEST) if text is not None else (None, [])
    if item is None or text is None or not isinstance(item.value, dict):
        return _stand_in(layout.root, {}), NOWHERE.marks, problems
    value = {name: one.isoformat() if isinstance(one, date) else one for name, one in item.value.items()}
    problems = [*_check_format(value, item), *_check_day(value, item)]
    if any(problem.code == TOO_NEW for problem in problems):
        return _stand_in(layout.root, {}), item.marks, problems
    try:
        return Manifest.model_validate(value), item.marks, problems
    except ValidationError as error:
        problems += build_complaints(error, item, Manifest, path=MANIFEST, text=text)
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
        return (
            _stand_in(layout.root, {k: v for k, v in value.items() if k not in wrong}),
            item.marks,
            problems,
        )


def _check_format(value: dict[str, object], item: Item) -> list[Problem]:
    """Whether the format is one this version reads; a missing one is taken for the first."""
    found = value.get("format")
    if found is None:
        return [
            Problem(
                message="format-missing",
                severity=Severity.WARNING,
                origin=Origin(MANIFEST),
                args={"format": 1},
            )
        ]
    if isinstance(found, int) and found > FORMAT:
        args: dict[str, Argument] = {
            "found": found,
            "format": FORMAT,
            "known": READ_SINCE.get(found, f"a version that knows format {found}"),
        }
        origin = place_of(item.marks, "format", MANIFEST)
        return [Problem(message=TOO_NEW, severity=Severity.ERROR, origin=origin, args=args)]
    return []


def _check_day(value: dict[str, object], item: Item) -> list[Problem]:
    """Whether the day the case speaks of exists; one that does not is left out."""
    found = value.get("as_of")
    try:
        parse_edtf(found if isinstance(found, str) else "2000")
    except ValueError as error:
        del value["as_of"]
        origin = place_of(item.marks, "as_of", MANIFEST)
        args: dict[str, Argument] = {"field": "as_of", "reason": str(error)}
        return [Problem(message="wrong-date", severity=Severity.ERROR, origin=origin, args=args)]
    return []


def _stand_in(root: Path, sound: dict[str, object]) -> Manifest:
    """A manifest from the fields that are sound, named after the folder where it has no name."""
    try:
        return Manifest.model_validate({"id": "case", "title": _name(root), **sound})
    except ValidationError:
        return Manifest(id="case", title=_name(root))


def _name(root: Path) -> str:
    """The folder's own name, also where it was given as `.`."""
    return root.resolve().name or str(root)
