"""A legal reference that nobody read in its text is marked so wherever it is shown: no route is an exception."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.evidence import check
from sousveil.publish.assessment.record import list_standings
from sousveil.publish.build.pages import build_pages
from sousveil.publish.gate.select import select_public
from sousveil.publish.paper.dossier import build_dossier, render_dossier_data
from sousveil.publish.payloads import Pages
from sousveil.publish.site import build_site
from sousveil.records.case import Case
from sousveil.workbench.duties import read_packs
from sousveil.workbench.exporting import export_case

SERBIA = Path(__file__).parents[2] / "examples" / "serbia"
MARKS = {"en": "not checked against its text", "sr-Latn": "nije provereno u tekstu propisa"}
REQUESTS = """
- id: r-late
  title: Contracts for cameras
  body: a-mup
  sent: "2025-03-03"
  received: "2025-03-03"
  rules: rs-foi
  state: sent
- id: r-refused
  title: Locations of cameras
  body: a-mup
  sent: "2025-12-01"
  received: "2025-12-01"
  rules: rs-foi
  letters:
    - date: "2025-12-20"
      kind: refusal
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unverified") / "serbia"
    shutil.copytree(SERBIA, folder, ignore=shutil.ignore_patterns("build"))
    (folder / "requests" / "late.yaml").write_text(REQUESTS.lstrip(), encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *said: str) -> str:
    assert main([*said]) in {0, 1}
    return " ".join(capsys.readouterr().out.split())


def list_unread(case: Case) -> list[str]:
    """Duties whose reference nobody read, in a case or in the packs."""
    read = {rule.id for rule in read_packs().duties.values() if rule.verified_on}
    return [duty.id for duty in case.duties.values() if not duty.verified_on and duty.rule not in read]


def test_no_pack_says_that_a_text_of_serbia_was_read() -> None:
    """The day one is, what follows has to be told apart by it."""
    packs = read_packs()
    assert not [rule.id for rule in packs.duties.values() if rule.verified_on and rule.id.startswith("rs-")]
    assert not [rule.id for rule in packs.deadlines.values() if rule.verified_on]
    assert not [term.id for term in packs.deadlines["rs-foi"].terms if term.verified_on]


def test_the_terminal(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unread = list_unread(load_case(case)[0])
    assert 10 < len(unread) < len(load_case(case)[0].duties)
    assert run(capsys, "duties", str(case)).count(MARKS["en"]) == len(unread)
    due = run(capsys, "requests", "due", str(case))
    provisions = re.findall(r", article [^ ]+", due)
    assert len(provisions) == due.count("(provision not checked against its text)") > 2


@pytest.mark.parametrize("language", ["en", "sr-Latn", "sr-Cyrl"])
def test_a_complaint_for_signing(case: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    mark = {"en": "was not checked in its text", "sr-Latn": "nije proverena", "sr-Cyrl": "није проверена"}
    for request in ("r-late", "r-refused"):
        said = run(capsys, "requests", "complaint", str(case), request, "--language", language)
        assert mark[language] in said


def test_the_calendar(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "requests", "calendar", str(case)).replace("\\r", "").replace(" ", "")
    assert said.count("BEGIN:VEVENT") == said.count("Provisionnotcheckedagainstitstext") > 0


@pytest.fixture(scope="module")
def pages(case: Path) -> dict[str, Pages]:
    read, _ = load_case(case)
    public, redactions = select_public(read, as_of="2025-12-31")
    return {
        tongue: build_pages(
            public,
            check(public),
            as_of="2025-12-31",
            language=tongue,
            redactions=redactions,
            packs=read_packs(),
        )
        for tongue in MARKS
    }


@pytest.mark.parametrize("language", list(MARKS))
def test_the_site(pages: dict[str, Pages], language: str) -> None:
    made = pages[language]
    files = build_site(made, languages=(language,))
    unread = [duty for duty in made.duties if not duty.checked]
    assert str(files["duties.html"]).count(MARKS[language]) == len(unread) > 0
    terms = [term for request in made.requests.information for term in request.terms if term.provision]
    assert str(files["requests.html"]).count(MARKS[language]) == len(terms) > 0


def test_the_impact_assessment(case: Path) -> None:
    read = load_case(case)[0]
    told = list(list_standings(read, read_packs().duties))
    assert len(told) == len(read.duties)
    assert sum("not checked against the text" in one for one in told) == len(list_unread(read))
    assert all(("not checked against" in one) != ("checked against a copy" in one) for one in told)


def test_what_leaves_for_other_programs(case: Path) -> None:
    """A table of duties has the column, and it is empty."""
    content = export_case(case, "sqlite").content
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        assert base.execute("SELECT count(*) FROM duties WHERE verified_on IS NOT NULL").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM duties").fetchone() > (0,)


def test_the_dossier_marks_every_provision_it_prints(pages: dict[str, Pages]) -> None:
    """Every page of the dossier with the name of an instrument has the mark, as often as there are duties."""
    text = read_pdf(build_dossier(render_dossier_data(pages["en"]), as_of="2025-12-31"))
    terms = [term for request in pages["en"].requests.information for term in request.terms if term.provision]
    unread = [duty for duty in pages["en"].duties if not duty.checked]
    assert text.count(MARKS["en"]) == len(unread) + len(terms)


def read_pdf(raw: bytes) -> str:
    with closing(pypdfium2.PdfDocument(raw)) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(words.replace("\ufffe", "").split())
