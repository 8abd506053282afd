"""The words of the map that its script shows: one table, so that the script has none of its own.

Says words only; counts and names are put in where braces stand.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sousveil.publish.tongue import choose_text, read_words, tell, tell_code
from sousveil.records.base import Text

_TABLES: Mapping[str, str] = MappingProxyType({"told": "", "camera_kind": "kind_", "camera_state": "state_"})
"""Tables of the catalogue that the script is told, and what it puts before their names."""


def build_words(language: str) -> dict[str, str]:
    """Everything that the script says; of words with plural forms each form, as `NAME_FORM`."""
    words = {"day_of": tell("date.day", language, day="{day}", month="{month}", year="{year}")}
    words["months"] = tell("date.months_of", language)
    for key, forms in read_words(language).items():
        table, _, name = key.partition(".")
        if table in _TABLES:
            said = f"{_TABLES[table]}{name}"
            words |= {said if len(forms) == 1 else f"{said}_{form}": text for form, text in forms.items()}
    return words


def say_kind(kind: str, language: str) -> str:
    """A camera's kind in words."""
    return tell_code("camera_kind", kind, language)


def say_list(title: str, titles: Mapping[str, Text], language: str) -> str:
    """What a list is called in a language, by the title that cameras carry; that title where it has no other."""
    return choose_text(titles.get(title, title), language, "")[0]


def say_state(state: str, language: str) -> str:
    """A camera's state in words."""
    return tell_code("camera_state", state, language)
