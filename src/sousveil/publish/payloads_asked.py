"""The data contract of duties and requests, as `payloads` holds it for everything else. Holds shapes only."""

from dataclasses import dataclass

from .pieces import Link, Prose, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A duty: what the record holds on it, from when it applies, and whether its text was checked."""

    id: str
    text: Said
    instrument: Said
    article: str
    binding: str
    status: str
    addressee: Link | None
    applies: tuple[tuple[str, Said], ...]
    checked: str
    amended: tuple[Said, ...]
    said: tuple[tuple[str, Said, Link, Link], ...]
    missing: tuple[Said, ...]
    context: tuple[Link, ...]
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A day on which a term ends, and the steps to it."""

    title: Said
    day: str
    provision: str
    checked: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request: its state on the day, its terms with the computation, its letters."""

    id: str
    title: Said
    body: Link
    state: str
    sent: str
    terms: tuple[TermView, ...]
    overdue: str
    missing: tuple[str, ...]
    letters: tuple[tuple[str, str, Said], ...]
    sources: tuple[Link, ...]
    note: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """How a body answers; `late` says of how many a due day is known, `days` is the median, each empty if unknown."""

    body: Link
    sent: int
    states: str
    late: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """The answers of a batch side by side: of each request the body, and a cell a question.

    A cell is its words and the claim they stand in; without a claim the words say that there is no answer, and why.
    """

    id: str
    questions: tuple[str, ...]
    rows: tuple[tuple[Link, tuple[tuple[str, Link | None], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """Requests for information, how bodies answer them, and what was asked of those who are named here."""

    information: tuple[RequestView, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    batches: tuple[BatchView, ...] = ()
    replies: tuple[RequestView, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.information or self.replies)
