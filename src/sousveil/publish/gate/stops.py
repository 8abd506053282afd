"""The privacy gate: says what stops a build, with the place in the case where it stands.

Complete in this sense: every text of a public record, every series and the manifest are looked at before anything is
rendered, and every outgoing text and picture once more on its way out. It changes nothing.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from sousveil.problems import Argument, Origin, Problem, Severity
from sousveil.records.base import Part
from sousveil.records.case import Case
from sousveil.records.things import Actor, Allowance, Decision

from .scan import Hit, find_identifiers, find_photo_metadata
from .withheld import NOTHING, Withheld

_SHORT, _KEPT = 2_000, 20_000  # letters of a text, and texts, whose identifiers are remembered: 40 MB at most
_JSON_SPACE = re.compile(r"\\[nrtfb]")
TEXTS = frozenset({".html", ".css", ".svg", ".json", ".txt", ".xml", ".md", ".csv", ".bib", ".geojson"})
JSON = frozenset({".json", ".geojson"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff"})
OWN_BINARIES = frozenset(
    {".js", ".pdf", ".parquet", ".pmtiles", ".sqlite", ".woff2"}
)  # scripts are the package's own, as fonts are


def check_gate(case: Case, withheld: Withheld = NOTHING) -> Iterator[Problem]:
    """Everything in a case to be published that stops the build.

    Identifiers of people, ids and names of withheld records in free text, persons without a public role.
    """
    allowed = tuple(allowance.text for allowance in case.allowances.values())
    for actor in case.actors.values():
        yield from _check_person(actor, case)
    for record in case.records():
        for name, text in walk_texts(record):
            if isinstance(record, Allowance) or (isinstance(record, Decision) and name == "by"):
                continue  # never printed
            origin = case.origins.of(record.id, name)
            yield from _check_text(text, origin, allowed, withheld, record.id, name)
    for name, text in walk_texts(case.manifest):
        origin = case.origins.of(case.manifest.id, name) or Origin("case.toml")
        yield from _check_text(text, origin, allowed, withheld, case.manifest.id, name)
    for table in case.tables.values():
        for name, text in walk_texts(table):
            yield from _check_text(text, Origin(table.path), allowed, withheld, table.id, name)


def check_outgoing(
    path: str,
    content: bytes,
    *,
    says: str = "",
    allowed: Iterable[str] = (),
    withheld: Withheld = NOTHING,
) -> Iterator[Problem]:
    """What stops one file on its way out; `says` holds the words of a binary file that we made ourselves."""
    allowed = tuple(allowed)
    suffix = path[path.rfind(".") :].lower()
    if suffix in TEXTS:
        says = content.decode("utf-8")
        says = _JSON_SPACE.sub("  ", says) if suffix in JSON else html.unescape(says)
    elif suffix in PICTURES:
        if found := find_photo_metadata(content):
            yield _refuse("photo-metadata", Origin(path), {"found": found})
    elif suffix not in OWN_BINARIES:
        yield _refuse("unknown-output", Origin(path), {"path": path})
    elif suffix in {".pdf", ".sqlite", ".parquet"}:
        says = _JSON_SPACE.sub("  ", says)
    for hit in _find(path, allowed):
        yield _refuse(f"identifier.{hit.kind}", Origin("the name of a file"), {"found": _mask(hit.text)})
    for hit in _find(says, allowed):
        line = says.count("\n", 0, hit.start) + 1
        column = hit.start - says.rfind("\n", 0, hit.start)
        yield _refuse(f"identifier.{hit.kind}", Origin(path, line, column), {"found": _mask(hit.text)})
    for lines, name in withheld.find(says, allowed):
        yield _refuse("withheld-named", Origin(path, lines + 1), {"name": name})


def walk_texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a record with its dotted field, in the order of the fields."""
    match value:
        case str():
            yield name, value
        case Part():
            for key, info in type(value).model_fields.items():
                yield from walk_texts(getattr(value, key), _join(name, info.alias or key))
        case Mapping():
            for key, item in value.items():
                yield name, str(key)
                yield from walk_texts(item, _join(name, str(key)))
        case tuple():
            for index, item in enumerate(value):
                yield from walk_texts(item, _join(name, str(index)))


def _join(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _check_person(actor: Actor, case: Case) -> Iterator[Problem]:
    """A natural person appears only in a public role, with a source and the public interest stated."""
    if actor.kind != "person":
        return
    lacking = tuple(
        name for name in ("public_role", "sources", "public_interest") if not getattr(actor, name)
    )
    if lacking:
        yield _refuse(
            "person-without-role", case.origins.of(actor.id, "kind"), {"lacking": lacking}, actor.id
        )


def _check_text(
    text: str,
    origin: Origin | None,
    allowed: tuple[str, ...],
    withheld: Withheld,
    record: str,
    name: str,
) -> Iterator[Problem]:
    for hit in _find(text, allowed):
        yield _refuse(
            f"identifier.{hit.kind}",
            _shift(origin, text, hit.start),
            {"found": _mask(hit.text)},
            record,
            name,
        )
    for lines, other in withheld.find(text, allowed):
        place = origin and origin._replace(line=origin.line + lines)
        yield _refuse("withheld-named", place, {"name": other}, record, name)


def _shift(origin: Origin | None, text: str, start: int) -> Origin | None:
    """The place of a character in a text that begins at `origin`: exact by line for a block, by field otherwise."""
    if origin is None:
        return None
    return origin._replace(line=origin.line + text.count("\n", 0, start))


def _find(text: str, allowed: Iterable[str]) -> Iterator[Hit]:
    """Identifiers in a text, but for those inside a phrase that the case allows."""
    for hit in _read_again(text) if len(text) <= _SHORT else find_identifiers(text):
        around = [(text.find(phrase, max(0, hit.start - len(phrase))), phrase) for phrase in allowed]
        if not any(
            0 <= at <= hit.start and hit.start + len(hit.text) <= at + len(phrase) for at, phrase in around
        ):
            yield hit


@lru_cache(maxsize=_KEPT)
def _read_again(text: str) -> tuple[Hit, ...]:
    """Identifiers in a text of a record, which is looked at in every build that a desk makes."""
    return tuple(find_identifiers(text))


def _mask(text: str) -> str:
    """The first two characters and the length: a message about an identifier must not spread it."""
    return f"{text[:2]}… ({len(text)} characters)"


def _refuse(
    message: str, origin: Origin | None, args: Mapping[str, Argument], record: str = "", name: str = ""
) -> Problem:
    return Problem(
        message=message,
        severity=Severity.ERROR,
        origin=origin,
        args=args,
        record=record,
        fields=(name,) if name else (),
    )
