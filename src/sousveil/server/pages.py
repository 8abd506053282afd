"""The desk's pages: one way to render a template, and the words that every page needs.

Templates escape everything; no page holds a script or a style of its own.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from sousveil.messages import render_message
from sousveil.publish.site import show_code
from sousveil.records.case import KINDS
from sousveil.workbench.desk.changes import compare_pieces

from .guard import SEAL
from .state import State

ROOM = Path(__file__).parent
NAMES = MappingProxyType(
    {
        "sources": ("source", "Sources"),
        "claims": ("claim", "Claims"),
        "events": ("event", "Events"),
        "actors": ("body or person", "Bodies and people"),
        "places": ("place", "Places"),
        "contracts": ("contract", "Contracts"),
        "programmes": ("programme", "Programmes"),
        "questions": ("question", "Questions"),
        "requests": ("request", "Requests for information"),
        "duties": ("duty", "Duties"),
        "limitations": ("limitation", "Limits that sources state"),
        "derived": ("derived figure", "Derived figures"),
        "unresolved": ("figure without working", "Figures that cannot be recomputed"),
        "scenarios": ("scenario", "Scenarios"),
        "lists": ("list of cameras", "Lists of cameras"),
        "camera_decisions": ("decision about cameras", "Decisions about cameras"),
        "decisions": ("verdict", "Verdicts on findings"),
        "measures": ("measure", "Measures"),
        "units": ("unit", "Units"),
        "schemes": ("scheme", "Schemes of classes"),
        "parameters": ("parameter", "Parameters"),
        "operating_points": ("operating point", "Operating points"),
        "allowances": ("allowance", "What may look personal"),
    }
)
"""Kind → what one of them is called, and what several are, in the order of the desk."""


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
    environment.globals.update(compare=compare_pieces, say=render_message, names=NAMES, kinds=KINDS)
    return environment


def render_piece(template: str, name: str, words: Mapping[str, object]) -> str:
    """One macro of a template, given by name those of `words` that it asks for."""
    macro = getattr(_environment().get_template(template).module, name)
    return str(macro(**{key: words[key] for key in macro.arguments}))


def render_page(state: State, template: str, *, status: int = 200, **words: object) -> HTMLResponse:
    """A page of the desk."""
    told = {
        "title_of_case": state.folder.resolve().name,
        "seal_name": SEAL,
        "seal": state.guard.seal,
        "news": state.live.news,
        **words,
    }
    return HTMLResponse(_environment().get_template(template).render(told), status)
