"""Where the shipped case lies, and where its site goes.

Reads nothing of the case.
"""

from pathlib import Path

import sousveil
from sousveil.problems import MissingTool
from sousveil.workbench.store import find_store_folder

NAME = "serbia"
PACKAGE = Path(sousveil.__file__).parent


def find_demo(package: Path = PACKAGE) -> Path:
    """The folder of the case: `examples/` of a checkout, else of the installed package."""
    places = (package.parents[1] / "examples" / NAME, package / "examples" / NAME)
    for place in places:
        if (place / "case.toml").is_file():
            return place
    raise MissingTool(
        f"the case {NAME!r} is neither in {places[0]} nor in {places[1]}; install Sousveil again"
    )


def find_demo_site(case: Path, package: Path = PACKAGE) -> Path:
    """Where the site is written: beside the case in a checkout, which ignores it; never into an installed package."""
    if case.is_relative_to(package):
        return find_store_folder() / "demo" / "site"
    return case / "build" / "site"
