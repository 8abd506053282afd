"""The register of a case: cameras from all lists, and the piles that lists leave: on both, on one side, undecided.

Compares every two lists; counts and decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from sousveil.problems import Argument, Problem, Severity
from sousveil.progress import SILENT, Progress
from sousveil.records.camera_decision import CameraDecision

from .cameras import Camera, Sighted, build_cameras, index_lists
from .decide import read_decisions
from .lists import ListedCameras
from .match import Doubt, Link, Matched, match_lists


class Pile(StrEnum):
    """Where a camera stands: what those who run it list, what others saw."""

    BOTH = "both"
    OFFICIAL = "only_official"
    CITIZEN = "only_citizen"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Cameras, the links they rest on, the pile of each by its id, people's decisions, and what is wrong with these."""

    lists: tuple[ListedCameras, ...]
    sighted: Mapping[str, Sighted]
    cameras: tuple[Camera, ...]
    links: tuple[Link, ...]
    piles: Mapping[str, Pile]
    matched: tuple[Matched, ...]
    decisions: Mapping[str, CameraDecision]
    problems: tuple[Problem, ...]

    def list_pile(self, pile: Pile) -> list[Camera]:
        """The cameras of a pile."""
        return [camera for camera in self.cameras if self.piles[camera.id] is pile]


def build_register(
    lists: Iterable[ListedCameras],
    *,
    near: Mapping[str, Sequence[str]] = MappingProxyType({}),
    decisions: Iterable[CameraDecision] = (),
    progress: Progress = SILENT,
) -> Register:
    """The register of lists, which have different ids; their order changes nothing.

    `near` holds the names of streets near an observation by its key.
    """
    kept = tuple(sorted(lists, key=lambda listed: listed.id))
    given = {one.id: one for one in decisions}
    sighted = index_lists(kept)
    decided = read_decisions(given.values(), {key: one.observation for key, one in sighted.items()})
    matched = tuple(
        _leave_open(
            match_lists(one, other, near=near, decided=decided.pairs, progress=progress), decided.left
        )
        for one, other in combinations(kept, 2)
    )
    cameras, links = build_cameras(sighted, [link for each in matched for link in each.links], decided)
    return Register(
        lists=kept,
        sighted=sighted,
        cameras=cameras,
        links=links,
        piles=_sort_out(cameras, links, sighted),
        matched=matched,
        decisions=given,
        problems=(*decided.problems, *_report_crowds(matched)),
    )


def _leave_open(matched: Matched, left: AbstractSet[frozenset[str]]) -> Matched:
    """The same, without links where a person looked and could not tell."""
    links = (
        replace(link, doubt=Doubt.LEFT) if frozenset({link.left, link.right}) in left else link
        for link in matched.links
    )
    return replace(matched, links=tuple(links)) if left else matched


def _sort_out(
    cameras: Iterable[Camera], links: Iterable[Link], sighted: Mapping[str, Sighted]
) -> Mapping[str, Pile]:
    """The pile of each camera; one that stands on one side and may be one with another side's is undecided."""
    open_keys = {
        key
        for link in links
        if link.doubt and sighted[link.left].listed.official != sighted[link.right].listed.official
        for key in (link.left, link.right)
    }
    piles = {}
    for camera in cameras:
        sides = {sighted[key].listed.official for key in camera.observations}
        if len(sides) == 2:
            piles[camera.id] = Pile.BOTH
        elif not open_keys.isdisjoint(camera.observations):
            piles[camera.id] = Pile.AMBIGUOUS
        else:
            piles[camera.id] = Pile.OFFICIAL if True in sides else Pile.CITIZEN
    return piles


def _report_crowds(matched: Iterable[Matched]) -> Iterable[Problem]:
    """Name observations that stand so close together that nothing tells them apart."""
    for each in matched:
        if each.crowded:
            one, other = each.lists
            args: dict[str, Argument] = {
                "n": len(each.crowded),
                "first": each.crowded[0],
                "one": one,
                "other": other,
            }
            yield Problem(message="match-crowd", severity=Severity.WARNING, args=args)
