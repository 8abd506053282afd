"""Steps that are made, taken back and refused: the case's own bytes say what happened."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.problems import UsageError
from sousveil.workbench.desk.changes import (
    JOURNAL,
    KEPT,
    Change,
    Conflict,
    Standing,
    Step,
    apply_step,
    compare_pieces,
    make_step,
    read_journal,
    read_piece,
    read_step,
    redo_step,
    tell_standing,
    undo_step,
)

TWO = "# said by the town\n- id: e-one\n  title: One  # first\n\n- id: e-two\n  title: Two\n"
THREE = "- id: e-three\n  title: Three\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "events.yaml").write_text(TWO, encoding="utf-8")
    return tmp_path


def events(case: Path) -> str:
    return (case / "events" / "events.yaml").read_text(encoding="utf-8")


def add(record: str = "e-three", text: str = THREE, path: str = "events/events.yaml") -> Step:
    return make_step("add", [record], [Change(path=path, record=record, before=None, after=text)])


def test_a_record_is_added_and_taken_back_to_the_byte(case: Path) -> None:
    step = add()
    apply_step(case, step)
    assert events(case) == f"{TWO}\n{THREE}"
    assert tell_standing(case, step) is Standing.STANDS
    undo_step(case, step)
    assert events(case) == TWO
    assert tell_standing(case, step) is Standing.BACK
    redo_step(case, step)
    assert events(case) == f"{TWO}\n{THREE}"


def test_a_file_that_was_made_goes_with_its_only_record(case: Path) -> None:
    step = add(path="events/new.yaml")
    apply_step(case, step)
    assert (case / "events" / "new.yaml").read_text(encoding="utf-8") == THREE
    undo_step(case, step)
    assert not (case / "events" / "new.yaml").exists()


def test_steps_are_taken_back_in_any_order(case: Path) -> None:
    before = read_piece(case, "events/events.yaml", "e-one")
    first = make_step(
        "change",
        ["e-one"],
        [
            Change(
                path="events/events.yaml",
                record="e-one",
                before=before,
                after="- id: e-one\n  title: Changed\n",
            )
        ],
    )
    second = add()
    apply_step(case, first)
    apply_step(case, second)
    undo_step(case, first)
    assert events(case) == f"{TWO}\n{THREE}"
    undo_step(case, second)
    assert events(case) == TWO


def test_what_was_changed_by_hand_since_is_not_taken_back(case: Path) -> None:
    step = add()
    apply_step(case, step)
    path = case / "events" / "events.yaml"
    path.write_text(events(case).replace("Three", "By hand"), encoding="utf-8")
    assert tell_standing(case, step) is Standing.CHANGED
    with pytest.raises(Conflict) as refused:
        undo_step(case, step)
    assert refused.value.now == "- id: e-three\n  title: By hand\n"
    assert "By hand" in events(case)


def test_a_conflict_writes_neither_case_nor_journal(case: Path) -> None:
    change = Change(
        path="events/events.yaml",
        record="e-one",
        before="- id: e-one\n  title: Other\n",
        after="- id: e-one\n",
    )
    with pytest.raises(Conflict):
        apply_step(case, make_step("change", ["x"], [change]))
    assert events(case) == TWO
    assert read_journal(case) == []


def test_nothing_is_written_outside_the_case(case: Path) -> None:
    with pytest.raises(UsageError, match="out of the case"):
        apply_step(case, add(path="../elsewhere.yaml"))
    assert not (case.parent / "elsewhere.yaml").exists()


def test_the_journal_holds_what_was_meant_even_if_the_case_was_never_written(case: Path) -> None:
    apply_step(case, step := add())
    (case / "events" / "events.yaml").write_text(TWO, encoding="utf-8")  # as a power cut would leave it
    kept = read_journal(case)
    assert kept == [step]
    assert tell_standing(case, kept[0]) is Standing.BACK


def test_a_damaged_entry_of_the_journal_is_passed_over(case: Path) -> None:
    apply_step(case, step := add())
    (case / JOURNAL / "00000000000000000001.json").write_text('{"id": 3}', encoding="utf-8")
    assert read_journal(case) == [step]
    assert read_step(case, "../../case") is None


def test_the_journal_is_kept_from_git_and_from_others_and_does_not_grow_for_ever(case: Path) -> None:
    (case / JOURNAL).mkdir(parents=True)
    for number in range(KEPT):
        (case / JOURNAL / f"{number:020d}.json").write_text(json.dumps({}), encoding="utf-8")
    apply_step(case, step := add())
    assert (case / ".private" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert len(list((case / JOURNAL).glob("*.json"))) == KEPT
    assert read_journal(case) == [step]


def test_a_difference_shows_what_goes_and_comes_and_little_else() -> None:
    old = "".join(f"line {number}\n" for number in range(20))
    lines = compare_pieces(old, old.replace("line 10\n", "line ten\n"))
    assert [(line.sign, line.text) for line in lines if line.sign in "+-"] == [
        ("-", "line 10"),
        ("+", "line ten"),
    ]
    assert len([line for line in lines if line.sign == " "]) == 6
    assert lines[0].sign == lines[-1].sign == "…"
    assert [line.sign for line in compare_pieces(None, "a\nb\n")] == ["+", "+"]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(titles=st.lists(words, min_size=1, max_size=4), at=st.integers(0, 3))
def test_undoing_what_was_just_done_leaves_the_bytes_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], at: int
) -> None:
    case = tmp_path_factory.mktemp("case")
    (case / "events").mkdir()
    text = "\n".join(
        f"- id: e-{number}\n  title: {json.dumps(title)}\n" for number, title in enumerate(titles)
    )
    (case / "events" / "events.yaml").write_text(text, encoding="utf-8", newline="")
    number = at % len(titles)
    before = read_piece(case, "events/events.yaml", f"e-{number}")
    change = Change(
        path="events/events.yaml",
        record=f"e-{number}",
        before=before,
        after=f"- id: e-{number}\n  title: new\n",
    )
    step = make_step("change", ["x"], [change])
    apply_step(case, step)
    undo_step(case, step)
    assert (case / "events" / "events.yaml").read_bytes().decode() == text
