"""The data contract of everything that is shown: site, dossier and exports lay out these values and no others.

Holds shapes only. Each is computed by a `build_` function of this room; a template adds no fact and does no sum.
Addresses are relative to the site's root; dates and figures stand beside the words they are shown in.
"""

from dataclasses import dataclass, field

from .payloads_asked import DutyView, RequestsPage
from .pieces import (
    ChainStep,
    CitationRow,
    Count,
    ExaminationRow,
    Fact,
    FigureRow,
    FigureView,
    FindingLine,
    Link,
    Plot,
    Prose,
    Reference,
    Said,
    SeriesView,
    SightingRow,
    Topic,
    UnknownLine,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """An indicator: the table as published, its sources, and its series for plots."""

    id: str
    title: Said
    note: Prose | None
    key: str
    heads: tuple[Said, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Link, ...]
    series: tuple[SeriesView, ...]
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """A finding with its working shown, both positions with equal weight."""

    line: FindingLine
    code: str
    about: Link | None
    rule: str
    figures: tuple[FigureRow, ...]
    positions: tuple[FigureRow, ...]
    plot: Plot | None
    repairs: tuple[str, ...]
    assumes: tuple[str, ...]
    differs: tuple[str, ...]
    rests_on: tuple[Link, ...]
    origins: int
    decided: str
    reason: str
    stale: bool
    suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings that ended in the same words."""

    verdict: str
    meaning: str
    href: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A claim with its chain: figure, claim, source, capture; `topic` is the id of all that is said with it."""

    id: str
    figure: FigureView
    summary: Prose | None
    topic: str
    chain: tuple[ChainStep, ...]
    facts: tuple[Fact, ...]
    restated_by: tuple[Link, ...]
    findings: tuple[FindingLine, ...]
    events: tuple[Link, ...]
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source: how it is known, how it is cited, what was captured, what rests on it."""

    id: str
    reference: Reference
    kind: str
    type: str
    language: str
    known: str
    leaked: bool
    via: tuple[Link, ...]
    republishes: tuple[Link, ...]
    archive: str
    citations: tuple[CitationRow, ...]
    captures: tuple[Fact, ...]
    sightings: tuple[SightingRow, ...]
    examinations: tuple[ExaminationRow, ...]
    last_seen: str
    first_missing: str
    claims: tuple[FigureView, ...]
    events: tuple[Link, ...]
    body: str
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One dated event."""

    id: str
    date: str
    order: str
    year: str
    kind: str
    title: Said
    summary: Prose | None
    actors: tuple[Link, ...]
    places: tuple[Link, ...]
    claims: tuple[FigureView, ...]
    sources: tuple[Link, ...]
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The events of one year."""

    year: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A part of a contract; a price nobody states is None and is shown as not stated."""

    title: Said
    quantity: FigureView | None
    unit_price: FigureView | None
    list_price: FigureView | None
    discount: FigureView | None
    final_price: FigureView | None
    part_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """A price worked out from stated ones: what, of which part, the interval, and what had to be taken as equal."""

    what: str
    item: Said
    computed: str
    unit: str
    stated: str
    verdict: str
    assumes: tuple[str, ...]
    inputs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """A flag on a contract: a reason to look, nothing seen, or not computable, with its method and its limits."""

    name: str
    code: str
    sign: str
    sentence: str
    method: str
    limit: str
    missing: str
    inputs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """A purchase and its prices."""

    id: str
    title: Said
    facts: tuple[Fact, ...]
    suppliers: tuple[Link, ...]
    items: tuple[ItemRow, ...]
    figures: tuple[FigureView, ...]
    findings: tuple[FindingLine, ...]
    missing: tuple[Prose, ...]
    sources: tuple[Link, ...]
    events: tuple[Link, ...]
    note: Prose | None
    prices: tuple[PriceRow, ...] = ()
    flags: tuple[FlagRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """How many devices of one sort a programme has or plans."""

    sort: str
    figure: FigureView | None
    includes_existing: str
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeView:
    """A surveillance system planned, ordered or in place."""

    id: str
    title: Said
    facts: tuple[Fact, ...]
    suppliers: tuple[Link, ...]
    places: tuple[Link, ...]
    states: tuple[tuple[str, str, Link], ...]
    devices: tuple[DeviceRow, ...]
    functions: tuple[str, ...]
    figures: tuple[FigureView, ...]
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A body, company, or person in a public role."""

    id: str
    name: Said
    aliases: tuple[str, ...]
    kind: str
    public_role: str
    roles: tuple[tuple[str, Link, str], ...]
    sources: tuple[Link, ...]
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place and where it lies."""

    id: str
    name: Said
    names: tuple[Said, ...]
    kind: str
    within: Link | None
    coordinates: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question and its answer, every figure of which leads to its claim."""

    id: str
    number: int
    text: Prose
    asked_by: Link | None
    locator: str
    answer: Prose
    figures: tuple[FigureView, ...]
    events: tuple[Link, ...]
    unknown: tuple[Prose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownGroup:
    """Unknowns of one sort."""

    id: str
    title: str
    explanation: str
    lines: tuple[UnknownLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What every page says of itself: the case, the day, what it was built from, licence, attribution.

    A draft is shown to those who write the case alone: it leads to no data and no dossier, and shows no digest, so that
    pages on which nothing changed stay as they are.
    """

    id: str
    title: Said
    language: str
    as_of: str
    as_of_words: str
    digest: str
    version: str
    licence: str
    attribution: tuple[Said, ...]
    redactions: tuple[Count, ...]
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first page: what the case is, its key figures, its main findings, what is not known."""

    summary: Prose | None
    key_figures: tuple[FigureView, ...]
    findings: tuple[FindingLine, ...]
    verdicts: tuple[Count, ...]
    counts: tuple[Count, ...]
    unknown: tuple[Prose, ...]
    questions: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """The page that lists the sources, and what is to be said of how many origins they have."""

    sources: tuple[SourcePage, ...]
    origins: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Everything that is published, page by page."""

    edition: Edition
    overview: Overview
    chronology: tuple[Year, ...]
    topics: tuple[Topic, ...]
    claims: tuple[ClaimPage, ...]
    findings: tuple[FindingPage, ...]
    finding_groups: tuple[FindingGroup, ...]
    sources: tuple[SourcePage, ...]
    contracts: tuple[ContractView, ...]
    programmes: tuple[ProgrammeView, ...]
    indicators: tuple[TableView, ...]
    questions: tuple[QuestionView, ...]
    unknowns: tuple[UnknownGroup, ...]
    actors: tuple[ActorView, ...]
    places: tuple[PlaceView, ...]
    duties: tuple[DutyView, ...] = ()
    origins: str = ""
    requests: RequestsPage = field(default_factory=RequestsPage)
