"""From observations and links to cameras: which observations are of one, what state it is in, what is disputed.

A camera is a conclusion and can be drawn anew: every observation is in exactly one camera, and keeps what it said.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from sousveil.records.camera import Device, Observation, State
from sousveil.records.camera_decision import CameraDecision

from .decide import Decisions
from .fields import DIFFERS, FIELDS
from .life import tell_life
from .lists import ListedCameras, count_devices, count_room, is_object
from .match import Doubt, Link

LETTERS = 10
"""Letters of an id: fifty bits, so that among a million cameras two alike come once in two thousand registers."""


class CameraState(StrEnum):
    """What a camera is taken to be; `unverified` is one that is said to stand and that nobody outside has seen."""

    PLANNED = "planned"
    CONTRACTED = "contracted"
    INSTALLED = "installed"
    OPERATING = "operating"
    UNVERIFIED = "unverified"
    DISUSED = "disused"
    MOVED = "moved"
    REMOVED = "removed"
    DUMMY = "dummy"
    WITHHELD = "withheld"


SAID = MappingProxyType({state: CameraState(state.value) for state in State})
DECIDED = MappingProxyType(
    {
        "operating": CameraState.OPERATING,
        "gone": CameraState.REMOVED,
        "moved": CameraState.MOVED,
        "dummy": CameraState.DUMMY,
        "withheld": CameraState.WITHHELD,
    }
)
"""Verdicts that say a state; `indoor` and `not_a_camera` say that it does not count."""
SEEN_BY = frozenset({"map", "citizens"})
"""Lists of people who stood there."""
STANDING = frozenset({CameraState.INSTALLED, CameraState.OPERATING})


class Moment(NamedTuple):
    """A state at a date (EDTF, empty where none is known), and the observation or decision that says so."""

    date: str
    state: CameraState
    by: str


class Conflict(NamedTuple):
    """A field in which two observations of one camera differ; both stay as they are."""

    field: str
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A device concluded from observations, or several that no list tells apart (`count`).

    `supersedes` are ids that its other observations would have alone: what was cited under them is found here.
    `excluded` is the verdict by which it does not count as a camera that watches public ground, else empty.
    """

    id: str
    supersedes: tuple[str, ...]
    observations: tuple[str, ...]
    device: Device
    count: int
    lonlat: tuple[float, float] | None
    state: CameraState
    history: tuple[Moment, ...]
    conflicts: tuple[Conflict, ...] = ()
    decisions: tuple[str, ...] = ()
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Sighted:
    """An observation with the list it stands on."""

    listed: ListedCameras
    observation: Observation
    key: str


def index_lists(lists: Iterable[ListedCameras]) -> dict[str, Sighted]:
    """Every observation by its key, older lists first: ids come from the first observation of a camera."""
    ordered = sorted(lists, key=lambda listed: (listed.as_of or "9999", listed.id))
    return {
        key: Sighted(listed, observation, key)
        for listed in ordered
        for key, observation in sorted(
            zip(listed.keys, listed.observations, strict=True), key=lambda of: of[0]
        )
    }


def build_cameras(
    sighted: Mapping[str, Sighted], links: Iterable[Link], decisions: Decisions
) -> tuple[tuple[Camera, ...], tuple[Link, ...]]:
    """The cameras by id, and the links as they hold: one that would put too many of a list together is in doubt."""
    kept, clusters = join_links(sighted, links, decisions)
    levels = {frozenset((link.left, link.right)): link.levels for link in kept if link.levels}
    used: set[str] = set()
    cameras = []
    for keys in clusters:
        members = [sighted[key] for key in keys]
        founder = next(name for name in (_identify(members[0]), members[0].key) if _name(name) not in used)
        used.add(_name(founder))
        cameras.append(_conclude(_name(founder), members, levels, decisions))
    return tuple(sorted(cameras, key=lambda camera: camera.id)), kept


def join_links(
    sighted: Mapping[str, Sighted], links: Iterable[Link], decisions: Decisions
) -> tuple[tuple[Link, ...], list[list[str]]]:
    """The links, those in doubt marked, and the observations that hang together, each cluster in order."""
    place = {key: number for number, key in enumerate(sighted)}
    cluster = {key: [key] for key in sighted}
    apart = [pair for pair, same in decisions.pairs.items() if not same]
    kept = []
    told = [
        Link(min(pair), max(pair), 1.0, basis="decision") for pair, same in decisions.pairs.items() if same
    ]
    found = {
        (link.left, link.right): link for link in (*links, *told) if {link.left, link.right} <= sighted.keys()
    }
    for link in sorted(found.values(), key=_rank):
        one, other = cluster[link.left], cluster[link.right]
        if link.linked and one is not other:
            joined = sorted({*one, *other}, key=place.__getitem__)
            if link.basis != "decision" and not _fits([sighted[key] for key in joined], apart):
                kept.append(replace(link, doubt=Doubt.CHAIN))
                continue
            for key in joined:
                cluster[key] = joined
        kept.append(link)
    clusters = {id(keys): keys for keys in cluster.values()}
    return tuple(sorted(kept, key=lambda link: (link.left, link.right))), list(clusters.values())


