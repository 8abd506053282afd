"""For each message about series, lists, sources, limits and verdicts: the smallest case, and its sound neighbour."""

from tests.evidence.build import claim, source_text
from tests.evidence.trials import CONSISTENT, INCONSISTENT, NOT_COMPARABLE, NOT_COMPUTABLE, TENSION, C, Trial

TABLE = "year,score,even\n2019,70,50\n2020,68,50\n2021,69,49\n2022,65,48\n2023,,47\n"
RANKED = "country,score\nA,61\nB,58\nC,66\n"
SCHEMA = (
    '{"resources": [{"name": "t", "path": "t.csv", "title": "T", "schema": {"primaryKey": "year", "fields": '
    '[{"name": "year", "type": "string"}, {"name": "score", "type": "number", "sousveil": {"measure": "score", '
    '"unit": "point", "subject": "g-x", "breaks": [{"at": "2022", "why": "new method"}]}}, '
    '{"name": "even", "type": "number", "sousveil": {"unit": "point"}}]}}, '
    '{"name": "r", "path": "r.csv", "title": "R", "schema": {"primaryKey": "country", "fields": '
    '[{"name": "country", "type": "string"}, {"name": "score", "type": "number", "sousveil": {"unit": "point"}}]}}]}'
)
TABLES = {"indicators/t.csv": TABLE, "indicators/r.csv": RANKED, "indicators/datapackage.json": SCHEMA}
SCHEME = (
    '- id: bands\n  title: Bands\n  ⌖bands: [{name: Low, low: "0", high: "40"}, {name: Middle, low: "41", '
    'high: "60"}, {name: High, low: "60", high: "100"}]\n'
)  # fmt: skip


def says(value: str, stated: str = "as said", **files: str) -> dict[str, str]:
    """A claim with a value of some shape, at which the finding points, beside tables and classes."""
    text = claim("c-a", stated, measure="statement", rest=f"⌖value: {{{value}}}")
    return {**TABLES, "schemes.yaml": SCHEME.replace("⌖", ""), C: text, **files}


def scored(score: str, named: str) -> dict[str, str]:
    figure = claim("c-f", f"{score} points", measure="score")
    return says(f"class: {named}, scheme: bands, figure: c-f") | {
        C: figure
        + claim(
            "c-a",
            "so called",
            measure="class",
            rest=f"⌖value: {{class: {named}, scheme: bands, figure: c-f}}",
        )
    }


