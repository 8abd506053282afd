"""Which results an assessment asks for, each with its model: the one table from question to formula.

A model reads its numbers by the ids of parameters and claims, so that what a result rests on is what it asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from sousveil.coverage.optics import compute_focal_px
from sousveil.messages import render_message
from sousveil.plaintext.script import to_cyrillic
from sousveil.problems import Argument
from sousveil.records.base import Text, say
from sousveil.records.parameter import OperatingPoint, Parameter, Rate
from sousveil.records.scenario import Base, Scenario

from . import comparison, faces, following, null, optics, plates, radio, storage
from .numbers import Floats
from .results import Sentence
from .uncertainty import Model
from .words import CHANCE, STRETCH

Numbers = Mapping[str, Floats]
KM2 = 1e6  # square metres
CHAIN = 5
"""Sightings in the chain that is asked about; fewer are a coincidence, more say nothing new."""
BY_HEAD = "impact-count.head"
"""The count that other cities stand beside."""
PLACEMENT = "placement"
"""Which of the drawn placements of a response is meant, as a number in 0–1."""
DESCRIPTION, NECESSITY, RISKS, MEASURES = "description", "necessity", "risks", "measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A result to be worked out: its sentence, unit, model, and where it belongs.

    `share` names an argument that says in what share of the draws the result is more than 0.
    """

    id: str
    message: str
    unit: str
    model: Model
    sections: tuple[str, ...]
    scenario: str = ""
    args: Mapping[str, Argument] | None = None
    assumes: tuple[Sentence, ...] = ()
    share: str = ""

    @property
    def name(self) -> str:
        """What its finding is called: the scenario, then the question."""
        return f"{self.scenario}.{self.id}" if self.scenario else self.id


def build_rates(points: Mapping[str, OperatingPoint]) -> dict[str, Parameter]:
    """The rates of operating points as parameters: `POINT.false` and `POINT.hits`."""
    found = {}
    for point in points.values():
        for name, rate, shape in (
            ("false", point.false_alerts, "log_uniform"),
            ("hits", point.hits, "triangular"),
        ):
            if rate is not None:
                found[f"{point.id}.{name}"] = _build_rate(point, name, rate, shape)
    return found


def _build_rate(point: OperatingPoint, name: str, rate: Rate, shape: str) -> Parameter:
    """One rate; a counted one is drawn from its posterior."""
    counted, ranged = rate.events is not None, rate.low is not None and rate.high is not None
    return Parameter.model_validate(
        {
            **point.model_dump(include={"source", "date", "edition", "confidence", "assumptions"}),
            "id": f"{point.id}.{name}",
            "title": entitle_rate(name, point.title),
            "unit": "probability",
            **rate.model_dump(),
            "distribution": "beta" if counted else shape if ranged else "fixed",
        }
    )


def entitle_rate(name: str, title: Text) -> Text:
    """The title of a rate of an operating point, in each language that the point has one in."""
    message = f"impact-rate.{name}"
    if isinstance(title, str):
        return render_message(message, {"point": title})
    spells = {
        "sr-Cyrl": to_cyrillic
    }  # told apart from Latin where a title holds names that stay in Latin letters
    return {
        tag: render_message(
            message, {"point": words}, "sr-Latn" if tag.startswith("sr") else tag, spells.get(tag, str)
        )
        for tag, words in title.items()
    }


def ask_scenario(scenario: Scenario, points: Mapping[str, OperatingPoint]) -> Iterator[Question]:
    """Everything to be worked out for one scenario."""
    build = partial(Question, scenario=scenario.id)
    cameras = partial(count_cameras, scenario)
    if scenario.locations:
        yield build(
            id="per-location", message="impact-count.location", unit="camera/location", sections=(DESCRIPTION,),
            model=partial(_per_claim, cameras, scenario.locations),
        )  # fmt: skip
    for base in scenario.bases:
        yield from _ask_base(scenario, base, build)
    if "storage" in scenario.models:
        yield build(
            id="storage", message="impact-storage.kept", unit="PB", sections=(DESCRIPTION, NECESSITY),
            model=lambda n: storage.compute_storage_tb(cameras(n), n["bitrate"], n["retention"]) / 1e3,
        )  # fmt: skip
        yield build(
            id="stream", message="impact-storage.stream", unit="Gbit/s", sections=(DESCRIPTION,),
            model=lambda n: cameras(n) * n["bitrate"] / 1e3,
        )  # fmt: skip
    if "faces" in scenario.models:
        yield from _ask_faces(cameras, points, build)
    if "plates" in scenario.models:
        yield from _ask_plates(cameras, build)
    if "radio" in scenario.models and scenario.units:
        yield from _ask_radio(cameras, scenario.units, build)


