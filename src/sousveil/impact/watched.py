"""What trips in a city undergo from the cameras that are on its map, as questions of an assessment.

Takes what was computed of one scene; the trips are simulated, and the cameras are those somebody put on a map.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from sousveil.problems import Argument
from sousveil.records.parameter import Parameter

from .exposure import Expected
from .following import CALIBRATIONS, Calibration, compute_distance, compute_rank1
from .numbers import Floats
from .questions import RISKS, Numbers, Question
from .results import Sentence
from .words import show

BAND, TRIPS = "band", "trips"
PEOPLE = np.geomspace(0.1, 1e6, 141)
"""Numbers of people between whom links are computed, twenty to a power of ten; others by interpolation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Metres walked from each camera of a trip to the next, for trips that meet two or more.

    `gap_m` : trip after trip. `start` : where those of a trip begin (trips that meet two). `trips` : of all that were
    simulated.
    """

    gap_m: Floats
    start: np.typing.NDArray[np.int64]
    trips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCity:
    """What was computed of a city: by band of what its cameras may see, and by model of trips.

    `expected` : rows by band, the least first, columns by `trips.MODELS`. `null_met` : (models), cameras met on a trip
    if as many stood anywhere. `needed` : (bands, models), trips after which half of the cameras that any trip meets
    have been met, NaN where none meets any. `cameras` : drawn on the map; `silent` : of which the least band says
    nothing; `apart` : not drawn, because of unknown kind, indoors or gone; `supposed` : of unknown kind and taken for
    `kind`.
    """

    place: str
    cameras: int
    silent: int
    apart: int
    expected: Sequence[Sequence[Expected]]
    null_met: Floats
    needed: Floats
    chains: Chains
    residents_known: bool
    supposed: int = 0
    kind: str = ""


def build_supposed() -> dict[str, Parameter]:
    """What is drawn besides: how much cameras see, and by which model trips go."""
    said = {
        BAND: (
            "How much the cameras see: the least to the most that is likely",
            "The bands of visible ground, by what each camera may be",
        ),
        TRIPS: ("Where trips lead: from gravity (0) to radiation (1)", "Wilson 1967; Simini et al. 2012"),
    }
    return {
        name: Parameter(
            id=name, title=title, source=source, confidence="derived", unit="share", value=0.5, low=0.0, high=1.0,
            distribution="uniform",
        )
        for name, (title, source) in said.items()
    }  # fmt: skip


SHARES: Mapping[str, str] = MappingProxyType(
    {
        "seen": "impact-city.seen",
        "begins": "impact-city.begins",
        "ends": "impact-city.ends",
        "seen_way": "impact-city.way",
    }
)
"""From a share of `Expected` to its sentence."""


def ask_city(city: WatchedCity) -> Iterator[Question]:
    """What trips undergo, how that compares with chance, and whether they could be linked."""
    args: dict[str, Argument] = {"place": city.place, "cameras": city.cameras}
    build = partial(Question, sections=(RISKS,), args=args)
    whence: tuple[Sentence, ...] = (
        Sentence("impact-assumes.mapped", _count(city)),
        Sentence("impact-assumes.simulated"),
    )
    nobody = () if city.residents_known else (Sentence("impact-assumes.nobody"),)
    if city.supposed:
        whence = (*whence, Sentence("impact-assumes.kind", {"supposed": city.supposed, "kind": city.kind}))
    lost = city.expected[0][0].lost
    if lost > 0:
        whence = (*whence, Sentence("impact-assumes.lost", {"share": show(lost, "share")}))
    for name, (message, table, unit, assumes) in _list_tables(city).items():
        more = (*assumes, *nobody) if name != "seen" else (*whence, *nobody)
        yield build(
            id=f"city-{name}", message=message, unit=unit, model=partial(_look_up, table), assumes=more
        )
    for name, calibration in CALIBRATIONS.items():
        if not calibration.walking:
            continue
        yield build(
            id=f"city-chain.{name}", message="impact-city.chain", unit="share", args={**args, "name": name},
            model=partial(_follow, city.chains, calibration),
            assumes=(Sentence("impact-assumes.device"), Sentence("impact-assumes.way")),
        )  # fmt: skip


def _list_tables(city: WatchedCity) -> Mapping[str, tuple[str, Floats, str, tuple[Sentence, ...]]]:
    """Message, table by band and model of trips, unit, and what stands with it, of each result."""
    met = _tabulate(city, "cameras")
    short = (Sentence("impact-assumes.drawn"),)
    tables = {name: (message, _tabulate(city, name), "share", short) for name, message in SHARES.items()}
    tables |= {
        "met": ("impact-city.met", met, "camera", short),
        "gap": ("impact-city.gap", _tabulate(city, "gap_m"), "m", short),
        "ratio": ("impact-city.ratio", met / city.null_met, "ratio", (Sentence("impact-assumes.thrown"),)),
    }
    if np.isfinite(city.needed).all():
        tables["needed"] = ("impact-city.needed", city.needed, "ratio", (Sentence("impact-assumes.half"),))
    return tables


def _count(city: WatchedCity) -> dict[str, Argument]:
    return {"cameras": city.cameras, "silent": city.silent, "apart": city.apart}


def _tabulate(city: WatchedCity, name: str) -> Floats:
    """One measure by band and model of trips."""
    return np.array([[getattr(one, name) for one in row] for row in city.expected], dtype=np.float64)


def _look_up(table: Floats, n: Numbers) -> Floats:
    """Between the bands and between the models of trips, linearly."""
    band, trips = n[BAND] * (len(table) - 1), n[TRIPS] * (table.shape[1] - 1)
    rows = np.arange(len(table), dtype=np.float64)
    by_model = np.stack([np.interp(band, rows, column) for column in table.T])
    first = np.minimum(trips.astype(np.int64), table.shape[1] - 2)
    at = np.arange(len(trips))
    found: Floats = by_model[first, at] + (trips - first) * (by_model[first + 1, at] - by_model[first, at])
    return found


def _follow(chains: Chains, calibration: Calibration, n: Numbers) -> Floats:
    """Share of all trips that meet two cameras or more and whose sightings would all be linked.

    People who might be meant grow with the way between two cameras; `link-candidates` stands for the mean way.
    """
    if not len(chains.gap_m):
        return np.zeros(len(n["detection"]))
    rank1 = np.log(compute_rank1(compute_distance(calibration.rank1, calibration.candidates), PEOPLE))
    way = np.log(np.maximum(chains.gap_m, 1e-3) / chains.gap_m.mean())
    found = np.empty(len(n["detection"]))
    for row, (people, detection) in enumerate(zip(n["link-candidates"], n["detection"], strict=True)):
        links = np.interp(way + np.log(max(people, PEOPLE[0])), np.log(PEOPLE), rank1) + 2 * np.log(detection)
        found[row] = np.exp(np.add.reduceat(links, chains.start)).sum() / chains.trips
    return found
