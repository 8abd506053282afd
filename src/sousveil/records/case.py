"""The whole of a case as records: what `case.load` builds and every check receives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sousveil.problems import Origin, Problem

from .base import Edtf, Id, Language, Part, Record, Text, Words
from .camera_decision import CameraDecision
from .camera_list import CameraList, Inside
from .claim import Claim
from .measure import CaseUnit, Measure, Rate, Scheme
from .parameter import OperatingPoint, Parameter
from .quantity import Digits
from .scenario import Scenario
from .series import Table
from .source import Source
from .things import (
    Actor,
    Allowance,
    Contract,
    Decision,
    Derived,
    Duty,
    Event,
    Limitation,
    Place,
    Programme,
    Question,
    Request,
    Unresolved,
)

FORMAT = 1


class City(Part):
    """The files that a city's scene is built from, with what their owners ask to be said."""

    extract: Inside = Field(description="Extract of OpenStreetMap, `.osm.pbf`.")
    as_of: Edtf | None = None
    licence: Words = "ODbL-1.0"
    attribution: Words = "© OpenStreetMap contributors"
    suppose_kind: Literal["fixed", "dome", "panning"] | None = Field(
        None,
        description="What cameras of unknown kind are taken for when their ground is computed; none, if not given.",
    )
    residents: Inside | None = Field(None, description="Population grid: GeoPackage or CSV.")
    residents_as_of: Edtf | None = None
    residents_licence: Words | None = None
    residents_attribution: Words | None = None


class Manifest(Part):
    """`case.toml`: what the case is and how it is read."""

    format: int = FORMAT
    id: Id
    title: Text
    summary: Text | None = None
    language: Language = "en"
    languages: tuple[Language, ...] = ("en",)
    as_of: Edtf | None = Field(
        None, description="The day the case speaks of; the command line may override it."
    )
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    tax_rates: tuple[Digits, ...] = Field((), description='Tax rates to try in repairs, as percent: "20".')
    licence: Words | None = None
    attribution: tuple[Text, ...] = ()
    key_figures: tuple[Id, ...] = Field((), description="Claims the front page shows first.")
    unknown: tuple[Text, ...] = Field((), description="What this case does not know, for its front page.")
    topics: Mapping[Id, Text] = Field({}, description="Names of subjects that are words which claims share.")
    city: City | None = Field(None, description="What the scene of visible ground is built from.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Every record of a case by kind and id, in the order written.

    `origins` is the side table (id, dotted field) → place; it stands outside equality, so that an inserted line
    changes nothing a verdict rests on.
    """

    manifest: Manifest
    sources: Mapping[str, Source] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    unresolved: Mapping[str, Unresolved] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    operating_points: Mapping[str, OperatingPoint] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    limitations: Mapping[str, Limitation] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    lists: Mapping[str, CameraList] = field(default_factory=dict)
    camera_decisions: Mapping[str, CameraDecision] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    units: Mapping[str, CaseUnit] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    origins: "Origins" = field(default_factory=lambda: Origins({}), compare=False)

    def records(self) -> Iterator[Record]:
        """Every record, kind by kind."""
        for kind in KINDS:
            yield from getattr(self, kind).values()

    def get(self, identity: str) -> Record | None:
        """The record of that id, of whatever kind."""
        return next(
            (found for kind in KINDS if (found := getattr(self, kind).get(identity)) is not None), None
        )


class Origins:
    """Where each field of each record stands. Packed per record, because a large case has millions of fields."""

    __slots__ = ("_places",)

    def __init__(self, places: Mapping[str, tuple[str, Mapping[str, tuple[int, int]]]]) -> None:
        """`places` maps a record's id to its file and the (line, column) of each dotted field; `""` is the record."""
        self._places = places

    def path(self, record: str) -> str:
        """The file a record stands in; empty where there is none."""
        found = self._places.get(record)
        return found[0] if found else ""

    def of(self, record: str, *fields: str) -> Origin | None:
        """The place of the first of `fields` that is written, else of the record itself."""
        found = self._places.get(record)
        if found is None:
            return None
        path, marks = found
        for name in (*fields, ""):
            if name in marks:
                return Origin(path, *marks[name])
        return Origin(path)


def place_problem(problem: Problem, origins: Origins) -> Problem:
    """The problem, and what it relates to, with the lines that its `at` stands on now."""
    related = tuple(r._replace(origin=origins.of(*r.at)) if r.at else r for r in problem.related)
    if not problem.at:
        return replace(problem, related=related) if related != problem.related else problem
    return replace(problem, origin=origins.of(*problem.at), related=related)


# One line a kind: attribute of Case → (folder or file, model). Folders hold `*.yaml` (a list of records a file);
# sources are one Markdown file each. Tables and rates are CSV and have readers of their own.
KINDS: Mapping[str, tuple[str, type[Record]]] = MappingProxyType(
    {
        "sources": ("sources", Source),
        "claims": ("claims", Claim),
        "derived": ("derived", Derived),
        "unresolved": ("unresolved", Unresolved),
        "events": ("events", Event),
        "actors": ("actors", Actor),
        "contracts": ("contracts", Contract),
        "programmes": ("programmes", Programme),
        "scenarios": ("scenarios", Scenario),
        "parameters": ("parameters.yaml", Parameter),
        "operating_points": ("operating-points.yaml", OperatingPoint),
        "places": ("places", Place),
        "questions": ("questions", Question),
        "limitations": ("limitations", Limitation),
        "duties": ("duties", Duty),
        "requests": ("requests", Request),
        "lists": ("cameras", CameraList),
        "camera_decisions": ("camera-decisions.yaml", CameraDecision),
        "measures": ("measures.yaml", Measure),
        "units": ("units.yaml", CaseUnit),
        "schemes": ("schemes.yaml", Scheme),
        "allowances": ("allow.yaml", Allowance),
        "decisions": ("decisions.yaml", Decision),
    }
)
