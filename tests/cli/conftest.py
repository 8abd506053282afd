"""A small case of each test's own, and a store that no other test sees."""

from pathlib import Path

import pytest

from sousveil.case.skeleton import write_skeleton


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "store"))
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "market"
    write_skeleton(folder)
    return folder


@pytest.fixture
def faulty(case: Path) -> Path:
    """The same case, with a discount that does not follow from its prices."""
    path = case / "claims" / "market.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("a discount of 20 percent", "a discount of 45 percent").replace(
        'amount: "20"', 'amount: "45"'
    )
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return case
