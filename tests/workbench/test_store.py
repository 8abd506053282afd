"""The store gives back what it was given, or nothing."""

import os
from pathlib import Path

import pytest

from sousveil.workbench.store import FolderStore, find_store_folder


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "s")
    assert store.read("a") is None
    store.write("a", b"one")
    store.write("../../b", b"two")
    assert (store.read("a"), store.read("../../b")) == (b"one", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_is_nothing(damage: bytes, tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write("a", b"one")
    (entry,) = tmp_path.glob("*/*")
    entry.write_bytes(damage)
    assert store.read("a") is None
    store.write("a", b"one")
    entry.write_bytes(entry.read_bytes()[:-1] + b"E")
    assert store.read("a") is None


def test_a_store_that_cannot_be_written_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = FolderStore(tmp_path / "file" / "s")
    store.write("a", b"one")
    assert store.read("a") is None
    store.shrink()


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, largest=2 * (32 + 100))
    for age, key in enumerate(["old", "older", "oldest"]):
        store.write(key, key.encode().ljust(100))
        newest = max(tmp_path.glob("*/*"), key=lambda path: path.stat().st_ctime_ns)
        os.utime(newest, (1_000_000 - age, 1_000_000 - age))
    assert store.read("oldest") is not None  # and is now the newest
    store.shrink()
    assert [key for key in ("old", "older", "oldest") if store.read(key)] == ["old", "oldest"]


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("SOUSVEIL_CACHE", raising=False)
    assert find_store_folder() == tmp_path / "sousveil"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert find_store_folder() == Path.home() / ".cache" / "sousveil"
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "own"))
    assert find_store_folder() == tmp_path / "own"


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "s")
    store.write("a", b"one")
    paths = [tmp_path / "s", *(tmp_path / "s").rglob("*")]
    assert len(paths) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in paths)


def test_a_new_writer_brings_an_overgrown_store_down(tmp_path: Path) -> None:
    FolderStore(tmp_path).write("a", b"x" * 1000)
    FolderStore(tmp_path, largest=500).write("b", b"y")
    assert FolderStore(tmp_path).read("a") is None
    assert FolderStore(tmp_path).read("b") == b"y"
