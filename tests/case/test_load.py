"""A case as it is meant to be written: records, places, tables, and what is kept between runs."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.case.complaints import FORMS
from sousveil.case.fields import REFERENCES, WORDS, holds_id, order_fields, read_meanings
from sousveil.case.load import load_case
from sousveil.case.schemas import render_schemas
from sousveil.problems import Origin
from sousveil.records.base import Part
from sousveil.records.case import KINDS, Case, Manifest
from sousveil.records.claim import Claim
from sousveil.records.quantity import Quantity
from sousveil.records.series import Break, Column, Table
from sousveil.workbench.store import FolderStore

from .conftest import CLAIM, SOURCE, Files, Load

PACKAGE = """\
{"resources": [{"name": "index", "path": "index.csv", "title": "An index",
  "schema": {"primaryKey": ["year"], "fields": [
    {"name": "year", "title": "Year"},
    {"name": "score", "title": "Score", "sousveil:unit": "point",
     "sousveil": {"source": "s-a", "breaks": [{"at": "2022", "why": "new method"}]}}]}}]}
"""
FULL: Files = {
    "claims/b.yaml": CLAIM.replace("c-1", "c-2").replace("town", "k-1.a")
    + '  value: {amount: "3,500", unit: poles}\n  scope:\n    additional: yes\n    new: true\n',
    "contracts/k.yaml": "- id: k-1\n  title: K\n  items:\n    - id: k-1.a\n      title: A\n      quantity: c-2\n",
    "units.yaml": "- id: pole\n  words: [pole, poles]\n  is_a: site\n",
    "derived/d.yaml": "- id: d-1\n  formula: a - b\n  inputs:\n    a: c-1\n    b: index.score@2021\n",
    "indicators/index.csv": 'year,score\n2020,"61.5"\n2021,58\n',
    "indicators/datapackage.json": PACKAGE,
    "rates/r.csv": "period,source_currency,target_currency,low,high,source\n2024,EUR,USD,1.08,1.10,ECB\n",
    "sources/b.md": SOURCE.replace("s-a", "s-b") + "\nFree *notes*.\n",
    "decisions.yaml": '- id: v-1\n  finding: "recompute:d-1"\n  verdict: accepted\n  by: A\n  date: "2025"\n'
    '  reason: R\n  inputs: "0123456789ab"\n',
}


def test_a_sound_case_gives_records_and_no_complaint(load: Load) -> None:
    case, problems = load(FULL)
    assert not problems
    assert list(case.claims) == ["c-1", "c-2"]
    value = case.claims["c-2"].value
    assert isinstance(value, Quantity)
    assert value.amount == "3,500"
    assert case.claims["c-2"].scope == {"additional": "yes", "new": "yes"}
    assert case.sources["s-b"].body == "Free *notes*."
    assert case.rates[0].high == "1.10"
    assert list(case.decisions) == ["v-1"]


def test_every_field_has_its_place(load: Load) -> None:
    case, _ = load(FULL)
    assert case.origins.of("c-2", "value.unit") == Origin("claims/b.yaml", 7, 34)
    assert case.origins.of("c-2", "scope.new") == Origin("claims/b.yaml", 10, 10)
    assert case.origins.of("c-2", "status") == Origin("claims/b.yaml", 1, 3)
    assert case.origins.of("s-b", "title") == Origin("sources/b.md", 5, 8)
    assert case.origins.of("k-1.a", "quantity") == Origin("contracts/k.yaml", 6, 17)
    assert case.origins.of("index", "score@2021") == Origin("indicators/index.csv", 3, 6)
    assert case.origins.of("index.score", "source") == Origin("indicators/datapackage.json", 5, 29)
    assert case.origins.of("nobody") is None


def test_a_table_has_its_description(load: Load) -> None:
    case, _ = load(FULL)
    assert case.tables["index"] == Table(
        id="index",
        title="An index",
        path="indicators/index.csv",
        key="year",
        columns=(
            Column(name="year", title="Year"),
            Column(
                name="score",
                title="Score",
                unit="point",
                source="s-a",
                breaks=(Break(at="2022", why="new method"),),
            ),
        ),
        rows=(("2020", "61.5"), ("2021", "58")),
    )


def test_a_table_may_be_titled_in_several_languages(load: Load) -> None:
    spoken = PACKAGE.replace(
        '"title": "An index",',
        '"title": "An index", "sousveil": {"title": {"en": "An index", "sr-Latn": "Indeks"}, "note": {"sr": "n"}},',
    ).replace('"sousveil": {"source"', '"sousveil": {"title": {"en": "Score", "sr-Latn": "Ocena"}, "source"')
    case, problems = load({**FULL, "indicators/datapackage.json": spoken})
    assert not problems
    table = case.tables["index"]
    assert table.title == {"en": "An index", "sr-Latn": "Indeks"}
    assert table.note == {"sr": "n"}
    assert table.columns[1].title == {"en": "Score", "sr-Latn": "Ocena"}


def test_a_line_put_in_changes_places_and_nothing_else(load: Load) -> None:
    before, _ = load({})
    after, _ = load({"claims/a.yaml": f"# one line more\n{CLAIM}"})
    assert before == after
    assert before.origins.of("c-1") == Origin("claims/a.yaml", 1, 3)
    assert after.origins.of("c-1") == Origin("claims/a.yaml", 2, 3)
    assert before != replace(after, claims={})


@pytest.mark.parametrize(
    ("change", "message", "origin"),
    [
        (('"name": "score"', '"name": "scores"'), "column-missing", ("indicators/datapackage.json", 4, 14)),
        (('"name": "score"', '"name": "scores"'), "column-undescribed", ("indicators/index.csv", 1, 6)),
        (('["year"]', '"years"'), "table-key", ("indicators/datapackage.json", 2, 28)),
        (('"s-a"', '"s-x"'), "missing-reference.record", ("indicators/datapackage.json", 5, 29)),
        (('"point"', '"pont"'), "wrong-unit", ("indicators/datapackage.json", 4, 58)),
        (('"breaks"', '"braeks"'), "unknown-field", ("indicators/datapackage.json", 5, 46)),
        (('"resources"', '"resource"'), "package-shape", ("indicators/datapackage.json", 1, 1)),
        (('"index"', '"indices"'), "table-without-file", ("indicators/datapackage.json", 1, 25)),
        (('"index"', '"indices"'), "table-undescribed", ("indicators/index.csv", 1, 1)),
    ],
)
def test_a_fault_in_a_description_has_its_place(
    change: tuple[str, str], message: str, origin: tuple[str, int, int], load: Load
) -> None:
    case, problems = load({**FULL, "indicators/datapackage.json": PACKAGE.replace(*change)})
    assert (message, origin) in [(problem.message, problem.origin) for problem in problems]
    assert "c-1" in case.claims


def models(model: type[Part]) -> list[type[Part]]:
    return [model, *(found for child in model.__subclasses__() for found in models(child))]


def test_every_field_that_holds_an_id_is_followed_or_said_to_be_a_word() -> None:
    fields = {
        (model.__name__, name)
        for model in models(Part)
        # Packs of rules are the package's own and no case refers to them; the chain of custody is read by itself.
        if model.__module__ not in {"sousveil.records.rule", "sousveil.records.custody"}
        for name in model.model_fields
        if name in model.__annotations__
        and holds_id(model, name)
        and (model.__name__, name) != ("Record", "id")
    }
    # inputs may also name cells of tables, so their annotation is wider than an id
    assert fields | {("Derived", "inputs")} == set(REFERENCES) | WORDS
    assert {meaning.field for meaning in read_meanings(Claim)} >= {"source", "via", "valid", "as_of", "value"}


def test_fields_are_put_in_order_within_parts_too() -> None:
    value = {"value": {"unit": "x", "amount": "1"}, "zzz": 1, "stated": "s", "id": "c", "note": "n"}
    ordered = order_fields(Claim, value)
    assert list(ordered) == ["id", "note", "stated", "value", "zzz"]
    assert list(ordered["value"]) == ["amount", "unit"]  # type: ignore[call-overload]


def test_what_is_kept_between_runs_changes_no_result(load: Load, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    plain = load(FULL)
    cold = load_case(tmp_path / "case", store=store)
    warm = load_case(tmp_path / "case", store=store)
    assert plain == cold == warm
    for identity in ("c-2", "k-1", "s-b", "d-1"):
        for field in ("", "value.unit", "items.0.quantity", "inputs.b"):
            assert plain[0].origins.of(identity, field) == warm[0].origins.of(identity, field)
    (tmp_path / "case/claims/b.yaml").write_text(
        CLAIM.replace("c-1", "c-3") + "  stauts: x\n", encoding="utf-8"
    )
    for _ in range(2):
        case, problems = load_case(tmp_path / "case", store=store)
        assert "c-2" not in case.claims
        assert ("unknown-field", ("claims/b.yaml", 7, 3)) in [(p.message, p.origin) for p in problems]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"{}", b"[]", b'{"values":[1],"lines":[],"shape":[],"shapes":[]}']
)
def test_a_damaged_store_is_ignored(content: bytes, load: Load, tmp_path: Path) -> None:
    class Damaged:
        def read(self, key: str) -> bytes:
            assert key
            return content

        def write(self, key: str, content: bytes) -> None:
            """Keep nothing."""

    plain = load(FULL)
    assert load_case(tmp_path / "case", store=Damaged()) == plain


def test_a_manifest_with_a_fault_keeps_what_is_sound(load: Load) -> None:
    case, (problem,) = load(
        {"case.toml": 'format = 1\nid = "Bad Id"\ntitle = "Kept"\nlanguages = ["en", "sr-Latn"]\n'}
    )
    assert problem.origin == ("case.toml", 2, 6)
    assert case.manifest == Manifest(id="case", title="Kept", languages=("en", "sr-Latn"))


def test_kinds_and_the_case_name_the_same_things() -> None:
    assert set(KINDS) <= set(Case.__dataclass_fields__)


def test_a_day_may_stand_in_the_manifest_as_toml_has_it(load: Load) -> None:
    case, problems = load({"case.toml": 'format = 1\nid = "x"\ntitle = "X"\nas_of = 2025-01-31\n'})
    assert not problems
    assert case.manifest.as_of == "2025-01-31"


def test_every_form_a_field_may_have_is_said_in_words() -> None:
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', "".join(render_schemas().values())))
    assert {json.loads(pattern) for pattern in patterns} <= set(FORMS)
    assert len(patterns) > 5
