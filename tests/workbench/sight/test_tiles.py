"""The Helsinki case square by square: the same figures as at once, and a run that goes on where it was broken off."""

from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas  # type: ignore[import-untyped]
import pytest

from sousveil.coverage.sights import Sights
from sousveil.problems import UsageError
from sousveil.workbench.sight.seeing import SeenCity, read_city
from sousveil.workbench.sight.tile_files import TASKS, see_file
from sousveil.workbench.sight.tiles import see_by_tiles

HELSINKI = Path(__file__).parents[3] / "examples" / "helsinki"
LEVEL = "recognise"


@pytest.fixture(scope="module")
def city() -> SeenCity:
    return read_city(HELSINKI)


def run_here(work: Callable[[Path], Path], tasks: Sequence[Path]) -> list[Path]:
    return [work(task) for task in tasks]


def check_same(ours: Sights, theirs: Sights) -> None:
    assert (ours.px_per_m, ours.reachable, ours.known) == (theirs.px_per_m, theirs.reachable, theirs.known)
    pairs = [*zip(ours.cover, theirs.cover, strict=True)]
    if ours.flat_high or theirs.flat_high:
        assert ours.flat_high is not None
        assert theirs.flat_high is not None
        pairs.append((ours.flat_high, theirs.flat_high))
    for mine, other in pairs:
        # Of few cameras areas are exact there, and from lines here.
        apart = mine.areas.union_error_m2 + 1e-6
        assert mine.areas.union_m2 == pytest.approx(other.areas.union_m2, abs=apart)
        assert mine.areas.area_m2 == pytest.approx(other.areas.area_m2, abs=3 * apart)
        assert mine.silent == other.silent
    for way, road in zip(ours.streets, theirs.streets, strict=True):
        assert way.street.tolist() == road.street.tolist()
        assert way.metres == pytest.approx(road.metres, abs=1e-6)
        assert way.by_number == pytest.approx(road.by_number)
        assert way.residents_seen == pytest.approx(road.residents_seen)
    assert [one.tolist() for one in ours.places] == [one.tolist() for one in theirs.places]


def test_squares_say_what_the_whole_city_says(city: SeenCity, tmp_path: Path) -> None:
    found = see_by_tiles(city, (LEVEL,), tmp_path, run_here, side_m=600.0)
    for ours, theirs in zip(found[LEVEL], city.see_both(LEVEL), strict=True):
        check_same(ours, theirs)
    files = sorted(tmp_path.iterdir())
    assert len(files) > 4
    assert all(one.suffix == ".parquet" for one in files)  # tasks are gone
    table = geopandas.pd.concat(geopandas.read_parquet(one) for one in files)
    assert table.crs == "OGC:CRS84"
    seen = sum(sum(metres[1:]) for metres in table[f"{LEVEL}_moment_high_m"])
    unsurveyed = sum(sum(metres[1:]) for metres in table[f"{LEVEL}_moment_high_unsurveyed_m"])
    assert seen + unsurveyed == pytest.approx(found[LEVEL][0].streets.high.seen_m)


def test_what_is_finished_is_not_seen_again(city: SeenCity, tmp_path: Path) -> None:
    asked: list[str] = []

    def run_some(work: Callable[[Path], Path], tasks: Sequence[Path]) -> list[Path]:
        asked.extend(task.name for task in tasks if task.is_file())
        if len(asked) == len(tasks):
            work(tasks[0])
            raise KeyboardInterrupt
        return run_here(work, tasks)

    with pytest.raises(KeyboardInterrupt):
        see_by_tiles(city, (LEVEL,), tmp_path, run_some)
    (kept,) = tmp_path.glob("*.parquet")
    before, begun = kept.stat().st_mtime_ns, len(asked)
    see_by_tiles(city, (LEVEL,), tmp_path, run_some)
    assert kept.stat().st_mtime_ns == before
    assert len(asked) == 2 * begun - 1
    assert not (tmp_path / TASKS).exists()
    # Another question is another task.
    see_by_tiles(city, ("identify",), tmp_path, run_here)
    assert len(list(tmp_path.glob("*.parquet"))) == 2 * begun


def test_a_damaged_square_is_named(city: SeenCity, tmp_path: Path) -> None:
    see_by_tiles(city, (LEVEL,), tmp_path, run_here)
    damaged = min(tmp_path.glob("*.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(UsageError, match=f"{damaged.name}: this is no square that was finished"):
        see_by_tiles(city, (LEVEL,), tmp_path, run_here)


def test_a_task_is_done_once(city: SeenCity, tmp_path: Path) -> None:
    def run_twice(work: Callable[[Path], Path], tasks: Sequence[Path]) -> list[Path]:
        assert work is see_file
        first = run_here(work, tasks)
        times = [one.stat().st_mtime_ns for one in first]
        again = run_here(work, tasks)
        assert [one.stat().st_mtime_ns for one in again] == times
        return again

    see_by_tiles(city, (LEVEL,), tmp_path, run_twice)
