"""What a plain YAML word means, and which strings may stand without quotes.

The core schema of YAML 1.2 (specification 1.2.2, section 10.3.2); tables and CSV have rules of their own.
"""

import re

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUES = frozenset({"true", "True", "TRUE"})
FALSES = frozenset({"false", "False", "FALSE"})
NOT_NUMBERS = {".nan": "nan", ".NaN": "nan", ".NAN": "nan"}

_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
# Python refuses to turn longer digit strings into numbers (sys.int_info.default_max_str_digits is 4300).
LONGEST_NUMBER = 400

# Words that some reader of YAML 1.1 takes for something other than text (https://yaml.org/type/).
_WORDS_1_1 = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_TROUBLE = re.compile(r": |:$| #|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\s$")


def resolve_plain(text: str) -> object:
    """The value of a plain scalar: None, a truth value, a number, or the text itself."""
    head = text[:1]
    if (head.isalpha() and head not in "ntfNTF") or len(text) > LONGEST_NUMBER:
        return text
    if text in NULLS:
        return None
    if text in TRUES:
        return True
    if text in FALSES:
        return False
    return _resolve_number(text)


def _resolve_number(text: str) -> object:
    """The number a plain scalar spells, else the text."""
    if _INT.fullmatch(text):
        return int(text)
    if _OCTAL_OR_HEX.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if found := _INFINITY.fullmatch(text):
        return float(f"{found[1]}inf")
    return float(NOT_NUMBERS[text]) if text in NOT_NUMBERS else text


def is_plain(text: str) -> bool:
    """Whether a string may be written without quotes and is text to readers of YAML 1.2 and 1.1 alike.

    Anything that begins with a digit is quoted, so that a stated number never loses its form.
    """
    if not text[:1].isalpha() or _TROUBLE.search(text):
        return False
    return text.lower() not in _WORDS_1_1 and isinstance(resolve_plain(text), str)
