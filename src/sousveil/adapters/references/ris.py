"""Sources from RIS, the tagged lines that libraries and publishers export.

Reads only. Tags vary among those who write them; the ones read here are those of Reference Manager's own description
(2011) that hold what a source has. Others are named.
"""

import re
from types import MappingProxyType

from sousveil.adapters.foreign import (
    Foreign,
    Place,
    Reading,
    build_item,
    join_date,
    join_lines,
    keep_known,
    split_name,
)
from sousveil.problems import Severity

TYPES = MappingProxyType(
    {
        "JOUR": "article-journal",
        "EJOUR": "article-journal",
        "MGZN": "article-magazine",
        "NEWS": "article-newspaper",
        "BOOK": "book",
        "EBOOK": "book",
        "CHAP": "chapter",
        "ECHAP": "chapter",
        "CONF": "paper-conference",
        "CPAPER": "paper-conference",
        "RPRT": "report",
        "GOVDOC": "report",
        "THES": "thesis",
        "ELEC": "webpage",
        "BLOG": "post-weblog",
        "DATA": "dataset",
        "STAT": "legislation",
        "BILL": "bill",
        "CASE": "legal_case",
        "HEAR": "hearing",
        "MAP": "map",
        "STAND": "standard",
        "PCOMM": "personal_communication",
        "GEN": "document",
    }
)
FIELDS = MappingProxyType(
    {
        "TI": "title",
        "T1": "title",
        "T2": "container-title",
        "JO": "container-title",
        "JF": "container-title",
        "BT": "container-title",
        "PB": "publisher",
        "VL": "volume",
        "IS": "issue",
        "UR": "URL",
        "DO": "DOI",
        "LA": "language",
        "ID": "id",
        "M1": "number",
    }
)
AUTHORS = ("AU", "A1")
DATES = MappingProxyType({"DA": "issued", "PY": "issued", "Y1": "issued", "Y2": "accessed"})
_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?")


def parse_ris(text: str, path: str) -> Reading:
    """The entries of a RIS file; a line without a tag goes on with the one above."""
    reading = Reading()
    tags: list[tuple[str, str, Place]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            if line.strip() and tags:
                tag, said, place = tags[-1]
                tags[-1] = (tag, f"{said} {line.strip()}", place)
            elif line.strip():
                reading.report(
                    "import-syntax.ris", path, (number, 1), Severity.ERROR, found=line.strip()[:60]
                )
        elif match[1] == "ER":
            if tags:
                reading.entries.append(_read(tags))
            tags = []
        else:
            tags.append((match[1], (match[2] or "").strip(), (number, 7)))
    if tags:
        reading.report("import-open.ris", path, tags[0][2], Severity.WARNING)
        reading.entries.append(_read(tags))
    return reading


def _read(tags: list[tuple[str, str, Place]]) -> Foreign:
    """One entry in our fields; the first of several tags for one field counts."""
    value: dict[str, object] = {}
    places, left, said = {"": tags[0][2]}, dict[str, str](), dict[str, list[str]]()
    for tag, text, place in tags:
        field = (
            "type"
            if tag == "TY"
            else FIELDS.get(tag) or DATES.get(tag) or ("author" if tag in AUTHORS else "")
        )
        said.setdefault(tag, []).append(text)
        if field == "type":
            value["type"] = TYPES.get(text, "document")
            left |= {} if text in TYPES else {tag: text}
        elif field == "author":
            authors = value.setdefault("author", [])
            if isinstance(authors, list):
                authors.append(split_name(text))
        elif field in {"issued", "accessed"}:
            value[field] = _longest(value.get(field), read_date(text))
        elif field and field not in value:
            value[field] = text
        elif tag not in {"SP", "EP", "N1"} and value.get(field) != text:
            left[tag] = text
        if field:
            places.setdefault(field, place)
    value["page"] = "–".join(dict.fromkeys([*said.get("SP", ()), *said.get("EP", ())]))
    value["note"] = join_lines(said.get("N1", ()))
    return Foreign(build_item(keep_known(value), places), left)


def read_date(text: str) -> str:
    """`2019/03/30/note` as EDTF; what is no date stays, to be complained about.

    >>> read_date("2019/03//"), read_date("spring 2019")
    ('2019-03', 'spring 2019')
    """
    year, _, rest = text.partition("/")
    if not year.strip().isdigit():
        return text
    month, _, rest = rest.partition("/")
    return join_date(year, month, rest.partition("/")[0])


def _longest(before: object, now: str) -> str:
    """The more exact of two dates."""
    return max((str(before or ""), now), key=len)
