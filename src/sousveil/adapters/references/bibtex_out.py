"""Sources as BibLaTeX entries in UTF-8, for LaTeX and reference managers. Writes only; `bibtex` reads.

What the format has no field for stands under `annotation`, so that it is kept where somebody can read it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sousveil.records.base import say
from sousveil.records.source import Name, Source

from .bibtex import LANGUAGES

# Entry types and fields: biblatex manual 3.20, sections 2.1 and 2.2. Every other type is `misc`.
TYPES = MappingProxyType(
    {
        "article-journal": "article",
        "article-magazine": "article",
        "article-newspaper": "article",
        "bill": "legislation",
        "book": "book",
        "chapter": "incollection",
        "dataset": "dataset",
        "legal_case": "jurisdiction",
        "legislation": "legislation",
        "paper-conference": "inproceedings",
        "post": "online",
        "post-weblog": "online",
        "regulation": "legislation",
        "report": "report",
        "standard": "standard",
        "thesis": "thesis",
        "webpage": "online",
    }
)
FIELDS = MappingProxyType(
    {
        "publisher": "publisher",
        "volume": "volume",
        "issue": "issue",
        "number": "number",
        "page": "pages",
        "issued": "date",
        "URL": "url",
        "DOI": "doi",
        "accessed": "urldate",
    }
)
"""Our fields → theirs, in the order they are written; dates are EDTF in both."""
_AS_THEY_ARE = frozenset({"date", "url", "doi", "urldate"})
_BABEL = MappingProxyType({tag: name for name, tag in [*LANGUAGES.items()][::-1]})
_OWN = ("type", "kind", "archive", "leaked", "via", "republishes")
_SPECIAL = re.compile(r"[&%$#_{}]")
_NAMED = MappingProxyType({"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"})


def render_bibtex(sources: Iterable[Source]) -> str:
    """An entry for each source, its key the id of the record."""
    return "\n".join(_render(source) for source in sources)


def write_tex(text: str) -> str:
    r"""Plain text as TeX reads it.

    >>> write_tex("R&D at 50 %")
    'R\\&D at 50 \\%'
    """
    named = re.sub(r"[\\~^]", lambda mark: f"\0{_NAMED[mark[0]]}\1", text)
    return _SPECIAL.sub(r"\\\g<0>", named).replace("\0", "\\").replace("\1", "{}")


def _render(source: Source) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(source) if value]
    return "\n".join([f"@{TYPES.get(source.type, 'misc')}{{{source.id},", *lines, "}\n"])


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    """Their fields and values, ready to be put in braces."""
    yield "author", " and ".join(map(_name, source.author))
    yield "title", f"{{{write_tex(say(source.title))}}}"  # inner braces: no style may change its capitals
    inside = TYPES.get(source.type) in {"incollection", "inproceedings"}
    yield "booktitle" if inside else "journaltitle", write_tex(source.container_title or "")
    given: Mapping[str, object] = source.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for ours, name in FIELDS.items():
        value = str(given.get(ours, ""))
        yield name, _escape_braces(value) if name in _AS_THEY_ARE else write_tex(value)
    yield "langid", _BABEL.get(source.language or "", source.language or "")
    yield "note", write_tex(say(source.note))
    own = [f"{field}: {_words(given[field])}" for field in _OWN if field in given]
    if isinstance(source.title, dict):
        own += [f"title ({language}): {words}" for language, words in source.title.items()]
    yield "annotation", write_tex("; ".join(own))


def _name(name: Name) -> str:
    """A person as `Family, Given`; a body in braces, which keep it whole."""
    if name.literal:
        return f"{{{write_tex(name.literal)}}}"
    return ", ".join(write_tex(part) for part in (name.family, name.given) if part)


def _escape_braces(address: str) -> str:
    """An address is written as it is, but for braces, which would end the value (RFC 3986, 2.1)."""
    return address.replace("{", "%7B").replace("}", "%7D")


def _words(value: object) -> str:
    """A value of a record's own field, a list as its members."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower()
