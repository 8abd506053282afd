"""Turns message ids and their arguments into sentences.

Reads the package's own catalogue and nothing else; it decides nothing about severity or order.

The catalogue is `data/messages/LANGUAGE/*.toml`, one table a message id. `text` is the sentence; `one`, `few` and
`other` in its place are chosen by the argument `n`. `doc` says what the code means and what is right; it stands at
the first message of a code and is what the page of checks is generated from. A field `{name}` prints an argument,
`{name!r}` prints it in quotes, a tuple prints as a list of words; `{name:2}` prints two of these and counts the others.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from sousveil.problems import Argument, Problem, Related, UsageError

CATALOGUE = Path(__file__).parent / "data" / "messages"


class _Piece(NamedTuple):
    """Words of a template and the argument after them, if there is one: in quotes or not, all of a list or so many."""

    words: str
    name: str
    quoted: bool
    most: int


@cache
def _take_apart(template: str) -> tuple[_Piece, ...]:
    """The pieces of a template, which are few for all that a checked case prints."""
    pieces = Formatter().parse(template)
    return tuple(
        _Piece(words, name or "", conversion == "r", int(most or 0))
        for words, name, most, conversion in pieces
    )


def choose_plural(n: int, language: str = "en") -> str:
    """The plural form a whole number takes, by the rules of CLDR (supplemental/plurals.xml).

    >>> [choose_plural(n, "sr-Latn") for n in (1, 3, 5, 11, 21, 112)]
    ['one', 'few', 'other', 'other', 'one', 'other']
    """
    if not language.startswith("sr"):
        return "one" if n == 1 else "other"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "other"


def _show(value: Argument, piece: _Piece, language: str, spell: Callable[[str], str]) -> str:
    """An argument in words: those of a list joined, and of one that is too long the rest counted."""
    show = repr if piece.quoted else str
    if not isinstance(value, tuple):
        return show(value)
    kept = value[: piece.most] if piece.most else value
    shown = ", ".join(map(show, kept))
    more = len(value) - len(kept)
    return render_message("related.more", {"shown": shown, "n": more}, language, spell) if more else shown


@cache
def read_catalogue(language: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Every message of a language by its id; English stands in where a language has none."""
    found: dict[str, Mapping[str, str]] = {} if language == "en" else dict(read_catalogue("en"))
    for path in sorted((CATALOGUE / language).glob("*.toml")):
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def is_translated(message: str, language: str) -> bool:
    """Whether a message has a sentence of a language's own, and not the English one in its place."""
    return language == "en" or read_catalogue(language).get(message) is not read_catalogue("en").get(message)


def render_message(
    message: str,
    args: Mapping[str, Argument],
    language: str = "en",
    spell: Callable[[str], str] = str,
) -> str:
    """The sentence of a message id; an id without a sentence prints itself and its arguments.

    `spell` writes the sentence's own words in another script; arguments stay as they are.
    """
    entry = read_catalogue(language).get(message)
    if entry is None:
        shown = ", ".join(f"{name}={value!r}" for name, value in args.items())
        return f"{message}: {shown}" if shown else message
    n = args.get("n")
    plural = choose_plural(n, language) if isinstance(n, int) else "other"
    template = entry.get("text") or entry.get(plural) or entry.get("other") or message
    # Reaches no attribute and no index, and shows a missing argument instead of failing.
    return "".join(
        [
            spell(piece.words) + _show(args.get(piece.name, f"{{{piece.name}}}"), piece, language, spell)
            if piece.name
            else spell(piece.words)
            for piece in _take_apart(template)
        ]
    )


class Refused(UsageError):
    """A UsageError whose sentence stands in the catalogue, so that a reader can have it in any language."""

    def __init__(self, message: str, /, **args: Argument) -> None:
        super().__init__(render_message(message, args))
        self.message, self.told = message, args


def render_related(related: Related, language: str = "en") -> str:
    """One line about another place: `path:line:column: why`."""
    why = render_message(related.why, {"record": related.record}, language)
    return f"{related.origin}: {why}" if related.origin else why


def render_problem(problem: Problem, language: str = "en") -> str:
    """`path:line:column: severity: sentence [code]`, then each related place on an indented line."""
    place = f"{problem.origin}: " if problem.origin else ""
    text = render_message(problem.message, problem.args, language)
    lines = [f"{place}{problem.severity.value}: {text} [{problem.code}]"]
    lines += [f"  {render_related(related, language)}" for related in problem.related]
    return "\n".join(lines)


def read_code_docs(language: str = "en") -> Mapping[str, str]:
    """What each code means, for the page of checks: the first `doc` among the messages of the code."""
    docs: dict[str, str] = {}
    for message, entry in read_catalogue(language).items():
        if "doc" in entry:
            docs.setdefault(message.partition(".")[0], entry["doc"])
    return docs
