import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sousveil.plaintext.scalars import is_plain, resolve_plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # YAML 1.2.2, 10.3.2, and the words 1.1 reads otherwise
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False),
        ("0", 0), ("-12", -12), ("+7", 7), ("0o17", 15), ("0xFF", 255), ("1.5", 1.5), ("-.5", -0.5), ("1e3", 1000.0),
        (".inf", math.inf), ("-.INF", -math.inf),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("y", "y"), ("1:30", "1:30"), ("3,500", "3,500"),
        ("2024-03-01", "2024-03-01"), ("017", 17), ("1_000", "1_000"), ("nULL", "nULL"), ("0b1", "0b1"),
    ],
)  # fmt: skip
def test_the_core_schema(text: str, value: object) -> None:
    found = resolve_plain(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_number() -> None:
    found = resolve_plain(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


def test_more_digits_than_python_turns_into_a_number_stay_text() -> None:
    assert resolve_plain("9" * 5000) == "9" * 5000


@given(st.text(max_size=20))
def test_what_stands_without_quotes_is_the_same_text_to_yaml_1_1_and_1_2(text: str) -> None:
    if is_plain(text):
        assert resolve_plain(text) == text
        assert yaml.safe_load(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    "text", ["3,500", "2024", "no", "Off", "a: b", "a #b", "- a", "a:", " a", "a ", "", "\u2028"]
)
def test_what_needs_quotes(text: str) -> None:
    assert not is_plain(text)
