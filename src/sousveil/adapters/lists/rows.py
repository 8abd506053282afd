"""Rows of named cells as camera records, wherever they come from: a table, a spreadsheet, placemarks, properties.

What a column holds is declared, never guessed. Columns that hold persons are dropped, whatever was declared of them;
every other column that is not read is named.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import PurePath
from types import MappingProxyType
from typing import get_args

from pydantic import ValidationError

from sousveil.adapters.osm.tags import About, build_observation
from sousveil.adapters.osm.words import NAMELESS, clean_text
from sousveil.plaintext.script import fold_for_search
from sousveil.problems import Origin, Problem, Severity
from sousveil.records.camera import Device, Observation, State
from sousveil.records.camera_list import Column, ReadAs, Surveyed

from .places import Place, Row, Said, read_places
from .sightings import Sightings
from .values import is_serbian, may_be_north, write_as_tag, write_date

TAGS: Mapping[str, str] = MappingProxyType(
    {
        "ref": "ref",
        "name": "name",
        "kind": "camera:type",
        "device": "surveillance:type",
        "operator": "operator",
        "manufacturer": "manufacturer",
        "model": "model",
        "since": "start_date",
        "until": "end_date",
        "checked": "check_date",
        "direction": "camera:direction",
        "tilt": "camera:tilt",
        "height": "camera:height",
        "count": "camera:count",
        "mount": "camera:mount",
        "zone": "surveillance:zone",
        "setting": "surveillance",
        "note": "note",
    }
)
"""What stands in a column → the tag that says the same, whose reader reads it."""
SAID = (
    "ref", "name", "operator", "manufacturer", "model", "address", "street", "cross_street", "certainty", "photo",
)  # fmt: skip
"""Columns that are kept in words, and of which nothing is read."""
UNREAD = frozenset({*SAID, "note"})
APART = frozenset({"contributor", "photo", "what"})
"""Columns whose text is not kept as it stood: a name, a path on somebody's machine, a word of ours."""
CERTAINTY = ("certain", "likely", "unsure")
PLACED = ("lon", "lat", "lat_lon", "x", "y")
FIELDS = frozenset(get_args(Column))
ABOUT_CAMERAS = frozenset({"what", "kind", "device", "direction", "tilt", "mount", "certainty"})
"""What columns hold that only lists of cameras have; names, places and dates stand in any table."""
CAMERAS = re.compile(r"[ck]am(?:er|[ée]ra)|камер|cctv|anpr|alpr|surveil|nadzor|надзор", re.IGNORECASE)
PERSONAL = re.compile(
    r".*\b(ime|prezime|kontakt\w*|telefon\w*|tel|mob\w*|e ?mail|mejl|mail|posta|jmbg|osob\w*|lic[ae]|prijavi\w*|"
    r"autor\w*|korisni[kc]\w*|fotograf|snimi(?:o|la|li)|une(?:o|la|li)|volonter\w*|nadimak|inspektor|sluzbenik|"
    r"contact|phone|fax|person|first name|last name|surname|nickname|reporter|contributor|user\w*|author|mapper|"
    r"officer|owner name|photographer|surveyor|volunteer\w*|"
    r"(?:add|check|collect|creat|edit|enter|mapp|photograph|record|report|submitt|survey|updat|verifi|writt|tak|se)"
    r"e[dn] by)\b.*"
)
"""Headings, folded, of columns about persons, in English and Serbian."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How rows become records: what each heading holds, and who a contributor is called; dropped where nobody says.

    `own` : what headings hold by the standard of the file, which says nothing of what its rows are. `title` : what the
    file calls itself.
    """

    how: ReadAs
    path: str
    call: Callable[[str], str] | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


def read_rows(headings: Mapping[str, Origin], rows: Iterable[Row], reader: Reader) -> Sightings:
    """The records of rows; failed where no heading is known."""
    found = Sightings()
    columns = choose_columns(headings, reader, into=found)
    if not columns:
        found.failed = True
        return found
    kept = [_keep_short(row, found) for row in rows]
    if not (reader.how.columns or speaks_of_cameras(headings, kept, columns, reader)):
        top = Origin(reader.path, reader.how.header)
        name, holds = next(iter(columns.items()))
        said: dict[str, str | int] = {"found": ", ".join(headings)[:300], "name": name, "field": holds}
        found.report("camera-column.other", top, Severity.ERROR, **said)
        found.failed = True
        return found
    _report_unread(headings, kept, columns, into=found)
    read = [_Read(row, columns, reader, found) for row in kept]
    cameras = [one for one in read if one.what == "camera"]
    _drop_unsure_points(cameras)
    places = read_places([one.tell_place() for one in cameras], reader.how, found)
    placed = dict(zip(map(id, cameras), places, strict=True))
    for one in [] if found.failed else read:
        one.add(placed.get(id(one)))
    return found


