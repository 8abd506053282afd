"""The small values that payloads are made of: words, links, figures, plots.

Holds shapes only, as `payloads` does; every page is made of these.
"""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum


def list_fields(value: object) -> dict[str, object]:
    """A payload's fields by name, for writing it as JSON; raises TypeError for anything else."""
    if not is_dataclass(value):
        raise TypeError(f"{value!r} is no payload")
    return {field.name: getattr(value, field.name) for field in fields(value)}


class Look(StrEnum):
    """The four looks, the same on every page, plot and print."""

    KNOWN = "known"
    UNCERTAIN = "uncertain"
    DISPUTED = "disputed"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of the case with the language they are in."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name that leads somewhere; `href` is empty where there is no page to lead to."""

    text: str
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words in a text: plain, a figure that links to its claim, or the mark of something withheld."""

    text: str
    href: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A text of the case whose figures lead to their claims."""

    pieces: tuple[Piece, ...]
    language: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How a figure reads in one band: in words, and its ends as numbers for drawing (None is open)."""

    name: str
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure, never alone: value, interval, unit, date, independent origins, and the page that says why.

    `label` is its measure and subject; `measure` the first alone, for where the subject stands above. `language` is
    that of `text` where its words are not those of the page.
    """

    claim: str
    label: str
    measure: str
    text: str
    stated: Said
    look: Look
    interval: str
    bands: tuple[Band, ...]
    unit: str
    date: str
    origins: int
    why: str
    source: Link
    status: str = ""
    speaker: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """One position in an interval plot."""

    label: str
    value: str
    look: Look
    bands: tuple[Band, ...]
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Several positions on one measure; `alt` says in words what the drawing shows."""

    title: str
    unit: str
    rows: tuple[PlotRow, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A published cell: its key, its digits as printed, its number, or None where nothing was published."""

    key: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakView:
    """From `at` on, figures do not compare with earlier ones."""

    at: str
    why: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """One series of a table, as points and in words."""

    name: str
    title: Said
    unit: str
    points: tuple[Point, ...]
    breaks: tuple[BreakView, ...]
    low: float | None
    high: float | None
    better: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding in one sentence."""

    number: int
    id: str
    href: str
    sentence: str
    verdict: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure that a finding used: what was printed and how it was read."""

    role: str
    link: Link
    stated: str
    strict: str
    normal: str
    loose: str
    unit: str
    rule: str
    source: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """One step from a figure back to where it came from; `read` unless the source is seen only through others."""

    link: Link
    how: str
    known: str
    captured: str
    read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named property of a record, for a definition list."""

    name: str
    text: str
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """An independent origin, and the claims that come from it: who prints it, and what."""

    origin: Link
    printed: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """All figures on one measure of one subject."""

    id: str
    subject_id: str
    subject: Link
    measure: str
    figures: tuple[FigureView, ...]
    plot: Plot | None
    origins: tuple[OriginView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source in our numbered style: authors, title, where, when, number, address."""

    number: int
    authors: str
    title: Said
    container: str
    rest: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    """How another source cites this one."""

    by: Link
    at: str
    differs: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingRow:
    """One look at where the source used to be."""

    date: str
    state: str
    by: Link | None
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationRow:
    """One look at whether a document is what it says it is; `look` is how the result is shown."""

    looked_at: str
    result: str
    look: str
    by: str
    date: str
    against: Prose | None
    reported_by: Link | None
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownLine:
    """Something the case does not know: what, why, and what would settle it."""

    what: Prose
    id: str = ""
    why: Prose | None = None
    needs: Prose | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much of something there is, with its page."""

    name: str
    number: int
    href: str = ""
