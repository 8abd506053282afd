"""What citizens bring: templates to fill in, contributors under other names, photographs without what is beside them.

The salt of the other names lies in the case, in a folder that is neither kept by git nor published.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sousveil.adapters.lists.photos import NotPlain, strip_photo
from sousveil.adapters.lists.sightings import Sightings
from sousveil.case.write import write_bytes, write_text
from sousveil.problems import Origin, Severity
from sousveil.records.camera import Observation

TEMPLATES = Path(__file__).parents[2] / "data" / "templates"
PRIVATE = ".private"
SALT_BYTES = 32
NAME_DIGITS = 10
LARGEST_PHOTO = 64 * 2**20


def read_template(form: str) -> str:
    """The table (`csv`) or collection (`geojson`) that citizens fill in."""
    return (TEMPLATES / f"sightings.{form}").read_text(encoding="utf-8")


def build_caller(folder: Path) -> Callable[[str], str]:
    """Gives a contributor to a case the same other name each time; nobody without the case's salt can try names."""
    salt: list[bytes] = []

    def call(name: str) -> str:
        if not salt:
            salt.append(_read_salt(folder))
        folded = " ".join(name.casefold().split())
        return f"p-{hmac.new(salt[0], folded.encode(), hashlib.sha256).hexdigest()[:NAME_DIGITS]}"

    return call


def _read_salt(folder: Path) -> bytes:
    """The salt of a case, made when it is first needed."""
    private = folder / PRIVATE
    path = private / "salt"
    if not path.is_file():
        private.mkdir(mode=0o700, exist_ok=True)
        write_text(private / ".gitignore", "*\n")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SALT_BYTES))
    return bytes.fromhex(path.read_text(encoding="ascii"))


def strip_photos(folder: Path, found: Sightings) -> list[Path]:
    """Strip the photographs in the case that observations name; the files changed.

    A reference to what is not there, not in the case, or cannot be stripped is dropped and named.
    """
    changed: dict[Path, bool] = {}
    known = len(found.stands) == len(found.observations)
    for at, one in enumerate(found.observations):
        photo = one.names.get("photo", "")
        if not photo or photo.startswith(("http://", "https://")):
            continue
        try:
            path = _find_photo(folder, photo)
            if path not in changed:
                changed[path] = _strip(path)
        except (NotPlain, OSError) as error:
            reason = error.strerror or "" if isinstance(error, OSError) else str(error)
            said = {"id": one.id, "photo": photo, "reason": reason}
            origin = found.stands[at][0] if known else Origin(photo)
            found.report("camera-photo", origin, Severity.WARNING, **said)
            found.observations[at] = _name_photo(one, "")
        else:
            found.observations[at] = _name_photo(one, path.relative_to(folder.resolve()).as_posix())
    return [path for path, was_changed in changed.items() if was_changed]


def _find_photo(folder: Path, photo: str) -> Path:
    """The file of a photograph, inside the case."""
    inside = folder.resolve()
    for start in (inside, inside / "cameras"):
        path = (start / photo).resolve()
        if path.is_file() and path.is_relative_to(inside):
            return path
    raise NotPlain("there is no such file in the case")


def _strip(path: Path) -> bool:
    """Strip one photograph where it lies; whether there was anything to strip."""
    if path.stat().st_size > LARGEST_PHOTO:
        raise NotPlain(f"it has more than {LARGEST_PHOTO} bytes")
    raw = path.read_bytes()
    plain = strip_photo(raw)
    if plain == raw:
        return False
    write_bytes(path, plain)
    return True


def _name_photo(one: Observation, photo: str) -> Observation:
    names = {name: text for name, text in one.names.items() if name != "photo"}
    return replace(one, names=names | ({"photo": photo} if photo else {}))
