from dataclasses import replace

import pytest

from sousveil.messages import render_problem
from sousveil.problems import Origin
from sousveil.publish.gate.select import select_public
from sousveil.publish.gate.stops import check_gate, check_outgoing
from sousveil.publish.gate.withheld import Withheld
from sousveil.records.case import Case, Origins
from sousveil.records.things import Actor, Allowance, Event, Place, Programme
from tests.publish.gate.test_scan import PLANTED
from tests.publish.gate.test_select import hide
from tests.publish.small import DAY, build_small, claim

SECRET = Withheld(ids=frozenset({"c-secret"}))


def with_summary(text: str) -> Case:
    case = build_small()
    event = Event.model_validate({**case.events["e-start"].model_dump(), "summary": text})
    places = {"e-start": ("events/2019.yaml", {"": (3, 1), "summary": (7, 12)})}
    return replace(case, events={"e-start": event}, origins=Origins(places))


def test_the_small_case_passes() -> None:
    assert list(check_gate(build_small())) == []


@pytest.mark.parametrize(("kind", "text"), PLANTED)
def test_an_identifier_stops_the_build_at_its_place(kind: str, text: str) -> None:
    found = list(check_gate(with_summary(text)))
    assert f"identifier.{kind}" in {problem.message for problem in found}
    assert all(problem.origin == Origin("events/2019.yaml", 7, 12) for problem in found)
    assert all(
        render_problem(problem).startswith("events/2019.yaml:7:12: error: this is ") for problem in found
    )


def test_the_message_does_not_spread_what_it_found() -> None:
    (problem,) = check_gate(with_summary("mail ana.petrovic@example.org now"))
    assert "petrovic" not in render_problem(problem)


def test_a_later_line_of_a_text_is_named() -> None:
    (problem,) = check_gate(with_summary("first\nsecond\nwrite to x@example.org"))
    assert problem.origin is not None
    assert problem.origin.line == 9


def test_an_institution_may_be_reached_where_the_case_says_why() -> None:
    allowed = Allowance(id="contact", text="office@example.org", reason="The regulator's public address.")
    case = replace(with_summary("write to office@example.org"), allowances={"contact": allowed})
    assert list(check_gate(case)) == []
    other = replace(with_summary("write to other@example.org"), allowances={"contact": allowed})
    assert [problem.message for problem in check_gate(other)] == ["identifier.email"]


@pytest.mark.parametrize("lacking", ["public_role", "public_interest", "sources"])
def test_a_person_needs_a_role_a_source_and_a_reason(lacking: str) -> None:
    whole: dict[str, object] = {
        "id": "a-x",
        "kind": "person",
        "name": "Somebody",
        "public_role": "minister",
        "public_interest": "signed the contract",
        "sources": ("s-a",),
    }
    case = build_small()
    sound = replace(case, actors={"a-x": Actor.model_validate(whole)})
    assert list(check_gate(sound)) == []
    del whole[lacking]
    (problem,) = check_gate(replace(case, actors={"a-x": Actor.model_validate(whole)}))
    assert problem.message == "person-without-role"
    assert lacking in render_problem(problem)


def test_free_text_may_not_name_what_is_withheld() -> None:
    case = with_summary("As c-secret shows, and c-secret-2 too.")
    found = list(check_gate(case, SECRET))
    assert [problem.message for problem in found] == ["withheld-named"]
    assert list(check_gate(with_summary("c-secret-2 and xc-secret"), SECRET)) == []


@pytest.mark.parametrize("path", ["page.html", "data.json", "style.css", "plot.svg"])
def test_the_last_look_finds_what_the_first_one_missed(path: str) -> None:
    content = "first\n  mail a.b&#64;example.org" if path == "page.html" else "first\n  mail a.b@example.org"
    (problem,) = check_outgoing(path, content.encode())
    assert problem.message == "identifier.email"
    assert problem.origin == Origin(path, 2, 8)


def test_pictures_leave_without_what_the_camera_wrote() -> None:
    (problem,) = check_outgoing("photo.jpg", b"\xff\xd8\xff\xe1\x00\x10Exif\0\0")
    assert problem.message == "photo-metadata"


