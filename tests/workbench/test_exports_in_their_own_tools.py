"""What leaves a case is read by the programs it is meant for: their own validators and readers decide."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import geopandas  # type: ignore[import-untyped]
import ocdscardinal  # type: ignore[import-untyped]
import pytest
import rocrate.rocrate  # type: ignore[import-untyped]
from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from jsonschema import Draft4Validator
from prov.model import ProvDerivation, ProvDocument, ProvEntity
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

import sousveil
from sousveil.adapters.exports.flat import read_cell
from sousveil.case.load import load_case
from sousveil.records.case import KINDS
from sousveil.workbench.exporting import export_case

ROOT = Path(__file__).parents[2]
SERBIA = ROOT / "examples" / "serbia"
EXTENSION = Path(sousveil.__file__).parent / "data" / "ocds"


@cache
def export(form: str) -> bytes:
    return export_case(SERBIA, form).content


def read_json(path: Path) -> Any:  # noqa: ANN401 - it is JSON
    return json.loads(path.read_text(encoding="utf-8"))


def merge(schema: Any, patch: Any) -> Any:  # noqa: ANN401 - it is JSON (RFC 7396, as OCDS extensions are applied)
    if not isinstance(patch, dict):
        return patch
    base = dict(schema) if isinstance(schema, dict) else {}
    return base | {key: merge(base.get(key), value) for key, value in patch.items()}


def ocds_schemas(*, extended: bool) -> tuple[Any, Any]:
    release = read_json(ROOT / "tests/schemas/ocds-release-1.1.5.json")
    package = read_json(ROOT / "tests/schemas/ocds-release-package-1.1.5.json")
    if extended:
        release = merge(release, read_json(EXTENSION / "release-schema.json"))
        package = merge(package, read_json(EXTENSION / "release-package-schema.json"))
    return release, package


def list_unknown(value: Any, schema: Any, release: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - it is JSON
    """Fields that no schema describes."""
    if "$ref" in schema:
        ref = schema["$ref"]
        schema = release if not ref.startswith("#") else release["definitions"][ref.rsplit("/", 1)[-1]]
    if isinstance(value, list):
        for item in value:
            yield from list_unknown(item, schema.get("items", {}), release, at)
    elif isinstance(value, dict) and "properties" in schema:
        for key, item in value.items():
            if key in schema["properties"]:
                yield from list_unknown(item, schema["properties"][key], release, f"{at}/{key}")
            else:
                yield f"{at}/{key}"


@pytest.mark.parametrize("extended", [False, True])
def test_contracts_are_a_release_package(extended: bool) -> None:  # noqa: FBT001 - a parameter of a test
    release, package = ocds_schemas(extended=extended)
    known = [(one["id"], Resource.from_contents(one, DRAFT4)) for one in (release, package)]
    validator = Draft4Validator(
        package,
        registry=Registry().with_resources(known),
        format_checker=Draft4Validator.FORMAT_CHECKER,
    )
    made = json.loads(export("ocds"))
    assert [error.message for error in validator.iter_errors(made)] == []
    assert made["extensions"]
    unknown = set(list_unknown(made, package, release))
    assert bool(unknown) is not extended, unknown


def test_cardinal_covers_every_contract(tmp_path: Path) -> None:
    releases = json.loads(export("ocds"))["releases"]
    lines = tmp_path / "releases.jsonl"  # Cardinal reads a release a line
    lines.write_text("".join(json.dumps(one) + "\n" for one in releases), encoding="utf-8")
    covered = ocdscardinal.coverage(str(lines))
    assert covered[""] == len(releases) == len(load_case(SERBIA)[0].contracts)
    contracts = [contract for release in releases for contract in release["contracts"]]
    assert covered["/contracts[]"] == len(contracts)
    for path in ("/ocid", "/id", "/date", "/tag", "/initiationType", "/buyer/name", "/contracts[]/awardID"):
        assert covered[path] >= len(releases), path  # what OCDS asks of every release is never empty
    priced = [one for one in contracts if "value" in one]
    assert covered.get("/contracts[]/value/amount", 0) == len(priced)
    assert covered["/contracts[]/statements[]"] == sum(len(one["statements"]) for one in contracts)


def test_a_contract_keeps_its_hedges_bounds_and_disputes() -> None:
    (contract,) = (
        one
        for release in json.loads(export("ocds"))["releases"]
        for one in release["contracts"]
        if one["id"] == "k-elte-2024"
    )
    stated = {one["claim"]: one for one in contract["statements"]}
    price = stated["c-news-package-list-usd"]
    assert (price["stated"], price["low"], price["lowOpen"]) == ("over $3 million", 3_000_000, True)
    assert "high" not in price
    final = stated["c-news-package-final-usd"]
    assert (final["low"], final["high"], final["unit"]) == (1_150_000, 1_250_000, "USD")
    assert final["disputes"]
    assert "value" not in contract  # the record disputes it
    assert contract["dateStated"] == "2024-03"
    assert "dateSigned" not in contract


def test_a_package_gives_back_every_record() -> None:
    case = load_case(SERBIA)[0]
    with zipfile.ZipFile(io.BytesIO(export("datapackage"))) as archive:
        about = json.loads(archive.read("datapackage.json"))
        tables = {
            one["path"]: list(csv.DictReader(io.StringIO(archive.read(one["path"]).decode())))
            for one in about["resources"]
        }
    assert about["licenses"][0]["title"] == "CC BY 4.0"
    assert any("GeoNames" in one["title"] for one in about["contributors"])
    for kind, (_, model) in KINDS.items():
        for row in tables.get(f"tables/{kind}.csv", ()):
            said: dict[str, Any] = {name: read_cell(cell) for name, cell in row.items() if cell}
            for name, info in model.model_fields.items():
                cell = said.get(info.alias or name)
                if cell in ("true", "false") and info.annotation is bool:
                    said[info.alias or name] = cell == "true"
                elif isinstance(cell, str) and re.fullmatch(r"-?\d+\.\d+", cell) and name in {"lat", "lon"}:
                    said[name] = float(cell)
            assert model.model_validate_json(json.dumps(said)) == getattr(case, kind)[row["id"]]
        assert len(tables.get(f"tables/{kind}.csv", ())) == len(getattr(case, kind))


@pytest.mark.parametrize("words", ["Ljajić", "Љајић", "Ljajic", "ЉАЈИЋ"])
def test_any_program_finds_a_name_in_both_scripts(words: str, tmp_path: Path) -> None:
    path = tmp_path / "case.sqlite"
    path.write_bytes(export("sqlite"))
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {row[0] for row in base.execute("SELECT record FROM search WHERE search MATCH ?", [words])}
        told = "%ljaji%"
        rows = base.execute("SELECT id FROM claims WHERE stated LIKE ? OR summary LIKE ?", [told, told])
        assert found >= {row[0] for row in rows}
        assert found
        (licence,) = base.execute("SELECT value FROM about WHERE name = 'licence'").fetchone()
    assert licence == "CC BY 4.0"


def test_a_timeline_follows_the_rules_of_timelinejs() -> None:
    made = json.loads(export("timelinejs"))
    events = load_case(SERBIA)[0].events
    assert made["title"]["text"]["headline"]
    assert "CC BY 4.0" in made["title"]["text"]["text"]
    assert {one["unique_id"] for one in made["events"]} == set(events)
    for one in made["events"]:
        for name in ("start_date", "end_date"):
            date = one.get(name)
            if date is None:
                assert name == "end_date"
                continue
            assert set(date) <= {"year", "month", "day", "display_date"}
            assert isinstance(date["year"], int)
            assert 1 <= date.get("month", 1) <= 12
            assert "day" not in date or "month" in date
            assert date["display_date"]
        assert one["text"]["headline"]
        tags = set(re.findall(r"</?([a-z0-9]+)", one["text"]["text"]))
        assert tags <= {"p", "ul", "li", "a"}


@pytest.mark.parametrize("form", ["geojson", "geoparquet"])
def test_places_and_cameras_open_in_geopandas(form: str, tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "case.toml").write_text(
        'format = 1\nid = "x"\ntitle = "X"\nlicence = "CC0"\nas_of = "2025-01-31"\n', encoding="utf-8"
    )
    names = "\n  name:\n    en: Belgrade\n    sr-Cyrl: Београд\n"
    places = f"- id: l-a{names}  lat: 44.8\n  lon: 20.46\n- id: l-b\n  name: B\n"
    (tmp_path / "places/all.yaml").write_text(places, encoding="utf-8")
    listed = "- id: x-list\n  title: A list\n  kind: map\n  file: cameras/list.csv\n"
    listed += "  licence: ODbL-1.0\n  attribution: Somebody\n"
    (tmp_path / "cameras").mkdir()
    (tmp_path / "cameras/list.csv").write_text("ref,lat,lon,kind\n7,44.81,20.47,dome\n", encoding="utf-8")
    (tmp_path / "cameras/all.yaml").write_text(listed, encoding="utf-8")
    done = export_case(tmp_path, form)
    path = tmp_path / f"places.{form}"
    path.write_bytes(done.content)
    frame = geopandas.read_parquet(path) if form == "geoparquet" else geopandas.read_file(path)
    assert "WGS 84" in frame.crs.name
    by_name = {row.record: row for row in frame.itertuples() if row.geometry is not None}
    assert set(by_name) == {"place", "camera"}
    assert (by_name["place"].geometry.x, by_name["place"].geometry.y) == (20.46, 44.8)
    assert (by_name["camera"].geometry.x, by_name["camera"].geometry.y) == (20.47, 44.81)
    assert by_name["camera"].list == "x-list"
    assert by_name["place"].name == "Belgrade"
    assert b"ODbL-1.0" in done.content
    assert b"Somebody" in done.content
    assert len(frame) == (2 if form == "geoparquet" else 3)  # without a place there is nothing to draw


def judge(script: str, *args: Path) -> str:
    """What a judge of an environment of its own finds wrong."""
    python = ROOT / ".venv-validators" / "bin" / "python"
    if not python.exists():
        pytest.skip("tools/validators.sh makes the environment that the judges need")
    asked = [python, Path(__file__).with_name(script), *args]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=600)
    return done.stdout or (done.stderr if done.returncode else "")


@pytest.mark.trial
def test_entities_are_what_followthemoney_takes(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    path.write_bytes(export("ftm"))
    assert judge("judge_entities.py", path) == ""


@pytest.mark.trial
def test_a_crate_is_what_its_specification_requires(tmp_path: Path) -> None:
    path = tmp_path / "crate.zip"
    path.write_bytes(export("rocrate"))
    assert judge("judge_crate.py", path, ROOT / "tests/schemas/ro-crate-1.2-context.json") == ""


def test_a_crate_describes_each_of_its_files_and_every_source(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export("rocrate"))) as archive:
        archive.extractall(tmp_path)
    crate = rocrate.rocrate.ROCrate(tmp_path)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert {one.id for one in crate.data_entities} == files - {"ro-crate-metadata.json"}
    for one in crate.data_entities:
        assert int(one["contentSize"]) == (tmp_path / one.id).stat().st_size
    case = load_case(SERBIA)[0]
    assert {one.id for one in crate.root_dataset["isBasedOn"]} == {f"#{id_}" for id_ in case.sources}
    people = {one.id for one in crate.get_by_type("Person")}
    assert people == {f"#{one.id}" for one in case.actors.values() if one.kind == "person"}
    assert crate.root_dataset["license"]["name"] == "CC BY 4.0"
    assert any("GeoNames" in words for words in crate.root_dataset["creditText"])


def test_a_record_of_provenance_is_read_and_written_again_by_prov() -> None:
    made = ProvDocument.deserialize(content=export("prov").decode(), format="json")
    assert ProvDocument.deserialize(content=made.serialize(format="json"), format="json") == made
    case = load_case(SERBIA)[0]
    entities = {str(one.identifier).removeprefix("case:"): one for one in made.get_records(ProvEntity)}
    assert set(entities) > {*case.sources, *case.claims, *case.derived, *case.questions}
    rests: dict[str, set[str]] = {}
    for one in made.get_records(ProvDerivation):
        made_of, from_ = (str(value).removeprefix("case:") for _, value in one.formal_attributes[:2])
        rests.setdefault(made_of, set()).add(from_)
    for claim in case.claims.values():
        assert {claim.source, *claim.via} & set(case.sources) <= rests[claim.id]
    for figure in case.derived.values():
        assert rests[figure.id] <= set(entities)
        assert {one for one in figure.inputs.values() if "@" not in one} <= rests[figure.id]
    (price,) = (
        value for name, value in entities["c-news-package-list-usd"].attributes if str(name) == "own:reads_as"
    )
    assert price == "(3000000, ∞) USD"


def test_every_source_is_cited_by_citeproc() -> None:
    made = json.loads(export("csl"))
    with warnings.catch_warnings():
        # `custom` is in CSL-JSON 1.0.2 for what it has no field for, and this reader says that it leaves it.
        warnings.filterwarnings("ignore", message=".*unsupported: custom$")
        known = CiteProcJSON(made)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    cited = CitationStylesBibliography(style, known, formatter.plain)
    for one in made:
        cited.register(Citation([CitationItem(one["id"])]))
    entries = [str(entry) for entry in cited.bibliography()]
    for one, entry in zip(made, entries, strict=True):
        date = one.get("issued", {})
        assert str(date.get("date-parts", [["no date"]])[0][0]) in entry or date["literal"] in entry
        assert max(one["title"].replace("“", " ").split(), key=len).casefold() in entry.casefold()
        assert (one.get("DOI") or one.get("URL", "")) in entry


def test_a_package_is_what_frictionless_takes(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export("datapackage"))) as archive:
        archive.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) > 15
