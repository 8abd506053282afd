"""Shows what the cameras of a city see: a page for people, everything for programs.

Its field names in JSON are a promise: fields are added, never renamed, until `format` goes up. A figure of which a band
says nothing is `null` there and the word unknown here, never 0.
"""

import json
from collections.abc import Iterator, Mapping

import numpy as np

from sousveil.city.placement import RULES, Rule
from sousveil.cli._json import build_entry
from sousveil.cli._paper import Paper
from sousveil.coverage.ground import HIGH, MOVABLE
from sousveil.coverage.sights import Sights
from sousveil.coverage.stations import Apart
from sousveil.coverage.tops import find_least_known
from sousveil.records.base import say
from sousveil.records.outlines import HEIGHT_RULES, HeightRule
from sousveil.workbench.sight.seeing import LEVELS, SeenCity

FORMAT = 1
BANDS = ("low", "typical", "high")
IN_VIEW = "streets in view"
Both = tuple[Sights, Sights]
"""What is seen at once, and what can be watched by turning and zooming."""

STANDS: Mapping[Rule, str] = {
    Rule.FREE: "away from walls: left where they are",
    Rule.NEAR_WALL: "within half a metre of a wall: left where they are, thought to hang on it",
    Rule.ON_WALL: "on a wall: put 5 mm before it",
    Rule.INSIDE: "inside an outline, a wall within 3 m: put before that wall",
    Rule.INDOOR: "deeper inside a building: indoors",
    Rule.NOWHERE: "without a place",
}
REASONS: Mapping[Apart, str] = {
    Apart.DEVICE: "another device, such as a speed camera",
    Apart.STATE: "not there now: planned, removed or a dummy",
    Apart.NOWHERE: "without a place",
    Apart.BEYOND: "outside the map",
    Apart.INDOOR: "indoors",
    Apart.KIND: "of a kind that nobody says",
}


def put_city(paper: Paper, city: SeenCity) -> None:
    """What is known before anything is computed, and what is supposed."""
    paper.put((say(city.case.manifest.title, city.case.manifest.language), "bold"))
    lists = "; ".join(
        f"{one.about.id} ({one.about.kind}, {one.about.as_of or 'undated'})" for one in city.lists
    )
    paper.put(f"{len(city.cameras):,} cameras and other devices from {lists}")
    paper.put((city.attribution, "dim"))
    rules = city.placements.count_rules()
    _put_counts(paper, "Where they stand", {STANDS[rule]: rules[rule] for rule in RULES})
    apart = city.stations.count_apart()
    _put_counts(paper, "Not drawn", {REASONS[reason]: apart[reason] for reason in apart})
    _put_counts(paper, "Supposed", dict(list_suppositions(city)))
    put_heights(paper, city)


def list_suppositions(city: SeenCity) -> Iterator[tuple[str, int]]:
    """What is taken for granted of how many cameras."""
    stations = city.stations
    aimed = {
        row for row, one in zip(stations.camera, stations.aimed, strict=True) if one.bearing_deg is not None
    }
    drawn = {row for row, reason in enumerate(stations.apart) if reason is None}
    blind = drawn - aimed - stations.guessed
    tall = sum(1 for one in stations.aimed if one.height_m is None)
    if stations.supposed:
        yield f"of unknown kind, taken for {city.suppose_kind}", len(stations.supposed)
    if stations.guessed:
        yield (
            "of unknown direction, guessed to look away from their wall (typical; all around: high)",
            len(stations.guessed),
        )
    if blind:
        yield "of unknown direction and on no wall: nothing but the high band, all around", len(blind)
    if tall:
        yield "of unknown height: 12, 5 and 3 m", tall


def put_heights(paper: Paper, city: SeenCity) -> None:
    """Of how many buildings the height is known and by which rule, and what that is used for."""
    _put_counts(paper, "Heights of buildings", dict(list_heights(city)))
    if city.tops is None:
        paper.put("Walls hide everything behind them, whatever their height.")


def list_heights(city: SeenCity) -> Iterator[tuple[str, int]]:
    """How many buildings have a height by each rule."""
    counts = count_heights(city)
    yield "tagged", counts[HeightRule.TAGGED]
    yield "from how many levels they have", counts[HeightRule.LEVELS]
    yield (
        "from parts that cover them: low, typical and high on a tenth, half and nine tenths",
        counts[HeightRule.PARTS],
    )
    least = find_least_known(city.scene.heights.top_m)
    words = "unknown"
    if city.tops is not None:
        high = (
            "in the high band too" if least is None else f"in the high band {least:g} m, as the lowest tenth"
        )
        words += f": hiding all behind them in the low and typical bands, {high}"
    yield words, counts[HeightRule.UNKNOWN]


