"""Cameras at the desk: pairs for a person to decide, lists brought in, and a camera that somebody saw.

What two observations say and how well it agrees, the register tells; what a row of a form means, the same adapter that
reads tables. It writes nothing: each action is a step to be shown.
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sousveil.adapters.lists.observations import render_observations
from sousveil.adapters.lists.rows import Reader
from sousveil.adapters.lists.sightings import Sightings
from sousveil.adapters.lists.tabular import read_table
from sousveil.case.skeleton import make_id
from sousveil.case.write import write_value
from sousveil.messages import render_message
from sousveil.plaintext.canonical import render_record
from sousveil.plaintext.csvtext import render_csv
from sousveil.plaintext.spans import replace_record
from sousveil.problems import UsageError
from sousveil.records.base import say
from sousveil.records.camera import Observation
from sousveil.records.camera_decision import CameraDecision
from sousveil.records.camera_list import CameraList
from sousveil.records.case import KINDS, Case
from sousveil.register.decide import ABOUT_PAIRS, digest_observations
from sousveil.register.fields import AGREES, FIELDS, NEARLY, UNSAID
from sousveil.register.match import Doubt, Link
from sousveil.register.piles import Register
from sousveil.register.reasons import explain_link, say_field
from sousveil.workbench.cameras.listing import FOLDER, build_about, number_twice, read_files
from sousveil.workbench.cameras.reading import TELL, read_lists
from sousveil.workbench.cameras.sightings import build_caller

from .changes import Change, Step, make_step, read_piece
from .records import require_list

DECISIONS = KINDS["camera_decisions"][0]
VERDICTS = ("same", "different", "ambiguous")
SEEN = MappingProxyType(
    {
        "street": ("Street", ()),
        "cross_street": ("Crossing street", ()),
        "lon": ("Longitude [°], for example 20.4573", ()),
        "lat": ("Latitude [°], for example 44.8176", ()),
        "kind": ("What it looks like", ("fixed", "dome", "panning")),
        "mount": ("What it hangs on", ("wall", "pole", "street_lamp", "ceiling", "traffic_signals")),
        "direction": ("Where it points [°, clockwise from north], or N, SE …", ()),
        "operator": ("Who runs it, if a sign says so", ()),
        "height": ("Height above ground [m]", ()),
        "seen": ("When you saw it (2024-05-04)", ()),
        "certainty": ("How sure you are", ("certain", "likely", "unsure")),
        "contributor": ("Your name or a nickname: kept under another name that nobody can turn back", ()),
        "note": ("Note", ()),
    }
)
"""Fields of a camera that somebody saw, as in the table that citizens fill in: their words, and the words they take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What two observations say of one thing, and how well it agrees: a word, or nothing where one does not say it."""

    name: str
    left: str
    right: str
    agrees: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two observations that may be of one camera, with all that a person needs to decide."""

    left: str
    right: str
    chance: str
    reasons: tuple[str, ...]
    rows: tuple[Row, ...]
    decided: str = ""
    inputs: str = ""


def list_open(register: Register, case: Case) -> list[Link]:
    """The pairs that are a person's to decide, likeliest first; those that somebody looked at already come last."""
    decided = {
        frozenset(one.observations): one.verdict
        for one in case.camera_decisions.values()
        if one.verdict in ABOUT_PAIRS
    }
    asked = [
        (decided.get(frozenset({link.left, link.right}), ""), link) for link in register.links if link.doubt
    ]
    kept = [(verdict, link) for verdict, link in asked if verdict in ("", "ambiguous")]
    kept.sort(key=lambda one: (bool(one[0]) or one[1].doubt is Doubt.LEFT, -one[1].probability, one[1].left))
    return [link for _, link in kept]


def find_link(register: Register, left: str, right: str) -> Link | None:
    """The link between two observations; None where nothing speaks for one."""
    wanted = {left, right}
    return next((link for link in register.links if {link.left, link.right} == wanted), None)


def describe_pair(register: Register, case: Case, link: Link) -> Pair:
    """A pair in words."""
    known = find_decision(case, link)
    one, other = (register.sighted[key].observation for key in (link.left, link.right))
    levels = dict(zip((field.name for field in FIELDS), link.levels, strict=False))
    names = [field.name for field in FIELDS]
    rows = [
        Row(
            name=render_message(f"match-field.{name}", {}),
            left=say_field(name, one),
            right=say_field(name, other),
            agrees=_say_level(levels.get(name, UNSAID)),
        )
        for name in names
    ]
    places = [f"{o.lonlat[1]:.5f}, {o.lonlat[0]:.5f}" if o.lonlat else "" for o in (one, other)]
    apart = "" if link.apart_m is None else f"{link.apart_m:.0f} m apart"
    rows.append(Row(name="place (latitude, longitude)", left=places[0], right=places[1], agrees=apart))
    rows.append(Row(name="last seen", left=one.checked, right=other.checked, agrees=""))
    return Pair(
        left=link.left,
        right=link.right,
        chance=link.chance,
        reasons=tuple(
            render_message(reason.message, reason.args) for reason in explain_link(link, register.sighted)
        ),
        rows=tuple(row for row in rows if row.left or row.right),
        decided=known.verdict if known else "",
        inputs=digest_observations([one, other]),
    )


