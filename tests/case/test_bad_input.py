"""Bad input, each with the exact place, what was found, what would be right, and the rest of the case still loaded."""

import os
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.messages import render_problem
from sousveil.plaintext.guard import LARGEST_FILE, LONGEST_LINE
from sousveil.problems import Severity

from .bad import BAD, GOOD, claim, derived
from .conftest import MANIFEST, Files, Load


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


def test_an_empty_folder_is_called_by_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dossier").mkdir()
    monkeypatch.chdir(tmp_path / "dossier")
    case, (problem,) = load_case(Path())
    assert "the folder 'dossier' holds no case" in render_problem(problem)
    assert case.manifest.title == "dossier"


REFUSED = [b"\x00", b"\xff\xfea", b"caf\xe9", b"- " + b"x" * (LONGEST_LINE + 1)]


@pytest.mark.parametrize("content", REFUSED)
def test_of_a_file_refused_whole_nothing_is_said_to_be_missing(content: bytes, load: Load) -> None:
    naming: Files = {
        "case.toml": MANIFEST + 'key_figures = ["c-far"]\n',
        "events/e.yaml": '- id: e-1\n  date: "2024"\n  title: T\n  kind: law\n  claims: [c-far]\n',
        "derived/d.yaml": "- id: d-1\n  formula: a\n  inputs: {a: c-far}\n",
    }
    _, problems = load({**naming, "claims/b.yaml": GOOD})
    assert [problem.code for problem in problems] == ["missing-reference"] * 3
    _, problems = load({**naming, "claims/b.yaml": content})
    assert len(problems) == 1
    _, problems = load({**naming, "claims/b.yaml": GOOD, "actors/a.yaml": content})
    assert [problem.code for problem in problems].count("missing-reference") == 3


@pytest.mark.parametrize("content", REFUSED)
def test_units_contracts_and_tables_refused_whole(content: bytes, load: Load) -> None:
    value = '  value: {amount: "3", unit: poles}\n'
    naming: Files = {
        "claims/b.yaml": claim(value).replace("c-1", "c-2"),
        "derived/d.yaml": "- id: d-1\n  formula: a\n  inputs: {a: t.cameras@2020}\n",
    }
    _, problems = load(naming)
    assert sorted(problem.code for problem in problems) == ["missing-reference", "wrong-unit"]
    _, problems = load({**naming, "units.yaml": content, "indicators/t.csv": content})
    assert len(problems) == 2
    assert not {"missing-reference", "wrong-unit"} & {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("record", "place", "rest"),
    [
        ("- {id: c-2, stated: 1,013 cameras, measure: m}\n", "1:23", "013 cameras"),
        ("- {id: c-2, stated: 1,\n   013 cameras, measure: m}\n", "2:4", "013 cameras"),
        (claim("  value: {amount: 1,013, unit: camera}\n").replace("c-1", "c-2"), "7:21", "013"),
        (claim("  value: {is: Dahua, Hikvision}\n").replace("c-1", "c-2"), "7:22", "Hikvision"),
    ],
)
def test_a_comma_inside_braces_is_said_to_need_quotes(record: str, place: str, rest: str, load: Load) -> None:
    _, (problem,) = load({"claims/b.yaml": record})
    assert render_problem(problem).startswith(f"claims/b.yaml:{place}: error: found {rest!r} behind a comma")
    assert "quotes" in render_problem(problem)


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


def test_long_chains_and_wide_rings_are_found_quickly(load: Load) -> None:
    head = 'date: "2024"\n  title: T\n  kind: law\n  after:'
    events = "".join(f"- id: e-{n}\n  {head}\n    - e-{(n + 1) % 20_000}\n" for n in range(20_000))
    _, problems = load({"events/e.yaml": events})
    assert [problem.message for problem in problems] == ["ring.after"]
