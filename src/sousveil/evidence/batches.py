"""Requests to many bodies: letters from one template, answers side by side, and how bodies answer.

Writes no file. A body that did not answer is shown as such; its silence is never read as a no.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sousveil.problems import UsageError
from sousveil.records.base import say
from sousveil.records.case import Case
from sousveil.records.things import Actor, Request

from .deadlines import Standing, receipt_of
from .figures import show_value

_FIELD = re.compile(r"\{([a-z_]*)\}")
FIELDS = ("body", "date", "title", "annex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """One request and its letter."""

    request: Request
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch is made from: the subject's title, the template of its letters, the rules, the day, the annex.

    `contact` is where the sender can be reached, as it stands in the template; `rules` are empty where none are held.
    """

    id: str
    title: str
    template: str
    rules: str
    date: str
    annex: str = ""
    contact: tuple[str, ...] = ()

    @property
    def lacks_annex(self) -> bool:
        """Whether the template names an annex and there is none."""
        return "{annex}" in self.template and not self.annex


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCell:
    """What one body answered to one question: words, the claim they stand in, and the state they are in."""

    words: str
    claim: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """The answers of a batch: questions, and for each request its body and one cell a question."""

    questions: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[AnswerCell, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyCount:
    """How a body answers: its requests, how many in each state and late, and the median days to an answer."""

    body: str
    sent: int
    states: Mapping[str, int]
    overdue: int
    computable: int
    median_days: float | None


def make_batch(batch: Batch, bodies: Sequence[Actor], language: str) -> list[Letters]:
    """A request and a letter for each body; UsageError where the template names a field there is none of."""
    unknown = sorted(set(_FIELD.findall(batch.template)) - set(FIELDS))
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise UsageError(f"the template names {{{unknown[0]}}}; right would be one of {names}")
    if batch.lacks_annex:
        raise UsageError("the template names {annex}; put annex.csv or annex.md beside the template")
    return [_letter(batch, body, language) for body in bodies]


def _letter(batch: Batch, body: Actor, language: str) -> Letters:
    # Ids have 80 letters at most: that of the batch is kept, as it is what joins them.
    request = Request(
        id=f"r-{batch.id}-{body.id.removeprefix('a-')}"[:80],
        title=batch.title,
        body=body.id,
        state="draft",
        rules=batch.rules or None,
        batch=batch.id,
    )
    said = {
        "body": say(body.name, language), "date": batch.date, "title": batch.title, "annex": batch.annex,
    }  # fmt: skip
    return Letters(request=request, text=_FIELD.sub(lambda found: said[found[1]], batch.template))


def collate(requests: Iterable[Request], case: Case) -> Collation:
    """The answers of requests side by side; a question that a body was not asked, or left open, is so called."""
    kept = list(requests)
    questions = tuple(dict.fromkeys(answer.question for one in kept for answer in one.answers))
    return Collation(
        questions=questions,
        rows=tuple((one.id, one.body, tuple(_cell(one, name, case) for name in questions)) for one in kept),
    )


def _cell(request: Request, question: str, case: Case) -> AnswerCell:
    answer = next((one for one in request.answers if one.question == question), None)
    if answer is None:
        return AnswerCell(words="no answer recorded", claim="", state="not_answered")
    claim = case.claims.get(answer.claim or "")
    words = show_value(claim, case.manifest.language) if claim else answer.state.replace("_", " ")
    return AnswerCell(words=words, claim=claim.id if claim else "", state=answer.state)


def count_bodies(requests: Iterable[Request], standings: Mapping[str, Standing]) -> tuple[BodyCount, ...]:
    """How each body answers, those with most requests first; drafts and requests for a reply are left out."""
    by_body: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        if request.state != "draft" and request.kind == "information":
            by_body[request.body].append(request)
    counts = [_count(body, kept, standings) for body, kept in by_body.items()]
    return tuple(sorted(counts, key=lambda one: (-one.sent, one.body)))


def _count(body: str, requests: list[Request], standings: Mapping[str, Standing]) -> BodyCount:
    states: dict[str, int] = {}
    took = []
    for request in requests:
        standing = standings[request.id]
        states[standing.state] = states.get(standing.state, 0) + 1
        received = receipt_of(request)
        if received and standing.answered:
            took.append((standing.answered - received).days)
    known = [one for request in requests if (one := standings[request.id]).overdue is not None]
    return BodyCount(
        body=body,
        sent=len(requests),
        states=states,
        overdue=sum(bool(one.overdue) for one in known),
        computable=len(known),
        median_days=float(median(took)) if took else None,
    )