FALLING = 'trend: falling, series: t.score, from: "2019", to: "2021"'
SERIES = [
    Trial("trend.holds", CONSISTENT, says(FALLING), ("falling", "rising")),
    Trial("trend.opposite", INCONSISTENT, says(FALLING.replace("falling", "rising")), ("rising", "falling")),
    Trial(
        "trend.not-steady",
        INCONSISTENT,
        says(FALLING.replace(", series", ", steady: true, series")),
        ('to: "2021"', 'to: "2020"'),
    ),
    Trial(
        "trend.flat-step",
        TENSION,
        says('trend: falling, steady: true, series: t.even, to: "2021"'),
        ("series: t.even", 'from: "2020", series: t.even'),
    ),
    Trial("trend.method-break", TENSION, says(FALLING.replace("2021", "2022")), ('"2022"}', '"2021"}')),
    Trial("trend.uncovered", NOT_COMPUTABLE, says(FALLING.replace("2021", "2023")), ('"2023"}', '"2022"}')),
    Trial(
        "trend.too-few",
        NOT_COMPUTABLE,
        says(FALLING.replace('"2021"', '"2019"')),
        ('to: "2019"', 'to: "2020"'),
    ),
    Trial("trend.no-series", NOT_COMPUTABLE, says(FALLING.replace("t.score", "t.no")), ("t.no", "t.score")),
    Trial(
        "rank.holds",
        CONSISTENT,
        says('rank: "2", of: "3", series: r.score, key: A', "2nd"),
        ('rank: "2"', 'rank: "3"'),
    ),
    Trial(
        "rank.differs",
        INCONSISTENT,
        says('rank: "1", of: "3", series: r.score, key: A', "1st"),
        ("key: A", "key: C"),
    ),
    Trial("rank.beyond", INCONSISTENT, says('rank: "46", of: "45"', "46th"), ('"45"', '"46"')),
    Trial(
        "rank.not-computable",
        NOT_COMPUTABLE,
        says('rank: "2", of: "5", series: r.score, key: A', "2nd"),
        ('of: "5"', 'of: "3"'),
    ),
    Trial("class.holds", CONSISTENT, scored("66", "High"), ('"66 points', '"50 points')),
    Trial("class.differs", INCONSISTENT, scored("50", "High"), ('"50 points', '"66 points')),
    Trial("class.on-edge", TENSION, scored("60", "High"), ('"60 points', '"61 points')),
    Trial("class.between", NOT_COMPUTABLE, scored("40.5", "Low"), ('"40.5 points', '"39.5 points')),
    Trial("class.not-computable", NOT_COMPUTABLE, scored("no", "Low"), ('"no points', '"39 points')),
    Trial(
        "scheme.shared-edge",
        TENSION,
        {"schemes.yaml": SCHEME},
        ('name: High, low: "60"', 'name: High, low: "61"'),
    ),
    Trial(
        "scheme.overlap",
        TENSION,
        {"schemes.yaml": SCHEME.replace('high: "60"', 'high: "65"').replace('high: "40"', 'high: "40"')},
        ('name: High, low: "60"', 'name: High, low: "66"'),
    ),
    Trial(
        "cell.holds",
        CONSISTENT,
        {**TABLES, C: claim("c-a", "68 points", measure="score", rest='valid: "2020"', here=True)},
        ('"68', '"86'),
    ),
    Trial(
        "cell.differs",
        INCONSISTENT,
        {**TABLES, C: claim("c-a", "86 points", measure="score", rest='valid: "2020"', here=True)},
        ('"2020"', '"2018"'),
    ),
]

COUNTED = claim("c-a", "3 sources", measure="sources", rest="⌖counts: sources kind=official")
PLACES = (
    "- {id: l-a, name: A, kind: country, continent: europe}\n- {id: l-b, name: B, kind: country, continent: asia}\n"
    "- {id: l-c, name: C, kind: country}\n"
)


def listed(members: str) -> dict[str, str]:
    return {**says(f"members: [{members}], class_of: continent europe"), "places/a.yaml": PLACES}


def quoted(first: str, second: str) -> dict[str, str]:
    one = claim("c-a", "said", measure="said", rest=f'value: {{words: "{first}", utterance: u-x}}')
    return {
        C: one
        + claim(
            "c-b", "said", source="b", measure="said", rest=f'⌖value: {{words: "{second}", utterance: u-x}}'
        )
    }


LISTING = source_text("c", "2024-03-10", 'citations:\n  - {source: s-a, at: references, year: "2024"}\n')


def cited(*forms: str) -> dict[str, str]:
    extra = "".join(f"  - {{{form}}}\n" for form in forms)
    return {"sources/b.md": source_text("b", "2024-02-10", f"⌖citations:\n{extra}"), "sources/c.md": LISTING}


def seen(*looks: str) -> dict[str, str]:
    extra = "".join(f"  - {{{look}}}\n" for look in looks)
    return {"sources/b.md": source_text("b", "2024-02-10", f"⌖sightings:\n{extra}")}


def republished(name: str, of: str, mark: str = "") -> dict[str, str]:
    return {f"sources/{name}.md": source_text(name, "2024-02-10", f"{mark}republishes: [s-{of}]\n")}


def events(after: str) -> dict[str, str]:
    first = "- {id: e-one, date: 2024-02-01, title: One, kind: statement, sources: [s-a]}\n"
    return {
        "events/a.yaml": f"{first}- {{id: e-two, date: {after}, title: Two, kind: statement, ⌖after: [e-one]}}\n"
    }


