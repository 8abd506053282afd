"""`sousveil see`: what the cameras of a case see of its city."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from sousveil.cli._progress import Steps
    from sousveil.coverage.sights import Sights
    from sousveil.workbench.sight.seeing import SeenCity


@dataclass(frozen=True)
class Supposed:
    """What is taken for granted.

    Attributes:
        suppose_kind: What cameras of unknown kind are taken for; `none` leaves them out. As the case says if not given.
        flat: Let walls hide everything behind them, also where their heights are known.
    """

    suppose_kind: Literal["fixed", "dome", "panning", "none"] | None = None
    flat: Annotated[bool, Parameter(negative="")] = False


AS_THE_CASE_SAYS = Supposed()


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *,
    level: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    suppose: Annotated[Supposed, Parameter(name="*")] = AS_THE_CASE_SAYS,
    out: Path | None = None,
    tiles: Path | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Compute what the cameras of a case see: ground, streets, residents, places.

    Of every camera the ground that its lens covers at a level of detail, minus what buildings hide, in three bands: the
    least, the usual and the most that is likely where lens, height or direction are not known. Cameras of which
    nothing can be said are counted, and never zero. The exit status is 2 with errors, 1 with warnings.

    Args:
        folder: The folder of the case, whose case.toml names a map under [city].
        level: A level of detail, such as detect, observe, recognise, identify (IEC 62676-4:2014) or perceive,
            characterise (2025); may be given several times.
        suppose: What is taken for granted.
        tiles: See the city in squares of two kilometres, several at once, and keep what is finished in this folder: a
            run that was broken off goes on from there. For a country, or several machines: with RAY_ADDRESS in
            the environment the squares are seen on that cluster, which reads and writes the same folder.
        out: Also write cameras, ground and streets as GeoJSON and GeoParquet into this folder.
        json: Print one JSON document, for programs.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.cli._sights import put_city, put_level, put_limits, render_sights
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._observations import put_problems
    from sousveil.workbench.sight.seeing import check_levels, read_city

    levels = check_levels(level)
    kind = "" if suppose.suppose_kind == "none" else suppose.suppose_kind
    steps = Steps()
    city = read_city(
        require_case(folder), suppose_kind=kind, flat=suppose.flat, store=open_store(), progress=steps
    )
    if not json:
        put_city(Paper(), city)
    sights = {}
    for name, both in _see(city, levels, tiles, steps):
        if not json:
            put_level(Paper(), city, name, both)
        if json or out:
            sights[name] = both
    if json:
        print(render_sights(city, sights))
    else:
        put_limits(Paper(), city)
        put_problems(city.problems, every="--json")
    if out:
        from sousveil.workbench.sight.files import write_sights

        for path in write_sights(out, city, sights):
            print(f"wrote {path}", flush=True) if not json else None
    return rank_status(city.problems, "warning")


def _see(
    city: "SeenCity", levels: Sequence[str], tiles: Path | None, steps: "Steps"
) -> Iterator[tuple[str, tuple["Sights", "Sights"]]]:
    """What is seen at each level, whole or in squares."""
    if tiles:
        from sousveil.workbench.sight.tiles import find_run, see_by_tiles

        yield from see_by_tiles(city, levels, tiles, find_run(steps), progress=steps).items()
        return
    for name in levels:
        steps.step(f"computing what is seen: {name}")
        yield name, city.see_both(name)
