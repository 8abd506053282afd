"""A record written, read, checked and written again has the same bytes, and is the same record."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.case.write import add_record, render_records
from sousveil.plaintext.frontmatter import parse_page
from sousveil.plaintext.yaml12 import parse_list
from sousveil.records.claim import Category, Claim, Dated, Members, Quotation, Trend
from sousveil.records.quantity import Quantity
from sousveil.records.source import Name, Source
from sousveil.records.things import Contract, Item

ids = st.from_regex(r"[a-z]-[a-z0-9._-]{1,12}", fullmatch=True)
# Characters that mean something to YAML, and letters in composed form (NFC), as a reader of ours gives them.
words = st.text(st.sampled_from("abcčćžš Љђ:#-\"'\\{}[]&*!|>%@`,0159\n\t.?~=")).filter(
    lambda text: text != ""
)
texts = words | st.dictionaries(st.sampled_from(["en", "sr-Latn", "sr-Cyrl", "no"]), words, min_size=1)
dates = st.sampled_from(["2024", "2024-03", "2019~", "2017/2019", "2009/.."])
digits = st.from_regex(r"[0-9]{1,3}([.,][0-9]{3}){0,2}", fullmatch=True)
facets = st.dictionaries(st.sampled_from(["place", "additional", "y"]), words, max_size=3)
quantities = st.builds(Quantity, amount=digits, unit=st.sampled_from(["camera", "USD/unit"])) | st.builds(
    Quantity, state=st.sampled_from(["unknown", "withheld"])
)
values = (
    words
    | quantities
    | st.builds(Category, category=words, of=st.tuples(words, words))
    | st.builds(Dated, date=dates)
    | st.builds(Trend, trend=st.just("flat"), series=words, start=words, end=words, steady=st.booleans())
    | st.builds(Members, members=st.lists(words).map(tuple), class_of=words)
    | st.builds(Quotation, words=words, utterance=ids)
)
claims = st.builds(
    Claim,
    id=ids, source=ids, locator=words, stated=words, subject=ids, measure=ids, value=values, scope=facets, valid=dates,
    via=st.lists(ids, max_size=2).map(tuple), note=texts, parts_complete=st.booleans(),
)  # fmt: skip
contracts = st.builds(
    Contract, id=ids, title=texts, items=st.lists(st.builds(Item, id=ids, title=texts), max_size=3).map(tuple)
)
sources = st.builds(
    Source, id=ids, type=st.just("report"), kind=st.just("official"), title=texts, container_title=words,
    author=st.lists(st.builds(Name, family=words, given=words), max_size=2).map(tuple),
)  # fmt: skip


@given(st.lists(claims, max_size=3) | st.lists(contracts, max_size=3) | st.lists(sources, max_size=3))
def test_records_read_back_the_same(records: list[Claim] | list[Contract] | list[Source]) -> None:
    text = render_records(list(records))
    parsed = parse_list(text, "x.yaml")
    assert not parsed.problems
    read = [
        type(record).model_validate(item.value) for record, item in zip(records, parsed.items, strict=True)
    ]
    assert read == list(records)
    assert render_records(list(read)) == text


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(sources, words)
def test_a_source_with_notes_reads_back_the_same(source: Source, notes: str) -> None:
    body = notes.strip("\n")
    written = source.model_copy(update={"body": body}) if body else source
    with tempfile.TemporaryDirectory() as name:
        path = add_record(Path(name), "sources", written)
        page, problems = parse_page(path.read_text(encoding="utf-8"), "sources/a.md")
    assert page is not None
    assert not problems
    assert isinstance(page.fields.value, dict)
    assert Source.model_validate({**page.fields.value, "body": page.body}) == written
