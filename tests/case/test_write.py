"""Files are replaced whole, only the record meant changes, and a new case is sound."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from sousveil.case.load import load_case
from sousveil.case.migrate import migrate_case
from sousveil.case.schemas import render_schemas
from sousveil.case.skeleton import SKELETON, make_id, write_skeleton
from sousveil.case.write import add_record, format_case, render_records, rewrite_record, write_text
from sousveil.evidence.table import check
from sousveil.problems import FormatTooNew, Severity, UsageError
from sousveil.records.case import KINDS
from sousveil.records.claim import Claim
from sousveil.records.quantity import Quantity
from sousveil.records.source import Source

from .conftest import CLAIM, Load

NEW = Claim(
    id="c-2", source="s-a", locator="page 2", stated="no, 20", subject="town", measure="cameras",
    value=Quantity(amount="20", unit="camera"),
)  # fmt: skip


def test_a_record_is_written_as_it_was_given_and_no_more() -> None:
    assert render_records([NEW]) == (
        "- id: c-2\n  source: s-a\n  locator: page 2\n  stated: no, 20\n  subject: town\n  measure: cameras\n"
        '  value:\n    amount: "20"\n    unit: camera\n'
    )


def test_a_record_is_added_and_changed_in_place(load: Load, tmp_path: Path) -> None:
    other = "- {id: c-3, source: s-a, locator: p, stated: x, subject: t, measure: m}\n"
    load({"claims/a.yaml": f"# mine\n{CLAIM}\n# below\n{other}"})
    folder = tmp_path / "case"
    path = add_record(folder, "claims", NEW, file="a")
    assert path.read_text(encoding="utf-8").endswith("\n\n" + render_records([NEW]))
    changed = NEW.model_copy(update={"locator": "page 9"})
    before = path.read_text(encoding="utf-8")
    rewrite_record(path, changed)
    assert path.read_text(encoding="utf-8") == before.replace("page 2", "page 9")
    case, problems = load_case(folder)
    assert not problems
    assert case.claims["c-2"] == changed
    with pytest.raises(UsageError, match="has no record 'c-7'"):
        rewrite_record(path, NEW.model_copy(update={"id": "c-7"}))


def test_a_source_has_a_file_of_its_own(load: Load, tmp_path: Path) -> None:
    load({})
    source = Source(id="s-new", type="book", kind="academic", title="T: a book", body="Notes.")
    path = add_record(tmp_path / "case", "sources", source)
    assert path.read_text(encoding="utf-8") == (
        '---\nid: s-new\ntype: book\nkind: academic\ntitle: "T: a book"\n---\n\nNotes.\n'
    )
    case, problems = load_case(tmp_path / "case")
    assert not problems
    assert case.sources["s-new"] == source
    with pytest.raises(UsageError, match="is there already"):
        add_record(tmp_path / "case", "sources", source)
    rewrite_record(path, source.model_copy(update={"title": "U"}))
    assert "title: U\n" in path.read_text(encoding="utf-8")


def test_formatting_changes_no_record_and_is_done_once(load: Load, tmp_path: Path) -> None:
    files = {
        "claims/b.yaml": CLAIM.replace("c-1", "c-2").replace("\n", "\r\n"),
        "claims/c.yaml": "- {subject: t, id: c-3, source: s-a, locator: '3', stated: x, measure: m, valid: '2024'}\n",
        "claims/bad.yaml": "- id: c-4\n  x: [\n",
        "sources/b.md": "---\ntitle: 'B'\nid: s-b\ntype: book\nkind: academic\n---\nNotes\n",
    }
    before, _ = load(dict(files))
    folder = tmp_path / "case"
    changed = ["sources/b.md", "claims/b.yaml", "claims/c.yaml"]
    assert format_case(folder, write=False) == changed
    assert (folder / "claims/b.yaml").read_bytes() == files["claims/b.yaml"].encode()
    assert format_case(folder) == changed
    assert format_case(folder) == []
    assert load_case(folder)[0] == before
    assert (folder / "claims/bad.yaml").read_text(encoding="utf-8") == files["claims/bad.yaml"]
    assert (
        (folder / "claims/c.yaml")
        .read_text(encoding="utf-8")
        .startswith('- id: c-3\n  source: s-a\n  locator: "3"\n')
    )


def test_formatting_leaves_a_record_that_is_not_sound_as_it_is(load: Load, tmp_path: Path) -> None:
    unknown = "- stated: x\n  stauts: planned\n  id: c-3\n  measure: m\n"
    source = "---\ntitle: 'B'\nid: s-b\ntipe: book\n---\nNotes\n"
    load({"claims/b.yaml": f"{unknown}\n{CLAIM.replace('c-1', 'c-2')}", "sources/b.md": source})
    folder = tmp_path / "case"
    format_case(folder)
    assert (folder / "claims/b.yaml").read_text(encoding="utf-8").startswith(f"{unknown}\n- id: c-2\n")
    assert (folder / "sources/b.md").read_text(encoding="utf-8") == source


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_text(link, "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]


WRITER = """
import itertools, pathlib, sys
from sousveil.case.write import write_text
path = pathlib.Path(sys.argv[1])
print("ready", flush=True)
for n in itertools.count():
    write_text(path, f"{n % 10}" * 200_000)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_whoever_is_stopped_in_writing_leaves_a_whole_file(sign: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_text(path, "0" * 200_000)
    for wait in (0.02, 0.05, 0.11):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(wait)
            except subprocess.TimeoutExpired:
                process.send_signal(sign)
        text = path.read_text(encoding="utf-8")
        assert len(text) == 200_000
        assert len(set(text)) == 1
    if sign == signal.SIGINT:
        assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]


