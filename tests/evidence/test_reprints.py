"""Texts that may be one: found in either script and with cuts, never joined; counts that hang on it are named."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from sousveil.case.custody import change_sums
from sousveil.case.load import load_case
from sousveil.evidence import reprints
from sousveil.evidence.reprints import find_alike
from sousveil.plaintext.script import fold_for_search, to_cyrillic
from sousveil.problems import Problem
from sousveil.workbench.build import prepare_publication
from sousveil.workbench.check import check_case
from sousveil.workbench.custody.capturing import capture_file

SYLLABLES = (
    "ka",
    "me",
    "ra",
    "nad",
    "zor",
    "lju",
    "nje",
    "ša",
    "đe",
    "či",
    "bog",
    "vid",
    "za",
    "kon",
    "po",
    "li",
)


def write_text(words: int, seed: int) -> str:
    numbers = random.Random(seed)  # noqa: S311 - no secret
    return " ".join("".join(numbers.choices(SYLLABLES, k=numbers.randint(1, 4))) for _ in range(words))


def share_slowly(one: str, other: str) -> float:
    """The twin: runs of five as lists of words."""
    first, second = (
        {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
        for words in (fold_for_search(text).split() for text in (one, other))
    )
    return len(first & second) / min(len(first), len(second))


def groups(*texts: str) -> list[tuple[str, ...]]:
    return [one.members for one in find_alike({f"s-{n}": text for n, text in enumerate(texts)})]


def test_a_reprint_with_a_new_beginning_and_an_end_cut_off() -> None:
    original = write_text(400, 1)
    words = original.split()
    reprint = f"{write_text(60, 2)} {' '.join(words[:300])}"
    (found,) = find_alike({"s-a": original, "s-b": reprint, "s-c": write_text(400, 3)})
    assert found.members == ("s-a", "s-b")
    assert found.share == pytest.approx(share_slowly(original, reprint))
    assert 0.8 < found.share < 0.9


def test_the_other_script_is_the_same_text() -> None:
    text = write_text(200, 4)
    (found,) = find_alike({"s-a": text, "s-b": to_cyrillic(text)})
    assert found.share == 1


def test_what_only_shares_a_notice_or_single_words_is_not_alike() -> None:
    notice = write_text(24, 5)  # twenty runs of five
    shuffled = write_text(400, 6).split()
    random.Random(0).shuffle(shuffled)  # noqa: S311
    texts = [f"{write_text(100, 7)} {notice}", f"{write_text(100, 8)} {notice}"]
    assert groups(*texts, write_text(400, 6), " ".join(shuffled), "", "one two") == []
    assert groups(write_text(23, 9), write_text(23, 9)) == []  # one run short of enough
    assert groups(write_text(24, 9), write_text(24, 9)) == [("s-0", "s-1")]


def test_a_chain_of_revisions_is_one_group_and_a_crowd_too() -> None:
    words = write_text(600, 10).split()
    parts = [" ".join(words[at : at + 300]) for at in (0, 100, 200, 300)]
    assert [share_slowly(*pair) > 0.6 for pair in pairwise(parts)] == [True] * 3
    assert share_slowly(parts[0], parts[3]) == 0
    assert groups(*parts) == [("s-0", "s-1", "s-2", "s-3")]
    assert len(groups(*[write_text(100, 11)] * 60)[0]) == 60


def test_of_very_much_text_a_part_is_looked_at_and_says_much_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = write_text(4_000, 12).split()
    texts = {
        "s-a": " ".join(words),
        "s-b": " ".join(words[:3_000] + write_text(1_000, 13).split()),
        "s-c": write_text(4_000, 14),
    }
    (whole,) = find_alike(texts)
    monkeypatch.setattr(reprints, "MOST_RUNS", 2_000)  # every seventh
    (part,) = find_alike(texts)
    assert part.members == whole.members == ("s-a", "s-b")
    assert part.share == pytest.approx(whole.share, abs=0.08)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Five outlets with one figure; three print one text, and the copies of all lie in the case."""
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    (folder / "claims").mkdir()
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    claims, agency = "", write_text(200, 20)
    for number, name in enumerate("abcde"):
        head = f"---\nid: s-{name}\ntype: article-newspaper\nkind: journalism\ntitle: {name}\n---\n"
        (folder / "sources" / f"{name}.md").write_text(head)
        claims += (
            f'- {{id: c-{name}, source: s-{name}, locator: p. 1, stated: "1,000 cameras", subject: g-x, '
            "measure: cameras, value: {amount: '1000', unit: camera}}\n"
        )
        text = f"{write_text(30, number)} {agency}" if name in "abc" else write_text(200, number)
        (tmp_path / f"{name}.txt").write_text(text)
    (folder / "claims" / "all.yaml").write_text(claims)
    (folder / "questions").mkdir()
    (folder / "questions" / "all.yaml").write_text(
        "- {id: q-many, text: How many?, answer: Many., claims: [c-a, c-b, c-c, c-d]}\n"
    )
    for name in "abcde":
        capture_file(folder, f"s-{name}", tmp_path / f"{name}.txt", actor="ana")
    return folder


