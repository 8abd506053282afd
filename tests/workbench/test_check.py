"""A case checked with a store and without, sound findings listed or only counted: the same is found."""

from pathlib import Path

import pytest

from sousveil.case.load import Store
from sousveil.problems import Severity
from sousveil.workbench.check import check_case
from sousveil.workbench.store import FolderStore

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"


@pytest.mark.parametrize("kept", [True, False])
def test_sound_findings_are_counted_where_they_are_not_listed(kept: bool, tmp_path: Path) -> None:  # noqa: FBT001
    store: Store | None = FolderStore(tmp_path) if kept else None
    everything = check_case(SERBIA, store=store)
    sound = [problem for problem in everything.problems if problem.severity is Severity.OK]
    assert sound
    assert everything.sound == 0
    for _ in range(2):
        checked = check_case(SERBIA, store=store, sound=False)
        assert checked.sound == len(sound)
        assert list(checked.problems) == [p for p in everything.problems if p not in sound]
