"""Looking whether pages still stand: hosts of our own in every state that a page can be in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.evidence.vanished import check_sightings
from sousveil.problems import UsageError
from sousveil.workbench.custody import capturing, net, watching
from sousveil.workbench.custody.capturing import capture_file
from sousveil.workbench.custody.net import Caller, Limits
from sousveil.workbench.custody.watching import Watched, compare_texts, watch_case
from tests.workbench.custody.servers import Answer, RawServer, drip, page, say

HERE = Caller("desk@example.org", private=True, limits=Limits(seconds=2, silence_s=1))
WORDS = " ".join(f"word{number}" for number in range(200))
STUDY = f"<title>Study</title><p>{WORDS}</p>".encode()
SORRY = b"<p>" + b"We are sorry, the page you look for could not be found. Perhaps you want to search? " * 3
HTML = "Content-Type: text/html"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    (tmp_path / "sources").mkdir()
    return tmp_path


@pytest.fixture
def host() -> Iterator[RawServer]:
    server = RawServer(say({}))
    yield server
    server.close()


def add_source(case: Path, url: str, *, stored: bytes = b"") -> None:
    lines = ["---", "id: s-study", "type: webpage", "kind: company", "title: Study", f"URL: {url}", "---", ""]
    (case / "sources" / "study.md").write_text("\n".join(lines))
    if stored:
        (case / "page.html").write_bytes(stored)
        capture_file(case, "s-study", case / "page.html", actor="ana")


def look(case: Path, caller: Caller = HERE, *, past_robots: bool = False) -> Watched:
    return watch_case(case, caller, past_robots=past_robots, wait=lambda _: None)


HOME = {"/": page(b"<p>home</p>", HTML), "/study": page(b"", "Location: /", status="302 Found")}
CATCH_ALL = page(SORRY, HTML)
OTHER = page(b"<p>" + WORDS.replace("word", "other").encode(), HTML)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (say({"/robots.txt": page(b"", status="503 Busy"), "/study": page(STUDY, HTML)}), "error"),
        (say({"/study": page(STUDY, HTML)}), "alive"),
        (say({"/study": page(STUDY.replace(b"word7 ", b"seven "), HTML)}), "alive"),
        (say({"/study": OTHER}), "changed"),
        (say(HOME), "redirected_home"),
        (say({"/robots.txt": page(b"")}, CATCH_ALL), "soft_404"),
        (say({"/study": page(STUDY, HTML), "/robots.txt": page(b"")}, page(STUDY, HTML)), "alive"),
        (say({}), "missing"),
        (say({"/study": page(b"", status="410 Gone")}), "missing"),
        (say({"/study": page(b"", status="403 Forbidden")}), "blocked"),
        (say({"/study": page(b"", status="429 Too Many Requests")}), "blocked"),
        (say({"/study": page(b"", status="500 Sorry")}), "error"),
        (say({"/study": page(b"x", "Content-Length: 99")}), "error"),
        (say({"/study": page(b"", "Location: /study", status="302 Found")}), "error"),
    ],
)
def test_every_state_of_a_page(answer: Answer, state: str, case: Path, host: RawServer) -> None:
    host.answer = answer
    add_source(case, host.at("/study"), stored=STUDY)
    (seen,) = look(case).looks
    assert (seen.source, seen.state) == ("s-study", state)
    (written,) = load_case(case)[0].sources["s-study"].sightings
    assert written.state == state


def test_without_a_capture_a_page_is_alive_and_the_note_says_so(case: Path, host: RawServer) -> None:
    host.answer = say({"/study": page(STUDY, HTML)})
    add_source(case, host.at("/study"))
    (seen,) = look(case).looks
    assert seen.state == "alive"
    assert "no capture" in seen.note


def test_a_slow_host_is_an_error_and_no_disappearance(case: Path, host: RawServer) -> None:
    host.answer = drip(b"HTTP/1.1 200 OK\r\n\r\n")
    add_source(case, host.at("/study"), stored=STUDY)
    (seen,) = look(case, Caller("a@b", private=True, limits=Limits(1, 1)), past_robots=True).looks
    assert seen.state == "error"


def test_a_name_that_is_gone(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(host: str, _: int) -> list[str]:
        raise net.NoAnswer("dns", "network.dns", host=host)

    monkeypatch.setattr(net, "resolve", gone)
    add_source(case, "https://gone.test/study")
    assert [seen.state for seen in look(case).looks] == ["dns_gone"]


@pytest.mark.parametrize(
    ("url", "message"), [("http://127.0.0.1:9/", "network.private"), ("ftp://a.test/", "network.address")]
)
def test_what_is_not_asked_is_not_seen(url: str, message: str, case: Path) -> None:
    add_source(case, url)
    done = look(case, Caller("desk@example.org"))
    assert not done.looks
    assert [problem.message for problem in done.problems] == [message]
    assert not load_case(case)[0].sources["s-study"].sightings


def test_robots_are_heeded_unless_told(case: Path, host: RawServer) -> None:
    host.answer = say({"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/study": page(STUDY, HTML)})
    add_source(case, host.at("/study"), stored=STUDY)
    done = look(case)
    assert [problem.message for problem in done.problems] == ["watch-robots"]
    assert host.paths == ["/robots.txt"]
    assert [seen.state for seen in look(case, past_robots=True).looks] == ["alive"]


def test_a_page_is_first_missing_after_two_looks_a_day_apart(
    case: Path, host: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        at = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)

        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            del tz
            return cls.fromtimestamp(cls.at.timestamp(), UTC)

    for module in (watching, capturing):
        monkeypatch.setattr(module, "datetime", Clock)
    host.answer = say({"/study": page(STUDY, HTML)})
    add_source(case, host.at("/study"), stored=STUDY)
    assert [seen.state for seen in look(case).looks] == ["alive"]
    host.answer = say({})
    found = []
    for hours in (0.1, 23.9, 24.1, 25, 49):
        Clock.at = datetime(2026, 3, 1, 23, 59, tzinfo=UTC) + timedelta(hours=hours)
        done = look(case)
        messages = [finding.message for finding in check_sightings(load_case(case)[0])]
        found.append((len(done.looks), messages))
    thin, enough = ["vanished.thin"], ["vanished"]
    assert found == [(0, []), (0, []), (1, thin), (0, thin), (1, enough)]


def test_a_record_with_comments_is_left_to_a_person(case: Path, host: RawServer) -> None:
    add_source(case, host.at("/study"))
    path = case / "sources" / "study.md"
    before = path.read_text().replace("kind: company", "kind: company # says so")
    path.write_text(before)
    assert [problem.message for problem in look(case).problems] == ["watch-record"]
    assert path.read_text() == before


def test_how_alike_texts_are() -> None:
    assert compare_texts("", "") == 1
    assert compare_texts("a b c", "") == 0
    assert compare_texts("A b, c d", "a B c e") == pytest.approx(1 / 3)  # a b c | b c d | b c e


def test_only_named_sources_with_an_address(case: Path) -> None:
    with pytest.raises(UsageError, match="s-none"):
        watch_case(case, HERE, ["s-none"])


def test_the_command_uses_no_network_unless_told(
    case: Path, host: RawServer, capsys: pytest.CaptureFixture[str]
) -> None:
    host.answer = say({"/": page(STUDY, HTML)})
    add_source(case, host.at())
    assert main(["watch", str(case)]) == 2
    assert main(["watch", str(case), "--network"]) == 2
    assert not host.heads
    assert "--contact" in capsys.readouterr().err
