"""Asks for a record on the terminal, or takes it from the command line.

Reads answers from standard input, which may be a pipe; what fits and what is suggested the workbench says.
"""

import sys
from collections.abc import Sequence

from sousveil.case.write import render_records
from sousveil.cli._once import refuse_twice
from sousveil.cli._paper import Paper
from sousveil.problems import UsageError
from sousveil.records.base import Record
from sousveil.records.case import Case
from sousveil.records.printing import print_quantity
from sousveil.workbench.adding import (
    QUESTIONS,
    Question,
    Value,
    build_record,
    check_answer,
    set_answer,
    suggest_answer,
    suggest_id,
    suggest_readings,
)


def ask_record(paper: Paper, kind: str, case: Case) -> Record:
    """A record out of answers; UsageError where they end too early."""
    paper.put(("Enter alone leaves a field out. Several ids or names stand between semicolons.", "dim"))
    value: Value = {}
    for question in QUESTIONS[kind]:
        value = (
            _ask_value(paper, value, case)
            if question.field == "value"
            else _ask(paper, kind, value, question, case)
        )
    while True:
        offered = suggest_id(kind, value, case)
        id_ = _listen(paper, f"Id [{offered}]") or offered
        record, wrong = build_record(kind, {"id": id_, **value}, case)
        if record is not None:
            return record
        _complain(paper, wrong)


def read_settings(kind: str, settings: Sequence[str], case: Case) -> Record:
    """A record out of `field=value`; UsageError where it does not fit."""
    value: Value = {}
    refuse_twice((one.partition("=")[::2] for one in settings), "--set")
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"--set {setting!r}: write field=value")
        value = set_answer(kind, value, name.strip(), text)
    wrong = [one for name in value for one in check_answer(kind, value, name, case)]
    asked = [question.field for question in QUESTIONS[kind] if question.needed]
    wrong += [f"{name} is needed: --set {name}=…" for name in asked if name not in value]
    record = None
    if not wrong:
        record, wrong = build_record(kind, {"id": suggest_id(kind, value, case), **value}, case)
    if record is None:
        raise UsageError("\n".join(["nothing was written:", *(f"  {sentence}" for sentence in wrong)]))
    return record


def show_record(paper: Paper, record: Record) -> None:
    """The record as it will stand in its file."""
    paper.blank()
    for line in render_records([record]).splitlines():
        paper.put((line, "green"))
    paper.blank()


def wants(paper: Paper, words: str) -> bool:
    """Whether the answer to a question is yes; Enter alone is."""
    return _listen(paper, f"{words} [Y/n]").lower() in {"", "y", "yes", "da"}


def _ask(paper: Paper, kind: str, value: Value, question: Question, case: Case) -> Value:
    """One field, asked for until the answer fits or is left out."""
    if question.choices:
        paper.put((", ".join(question.choices), "dim"), indent=2)
    while True:
        text = _listen(paper, question.words + ("" if question.needed else " (may be left out)"))
        if not text and not question.needed:
            return value
        if not text:
            _complain(paper, [f"{question.field} is needed"])
            continue
        changed = set_answer(kind, value, question.field, text)
        wrong = check_answer(kind, changed, question.field, case)
        offered = suggest_answer(kind, question.field, text) if wrong else None
        if offered and wants(paper, f"  read as {offered}?"):
            return set_answer(kind, value, question.field, offered)
        if not wrong:
            return changed
        _complain(paper, wrong)


def _ask_value(paper: Paper, value: Value, case: Case) -> Value:
    """The reading of a claim's phrase: one of those found, another phrase to read, or none."""
    readings = suggest_readings(value, case)
    for number, reading in enumerate(readings, start=1):
        paper.put(f"{number}  {print_quantity(reading)}", indent=2)
    if not readings:
        paper.put(("no figure is read in these words", "dim"), indent=2)
    while True:
        text = _listen(
            paper, "How it reads: a number from above, other words for it, or Enter to leave it to the words"
        )
        if not text:
            return value
        if text.isdigit() and 1 <= int(text) <= len(readings):
            chosen = readings[int(text) - 1].model_dump(exclude_defaults=True)
            return {**value, "value": chosen}
        changed = set_answer("claims", value, "value", text)
        wrong = check_answer("claims", changed, "value", case)
        if not wrong:
            return changed
        _complain(paper, wrong)


def _complain(paper: Paper, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        paper.put((sentence, "yellow"), indent=2)


def _listen(paper: Paper, words: str) -> str:
    """One line of an answer."""
    paper.ask(f"{words}:")
    try:
        answer = input().strip()
        if not sys.stdin.isatty():
            paper.put((answer, "dim"))  # a pipe echoes nothing, and the next question needs a line of its own
        return answer  # noqa: TRY300 - the end of input is the only thing that can go wrong here
    except EOFError as error:
        paper.blank()
        raise UsageError("the answers ended before the record was whole; nothing was written") from error
