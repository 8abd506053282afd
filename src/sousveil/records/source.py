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


class Examination(Part):
    """One look at whether a document is what it says it is: at what, what came of it, by whom, when, against what."""

    looked_at: Literal["signature", "seal", "stamp", "letterhead", "register", "file"] = Field(
        description="`register` is an entry that a register should hold; `file` is what a file says of its making."
    )
    result: Literal["agrees", "differs", "not_found", "inconclusive"] = Field(
        description="Whether it is as it would be if the document were authentic; that is no proof that it is."
    )
    by: Words = Field(
        description="Who looked, as a role, `court expert`, or under another name; it is published."
    )
    date: Edtf
    against: Text | None = Field(
        None, description="What it was held against, and where: a specimen, the original, the register."
    )
    capture: Words | None = Field(None, description="Path of the stored copy that was looked at.")
    reported_by: Id | None = Field(
        None, description="The source that reports the look, where it was not ours."
    )
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
    authenticity: tuple[Examination, ...] = Field(
        (),
        description="Looks at whether the document is what it says it is; each has `looked_at` (signature, seal, "
        "stamp, letterhead, register, file), `result` (agrees, differs, not_found, inconclusive), `by`, `date`, and "
        "may have `against`, `capture`, `reported_by`, `note`.",
    )
    body: str = Field("", description="Free notes below the front matter, Markdown.")
