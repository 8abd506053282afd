"""Whatever a case holds, checking it reports and never raises, and parts of it checked apart report the same."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.messages import render_message, render_problem
from sousveil.records.finding import Finding
from sousveil.workbench.check import check_case
from tests.evidence.build import build
from tests.evidence.test_golden import Memory

NAMES = (
    "list_price discount final_price part whole share unit_price quantity total_price before after growth change start "
    "end duration population cameras cameras_per_head count area density net_price tax_rate gross_price units capacity"
)
MEASURES = NAMES.split()
UNITS = ["USD", "EUR", "camera", "percent", "percentage_point", "person", "km2", "day", "year", "USD/camera",
         "camera/100 person", "rank"]  # fmt: skip
DIGITS = ["0", "1", "-5", "100", "1,000", "999999999999999999", "0.000", "12.5", "10,773", "3.0", "007"]
DATES = ["2024", "0001", "9999-12-31", "2020~", "2020/..", "../2020", "2020-02-29", "201X", "/2020"]
PHRASES = [
    "40 cameras",
    "over $3 million",
    "57 percent",
    "zero",
    "nothing",
    "3 of 4",
    "2020",
    "-5 percent",
    "1/0",
]
HEDGES = ["exact", "about", "over", "under", "up_to", "nearly", "at_least"]
FORMULAS = [
    "a + b", "a - b", "a * b", "a / b", "1 - a / b", "(a - b) / b", "a ** 12", "days(a, b)", "years(a, b)",
    "add_days(a, b)", "add_months(a, b)", "add_years(a, -5000)", "add_days(a, -9999999)", "max(a, b)", "abs(a) / b",
    "sum(a, b) * a / b", "min(a, b) / (a - a)", "a / 0", "add_months(a, 1e300)", "a * 1e300 * 1e300", "1 / 0 + a",
]  # fmt: skip


def value(dice: Random) -> str:
    unit = dice.choice(UNITS)
    shapes = (
        f"date: '{dice.choice(DATES)}'",
        f"state: {dice.choice(['withheld', 'unknown', 'none'])}",
        f"hedge: {dice.choice(['tens', 'hundreds'])}, magnitude: million, unit: {unit}",
        f"hedge: between, low: '{dice.choice(DIGITS)}', high: '{dice.choice(DIGITS)}', unit: {unit}",
        f"is: {dice.choice('ab')}",
        f"rank: '{dice.randint(1, 9)}', of: '{dice.randint(1, 9)}'",
        *(f"amount: '{dice.choice(DIGITS)}', hedge: {dice.choice(HEDGES)}, unit: {unit}" for _ in range(4)),
    )
    return dice.choice(shapes)


def claim_text(number: int, of: int, dice: Random) -> str:
    other = dice.randrange(of)
    extras = (
        f"status: {dice.choice(['planned', 'installed'])}", f"scope: {{place: l-{dice.choice('ab')}}}",
        f"basis: {{tax: {dice.choice(['incl', 'excl'])}}}", f"valid: '{dice.choice(DATES)}'", f"restates: c-{other}",
        f"part_of: c-{other}", "parts_complete: true", "stance: denies", "counts: sources kind=official",
    )  # fmt: skip
    rest = [extra for extra in extras if dice.random() < 0.2]
    rest += [f"value: {{{value(dice)}}}"] if dice.random() < 0.7 else []
    head = f"id: c-{number}, source: s-{dice.choice('abc')}, locator: p, stated: '{dice.choice(PHRASES)}'"
    about = f"subject: {dice.choice(['g-x', 'g-y', 'g-z', 'l-a'])}, measure: {dice.choice(MEASURES)}"
    return f"- {{{', '.join([head, about, *rest])}}}\n"


def any_case(dice: Random) -> dict[str, str]:
    claims = dice.randint(3, 12)
    derived = []
    for n in range(3):
        inputs = f"{{a: c-{dice.randrange(claims)}, b: {dice.choice('cd')}-{dice.randrange(3)}}}"
        expect = f"expect: c-{dice.randrange(claims)}"
        derived.append(f"- {{id: d-{n}, formula: '{dice.choice(FORMULAS)}', inputs: {inputs}, {expect}}}\n")
    return {
        "claims/a.yaml": "".join(claim_text(n, claims, dice) for n in range(claims // 2)),
        "claims/b.yaml": "".join(claim_text(n, claims, dice) for n in range(claims // 2, claims)),
        "derived/a.yaml": "".join(derived),
        "places/a.yaml": "- {id: l-a, name: A, within: l-b}\n- {id: l-b, name: B, within: l-a}\n",
        "rates/r.csv": "period,source_currency,target_currency,low,high,source,verified\n"
        f"2024,EUR,USD,{dice.choice(['1.1,1.2', '0,1', 'a,b', '2,1'])},x,no\n",
    }


@settings(max_examples=settings().max_examples // 2)
@given(st.randoms(use_true_random=False))
def test_any_case_can_be_checked_whole_and_in_parts(dice: Random) -> None:
    with TemporaryDirectory() as folder:
        problems = build(Path(folder), any_case(dice)).problems
        assert check_case(Path(folder), store=Memory()).problems == problems
    for problem in problems:
        assert render_problem(problem)
        for repair in problem.repairs if isinstance(problem, Finding) else ():
            assert render_message(repair.message, repair.args).startswith("if ")
