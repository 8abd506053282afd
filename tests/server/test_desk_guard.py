"""Who is let to the desk, and what a page elsewhere cannot do with a browser that was."""

import asyncio
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from sousveil.server.app import put_bar
from sousveil.server.forms import read_posted
from tests.server.asking import ask
from tests.server.desk_client import HOST, KEY, Person, open_desk

NEW = "/desk/records/events/new"
EVENT = {"title": "Planted", "date": "2024", "kind": "law", "id": "e-planted", "do": "write"}


@pytest.fixture
def desk(tmp_path: Path) -> Person:
    return open_desk(tmp_path / "case")


def is_planted(desk: Person) -> bool:
    return any("Planted" in path.read_text("utf-8") for path in (desk.folder / "events").iterdir())


def post(desk: Person, **headers: str) -> int:
    desk.get(NEW)
    desk.post(NEW, {**desk.read_form(), **EVENT}, **headers)
    return desk.answers[-1].status_code if not is_planted(desk) else 303


def test_a_form_of_ours_is_written(desk: Person) -> None:
    assert post(desk) == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {"cookie": ""},
        {"cookie": "sousveil-000000000000=x"},
    ],
)
def test_a_form_from_elsewhere_is_refused(desk: Person, headers: dict[str, str]) -> None:
    assert post(desk, **headers) == 403
    assert not is_planted(desk)


def test_a_form_without_an_origin_has_to_be_said_to_be_ours(desk: Person) -> None:
    desk.get(NEW)
    body = b"title=Planted"
    headers = {"host": HOST, "cookie": desk.cookie, "content-type": "application/x-www-form-urlencoded"}
    assert ask(desk.app, "POST", NEW, headers, body).status_code == 403
    assert ask(desk.app, "POST", NEW, {**headers, "sec-fetch-site": "cross-site"}, body).status_code == 403


@pytest.mark.parametrize("seal", ["", "0" * 64])
def test_a_form_without_our_seal_is_refused(desk: Person, seal: str) -> None:
    desk.get(NEW)
    desk.post(NEW, {**desk.read_form(), **EVENT, "seal": seal})
    assert desk.status == 403
    assert not is_planted(desk)


def test_a_name_that_was_made_to_point_here_is_refused(desk: Person) -> None:
    answer = ask(desk.app, "GET", "/desk/", {"host": "rebound.example:8765", "cookie": desk.cookie})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/news",
        "/desk/files/case.toml",
        "/desk/look/desk.js",
        "/desk//",
        "/desk/look/../files/",
    ],
)
def test_nothing_is_shown_to_who_was_not_let_in(desk: Person, path: str) -> None:
    answer = ask(desk.app, "GET", path, {"host": HOST})
    assert answer.status_code == 403
    assert "Old Market" not in answer.text


def test_a_page_elsewhere_cannot_read_the_desk(desk: Person) -> None:
    headers = {"host": HOST, "cookie": desk.cookie, "sec-fetch-site": "cross-site"}
    assert ask(desk.app, "GET", "/desk/", headers).status_code == 403


def test_the_key_is_for_one_start_and_the_cookie_is_not_the_key(desk: Person) -> None:
    assert ask(desk.app, "GET", "/desk/enter?key=wrong", {"host": HOST}).status_code == 403
    assert ask(desk.app, "GET", "/desk/enter", {"host": HOST}).status_code == 403
    assert ask(desk.app, "POST", f"/desk/enter?key={KEY}", {"host": HOST}).status_code in (403, 405)
    answer = ask(desk.app, "GET", f"/desk/enter?key={KEY}", {"host": HOST})
    cookie = answer.headers["set-cookie"]
    assert KEY not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert answer.headers["location"] == "/desk/"


def test_what_every_page_of_the_desk_may_load(desk: Person) -> None:
    desk.get("/desk/")
    headers = desk.answers[-1].headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_where_a_form_leads_back_to_stays_here(desk: Person) -> None:
    desk.get(NEW)
    desk.post(NEW, {**desk.read_form(), **EVENT})
    step = desk.path
    for back in (
        "https://evil.example/",
        "//evil.example",
        "/desk/\\evil.example",
        "/desk/\r\nset-cookie: a=b",
    ):
        seal = desk.read_form()["seal"]
        for do in ("undo", "redo"):
            desk.post(step, {"seal": seal, "do": do, "back": back})
            assert desk.path == step


def test_a_site_is_the_same_for_all_but_who_was_let_in(desk: Person) -> None:
    site = desk.folder / "build" / "site"
    (site / "claims").mkdir(parents=True)
    page = (
        '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'self' file:; form-action 'none'\"></head><body>x</body></html>"
    )
    (site / "claims" / "c-a.html").write_text(page, encoding="utf-8")
    assert ask(desk.app, "GET", "/claims/c-a.html", {"host": HOST}).text == page
    shown = desk.get("/claims/c-a.html")
    assert shown == put_bar(page, "/claims/c-a.html")
    assert 'href="/desk/records/claims/c-a"' in shown
    assert "script-src 'self'" in shown


def test_forms_that_are_none(desk: Person) -> None:
    headers = {"host": HOST, "cookie": desk.cookie, "origin": f"http://{HOST}"}
    app: Starlette = desk.app
    for kind, body, status in (
        ("text/plain", b"a=b", 415),
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"a=%ff", 400),
        ("application/x-www-form-urlencoded", b"\xff", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=b"] * 2000), 400),
        ("multipart/form-data", b"--x", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nfoo\r\n--x--", 403),
    ):
        answer = ask(app, "POST", NEW, {**headers, "content-type": kind}, body)
        assert answer.status_code == status, (kind, body[:20])


def test_a_file_arrives_as_it_was_sent() -> None:
    raw = bytes(range(256)) + b"\r\n--y\r\n\r\n"
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="\xc5\xa1.csv"\r\nContent-Type: x\r\n\r\n'
        + raw
        + b'\r\n--b\r\nContent-Disposition: form-data; name="t"\r\n\r\n\xc5\xa1\r\n--b--\r\n'
    )

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    scope = {
        "type": "http",
        "method": "POST",
        "headers": [(b"content-type", b"multipart/form-data; boundary=b")],
    }
    posted = asyncio.run(read_posted(Request(scope, receive)))
    assert posted.fields == {"t": "š"}
    assert posted.files == {"f": ("š.csv", raw)}
