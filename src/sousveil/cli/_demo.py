"""Where the shipped cases lie, and where their sites go.

Reads nothing of a case.
"""

from pathlib import Path

import sousveil
from sousveil.problems import MissingTool
from sousveil.workbench.store import find_store_folder

NAMES = ("serbia", "helsinki")
"""A case of claims, and a case of cameras on a map; the first is served."""
PACKAGE = Path(sousveil.__file__).parent


def find_demo(name: str, package: Path = PACKAGE) -> Path:
    """The folder of a case: `examples/` of a checkout, else of the installed package."""
    places = (package.parents[1] / "examples" / name, package / "examples" / name)
    for place in places:
        if (place / "case.toml").is_file():
            return place
    raise MissingTool(
        f"the case {name!r} is neither in {places[0]} nor in {places[1]}; install Sousveil again"
    )


def find_demo_site(case: Path, package: Path = PACKAGE) -> Path:
    """Where the site is written: beside the case in a checkout, which ignores it; never into an installed package."""
    if case.is_relative_to(package):
        return find_store_folder() / "demo" / case.name / "site"
    return case / "build" / "site"
