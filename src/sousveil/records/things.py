"""The other records of a case: derived figures, events, actors, contracts, places, questions, duties, verdicts.

Holds shapes only; `claim` and `source` hold the two that everything else rests on.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from .base import Edtf, Id, Part, Record, Text, Words
from .claim import Status

Input = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9._-]*(@[^\s@]+)?$"),
    Field(description="A claim, another derived figure, or a table's cell as TABLE.COLUMN@KEY."),
]


class Derived(Record):
    """A figure computed from claims by a formula, and the claim it should agree with."""

    title: Text | None = None
    formula: Words = Field(
        description="Arithmetic over the names in `inputs`, for example `1 - final / list`."
    )
    inputs: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], Input]
    expect: Id | None = Field(None, description="The claim that states the result.")
    unit: Words | None = Field(None, description="Unit to give the result in.")
    because: Text | None = Field(None, description="Why the inputs belong together, and what is assumed.")


class Unresolved(Record):
    """A figure in the sources that cannot be recomputed from them, and why."""

    claim: Id
    why: Text
    needs: Text | None = Field(None, description="What would make it computable.")


class Event(Record):
    """Something dated."""

    date: Edtf
    title: Text
    kind: Literal[
        "agreement", "contract", "plan", "installation", "law", "withdrawal", "use", "protest", "request",
        "publication", "disappearance", "leak", "statement", "inspection", "election", "other",
    ]  # fmt: skip
    summary: Text | None = None
    actors: tuple[Id, ...] = ()
    places: tuple[Id, ...] = ()
    programmes: tuple[Id, ...] = ()
    claims: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    after: tuple[Id, ...] = Field((), description="Events that must have come before this one.")


class Role(Part):
    """What an actor is to a programme or contract, when, and who says so."""

    role: Literal[
        "buyer", "supplier", "operator", "manufacturer", "subcontractor", "regulator", "duty_bearer", "rights_holder",
        "watchdog", "reporter", "researcher", "funder", "legislator", "official", "access", "expert", "critic",
    ]  # fmt: skip
    of: Id | None = Field(None, description="A programme, contract, actor or subject.")
    when: Edtf | None = None
    claims: tuple[Id, ...] = ()
    note: Text | None = None


class Actor(Record):
    """A public body, company, organisation, or a person in a public role."""

    kind: Literal[
        "public_body", "company", "organisation", "media", "academic", "international", "state", "person"
    ]
    name: Text
    aliases: tuple[Words, ...] = ()
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    public_role: Text | None = Field(
        None, description="For a person, required: the public role in which they appear."
    )
    public_interest: Text | None = Field(None, description="For a person, required: why they are named.")
    sources: tuple[Id, ...] = Field((), description="Sources for the role.")
    part_of: Id | None = None
    roles: tuple[Role, ...] = ()


class Item(Part):
    """A part of a contract with its prices, each a claim."""

    id: Id
    title: Text
    quantity: Id | None = None
    unit_price: Id | None = None
    list_price: Id | None = None
    discount: Id | None = None
    final_price: Id | None = None
    part_of: Id | None = Field(None, description="The item this one is a part of.")


class Contract(Record):
    """A purchase in the sense of OCDS, with list price, discount and final price as claims."""

    title: Text
    buyer: Id | None = None
    suppliers: tuple[Id, ...] = ()
    date: Edtf | None = None
    procedure: Words | None = None
    confidentiality: Text | None = None
    programme: Id | None = None
    items: tuple[Item, ...] = ()
    claims: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    events: tuple[Id, ...] = ()
    missing: tuple[Text, ...] = Field(
        (), description="What the record does not hold: tax basis, competitors …"
    )
    assessments: tuple[Id, ...] = Field((), description="Events: impact assessments of what is bought.")
    opinions: tuple[Id, ...] = Field(
        (), description="Events: negative opinions of a supervisor on what is bought."
    )
    extends: Id | None = Field(None, description="The contract that this one enlarges.")


class State(Part):
    """A status a programme had at a time, by a claim."""

    status: Status
    date: Edtf | None = None
    claim: Id


class Devices(Part):
    """How many devices of one sort, by a claim."""

    sort: Literal["street", "traffic", "mobile", "body_worn", "vehicle", "terminal", "drone", "school", "all"]
    claim: Id
    includes_existing: Literal["yes", "no", "unknown"] = "unknown"
    note: Text | None = None


class Programme(Record):
    """A surveillance system planned, ordered or in place."""

    title: Text
    operator: Id | None = None
    suppliers: tuple[Id, ...] = ()
    places: tuple[Id, ...] = ()
    part_of: Id | None = None
    states: tuple[State, ...] = ()
    devices: tuple[Devices, ...] = ()
    functions: tuple[Words, ...] = Field((), description="face_recognition, plate_recognition, tracking …")
    claims: tuple[Id, ...] = ()


def _float(value: object) -> object:
    """A coordinate may be written with or without a decimal point."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Place(Record):
    """A place on the map, WGS 84."""

    name: Text
    kind: Literal["country", "region", "city", "municipality", "town", "street", "site", "other"] = "city"
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    continent: (
        Literal["africa", "antarctica", "asia", "europe", "north_america", "oceania", "south_america"] | None
    ) = None
    within: Id | None = None
    lat: Annotated[float, BeforeValidator(_float), Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, BeforeValidator(_float), Field(ge=-180, le=180)] | None = None
    geonameid: Words | None = None
    source: Id | None = None


