"""For each message about figures: the smallest case that brings it about, and its nearest sound neighbour."""

from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.records.finding import Verdict
from tests.evidence.build import claim

INCONSISTENT, TENSION, CONSISTENT = Verdict.INCONSISTENT, Verdict.TENSION, Verdict.CONSISTENT
ROUNDING, NOT_COMPUTABLE, NOT_COMPARABLE = Verdict.ROUNDING, Verdict.NOT_COMPUTABLE, Verdict.NOT_COMPARABLE


@dataclass(frozen=True)
class Trial:
    """A message, the files that bring it about, and the change of words after which it must not appear.

    `verdict` is None for problems that are no findings.
    """

    message: str
    verdict: Verdict | None
    files: Mapping[str, str]
    change: tuple[str, str]


def derived(formula: str, inputs: str, rest: str = "") -> str:
    tail = f", {rest}" if rest else ""
    return f'- {{id: d-x, ⌖formula: "{formula}", inputs: {{{inputs}}}{tail}}}\n'


def camera(amount: str, more: str = "") -> str:
    return f'value: {{amount: "{amount}", unit: camera}}{more}'


C, D = "claims/a.yaml", "derived/a.yaml"
TWO = claim("c-a", "40 cameras") + claim("c-b", "8 cameras", measure="new_cameras")
SHARE = claim("c-s", "30 percent", measure="new_share", rest='value: {amount: "30", unit: percent}')
PER_CAMERA = claim("c-a", "40 cameras", measure="quantity") + claim("c-b", "$50", measure="unit_price")

TABLE = (
    '{"resources": [{"name": "t", "path": "t.csv", "title": "T", "schema": {"primaryKey": "year", "fields": '
    '[{"name": "year", "type": "string"}, {"name": "cameras", "type": "number", "sousveil": {"unit": "camera"}}]}}]}'
)

WORDING = [
    Trial("stated.figure", None, {C: claim("c-a", "40 cameras", rest="⌖" + camera("41"))}, ('"41"', '"40"')),
    Trial(
        "stated.hedge",
        None,
        {C: claim("c-a", "over 40 cameras", rest="⌖" + camera("40"))},
        ('stated: "over 40', 'stated: "40'),
    ),
    Trial(
        "stated.unit",
        None,
        {C: claim("c-a", "40 locations", rest="⌖" + camera("40"))},
        ("40 locations", "40 cameras"),
    ),
    Trial(
        "stated.rank",
        None,
        {C: claim("c-a", "the 4th of 45", rest='⌖value: {rank: "5", of: "45"}')},
        ('"5"', '"4"'),
    ),
    Trial(
        "stated.no-figure", None, {C: claim("c-a", "many cameras", rest="⌖" + camera("40"))}, ("many", "40")
    ),
    Trial(
        "stated.no-value",
        None,
        {C: claim("c-a", "many cameras", here=True)},
        ("many", "40"),
    ),
    Trial(
        "stated.no-value",
        None,
        {
            C: claim("c-a", "on 12 May 2019", measure="poles", here=True)
            + claim("c-b", "8 poles", measure="poles", rest='value: {amount: "8"}')
        },
        ("measure: poles, value", "measure: pales, value"),
    ),
    Trial(
        "stated.several",
        None,
        {C: claim("c-a", "40 cameras at 8 cameras", here=True)},
        ("at 8 cameras", "at 8 locations"),
    ),
    Trial(
        "stated.unit",
        None,
        {
            C: claim("c-a", "40 speed traps", rest="⌖" + camera("40")),
            "units.yaml": "- {id: trap, words: [speed trap, speed traps], is_a: device}\n",
        },
        ("speed trap, speed traps]", "gadget]"),
    ),
    Trial(
        "stated.unreadable",
        None,
        {C: claim("c-a", "4.0.0,0", rest="⌖" + camera("4.0.0,0"))},
        ("4.0.0,0", "40"),
    ),
]

