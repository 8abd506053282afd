"""A walk at the desk: worked out for who was let in, written nowhere, and in nothing that is published."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from sousveil.server.app import build_app
from sousveil.server.guard import Guard
from sousveil.server.live import Live
from sousveil.server.state import State
from tests.server.asking import ask
from tests.server.desk_client import HOST, KEY, Person, open_desk

HELSINKI = Path(__file__).parents[2] / "examples" / "helsinki"
ENDS = {"from": "Kaivokatu & Mikonkatu", "to": "60.1745,24.9415", "level": "observe"}
MAP = (
    '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'self'; form-action 'none'\"></head><body><section class=\"legend\"></section></body></html>"
)


def list_files(folder: Path) -> dict[str, int]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    (site / "map").mkdir()
    (site / "map" / "index.html").write_text(MAP, encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def person(site: Path) -> Person:
    live = Live(HELSINKI, lambda: None)
    state = State(folder=HELSINKI, store=None, guard=Guard(KEY), live=live)
    return Person(build_app(site, state), HELSINKI).enter()


def test_a_walk_is_drawn_as_a_strip_and_said_in_words(person: Person) -> None:
    before = list_files(HELSINKI)
    person.get("/desk/walk")
    page = person.post("/desk/walk", {**person.read_form(), **ENDS})
    assert person.status == 200
    assert page.count("<rect") > 3
    assert "the shortest way on foot" in page
    assert "Every stretch in words" in page
    assert "taken for fixed ones, as the case asks" in page
    assert list_files(HELSINKI) == before
    assert person.path == "/desk/walk"  # no place of the walk stands in an address


def test_the_map_gets_the_lines_of_the_same_walk(person: Person) -> None:
    person.get("/desk/walk")
    told = json.loads(person.post("/desk/walk", {**person.read_form(), **ENDS, "as": "json"}))
    lines = [line["geometry"]["coordinates"] for line in told["lines"]]
    assert len(lines) > 3
    assert all(one[-1] == two[0] for one, two in pairwise(lines))
    assert abs(lines[0][0][0] - 24.945) < 0.005  # where Kaivokatu meets Mikonkatu
    assert abs(lines[-1][-1][1] - 60.1745) < 0.002
    assert {line["properties"]["seen"] for line in told["lines"]} <= {"low", "typical", "high", "unsurveyed"}
    assert 'class="strip"' in told["page"]


@pytest.mark.parametrize(
    "wrong", [{"from": "Nowhere at all"}, {"to": "0,0"}, {"from": "<script>alert(1)</script>"}]
)
def test_an_end_that_is_not_there_is_said_as_text(person: Person, wrong: dict[str, str]) -> None:
    person.get("/desk/walk")
    page = person.post("/desk/walk", {**person.read_form(), **ENDS, **wrong})
    assert person.status == 400
    assert "<script>alert" not in page
    assert "map" in page


def test_a_case_without_a_map_says_so(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "case")
    desk.get("/desk/walk")
    desk.post("/desk/walk", {**desk.read_form(), **ENDS})
    assert desk.status == 400


def test_nobody_else_gets_a_walk(person: Person) -> None:
    for cookie, body in (("", b"from=1&to=2"), (person.cookie, b"from=1&to=2")):
        headers = {
            "host": HOST,
            "cookie": cookie,
            "origin": f"http://{HOST}",
            "content-type": "application/x-www-form-urlencoded",
        }
        assert ask(person.app, "POST", "/desk/walk", headers, body).status_code == 403


def test_the_panel_is_beside_the_map_for_who_was_let_in_alone(person: Person, site: Path) -> None:
    assert 'action="/desk/walk"' in person.get("/map/index.html")
    assert "form-action 'self'" in person.page
    stranger = ask(person.app, "GET", "/map/index.html", {"host": HOST}).text
    assert stranger == MAP == (site / "map" / "index.html").read_text(encoding="utf-8")
