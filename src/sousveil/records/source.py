"""Sources: documents a case rests on, as CSL describes them, with how we came to know them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Edtf, Id, Language, Part, Record, Text, Words

SourceType = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "chapter",
    "dataset",
    "document",
    "entry",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "map",
    "paper-conference",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "speech",
    "standard",
    "thesis",
    "webpage",
]
SourceClass = Literal[
    "academic", "rights_report", "journalism", "official", "company", "primary", "reference", "civil"
]


class Name(Part):
    """A name in CSL's shape: a person's `family` and `given`, or a body's `literal`."""

    family: Words | None = None
    given: Words | None = None
    literal: Words | None = None


class Citation(Part):
    """How another source cites this one, as printed there, so that two citations can be compared."""

    source: Id = Field(description="The source that cites.")
    at: Words = Field(description="Where it cites, for example `note 39` or `references`.")
    url: Words | None = None
    year: Words | None = None
    title: Words | None = None
    author: Words | None = None


class Capture(Part):
    """A stored copy: path below `captures/` and its SHA-256."""

    path: Words
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    captured: Edtf


class Sighting(Part):
    """One look at where the source used to be: alive, changed, missing … with its date and who looked."""

    date: Edtf
    state: Literal[
        "alive", "changed", "redirected_home", "soft_404", "missing", "dns_gone", "blocked", "error"
    ]
    by: Id | None = Field(None, description="The source that reports the look, where it was not ours.")
    note: Text | None = None


class Source(Record):
    """A document, article, page or data set that something in the case rests on."""

    type: SourceType
    kind: SourceClass = Field(description="What sort of voice it is, for counting how a question is sourced.")
    title: Text
    author: tuple[Name, ...] = ()
    container_title: Words | None = Field(None, alias="container-title")
    publisher: Words | None = None
    issued: Edtf | None = None
    accessed: Edtf | None = None
    volume: Words | None = None
    issue: Words | None = None
    page: Words | None = None
    number: Words | None = None
    URL: Words | None = None
    DOI: Words | None = None
    archive: Words | None = Field(None, description="Address of a public archive's copy.")
    language: Language | None = Field(None, description="Language of the source, BCP 47.")
    leaked: bool = Field(False, description="Whether it became public without its owner's consent.")
    via: tuple[Id, ...] = Field(
        (), description="Sources through which we know it, nearest first; empty if read itself."
    )
    republishes: tuple[Id, ...] = Field((), description="Sources whose text or reporting this one repeats.")
    citations: tuple[Citation, ...] = ()
    captures: tuple[Capture, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    body: str = Field("", description="Free notes below the front matter, Markdown.")
