"""Whatever stands in the files of a case: loading ends with problems, and formatting loses nothing."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.case.load import load_case
from sousveil.case.skeleton import render_skeleton
from sousveil.case.write import format_case
from sousveil.messages import render_problem

SKELETON = render_skeleton("small")
FILES = {path: text.encode() for path, text in SKELETON.items() if not path.startswith(".")}
PIECES = [
    b"", b"\n", b" ", b"  ", b"\t", b"- ", b": ", b"#", b'"', b"'", b"[", b"]", b"{", b"}", b"|", b">", b"&a ",
    b"*a", b"!!int ", b"---\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r\n", b"null", b"true", b"12", b"1.5", b"~",
    b"id: c-1\n", b"9" * 5000, b"--", "č".encode(), "c\u030c".encode(), b"\xe2\x80\xa8", b"\xc2\x85", b"|+\n",
    b"c-cameras-ordered", b"2024-02-30", b"<<: x", b"? ", b",", b"..", b"@", b"\x1b[31m",
]  # fmt: skip


@st.composite
def damages(draw: st.DrawFn) -> dict[str, bytes]:
    """Files of a small case, a few of them changed in a few places."""
    files: dict[str, bytes] = {}
    for path in draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=3)):
        raw = files.get(path, FILES[path])
        at = draw(st.integers(0, len(raw)))
        length = draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=6))
        files[path] = raw[:at] + piece + raw[at + length :]
    return files


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, raw in (FILES | files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damages())
def test_loading_ends_and_every_complaint_can_be_printed(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, files)
        case, problems = load_case(folder)
        for problem in problems:
            assert render_problem(problem).startswith(f"{problem.origin}: ")
            assert problem.origin is not None
            assert problem.origin.line >= 1
            assert problem.origin.column >= 1
        for record in case.records():
            assert case.origins.of(record.id) is not None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damages())
def test_formatting_keeps_every_record_and_is_done_once(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, files)
        before, _ = load_case(folder)
        format_case(folder)
        after, _ = load_case(folder)
        assert before == after
        assert format_case(folder) == []
