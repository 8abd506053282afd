"""Brings a case written for an older format up to the present one.

Rewrites only what the newer format asks for. A case of a newer format is refused by `load_case`.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from sousveil.plaintext.tomltext import parse_toml
from sousveil.problems import FormatTooNew, UsageError
from sousveil.records.case import FORMAT

from .layout import MANIFEST
from .write import write_text

Step = Callable[[Path], None]
STEPS: Mapping[int, Step] = MappingProxyType({})
"""Format → what brings a case of it to the next. Format 1 is the first, so there is none yet."""

_FORMAT = re.compile(r"^[ \t]*format[ \t]*=.*$", re.MULTILINE)


def migrate_case(folder: Path) -> tuple[int | None, int]:
    """Migrate a case; the format it had (None: it named none) and the one it has now."""
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError(f"{folder} holds no {MANIFEST}; name the folder of a case")
    text = path.read_text(encoding="utf-8")
    item, problems = parse_toml(text, MANIFEST)
    if item is None or not isinstance(item.value, dict):
        raise UsageError(f"{problems[0].origin}: {MANIFEST} cannot be read; correct it first")
    found = item.value.get("format")
    if found is not None and (not isinstance(found, int) or found < 1):
        raise UsageError(f"{path}: found format {found!r}; write a whole number from 1 to {FORMAT}")
    if found is not None and found > FORMAT:
        raise FormatTooNew(f"{path}: format {found} is newer than this version's format {FORMAT}")
    for step in range(found or 1, FORMAT):
        STEPS[step](folder)
    if found != FORMAT:
        text, line = path.read_text(encoding="utf-8"), f"format = {FORMAT}"
        write_text(path, f"{line}\n{text}" if found is None else _FORMAT.sub(line, text, count=1))
    return found, FORMAT