def count_cameras(scenario: Scenario, n: Numbers) -> Floats:
    """The cameras in streets of a scenario: its figures added up, times the share that are such."""
    total: Floats = np.sum([n[claim] for claim in scenario.devices], axis=0)
    return total * n[scenario.street_share] if scenario.street_share else total


def _per_claim(cameras: Model, claim: str, n: Numbers) -> Floats:
    """Cameras for each of what a claim counts, which is one at least."""
    return cameras(n) / np.maximum(n[claim], 1.0)


def _ask_base(scenario: Scenario, base: Base, build: Callable[..., Question]) -> Iterator[Question]:
    """Cameras by head and by area, and what chance gives on that area."""
    cameras = partial(count_cameras, scenario)
    args, residents, area = {"base": say(base.name)}, base.residents, base.area
    build = partial(build, args=args)
    key = base.residents
    yield build(
        id=f"per-1000.{key}", message=BY_HEAD, unit="camera/1000 person", sections=(DESCRIPTION,),
        model=lambda n: comparison.compute_per_1000(cameras(n), n[residents]),
        assumes=(Sentence("impact-assumes.linkage"),),
    )  # fmt: skip
    if area is None:
        return
    yield build(
        id=f"per-km2.{key}", message="impact-count.area", unit="camera/km2", sections=(DESCRIPTION,),
        model=lambda n: comparison.compute_per_km2(cameras(n), n[area]),
    )  # fmt: skip
    if "walks" in scenario.models:
        met = partial(_met_by_chance, cameras, area)
        chance = (Sentence("impact-assumes.chance"),)
        yield build(
            id=f"met.{key}",
            message="impact-walk.met",
            unit="camera",
            sections=(RISKS,),
            model=met,
            assumes=chance,
        )
        yield build(
            id=f"walks.{key}", message="impact-walk.seen", unit="share", sections=(RISKS,),
            model=lambda n: null.compute_walk_share(met(n)), assumes=chance,
        )  # fmt: skip


def _met_by_chance(cameras: Model, area: str, n: Numbers) -> Floats:
    """Cameras met on a walk, by the null model."""
    surface = null.compute_sector_area_m2(n["seen-radius"], n["view-width"])
    rim = null.compute_sector_rim_m(n["seen-radius"], n["view-width"])
    return null.compute_cameras_met(cameras(n) / (n[area] * KM2), surface, rim, n["walk-length"])


def _ask_faces(
    cameras: Model, points: Mapping[str, OperatingPoint], build: Callable[..., Question]
) -> Iterator[Question]:
    """False alerts in a day, one result for each operating point and never one for several."""
    for point in points.values():
        yield build(
            id=f"false-alerts.{point.id}", message="impact-faces.false", unit="alert/day", sections=(RISKS,),
            model=partial(_false_alerts, cameras, f"{point.id}.false"), args={"point": say(point.title)},
            assumes=(Sentence("impact-assumes.faces"),),
        )  # fmt: skip


def _false_alerts(cameras: Model, rate: str, n: Numbers) -> Floats:
    passages = cameras(n) * n["face-cameras"] * n["passages-camera"] * n["usable-faces"]
    return faces.compute_false_alerts(passages, n["prevalence"], _false_rate(rate, n))


def _false_rate(rate: str, n: Numbers) -> Floats:
    """The rate that was tried, with a list of another length."""
    return faces.scale_to_list(n[rate], n["list-ratio"], n["list-exponent"])


def _ask_plates(cameras: Model, build: Callable[..., Question]) -> Iterator[Question]:
    """Plates misread, and apart from them the hits that are wrong."""
    yield build(
        id="misreads", message="impact-plates.misread", unit="read/day", sections=(RISKS,),
        model=partial(_misreads, cameras), assumes=(Sentence("impact-assumes.reads"),),
    )  # fmt: skip
    yield build(
        id="wrong-hits", message="impact-plates.hits", unit="hit", sections=(RISKS,),
        model=lambda n: plates.compute_wrong_hits(np.full_like(n["plate-hit-error"], 100), n["plate-hit-error"]),
    )  # fmt: skip


