"""Writes values as YAML in one way only, so that equal records have equal bytes.

Block style, two spaces a level, line feeds, NFC. A string stands without quotes where YAML 1.2 and 1.1 both read
it as text and it does not begin with a digit; a text of several lines is a literal block. The order of fields is the
caller's. What is written reads back as the same value.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from .scalars import is_plain

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NEVER_IN_BLOCK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]| \n")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')

Line = tuple[str, str]
"""Dotted field that begins on a line (empty where none does), and the line."""


def render_record(value: Mapping[str, object], comments: Mapping[str, Sequence[str]] | None = None) -> str:
    """One element of a list of records; `comments` are lines to set above a dotted field (`""`: below the last)."""
    noted = comments or {}
    out: list[str] = []
    for name, line in _mapping_lines(value, "", 2):
        indent = " " * (len(line) - len(line.lstrip(" ")))
        out += [f"{indent}{comment}" for comment in noted.get(name, ())] if name else []
        out.append(line)
    # The dash stands before the first field, or above a comment that stands there, which YAML allows.
    first = next((n for n, line in enumerate(out) if not line.lstrip().startswith("#")), 0)
    out[first] = f"- {out[first][2:]}"
    out[:first] = [line.lstrip() for line in out[:first]]
    out += [f"  {comment}" for comment in noted.get("", ())]
    return "\n".join(out) + "\n"


def render_list(values: Sequence[Mapping[str, object]]) -> str:
    """A file of records, a blank line between them."""
    return "\n".join(render_record(value) for value in values)


def render_mapping(value: Mapping[str, object]) -> str:
    """A mapping that stands by itself, as in front matter."""
    return "".join(f"{line}\n" for _, line in _mapping_lines(value, "", 0))


def render_string(text: str) -> str:
    """A string on one line: plain where that is safe, else in double quotes."""
    text = unicodedata.normalize("NFC", text)
    return text if is_plain(text) else '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    """A character as YAML writes it inside double quotes."""
    character = match[0]
    code = ord(character)
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}"


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) and is_plain(name) else '"' + _ESCAPED.sub(_escape, name) + '"'


def _mapping_lines(value: Mapping[str, object], name: str, indent: int) -> Iterator[Line]:
    """The lines of a mapping whose fields stand at `indent`."""
    for key, one in value.items():
        field = f"{name}.{key}" if name else key
        yield from _value_lines(f"{' ' * indent}{_key(key)}:", one, field, indent)


def _value_lines(head: str, value: object, name: str, indent: int) -> Iterator[Line]:
    """A field with its value; `head` is the key with its colon, or the dash."""
    if isinstance(value, Mapping) and value:
        yield name, head
        yield from _mapping_lines(value, name, indent + 2)
    elif isinstance(value, list | tuple) and value:
        yield name, head
        yield from _list_lines(value, name, indent + 2)
    elif isinstance(value, str) and _fits_block(unicodedata.normalize("NFC", value)):
        yield from _block_lines(head, unicodedata.normalize("NFC", value), name, indent)
    else:
        yield name, f"{head} {_render_scalar(value)}"


def _list_lines(values: Sequence[object], name: str, indent: int) -> Iterator[Line]:
    """The elements of a list whose dashes stand at `indent`."""
    for index, value in enumerate(values):
        field = f"{name}.{index}"
        if isinstance(value, Mapping) and value:
            for number, (inner, line) in enumerate(_mapping_lines(value, field, indent + 2)):
                if number:
                    yield inner, line
                else:
                    yield field, f"{' ' * indent}- {line[indent + 2 :]}"
        else:
            yield from _value_lines(f"{' ' * indent}-", value, field, indent)


def _fits_block(text: str) -> bool:
    """Whether a text can be a literal block: several lines, none of them hard to see."""
    if "\n" not in text.rstrip("\n") or text[0] in " \n" or text.endswith((" ", "\n\n")):
        return False
    return _NEVER_IN_BLOCK.search(text) is None


def _block_lines(head: str, text: str, name: str, indent: int) -> Iterator[Line]:
    """A text of several lines as a literal block."""
    yield name, f"{head} |" if text.endswith("\n") else f"{head} |-"
    for line in text.removesuffix("\n").split("\n"):
        yield "", f"{' ' * (indent + 2)}{line}" if line else ""


def _render_scalar(value: object) -> str:
    """A value that takes no line of its own."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return render_string(value)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(value), repr(value))