def count_heights(city: SeenCity) -> dict[HeightRule, int]:
    """How many buildings have a height by each rule, and how many have none."""
    found = np.bincount(city.scene.heights.rule, minlength=len(HEIGHT_RULES)).tolist()
    return dict(zip(HEIGHT_RULES, found, strict=True))


def _put_counts(paper: Paper, heading: str, counts: Mapping[str, int]) -> None:
    """Numbers and what they are of, none of which is zero."""
    if any(counts.values()):
        paper.heading(heading)
        for words, number in counts.items():
            if number:
                paper.put(words, hang=8, lead=((f"{number:>6,}  ", "bold"),))


def put_level(paper: Paper, city: SeenCity, name: str, both: Both) -> None:
    """What is seen at one level."""
    edition, px_per_m = LEVELS[name]
    paper.heading(f"{name}: {px_per_m:g} pixels a metre ({edition})")
    rows = [("", *BANDS), *list_rows(both[0], city)]
    if any(one.kind in MOVABLE for one in city.stations.aimed):
        turned = list_rows(both[1], city)
        rows += [("by turning and zooming:",), *turned[:2], next(row for row in turned if row[0] == IN_VIEW)]
    _put_table(paper, rows)


def list_rows(sights: Sights, city: SeenCity) -> list[tuple[str, ...]]:
    """Labels and the three bands."""
    known = list(sights.known)
    rows: list[tuple[str, ...]] = [("views of which something is known", *(f"{n:,}" for n in known))]

    def add(label: str, values: list[str]) -> None:
        rows.append((label, *(value if n else "unknown" for value, n in zip(values, known, strict=True))))

    covers, streets = sights.cover, sights.streets
    add("ground in view", [_area(c.areas.union_m2, c.areas.union_error_m2) for c in covers])
    if sights.flat_high and sights.flat_high.areas.union_m2:
        flat_m2 = sights.flat_high.areas.union_m2
        share = covers.high.areas.union_m2 / flat_m2 - 1
        add("were all walls to hide everything", ["", "", f"{flat_m2:,.0f} m²: heights add {share:.1%}"])
    add(
        "by two or more",
        [_area(float(c.areas.area_m2[1:].sum()), float(c.areas.error_m2[1:].sum())) for c in covers],
    )
    add(IN_VIEW, [f"{w.seen_m:,.0f} m" for w in streets])
    add("by two or more", [f"{w.by_number[2:].sum():,.0f} m" for w in streets])
    if streets.typical.length_m:
        add(f"of {streets.typical.length_m:,.0f} m that were surveyed", [f"{w.share:.1%}" for w in streets])
    if city.residents:
        add(
            f"of {city.residents.total:,.0f} residents, on these streets",
            [f"{w.residents_seen:,.0f}" for w in streets],
        )
    if len(sights.places.typical):
        add(
            f"of {len(sights.places.typical):,} schools, courts and the like",
            [f"{seen.sum():,}" for seen in sights.places],
        )
    return rows


def _area(area_m2: float, error_m2: float) -> str:
    return f"{area_m2:,.0f} m²" + (f" ± {error_m2:,.0f}" if round(error_m2) else "")


def _put_table(paper: Paper, rows: list[tuple[str, ...]]) -> None:
    """Rows in columns as wide as what stands in them; one of a single cell is a heading within."""
    widths = [max(len(row[column]) for row in rows if len(row) > column) for column in range(len(BANDS) + 1)]
    for number, row in enumerate(rows):
        words = "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=False)),
            ]
        ).rstrip()
        paper.put((words, "dim") if number == 0 else words, indent=2)


def put_limits(paper: Paper, city: SeenCity) -> None:
    """What the figures leave out."""
    paper.heading("What this does not know")
    for sentence in list_limits(city):
        paper.put(sentence, indent=2, hang=2)


