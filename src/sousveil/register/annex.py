"""A pile of cameras as an annex to a request: a table in CSV or Markdown that stands by itself.

Holds what observations say and where; names of persons never reach an observation, and who decided stays in the case.
"""

from collections.abc import Iterable, Iterator

from sousveil.plaintext.csvtext import render_csv
from sousveil.records.base import say

from .cameras import Camera
from .piles import Pile, Register
from .reasons import say_field

COLUMNS = (
    "number",
    "camera",
    "lon",
    "lat",
    "street",
    "kind",
    "direction",
    "operator",
    "state",
    "last_seen",
    "lists",
    "decided",
)


def list_rows(register: Register, pile: Pile) -> Iterator[tuple[str, ...]]:
    """The cameras of a pile, numbered, as they may be asked about; those that do not count are left out."""
    asked = (camera for camera in register.list_pile(pile) if not camera.excluded)
    for number, camera in enumerate(asked, start=1):
        yield (str(number), camera.id, *_say_place(camera), *_say_fields(register, camera))


def _say_place(camera: Camera) -> tuple[str, str]:
    """Longitude and latitude to a metre."""
    if camera.lonlat is None:
        return "", ""
    lon, lat = camera.lonlat
    return f"{lon:.5f}", f"{lat:.5f}"


def _say_fields(register: Register, camera: Camera) -> Iterator[str]:
    """What its observations say, the first that says it; when and on which lists it stands; what people decided."""
    sighted = [register.sighted[key] for key in camera.observations]
    for field in ("street", "kind", "direction", "operator"):
        yield next((said for one in sighted if (said := say_field(field, one.observation))), "")
    yield camera.state.value
    yield camera.history[-1].date
    yield ", ".join(dict.fromkeys(one.listed.id for one in sighted))
    decided = (register.decisions[id_] for id_ in camera.decisions)
    yield "; ".join(f"{one.id}: {one.verdict}, {one.date}: {say(one.reason)}" for one in decided)


def render_sheet(rows: Iterable[tuple[str, ...]]) -> str:
    """The rows as CSV; a cell that a spreadsheet would compute is quoted with an apostrophe."""
    safe = (tuple(f"'{cell}" if _is_formula(cell) else cell for cell in row) for row in rows)
    return render_csv([COLUMNS, *safe])


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute it; a number may be below zero."""
    return cell.startswith(("=", "+", "-", "@", "\t")) and not cell[1:].replace(".", "").isdigit()


def render_markdown(rows: Iterable[tuple[str, ...]]) -> str:
    """The rows as a table in Markdown."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS)]
    lines += [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
