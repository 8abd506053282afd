"""What is installed is locked, names no place it came from, and what is shipped is whole."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def read_lock(name: str) -> dict[str, str]:
    pins = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        pin = PIN.fullmatch(line)
        if pin:
            pins[pin["name"]] = pin["version"]
        else:
            assert HASH.fullmatch(line), f"{name}: {line!r} is neither an exact version nor a hash"
    return pins


def read_project() -> dict[str, object]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project: dict[str, object] = settings["project"]
    return project


def test_running_and_testing_use_the_same_versions() -> None:
    run, dev = read_lock("requirements.lock"), read_lock("requirements-dev.lock")
    assert run.items() <= dev.items()
    assert "pytest" not in run


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = read_project()
    extras = project["optional-dependencies"]
    assert isinstance(project["dependencies"], list)
    assert isinstance(extras, dict)
    run, dev = read_lock("requirements.lock"), read_lock("requirements-dev.lock")
    asked = [(text, run) for text in [*project["dependencies"], *extras["build"]]]
    asked += [(text, dev) for text in extras["dev"]]
    for text, lock in asked:
        need = Requirement(text)
        assert need.specifier.contains(lock[canonicalize_name(need.name)]), f"{text}: run `make lock`"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def list_tracked(*folders: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_package_ships_every_file_of_the_source_and_the_examples(shipped: frozenset[str]) -> None:
    wanted = {name.removeprefix("src/") for name in list_tracked("src")}
    wanted |= {f"sousveil/{name}" for name in list_tracked("examples")}
    assert wanted <= shipped


def test_the_package_ships_its_licences_and_nothing_that_was_built(shipped: frozenset[str]) -> None:
    names = {name.rpartition("/")[2] for name in shipped if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "NOTICE", "THIRD_PARTY_NOTICES.md"}
    built = re.compile(r"sousveil/examples/[^/]+/build/|\.pyc$")
    assert not [name for name in shipped if built.search(name)]
