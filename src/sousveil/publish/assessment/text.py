"""An assessment of impact as plain text.

Renders the payload as it is: it chooses nothing and computes nothing.
"""

from collections.abc import Iterator
from functools import partial

from sousveil.publish.dates import join_stops, say_date
from sousveil.publish.tongue import quote, tell

from .blocks import Block
from .document import AssessmentPage, Section
from .record import Telling, Told


def render_page_text(page: AssessmentPage) -> str:
    """The document as plain text."""
    words = partial(_word, page.language)
    made: dict[str, str | float] = {
        "draws": page.draws,
        "seed": str(page.seed),
        "day": say_date(page.as_of, page.language),
    }
    lines = [
        tell("assessment.title_of", page.language, case=page.title),
        f"{tell('assessment.draws', page.language, **made).rstrip('.')}.",
        page.preface,
        "",
        words("premises"),
    ]
    for title, condition, note in page.premises:
        lines += [f"- {title}. {condition}" + (f" {note}" if note else "")]
    if not page.premises:
        lines += [words("no_premises")]
    lines += _list_part("unknown", page.unknown, page.language)
    for number, section in enumerate(page.sections, start=1):
        lines += ["", f"{number}. {section.title}", *(f"   {one}" for one in section.references)]
        lines += _render_section(section, page.language)
    rest = list(_render_telling(page.rest, page.language, every=False))
    lines += ["", words("rest"), *(rest or [f"- {words('none')}"])]
    for name, entries in (("duties", page.duties), ("requests", page.requests), ("changed", page.changed)):
        lines += _list_part(name, entries, page.language)
    lines += ["", words("rests_on"), *(f"- {one}" for one in page.grounds)]
    for number, basis in enumerate(page.bases, start=1):
        ends = f" ({basis.range})" if basis.range else ""
        lines += [
            f"[{number}] {basis.id}: {basis.title}: {basis.value}{ends}. {basis.source} [{basis.standing}]"
        ]
        lines += [f"    {one}" for one in basis.assumptions]
    return join_stops("\n".join(lines), page.language) + "\n"


def _word(language: str, name: str) -> str:
    return tell(f"assessment.{name}", language)


def _list_part(name: str, entries: tuple[str, ...], language: str) -> list[str]:
    """A list under its title; an empty one says so."""
    none = _word(language, "none")
    return ["", _word(language, name), *(f"- {one}" for one in entries or (none,))]


def _render_section(section: Section, language: str) -> Iterator[str]:
    """One part: what sources say, what follows from the premises, what only the operator can say."""
    yield from _render_telling(section.telling, language)
    yield from ("", _word(language, "follows"))
    for block in section.blocks:
        yield from _render_block(block, language)
    if not section.blocks:
        yield _word(language, "nothing_follows")
    yield from ("", _word(language, "operator"), *(f"- {one}" for one in section.missing))


def _render_telling(telling: Telling, language: str, *, every: bool = True) -> Iterator[str]:
    """What sources say, what they say nobody knows, and what is kept back; where not `every`, without what is empty."""
    for name, told in (
        ("said", telling.known),
        ("said_unknown", telling.unknown),
        ("said_withheld", telling.withheld),
    ):
        if told or every:
            yield from ("", _word(language, name), *(f"- {render_told(one, language)}" for one in told))
        if every and not told:
            yield _word(language, "nothing_said")


def render_told(told: Told, language: str = "en") -> str:
    """What one source says, in short and in its own words."""
    words = f" {quote(told.words, language)}" if told.words else ""
    return f"{told.what}: {told.says}.{words} ({told.who}; {told.claim})"


def _render_block(block: Block, language: str) -> Iterator[str]:
    """A table as a list."""
    if block.part:
        yield f"* {tell('assessment.elsewhere', language, title=block.title, part=block.part)}"
        return
    yield f"* {block.title}"
    yield from (f"    {one}." for one in block.notes)
    for row in block.rows:
        decides = f" {tell('assessment.row_decides', language, what=row.decides)}" if row.decides else ""
        rests = tell("assessment.row_rests", language, numbers=", ".join(map(str, row.rests_on)))
        yield f"  - {row.label}: {row.value} ({row.interval}).{decides} {rests}"
