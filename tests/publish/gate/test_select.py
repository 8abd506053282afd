from collections.abc import Mapping
from dataclasses import replace

import pytest

from sousveil.publish.gate.select import is_public, select_public
from sousveil.publish.gate.withheld import NOTHING
from sousveil.records.base import Record
from sousveil.records.case import Case
from sousveil.records.series import Column
from sousveil.records.source import Source
from sousveil.records.things import Decision, Event, Question
from tests.publish.small import DAY, build_small, cameras, claim, source

LEAK = "s-leak"


def hide(case: Case, id_: str, sensitivity: str = "private") -> Case:
    """The case with one record made private or embargoed."""
    for kind in ("sources", "claims", "events", "actors", "programmes", "contracts", "places", "derived"):
        records: Mapping[str, Record] = getattr(case, kind)
        if id_ in records:
            hidden = records[id_].model_copy(update={"sensitivity": sensitivity})
            return replace(case, **{kind: {**records, id_: hidden}})  # type: ignore[arg-type]
    raise KeyError(id_)


@pytest.mark.parametrize(
    ("sensitivity", "as_of", "public"),
    [
        ("public", "", True),
        ("private", "2099-01-01", False),
        ("embargoed until 2025-03-01", "2025-02-28", False),
        ("embargoed until 2025-03-01", "2025-03-01", True),
        ("embargoed until 2025-03-01", "2025-03", False),  # a vague day ends no embargo
        ("embargoed until 2025-03-01", "", False),
        ("embargoed until 2025-03-01", "2026", True),
    ],
)
def test_an_embargo_ends_on_its_day(sensitivity: str, as_of: str, *, public: bool) -> None:
    assert is_public(sensitivity, as_of) is public


def test_a_case_without_secrets_is_left_alone() -> None:
    case = build_small()
    public, redactions = select_public(case, as_of=DAY)
    assert public is case
    assert (dict(redactions.counts), redactions.references, redactions.withheld) == ({}, 0, NOTHING)


def test_what_rests_on_a_private_source_goes_with_it() -> None:
    public, redactions = select_public(hide(build_small(), "s-b"), as_of=DAY)
    assert "s-b" not in public.sources
    assert not {"c-b", "c-c"} & public.claims.keys()
    assert "u-a" not in public.unresolved
    assert public.programmes["g-net"].claims == ()
    assert redactions.counts == {"sources": 1, "claims": 2, "unresolved": 1}


def test_it_goes_on_until_nothing_more_goes() -> None:
    # s-b is known through s-a only; the contract's prices, its share and the actor's role rest on s-a too.
    public, _ = select_public(hide(build_small(), "s-a"), as_of=DAY)
    assert not public.sources
    assert not public.claims
    assert not public.derived
    assert not public.events
    assert not public.actors
    assert not public.limitations
    assert [column.name for column in public.tables["index"].columns] == ["year"]
    assert all(len(row) == 1 for row in public.tables["index"].rows)


def test_a_private_claim_leaves_a_mark_in_texts_and_no_figure() -> None:
    case = hide(build_small(), "c-a")
    public, redactions = select_public(case, as_of=DAY)
    summary = public.events["e-start"].summary
    assert isinstance(summary, str)
    assert summary == "The first of [withheld by the editors]."
    assert public.programmes["g-net"].devices == ()
    assert redactions.references >= 3


def test_a_derived_figure_of_a_private_claim_is_not_published() -> None:
    public, _ = select_public(hide(build_small(), "c-final"), as_of=DAY)
    assert "d-share" not in public.derived
    assert public.contracts["k-net"].items[0].final_price is None
    assert public.contracts["k-net"].items[0].list_price == "c-list"


def test_an_event_stays_while_one_of_its_grounds_is_public() -> None:
    case = build_small()
    extra = source(LEAK, sensitivity="private")
    two = Event.model_validate({**case.events["e-start"].model_dump(), "sources": ("s-a", LEAK)})
    alone = Event(id="e-alone", date="2020", title="Known from the leak only", kind="leak", sources=(LEAK,))
    case = replace(case, sources={**case.sources, LEAK: extra}, events={"e-start": two, "e-alone": alone})
    public, redactions = select_public(case, as_of=DAY)
    assert public.events["e-start"].sources == ("s-a",)
    assert "e-alone" not in public.events
    assert redactions.counts == {"sources": 1, "events": 1}


def test_a_count_over_a_list_that_lost_members_is_no_longer_a_count() -> None:
    case = build_small()
    counted = claim("c-count", "s-a", cameras("3"), counts="sources", measure="sources")
    case = replace(
        case,
        sources={**case.sources, LEAK: source(LEAK, sensitivity="private")},
        claims={**case.claims, "c-count": counted},
    )
    public, _ = select_public(case, as_of=DAY)
    assert public.claims["c-count"].counts is None


def test_a_whole_that_lost_a_part_is_no_longer_complete() -> None:
    case = build_small()
    whole = claim("c-whole", "s-a", cameras("10"), measure="sum", parts_complete=True)
    part = claim("c-part", "s-a", cameras("4"), measure="sum", part_of="c-whole", sensitivity="private")
    case = replace(case, claims={**case.claims, "c-whole": whole, "c-part": part})
    public, _ = select_public(case, as_of=DAY)
    assert public.claims["c-whole"].parts_complete is False


