"""Loading 10,000 claims with every place and every check of form, beside libyaml building bare values from the files.

Claims: cold at most 2.5 s; at most 0.45 s where one file of fifty has changed.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from _cases import write_case

from _harness import About, Measure, build_measure, digest_data, read_versions, report, run_pairs, time_call
from sousveil.case.load import load_case
from sousveil.workbench.store import FolderStore

CLAIMS = 10_000
ROUNDS = 5
PEER = "yaml.load(CSafeLoader)"


def read_bare(folder: Path) -> None:
    """What the peer does: the same files into lists and mappings, without places or checks."""
    for path in sorted(folder.rglob("*.yaml")):
        yaml.load(path.read_bytes(), yaml.CSafeLoader)  # CSafeLoader is the safe one


def load(folder: Path, store: FolderStore | None) -> None:
    """What we do; a complaint would mean that the case is not what it should be."""
    case, problems = load_case(folder, store=store)
    if problems or len(case.claims) != CLAIMS:
        raise RuntimeError(f"{len(case.claims)} claims, {len(problems)} problems")


def change_one(folder: Path) -> None:
    """Put a comment into one file, so that its bytes differ from all before."""
    path = folder / "claims" / "000000.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")


def measure() -> Iterator[Measure]:
    """Cold, and after one file has changed."""
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name) / "case", FolderStore(Path(name) / "store")
        write_case(folder, CLAIMS)
        versions = read_versions("sousveil", "pyyaml", "pydantic")
        about = About(what="load", peer_name=PEER, versions=versions, data_digest=digest_data(folder))

        def time_peer() -> float:
            return time_call(lambda: read_bare(folder))

        def time_changed() -> float:
            change_one(folder)
            return time_call(lambda: load(folder, store))

        cold = run_pairs(lambda: time_call(lambda: load(folder, None)), time_peer, n=ROUNDS)
        yield build_measure(f"load {CLAIMS:,} claims, cold", *cold, unit="s", about=about)
        load(folder, store)
        warm = run_pairs(time_changed, time_peer, n=ROUNDS)
        yield build_measure(f"load {CLAIMS:,} claims, one file changed", *warm, unit="s", about=about)


if __name__ == "__main__":
    raise SystemExit(report(measure()))