def _keep_short(row: Row, into: Sightings) -> Row:
    """A row without cells that are too long."""
    cells = into.drop_long(row.cells, f"row/{row.number}", row.origin)
    return row if cells is row.cells else replace(row, cells=cells)


def _drop_unsure_points(rows: Iterable["_Read"]) -> None:
    """Leave S unread where other rows have compass points in Serbian: it may be sever, north, or south."""
    said = [(one, one.said["direction"]) for one in rows if "direction" in one.said]
    if is_serbian(text for _, text in said):
        for one, text in said:
            if may_be_north(text):
                one.report("camera-row.north", "direction", text)
                del one.said["direction"]


def choose_columns(headings: Mapping[str, Origin], reader: Reader, *, into: Sightings) -> dict[str, str]:
    """Heading → what it holds: as declared, by its standard, or as our own word; nothing where one is not there."""
    declared = {heading.strip(): column for heading, column in reader.how.columns.items()}
    top = Origin(reader.path, reader.how.header)
    lost = sorted(declared.keys() - headings.keys())
    for heading in lost:
        near = get_close_matches(heading, headings, n=1, cutoff=0.5)
        nearest = near[0] if near else ", ".join(headings)[:200]
        into.report("camera-column.missing", top, Severity.ERROR, name=heading, nearest=nearest)
    known = {**reader.own, **declared}
    columns = {heading: known.get(heading, _own(heading)) for heading in headings}
    for heading in headings:
        if heading == "contributor" and reader.call:
            columns[heading] = "contributor"
        elif is_personal(heading):
            columns[heading] = ""
            into.report("camera-column.person", headings[heading], Severity.NOTE, name=heading)
    columns = {heading: column for heading, column in columns.items() if column}
    if not columns and not lost:
        into.report("camera-column.none", top, Severity.ERROR, found=", ".join(headings)[:300])
    return {} if lost else columns


def name_columns(headings: Sequence[str], origins: Sequence[Origin], into: Sightings) -> list[str]:
    """The heading of each column, empty for one that stands there already: of two the first is read."""
    names: list[str] = []
    for heading, origin in zip(headings, origins, strict=True):
        if heading and heading in names:
            into.report("camera-column.twice", origin, Severity.WARNING, name=heading)
        names.append("" if heading in names else heading)
    return names


def _own(heading: str) -> str:
    """A heading that is our own word for what it holds; `seen` and `id` are those of the template."""
    word = {"id": "ref", "seen": "checked"}.get(heading, heading)
    return word if word in FIELDS else ""


def speaks_of_cameras(
    headings: Mapping[str, Origin], rows: Iterable[Row], columns: Mapping[str, str], reader: Reader
) -> bool:
    """Whether anything says that rows are cameras: what columns hold, the file's name or title, a heading, a cell.

    Headings that are all ours, `ref` among them, were written for this.
    """
    return (
        not ABOUT_CAMERAS.isdisjoint(columns.values())
        or ("ref" in headings and columns.keys() >= headings.keys())
        or any(CAMERAS.search(text) for text in (PurePath(reader.path).name, reader.title, *headings))
        or any(CAMERAS.search(cell) for row in rows for cell in row.cells.values())
    )


def is_personal(heading: str) -> bool:
    """Whether a column is about persons, by its heading."""
    folded = re.sub(r"[^a-z0-9]+", " ", fold_for_search(heading).lower()).strip()
    return PERSONAL.fullmatch(folded) is not None


def _report_unread(
    headings: Mapping[str, Origin], rows: Sequence[Row], columns: Mapping[str, str], *, into: Sightings
) -> None:
    """Name every column that is not read and holds anything."""
    named = {str(problem.args.get("name")) for problem in into.problems}
    for heading, origin in headings.items():
        if heading in columns or heading in named:
            continue
        number = sum(1 for row in rows if row.cells.get(heading))
        if number:
            into.report("camera-column.unread", origin, Severity.NOTE, name=heading, n=number)