def _misreads(cameras: Model, n: Numbers) -> Floats:
    read = cameras(n) * n["plate-cameras"] * n["plates-camera"] * n["plate-capture"]
    return plates.compute_misreads(read, n["plate-read"])


def _ask_radio(cameras: Model, units: str, build: Callable[..., Question]) -> Iterator[Question]:
    """What the units could carry, and what would be left for each camera."""
    licence, unit = Sentence("impact-assumes.licence"), Sentence("impact-assumes.unit")

    def carry(n: Numbers) -> Floats:
        return n[units] * radio.compute_unit_cameras(_unit_mbit_s(n), n["radio-load"], n["bitrate"])

    build = partial(build, sections=(DESCRIPTION, NECESSITY))
    yield build(
        id="radio-claimed", message="impact-radio.claimed", unit="camera/unit", assumes=(licence,),
        model=partial(_per_claim, cameras, units),
    )  # fmt: skip
    yield build(
        id="radio-carried",
        message="impact-radio.carried",
        unit="camera",
        model=carry,
        assumes=(unit,),
    )
    yield build(
        id="radio-live", message="impact-radio.live", unit="share", assumes=(unit,),
        model=lambda n: radio.compute_live_share(carry(n), cameras(n), n["radio-share"]),
    )  # fmt: skip
    yield build(
        id="radio-each", message="impact-radio.each", unit="Mbit/s",
        model=lambda n: radio.compute_rate_each_mbit_s(_unit_mbit_s(n) * n[units], n["radio-load"], cameras(n)),
        assumes=(Sentence("impact-assumes.fact"),),
    )  # fmt: skip


def _unit_mbit_s(n: Numbers) -> Floats:
    cell = radio.compute_cell_mbit_s(n["radio-bandwidth"], n["uplink-share"], n["uplink-efficiency"])
    return n["unit-cells"] * cell


def ask_system(points: Mapping[str, OperatingPoint]) -> Iterator[Question]:
    """What does not depend on how many cameras there are."""
    yield Question(
        id="face-reach", message="impact-optics.reach", unit=STRETCH, sections=(DESCRIPTION, RISKS), model=_face_reach,
        assumes=(Sentence("impact-assumes.pinhole"),), share="shown",
    )  # fmt: skip
    supposed = (Sentence("impact-assumes.faces"),)
    for point in points.values():
        build = partial(
            Question, args={"point": say(point.title)}, sections=(NECESSITY, RISKS), assumes=supposed
        )
        false, hits = f"{point.id}.false", f"{point.id}.hits"
        if point.hits is not None:
            yield build(
                id=f"precision.{point.id}", message="impact-faces.right", unit="share",
                model=partial(_precision, false, hits),
            )  # fmt: skip
        yield build(
            id=f"risk.{point.id}", message="impact-faces.resident", unit=CHANCE,
            model=partial(_risk, false), assumes=(*supposed, Sentence("impact-assumes.recurring")),
        )  # fmt: skip
    for name in following.CALIBRATIONS:
        yield Question(
            id=f"chain.{name}", message="impact-following.chain", unit="share", sections=(RISKS,),
            args={"name": name, "sightings": CHAIN}, model=partial(_chain, name),
            assumes=(Sentence("impact-assumes.device"),),
        )  # fmt: skip


def _face_reach(n: Numbers) -> Floats:
    """How far the stretch goes in which a face can be matched [m]; less than 0 where there is none."""
    names = ("view-width", "view-pixels", "mount-height", "face-density", "depression-limit")
    reaches = (
        optics.compute_face_reach(compute_focal_px(width, round(pixels)), height, density, limit)
        for width, pixels, height, density, limit in zip(*(n[name] for name in names), strict=True)
    )
    return np.array([reach.far_m - reach.near_m for reach in reaches])


def _precision(false: str, hits: str, n: Numbers) -> Floats:
    return faces.compute_precision(n["prevalence"], n[hits], _false_rate(false, n))


def _risk(false: str, n: Numbers) -> Floats:
    return faces.compute_yearly_risk(_false_rate(false, n), n["resident-passages"] * n["days-out"])


def _chain(name: str, n: Numbers) -> Floats:
    link = following.compute_link(following.CALIBRATIONS[name], n["link-candidates"], n["detection"])
    return following.compute_chain(link, CHAIN)
