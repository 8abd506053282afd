"""The desk's pages: one way to render a template, and the words that every page needs.

Templates escape everything; no page holds a script or a style of its own.
"""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sousveil.messages import Refused
from sousveil.problems import Argument, UsageError
from sousveil.publish.names import mark_words
from sousveil.publish.site import show_code
from sousveil.publish.tongue import LANGUAGES, Speaker, choose_text, list_words, read_words, say_message, tell
from sousveil.records.base import Text
from sousveil.workbench.desk.changes import Step, compare_pieces

from .guard import SEAL
from .language import read_language
from .state import State

ROOM = Path(__file__).parent
KIND_ORDER = (
    "sources", "claims", "events", "actors", "places", "contracts", "programmes", "questions", "requests", "duties",
    "limitations", "derived", "unresolved", "scenarios", "lists", "camera_decisions", "decisions", "measures", "units",
    "schemes", "parameters", "operating_points", "allowances",
)  # fmt: skip
"""The kinds of records in the order of the desk."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["coded"] = show_code
    environment.globals.update(compare=compare_pieces, kinds=KIND_ORDER, languages=LANGUAGES)
    return environment


def render_piece(template: str, name: str, language: str, words: Mapping[str, object]) -> str:
    """One macro of a template, given the words of a language and by name those of `words` that it asks for."""
    macro = getattr(_environment().get_template(template).module, name)
    told = {"t": Speaker(language), **words}
    return str(macro(**{key: told[key] for key in macro.arguments}))


def render_page(
    state: State, request: Request, template: str, *, status: int = 200, **words: object
) -> HTMLResponse:
    """A page of the desk in the language of its reader."""
    language = read_language(request)
    told = {
        "title_of_case": state.folder.resolve().name,
        "seal_name": SEAL,
        "seal": state.guard.seal,
        "news": state.live.news,
        "language": language,
        "t": Speaker(language),
        "say": partial(say_any, language=language),
        "told": partial(_say_text, state, language),
        "entitle": partial(say_step, language=language),
        "gloss": partial(say_field_words, language=language),
        "site": "/" + _find_folder(state, language),
        "at": request.url.path,
        "here": f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
        **words,
    }
    return HTMLResponse(_environment().get_template(template).render(told), status)


def say_any(message: str, args: Mapping[str, Argument], language: str) -> str:
    """A sentence of the messages, its arguments as they are, in the quotation marks of the language."""
    if language == "en":
        return say_message(message, args, language)
    marked = {name: mark_words(value) for name, value in args.items()}
    return say_message(message, marked, language)


def say_field_words(words: str, language: str) -> str:
    """What a field is called and what is said of it: in English as its model has it, else as the catalogue does."""
    key = f"field.{words}"
    return tell(key, language) if key in read_words(language) else words


def say_refusal(error: UsageError, language: str) -> str:
    """Why something was refused; in English where nobody put it into other words."""
    return say_any(error.message, error.told, language) if isinstance(error, Refused) else str(error)


def say_step(step: Step, language: str) -> str:
    """What a step did, in words."""
    return tell(f"desk_step.{step.what}", language, about=list_words(step.about, language))


def _say_text(state: State, language: str, text: Text | None) -> str:
    """Words of the case for the reader."""
    return choose_text(text, language, state.read_case().manifest.language)[0]


def _find_folder(state: State, language: str) -> str:
    """The folder of the site in a language, with its stroke; the root, where the first stands, if it has none."""
    return f"{language}/" if (state.folder / "build" / "site" / language).is_dir() else ""