def told(folder: Path) -> dict[str, Problem]:
    return {one.message: one for one in check_case(folder).problems if one.message.startswith("reprint")}


def test_every_count_of_origins_that_hangs_on_it_is_named(case: Path) -> None:
    found = told(case)
    assert found["reprint"].args["sources"] == ("s-a", "s-b", "s-c")
    question = found["reprint.question"].args
    assert (question["what"], question["origins"], question["fewer"]) == ("q-many", 4, 2)
    figure = found["reprint.figure"].args
    assert (figure["what"], figure["origins"], figure["fewer"]) == ("g-x.cameras", 5, 3)
    rests = [one for one in check_case(case).problems if one.message == "question.rests-on"]
    assert rests[0].args["origins"] == 4  # nothing is joined by it


def test_once_a_person_says_so_it_counts_and_is_not_said_again(case: Path) -> None:
    for name in "bc":
        path = case / "sources" / f"{name}.md"
        path.write_text(path.read_text().replace("\ntitle:", "\nrepublishes: [s-a]\ntitle:"))
    assert told(case) == {}
    rests = [one for one in check_case(case).problems if one.message == "question.rests-on"]
    assert rests[0].args["origins"] == 2


def read_sources(folder: Path) -> str:
    publication, *_ = prepare_publication(load_case(folder)[0], as_of="2025-03-01", folder=folder)
    return publication.files["sources/index.html"].decode()


def test_a_site_says_how_many_origins_would_explain_its_sources(case: Path) -> None:
    alike = "5 sources, 5 origins by what the record says; 3 would explain them"
    assert alike in read_sources(case)
    path = case / "sources" / "c.md"
    path.write_text(path.read_text().replace("\ntitle:", "\nsensitivity: private\ntitle:"))
    assert "4 sources, 4 origins by what the record says; 3 would" in read_sources(case)
    path = case / "sources" / "b.md"
    path.write_text(path.read_text().replace("\ntitle:", "\nrepublishes: [s-a]\ntitle:"))
    assert "4 sources, 3 origins: what" in read_sources(case)


def test_what_was_found_is_kept_until_a_copy_changes(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Kept:
        def __init__(self) -> None:
            self.found: dict[str, bytes] = {}

        def read(self, key: str) -> bytes | None:
            return self.found.get(key)

        def write(self, key: str, content: bytes) -> None:
            self.found[key] = content

    store = Kept()
    first = {one.key for one in check_case(case, store=store).problems}
    monkeypatch.setattr("sousveil.workbench.reprints.find_alike", lambda _: pytest.fail("read again"))
    assert {one.key for one in check_case(case, store=store).problems} == first
    change_sums(case, add=dict.fromkeys(_texts(case), "0" * 64))
    with pytest.raises(pytest.fail.Exception):
        check_case(case, store=store)


def _texts(folder: Path) -> list[str]:
    root = folder / "captures"
    return [path.relative_to(root).as_posix() for path in root.rglob("text.txt")]
