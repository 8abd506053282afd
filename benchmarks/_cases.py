"""Writes a large case for benchmarks: claims in groups of twenty comparable ones, a derived figure for every ten.

Figures come from a fixed seed, so that the same size gives the same bytes.
"""

import random
from pathlib import Path

from sousveil.plaintext.canonical import render_list

GROUP = 20
CLAIMS_A_FILE = 200
SOURCES = 50
SEED = 20251125


def write_case(folder: Path, claims: int) -> None:
    """Write a case of that many claims, and a tenth as many derived figures."""
    numbers = random.Random(SEED)  # noqa: S311  # no secret: a benchmark wants the same figures every time
    for part in ("sources", "claims", "derived", "programmes"):
        (folder / part).mkdir(parents=True)
    _write(folder / "case.toml", 'format = 1\nid = "large"\ntitle = "A large case"\nas_of = "2025-01-31"\n')
    for number in range(SOURCES):
        head = f'id: s-{number}\ntype: report\nkind: official\ntitle: Report {number}\nissued: "2024"\n'
        _write(folder / f"sources/{number}.md", f"---\n{head}---\n")
    groups = range(-(-claims // GROUP))
    _write(
        folder / "programmes/all.yaml",
        render_list([{"id": f"g-{g}", "title": f"Programme {g}"} for g in groups]),
    )
    sizes = [numbers.randrange(100, 9000) for _ in groups]
    for start in range(0, claims, CLAIMS_A_FILE):
        chunk = range(start, min(start + CLAIMS_A_FILE, claims))
        records = [build_claim(number, sizes[number // GROUP]) for number in chunk]
        _write(folder / f"claims/{start:06}.yaml", render_list(records))
    derived = [build_derived(number) for number in range(0, claims - 1, 10)]
    _write(folder / "derived/all.yaml", render_list(derived))


def build_claim(number: int, size: int) -> dict[str, object]:
    """One of a group of claims about the number of cameras of a programme."""
    return {
        "id": f"c-{number}",
        "source": f"s-{number % SOURCES}",
        "via": [f"s-{(number + 1) % SOURCES}"],
        "locator": f"page {number % 300 + 1}",
        "stated": f"over {size:,} cameras",
        "summary": f"The number of cameras of programme {number // GROUP}, as report {number % SOURCES} has it.",
        "subject": f"g-{number // GROUP}",
        "measure": "cameras",
        "value": {"amount": f"{size:,}", "hedge": "over", "unit": "camera"},
        "status": "installed",
        "scope": {"place": "the whole town"},
        "as_of": "2024-03-05",
    }


def build_derived(number: int) -> dict[str, object]:
    """The difference of two claims."""
    inputs = {"a": f"c-{number}", "b": f"c-{number + 1}"}
    return {"id": f"d-{number}", "formula": "a - b", "inputs": inputs, "unit": "camera"}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
