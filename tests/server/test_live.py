"""A case that is watched: a draft as soon as a file changes, the whole when nobody writes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from sousveil.problems import PublishRefused
from sousveil.server import live
from sousveil.server.live import Live

PATIENCE_S = 20.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_S", 0.02)
    monkeypatch.setattr(live, "REST_S", 0.3)


@contextmanager
def watch(folder: Path, build: Callable[[], object], draft: Callable[[], object] | None) -> Iterator[Live]:
    watched = Live(folder, build, draft=draft)
    watched.start()
    try:
        yield watched
    finally:
        watched.stop()


def wait(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < end
        time.sleep(0.01)


def has(made: list[str], number: int) -> bool:
    return len(made) == number


def test_pages_come_first_and_the_whole_when_nobody_writes(tmp_path: Path) -> None:
    made: list[str] = []
    with watch(tmp_path, lambda: made.append("whole"), lambda: made.append("draft")) as watched:
        (tmp_path / "case.toml").write_text("one")
        wait(lambda: "whole" in made)
        assert made == ["draft", "whole"]
        wait(lambda: watched.news.state == "built")
        assert watched.news.number == 1  # open pages are loaded again for the draft alone


def test_while_somebody_writes_only_drafts_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "REST_S", 1000.0)
    made: list[str] = []
    with watch(tmp_path, lambda: made.append("whole"), lambda: made.append("draft")):
        for number in (1, 2, 3):
            (tmp_path / "case.toml").write_text("x" * number)
            wait(partial(has, made, number))
    assert made == ["draft"] * 3


def test_a_whole_that_is_refused_is_told(tmp_path: Path) -> None:
    def refuse() -> None:
        raise PublishRefused("not this")

    with watch(tmp_path, refuse, lambda: None) as watched:
        (tmp_path / "case.toml").write_text("one")
        wait(lambda: watched.news.state == "refused")
        assert watched.news.words == "not this"


def test_without_a_draft_the_whole_is_built_at_once(tmp_path: Path) -> None:
    made: list[str] = []
    with watch(tmp_path, lambda: made.append("whole"), None) as watched:
        (tmp_path / "case.toml").write_text("one")
        wait(lambda: watched.news.number == 1)
        assert made == ["whole"]


def test_what_makes_a_draft_quick_comes_first_and_may_fail(tmp_path: Path) -> None:
    made: list[str] = []

    def get_ready() -> None:
        made.append("ready")
        raise PublishRefused("not this")

    watched = Live(tmp_path, lambda: None, draft=lambda: made.append("draft"), ready=get_ready)
    watched.start()
    wait(lambda: made == ["ready"])
    (tmp_path / "case.toml").write_text("one")
    wait(lambda: "draft" in made)
    watched.stop()
    assert (made, watched.news.words) == (["ready", "draft"], "")