LISTS = [
    Trial("count.holds", CONSISTENT, {C: COUNTED}, ('"3 sources', '"4 sources')),
    Trial("count.differs", INCONSISTENT, {C: COUNTED.replace('"3', '"4')}, ('"4 sources', '"3 sources')),
    Trial(
        "count.unknown",
        NOT_COMPUTABLE,
        {C: COUNTED.replace("sources kind", "nothing kind")},
        ("nothing kind", "sources kind"),
    ),
    Trial("members.hold", CONSISTENT, listed("l-a"), ("[l-a]", "[l-a, l-b]")),
    Trial("members.differ", INCONSISTENT, listed("l-a, l-b"), ("l-a, l-b", "l-a")),
    Trial("members.unknown", NOT_COMPUTABLE, listed("l-c"), ("[l-c]", "[l-a]")),
    Trial(
        "members.lists-differ",
        TENSION,
        {
            "places/a.yaml": PLACES,
            C: claim("c-a", "A", measure="list", rest="value: {members: [l-a], class_of: continent europe}")
            + claim(
                "c-b",
                "A, B",
                source="b",
                measure="list",
                rest="⌖value: {members: [l-a, l-b], class_of: continent europe}",
            ),
        },
        ("[l-a, l-b]", "[l-a]"),
    ),
    Trial("quotation.same", CONSISTENT, quoted("It works.", "it works"), ("it works", "it worked")),
    Trial(
        "quotation.differs",
        TENSION,
        quoted("The cameras stay.", "The cameras remain in place."),
        ("remain in place.", "stay!"),
    ),
    Trial(
        "quotation.shortened",
        CONSISTENT,
        quoted("The cameras stay here.", "The cameras stay"),
        ('"The cameras stay"', '"The cameras stay here"'),
    ),
    Trial(
        "quotation.condition-lost",
        TENSION,
        quoted("The cameras could stay.", "The cameras stay"),
        ("could ", ""),
    ),
    Trial(
        "citation",
        TENSION,
        cited('source: s-a, at: note 1, year: "2019"', 'source: s-a, at: references, year: "2020"'),
        ('"2019"', '"2020"'),
    ),
    Trial(
        "citation.unlisted",
        TENSION,
        cited('source: s-a, at: note 1, year: "2019"'),
        ("at: note 1", "at: references"),
    ),
    Trial("order.holds", CONSISTENT, events("2024-03"), ("2024-03", "2023-03")),
    Trial("order.reversed", INCONSISTENT, events("2024-01"), ("2024-01,", "2024-02,")),
    Trial(
        "one-origin",
        CONSISTENT,
        {
            **republished("b", "a"),
            C: claim("c-a", "40 cameras").replace("source", "⌖source", 1)
            + claim("c-b", "40 cameras", source="b"),
        },
        ("republishes: [s-a]", "volume: vol"),
    ),
    Trial(
        "circular-citation",
        TENSION,
        {**republished("b", "a"), **republished("a", "b", "⌖")},
        ("republishes: [s-b]", "volume: vol"),
    ),
    Trial(
        "vanished",
        CONSISTENT,
        seen(
            "date: 2024-03-01, state: alive",
            "date: 2024-04-01, state: missing",
            "date: 2024-04-03, state: missing",
        ),
        ("date: 2024-04-03, state: missing", "date: 2024-04-03, state: error"),
    ),
    Trial(
        "vanished.thin",
        NOT_COMPUTABLE,
        seen("date: 2024-03-01, state: alive", "date: 2024-04-01, state: missing"),
        ("state: missing", "state: error"),
    ),
]


def asked(claims: str, **files: str) -> dict[str, str]:
    two = claim("c-a", "40 cameras") + claim("c-b", "9 drones", source="b", measure="drones")
    return {
        C: two,
        "questions/a.yaml": f"⌖- {{id: q-x, text: How many?, answer: Some., claims: [{claims}]}}\n",
        **files,
    }


