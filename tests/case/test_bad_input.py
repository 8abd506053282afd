"""Bad input, each with the exact place, what was found, what would be right, and the rest of the case still loaded."""

import os
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.messages import render_problem
from sousveil.plaintext.guard import LARGEST_FILE
from sousveil.problems import Severity

from .conftest import CLAIM, MANIFEST, SOURCE, Files, Load

GOOD = "- id: c-9\n  source: s-a\n  locator: p\n  stated: x\n  subject: town\n  measure: m\n"


def claim(lines: str) -> str:
    """The sound claim with further lines (they begin in line 7), and another sound claim below."""
    return f"{CLAIM}{lines}\n{GOOD}"


def derived(on: str, number: int) -> str:
    return f"- id: d-{number}\n  formula: a\n  inputs: {{a: {on}}}\n"


# name → (file, content, place, code, words of the sentence)
BAD: dict[str, tuple[str, str | bytes, str, str, list[str]]] = {
    "wrong type": ("claims/b.yaml", claim("  via: s-a\n"), "7:8", "wrong-type", ["'s-a'", "a list"]),
    "wrong type in a value": (
        "claims/b.yaml",
        claim("  value:\n    amount: [1]\n"),
        "8:13",
        "wrong-type",
        ["a list of 1", "write a text"],
    ),
    "unknown field": (
        "claims/b.yaml",
        claim("  stauts: planned\n"),
        "7:3",
        "unknown-field",
        ["'stauts'", "'status'"],
    ),
    "unknown field of a part": (
        "claims/b.yaml",
        claim('  value:\n    amout: "3"\n'),
        "8:5",
        "unknown-field",
        ["'value.amout'", "'amount'"],
    ),
    "unknown field in flow style": (
        "claims/b.yaml",
        claim('  value: {amout: "3"}\n'),
        "7:11",
        "unknown-field",
        ["'amount'"],
    ),
    "missing field": (
        "claims/b.yaml",
        "- id: c-1\n  source: s-a\n\n" + GOOD,
        "1:3",
        "missing-field",
        ["'locator'"],
    ),
    "missing reference": (
        "claims/b.yaml",
        claim("  via:\n    - s-b\n"),
        "8:7",
        "missing-reference",
        ["'s-b'", "source"],
    ),
    "nearest reference": (
        "events/e.yaml",
        '- id: e-1\n  date: "2024"\n  title: T\n  kind: law\n  claims: [c-10]\n',
        "5:12",
        "missing-reference",
        ["'c-10'", "nearest is 'c-1'"],
    ),
    "reference of another kind": (
        "claims/b.yaml",
        claim("  restates: s-a\n"),
        "7:13",
        "wrong-kind",
        ["'s-a'", "claim"],
    ),
    "duplicate id": (
        "events/e.yaml",
        '- id: c-1\n  date: "2024"\n  title: T\n  kind: law\n',
        "1:7",
        "duplicate-id",
        ["'c-1'", "claims/a.yaml:1:7"],
    ),
    "duplicate key": (
        "claims/b.yaml",
        claim("  locator: page 2\n"),
        "7:3",
        "duplicate-key",
        ["'locator'", "line 3"],
    ),
    "alias": ("claims/b.yaml", claim("  via: &x [s-a]\n"), "7:8", "yaml-alias", ["'x'"]),
    "number unquoted": (
        "claims/b.yaml",
        claim("  value:\n    amount: 3500\n"),
        "8:13",
        "unquoted",
        ["3500", '"3500"'],
    ),
    "number keeps its zeros": (
        "claims/b.yaml",
        claim("  value:\n    amount: 1.20 # so\n"),
        "8:13",
        "unquoted",
        ['"1.20"'],
    ),
    "date unquoted": ("claims/b.yaml", claim("  valid: 2024\n"), "7:10", "unquoted", ['"2024"']),
    "date that does not exist": (
        "claims/b.yaml",
        claim('  valid: "2023-02-29"\n'),
        "7:10",
        "wrong-date",
        ["'2023-02-29'", "28 days"],
    ),
    "no date": (
        "claims/b.yaml",
        claim("  valid: last spring\n"),
        "7:10",
        "wrong-date",
        ["'last spring'", "YYYY"],
    ),
    "unknown unit": (
        "claims/b.yaml",
        claim('  value:\n    amount: "3"\n    unit: camra\n'),
        "9:11",
        "wrong-unit",
        ["'camra'", "'camera'"],
    ),
    "unknown word": (
        "claims/b.yaml",
        claim("  status: instaled\n"),
        "7:11",
        "wrong-word",
        ["'instaled'", "'installed'"],
    ),
    "an id of another form": (
        "claims/b.yaml",
        claim("  part_of: C 1\n"),
        "7:12",
        "wrong-form",
        ["'C 1'", "lower-case"],
    ),
    "no value": ("claims/b.yaml", claim("  via:\n"), "7:7", "wrong-type", ["has no value"]),
    "figures of a range": (
        "claims/b.yaml",
        claim('  value:\n    hedge: between\n    low: "1"\n'),
        "8:5",
        "wrong-value",
        ["`low` and `high`"],
    ),
    "value of no shape": (
        "claims/b.yaml",
        claim("  value: [a]\n"),
        "7:10",
        "wrong-type",
        ["a phrase in quotes"],
    ),
    "place out of range": (
        "places/p.yaml",
        "- id: l-1\n  name: X\n  lat: 144.8\n",
        "3:8",
        "out-of-range",
        ["144.8", "90"],
    ),
    "text in two languages": (
        "claims/b.yaml",
        claim("  note: {en: x, EN: y}\n"),
        "7:17",
        "wrong-form",
        ["language tag"],
    ),
    "a text that is a number": ("claims/b.yaml", claim("  note: 5\n"), "7:9", "unquoted", ['"5"']),
    "not a record": (
        "claims/b.yaml",
        "- only a word\n" + GOOD,
        "1:3",
        "wrong-type",
        ["'only a word'", "- id:"],
    ),
    "not a list": ("claims/b.yaml", "id: c-1\n", "1:1", "yaml-shape", ["a mapping with id", "a list"]),
    "syntax": ("claims/b.yaml", '- id: c-1\n  stated: "open\n' + GOOD, "2:11", "yaml-syntax", ["- id:"]),
    "tab": ("claims/b.yaml", "- id: c-1\n\tsource: s-a\n" + GOOD, "2:1", "yaml-syntax", ["- id:"]),
    "nul": ("claims/b.yaml", b"- id: c-1\n  a: \x00\n", "2:6", "nul-byte", ["UTF-8"]),
    "encoding": ("claims/b.yaml", "- id: č\n".encode("cp1250"), "1:7", "not-utf8", ["0xE8"]),
    "byte order mark": (
        "claims/b.yaml",
        b"\xef\xbb\xbf" + GOOD.encode(),
        "1:1",
        "byte-order-mark",
        ["skipped"],
    ),
    "windows line ends": ("claims/b.yaml", GOOD.replace("\n", "\r\n"), "1:10", "line-ends", ["line feed"]),
    "letters in parts": (
        "claims/b.yaml",
        GOOD.replace("stated: x", "stated: c\u030c"),
        "4:11",
        "not-nfc",
        ["composed"],
    ),
    "long line": ("claims/b.yaml", GOOD + "  note: " + "a" * 2**20, "7:1", "line-too-long", ["1048584"]),
    "deep": ("claims/b.yaml", claim("  note: " + "[" * 5000), "7:38", "yaml-depth", ["30"]),
    "front matter": ("sources/b.md", "id: s-b\n", "1:1", "front-matter", ["`---`"]),
    "source field": (
        "sources/b.md",
        SOURCE.replace("s-a", "s-b").replace("type:", "tpye:"),
        "3:1",
        "unknown-field",
        ["'type'"],
    ),
    "manifest": ("case.toml", MANIFEST + "titel = 1\n", "4:1", "unknown-field", ["'title'"]),
    "manifest syntax": ("case.toml", MANIFEST + "x = \n", "4:5", "toml-syntax", ["TOML"]),
    "no format": ("case.toml", 'id = "x"\ntitle = "X"\n', "1:1", "format-missing", ["format = 1"]),
    "person": (
        "actors/a.yaml",
        "- id: a-p\n  kind: person\n  name: P\n  public_role: Mayor\n  sources: [s-a]\n",
        "2:9",
        "person-without",
        ["public_interest"],
    ),
    "rank": ("claims/b.yaml", claim("  rank: deprecated\n"), "7:9", "rank-without-reason", ["'deprecated'"]),
    "series": (
        "claims/b.yaml",
        claim("  value: {trend: falling, series: t.score}\n"),
        "7:35",
        "missing-reference",
        ["'t.score'"],
    ),
    "answer": (
        "questions/q.yaml",
        "- id: q-1\n  text: Why?\n  answer: It is {c-nowhere}.\n",
        "3:11",
        "missing-reference",
        ["'c-nowhere'"],
    ),
    "misspelt subject": (
        "claims/b.yaml",
        GOOD.replace("town", "g-belgrde"),
        "5:12",
        "missing-subject",
        ["'g-belgrade'"],
    ),
    "not a record file": ("claims/b.yml", GOOD, "1:1", "not-read", ["'.yaml'"]),
    "stray file": ("extra.yaml", GOOD, "1:1", "unknown-entry", ["'extra.yaml'", "measures.yaml"]),
    "stray folder": ("clams/b.yaml", GOOD, "1:1", "unknown-entry", ["'clams'", "claims"]),
    "row too short": ("indicators/t.csv", "year,score\n2020\n2021,5\n", "2:1", "row-width", ["1 cells", "2"]),
    "row twice": (
        "indicators/t.csv",
        "year,score\n2020,1\n2020,5\n",
        "3:1",
        "row-twice",
        ["'2020'", "line 2"],
    ),
    "rate": (
        "rates/r.csv",
        "period,source_currency,target_currency,low,high,source\n2024,eur,USD,1,1,x\n",
        "2:6",
        "wrong-form",
        ["'eur'", "three capitals"],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_has_its_place_and_says_what_would_be_right(name: str, load: Load) -> None:
    path, content, place, code, words = BAD[name]
    programme = "- id: g-belgrade\n  title: B\n"
    files: Files = {path: content, "programmes/g.yaml": programme}
    if path == "claims/b.yaml" and isinstance(content, str):
        files[path] = content.replace("c-1\n", "c-2\n", 1)
    case, problems = load(files)
    shown = [render_problem(problem) for problem in problems]
    where = path.split("/", maxsplit=1)[0] if name == "stray folder" else path
    found = [line for line in shown if line.startswith(f"{where}:{place}: ") and f"[{code}]" in line]
    assert found, shown
    assert all(word in found[0] for word in words), found
    assert "{" not in found[0].replace("{c-", ""), found
    assert "c-1" in case.claims
    assert "s-a" in case.sources


@pytest.mark.parametrize(
    "name", [name for name in BAD if isinstance(BAD[name][1], str) and GOOD in str(BAD[name][1])]
)
def test_a_bad_record_costs_only_itself(name: str, load: Load) -> None:
    path, content, _, code, _ = BAD[name]
    if path != "claims/b.yaml" or code in {"line-too-long", "not-read"}:
        return
    case, _ = load({path: str(content).replace("c-1\n", "c-2\n", 1)})
    assert "c-9" in case.claims


def test_one_fault_makes_one_complaint(load: Load) -> None:
    _, problems = load(
        {
            "claims/b.yaml": "- id: c-2\n  source: s-a\n  locator: 5\n",
            "events/e.yaml": '- id: e-1\n  date: "2024"\n  title: T\n  kind: law\n  claims: [c-2]\n',
        }
    )
    # the number unquoted and three fields missing; nobody is told that c-2, which stands there, is missing
    assert sorted(problem.code for problem in problems) == ["missing-field"] * 3 + ["unquoted"]


def test_a_file_larger_than_is_read_is_not_opened(load: Load, tmp_path: Path) -> None:
    load({})
    path = tmp_path / "case" / "claims" / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    case, (problem,) = load_case(tmp_path / "case")
    assert problem.code == "file-too-large"
    assert problem.origin == ("claims/huge.yaml", 1, 1)
    assert "c-1" in case.claims


def test_a_link_out_of_the_case_is_not_followed(load: Load, tmp_path: Path) -> None:
    load({})
    outside = tmp_path / "outside.yaml"
    outside.write_text(GOOD, encoding="utf-8")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (tmp_path / "case/claims/link.yaml").symlink_to(outside)
    (tmp_path / "case/events").symlink_to(folder)
    (tmp_path / "case/claims/ring.yaml").symlink_to("ring.yaml")
    (tmp_path / "case/claims/inside.yaml").symlink_to("../claims/a.yaml")
    case, problems = load_case(tmp_path / "case")
    assert sorted((p.code, p.origin.path if p.origin else "") for p in problems) == [
        ("duplicate-id", "claims/inside.yaml"),
        ("link-outside", "claims/link.yaml"),
        ("link-outside", "events"),
        ("unreadable", "claims/ring.yaml"),
    ]
    assert list(case.claims) == ["c-1"]


def test_a_folder_that_may_not_be_read(load: Load, tmp_path: Path) -> None:
    load({})
    os.mkfifo(tmp_path / "case/claims/pipe.yaml")
    case, problems = load_case(tmp_path / "case")
    assert [problem.code for problem in problems] == ["not-a-file"]
    assert "c-1" in case.claims
    case, problems = load_case(tmp_path / "nowhere")
    assert {problem.code for problem in problems} == {"unreadable", "empty-folder"}
    assert not list(case.records())


def test_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    case, (problem,) = load_case(tmp_path)
    assert problem.code == "empty-folder"
    assert "sousveil new" in render_problem(problem)
    assert not list(case.records())


def test_a_case_without_manifest_is_read_all_the_same(load: Load, tmp_path: Path) -> None:
    load({})
    (tmp_path / "case/case.toml").unlink()
    case, (problem,) = load_case(tmp_path / "case")
    assert problem.code == "no-manifest"
    assert "c-1" in case.claims


def test_of_a_newer_format_nothing_is_read(load: Load) -> None:
    case, (problem,) = load(
        {"case.toml": 'format = 2\nid = "x"\ntitle = "X"\nnew_field = 1\n', "claims/b.yaml": "- ["}
    )
    assert problem.code == "format-too-new"
    assert problem.origin == ("case.toml", 1, 10)
    assert "format 2" in render_problem(problem)
    assert not list(case.records())


@pytest.mark.parametrize(
    ("field", "records"),
    [
        ("inputs", "".join(map(derived, ["d-2", "d-3", "d-1", "d-1"], range(1, 5)))),
        ("inputs", derived("d-1", 1)),
    ],
)
def test_derived_figures_that_rest_on_themselves(field: str, records: str, load: Load) -> None:
    _, (problem,) = load({"derived/d.yaml": records})
    assert problem.message == f"ring.{field}"
    assert problem.origin is not None
    assert problem.origin.line == 3
    assert str(problem.args["chain"]).startswith("d-1 → ")
    assert str(problem.args["chain"]).endswith("d-1")


def test_a_long_chain_is_no_ring(load: Load) -> None:
    chain = "".join(
        f"- id: d-{n}\n  formula: a\n  inputs:\n    a: {f'd-{n + 1}' if n < 3000 else 'c-1'}\n"
        for n in range(3001)
    )
    _, problems = load({"derived/d.yaml": chain})
    assert not problems


def test_many_missing_names_do_not_take_long_to_report(load: Load) -> None:
    many = "".join(GOOD.replace("c-9", f"c-{n + 10}").replace("s-a", f"s-{n}") for n in range(2000))
    _, problems = load({"claims/b.yaml": many})
    assert [problem.code for problem in problems] == ["missing-reference"] * 2000


def test_problems_that_lose_something_are_errors(load: Load) -> None:
    _, problems = load(
        {"claims/b.yaml": claim("  stauts: planned\n").replace("c-1", "c-2"), "notes.yaml": ""}
    )
    assert {problem.code: problem.severity for problem in problems} == {
        "unknown-field": Severity.ERROR,
        "unknown-entry": Severity.NOTE,
    }
