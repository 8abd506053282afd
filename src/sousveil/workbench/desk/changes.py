"""Changes of a case that can be shown, made and taken back: pieces of text before and after, and a journal of them.

A piece is a record's own lines, or a whole file. A change is made only where its piece still reads as it did when the
change was thought of; the journal says what was meant before the case changes, so that nothing is lost by a power cut.
"""

import contextlib
import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from sousveil.case.write import sync_folder, write_text
from sousveil.messages import Refused
from sousveil.plaintext.spans import cut_record
from sousveil.problems import SousveilError, UsageError
from sousveil.workbench.cameras.sightings import PRIVATE

JOURNAL = f"{PRIVATE}/desk"
KEPT = 200
"""Steps that can be taken back: some days of work."""
AROUND = 3
"""Lines shown around what changes, as is usual for differences of text."""
DIGITS = 16
_HIDDEN = "…"


class Conflict(SousveilError):
    """A piece of the case reads otherwise than when the change was thought of; `now` is how it reads."""

    def __init__(self, path: str, now: str | None) -> None:
        super().__init__(f"{path} was changed in the meantime")
        self.path, self.now = path, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A piece before and after: the lines of `record` in a file, or the whole file; None where it is not there."""

    path: str
    record: str = ""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one action changes: what was done (`add`, `change`, `list`, or a verdict on a pair) and about what.

    With when it was done (UTC), and its changes.
    """

    id: str
    what: str
    about: tuple[str, ...]
    when: str
    changes: tuple[Change, ...]


class Standing(StrEnum):
    """Whether what a step did still stands, was taken back, or has been changed since."""

    STANDS = "stands"
    BACK = "taken back"
    CHANGED = "changed since"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference: `+`, `-`, a blank, or `…` where lines that stay are left out."""

    sign: str
    text: str


def digest_piece(text: str | None) -> str:
    """What a form is filled from, told in a few digits; nothing where there is no piece."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_piece(folder: Path, path: str, record: str = "") -> str | None:
    """A file of a case, or the lines of a record in it; None where it is not there."""
    text = _read(folder, path)
    if text is None or not record:
        return text
    cut = cut_record(text, record)
    return cut[1] if cut else None


def make_step(what: str, about: Sequence[str], changes: Iterable[Change]) -> Step:
    """A step of now; changes that change nothing are left out."""
    now = time.time_ns()
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now // 10**9))
    kept = tuple(one for one in changes if one.before != one.after)
    return Step(id=f"{now:020d}", what=what, about=tuple(about), when=when, changes=kept)


def apply_step(folder: Path, step: Step) -> None:
    """Write a step into the journal, then into the case; Conflict, with nothing written, where a piece differs."""
    texts = _splice_all(folder, step.changes)
    _write_journal(folder, step)
    _write_all(folder, texts)


def undo_step(folder: Path, step: Step) -> None:
    """Take a step back; Conflict where what it wrote has been changed since."""
    turned = tuple(
        Change(path=one.path, record=one.record, before=one.after, after=one.before)
        for one in reversed(step.changes)
    )
    _write_all(folder, _splice_all(folder, turned))


def redo_step(folder: Path, step: Step) -> None:
    """Do again what was taken back, or what a power cut prevented."""
    _write_all(folder, _splice_all(folder, step.changes))


def tell_standing(folder: Path, step: Step) -> Standing:
    """Whether a step stands, by what the case says now."""
    now = [read_piece(folder, one.path, one.record) for one in step.changes]
    if all(text == one.after for text, one in zip(now, step.changes, strict=True)):
        return Standing.STANDS
    if all(text == one.before for text, one in zip(now, step.changes, strict=True)):
        return Standing.BACK
    return Standing.CHANGED


def read_journal(folder: Path) -> list[Step]:
    """The steps taken, the last one first; an entry that cannot be read is passed over."""
    names = sorted((path.stem for path in (folder / JOURNAL).glob("*.json")), reverse=True)
    return [step for name in names if (step := read_step(folder, name)) is not None]


