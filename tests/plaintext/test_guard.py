import pytest

from sousveil.plaintext.guard import LONGEST_LINE, parse_bytes
from sousveil.problems import Severity

REFUSED = {
    "nul": (b"- id: a\n  x: \x00\n", "nul-byte", 2, 6),
    "latin": ("- id: a\n  x: Nišić š\n".encode("cp1250"), "not-utf8", 2, 8),
    "utf16": ("- id: a\n".encode("utf-16"), "not-utf8.utf16", 1, 1),
    "long line": (b"- id: a\n- x: " + b"a" * (LONGEST_LINE + 1), "line-too-long", 2, 1),
}
READ_ON = {
    "mark": (b"\xef\xbb\xbfa\n", "a\n", "byte-order-mark", 1, 1),
    "windows": (b"ab\r\nc\r\n", "ab\nc\n", "line-ends", 1, 3),
    "old mac": (b"ab\rc\r", "ab\nc\n", "line-ends", 1, 3),
    "parts": ("a\nbs\u030c\n".encode(), "a\nbš\n", "not-nfc", 2, 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_of_ours_is_refused_with_its_place(name: str) -> None:
    raw, message, line, column = REFUSED[name]
    text, problems = parse_bytes(raw, "x.yaml")
    assert text is None
    assert [(p.message, p.origin, p.severity) for p in problems] == [
        (message, ("x.yaml", line, column), Severity.ERROR)
    ]


@pytest.mark.parametrize("name", READ_ON)
def test_what_can_be_mended_is_read_with_a_warning(name: str) -> None:
    raw, expected, message, line, column = READ_ON[name]
    text, problems = parse_bytes(raw, "x.yaml")
    assert text == expected
    assert [(p.message, p.origin, p.severity) for p in problems] == [
        (message, ("x.yaml", line, column), Severity.WARNING)
    ]


def test_good_text_passes_untouched() -> None:
    assert parse_bytes("- id: č\n".encode(), "x") == ("- id: č\n", [])
