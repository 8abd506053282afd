"""`sousveil cameras list`: what files of camera records say."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from sousveil.cli.cameras._said import Form


def run(
    files: Annotated[tuple[Path, ...], Parameter(name="FILE", negative="")],
    /,
    *,
    form: Annotated[Form, Parameter(name="*", show_default=False)] = Form(),  # noqa: B008 - frozen
    format: Literal["text", "json", "geojson"] = "text",  # noqa: A002 - the option is --format
) -> int:
    """Read files of camera records and show what they say, and what in them cannot be read.

    Reads extracts of OpenStreetMap (.osm.pbf), answers of Overpass, GeoJSON with points, DeFlock's lists of plate
    readers, tables (CSV, TSV, XLSX), KML, KMZ and GPX; what columns hold that have not the headings of docs/cameras.md
    is declared, as for `cameras import`. Contacts and mappers are dropped; a value that cannot be read is named with
    its object and never guessed. The exit status is 2 where a file is damaged, 1 with warnings.

    Args:
        files: The files.
        form: How they are read.
        format: `text` for people, `json` with every observation and problem, `geojson` for maps.
    """
    from sousveil.adapters.lists.geojson import render_geojson
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._observations import put_listed, put_problems, render_listed
    from sousveil.problems import UsageError
    from sousveil.workbench.cameras.listing import build_how
    from sousveil.workbench.cameras.reading import list_cameras

    if not files:
        raise UsageError("name a file of camera records")
    listed = list_cameras(files, build_how(form.tell()), progress=Steps())
    if format == "json":
        print(render_listed(listed))
    elif format == "geojson":
        print(render_geojson(listed.observations, attribution=listed.attribution), end="")
        put_problems(listed.problems)
    else:
        put_listed(Paper(), listed)
    return rank_status(listed.problems, "warning")
