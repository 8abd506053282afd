"""Records written at the desk by somebody without scripts: what stands in the files afterwards is what counts."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from sousveil.case.load import load_case
from sousveil.records.case import KINDS
from sousveil.records.finding import Finding
from sousveil.workbench.check import check_case
from tests.server.desk_client import Person, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    return open_desk(tmp_path / "case")


def test_every_page_opens(desk: Person) -> None:

    case, _ = load_case(desk.folder)
    paths = ["", "findings/", "files/", "files/case.toml", "changes/"]
    for kind in KINDS:
        paths += [f"records/{kind}/", f"records/{kind}/new"]
        paths += [f"records/{kind}/{identity}" for identity in getattr(case, kind)]
    for path in paths:
        desk.get(f"/desk/{path}")
        assert desk.status == 200, path


def test_a_form_that_nobody_touched_changes_nothing(desk: Person) -> None:

    case, _ = load_case(desk.folder)
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    for kind in KINDS:
        for identity in getattr(case, kind):
            desk.get(f"/desk/records/{kind}/{identity}")
            assert "Nothing would change" in desk.send("look"), identity
            desk.send("write")
            assert desk.status == 200
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before


def test_a_source_a_claim_from_it_and_an_event(desk: Person) -> None:
    desk.get("/desk/records/sources/new")
    shown = desk.send(
        "look", title="Minutes of the council", type="report", kind="official", issued="March 2024"
    )
    assert "sources/minutes-of-the-2024.md" in shown
    assert not (desk.folder / "sources" / "minutes-of-the-2024.md").exists()
    desk.send("write")
    assert desk.read("sources/minutes-of-the-2024.md") == (
        "---\nid: s-minutes-of-the-2024\ntype: report\nkind: official\n"
        'title: Minutes of the council\nissued: "2024-03"\n---\n'
    )

    desk.get("/desk/records/claims/new?source=s-minutes-of-the-2024&locator=page 2")
    words = {"stated": "bought over 1,000 cameras", "subject": "market", "measure": "cameras"}
    assert "over 1,000" in desk.send("look", **words)
    desk.send("write", reading="1")
    written = desk.read("claims/claims.yaml")
    assert "stated: bought over 1,000 cameras\n" in written
    assert '    amount: "1,000"\n' in written
    assert "    hedge: over\n" in written

    desk.get("/desk/records/events/new")
    desk.send(
        "write",
        title="The council buys",
        date="2024-03-30",
        kind="contract",
        claims="c-minutes-of-the-2024-cameras",
    )
    case, problems = load_case(desk.folder)
    assert case.events["e-the-council-buys-2024"].claims == ("c-minutes-of-the-2024-cameras",)
    assert [one for one in problems if one.severity.rank == 0] == []


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_written(desk: Person) -> None:
    desk.get("/desk/records/events/new")
    page = desk.send("write", title="A thing", date="sometime", kind="law", sources="s-gazet")
    assert "Nothing was written" in page
    assert 'id="wrong-date"' in page
    assert 'id="wrong-sources"' in page
    assert "s-gazette" in page
    assert not (desk.folder / "events" / "events.yaml").exists()
    assert desk.read_form()["title"].strip() == "A thing"


def test_a_change_keeps_comments_and_neighbours_and_is_taken_back_to_the_byte(desk: Person) -> None:
    path = desk.folder / "events" / "2024.yaml"
    before = path.read_bytes()
    identity = next(iter(load_case(desk.folder)[0].events))
    desk.get(f"/desk/records/events/{identity}")
    shown = desk.send("write", summary="Nobody was asked.")
    assert "<ins>" in shown
    after = path.read_text(encoding="utf-8")
    assert "summary: Nobody was asked." in after
    kept = [line for line in before.decode().splitlines() if "summary" not in line]
    assert [line for line in kept if line.lstrip().startswith("#")] == [
        line for line in after.splitlines() if line.lstrip().startswith("#")
    ]
    desk.send("undo")
    assert path.read_bytes() == before
    desk.send("redo")
    assert path.read_text(encoding="utf-8") == after


def test_two_windows_do_not_overwrite_each_other(desk: Person) -> None:
    identity = next(iter(load_case(desk.folder)[0].events))
    first = Person(desk.app, desk.folder, desk.cookie)
    for window in (desk, first):
        window.get(f"/desk/records/events/{identity}")
    first.send("write", title="As the first window says")
    page = desk.send("write", title="As the second window says")
    assert "was changed in the meantime" in page
    assert "As the first window says" in page
    assert "As the second window says" in page
    assert "As the second" not in desk.read("events/2024.yaml")
    looked = desk.send("look")
    assert "−" in looked
    assert "As the first window says" in looked
    desk.send("write")
    assert "As the second window says" in desk.read("events/2024.yaml")


def test_a_record_added_in_two_windows_is_added_once(desk: Person) -> None:
    second = Person(desk.app, desk.folder, desk.cookie)
    for window in (desk, second):
        window.get("/desk/records/events/new")
        window.send("look", title="A vote", date="2024", kind="law")
    desk.send("write")
    page = second.send("write")
    assert "Nothing was written" in page
    assert "e-a-vote-2024" in page
    assert desk.read("events/events.yaml").count("A vote") == 1


def test_an_id_never_changes_and_is_never_taken_twice(desk: Person) -> None:
    identity = next(iter(load_case(desk.folder)[0].events))
    desk.get(f"/desk/records/events/{identity}")
    desk.send("write", id="e-other", title="New")
    assert f"- id: {identity}\n" in desk.read("events/2024.yaml")
    assert "e-other" not in desk.read("events/2024.yaml")


def test_a_file_is_written_as_text_and_a_conflict_is_met(desk: Person) -> None:
    desk.get("/desk/files/case.toml")
    text = desk.read("case.toml")
    other = Person(desk.app, desk.folder, desk.cookie)
    other.get("/desk/files/case.toml")
    desk.send("write", text=text.replace("Old Market", "New Market"))
    assert "New Market" in desk.read("case.toml")
    other.send("write", text=text.replace("Old Market", "Third Market"))
    assert "was changed in the meantime" in other.page
    assert "New Market" in desk.read("case.toml")


@pytest.mark.parametrize(
    "path",
    [
        "files/../../etc/passwd",
        "files/.private/salt",
        "files/build/x",
        "records/nothing/",
        "records/claims/c-no",
        "changes/1",
    ],
)
def test_what_is_not_there_is_not_found(desk: Person, path: str) -> None:
    desk.get(f"/desk/{path}")
    assert desk.status == 404


def read_findings(folder: Path) -> list[Finding]:
    return [one for one in check_case(folder).problems if isinstance(one, Finding) and one.inputs]


def test_a_verdict_on_a_finding_holds_its_inputs(desk: Person) -> None:

    finding = read_findings(desk.folder)[0]
    desk.get("/desk/findings/")
    desk.get(f"/desk/verdict?finding={quote(finding.key)}")
    assert desk.status == 200
    desk.send("write", verdict="explained", reason="The table counts lenses.", by="A. Editor")
    case, _ = load_case(desk.folder)
    decision = next(one for one in case.decisions.values() if one.finding == finding.key)
    assert decision.inputs == finding.inputs
    assert decision.verdict == "explained"
    again = next(one for one in read_findings(desk.folder) if one.key == finding.key)
    assert again.decided == "explained"
    desk.get(f"/desk/verdict?finding={quote(finding.key)}")
    assert desk.read_form()["by"] == "A. Editor"


def test_a_field_of_several_parts_says_what_each_takes(desk: Person) -> None:
    """Items of a contract and letters of a request are written as they stand in the file: their fields are named."""
    said = {
        kind: re.sub(r"<[^>]+>", "", desk.get(f"/desk/records/{kind}/new"))
        for kind in ("contracts", "requests")
    }
    assert "It takes: id (needed), title (needed), quantity, unit_price, list_price" in said["contracts"]
    assert "It takes: date (needed), kind (needed), summary, source." in said["requests"]


def test_a_new_form_complains_of_nothing(desk: Person) -> None:
    for kind in KINDS:
        assert 'aria-invalid="true"' not in desk.get(f"/desk/records/{kind}/new"), kind
