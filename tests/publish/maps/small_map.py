"""A city of four blocks, made by hand, with six cameras of every sort: small enough to count on one's fingers.

Places are degrees around (20.46, 44.81); a ten-thousandth of a degree is 11.1 m north and 7.9 m east there.
"""

import numpy as np

from sousveil.publish.maps.layers import (
    Areas,
    Grounds,
    Label,
    Level,
    Lines,
    MapCamera,
    MapLayers,
    Scenario,
    Sighting,
    Streets,
    Watched,
)
from sousveil.publish.tongue import Phrase
from sousveil.register.cameras import CameraState, Conflict, Moment

WEST, SOUTH = 20.46, 44.81
Pairs = list[tuple[float, float]]


def place(east: float, north: float) -> tuple[float, float]:
    """A place by ten-thousandths of a degree."""
    return WEST + east / 1e4, SOUTH + north / 1e4


def lines(*runs: Pairs, rows: list[int] | None = None) -> Lines:
    start = np.concatenate([[0], np.cumsum([len(run) for run in runs])])
    points = np.array([place(*spot) for run in runs for spot in run])
    return Lines(points, start, np.arange(len(runs)) if rows is None else np.array(rows))


def areas(*rings: Pairs, rows: list[int] | None = None, holes: list[bool] | None = None) -> Areas:
    made = lines(*rings, rows=rows)
    is_hole = np.zeros(len(rings), dtype=np.bool_) if holes is None else np.array(holes)
    return Areas(made.lonlat, made.start, made.row, is_hole)


def square(east: float, north: float, side: float) -> Pairs:
    return [(east, north), (east + side, north), (east + side, north + side), (east, north + side)]


CAMERAS = (
    MapCamera(
        id="node/1",
        lonlat=place(50, 50),
        name="Раскрсница",
        kind="dome",
        state="operating",
        operator="Ministry",
        lists=("Ministry's list", "OpenStreetMap"),
        first_seen="2019-05",
        last_seen="2024-01-31",
        street="Кнеза Милоша",
        scenarios=("today", "planned"),
        sightings=(
            Sighting(
                id="walk/7",
                kinds=("dome",),
                height_m=4.5,
                bearings_deg=(90.0,),
                date="2019-05",
                source="A walk",
                href="sources/s-a.html",
            ),
        ),
        history=(Moment("2019-05", CameraState.INSTALLED, "walk/7"),),
        conflicts=(Conflict("kind", "dome", ""),),
        supersedes=("walk/7",),
    ),
    MapCamera(id="node/2", lonlat=place(50, 20), kind="fixed", state="installed", bearing_deg=90.0),
    MapCamera(id="node/3", lonlat=place(20, 50), kind="panning", state="planned", scenarios=("planned",)),
    MapCamera(
        id="node/4",
        lonlat=place(80, 50),
        kind="fixed",
        state="removed",
        first_seen="2018",
        first_missing="2021",
    ),
    MapCamera(id="node/5", lonlat=place(50, 80), lists=("OpenStreetMap",), first_seen="2022-06-01"),
    MapCamera(id="node 5", lonlat=place(52, 80), kind="dome", state="installed", operator="<b>Shop & Co</b>"),
)


def build_streets() -> Streets:
    return Streets(
        lines(
            [(0, 50), (50, 50), (100, 50)],
            [(50, 0), (50, 50)],
            [(50, 50), (50, 100)],
            [(0, 10), (40, 10)],
        ),
        ("way/1", "way/2", "way/3", "way/4"),
        ("primary", "residential", "residential", "footway"),
        (
            {"": "Кнеза Милоша", "sr-Latn": "Kneza Miloša"},
            {"": "Улица Ђорђа Чварковa"},
            {"": "Улица Ђорђа Чварковa"},
            {},
        ),
    )


def build_grounds() -> Grounds:
    ring = square(44, 44, 12)
    bands = [square(50 - size, 50 - size, 2 * size) for size in (4, 6, 9)]
    return Grounds(
        areas(*bands, *bands, ring),
        camera=np.array([0, 0, 0, 0, 0, 0, 1]),
        level=np.array([0, 0, 0, 1, 1, 1, 1]),
        band=np.array([0, 1, 2, 0, 1, 2, 2]),
        reach=np.array([0, 0, 0, 0, 0, 0, 0]),
        area_m2=np.array([100.0, 1234.0, 5678.0, 50.0, 400.0, 999.0, 120.0]),
    )


def build_watched() -> Watched:
    return Watched(
        lines(
            [(44, 50), (56, 50)],
            [(40, 50), (60, 50)],
            [(50, 44), (50, 50)],
            [(46, 50), (54, 50)],
            [(40, 50), (64, 50)],
        ),
        street=np.array([0, 0, 1, 0, 0]),
        level=np.array([1, 1, 1, 1, 1]),
        band=np.array([1, 2, 1, 1, 1]),
        reach=np.array([0, 0, 0, 0, 0]),
        scenario=np.array([0, 0, 0, 0, 1]),
        k=np.array([1, 1, 2, 4, 2]),
        metres=np.array([95.0, 158.0, 67.0, 63.0, 190.0]),
    )


def build_small_map() -> MapLayers:
    return MapLayers(
        bounds=(*place(0, 0), *place(100, 100)),
        as_of="2024-02-01",
        attribution=("© OpenStreetMap contributors",),
        licence="ODbL 1.0",
        assumptions=(Phrase("supposed.height", {"low": 12.0, "typical": 5.0, "high": 3.5}),),
        levels=(
            Level(name="detect", px_per_m=25.0, edition="IEC 62676-4:2014"),
            Level(name="observe", px_per_m=62.5, edition="IEC 62676-4:2014"),
        ),
        cameras=CAMERAS,
        streets=build_streets(),
        buildings=areas(
            square(10, 60, 30),
            square(20, 70, 10),
            square(60, 60, 30),
            rows=[0, 0, 1],
            holes=[False, True, False],
        ),
        water=areas(square(0, 0, 9)),
        waterways=lines([(0, 9), (9, 30)]),
        labels=(Label(names={"": "Стари град", "en": "Old town"}, lonlat=place(30, 30), kind="suburb"),),
        grounds=build_grounds(),
        watched=build_watched(),
        unsurveyed=areas(square(80, 80, 20)),
        silent=2,
        scenarios=(
            Scenario(id="today", title=Phrase("sight.known")),
            Scenario(id="planned", title=Phrase("sight.supposed")),
        ),
        without_ground={"kind": 1},
    )