def limited(by: str, rest: str = "") -> dict[str, str]:
    tail = f", {rest}" if rest else ""
    return {C: claim("c-a", "40 cameras"),
            "limitations/a.yaml": "⌖- {id: m-x, source: s-a, locator: p. 9, text: A limit., "
            f"measured_by: {by}{tail}}}\n"}  # fmt: skip


UNRESOLVED = "⌖- {id: u-x, claim: c-a, why: No parts are given.}\n"
LEAKED = source_text("a", "2024-01-10", "leaked: true\n")
WHOLE = [
    Trial("question.rests-on", NOT_COMPARABLE, asked("c-a, c-b"), ("claims: [c-a, c-b]", "claims: []")),
    Trial("question.one-origin", NOT_COMPARABLE, asked("c-a"), ("claims: [c-a]", "claims: [c-a, c-b]")),
    Trial(
        "question.leaked-only",
        NOT_COMPARABLE,
        asked("c-a", **{"sources/a.md": LEAKED}),
        ("leaked: true", "leaked: false"),
    ),
    Trial("question.no-claims", NOT_COMPARABLE, asked(""), ("claims: []", "claims: [c-a]")),
    Trial(
        "limit.not-measured",
        NOT_COMPARABLE,
        limited("none", "why_not: Nobody can."),
        ("measured_by: none", "measured_by: language"),
    ),
    *(
        Trial(
            f"limit.{by.replace('_', '-')}",
            NOT_COMPARABLE,
            limited(by),
            (f"measured_by: {by}", "measured_by: none"),
        )
        for by in (
            "documents_only",
            "language",
            "leaked_only",
            "single_origin",
            "unverified_capability",
            "single_case",
        )
    ),
    Trial(
        "unresolved",
        NOT_COMPUTABLE,
        {C: claim("c-a", "40 cameras"), "unresolved/a.yaml": UNRESOLVED},
        ("given.}", "given., needs: The table.}"),
    ),
    Trial(
        "unresolved.needs",
        NOT_COMPUTABLE,
        {C: claim("c-a", "40 cameras"), "unresolved/a.yaml": UNRESOLVED.replace("}", ", needs: The table.}")},
        (", needs: The table.", ""),
    ),
]

FOUND = claim("c-a", "40 cameras") + claim("c-b", "48 cameras", source="b")


def decided(finding: str, mark: str = "inputs") -> dict[str, str]:
    start = f"- {{id: v-x, finding: '{finding}', verdict: explained, by: us, "
    text = start + "date: 2024-05-01, reason: Seen., inputs: '000000000000'}\n"
    return {C: FOUND, "decisions.yaml": text.replace(mark + ":", f"⌖{mark}:")}


DECIDED = [
    Trial(
        "decision.stale",
        None,
        decided("contradiction:c-a+c-b"),
        ("contradiction:c-a+c-b", "contradiction:c-a+c-z"),
    ),
    Trial("decision.no-finding", None, decided("contradiction:c-a+c-z", "finding"), ("c-a+c-z", "c-a+c-b")),
]


def looked(result: str, extra: str = "") -> dict[str, str]:
    """A source, a report, one look at its seal and what came of that."""
    look = f"authenticity:\n- {{looked_at: seal, result: {result}, by: court expert, date: 2024-03{extra}}}\n"
    return {"sources/a.md": source_text("a", "2024-01-10", look)}


AUTHENTIC = [
    Trial("authenticity", TENSION, looked("⌖differs"), ("differs", "agrees")),
    Trial("authenticity.not-found", TENSION, looked("⌖not_found"), ("not_found", "inconclusive")),
    Trial(
        "authenticity.copy",
        TENSION,
        looked("agrees", ", capture: ⌖s-a/1/a.pdf"),
        (", capture: s-a/1/a.pdf", ""),
    ),
    Trial(
        "authenticity.none",
        NOT_COMPUTABLE,
        {"sources/a.md": source_text("a", "2024-01-10", "leaked: ⌖true\n")},
        ("leaked: true\n", ""),
    ),
]
