"""The files of a small new case: one record of each kind, with comments, to be replaced by one's own.

Writes into a folder only where nothing is.
"""

import re
from pathlib import Path

from sousveil.plaintext.script import fold_for_search
from sousveil.problems import UsageError

from .schemas import render_schemas
from .write import write_text

SKELETON = Path(__file__).parent.parent / "data" / "skeleton"
SCHEMAS = ".schemas"
LONGEST_ID = 80


def render_skeleton(name: str) -> dict[str, str]:
    """Path and text of every file of a new case that is named `name`."""
    files = {}
    for path in sorted(SKELETON.rglob("*")):
        if path.is_file():
            files[path.relative_to(SKELETON).as_posix()] = path.read_text(encoding="utf-8")
    title = name.replace("\\", "/").replace('"', "'")
    files["case.toml"] = files["case.toml"].replace("ID", make_id(name), 1).replace("TITLE", title, 1)
    files[".gitignore"] = files.pop("gitignore")
    return files | {f"{SCHEMAS}/{path}": text for path, text in render_schemas().items()}


def write_skeleton(folder: Path, name: str = "") -> list[Path]:
    """Write a new case; the files written. Raises UsageError where the folder holds anything."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder that is not there yet")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a folder that is not there yet")
    written = []
    files = render_skeleton(name or folder.resolve().name)
    # The manifest comes last: a folder without one is no case, so a half-written one is never taken for whole.
    for path in sorted(files, key=lambda path: path == "case.toml"):
        write_text(folder / path, files[path])
        written.append(folder / path)
    return written


def make_id(name: str) -> str:
    """An id from a name: ASCII, lower case, hyphens between words."""
    words = re.findall(r"[a-z0-9]+", fold_for_search(name))
    return "-".join(words)[:LONGEST_ID].strip("-") or "case"