class _Read:
    """One row while it is read."""

    def __init__(self, row: Row, columns: Mapping[str, str], reader: Reader, into: Sightings) -> None:
        self.row, self.reader, self.into = row, reader, into
        self.heading = {columns[heading]: heading for heading in row.cells if heading in columns}
        words = reader.how.words
        self.said: dict[str, str] = {}
        for heading, text in row.cells.items():
            if heading in columns and text:
                self.said[columns[heading]] = words.get(text, words.get(text.lower(), text))
        self.id = self.said.get("ref") or f"row/{row.number}"
        self.what = self.said.pop("what", "camera").lower()

    def find(self, name: str) -> Origin:
        """Where the cell stands that holds something, or the row."""
        return self.row.origins.get(self.heading.get(name, name), self.row.origin)

    def tell_place(self) -> Said:
        """What of the row says where it is."""
        origins = {name: self.find(name) for name in PLACED if name in self.heading}
        return Said(self.id, self.row, self.said, origins)

    def add(self, place: Place | None) -> None:
        """Add what the row says: a record, or ground that was looked at."""
        if not self.said and not self.row.shape and self.what == "camera":
            self.report("camera-row.nothing", "", "")
        elif self.what == "surveyed":
            self._add_surveyed()
        elif self.what != "camera":
            self.report("camera-row.what", "what", self.what)
        else:
            self._add_observation(place)

    def _add_surveyed(self) -> None:
        shape, street = self.row.shape, self.said.get("street")
        along = self.row.points if shape == "LineString" else ()
        area = self.row.points if shape == "Polygon" else ()
        if not (street or along or area):
            self.report("camera-row.surveyed", "what", "surveyed")
            return
        given: dict[str, object] = {"street": street, "along": along, "area": area, "date": self._read_day()}
        try:
            ground = Surveyed.model_validate({name: one for name, one in given.items() if one})
        except ValidationError:
            self.report("camera-row.surveyed", "what", "surveyed")
        else:
            self.into.surveyed.append(ground)

    def _read_day(self) -> str:
        """The day somebody looked, through the reader of dates."""
        about = About(id=self.id, origin=self.row.origin, lonlat=None)
        observation, problems = build_observation(
            {"check_date": write_date(self.said.get("checked", ""))}, about
        )
        self.into.problems += [self._place_problem(problem) for problem in problems]
        return observation.checked

    def _add_observation(self, place: Place | None) -> None:
        tags = {
            TAGS[name]: write_as_tag(name, text, self.reader.how.decimal)
            for name, text in self.said.items()
            if name in TAGS and name not in UNREAD
        }
        about = About(id=self.id, origin=self.row.origin, lonlat=place)
        observation, problems = build_observation(tags, about)
        self.into.problems += [self._place_problem(problem) for problem in problems]
        where = next((name for name in PLACED if name in self.said), "")
        self.into.observe(self._complete(observation), self.find("ref"), self.find(where))

    def _complete(self, one: Observation) -> Observation:
        """What the tags' reader does not know; a row is a camera unless it says otherwise."""
        words = {name: clean_cell(name, self.said[name]) for name in SAID if name in self.said}
        words = {name: text for name, text in words.items() if text and text.lower() not in NAMELESS}
        if "contributor" in self.said and self.reader.call:
            words["contributor"] = self.reader.call(self.said["contributor"])
        raw = {name: self.row.cells[heading] for name, heading in self.heading.items()}
        cleaned = {name: clean_cell(name, text) for name, text in raw.items() if name not in APART}
        texts = {self.heading[name]: text for name, text in cleaned.items() if text}
        if words.get("certainty", "certain") not in CERTAINTY:
            self.report("camera-row.certainty", "certainty", words.pop("certainty"))
        unread = one.device is Device.UNKNOWN and "device" not in self.said
        return replace(
            one,
            device=Device.CAMERA if unread else one.device,
            state=self._read_state(one.state),
            names=words,
            texts=texts,
            left=(),
        )

    def _read_state(self, state: State) -> State:
        """Where in its life it is, where a column says so."""
        said = self.said.get("state", "").lower()
        if not said:
            return state
        if said not in set(State):
            self.report("camera-row.state", "state", said)
            return state
        return State(said)

    def report(self, message: str, name: str, text: str) -> None:
        """Name a cell that cannot be read."""
        heading = self.heading.get(name, name)
        said = {"id": self.id, "key": heading, "value": text, "known": ", ".join(State)}
        self.into.report(message, self.find(name), Severity.WARNING, **said)

    def _place_problem(self, problem: Problem) -> Problem:
        """A problem about a tag, said of the cell it stands in."""
        key = str(problem.args.get("key", ""))
        name = next((name for name, tag in TAGS.items() if tag == key), key)
        heading = self.heading.get(name, key)
        message = "camera-row.word" if problem.message == "camera-value.word" else problem.message
        args = {**problem.args, "key": heading}
        return replace(problem, message=message, origin=self.find(name), args=args, fields=(heading,))


def clean_cell(name: str, text: str) -> str:
    """A cell without what is about persons; coordinates look like telephone numbers and are left."""
    return text if name in PLACED else clean_text(TAGS.get(name, name), text) or ""
