"""The chain of custody: what was changed is named, line by line; expected digests come from hashlib and json alone."""

import hashlib
import json

import pytest

from sousveil.messages import read_catalogue
from sousveil.records.custody import Chain, CustodyEvent, check_head, parse_sums, read_chain, render_event

HEAD = 20


def write_event(number: int, *prev: str, at: str = "") -> str:
    return render_event(
        CustodyEvent(
            event="noted",
            at=at or f"2026-03-{number + 1:02}T10:00:00Z",
            actor="ana",
            note=f"беlешка {number}",
            prev=prev,
        )
    )


def digest_of(line: str) -> str:
    return str(json.loads(line)["digest"])


def build_lines(count: int = 5) -> list[str]:
    lines: list[str] = []
    for number in range(count):
        lines.append(write_event(number, *([digest_of(lines[-1])] if lines else [])))
    return lines


def read(lines: list[str]) -> Chain:
    return read_chain("".join(f"{line}\n" for line in lines).encode())


def said(chain: Chain) -> list[tuple[str, int]]:
    return [(problem.message, problem.origin.line) for problem in chain.problems if problem.origin]


def forge(line: str, **changes: str) -> str:
    """The line with other words and a digest that fits them, as somebody who knows the form would write it."""
    value = {**json.loads(line), **changes}
    del value["digest"]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    value["digest"] = hashlib.sha256(text.encode()).hexdigest()
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_sound_chain_has_one_head_and_no_complaint() -> None:
    lines = build_lines()
    chain = read(lines)
    assert not chain.problems
    assert chain.heads == (digest_of(lines[-1]),)
    assert [link.event.note for link in chain.links] == [f"беlешка {n}" for n in range(5)]


def test_a_line_carries_the_digest_of_its_other_fields() -> None:
    value = json.loads(write_event(0))
    written = value.pop("digest")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert written == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("at", range(5))
def test_an_altered_line_is_named_even_the_last(at: int) -> None:
    lines = build_lines()
    lines[at] = lines[at].replace("беlешка", "белешка")
    assert said(read(lines)) == [("custody-line.altered", at + 1)]


@pytest.mark.parametrize("at", range(4))
def test_a_line_with_a_new_digest_has_nothing_that_follows_it(at: int) -> None:
    lines = build_lines()
    lines[at] = forge(lines[at], note="другачије")
    messages = said(read(lines))
    assert ("custody-chain.replaced", at + 2) in messages
    assert ("custody-head", 5) in messages


def test_the_last_line_with_a_new_digest_is_known_only_by_a_head_noted_elsewhere() -> None:
    lines = build_lines()
    head = digest_of(lines[-1])
    lines[-1] = forge(lines[-1], note="другачије")
    chain = read(lines)
    assert not chain.problems
    assert [problem.message for problem in check_head(chain, head)] == ["custody-head.gone"]


@pytest.mark.parametrize("at", range(4))
def test_a_removed_line_is_missed_by_the_next(at: int) -> None:
    lines = build_lines()
    del lines[at]
    messages = said(read(lines))
    assert messages[0][0] in ("custody-chain.removed", "custody-chain.replaced")
    assert messages[0][1] == at + 1


def test_a_tail_cut_off_is_known_only_by_a_head_noted_elsewhere() -> None:
    lines = build_lines()
    chain = read(lines[:3])
    assert not chain.problems
    assert list(check_head(chain, digest_of(lines[-1])[:HEAD]))
    assert not list(check_head(read(lines), digest_of(lines[-1])[:HEAD]))
    assert not list(check_head(read(lines), digest_of(lines[1])))


@pytest.mark.parametrize("at", range(4))
def test_lines_in_another_order_are_named(at: int) -> None:
    lines = build_lines()
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert ("custody-chain.order", at + 1) in said(read(lines))


def test_a_line_that_stands_twice_is_named() -> None:
    lines = build_lines()
    assert said(read([*lines, lines[2]])) == [("custody-line.twice", 6)]


@pytest.mark.parametrize("cut", range(1, 200))
def test_a_torn_tail_is_ignored_and_the_rest_holds(cut: int) -> None:
    lines = build_lines(3)
    raw = "".join(f"{line}\n" for line in lines).encode()
    chain = read_chain(raw[:-cut])
    if cut == 1:
        assert not chain.problems
        assert len(chain.links) == 3
    else:
        assert said(chain) == [("custody-line.torn", 3)]
        assert chain.problems[0].args == {"n": len(lines[2].encode()) + 1 - cut}
        assert len(chain.links) == 2


def test_a_torn_line_is_excused_by_the_event_that_names_it_and_by_no_other() -> None:
    lines = build_lines(2)
    torn = lines[1][:40]
    event = CustodyEvent(
        event="noted",
        at="2026-04-01T00:00:00Z",
        actor="ana",
        torn=hashlib.sha256(torn.encode()).hexdigest(),
        prev=(digest_of(lines[0]),),
    )
    assert said(read([lines[0], torn, render_event(event)])) == [("custody-line.given-up", 2)]
    assert said(read([lines[0], torn + " ", render_event(event)])) == [("custody-line", 2)]


def test_two_histories_brought_together_verify_and_the_next_event_joins_them() -> None:
    base = build_lines(2)
    ours = write_event(5, digest_of(base[-1]))
    theirs = write_event(6, digest_of(base[-1]))
    apart = read([*base, ours, theirs])
    assert said(apart) == [("custody-head", 4)]
    assert apart.heads == (digest_of(ours), digest_of(theirs))
    joined = read([*base, ours, theirs, write_event(7, *apart.heads)])
    assert not joined.problems
    assert len(joined.heads) == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "{",
        '{"event":"noted"}',
        '{"event":"shredded"}',
        "[" * 100_000,
        '{"a":"\\ud800"}',
        "\x00",
    ],
)
def test_any_line_is_named_and_never_raised(line: str) -> None:
    lines = build_lines(2)
    chain = read([lines[0], line, lines[1]])
    assert [(code.partition(".")[0], number) for code, number in said(chain)] == [("custody-line", 2)]
    assert len(chain.links) == 2


def test_every_message_stands_in_the_catalogue() -> None:
    for message in ("custody-line.twice", "custody-chain.begins", "custody-chain.time", "custody-head.gone"):
        assert message in read_catalogue()


def test_a_clock_that_went_back_is_noted() -> None:
    first = write_event(0, at="2026-03-02T00:00:00Z")
    second = write_event(1, digest_of(first), at="2026-03-01T00:00:00Z")
    assert said(read([first, second])) == [("custody-chain.time", 2)]


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a//b", "a/../b", "", ".", "a\\b"])
def test_a_list_that_leaves_its_folder_is_refused(name: str) -> None:
    found, problems = parse_sums(f"{'0' * 64}  {name}\n", "SUMS")
    assert not found
    assert [str(problem.origin) for problem in problems] == ["SUMS:1:1"]