def test_what_cannot_be_looked_into_does_not_leave() -> None:
    (problem,) = check_outgoing("list.xlsx", b"PK")
    assert problem.message == "unknown-output"


def test_the_words_of_a_pdf_are_looked_at() -> None:
    assert [p.message for p in check_outgoing("dossier.pdf", b"%PDF", says="+381 64 123 45 67")] == [
        "identifier.phone"
    ]


HIDDEN = Place(
    id="l-yard", name={"en": "Old Brickyard", "sr-Cyrl": "Ђачка циглана"}, kind="site", sensitivity="private"
)


def name_hidden(text: str, case: Case | None = None) -> list[str]:
    """The places of the problems found in an event's summary while a place is private."""
    base = with_summary(text) if case is None else case
    public, redactions = select_public(replace(base, places={**base.places, "l-yard": HIDDEN}), as_of=DAY)
    found = list(check_gate(public, redactions.withheld))
    assert {problem.message for problem in found} <= {"withheld-named"}
    assert not any("brickyard" in render_problem(problem).lower() for problem in found)
    return [str(problem.origin) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "At the Old Brickyard.",
        "at the old\u00a0brickyard-side gate",
        "the OLD\nBRICKYARD",
        "Ђачка циглана",
        "kod mesta Đačka ciglana",
        "djacka ciglana",
    ],
)
def test_the_name_of_a_withheld_place_stops_the_build_where_it_stands(text: str) -> None:
    assert name_hidden(text) == ["events/2019.yaml:7:12"]
    assert name_hidden(f"First.\n{text}") == ["events/2019.yaml:8:12"]


@pytest.mark.parametrize("text", ["Old Brickyards", "an old yard", "Brickyard"])
def test_a_part_of_a_name_is_no_name(text: str) -> None:
    assert name_hidden(text) == []


def test_a_name_that_a_public_record_carries_is_no_secret() -> None:
    case = with_summary("Old Brickyard")
    public = Place(id="l-other", name="Old brickyard")
    assert name_hidden("", replace(case, places={"l-other": public})) == []


def test_a_name_passes_in_a_phrase_that_the_case_allows() -> None:
    allowance = Allowance(id="street", text="Old Brickyard Street", reason="A street elsewhere.")
    case = replace(with_summary("In Old Brickyard Street."), allowances={"street": allowance})
    assert name_hidden("", case) == []
    other = replace(
        with_summary("In Old Brickyard Street, at Old Brickyard."), allowances={"street": allowance}
    )
    assert len(name_hidden("", other)) == 1


@pytest.mark.parametrize(("name", "found"), [("Ada", 0), ("Adas", 1)])
def test_names_of_four_letters_and_more_are_looked_for(name: str, found: int) -> None:
    case = with_summary(f"This is {name}, the {name}.")
    actor = Actor(id="a-x", kind="company", name="Somebody Else", aliases=(name,), sensitivity="private")
    public, redactions = select_public(replace(case, actors={**case.actors, "a-x": actor}), as_of=DAY)
    assert len(list(check_gate(public, redactions.withheld))) == found


def test_the_last_look_finds_names_too() -> None:
    withheld = select_public(replace(build_small(), places={"l-yard": HIDDEN}), as_of=DAY)[1].withheld
    found = list(check_outgoing("page.html", b"one\ntwo Old&nbsp;Brickyard", withheld=withheld))
    assert [(p.message, p.origin) for p in found] == [("withheld-named", Origin("page.html", 2))]


def test_the_title_of_a_private_programme_is_not_spoken_of() -> None:
    case = with_summary("Part of Project Lantern.")
    secret = Programme(id="g-x", title="Project Lantern", sensitivity="private")
    case = replace(case, programmes={**case.programmes, "g-x": secret})
    quoted = claim("c-q", "s-a", None, stated="Project Lantern is here")
    case = replace(case, claims={**case.claims, "c-q": quoted})
    public, redactions = select_public(case, as_of=DAY)
    assert {p.record for p in check_gate(public, redactions.withheld)} == {"e-start", "c-q"}
    assert not list(check_gate(select_public(hide(case, "e-start"), as_of=DAY)[0]))
