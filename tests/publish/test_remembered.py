"""What is remembered from one build to the next changes no byte: a site built again is the site built afresh."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.publish import site, writer
from sousveil.publish.gate.passed import Passed
from sousveil.publish.press import SHOWN_DIGEST, Press, PressUnder
from sousveil.publish.writer import Publication
from sousveil.records.case import Case
from tests.publish.small import build_small, cameras, claim, source
from tests.publish.test_site import pages_of, texts_of

WORDS = st.sampled_from(["one", "1,200 cameras", "<b>ш</b>", "{c-a}", "c-b", "x" * 300])
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("title"), WORDS),
        st.tuples(st.just("stated"), WORDS),
        st.tuples(st.just("amount"), st.sampled_from(["1", "1,000", "3,500"])),
        st.tuples(st.just("source"), WORDS),
        st.tuples(st.just("new"), st.sampled_from(["c-new", "c-newer"])),
        st.tuples(st.just("gone"), st.sampled_from(["c-a", "c-c"])),
    ),
    min_size=1,
    max_size=4,
)


def edit(case: Case, what: str, words: str) -> Case:
    """The case with one thing written otherwise."""
    claims, sources = dict(case.claims), dict(case.sources)
    match what:
        case "title":
            return replace(case, manifest=case.manifest.model_copy(update={"title": words}))
        case "source":
            sources["s-b"] = source("s-b", title=words, via=("s-a",))
        case "gone":
            claims.pop(words, None)
        case "new":
            claims[words] = claim(words, "s-a", cameras("1,100"), stated="1,100 cameras")
        case "amount":
            claims["c-b"] = claim("c-b", "s-b", cameras(words), stated=words)
        case _:
            claims["c-b"] = claims["c-b"].model_copy(update={what: words})
    return replace(case, claims=claims, sources=sources)


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_PRESS", Press())
    monkeypatch.setattr(writer, "_PASSED", Passed())


@settings(max_examples=settings().max_examples // 8)
@given(EDITS)
def test_a_site_built_again_is_the_site_built_afresh(edits: list[tuple[str, str]]) -> None:
    case, kept = build_small(), Press()
    for what, words in edits:
        case = edit(case, what, words)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(site, "_PRESS", kept)
            again = texts_of(case)
            patch.setattr(site, "_PRESS", Press())
            assert again == texts_of(case)


@pytest.mark.usefixtures("afresh")
def test_only_pages_that_changed_are_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    case, laid = build_small(), list[str]()
    before = texts_of(case)
    own = PressUnder.lay_out

    def count(self: PressUnder, template: str, words: dict[str, object], render: object) -> str:
        def note(said: object) -> str:
            laid.append(str(words["here"]))
            return str(render(said)) if callable(render) else ""

        return own(self, template, words, note)

    monkeypatch.setattr(PressUnder, "lay_out", count)
    after = texts_of(edit(case, "source", "Another title"))
    changed = {path for path in after if path.endswith(".html") and after[path] != before.get(path)}
    assert changed == {path for path in after if path.endswith(".html")}  # each shows the case's digest
    assert "sources/s-b.html" in laid
    assert "sources/s-a.html" not in laid or len(laid) < len(changed) / 2


def add(publication: Publication, text: str) -> int:
    before = len(publication.problems)
    publication.add(f"page-{before}-{abs(hash(text))}.html", text)
    return len(publication.problems) - before


@pytest.mark.usefixtures("afresh")
def test_an_identifier_is_found_however_often_its_page_was_looked_at() -> None:
    for _ in range(3):
        assert add(Publication(stamp="0f" * 8), "call 064 123 45 67") == 1


@pytest.mark.usefixtures("afresh")
def test_what_passed_under_an_allowance_is_looked_at_without_it() -> None:
    assert add(Publication(allowed=["064 123 45 67"]), "call 064 123 45 67") == 0
    assert add(Publication(), "call 064 123 45 67") == 1


@pytest.mark.usefixtures("afresh")
def test_a_stamp_hides_nothing_that_looks_like_an_identifier() -> None:
    stamp = "0641234567"  # of digits alone, as the beginning of a digest can be
    digest = "064123456f064123"
    assert add(Publication(stamp=digest), f"<code>{digest}</code>") == 0
    assert add(Publication(stamp=stamp), f"<code>{stamp}</code>") == 1


def test_pages_show_the_digest_as_the_press_knows_it() -> None:
    pages = pages_of(build_small())
    texts = texts_of(build_small())
    assert pages.edition.digest[:SHOWN_DIGEST] in texts["index.html"]
    assert pages.edition.digest[: SHOWN_DIGEST + 1] not in texts["index.html"]


def test_a_page_that_says_the_digest_itself_is_laid_out_each_time() -> None:
    edition = pages_of(build_small()).edition
    digest = edition.digest[:SHOWN_DIGEST]
    press, words = Press().under(edition, {}), {"page": digest}
    for mark in ("a", "b"):
        text = f"{digest} {mark} {digest}"

        def render(_: object, text: str = text) -> str:
            return text

        assert press.lay_out("index.html", words, render) == text


def test_of_a_draft_only_what_changed_is_another_page() -> None:
    case = build_small()
    before, after = (draft_of(one) for one in (case, edit(case, "source", "Another title")))
    assert pages_of(case).edition.digest[:SHOWN_DIGEST] not in before["index.html"]
    same = {path for path in after if after[path] == before.get(path)}
    assert {"chronology.html", "places.html"} <= same
    assert "sources/s-b.html" not in same


def draft_of(case: Case) -> dict[str, str]:
    pages = pages_of(case)
    draft = replace(pages, edition=replace(pages.edition, is_draft=True))
    return {path: text for path, text in site.build_site(draft).items() if isinstance(text, str)}
