"""Every message of the checks: brought about by a smallest case, at its place and with its verdict, and only there."""

import re
from pathlib import Path

import pytest

from sousveil.messages import CATALOGUE, render_problem
from sousveil.records.finding import Finding
from tests.evidence.build import build
from tests.evidence.trials import COMPARED, PARTS, RECOMPUTED, WORDING, Trial
from tests.evidence.trials_of_lists import AUTHENTIC, DECIDED, LISTS, SERIES, WHOLE

TRIALS = [*WORDING, *RECOMPUTED, *COMPARED, *PARTS, *LISTS, *SERIES, *WHOLE, *DECIDED, *AUTHENTIC]
UNREACHABLE = {"recompute.syntax"}
"""What only a formula that does not parse could bring about; it is kept from there by `formula`."""


def named(trial: Trial) -> str:
    return f"{trial.message}={trial.verdict.value if trial.verdict else 'problem'}"


@pytest.mark.parametrize("trial", TRIALS, ids=named)
def test_the_smallest_case_brings_it_about(trial: Trial, tmp_path: Path) -> None:
    built = build(tmp_path, trial.files)
    said = "\n".join(render_problem(p) for p in built.problems)
    found = built.of(trial.message)
    assert found, said
    assert built.marked in [p.origin for p in found], f"not at {built.marked}:\n{said}"
    at = next(p for p in found if p.origin == built.marked)
    assert (at.verdict if isinstance(at, Finding) else None) is trial.verdict, said
    assert render_problem(at).startswith(f"{built.marked}: {at.severity.value}: ")
    assert "{" not in render_problem(at)


@pytest.mark.parametrize("trial", TRIALS, ids=named)
def test_the_nearest_sound_case_does_not(trial: Trial, tmp_path: Path) -> None:
    old, new = trial.change
    texts = {path: text.replace("⌖", "") for path, text in trial.files.items()}
    assert any(old in text for text in texts.values()), "the change changes nothing"
    built = build(tmp_path, {path: text.replace(old, new) for path, text in texts.items()})
    same = [p for p in built.of(trial.message) if not isinstance(p, Finding) or p.verdict is trial.verdict]
    assert not same, "\n".join(render_problem(p) for p in same)


def test_no_message_is_left_untried() -> None:
    text = (CATALOGUE / "en" / "evidence.toml").read_text(encoding="utf-8")
    known = set(re.findall(r'^\["?([^"\]]+)"?\]$', text, flags=re.MULTILINE))
    spoken = {
        m for m in known if m.partition(".")[0] not in {"rule", "pattern", "reading", "related", "repair"}
    }
    assert spoken - {t.message for t in TRIALS} == UNREACHABLE