def _rank(link: Link) -> tuple[bool, bool, float, str, str]:
    """Decisions first, then what a map says, then the likeliest."""
    return link.basis != "decision", link.basis != "object", -link.probability, link.left, link.right


def _fits(members: Sequence[Sighted], apart: Iterable[frozenset[str]]) -> bool:
    """Whether observations can be of one camera: no list holds it more often than another says there are devices."""
    keys = {one.key for one in members}
    if any(pair <= keys for pair in apart):
        return False
    counts = Counter(one.listed.id for one in members)
    return all(
        number <= max((count_room(one.observation) for one in members if one.listed.id != listed), default=1)
        for listed, number in counts.items()
        if number > 1
    )


def _identify(sighted: Sighted) -> str:
    """What an observation's own camera is called after: what a map calls it, the same in every extract, or its key."""
    return sighted.observation.id if is_object(sighted.observation) else sighted.key


def _name(identity: str) -> str:
    """A camera's id."""
    digest = hashlib.sha256(identity.encode()).digest()
    return f"cam-{base64.b32encode(digest).decode().lower()[:LETTERS]}"


def _conclude(
    id_: str,
    members: Sequence[Sighted],
    levels: Mapping[frozenset[str], tuple[int, ...]],
    decisions: Decisions,
) -> Camera:
    """One camera from its observations, the founder's first."""
    keys = tuple(one.key for one in members)
    verdicts = [one for key in keys for one in decisions.single.get(key, ())]
    joined = {by for pair, by in decisions.by_pair.items() if not pair.isdisjoint(keys)}
    history = _order_moments(members, verdicts)
    return Camera(
        id=id_,
        supersedes=tuple(sorted({_name(_identify(one)) for one in members[1:]} - {id_})),
        observations=keys,
        device=next((o.device for o in _observed(members) if o.device is not Device.UNKNOWN), Device.UNKNOWN),
        count=max(_count_by_list(members).values()),
        lonlat=_choose_place(members),
        state=_choose_state(history, members, verdicts),
        history=history,
        conflicts=tuple(_find_conflicts(keys, levels)),
        decisions=tuple(sorted({one.id for one in verdicts} | joined)),
        excluded=next(
            (one.verdict for one in reversed(verdicts) if one.verdict in {"indoor", "not_a_camera"}), ""
        ),
    )


def _observed(members: Iterable[Sighted]) -> Iterator[Observation]:
    return (one.observation for one in members)


def _count_by_list(members: Iterable[Sighted]) -> Counter[str]:
    """How many devices each list says there are."""
    found = Counter[str]()
    for one in members:
        found[one.listed.id] += count_devices(one.observation)
    return found


def _choose_place(members: Sequence[Sighted]) -> tuple[float, float] | None:
    """The place that is least far off, of those the latest, as it was said: a mean would lie where nobody saw it."""
    placed = [one for one in members if one.observation.lonlat]
    best = min((one.listed.error_m for one in placed), default=0.0)
    near = [one for one in placed if one.listed.error_m == best]
    return max(near, key=lambda one: (one.listed.as_of, one.key)).observation.lonlat if near else None


def _order_moments(members: Iterable[Sighted], verdicts: Iterable[CameraDecision]) -> tuple[Moment, ...]:
    """What observations say of its life and people decided, by date; what one says stays in its own order."""
    found: dict[Moment, str] = {}
    for one in members:
        latest = ""
        for date, state in tell_life(one.observation, one.listed.as_of):
            latest = max(latest, date)
            found[Moment(date, SAID[state], one.key)] = latest
    for verdict in verdicts:
        if verdict.verdict in DECIDED:
            found[Moment(verdict.date, DECIDED[verdict.verdict], verdict.id)] = verdict.date
    return tuple(sorted(found, key=lambda moment: (found[moment], moment.by)))


def _choose_state(
    history: Sequence[Moment], members: Iterable[Sighted], verdicts: Iterable[CameraDecision]
) -> CameraState:
    """The last thing known; what only those say who run it, or the press, nobody has verified."""
    last = history[-1].state
    seen = any(one.listed.kind in SEEN_BY for one in members) or any(
        one.verdict in DECIDED for one in verdicts
    )
    return CameraState.UNVERIFIED if last in STANDING and not seen else last


def _find_conflicts(
    keys: Sequence[str], levels: Mapping[frozenset[str], tuple[int, ...]]
) -> Iterator[Conflict]:
    """Where observations that were compared differ."""
    for number, left in enumerate(keys):
        for right in keys[number + 1 :]:
            for field, level in zip(FIELDS, levels.get(frozenset((left, right)), ()), strict=False):
                if level == DIFFERS:
                    yield Conflict(field.name, left, right)