def list_limits(city: SeenCity) -> Iterator[str]:
    """The limits of these figures, in words."""
    streets = city.scene.streets
    metres = float(streets.length_m[streets.outdoors].sum())
    if city.survey.surveyed_m2:
        yield (
            f"{city.survey.surveyed_m2:,.0f} m² were looked at for cameras; beyond, nobody knows that a street is "
            "unwatched."
        )
    else:
        yield (
            f"Nobody recorded which streets were looked at: of {metres:,.0f} m of streets on the map, what is not in "
            "view is not surveyed, which is not unwatched."
        )
    for street in city.survey.unfound:
        yield f"{street!r} was looked at by a list, but the map has no street of that name."
    if city.residents:
        share = city.residents.covered_m2 / city.residents.area_m2
        yield (
            f"The population grid covers {share:.0%} of the map, with {city.residents.total:,.0f} residents, put "
            "evenly on the streets of each cell. Of the rest nothing is known."
        )
    if not city.scene.box_is_stated:
        yield "The extract does not say how far it reaches: as far as its buildings and streets, it is supposed."
    yield "Beyond the map's edge no building is known: a view across it runs on as if nothing stood there."
    yield "Trees, fences, vehicles, slopes and buildings that nobody has mapped."
    yield "How far down a camera looks: the ground at its foot is counted, which its picture may leave out."
    if city.tops is None:
        yield "Over low walls: all hide everything behind them."
    else:
        yield "The shapes of roofs: walls are as high as their building, and nothing inside an outline is ground."


def render_sights(city: SeenCity, sights: Mapping[str, Both]) -> str:
    """Everything as one JSON document."""
    stations = city.stations
    answer = {
        "format": FORMAT,
        "case": city.case.manifest.id,
        "attribution": city.attribution,
        "lists": [
            {"id": one.about.id, "kind": one.about.kind, "as_of": one.about.as_of} for one in city.lists
        ],
        "suppose_kind": city.suppose_kind or None,
        "placements": {rule.value: count for rule, count in city.placements.count_rules().items()},
        "apart": {reason.value: count for reason, count in stations.count_apart().items()},
        "supposed": len(stations.supposed),
        "guessed": len(stations.guessed),
        "heights": {
            "buildings": {rule.value: count for rule, count in count_heights(city).items()},
            "used": city.tops is not None,
            "supposed_high_m": find_least_known(city.scene.heights.top_m),
        },
        "surveyed_m2": city.survey.surveyed_m2,
        "residents": city.residents
        and {
            "total": city.residents.total,
            "covered_m2": city.residents.covered_m2,
            "area_m2": city.residents.area_m2,
        },
        "levels": {name: _level(name, both, city) for name, both in sights.items()},
        "cameras": [_camera(row, city) for row in range(len(city.cameras))],
        "limits": list(list_limits(city)),
        "problems": [build_entry(one) for one in city.problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _level(name: str, both: Both, city: SeenCity) -> Mapping[str, object]:
    """One level."""
    edition, px_per_m = LEVELS[name]
    return {
        "edition": edition,
        "px_per_m": px_per_m,
        **{
            reach: {band: _band(sights, number, city) for number, band in enumerate(BANDS)}
            for reach, sights in zip(("moment", "reachable"), both, strict=True)
        },
    }


def _band(sights: Sights, band: int, city: SeenCity) -> Mapping[str, object] | None:
    """One band; None where it says nothing of any camera."""
    cover, streets = sights.cover[band], sights.streets[band]
    if not sights.known[band]:
        return None
    last = max((int(np.flatnonzero(one)[-1]) + 1 for one in (cover.areas.area_m2,) if one.any()), default=0)
    ids = city.scene.streets.ids
    return {
        "views_known": sights.known[band],
        "views_silent": len(city.stations.aimed) - sights.known[band],
        "cameras_silent": cover.silent,
        "union_m2": cover.areas.union_m2,
        "union_error_m2": cover.areas.union_error_m2,
        "flat_union_m2": sights.flat_high.areas.union_m2 if band == HIGH and sights.flat_high else None,
        "area_by_k_m2": cover.areas.area_m2[:last].tolist(),
        "streets_seen_m": streets.seen_m,
        "streets_by_k_m": streets.by_number.tolist(),
        "surveyed_m": streets.length_m,
        "surveyed_seen_m": streets.watched_m,
        "residents_seen": streets.residents_seen if city.residents else None,
        "places_in_view": [
            city.scene.places.ids[row] for row in np.flatnonzero(sights.places[band]).tolist()
        ],
        "streets": {
            ids[row]: metres
            for row, metres in zip(streets.street.tolist(), streets.metres.tolist(), strict=True)
        },
    }


def _camera(row: int, city: SeenCity) -> Mapping[str, object]:
    """One camera: where it was put, by which rule, and why nothing is drawn for it."""
    camera, placed, reason = city.cameras[row], city.placements[row], city.stations.apart[row]
    return {
        "id": camera.id,
        "lonlat": camera.lonlat,
        "placed": city.scene.frame.to_lonlat([placed.placed])[0].tolist() if camera.lonlat else None,
        "rule": placed.rule.value,
        "building": placed.building or None,
        "facade_deg": placed.facade_deg,
        "apart": reason.value if reason else None,
        "supposed": row in city.stations.supposed,
        "guessed": row in city.stations.guessed,
    }
