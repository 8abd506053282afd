"""Writes a large record that does not always add up, for benchmarks of the checks.

Subjects have prices, discounts and counts, each claimed by up to twenty sources: most alike, some rounded, hedged or
older, a few at odds. A derived figure for every ten claims. Figures come from a fixed seed, so that the same size
gives the same bytes.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from sousveil.plaintext.canonical import render_list

GROUP = 20
CLAIMS_A_FILE = 200
SOURCES = 200
SEED = 20251125
MEASURES = {
    "list_price": "EUR",
    "discount": "percent",
    "final_price": "EUR",
    "cameras": "camera",
    "locations": "location",
}
Value = dict[str, object]


def write_record(folder: Path, claims: int) -> None:
    """Write a case of that many claims and a tenth as many derived figures."""
    numbers = random.Random(SEED)  # noqa: S311  # no secret: a benchmark wants the same figures every time
    head = 'format = 1\nid = "large"\ntitle = "A large record"\nas_of = "2025-01-31"\n'
    _write(folder / "case.toml", head)
    for number in range(SOURCES):
        year = 2015 + number % 10
        source = f'id: s-{number}\ntype: report\nkind: official\ntitle: Report {number}\nissued: "{year}"\n'
        _write(folder / f"sources/{number}.md", f"---\n{source}---\n")
    records = list(build_claims(claims, numbers))
    subjects = dict.fromkeys(str(record["subject"]) for record in records)
    programmes: list[Value] = [{"id": subject, "title": f"Programme {subject}"} for subject in subjects]
    _write(folder / "programmes/all.yaml", render_list(programmes))
    for start in range(0, claims, CLAIMS_A_FILE):
        _write(folder / f"claims/{start:06}.yaml", render_list(records[start : start + CLAIMS_A_FILE]))
    _write(folder / "derived/all.yaml", render_list(list(build_derived(claims))))


def build_claims(claims: int, numbers: random.Random) -> Iterator[Value]:
    """Claims group by group; a group is one measure of one subject."""
    figures: dict[str, float] = {}
    for number in range(claims):
        group, place = divmod(number, GROUP)
        subject, measure = f"g-{group // len(MEASURES)}", tuple(MEASURES)[group % len(MEASURES)]
        if place == 0:
            figures = draw_figures(numbers) if measure == "list_price" else figures
        yield build_claim(number, (subject, measure), figures[measure], numbers)


def draw_figures(numbers: random.Random) -> dict[str, float]:
    """What is true of one subject: prices that follow from each other, and counts."""
    price, discount, cameras = (
        numbers.randrange(50_000, 5_000_000),
        numbers.randrange(1, 90),
        numbers.randrange(20, 9000),
    )
    final = price * (100 - discount) / 100
    return {
        "list_price": price,
        "discount": discount,
        "final_price": final,
        "cameras": cameras,
        "locations": cameras // 2,
    }


def build_claim(number: int, about: tuple[str, str], figure: float, numbers: random.Random) -> Value:
    """What one source says: mostly the figure, sometimes rounded, hedged or wrong."""
    subject, measure = about
    dice = numbers.random()
    said = figure * 1.2 if dice > 0.97 else float(f"{figure:.2g}") if dice > 0.8 else figure
    hedge = numbers.choice(("about", "over", "up_to")) if dice > 0.9 else "exact"
    amount, unit = f"{said:,.0f}", MEASURES[measure]
    words = {"exact": "", "about": "about ", "over": "over ", "up_to": "up to "}[hedge]
    return {
        "id": f"c-{number}",
        "source": f"s-{number % SOURCES}",
        "via": [f"s-{(number + 7) % SOURCES}"] if dice > 0.5 else [],
        "locator": f"page {number % 300 + 1}",
        "stated": f"{words}{amount} {unit.replace('percent', '%')}",
        "subject": subject,
        "measure": measure,
        "value": {"amount": amount, "hedge": hedge, "unit": unit},
        "status": "ordered" if dice > 0.2 else "planned",
        "as_of": f"{2015 + number % 10}",
    }


def build_derived(claims: int) -> Iterator[Value]:
    """Discounts recomputed from prices, each against a claim."""
    for number in range(0, claims, 10):
        subject = number // (GROUP * len(MEASURES)) * GROUP * len(MEASURES)
        place = number % GROUP
        if subject + GROUP * 3 > claims:
            return
        inputs = {"list": f"c-{subject + place}", "final": f"c-{subject + 2 * GROUP + place}"}
        expected = f"c-{subject + GROUP + place}"
        yield {
            "id": f"d-{number}",
            "formula": "1 - final / list",
            "inputs": inputs,
            "expect": expected,
            "unit": "percent",
        }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
