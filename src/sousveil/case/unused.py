"""Names that a case gives to something nothing in it uses, which are mistyped as a rule.

Says nothing of a name that is used once, and nothing at all where a file could not be read.
"""

from collections.abc import Iterator

from sousveil.problems import Argument, Problem, Severity
from sousveil.records.case import Case
from sousveil.records.claim import Quotation

from .agree import find_nearest
from .layout import MANIFEST


def check_unused(case: Case, unread: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Topics that no record speaks of, inputs that no formula names, measures that no claim is of but nearly."""
    if unread:
        return
    yield from _check_topics(case)
    yield from _check_inputs(case)
    yield from _check_measures(case)


def _check_topics(case: Case) -> Iterator[Problem]:
    """Names for words that claims share, which none shares."""
    topics = case.manifest.topics
    if not topics:
        return
    used = set(_list_words(case))
    used |= {word[:at] for word in used for at, letter in enumerate(word) if letter == "."}
    named = set(topics) | {record.id for record in case.records()}
    for topic in topics:
        if topic not in used:
            yield _name_nearest(case, "unused-name.topic", (MANIFEST, f"topics.{topic}"), topic, used - named)


def _list_words(case: Case) -> Iterator[str]:
    """Words that stand where a topic may: what claims, columns and roles are about, and what was said."""
    for claim in case.claims.values():
        yield claim.subject
        if isinstance(claim.value, Quotation):
            yield claim.value.utterance
    for actor in case.actors.values():
        yield from (role.of for role in actor.roles if role.of)
    for table in case.tables.values():
        yield from (column.subject for column in table.columns if column.subject)


def _check_inputs(case: Case) -> Iterator[Problem]:
    """Inputs of derived figures that their formulas do not name."""
    for one in case.derived.values():
        words = set(_split_names(one.formula))
        for name in one.inputs:
            if name not in words:
                yield _name_nearest(
                    case, "unused-name.input", (one.id, f"inputs.{name}"), name, words - set(one.inputs)
                )


def _split_names(formula: str) -> list[str]:
    """The names in a formula."""
    spaced = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in formula)
    return [word for word in spaced.split() if not word[0].isdigit()]


def _check_measures(case: Case) -> Iterator[Problem]:
    """Measures that nothing is of, where claims are of something nearly of that name that no record describes."""
    used = {claim.measure for claim in case.claims.values()}
    used |= {column.measure for table in case.tables.values() for column in table.columns if column.measure}
    defined = " ".join(one.formula or "" for one in case.measures.values())
    said = used | set(_split_names(defined))
    for one in case.measures.values():
        if said.isdisjoint({one.id, *one.aliases}):
            near = find_nearest(one.id, used - set(case.measures))
            if near:
                yield _name_nearest(case, "unused-name.measure", (one.id, "id"), one.id, {near})


def _name_nearest(case: Case, message: str, place: tuple[str, str], word: str, known: set[str]) -> Problem:
    """That nothing uses a word, with the nearest that is used and has no name: a warning where there is one."""
    near = find_nearest(word, known)
    args: dict[str, Argument] = {"id": word, **({"nearest": near} if near else {})}
    record, field = place
    return Problem(
        message=f"{message}_near" if near else message,
        severity=Severity.WARNING if near else Severity.NOTE,
        origin=case.origins.of(record, field, field.partition(".")[0]),
        args=args,
        record="" if record == MANIFEST else record,
        fields=(field,),
    )