RECOMPUTED = [
    Trial("formula", NOT_COMPUTABLE, {C: TWO, D: derived("a +* b", "a: c-a, b: c-b")}, ("+*", "+")),
    Trial(
        "computed",
        CONSISTENT,
        {C: TWO, D: derived("b / a", "a: c-a, b: c-b")},
        ("b: c-b}}", "b: c-b}, expect: c-b}"),
    ),
    Trial(
        "recompute",
        INCONSISTENT,
        {C: TWO + SHARE, D: derived("b / a", "a: c-a, b: c-b", "expect: c-s")},
        ("30", "20"),
    ),
    Trial(
        "recompute.pattern",
        INCONSISTENT,
        {C: PER_CAMERA + claim("c-t", "$2,770", measure="total_price", here=True)},
        ("subject: g-x, measure: total_price", "subject: g-y, measure: total_price"),
    ),
    Trial(
        "recompute.suggested",
        INCONSISTENT,
        {
            C: TWO
            + claim(
                "c-s",
                "30 percent",
                measure="new_share",
                rest='value: {amount: "30", unit: percent}',
                here=True,
            )
        },
        ("subject: g-x, measure: new_share", "subject: g-y, measure: new_share"),
    ),
    Trial(
        "recompute.no-figure",
        NOT_COMPUTABLE,
        {C: TWO.replace("8 cameras", "some new ones"), D: derived("b / a", "a: c-a, b: c-b")},
        ("some new ones", "8 new ones"),
    ),
    Trial(
        "recompute.no-cell",
        NOT_COMPUTABLE,
        {
            C: TWO,
            D: derived("a - b", "a: c-a, b: t.cameras@2020"),
            "indicators/t.csv": "year,cameras\n2020,-\n2021,6\n",
            "indicators/datapackage.json": TABLE,
        },
        ("@2020", "@2021"),
    ),
    Trial(
        "recompute.missing",
        NOT_COMPUTABLE,
        {C: TWO, D: derived("a - b", "a: c-a, b: c-none")},
        ("c-none", "c-b"),
    ),
    Trial(
        "recompute.units",
        NOT_COMPUTABLE,
        {C: TWO.replace("8 cameras", "8 dollars"), D: derived("a - b", "a: c-a, b: c-b")},
        ("8 dollars", "8 cameras"),
    ),
    Trial(
        "recompute.zero",
        NOT_COMPUTABLE,
        {C: TWO.replace("8 cameras", "0 cameras"), D: derived("a / b", "a: c-a, b: c-b")},
        ('0 cameras", subject: g-x, measure: new', '9 cameras", subject: g-x, measure: new'),
    ),
    Trial(
        "recompute.calendar",
        NOT_COMPUTABLE,
        {
            C: claim("c-a", "in May 2024", measure="sent", rest='value: {date: "2024-05"}'),
            D: derived("add_years(a, 9000)", "a: c-a"),
        },
        ("9000", "9"),
    ),
    Trial(
        "recompute.needs-dates",
        NOT_COMPUTABLE,
        {C: TWO, D: derived("days(a, b)", "a: c-a, b: c-b")},
        ("days(a, b)", "sum(a, b)"),
    ),
]

