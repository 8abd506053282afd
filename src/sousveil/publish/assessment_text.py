"""An assessment of impact as plain text.

Renders the payload as it is: it chooses nothing and computes nothing.
"""

from collections.abc import Iterator

from .assessment import AssessmentPage, Section
from .assessment_blocks import Block
from .assessment_record import Telling, Told


def render_page_text(page: AssessmentPage) -> str:
    """The document as plain text."""
    lines = [
        f"Impact assessment: {page.title}",
        f"As of {page.as_of}; {page.draws} draws, seed {page.seed}.",
        page.preface,
        "",
        "Premises",
    ]
    for title, condition, note in page.premises:
        lines += [f"- {title}. {condition}" + (f" {note}" if note else "")]
    if not page.premises:
        lines += ["None: the case supposes no programme."]
    lines += _list_part("What the case does not know", page.unknown)
    for number, section in enumerate(page.sections, start=1):
        lines += ["", f"{number}. {section.title}", *(f"   {one}" for one in section.references)]
        lines += _render_section(section)
    lines += ["", "What else sources say of the programmes", *_render_telling(page.rest)]
    lines += _list_part("Duties of the case", page.duties)
    lines += _list_part("What was asked for", page.requests)
    lines += _list_part("Changed parameters", page.changed)
    lines += ["", "What it rests on", *(f"- {one}" for one in page.grounds)]
    for number, basis in enumerate(page.bases, start=1):
        ends = f" ({basis.range})" if basis.range else ""
        lines += [
            f"[{number}] {basis.id}: {basis.title}: {basis.value}{ends}. {basis.source} [{basis.standing}]"
        ]
        lines += [f"    {one}" for one in basis.assumptions]
    return "\n".join(lines) + "\n"


def _list_part(title: str, entries: tuple[str, ...]) -> list[str]:
    """A list under its title; an empty one says so."""
    return ["", title, *(f"- {one}" for one in entries or ("none",))]


def _render_section(section: Section) -> Iterator[str]:
    """One part: what sources say, what follows from the premises, what only the operator can say."""
    yield from _render_telling(section.telling)
    yield from ("", "What would follow")
    for block in section.blocks:
        yield from _render_block(block)
    if not section.blocks:
        yield "Nothing here can be computed from the published record."
    yield from ("", "Only the operator can say", *(f"- {one}" for one in section.missing))


def _render_telling(telling: Telling) -> Iterator[str]:
    """What sources say, what they say nobody knows, and what is kept back."""
    for title, told in (
        ("What sources say", telling.known),
        ("What sources say is not known", telling.unknown),
        ("What is withheld", telling.withheld),
    ):
        yield from ("", title, *(f"- {render_told(one)}" for one in told))
        if not told:
            yield "Nothing in the record of the case."


def render_told(told: Told) -> str:
    """What one source says, in short and in its own words."""
    words = f" “{told.words}”" if told.words else ""
    return f"{told.what}: {told.says}.{words} ({told.who}; {told.claim})"


def _render_block(block: Block) -> Iterator[str]:
    """A table as a list."""
    if block.part:
        yield f"* {block.title}: in part {block.part}"
        return
    yield f"* {block.title}"
    yield from (f"    {one}." for one in block.notes)
    for row in block.rows:
        decides = f" Decides most: {row.decides}." if row.decides else ""
        numbers = ", ".join(map(str, row.rests_on))
        yield f"  - {row.label}: {row.value} ({row.interval}).{decides} Rests on [{numbers}]."