class Question(Record):
    """A question the case asks, and its answer built from claims named in braces: `{c-price}`."""

    text: Text
    asked_by: Id | None = Field(None, description="The source that asks it.")
    locator: Words | None = None
    answer: Text = Field(
        description="In our own words; `{claim-id}` prints that claim's figure with its link."
    )
    claims: tuple[Id, ...] = ()
    events: tuple[Id, ...] = ()
    unknown: tuple[Text, ...] = Field((), description="What the answer does not know.")


class Limitation(Record):
    """A limit the authors of a source state, and how the case measures it where it can."""

    source: Id
    locator: Words
    text: Text
    measured_by: Literal[
        "documents_only", "language", "leaked_only", "single_origin", "unverified_capability", "single_case", "none",
    ] = "none"  # fmt: skip
    why_not: Text | None = Field(None, description="Why it cannot be measured, where it cannot.")


class Evidence(Part):
    """A claim as evidence on a duty: that it is met, met in part, or not, or that evidence is withheld."""

    claim: Id
    says: Literal["met", "partly", "not_met", "withheld"]
    element: Id | None = Field(None, description="Which piece of the evidence expected it is, by the rule.")


class Duty(Record):
    """A duty under an instrument, its addressee, and the evidence for its being met."""

    instrument: Text
    article: Words
    addressee: Id | None = None
    binding: Literal["binding", "benchmark"] = Field(
        description="Benchmark where the instrument does not bind there."
    )
    text: Text
    applies_from: Edtf | None = None
    expected: Text | None = Field(None, description="What evidence one would expect.")
    claims: tuple[Id, ...] = Field((), description="Claims that are such evidence, for or against.")
    verified_on: Edtf | None = Field(
        None, description="When the legal reference was checked; absent: unverified."
    )
    rule: Id | None = Field(
        None, description="The rule of a pack that it is; it gives what is not said here."
    )
    evidence: tuple[Evidence, ...] = Field(
        (), description="What claims say on its being met; other claims are context."
    )


class Letter(Part):
    """A letter of a request's correspondence, or a decision on it."""

    date: Edtf
    kind: Literal[
        "sent", "received", "acknowledged", "clarification", "extension", "answer", "part_answer", "refusal",
        "not_held", "complaint", "ruling", "withdrawal", "other",
    ]  # fmt: skip
    summary: Text | None = None
    source: Id | None = None


class Answer(Part):
    """What a body answered to one question of a request, as a claim; without one, that it did not answer it."""

    question: Id
    claim: Id | None = None
    state: Literal["answered", "withheld", "not_held", "not_answered"] = "answered"


class Request(Record):
    """A freedom-of-information request."""

    title: Text
    body: Id
    sent: Edtf | None = None
    law: Text | None = None
    state: Literal[
        "draft", "sent", "clarification", "answered", "partly_answered", "refused", "silent", "not_held",
        "withheld", "withdrawn", "unknown",
    ] = "unknown"  # fmt: skip
    claims: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    events: tuple[Id, ...] = ()
    kind: Literal["information", "reply"] = Field(
        "information", description="A request for information, or for a reply before publication."
    )
    rules: Id | None = Field(
        None, description="The rules by which its time limits run: rs-foi, gdpr-access …"
    )
    terms: tuple[Id, ...] = Field((), description="Terms that hold in place of the usual one: urgent …")
    received: Edtf | None = Field(None, description="When the body received it; terms begin here.")
    due: Edtf | None = Field(None, description="For a reply: the day that was asked for.")
    letters: tuple[Letter, ...] = Field((), description="The correspondence, in the order of its days.")
    answers: tuple[Answer, ...] = ()
    batch: Id | None = Field(None, description="Shared by requests sent to several bodies from one template.")


class Decision(Record):
    """A person's verdict on a finding; it goes stale when one of the finding's inputs changes."""

    finding: Words = Field(description="Key of the finding, as `check` prints it.")
    verdict: Literal["accepted", "explained", "wont_fix", "disputed"]
    by: Words
    date: Edtf
    reason: Text
    inputs: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] = Field(
        description="Digest of the finding's inputs when the verdict was given."
    )


class Allowance(Record):
    """A contact or number that may be published although it looks personal, and why."""

    text: Words
    reason: Text