def test_what_a_killed_writer_leaves_behind_is_no_part_of_the_case(load: Load, tmp_path: Path) -> None:
    load({"claims/.a.yaml.x1.new": "- half a rec"})
    _, problems = load_case(tmp_path / "case")
    assert not problems


def test_a_new_case_passes_the_check_and_is_formatted(tmp_path: Path) -> None:
    folder = tmp_path / 'Нови "случај"'
    write_skeleton(folder)
    case, problems = load_case(folder)
    assert not problems
    assert case.manifest.id == "novi-slucaj"
    assert [p for p in check(case) if p.severity in {Severity.ERROR, Severity.WARNING}] == []
    assert format_case(folder) == []
    shown = [kind for kind in KINDS if getattr(case, kind)] + (["tables"] if case.tables else [])
    assert set(shown) == set(KINDS) - {"decisions", "camera_decisions"} | {"tables"}
    assert case.rates
    with pytest.raises(UsageError, match="not empty"):
        write_skeleton(folder)


@pytest.mark.parametrize(
    ("name", "expected"), [("Случај 1", "slucaj-1"), ("!!", "case"), ("a" * 99, "a" * 80)]
)
def test_a_name_makes_an_id(name: str, expected: str) -> None:
    assert make_id(name) == expected


def test_the_schemas_accept_the_new_case_and_refuse_a_misspelt_field() -> None:
    schemas = {name: json.loads(text) for name, text in render_schemas().items()}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for kind, (place, _) in KINDS.items():
        paths = [SKELETON / place] if "." in place else sorted((SKELETON / place).glob("*.yaml"))
        for path in paths:
            if not path.exists():
                continue
            assert f".schemas/{kind}.json" in path.read_text(encoding="utf-8").split("\n")[0]
            records = yaml.safe_load(path.read_text(encoding="utf-8"))
            jsonschema.validate(records, schemas[f"{kind}.json"])
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate([{**records[0], "stauts": "x"}], schemas[f"{kind}.json"])


def test_migration_writes_a_missing_format_and_refuses_a_newer(load: Load, tmp_path: Path) -> None:
    load({"case.toml": '# mine\nid = "a"\ntitle = "A"\n'})
    folder = tmp_path / "case"
    assert migrate_case(folder) == (None, 1)
    assert (folder / "case.toml").read_text(encoding="utf-8") == 'format = 1\n# mine\nid = "a"\ntitle = "A"\n'
    assert migrate_case(folder) == (1, 1)
    assert not load_case(folder)[1]
    (folder / "case.toml").write_text("format = 9\n", encoding="utf-8")
    with pytest.raises(FormatTooNew, match="format 9"):
        migrate_case(folder)
    shutil.rmtree(folder)
    with pytest.raises(UsageError, match="holds no case"):
        migrate_case(folder)
