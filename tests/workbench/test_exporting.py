"""What leaves a case in other people's formats: all of the public sources, and nothing else."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from sousveil.adapters.references.bibtex import parse_bibtex
from sousveil.adapters.references.bibtex_out import render_bibtex
from sousveil.adapters.references.tex import read_tex
from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.problems import PublishRefused, UsageError
from sousveil.records.base import say
from sousveil.records.source import Name, Source
from sousveil.workbench.exporting import EXPORTS, export_case

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"
PLAIN = "title: Plans\ntype: report\nkind: official\n"


def write_source(folder: Path, name: str, fields: str) -> None:
    folder.joinpath("sources").mkdir(parents=True, exist_ok=True)
    about = 'format = 1\nid = "x"\ntitle = "X"\nas_of = "2025-12-31"\n'
    (folder / "case.toml").write_text(about, encoding="utf-8")
    path = folder / "sources" / f"{name}.md"
    path.write_text(f"---\nid: s-{name}\n{fields}---\n", encoding="utf-8")


def test_an_entry_is_written_as_biblatex_has_it() -> None:
    source = Source(
        id="s-plan",
        type="article-newspaper",
        kind="journalism",
        title="R&D: 50 % of {all} cameras",
        author=(Name(family="Šabić", given="Rodoljub"), Name(literal="Ministry of the Interior")),
        container_title="Daily_News",
        issued="2019-03~",
        URL="https://example.org/a_b?c={d}",
        via=("s-one", "s-two"),
    )
    assert render_bibtex([source]).splitlines() == [
        "@article{s-plan,",
        "  author = {Šabić, Rodoljub and {Ministry of the Interior}},",
        r"  title = {{R\&D: 50 \% of \{all\} cameras}},",
        r"  journaltitle = {Daily\_News},",
        "  date = {2019-03~},",
        "  url = {https://example.org/a_b?c=%7Bd%7D},",
        "  annotation = {type: article-newspaper; kind: journalism; via: s-one, s-two},",
        "}",
    ]


def test_the_sources_of_a_case_come_back_from_bibtex() -> None:
    sources = load_case(SERBIA)[0].sources
    reading = parse_bibtex(render_bibtex(sources.values()), "out.bib")
    assert not reading.problems
    assert len(reading.entries) == len(sources) > 40
    for entry in reading.entries:
        assert isinstance(entry.item.value, dict)
        source = sources[entry.item.value["id"]]
        assert set(entry.left) <= {"annotation"}
        assert entry.item.value["title"] == say(source.title)
        for name in ("issued", "accessed", "URL", "DOI", "publisher", "language"):
            assert entry.item.value.get(name) == getattr(source, name), (source.id, name)
        if isinstance(source.title, dict):
            assert all(
                read_tex(words) in read_tex(entry.left["annotation"]) for words in source.title.values()
            )
        names = [Name(**name) for name in entry.item.value.get("author", [])]
        assert names == list(source.author), source.id


def read_all(form: str, content: bytes) -> str:
    """Every word of an export."""
    if form in {"datapackage", "rocrate"}:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if form == "sqlite":
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(content)
            return "\n".join(base.iterdump())
    if form == "geoparquet":
        table = pq.read_table(io.BytesIO(content))
        return f"{table.to_pydict()}{table.schema.metadata}"
    return content.decode()


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("sensitivity", ["private", "embargoed until 2999-01-01"])
def test_what_is_withheld_stays_in(form: str, sensitivity: str, tmp_path: Path) -> None:
    write_source(tmp_path, "open", PLAIN)
    write_source(tmp_path, "shut", f"{PLAIN}URL: https://example.org/shut\nsensitivity: {sensitivity}\n")
    for kind, fields in (
        ("events", "kind: law\n  date: '2019'"),
        ("contracts", "date: 2019-03"),
    ):
        tmp_path.joinpath(kind).mkdir()
        texts = (
            f"- id: {kind[0]}-{name}\n  title: About {name}\n  {fields}\n  sources: [s-{name}]\n"
            for name in ("open", "shut")
        )
        (tmp_path / kind / "all.yaml").write_text("".join(texts), encoding="utf-8")
    places = (
        "- id: l-open\n  name: Open\n  lat: 1\n  lon: 2\n- id: l-2\n  name: Shutter\n  sensitivity: private\n"
    )
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "all.yaml").write_text(places, encoding="utf-8")
    done = export_case(tmp_path, form)
    told = read_all(form, done.content)
    assert "open" in told
    assert "shut" not in told.lower()
    assert done.redactions.counts == {"sources": 1, "events": 1, "contracts": 1, "places": 1}


@pytest.mark.parametrize("form", EXPORTS)
def test_a_case_is_exported_as_the_same_bytes_each_time(form: str) -> None:
    assert export_case(SERBIA, form).content == export_case(SERBIA, form).content


@pytest.mark.parametrize("form", EXPORTS)
def test_an_identifier_stops_the_export_before_anything_is_written(form: str, tmp_path: Path) -> None:
    write_source(tmp_path, "open", f"{PLAIN}note: call +381 64 123 4567\n")
    out = tmp_path / "out"
    with pytest.raises(PublishRefused, match="open"):
        export_case(tmp_path, form, out=out)
    assert not out.exists()


def test_a_case_of_no_day_gives_no_crate(tmp_path: Path) -> None:
    write_source(tmp_path, "open", PLAIN)
    (tmp_path / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="as_of"):
        export_case(tmp_path, "rocrate")
    assert export_case(tmp_path, "rocrate", as_of="2025-12-31").content


def test_the_command_writes_a_file_or_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sources.json"
    assert main(["export", str(SERBIA), "--format", "csl", "--out", str(out)]) == 0
    written = out.read_text(encoding="utf-8")
    assert len(json.loads(written)) > 40
    assert capsys.readouterr().out == ""
    assert main(["export", str(SERBIA)]) == 0
    assert capsys.readouterr().out == written


def test_the_docs_say_of_every_form_what_it_cannot_hold() -> None:
    text = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])
    assert "judged by" in sections.pop("Who judges")
    assert list(sections) == list(EXPORTS)
    assert all("goes to" in section for section in sections.values())
    assert all("not held" in section for form, section in sections.items() if form != "sqlite")