def test_what_rests_on_a_record_that_could_not_be_read_is_not_published() -> None:
    case = build_small()
    case = replace(case, sources={"s-a": case.sources["s-a"]})
    public, _ = select_public(case, as_of=DAY)
    assert not {"c-b", "c-c"} & public.claims.keys()


def test_a_part_of_a_private_contract_is_private_too() -> None:
    case = build_small()
    part = claim("c-part", "s-a", cameras("4"), subject="k-net.software")
    case = hide(replace(case, claims={**case.claims, "c-part": part}), "k-net")
    public, _ = select_public(case, as_of=DAY)
    assert not {"c-part", "c-list", "c-final"} & public.claims.keys()


def test_an_item_of_a_private_contract_is_private_too() -> None:
    case = build_small()
    part = claim("c-part", "s-a", cameras("4"), subject="all")
    case = hide(replace(case, claims={**case.claims, "c-part": part}), "k-net")
    public, _ = select_public(case, as_of=DAY)
    assert "c-part" not in public.claims


def test_a_list_that_lost_a_member_is_no_longer_the_list_that_was_claimed() -> None:
    case = build_small()
    members = claim("c-list-of", "s-a", {"members": ("l-grad", "l-x"), "class_of": "town"}, measure="members")
    case = hide(replace(case, claims={**case.claims, "c-list-of": members}), "l-grad")
    public, _ = select_public(case, as_of=DAY)
    assert "c-list-of" not in public.claims


def test_a_series_of_a_private_source_takes_its_claims_along() -> None:
    case = build_small()
    trend = claim("c-trend", "s-a", {"trend": "falling", "series": "index.secret"}, measure="score")
    table = case.tables["index"]
    more = Column(name="secret", title="Secret", source=LEAK)
    table = table.model_copy(
        update={"columns": (*table.columns, more), "rows": tuple((*row, "1") for row in table.rows)}
    )
    case = replace(
        case,
        sources={**case.sources, LEAK: source(LEAK, sensitivity="private")},
        claims={**case.claims, "c-trend": trend},
        tables={"index": table},
    )
    public, _ = select_public(case, as_of=DAY)
    assert "c-trend" not in public.claims
    assert [column.name for column in public.tables["index"].columns] == ["year", "score"]


LOOK = {"looked_at": "seal", "result": "agrees", "by": "court expert", "date": "2024-03"}


def test_citations_and_looks_by_a_private_source_are_taken_out() -> None:
    case = build_small()
    seen = Source.model_validate(
        {
            **case.sources["s-a"].model_dump(by_alias=True),
            "citations": ({"source": LEAK, "at": "note 1"},),
            "republishes": (LEAK,),
            "sightings": (
                {"date": "2024-01", "state": "missing", "by": LEAK},
                {"date": "2024-02", "state": "missing"},
            ),
            "authenticity": ({**LOOK, "reported_by": LEAK, "note": "as they told us"}, LOOK),
        }
    )
    case = replace(
        case, sources={"s-a": seen, "s-b": case.sources["s-b"], LEAK: source(LEAK, sensitivity="private")}
    )
    public, _ = select_public(case, as_of=DAY)
    assert public.sources["s-a"].citations == ()
    assert public.sources["s-a"].republishes == ()
    assert [one.date for one in public.sources["s-a"].sightings] == ["2024-02"]
    assert [one.note for one in public.sources["s-a"].authenticity] == [None]


def test_a_question_that_names_a_private_claim_only_goes() -> None:
    case = build_small()
    question = Question(id="q-x", text="Who?", answer="Nobody says.", claims=("c-a",))
    public, _ = select_public(hide(replace(case, questions={"q-x": question}), "c-a"), as_of=DAY)
    assert "q-x" not in public.questions


@pytest.mark.parametrize(
    "key", ["restated:c-a", "contradiction:c-b+c-a", "contradiction:c-a+c-b", "computed:g-net=c-b+c-a"]
)
def test_a_verdict_goes_with_the_finding_it_is_about(key: str) -> None:
    verdict = Decision.model_validate(
        {
            "id": "v-x",
            "finding": key,
            "verdict": "explained",
            "by": "editors",
            "date": "2025-02-01",
            "reason": "Counted twice.",
            "inputs": "0123456789ab",
        }
    )
    case = replace(build_small(), decisions={"v-x": verdict})
    assert "v-x" in select_public(hide(case, "s-b"), as_of=DAY)[0].decisions or "c-b" in key
    assert "v-x" not in select_public(hide(case, "c-a"), as_of=DAY)[0].decisions


@pytest.mark.parametrize("field", ["scope", "basis"])
def test_a_claim_goes_that_would_lose_what_it_covers_or_how_it_counts(field: str) -> None:
    case = build_small()
    narrow = claim("c-narrow", "s-a", cameras("4"), measure="street", **{field: {"place": "l-grad"}})
    rests = claim("c-rests", "s-a", "c-narrow", subject="c-narrow", measure="street")
    case = hide(replace(case, claims={**case.claims, "c-narrow": narrow, "c-rests": rests}), "l-grad")
    public, _ = select_public(case, as_of=DAY)
    assert not {"c-narrow", "c-rests"} & public.claims.keys()
    assert "c-a" in public.claims
