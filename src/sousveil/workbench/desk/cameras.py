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
from sousveil.messages import Refused
from sousveil.plaintext.canonical import render_record
from sousveil.plaintext.csvtext import render_csv
from sousveil.plaintext.spans import replace_record
from sousveil.problems import Problem
from sousveil.publish.tongue import say_message, tell, tell_code
from sousveil.records.base import say
from sousveil.records.camera import Observation
from sousveil.records.camera_decision import CameraDecision
from sousveil.records.camera_list import CameraList
from sousveil.records.case import KINDS, Case
from sousveil.register.decide import ABOUT_PAIRS, digest_observations
from sousveil.register.fields import AGREES, FIELDS, NEARLY, UNSAID
from sousveil.register.match import Doubt, Link
from sousveil.register.piles import Register
from sousveil.register.reasons import Reason, explain_link, say_field
from sousveil.workbench.cameras.listing import FOLDER, build_about, number_twice, read_files
from sousveil.workbench.cameras.reading import TELL, read_lists
from sousveil.workbench.cameras.sightings import build_caller

from .changes import Change, Step, make_step, read_piece
from .records import require_list

DECISIONS = KINDS["camera_decisions"][0]
VERDICTS = ("same", "different", "ambiguous")
SEEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "street": (),
        "cross_street": (),
        "lat": (),
        "lon": (),
        "kind": ("fixed", "dome", "panning"),
        "mount": ("wall", "pole", "street_lamp", "ceiling", "traffic_signals"),
        "direction": (),
        "operator": (),
        "height": (),
        "seen": (),
        "certainty": ("certain", "likely", "unsure"),
        "contributor": (),
        "note": (),
    }
)
"""Fields of a camera that somebody saw, as in the table that citizens fill in, and the words they take."""
CODED = MappingProxyType(
    {"kind": "camera_kind", "mount": "desk_mount", "zone": "word", "state": "camera_state"}
)
"""What observations say by codes, and the table of the catalogue that has words for them."""


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


class NoCamera(Refused):
    """No camera could be read in what was handed over; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("desk-refused.no-camera")
        self.problems = problems


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


def describe_pair(register: Register, case: Case, link: Link, language: str) -> Pair:
    """A pair in the words of a language."""
    known = find_decision(case, link)
    one, other = (register.sighted[key].observation for key in (link.left, link.right))
    levels = dict(zip((field.name for field in FIELDS), link.levels, strict=False))
    names = [field.name for field in FIELDS]
    rows = [
        Row(
            name=say_message(f"match-field.{name}", {}, language),
            left=say_value(name, one, language),
            right=say_value(name, other, language),
            agrees=_say_level(levels.get(name, UNSAID), language),
        )
        for name in names
    ]
    places = [f"{o.lonlat[1]:.5f}, {o.lonlat[0]:.5f}" if o.lonlat else "" for o in (one, other)]
    metres = "" if link.apart_m is None else f"{link.apart_m:.0f}"
    apart = say_message("match-reason.apart", {"metres": metres}, language) if metres else ""
    where, last = tell("desk_pair.place", language), tell("desk_pair.last_seen", language)
    rows.append(Row(name=where, left=places[0], right=places[1], agrees=apart))
    rows.append(Row(name=last, left=one.checked, right=other.checked, agrees=""))
    return Pair(
        left=link.left,
        right=link.right,
        chance=link.chance,
        reasons=tuple(say_reason(reason, language) for reason in explain_link(link, register.sighted)),
        rows=tuple(row for row in rows if row.left or row.right),
        decided=known.verdict if known else "",
        inputs=digest_observations([one, other]),
    )


def say_reason(reason: Reason, language: str) -> str:
    """Why two observations are linked, or left to a person, in the words of a language."""
    if not reason.field:
        return say_message(reason.message, reason.args, language)
    field = say_message(f"match-field.{reason.field}", {}, language)
    values = {
        name: _put_in_words(reason.field, str(value), language)
        for name, value in reason.args.items()
        if name != "field"
    }
    return say_message(reason.message, {**values, "field": field}, language)


def say_value(field: str, observation: Observation, language: str) -> str:
    """What an observation says in a field; empty where it says nothing."""
    return _put_in_words(field, say_field(field, observation), language)


def _put_in_words(field: str, said: str, language: str) -> str:
    """What was said in a field; in words where it was said by codes."""
    if field not in CODED or not said:
        return said
    return ", ".join(tell_code(CODED[field], code, language) for code in said.split(", "))


def _say_level(level: int, language: str) -> str:
    if level == UNSAID:
        return ""
    keys = {AGREES: "desk_pair.agrees", NEARLY: "desk_pair.nearly"}
    return tell(keys.get(level, "desk_pair.differs"), language)


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
        raise Refused("desk-refused.verdict", found=said["verdict"], known=VERDICTS)
    known = find_decision(case, link)
    own = case.manifest.language
    pair = describe_pair(register, case, link, own)
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
        reason=said["reason"] or tell("desk_pair.reasons", own, reasons="; ".join(pair.reasons)),
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
    return make_step(record.verdict, [link.left, link.right], [change])


def draft_list(folder: Path, case: Case, found: Sightings, said: Mapping[str, object]) -> Step:
    """The step that writes what was found as a list of the case; NoCamera where it is none."""
    if found.failed or not (found.observations or found.surveyed):
        raise NoCamera(found.problems)
    about = build_about(case, found, said)
    observations = number_twice(found)
    told = about.model_dump(mode="json", include={"id", "kind", "as_of", "licence", "attribution"})
    text = render_observations(observations, {"title": say(about.title, case.manifest.language), **told})
    changes = [Change(path=about.file, before=read_piece(folder, about.file), after=text)]
    changes += _draft_about(folder, case, about)
    return make_step("list", [about.id], changes)


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
) -> tuple[Sightings, list[Problem]]:
    """The list with one camera more, and what of it could not be read."""
    former = _read_former(folder, case, into)
    taken = {one.id for one in former}
    cells = {name: said.get(name, "").strip() for name in SEEN}
    number = next(n for n in range(1, 10**6) if f"seen/{n}" not in taken)
    table = render_csv([("what", *cells), ("camera", *cells.values())])
    found = read_table(table.encode(), Reader(TELL, "form", build_caller(folder)))
    if len(found.observations) != 1:
        return found, found.problems
    wrong = [one for one in found.problems if one.severity.rank < 2]
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
        raise Refused("desk-refused.list", file=case.lists[into].file)
    return list(read.observations)
