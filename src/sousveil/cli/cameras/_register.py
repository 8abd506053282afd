"""Shows the register of a case: piles for people, everything with reasons for programs.

Its field names in JSON are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
from collections.abc import Iterable, Mapping

from sousveil.cli._json import build_entry
from sousveil.cli._paper import Paper
from sousveil.cli.cameras._observations import count_things, put_problems
from sousveil.messages import render_message
from sousveil.problems import Problem
from sousveil.register.cameras import Camera
from sousveil.register.decide import digest_observations
from sousveil.register.match import Link
from sousveil.register.piles import Pile, Register
from sousveil.register.reasons import explain_link, say_field

FORMAT = 1
SHOWN = 10
"""Cameras of a pile, and undecided pairs, that are printed; the others are counted."""
WORDS: Mapping[Pile, tuple[str, str]] = {
    Pile.BOTH: ("on both", "on an official list and on another"),
    Pile.OFFICIAL: ("only official", "to go and photograph"),
    Pile.CITIZEN: ("only others", "on no official list: a question to who runs them"),
    Pile.AMBIGUOUS: ("undecided", "may be one with another: a person has to look"),
}

TOLD = ("name", "street", "kind", "operator")
"""Fields by which a person knows which camera is meant."""
PILES: Mapping[str, Pile] = {
    words[0].replace("on ", "").replace(" ", "-"): pile for pile, words in WORDS.items()
}
"""What is typed → the pile."""


def render_register(register: Register, problems: Iterable[Problem]) -> str:
    """Every camera, every link with its reasons, and what was wrong, as one JSON document."""
    answer = {
        "format": FORMAT,
        "lists": [
            {"id": one.id, "kind": one.kind, "as_of": one.as_of, "observations": len(one.observations)}
            for one in register.lists
        ],
        "piles": {pile.value: len(register.list_pile(pile)) for pile in Pile},
        "cameras": [_camera(camera, register) for camera in register.cameras],
        "links": [_link(link, register) for link in register.links],
        "problems": [build_entry(one) for one in problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _camera(camera: Camera, register: Register) -> Mapping[str, object]:
    """One camera."""
    return {
        "id": camera.id,
        "supersedes": camera.supersedes,
        "pile": register.piles[camera.id].value,
        "observations": camera.observations,
        "device": camera.device.value,
        "count": camera.count,
        "lonlat": camera.lonlat,
        "state": camera.state.value,
        "excluded": camera.excluded,
        "history": [
            {"date": moment.date, "state": moment.state.value, "by": moment.by} for moment in camera.history
        ],
        "conflicts": [{"field": one.field, "left": one.left, "right": one.right} for one in camera.conflicts],
        "decisions": camera.decisions,
    }


def _link(link: Link, register: Register) -> Mapping[str, object]:
    """One link; `inputs` is what a decision about it is bound to."""
    seen = [register.sighted[key].observation for key in (link.left, link.right)]
    return {
        "left": link.left,
        "right": link.right,
        "probability": link.probability,
        "linked": link.linked,
        "basis": link.basis,
        "doubt": link.doubt.value.partition(".")[2],
        "apart_m": link.apart_m,
        "inputs": digest_observations(seen),
        "reasons": [
            {"text": render_message(reason.message, reason.args), "weight": reason.weight}
            for reason in explain_link(link, register.sighted)
        ],
    }


def put_register(paper: Paper, register: Register, problems: Iterable[Problem]) -> None:
    """How many cameras are in each pile, the first of those on one side alone, and undecided pairs with reasons."""
    lists = ", ".join(f"{one.id} ({one.kind}, {len(one.observations):,})" for one in register.lists)
    paper.put((count_things(len(register.cameras), "camera"), "bold"), f" from {lists}")
    paper.blank()
    paper.table(
        ((WORDS[pile][0], "dim"), f"{len(register.list_pile(pile)):>8,}  {WORDS[pile][1]}") for pile in Pile
    )
    for pile in (Pile.OFFICIAL, Pile.CITIZEN):
        _put_pile(paper, register, pile)
    doubted = sorted((one for one in register.links if one.doubt), key=lambda link: -link.probability)
    if doubted:
        paper.heading("Undecided, likeliest first")
    for link in doubted[:SHOWN]:
        reasons = [render_message(one.message, one.args) for one in explain_link(link, register.sighted)]
        said = f"{link.left} and {link.right}, {link.chance}: {'; '.join(reasons)}"
        paper.put(said, indent=2, hang=4)
    if len(doubted) > SHOWN:
        paper.put((f"{len(doubted) - SHOWN:,} more with --format json", "dim"), indent=2)
    put_problems(problems)


def _put_pile(paper: Paper, register: Register, pile: Pile) -> None:
    """The first cameras of a pile: what the oldest list calls them, where they are, what they are and their state."""
    cameras = register.list_pile(pile)
    if not cameras:
        return
    paper.heading(f"{WORDS[pile][0].capitalize()}, {WORDS[pile][1]}")
    for camera in cameras[:SHOWN]:
        seen = [register.sighted[key].observation for key in camera.observations]
        said = [next((say_field(name, one) for one in seen if say_field(name, one)), "") for name in TOLD]
        place = f"{camera.lonlat[0]:.5f}, {camera.lonlat[1]:.5f}" if camera.lonlat else ""
        told = "; ".join(filter(None, [*said, place, camera.state.value, camera.excluded]))
        paper.put((camera.observations[0], "cyan"), f"  {told}", indent=2, hang=4)
    if len(cameras) > SHOWN:
        paper.put((f"{len(cameras) - SHOWN:,} more with --annex FILE or --format json", "dim"), indent=2)
