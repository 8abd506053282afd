"""`sousveil cameras import`: lists of cameras into a case."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sousveil.cli.cameras._said import About, Fetch


def run(
    folder: Annotated[Path, Parameter(name="CASE")] = Path(),
    /,
    *files: Annotated[Path, Parameter(name="FILE")],
    about: Annotated[About, Parameter(name="*", show_default=False)] = About(),  # noqa: B008 - frozen
    form: Annotated[Fetch, Parameter(name="*", show_default=False)] = Fetch(),  # noqa: B008 - frozen
    template: Annotated[bool, Parameter(negative="")] = False,
    accept_fewer: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Bring a list of cameras into a case.

    Reads extracts of OpenStreetMap (.osm.pbf), answers of Overpass, GeoJSON, DeFlock's lists, tables (CSV, TSV, XLSX),
    KML, KMZ and GPX, or asks an Overpass server if `--overpass` says so, and writes `cameras/ID.geojson` with a record
    beside it. Persons, contacts and mappers are dropped; every column that is not read is named. A file that could not
    be read whole is not brought in. The exit status is 2 where nothing was written, 1 with warnings.

    Args:
        folder: The folder of the case.
        files: The files; several make one list.
        about: Whose list it is.
        form: Where the list is fetched, and how its files are read.
        template: Print the table that citizens fill in, or with `--read-as geojson` the map.
        accept_fewer: Replace a list by one with less than half of its observations.
    """
    from sousveil.case.load import without_collector
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._shared import require_case
    from sousveil.cli._text import rank_status
    from sousveil.cli.cameras._observations import put_imported
    from sousveil.problems import UsageError
    from sousveil.workbench.cameras.listing import build_how, read_files, write_list
    from sousveil.workbench.cameras.sightings import read_template

    if template:
        print(read_template("geojson" if form.read_as == "geojson" else "csv"), end="")
        return 0
    require_case(folder)
    if not about.id or bool(files) == bool(form.overpass):
        raise UsageError("name the list with --id, and its files, or an area with --overpass")
    with without_collector():
        if form.overpass:
            from sousveil.workbench.cameras.fetching import Asked, check_area, fetch_cameras

            check_area(folder, form.overpass)
            found = fetch_cameras(form.overpass, Asked(form.server, form.contact), progress=Steps())
        else:
            found = read_files(folder, files, build_how(form.tell()), progress=Steps())
        done = write_list(folder, found, about.tell(), accept_fewer=accept_fewer)
    put_imported(Paper(), done)
    return 2 if done.about is None else rank_status(done.problems, "warning")