def _say_level(level: int) -> str:
    return {UNSAID: "", AGREES: "agrees", NEARLY: "nearly agrees"}.get(level, "differs")


def find_decision(case: Case, link: Link) -> CameraDecision | None:
    """What somebody decided about exactly this pair."""
    pair = {link.left, link.right}
    return next(
        (
            one
            for one in case.camera_decisions.values()
            if set(one.observations) == pair and one.verdict in ABOUT_PAIRS
        ),
        None,
    )


def draft_decision(folder: Path, case: Case, register: Register, link: Link, said: Mapping[str, str]) -> Step:
    """The step that decides a pair: `said` are its `verdict`, who says so (`by`), `date`, and `reason`.

    Without a reason, what speaks for and against stands in its place, so that nobody has to type to say what is seen.
    """
    if said["verdict"] not in VERDICTS:
        raise UsageError(f"found {said['verdict']!r}; decide {', '.join(VERDICTS)}")
    known = find_decision(case, link)
    pair = describe_pair(register, case, link)
    stem = make_id(f"k-{link.left}-{link.right}")[:72]
    free = next(
        id_ for id_ in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if case.get(id_) is None
    )
    record = CameraDecision(
        id=known.id if known else free,
        verdict=said["verdict"],  # type: ignore[arg-type]  # one of VERDICTS
        observations=(link.left, link.right),
        by=said["by"] or "desk",
        date=said["date"],
        reason=said["reason"] or f"Looked at side by side: {'; '.join(pair.reasons)}",
        inputs=pair.inputs,
    )
    path = case.origins.path(known.id) if known else DECISIONS
    before = read_piece(folder, path, known.id) if known else None
    if not known:
        require_list(read_piece(folder, path) or "", path)
    after = replace_record(before, record.id, write_value(record)) if before else None
    change = Change(
        path=path, record=record.id, before=before, after=after or render_record(write_value(record))
    )
    return make_step(f"{record.verdict}: {link.left} and {link.right}", [change])


def draft_list(folder: Path, case: Case, found: Sightings, said: Mapping[str, object]) -> Step:
    """The step that writes what was found as a list of the case; UsageError where it is none."""
    if found.failed or not (found.observations or found.surveyed):
        why = [render_message(one.message, one.args) for one in found.problems]
        raise UsageError("\n".join(["no camera could be read:", *why[:10]]))
    about = build_about(case, found, said)
    observations = number_twice(found)
    told = about.model_dump(mode="json", include={"id", "kind", "as_of", "licence", "attribution"})
    text = render_observations(observations, {"title": say(about.title, case.manifest.language), **told})
    changes = [Change(path=about.file, before=read_piece(folder, about.file), after=text)]
    changes += _draft_about(folder, case, about)
    return make_step(f"write the list {about.id}", changes)


def _draft_about(folder: Path, case: Case, about: CameraList) -> Iterable[Change]:
    """The change of a list's record, if it changes."""
    former = case.lists.get(about.id)
    if former == about:
        return
    path = case.origins.path(about.id) if former else f"{FOLDER}/{about.id}.yaml"
    before = read_piece(folder, path, about.id) if former else None
    after = replace_record(before, about.id, write_value(about)) if before else None
    yield Change(path=path, record=about.id, before=before, after=after or render_record(write_value(about)))


def read_upload(folder: Path, name: str, content: bytes) -> Sightings:
    """The cameras of a file that was handed over; contributors get other names, and the file itself is not kept."""
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / f"list{''.join(Path(name).suffixes[-2:])[:12]}"
        file.write_bytes(content)
        return read_files(folder, [file], TELL)


def list_own(case: Case) -> list[CameraList]:
    """The lists that a camera can be added to: those of citizens, in our own form."""
    return [one for one in case.lists.values() if one.kind == "citizens" and one.file.endswith(".geojson")]


def read_sighting(
    folder: Path, case: Case, said: Mapping[str, str], into: str
) -> tuple[Sightings, list[str]]:
    """The list with one camera more, and in words what of it could not be read."""
    former = _read_former(folder, case, into)
    taken = {one.id for one in former}
    cells = {name: said.get(name, "").strip() for name in SEEN}
    number = next(n for n in range(1, 10**6) if f"seen/{n}" not in taken)
    table = render_csv([("what", *cells), ("camera", *cells.values())])
    found = read_table(table.encode(), Reader(TELL, "form", build_caller(folder)))
    if len(found.observations) != 1:
        return found, [render_message(one.message, one.args) for one in found.problems]
    wrong = [render_message(one.message, one.args) for one in found.problems if one.severity.rank < 2]
    seen = replace(found.observations[0], id=f"seen/{number}")
    found.observations = [*former, seen]
    return found, wrong


def _read_former(folder: Path, case: Case, into: str) -> list[Observation]:
    """The cameras that stand on a list already."""
    if into not in case.lists:
        return []
    alone = replace(case, lists={into: case.lists[into]})
    read = read_lists(folder, alone)[0]
    if read.failed:
        raise UsageError(f"{case.lists[into].file} cannot be read, so that nothing can be added to it")
    return list(read.observations)
