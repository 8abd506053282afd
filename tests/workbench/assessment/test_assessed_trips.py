"""Trips of an assessment on maps and population grids that are not as they should be."""

import shutil
from pathlib import Path

import osmium
import pytest

from sousveil.messages import render_problem
from sousveil.problems import UsageError
from sousveil.workbench.assessment.assessing import Options, assess_case, lay_out
from sousveil.workbench.assessment.trips import watch_case

EXAMPLES = Path(__file__).parents[3] / "examples"
MAP = "places/helsinki-centre-2019-04.osm.pbf"
GRID = "places/helsinki-population-2020.csv"


@pytest.fixture
def helsinki(tmp_path: Path) -> Path:
    folder = tmp_path / "helsinki"
    shutil.copytree(EXAMPLES / "helsinki", folder, ignore=shutil.ignore_patterns("build"))
    return folder


def write_residents(folder: Path, number: str) -> None:
    path = folder / GRID
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [f"{row.rpartition(',')[0]},{number}" for row in rows]
    path.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")


def keep_streets(folder: Path, *, most: int) -> None:
    """So many streets, none of which meets another."""
    used: set[int] = set()
    kept = 0
    (folder / MAP).unlink()
    with osmium.SimpleWriter(folder / MAP) as writer:
        for one in osmium.FileProcessor(EXAMPLES / "helsinki" / MAP):
            if isinstance(one, osmium.osm.Way) and "highway" in one.tags:
                nodes = {node.ref for node in one.nodes}
                if kept == most or nodes & used:
                    continue
                used |= nodes
                kept += 1
            writer.add(one)


@pytest.mark.parametrize("number", ["0", "-5", pytest.param("many", marks=pytest.mark.trial)])
def test_a_grid_in_which_nobody_lives(helsinki: Path, number: str) -> None:
    write_residents(helsinki, number)
    trips = watch_case(helsinki, seed=1)
    said = [render_problem(one) for one in trips.problems]
    assert [one for one in said if one.startswith(GRID) and "nobody lives on the map" in one]
    # A number that cannot be is named with its row besides.
    assert len([one for one in said if "is left out" in one]) == (0 if number == "0" else 22)
    assert trips.watched is not None
    assert not trips.watched.residents_known
    with pytest.raises(UsageError, match="no residents by which cameras could be scaled"):
        assess_case(EXAMPLES / "serbia", Options(scene=helsinki))


@pytest.mark.parametrize(
    ("most", "said"), [(0, "there is no street to walk on"), (1, "no street leads to anything")]
)
def test_streets_that_lead_nowhere(helsinki: Path, most: int, said: str) -> None:
    keep_streets(helsinki, most=most)
    done = assess_case(helsinki, Options())
    (problem,) = [one for one in done.problems if one.message == "impact-city-unreachable"]
    assert render_problem(problem).startswith(f"{MAP}:1:1: error: trips are left out: ")
    assert said in render_problem(problem)
    with pytest.raises(UsageError, match=r"no street|no place outdoors"):
        assess_case(EXAMPLES / "serbia", Options(scene=helsinki))


def test_streets_in_pieces_say_whose_trips_are_lost(helsinki: Path) -> None:
    keep_streets(helsinki, most=10_000)
    trips = watch_case(helsinki, seed=1)
    assert trips.watched is not None
    assert 0 < trips.watched.expected[0][0].lost < 1


def test_programmes_come_on_top_of_the_cameras_on_the_map() -> None:
    done = assess_case(EXAMPLES / "serbia", Options(scene=EXAMPLES / "helsinki"))
    found = {one.id: one for one in done.assessment.findings}
    for scenario in ("x-1000", "x-3500", "x-8000-cameras"):
        alone, top = (
            found[f"{scenario}.{name}.c-census-belgrade-admin"] for name in ("response-seen", "response-top")
        )
        # Neither can be seen by fewer than by those on the map alone, nor by more than by both apart.
        assert top.spread.low > 0.5 > alone.spread.high
        assert top.spread.high < 0.65 + alone.spread.high
        (said,) = [one for one in top.assumes if one.message == "impact-assumes.top"]
        assert 0 < int(str(said.args["drawn"])) <= 221
    text = lay_out(done)
    assert (
        "- Streets and buildings: © OpenStreetMap contributors, Open Database License (ODbL) 1.0; as of"
        in text
    )
    assert "(a) A small number" in text
    # Four cameras are marked as few, nearly fifty are not.
    assert "1,000 cameras at 800 locations, Helsinki, by residents, the administrative area (a): " in text
    assert "About 8,000 cameras, as the study has it, Helsinki, by residents, the city proper: " in text
    tops = [
        found[f"{name}.response-top.c-census-belgrade-admin"].spread.central for name in ("x-1000", "x-3500")
    ]
    assert tops[0] < tops[1]
