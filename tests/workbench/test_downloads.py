"""What a site offers to take away: every record, in forms that other programs read, with digest and licence."""

import csv
import hashlib
import io
import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas  # type: ignore[import-untyped]
import pytest

from sousveil.case.load import load_case
from sousveil.evidence import check
from sousveil.publish.build.index import build_index
from sousveil.publish.downloads import Download, Terms, build_data_page
from sousveil.workbench.build import build_case
from sousveil.workbench.downloads import build_downloads
from tests.publish.small import build_small
from tests.workbench.test_build import write_case

TERMS = Terms(licence="", attribution=())
HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki"


@pytest.fixture(scope="module")
def helsinki(shipped: Path) -> Path:
    return shipped / "helsinki"


def small_downloads() -> Mapping[str, Download]:
    case = build_small()
    index = build_index(case, check(case), as_of="2025-03-01", language="en")
    return {one.path: one for one in build_downloads(index)}


def read_csv(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode())))


@pytest.mark.parametrize("kind", ["claims", "sources", "events", "contracts"])
def test_every_record_stands_in_a_table_twice(kind: str) -> None:
    files = small_downloads()
    rows = read_csv(files[f"data/tables/{kind}.csv"].content)
    objects = json.loads(files[f"data/tables/{kind}.json"].content)
    assert [row["id"] for row in rows] == [one["id"] for one in objects] == list(getattr(build_small(), kind))


def test_a_part_of_a_record_is_a_part_in_json() -> None:
    claims = json.loads(small_downloads()["data/tables/claims.json"].content)
    (one,) = (claim for claim in claims if claim["id"] == "c-a")
    assert one["value"]["amount"] == "1,000"


def test_findings_are_those_of_the_pages_sound_ones_too() -> None:
    case = build_small()
    rows = read_csv(small_downloads()["data/findings.csv"].content)
    index = build_index(case, check(case), as_of="2025-03-01", language="en")
    assert [(row["number"], row["sentence"]) for row in rows] == [
        (str(line.number), line.sentence) for _, line in index.findings
    ]
    assert {"consistent", "tension"} <= {row["verdict"] for row in rows}


def test_the_database_opens(tmp_path: Path) -> None:
    path = tmp_path / "case.sqlite"
    path.write_bytes(small_downloads()["data/case.sqlite"].content)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("select count(*) from claims").fetchone() == (len(build_small().claims),)


def test_the_page_says_of_each_file_how_large_it_is_and_its_digest(tmp_path: Path) -> None:
    version = build_case(write_case(tmp_path / "case"), tmp_path / "site").version
    page = (version / "data.html").read_text(encoding="utf-8")
    listed = dict(line.split("  ")[::-1] for line in (version / "data/sha256.txt").read_text().splitlines())
    offered = {path.relative_to(version).as_posix() for path in (version / "data").rglob("*.*")}
    assert set(listed) == offered - {"data/sha256.txt"} | {"data.json", "dossier.pdf"}
    for path, digest in listed.items():
        assert hashlib.sha256((version / path).read_bytes()).hexdigest() == digest
        assert re.search(rf'href="{re.escape(path)}".*{digest}', page), path
    assert 'href="data.html"' in (version / "index.html").read_text(encoding="utf-8")


def test_what_is_not_public_is_in_no_file(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", sensitivity="private", body="Call 064/123-4567.")
    version = build_case(folder, tmp_path / "site").version
    found = [path for path in (version / "data").rglob("*.*") if b"4,321" in path.read_bytes()]
    assert not found
    assert b"1,000" in (version / "data/tables/claims.csv").read_bytes()


def test_layers_of_the_map_open_in_a_library_with_whose_they_are(helsinki: Path) -> None:
    cameras = geopandas.read_parquet(helsinki / "data/map/cameras.parquet")
    assert len(cameras) == 223  # the case's own count: 221 cameras and 2 that measure speed
    features = json.loads((helsinki / "data/map/cameras.geojson").read_text(encoding="utf-8"))
    assert {one["properties"]["id"] for one in features["features"]} == set(cameras["id"])
    assert "OpenStreetMap" in features["attribution"]
    assert "ODbL" in features["licence"]
    assert geopandas.read_parquet(helsinki / "data/map/watched-streets.parquet")["cameras"].min() >= 1


def test_ground_has_its_exact_area_near_that_of_its_drawing(helsinki: Path) -> None:
    ground = geopandas.read_parquet(helsinki / "data/map/ground.parquet")
    drawn = ground.to_crs(32635).area  # the UTM zone of Helsinki
    large = ground["area_m2"] > 50
    assert large.sum() > 100
    assert (abs(drawn[large] / ground["area_m2"][large] - 1) < 0.03).all()
    assert ground.is_valid.all()
    assert set(ground["band"]) <= {"low", "typical", "high"}


def test_places_and_cameras_of_the_lists_are_there(helsinki: Path) -> None:
    case, _ = load_case(HELSINKI)
    features = json.loads((helsinki / "data/places.geojson").read_text(encoding="utf-8"))["features"]
    assert sum(one["properties"]["record"] == "camera" for one in features) >= 223
    assert case.lists


@pytest.mark.parametrize("name", ["serbia", "helsinki"])
def test_every_file_that_is_offered_is_named_in_serbian(name: str, shipped: Path) -> None:
    built = shipped / name
    offered = [line.split("  ")[1] for line in (built / "data/sha256.txt").read_text().splitlines()]
    files = (
        Download(path=path, content=b"", group="Tables", title="?", form="", terms=TERMS) for path in offered
    )
    groups = build_data_page(files, "sr-Latn")
    assert not [row for group in groups for row in group.rows if row.title.language != "sr-Latn"]
