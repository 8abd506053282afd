"""Asking an Overpass server: a server of our own, on this machine, that fails in every way a real one does."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sousveil.adapters.lists.overpass import render_query
from sousveil.adapters.lists.sightings import Sightings
from sousveil.case.skeleton import write_skeleton
from sousveil.cli.main import main
from sousveil.problems import UsageError
from sousveil.workbench.cameras import fetching
from sousveil.workbench.cameras.fetching import Asked, fetch_cameras, read_wait

Reply = tuple[int, dict[str, str], bytes]


def answer(count: int, **head: object) -> bytes:
    camera = {
        "type": "node",
        "lat": 44.8,
        "lon": 20.4,
        "user": "mapper_name",
        "tags": {"man_made": "surveillance"},
    }
    about = {"osm3s": {"timestamp_osm_base": "2024-02-01T00:00:00Z"}, **head}
    return json.dumps({**about, "elements": [{**camera, "id": number} for number in range(count)]}).encode()


class Server(ThreadingHTTPServer):
    """Gives the replies it was told to, the last one again and again, and remembers what it was asked."""

    replies: list[Reply]
    asked: list[tuple[str, str]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/interpreter"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.headers["User-Agent"], parse_qs(body)["data"][0]))
        replies = self.server.replies
        status, headers, content = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
        """Say nothing."""


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    servers = []

    def start(*replies: Reply) -> Server:
        server = Server(("127.0.0.1", 0), Handler)
        server.replies, server.asked = list(replies), []
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def fetch(server: Server, waits: list[float] | None = None, area: str = "RS-00") -> Sightings:
    waited = [] if waits is None else waits
    return fetch_cameras(area, Asked(server.address, "desk@example.org"), wait=waited.append)


def said(found: Sightings) -> list[str]:
    return [problem.message for problem in found.problems]


def test_a_whole_answer(serve: Callable[..., Server]) -> None:
    server = serve((200, {}, answer(3)))
    found = fetch(server)
    assert len(found.observations) == 3
    assert not found.failed
    assert found.as_of == "2024-02-01T00:00:00Z"
    assert "mapper_name" not in repr(found)
    ((agent, query),) = server.asked
    assert agent.startswith("sousveil/")
    assert "desk@example.org" in agent
    assert 'area["ISO3166-2"="RS-00"]' in query


def test_a_busy_server_is_given_time(serve: Callable[..., Server]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    waits: list[float] = []
    server = serve(
        (429, {"Retry-After": "40"}, b""),
        (504, {}, b"later"),
        (429, {"Retry-After": soon}, b""),
        (200, {}, answer(1)),
    )
    assert len(fetch(server, waits).observations) == 1
    assert waits[:2] == [40, 30]
    assert 95 < waits[2] <= 100


@pytest.mark.parametrize(
    ("reply", "message", "asked"),
    [
        ((504, {}, b""), "camera-fetch.status", fetching.TRIES),
        ((429, {"Retry-After": "9999"}, b""), "camera-fetch.busy", 1),
        ((400, {}, b"parse error"), "camera-fetch.status", 1),
        ((301, {"Location": "http://127.0.0.1:1/"}, b""), "camera-fetch.status", 1),
        ((200, {}, b"<html>rate limited</html>"), "camera-fetch.answer", 1),
        ((200, {}, b""), "camera-fetch.answer", 1),
        ((200, {}, b"{}"), "camera-fetch.answer", 1),
        ((200, {}, answer(3)[:-30]), "camera-fetch.half", 1),
        ((200, {"Content-Length": "99999"}, answer(3)), "camera-fetch", 1),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "camera-fetch", 1),
    ],
)
def test_no_failure_is_an_empty_answer(
    reply: Reply, message: str, asked: int, serve: Callable[..., Server]
) -> None:
    server = serve(reply)
    found = fetch(server)
    assert found.failed
    assert said(found) == [message]
    assert len(server.asked) == asked


def test_an_answer_in_part_is_a_failure(serve: Callable[..., Server]) -> None:
    found = fetch(serve((200, {}, answer(3, remark="runtime error: Query timed out"))))
    assert found.failed
    assert not found.observations
    assert said(found) == ["camera-file.remark"]


def test_an_answer_without_end(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve((200, {}, answer(1000)))
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    assert said(fetch(server)) == ["camera-fetch.large"]
    monkeypatch.setattr(fetching, "MOST_BYTES", 2**28)
    monkeypatch.setattr(fetching, "ANSWER_S", -1)
    assert said(fetch(server)) == ["camera-fetch.slow"]


def test_nobody_there(serve: Callable[..., Server]) -> None:
    server = serve((200, {}, b""))
    server.shutdown()
    server.server_close()
    found = fetch(server)
    assert found.failed
    assert said(found) == ["camera-fetch"]


def bring_in(folder: Path, server: Server, *more: str, area: str = "20,44,21,45") -> int:
    given = ("--server", server.address, "--contact", "desk@example.org", "--id", "o-osm", "--kind", "map")
    return main(["cameras", "import", str(folder), "--overpass", area, *given, *more])


def test_a_list_is_not_replaced_by_its_collapse(
    serve: Callable[..., Server], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_skeleton(tmp_path / "case")
    stored = tmp_path / "case/cameras/o-osm.geojson"
    assert bring_in(tmp_path / "case", serve((200, {}, answer(10)))) == 0
    before = stored.read_bytes()
    for content in (answer(4), answer(0), answer(10, remark="timed out"), b"no JSON"):
        assert bring_in(tmp_path / "case", serve((200, {}, content))) == 2
        assert "nothing was written" in capsys.readouterr().out
        assert stored.read_bytes() == before
    assert bring_in(tmp_path / "case", serve((200, {}, answer(4))), "--accept-fewer") == 0
    assert bring_in(tmp_path / "case", serve((200, {}, answer(2)))) == 0


@pytest.mark.parametrize(
    "area", ["", "Belgrade", "rs", "1,2,3", "21,44,20,45", "20,44,21,95", 'RS"];', "a,b,c,d", "nan,1,2,3"]
)
def test_what_is_no_area(area: str) -> None:
    with pytest.raises(ValueError, match="found"):
        render_query(area, seconds=1, most_bytes=1)


def test_a_box_in_the_order_that_overpass_has() -> None:
    query = render_query("20,44,21,45", seconds=7, most_bytes=8)
    assert query.startswith("[out:json][timeout:7][maxsize:8];\n(\n")
    assert 'nwr["highway"="speed_camera"](44.0,20.0,45.0,21.0);' in query


@pytest.mark.parametrize(
    ("area", "right"),
    [("35.6,139.6,35.8,139.9", "139.6,35.6,139.9,35.8"), ("0, 100,1, 101", "100,0,101,1")],
)
def test_a_box_that_is_one_in_the_other_order_only(area: str, right: str) -> None:
    with pytest.raises(ValueError, match=f"SOUTH,WEST,NORTH,EAST; write WEST,SOUTH,EAST,NORTH, {right}$"):
        render_query(area, seconds=1, most_bytes=1)


PLACE = "- id: p-belgrade\n  name: Belgrade\n  lon: 20.46\n  lat: 44.81\n"


@pytest.mark.parametrize(
    ("area", "asked"), [("20.4,44.7,20.6,44.9", 1), ("44.7,20.4,44.9,20.6", 0), ("2.2,48.8,2.4,48.9", 1)]
)
def test_a_box_elsewhere_that_would_be_where_the_case_is(
    area: str, asked: int, serve: Callable[..., Server], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_skeleton(tmp_path / "case")
    (tmp_path / "case/places/more.yaml").write_text(PLACE)
    server = serve((200, {}, answer(1)))
    status = bring_in(tmp_path / "case", server, area=area)
    assert (len(server.asked), status == 2) == (asked, not asked)
    assert ("write WEST,SOUTH,EAST,NORTH, 20.4,44.7,20.6,44.9" in capsys.readouterr().err) == (not asked)


def test_nobody_is_asked_without_a_contact() -> None:
    with pytest.raises(UsageError, match="--contact"):
        fetch_cameras("RS", Asked("https://example.org", " "))
    with pytest.raises(UsageError, match="--server"):
        fetch_cameras("RS", Asked("file:///etc/passwd", "x"))


@pytest.mark.parametrize(
    ("text", "seconds"), [("7", 7), ("", None), ("soon", None), ("-1", None), ("٣", None)]
)
def test_how_long_a_server_asks_to_wait(text: str, seconds: float | None) -> None:
    assert read_wait(text) == seconds
