"""`sousveil schemas`: what an editor needs to help while one types."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def run(folder: Annotated[Path, Parameter(name="DIR")] = Path(".schemas"), /) -> int:
    """Write the JSON Schemas by which an editor completes and checks a case while one types.

    Args:
        folder: Where to write them; `.schemas` if not given, where `sousveil new` puts them.
    """
    from sousveil.case.schemas import render_schemas
    from sousveil.case.write import write_text
    from sousveil.cli._built import show_path

    schemas = render_schemas()
    for name, text in schemas.items():
        write_text(folder / name, text)
    print(f"{show_path(folder)}: {len(schemas)} schemas")
    return 0
