"""What is said of a build: what it found, what it left out, and where it lies.

The words of findings are those of the published pages, so that terminal and site cannot disagree.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sousveil.cli._paper import Paper
from sousveil.publish.pieces import Count, Look

if TYPE_CHECKING:  # what builds sites would be taken into memory by every command that says a path
    from sousveil.publish.payloads import FindingPage, Pages
    from sousveil.workbench.build import Built

SHOWN = 14
"""Findings that are printed: as many as are read in one sitting."""
OF_A_SORT = 3
STYLES = {"inconsistent": "red", "tension": "yellow"}


def put_built(paper: Paper, built: "Built") -> None:
    """Where site and dossier lie, and what was withheld from them."""
    paper.blank()
    left_out = sum(built.redactions.counts.values())
    if left_out:
        records = "1 record" if left_out == 1 else f"{left_out} records"
        paper.put(f"{records} left out, as private or embargoed or resting on such")
    rows = (
        (("site", "dim"), show_path(built.out / "index.html")),
        (("dossier", "dim"), show_path(built.out / "dossier.pdf")),
        (("digest", "dim"), built.edition.digest),
    )
    paper.table(rows)


def show_path(path: Path) -> str:
    """A path as short as it can be said from where we are."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _count(count: Count) -> str:
    """`1 contract`, `1,024 claims`."""
    return f"{count.number:,} {count.name.removesuffix('s') if count.number == 1 else count.name}"


def put_findings(paper: Paper, pages: "Pages") -> None:
    """The title, how many findings came out how, and the most telling of them."""
    paper.put((pages.edition.title.text, "bold"))
    paper.blank()
    records = ", ".join(_count(count) for count in pages.overview.counts)
    paper.put(f"{records}; as of {pages.edition.as_of_words}")
    paper.blank()
    paper.table(((f"{count.number:>5}", "bold"), count.name) for count in pages.overview.verdicts)
    paper.heading("What does not add up, in part")
    for page in choose_findings(pages):
        _put_finding(paper, page)
    paper.blank()
    paper.put(
        (
            f"all {len(pages.findings)} findings, with their working: the site, or `sousveil check --all`",
            "dim",
        )
    )


def choose_findings(pages: "Pages") -> "list[FindingPage]":
    """The findings of the front page, then further disagreements, few of each sort."""
    by_id = {page.line.id: page for page in pages.findings}
    first = [by_id[line.id] for line in pages.overview.findings]
    chosen, sorts = {page.line.id: page for page in first}, dict[str, int]()
    for page in first:
        sorts[page.code] = sorts.get(page.code, 0) + 1
    for page in pages.findings:
        if len(chosen) >= SHOWN:
            break
        if page.line.look is Look.DISPUTED and not page.suggested and sorts.get(page.code, 0) < OF_A_SORT:
            chosen[page.line.id] = page
            sorts[page.code] = sorts.get(page.code, 0) + 1
    return sorted(chosen.values(), key=lambda page: page.line.number)


def _put_finding(paper: Paper, page: "FindingPage") -> None:
    """One finding: its number, its sentence, how it came out, what would explain it."""
    paper.blank()
    number = f"{page.line.number:>3}  "
    verdict = (page.line.verdict, STYLES.get(page.line.verdict, "bold"))
    paper.put(f"{page.line.sentence.rstrip('.')}: ", verdict, hang=len(number), lead=((number, "dim"),))
    for repair in page.repairs[:1]:
        paper.put(("would explain: ", "dim"), repair, indent=len(number), hang=len(number) + 2)
