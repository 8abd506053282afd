"""The languages pages are read in: their words, plural forms, figures and quotation marks.

Words stand in `data/pages/LANGUAGE/*.toml`, a table a page; Serbian Cyrillic is Serbian Latin in other letters. Knows
no case, and no word of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup, escape

import sousveil
from sousveil.messages import choose_plural, is_translated, render_message
from sousveil.plaintext.script import to_cyrillic, to_latin
from sousveil.problems import Argument
from sousveil.records.base import Text

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "sr-Latn": "Srpski", "sr-Cyrl": "Српски"})
"""What readers may choose, each under the name it has in itself."""
CATALOGUE = Path(sousveil.__file__).parent / "data" / "pages"
_CYRILLIC, _LATIN = "sr-Cyrl", "sr-Latn"
# What Serbian Cyrillic leaves in Latin letters: fields of a template, letters of articles, names, formats, and codes of
# units.
_KEPT = re.compile(
    r"\{[^}]*\}|`[^`]*`|“[^”]*”|\d(?:\([\da-z]\))+|\b(?:"
    r"Sousveil|OpenStreetMap|WebGL|GeoNames|Natural Earth|Open Contracting Partnership|Cardinal|R\d{3}|A–F|"
    r"(?:CSL-|PROV-|Geo)?JSON|PDF|SHA-256|BibLaTeX|FollowTheMoney|OCDS|TimelineJS|SQLite|GeoParquet|RO-Crate|Frictionless|"
    r"CSV|XLSX|XML|KM[LZ]|GPX|HTML|WACZ|WARC|JPEG|PNG|TOML|YAML|UTF-(?:8|16)|NFC|BibTeX|RIS|EDTF|BCP 47|Markdown|"
    r"Overpass|DeFlock|EPSG|CRS84|NaN|Infinity|tesseract|robots\.txt|RFC \d+|URL|DOI|N, SE|"
    r"[\w./-]+\.(?:toml|yaml|json|md|csv|pbf)|"
    r"Freedom (?:House|in the World|on the Net)|Mapping Media Freedom|\w+(?:-\w+){3,}|"
    r"WGS|IEC|CC BY(?:-SA)?|ODbL|Huawei|Dahua|Hikvision|Comparitech|Safe (?:City|Society)|eLTE|GIS|GDPR|LED|AI Act|"
    r"EDPB|https?://\S+|[\w-]+(?:\.[\w-]+)*\.(?:rs|com|org|eu)|"
    r"[A-Z]{3}(?=\b)(?<=EUR|USD|RSD|CNY|GBP|CHF)|px/m|k?m²?|mm|cm|[kMGT]?B|[MG]?bit|[MG]?Hz)\b"
)
_MARKS = {"en": "“{}”", "sr": "„{}“"}  # CLDR, delimiters of en and sr
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_COMMA_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")
_SWAPPED = str.maketrans(",.", ".,")
_LAST = re.compile(r"(\d[\d.,]*)$")


def spell(text: str, language: str) -> str:
    """Our own words in the letters of a language."""
    if language != _CYRILLIC:
        return text
    return _spell_cyrillic(text)


@cache
def _spell_cyrillic(text: str) -> str:
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [to_cyrillic(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, to_cyrillic(text[end:])])


def written_in(language: str) -> str:
    """The language whose catalogue a language is made from."""
    return _LATIN if language == _CYRILLIC else language


@cache
def read_words(language: str) -> Mapping[str, Mapping[str, str]]:
    """The words of pages by `table.name`, each with its plural forms; a single form stands under `other`."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((CATALOGUE / written_in(language)).glob("*.toml")):
        for table, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, entry in entries.items():
                forms = {"other": entry} if isinstance(entry, str) else entry
                found[f"{table}.{name}"] = {form: spell(text, language) for form, text in forms.items()}
    return found


def tell(key: str, language: str, /, **args: str | float) -> str:
    """Words of the catalogue with what is put into them; `n` chooses the plural form.

    >>> tell("count.claims", "en", n=1), tell("count.claims", "sr-Latn", n=1234)
    ('claim', 'tvrdnje')
    """
    shown = {name: _show(value, language) for name, value in args.items()}
    return _find(key, language, args.get("n")).format(**shown)


def tell_page(key: str, language: str, /, **args: str | float) -> Markup:
    """Words of the catalogue for a page: all that is put into them is escaped, but for what is mark-up already."""
    shown = {name: _show(value, language) for name, value in args.items()}
    return escape(_find(key, language, args.get("n"))).format(**shown)


def tell_code(table: str, code: str, language: str) -> str:
    """The words of a code by a table of the catalogue; as the vocabulary has it where the table does not.

    >>> tell_code("camera_kind", "dome", "en"), tell_code("camera_kind", "wall_mounted", "en")
    ('Dome camera', 'wall mounted')
    """
    key = f"{table}.{code or 'unknown'}"
    return tell(key, language) if key in read_words(language) else say_word(code, language)


class Phrase(NamedTuple):
    """Words of the catalogue that are said once the reader's language is known; phrases may stand within it."""

    key: str
    args: "Mapping[str, str | float | Phrase]" = MappingProxyType({})

    def say(self, language: str) -> str:
        """The words in a language."""
        said = {
            name: value.say(language) if isinstance(value, Phrase) else value
            for name, value in self.args.items()
        }
        return tell(self.key, language, **said)


