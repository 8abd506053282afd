"""What people decided about observations, made ready for the register, and whether it still rests on what it did.

Decides nothing itself. A decision that names an observation that is not there, or that rests on one that has changed
since, is reported and still holds: only a person takes it back.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import combinations

from sousveil.problems import Problem, Severity
from sousveil.records.camera import Observation
from sousveil.records.camera_decision import CameraDecision

from .match import Decided

ABOUT_PAIRS = frozenset({"same", "different", "ambiguous"})
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by what they are about: pairs of observations, and single ones; and what is wrong with them.

    `left` are pairs at which a person looked and could not tell.
    """

    pairs: Decided
    single: Mapping[str, tuple[CameraDecision, ...]]
    by_pair: Mapping[frozenset[str], str]
    problems: tuple[Problem, ...]
    left: frozenset[frozenset[str]] = frozenset()


def read_decisions(decisions: Iterable[CameraDecision], observations: Mapping[str, Observation]) -> Decisions:
    """Decisions about observations by key; of two about one pair the later in date, then in id, holds."""
    pairs: dict[frozenset[str], bool] = {}
    by_pair: dict[frozenset[str], str] = {}
    left = set[frozenset[str]]()
    single = defaultdict[str, list[CameraDecision]](list)
    problems: list[Problem] = []
    for one in sorted(decisions, key=lambda decision: (decision.date, decision.id)):
        problems += _check(one, observations)
        if one.verdict not in ABOUT_PAIRS:
            for key in one.observations:
                single[key].append(one)
            continue
        for pair in map(frozenset, combinations(one.observations, 2)):
            if one.verdict == "ambiguous":
                pairs.pop(pair, None)
                left.add(pair)
                continue
            left.discard(pair)
            if pairs.get(pair, one.verdict == "same") != (one.verdict == "same"):
                problems.append(_report("camera-decision.contrary", one, other=by_pair[pair]))
            pairs[pair], by_pair[pair] = one.verdict == "same", one.id
    return Decisions(
        pairs, {key: tuple(of) for key, of in single.items()}, by_pair, tuple(problems), frozenset(left)
    )


def _check(decision: CameraDecision, observations: Mapping[str, Observation]) -> Iterable[Problem]:
    """Whether a decision is about what is there, and still about the same."""
    lost = tuple(key for key in decision.observations if key not in observations)
    if lost:
        yield _report("camera-decision.lost", decision, observation=lost[0])
    elif decision.verdict in ABOUT_PAIRS and len(set(decision.observations)) < 2:
        yield _report("camera-decision.alone", decision)
    elif decision.inputs:
        now = digest_observations([observations[key] for key in decision.observations])
        if now != decision.inputs:
            yield _report("camera-decision.stale", decision, inputs=now)


def _report(message: str, decision: CameraDecision, **args: str) -> Problem:
    return Problem(
        message=message,
        severity=Severity.WARNING,
        args={"id": decision.id, **args},
        record=decision.id,
        fields=("observations",),
        at=(decision.id, "inputs", "observations"),
    )


def digest_observations(observations: Iterable[Observation]) -> str:
    """A digest of what observations say, whatever their order; when their records were written is left out."""
    said = sorted(
        repr(
            [
                (one.name, _plain(getattr(observation, one.name)))
                for one in fields(observation)
                if one.name not in _WRITTEN
            ]
        )
        for observation in observations
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:DIGITS]


_WRITTEN = frozenset({"edited", "version", "left"})


def _plain(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value
