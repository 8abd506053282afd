"""Lists of cameras brought together at the desk, by somebody without scripts."""

from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.register.piles import Pile
from sousveil.workbench.cameras.register import link_case
from tests.server.desk_client import Person, open_desk

HEAD = "what,id,lon,lat,kind\n"


def write_list(folder: Path, name: str, kind: str, rows: str) -> None:
    (folder / "cameras" / f"{name}.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "cameras" / f"{name}.yaml").write_text(
        f'- id: {name}\n  title: {name}\n  kind: {kind}\n  file: cameras/{name}.csv\n  as_of: "2024"\n',
        encoding="utf-8",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    person = open_desk(tmp_path / "case")
    for path in (person.folder / "cameras").iterdir():
        path.unlink()
    official = "".join(f"camera,R{n},{20.46 + n / 500},44.81,dome\n" for n in range(20))
    seen = "".join(f"camera,R{n},{20.46001 + n / 500},44.81,dome\n" for n in range(15))
    write_list(person.folder, "mup", "official", official + "camera,,20.7,44.81,\ncamera,,20.8,44.81,\n")
    write_list(person.folder, "walk", "citizens", seen + "camera,,20.70002,44.81,\ncamera,,20.80002,44.81,\n")
    return person


def count_open(folder: Path) -> int:
    return len([link for link in link_case(folder).register.links if link.doubt])


def begin(desk: Person) -> str:
    page = desk.get("/desk/cameras/")
    assert desk.status == 200
    return page.partition('<a class="button main-button" href="')[2].partition('"')[0].replace("&amp;", "&")


def test_a_pair_is_decided_and_taken_back_to_the_byte(desk: Person) -> None:
    assert count_open(desk.folder) == 2
    before = sorted(path.name for path in desk.folder.iterdir() if not path.name.startswith("."))
    first = begin(desk)
    page = desk.get(first)
    assert "only nearness" in page
    desk.send("", verdict="same", by="A. Editor")
    (decision,) = load_case(desk.folder)[0].camera_decisions.values()
    assert decision.verdict == "same"
    assert decision.by == "A. Editor"
    assert "nearness" in str(decision.reason)
    linked = link_case(desk.folder)
    assert not [one for one in linked.problems if one.code.startswith("camera-decision")]
    assert len(linked.register.list_pile(Pile.AMBIGUOUS)) == 2
    assert desk.path != first  # the next pair
    forms = desk.page.split('action="/desk/changes/')
    step = forms[1].partition('"')[0]
    desk.post(
        f"/desk/changes/{step}", {"seal": desk.read_form()["seal"], "do": "undo", "back": "/desk/cameras/"}
    )
    assert count_open(desk.folder) == 2
    assert sorted(path.name for path in desk.folder.iterdir() if not path.name.startswith(".")) == before


def test_what_nobody_can_tell_comes_last_and_stays_undecided(desk: Person) -> None:
    first = begin(desk)
    desk.get(first)
    desk.send("", verdict="ambiguous", reason="The photographs show too little.")
    (decision,) = load_case(desk.folder)[0].camera_decisions.values()
    assert decision.verdict == "ambiguous"
    assert begin(desk) != first
    desk.get(first)
    assert "decided: ambiguous" in desk.page
    desk.send("", verdict="different")
    (decision,) = load_case(desk.folder)[0].camera_decisions.values()
    assert decision.verdict == "different"
    assert count_open(desk.folder) == 1


def test_a_word_that_is_no_verdict_is_refused(desk: Person) -> None:
    desk.get(begin(desk))
    desk.send("", verdict="criminal")
    assert desk.status == 400
    assert not (desk.folder / "camera-decisions.yaml").exists()


def test_a_camera_that_was_seen_is_shown_then_written(desk: Person) -> None:
    desk.get("/desk/sightings/new")
    told = {
        "into": "",
        "new": "Our walk",
        "lon": "20.4612",
        "lat": "44.8123",
        "kind": "dome",
        "seen": "2024-05-04",
    }
    shown = desk.send("look", **told, contributor="Petar Petrović", direction="NE")
    assert "cameras/our-walk.geojson" in shown
    assert not (desk.folder / "cameras" / "our-walk.geojson").exists()
    desk.send("write")
    written = desk.read("cameras/our-walk.geojson")
    assert '"coordinates":[20.4612,44.8123]' in written
    assert '"bearing_deg":45' in written
    everything = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert "Petrović".encode() not in everything
    desk.get("/desk/sightings/new")
    desk.send("write", into="our-walk", lon="20.4702", lat="44.8123")
    assert desk.read("cameras/our-walk.geojson").count('"type":"Feature"') == 2
    assert load_case(desk.folder)[0].lists["our-walk"].kind == "citizens"


def test_a_place_that_is_none_is_said(desk: Person) -> None:
    desk.get("/desk/sightings/new")
    page = desk.send("look", new="x", lon="44.8", lat="200")
    assert "200" in page
    assert "Not read as it stands" in page or desk.status == 400