class Speaker:
    """The words of a language, for templates."""

    def __init__(self, language: str) -> None:
        """`language` is one of those that pages are written in."""
        self.language = language

    def __call__(self, key: str, /, **args: str | float) -> Markup:
        """Words of the catalogue."""
        return tell_page(key, self.language, **args)

    def code(self, table: str, code: str) -> str:
        """The words of a code by a table of the catalogue."""
        return tell_code(table, code, self.language)

    def word(self, code: str) -> str:
        """A word of the vocabulary."""
        return say_word(code, self.language)

    def number(self, count: int) -> str:
        """A whole number."""
        return show_count(count, self.language)

    def figures(self, text: str) -> str:
        """A text with figures in it."""
        return show_figures(text, self.language)

    def quote(self, text: str) -> str:
        """Words in quotation marks."""
        return quote(text, self.language)


def _show(value: str | float, language: str) -> str:
    """What is put into words: numbers with the signs of the language."""
    if isinstance(value, str):
        return value
    return show_count(value, language) if isinstance(value, int) else show_figures(f"{value:g}", language)


def _find(key: str, language: str, n: object) -> str:
    forms = read_words(language)[key]
    form = choose_plural(n, language) if isinstance(n, int) else "other"
    return forms.get(form) or forms["other"]


def say_message(message: str, args: Mapping[str, Argument], language: str) -> str:
    """A sentence of the messages in a language and its letters; the English one as it is where there is no other."""
    if not is_translated(message, written_in(language)):
        return render_message(message, args)
    return render_message(message, args, written_in(language), lambda words: spell(words, language))


def say_word(code: str, language: str = "en") -> str:
    """A word of the vocabulary as a reader sees it; a code of a case that nobody put into words stays as it is.

    >>> say_word("public_body"), say_word("public_body", "sr-Latn"), say_word("2022", "sr-Latn")
    ('public body', 'organ vlasti', '2022')
    """
    plain = code.replace("_", " ").replace("-", " ")
    if language == "en":
        return plain
    forms = read_words(language).get(f"word.{plain.replace(' ', '_')}")
    return forms["other"] if forms else plain


def show_count(number: int, language: str = "en") -> str:
    """A whole number with its thousands set apart.

    >>> show_count(12345), show_count(12345, "sr-Latn")
    ('12,345', '12.345')
    """
    return show_figures(f"{number:,}", language)


def show_figures(text: str, language: str) -> str:
    """A text whose figures have decimal points and thousands set apart by commas, with the signs of a language.

    >>> show_figures("1,100 to 3.5", "sr-Latn")
    '1.100 to 3,5'
    """
    return text if language == "en" else swap_signs(text)


def swap_signs(text: str, *, comma: bool = False) -> str:
    """A text whose figures have the other signs: points for commas; `comma` says that theirs is a decimal comma.

    >>> swap_signs("3,500.5"), swap_signs("about 1.000", comma=True), swap_signs("1.200,5", comma=True)
    ('3.500,5', 'about 1,000', '1,200.5')
    """
    return (_COMMA_FIGURE if comma else _FIGURE).sub(lambda match: match[0].translate(_SWAPPED), text)


def form_of(figure: str, language: str = "en") -> str:
    """The plural form of what is counted by a printed figure, which its last digits decide.

    >>> (
    ...     form_of("over 1"),
    ...     form_of("3,002", "sr-Latn"),
    ...     form_of("0,3", "sr-Latn"),
    ...     form_of("3 miliona", "sr-Latn"),
    ... )
    ('one', 'few', 'few', 'other')
    """
    last = _LAST.search(figure)
    if last is None:
        return "other"
    whole, point, part = (
        last[1].translate(_SWAPPED if language != "en" else {}).replace(",", "").partition(".")
    )
    if point and language == "en":
        return "other"
    return choose_plural(int(part or whole or 0), language)


def quote(text: str, language: str = "en") -> str:
    """Words in the quotation marks of a language."""
    return _MARKS["en" if language == "en" else "sr"].format(text)


def list_words(words: Iterable[str], language: str = "en") -> str:
    """`a`, `a and b`, `a, b and c`; a last one that begins with `and` gets no second."""
    found = [word.removeprefix("and ") for word in words if word]
    if len(found) < 2:
        return "".join(found)
    return tell("list.last", language, first=", ".join(found[:-1]), last=found[-1])


def choose_text(text: Text | None, language: str, default: str) -> tuple[str, str]:
    """Words of a case for a reader of a language, and the language they are in; `default` is that of plain words.

    Serbian in the other script is put into the reader's; else the words are in the case's language, or the first given.
    """
    if text is None or isinstance(text, str):
        return text or "", default
    if language in text:
        return text[language], language
    for tag, other, convert in ((_CYRILLIC, _LATIN, _spell_cyrillic), (_LATIN, _CYRILLIC, to_latin)):
        if language == tag and (found := text.get(other) or text.get("sr")):
            return convert(found), language
    tag = next((tag for tag in (default, "en") if tag in text), next(iter(text)))
    return text[tag], tag