COMPARED = [
    Trial(
        "contradiction",
        INCONSISTENT,
        {C: claim("c-a", "40 cameras") + claim("c-b", "48 cameras", source="b", here=True)},
        ("48", "40"),
    ),
    Trial(
        "contradiction.one-source",
        INCONSISTENT,
        {C: claim("c-a", "40 cameras") + claim("c-b", "48 cameras", here=True)},
        ('"48', '"40'),
    ),
    Trial(
        "contradiction.candidates",
        NOT_COMPARABLE,
        {
            C: claim("c-a", "40 cameras")
            + claim("c-b", "48 cameras", source="b", here=True)
            + claim("c-c", "40 cameras", source="b", rest="scope: {note: table}")
        },
        (
            '"40 cameras", subject: g-x, measure: cameras, scope',
            '"47 cameras", subject: g-x, measure: cameras, scope',
        ),
    ),
    Trial(
        "agreement",
        CONSISTENT,
        {C: claim("c-a", "about 40 cameras", here=True) + claim("c-b", "41 cameras", source="b")},
        ('"41', '"61'),
    ),
    Trial(
        "agreement",
        ROUNDING,
        {C: claim("c-a", "8,000 cameras", here=True) + claim("c-b", "8,040 cameras", source="b")},
        ("8,040", "8,640"),
    ),
    Trial(
        "not-comparable",
        NOT_COMPARABLE,
        {
            C: claim("c-a", "40 cameras", rest="status: planned", here=True)
            + claim("c-b", "48 cameras", source="b", rest="status: installed")
        },
        ("status: installed", "status: planned"),
    ),
    Trial(
        "restated.changed",
        TENSION,
        {C: claim("c-a", "up to 40 cameras") + claim("c-b", "40 cameras", source="b", rest="⌖restates: c-a")},
        ('"40 cameras', '"up to 40 cameras'),
    ),
    Trial(
        "restated.changed",
        INCONSISTENT,
        {C: claim("c-a", "40 cameras") + claim("c-b", "48 cameras", source="b", rest="⌖restates: c-a")},
        ('"48', '"40'),
    ),
    Trial(
        "restated.same",
        CONSISTENT,
        {C: claim("c-a", "40 cameras") + claim("c-b", "forty cameras", source="b", rest="⌖restates: c-a")},
        ("forty", "up to forty"),
    ),
    Trial(
        "withheld.beside",
        NOT_COMPARABLE,
        {
            C: claim("c-a", "a secret", rest="⌖value: {state: withheld}")
            + claim("c-b", "48 cameras", source="b")
        },
        ("state: withheld", "state: unknown"),
    ),
    Trial(
        "withheld.alone",
        NOT_COMPARABLE,
        {C: claim("c-a", "a secret", rest="⌖value: {state: withheld}")},
        ("state: withheld", "state: none"),
    ),
    Trial(
        "unknown.beside",
        NOT_COMPARABLE,
        {
            C: claim("c-a", "nobody knows", rest="⌖value: {state: unknown}")
            + claim("c-b", "48 cameras", source="b")
        },
        ("source: s-b", "source: s-a"),
    ),
    Trial(
        "unknown.alone",
        NOT_COMPARABLE,
        {C: claim("c-a", "nobody knows", rest="⌖value: {state: unknown}")},
        ("state: unknown", "state: none"),
    ),
]


def whole(
    rest: str = "parts_complete: true", total: str = "100 cameras", second: str = "40 cameras"
) -> Mapping[str, str]:
    text = claim("c-w", total, rest=rest, here=True)
    text += claim("c-p", "58 cameras", rest="part_of: c-w, scope: {side: north}")
    return {C: text + claim("c-q", second, rest="part_of: c-w, scope: {side: south}")}


PLACES = "- {id: l-land, name: Land, kind: country}\n- {id: l-town, name: Town, kind: town, within: l-land}\n"
PARTS = [
    Trial("parts.sum", CONSISTENT, whole(second="42 cameras"), ('"42', '"44')),
    Trial("parts.gap", INCONSISTENT, whole(total="107 cameras"), ('"107', '"98')),
    Trial("parts.exceed", INCONSISTENT, whole(rest="summary: not all", total="91 cameras"), ('"91', '"99')),
    Trial(
        "parts.within",
        CONSISTENT,
        whole(rest="summary: not all", total="107 cameras"),
        ("summary: not all", "parts_complete: true"),
    ),
    Trial("parts.unknown", NOT_COMPUTABLE, whole(second="some cameras"), ('"some', '"42')),
    Trial("parts.units", NOT_COMPUTABLE, whole(second="40 dollars"), ("40 dollars", "40 cameras")),
    Trial(
        "parts.place",
        INCONSISTENT,
        {
            "places/a.yaml": PLACES,
            C: claim("c-w", "40 cameras", rest="scope: {place: l-land}", here=True)
            + claim("c-p", "48 cameras", source="b", rest="scope: {place: l-town}"),
        },
        ('"48', '"38'),
    ),
]
