"""`sousveil walk`: what a walk through a city reveals."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(
    *words: Annotated[str, Parameter(name="[CASE] FROM TO", negative="")],
    level: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    flat: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Compute where a walk is in view, of how many cameras, and for how long it is not.

    From one end to the other it takes the shortest way on foot; a GPX file in place of both ends is taken as it is. It
    is read and forgotten, never stored or published, and no other way is proposed. In view says that known cameras can
    see the place with the detail named, not that anybody looks. The exit status is 2 with errors, 1 with warnings.

    Args:
        words: The folder of the case (this one if not given), then both ends or a GPX file. An end is latitude and
            longitude (60.1699,24.9384), the name of a street or place, or a junction ('Kaivokatu & Mikonkatu').
        level: A level of detail; may be given several times (detect, observe and recognise if not given).
        flat: Let walls hide everything behind them, also where their heights are known.
        json: Print one JSON document, for programs.
    """
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import open_store, require_case
    from sousveil.cli._sights import put_heights
    from sousveil.cli._text import rank_status
    from sousveil.cli._walk import put_walk, render_walk
    from sousveil.problems import UsageError
    from sousveil.workbench.sight.seeing import check_levels, read_city
    from sousveil.workbench.sight.walk import walk_along, walk_between

    asked = list(words)
    folder = Path(asked.pop(0)) if asked and (Path(asked[0]) / "case.toml").is_file() else Path()
    levels = check_levels(level or ("detect", "observe", "recognise"))
    if not (len(asked) == 2 or (len(asked) == 1 and asked[0].lower().endswith(".gpx"))):
        raise UsageError("name both ends of the walk, or one GPX file: sousveil walk [CASE] FROM TO")
    city = read_city(require_case(folder), flat=flat, store=open_store(), progress=Steps())
    if len(asked) == 2:
        walk = walk_between(city, asked[0], asked[1], levels)
    else:
        walk = walk_along(city, Path(asked[0]), levels)
    if json:
        print(render_walk(walk))
    else:
        put_walk(Paper(), walk)
        put_heights(Paper(), city)
    return rank_status(walk.problems, "warning")