def read_step(folder: Path, id_: str) -> Step | None:
    """The step of that id, if there is one."""
    if not id_.isdecimal():
        return None
    try:
        told = json.loads((folder / JOURNAL / f"{id_}.json").read_text(encoding="utf-8"))
        changes = tuple(Change(**one) for one in told.pop("changes"))
        return Step(**{**told, "about": tuple(told["about"])}, changes=changes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def compare_pieces(before: str | None, after: str | None) -> tuple[Line, ...]:
    """The lines that go and come, with a few that stay around them."""
    old, new = _lines(before), _lines(after)
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    return tuple(_list_lines(old, new, groups))


def _list_lines(
    old: Sequence[str], new: Sequence[str], groups: Iterable[Sequence[tuple[str, int, int, int, int]]]
) -> Iterator[Line]:
    end = 0
    for group in groups:
        if group[0][1] > end:
            yield Line(_HIDDEN, "")
        for kind, start, stop, from_, to in group:
            if kind == "equal":
                yield from (Line(" ", text) for text in old[start:stop])
            else:
                yield from (Line("-", text) for text in old[start:stop])
                yield from (Line("+", text) for text in new[from_:to])
        end = group[-1][2]
    if 0 < end < len(old):
        yield Line(_HIDDEN, "")


def _lines(text: str | None) -> list[str]:
    return [] if text is None else text.removesuffix("\n").split("\n")


def _splice_all(folder: Path, changes: Iterable[Change]) -> dict[str, str | None]:
    """The new text of each file; None for one that is to go."""
    texts: dict[str, str | None] = {}
    for change in changes:
        _require_inside(folder, change.path)
        now = texts[change.path] if change.path in texts else _read(folder, change.path)
        texts[change.path] = _splice(now, change)
    return texts


def _splice(text: str | None, change: Change) -> str | None:
    """A file with one piece changed."""
    if not change.record:
        if text != change.before:
            raise Conflict(change.path, text)
        return change.after
    cut = cut_record(text, change.record) if text else None
    if (cut[1] if cut else None) != change.before:
        raise Conflict(change.path, cut[1] if cut else None)
    if cut is None:
        return _append(text or "", change.after or "")
    head, _, tail = cut
    if change.after is not None:
        return head + change.after + tail
    # The blank line that was set before it goes with it.
    head = head[:-1] if head.endswith("\n\n") else head
    tail = tail if head else tail.removeprefix("\n")
    return head + tail or None


def _append(text: str, record: str) -> str:
    """A file with a record below its last, a blank line between."""
    if not text:
        return record
    return f"{text.removesuffix(chr(10))}\n{chr(10) if text.strip() else ''}{record}"


def _require_inside(folder: Path, path: str) -> None:
    """UsageError where a path leads out of the case."""
    if not (folder / path).resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{path}: leads out of the case")


def _write_all(folder: Path, texts: dict[str, str | None]) -> None:
    for path, text in texts.items():
        if text is None:
            (folder / path).unlink()
            sync_folder((folder / path).parent)
        else:
            write_text(folder / path, text)


def _write_journal(folder: Path, step: Step) -> None:
    """Keep a step where neither git nor a published site takes it from, as it may hold what is not public."""
    private = folder / PRIVATE
    private.mkdir(mode=0o700, exist_ok=True)
    if not (private / ".gitignore").exists():
        write_text(private / ".gitignore", "*\n")
    journal = folder / JOURNAL
    write_text(journal / f"{step.id}.json", json.dumps(asdict(step), ensure_ascii=False, indent=1) + "\n")
    for path in sorted(journal.glob("*.json"), reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()


def _read(folder: Path, path: str) -> str | None:
    """The text of a file as it stands; None where there is none."""
    try:
        with (folder / path).open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise Refused("desk-refused.letters", path=path) from error
