"""Every figure of a case, read once: claims and cells as intervals in three bands, dates as days.

Decides which unit and language a claim's digits are read in; compares nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sousveil.plaintext.script import fold_for_search
from sousveil.records.bands import Reading, read_quantity
from sousveil.records.case import Case
from sousveil.records.claim import Claim, Dated
from sousveil.records.digits import parse_digits
from sousveil.records.finding import Figure
from sousveil.records.interval import Interval, show_number
from sousveil.records.measure import CaseUnit, Measure
from sousveil.records.printing import print_quantity
from sousveil.records.quantity import Quantity
from sousveil.records.reading import OwnUnits, read_figures
from sousveil.records.when import When, parse_edtf
from sousveil.units import DIMENSIONLESS, UNITS, Unit, parse_unit, same_dimension

from .formula import DATE, from_when, to_dates

NOT_PUBLISHED = frozenset({"", "-", "–", "—", "n/a", "..", "…"})
"""Cells that mean the table gives no figure there."""

# Names under which other people file the measures that the built-in patterns know.
ALIASES: Mapping[str, str] = {
    alias: name
    for name, aliases in {
        "list_price": "catalogue_price original_price regular_price price_before_discount price_before full_price "
        "catalog_price cenovnik cena_po_cenovniku pocetna_cena cena_pre_popusta",
        "final_price": "price_after_discount discounted_price price_after paid_price net_of_discount price_paid "
        "konacna_cena placena_cena cena_sa_popustom cena_posle_popusta",
        "discount": "discount_rate discount_percent discount_share price_cut popust",
        "share": "percentage percent proportion share_percent part_share udeo ucesce procenat",
        "part": "subset part_count deo",
        "whole": "base_total population_total whole_count celina",
        "total_price": "total_cost total_value total_amount ukupna_cena ukupna_vrednost ukupan_iznos",
        "unit_price": "price_per_unit cost_per_unit unit_cost price_each price_per_piece price_per_item jedinicna_cena "
        "cena_po_komadu cena_po_jedinici",
        "quantity": "units_ordered number_ordered quantity_ordered units_bought number_bought kolicina broj_komada",
        "population": "inhabitants residents citizens number_of_citizens broj_stanovnika stanovnistvo",
        "cameras": "camera_count number_of_cameras broj_kamera kamere",
        "locations": "location_count number_of_locations broj_lokacija lokacije",
        "capacity": "total_capacity kapacitet",
        "net_price": "price_without_tax price_excluding_tax price_before_tax neto_cena cena_bez_pdv",
        "gross_price": "price_with_tax price_including_tax price_after_tax bruto_cena cena_sa_pdv",
        "tax_rate": "vat_rate stopa_pdv",
        "growth": "growth_rate stopa_rasta",
        "saving": "savings usteda",
        "duration": "contract_length trajanje",
        "start": "start_date pocetak",
        "end": "end_date kraj",
        "area": "povrsina",
        "density": "gustina",
    }.items()
    for alias in aliases.split()
}


PER_UNIT = frozenset({"unit_price", "capacity_per_unit"})
"""Measures that are per unit by name, so that `$50` as a unit price is read as dollars per unit."""


COUNTED = frozenset({"quantity", "units", "count"})
"""Measures that count by name, whatever is counted."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a case by claim id; a claim without a figure has no entry. `known_units` are the case's own."""

    readings: Mapping[str, Reading]
    measures: Mapping[str, str]
    known_units: tuple[tuple[str, Unit], ...]

    def get(self, claim: str) -> Reading | None:
        """How a claim's figure reads."""
        return self.readings.get(claim)


def read_figures_of(case: Case) -> Figures:
    """Read every claim that has a figure; unreadable ones are left to `wording`, which says why."""
    units = case_units(case.units.values())
    names = canonical_measures(case)
    readings = {}
    for claim in case.claims.values():
        reading = read_claim(claim, case, units)
        if reading is not None:
            readings[claim.id] = reading
    return Figures(readings, names, units)


def canonical_measures(case: Case) -> Mapping[str, str]:
    """Every name a measure goes by → the one name its claims are compared under."""
    names = dict(ALIASES)
    for measure in case.measures.values():
        names.pop(measure.id, None)
        names.update(dict.fromkeys(measure.aliases, measure.id))
    return names


def case_units(declared: Iterable[CaseUnit]) -> tuple[tuple[str, Unit], ...]:
    """A case's own units by name, each in the dimensions of what it is a kind of; unknown kinds are left out."""
    return _read_units(tuple((own.id, own.is_a, own.words) for own in declared))


@lru_cache(maxsize=64)
def _read_units(declared: tuple[tuple[str, str, tuple[str, ...]], ...]) -> tuple[tuple[str, Unit], ...]:
    known: dict[str, Unit] = {}
    for name, is_a, words in declared:
        try:
            base = parse_unit(is_a, known.items())
        except ValueError:
            continue
        known[name] = Unit(name, base.factor, base.dimensions, base.discrete)
        known.update({fold_for_search(word).replace(" ", "-"): known[name] for word in words})
    return tuple(known.items())


def own_words(case: Case) -> OwnUnits:
    """How the case writes its own units, for reading figures out of phrases."""
    return _read_words(
        tuple((own.id, own.words) for own in case.units.values()), case_units(case.units.values())
    )


@lru_cache(maxsize=64)
def _read_words(
    declared: tuple[tuple[str, tuple[str, ...]], ...], known: tuple[tuple[str, Unit], ...]
) -> OwnUnits:
    names = {name for name, _ in known}
    return frozenset((word, name) for name, words in declared for word in words if name in names)


def claim_language(claim: Claim, case: Case) -> str | None:
    """The language of the claim's words: its own, else its source's, else the case's."""
    source = case.sources.get(claim.source)
    return claim.language or (source.language if source else None) or case.manifest.language


def claim_quantity(claim: Claim, case: Case) -> Quantity | None:
    """The quantity a claim states: as typed, or read from its phrase where exactly one figure fits."""
    if isinstance(claim.value, Quantity):
        return claim.value
    found = figures_in_phrase(claim, case)
    if len(found) == 1:
        return found[0]
    unit = _unit_name(claim, case.measures.get(claim.measure))
    fitting = [q for q in found if fits(q, unit, case)]
    return fitting[0] if len(fitting) == 1 else None


def figures_in_phrase(claim: Claim, case: Case) -> tuple[Quantity, ...]:
    """Every figure that may be meant in the phrase of a claim whose value nobody typed out; years are not."""
    measure = case.measures.get(claim.measure)
    if measure is not None and measure.kind != "quantity":
        return ()
    phrase = claim.value if isinstance(claim.value, str) else claim.stated if claim.value is None else None
    if phrase is None:
        return ()
    found = read_figures(phrase, claim_language(claim, case), own=own_words(case))
    return tuple(q for q in found if not _is_year(q))


def _is_year(quantity: Quantity) -> bool:
    """Whether a bare figure in a phrase is more likely a year: four digits from 1900 to 2099 and no unit."""
    digits = quantity.amount or quantity.low or ""
    return (
        quantity.unit is None
        and len(digits) == 4
        and digits[:2] in ("19", "20")
        and quantity.magnitude is None
    )


def fits(quantity: Quantity, unit: str | None, case: Case) -> bool:
    """Whether a figure read from a phrase is in a unit of the same dimension."""
    if unit is None or quantity.unit is None:
        return False
    units = case_units(case.units.values())
    try:
        return same_dimension(parse_unit(quantity.unit, units), parse_unit(unit, units))
    except ValueError:
        return False


def claim_unit(claim: Claim, quantity: Quantity, case: Case, units: tuple[tuple[str, Unit], ...]) -> Unit:
    """The unit a claim's digits are in: typed, else the measure's; raises ValueError for an unknown one."""
    measure = case.measures.get(claim.measure)
    own = _unit_name(claim, measure)
    name = quantity.unit or own
    if own and name and name.startswith("item/") and not isinstance(claim.value, Quantity):
        # `1.5 million a year` says how often, and leaves what is counted to the measure.
        name = own.partition("/")[0] + name.removeprefix("item")
    if own and name and name != own and not isinstance(claim.value, Quantity) and _is_upper(name, own, units):
        name = own
    unit = parse_unit(name, units) if name else DIMENSIONLESS
    each = ALIASES.get(claim.measure, claim.measure) in PER_UNIT and all(
        power > 0 for _, power in unit.dimensions
    )
    return parse_unit(f"{name}/unit", units) if name and unit.dimensions and each else unit


def _is_upper(name: str, whole: str, units: tuple[tuple[str, Unit], ...]) -> bool:
    """Whether words name the upper part of a measure's unit only: `14 entries` of a measure in entries per badge."""
    upper, slash, _ = whole.partition("/")
    return bool(slash) and same_dimension(parse_unit(name, units), parse_unit(upper, units))


def _unit_name(claim: Claim, measure: Measure | None) -> str | None:
    """The unit a measure is given in, as declared or as its name gives away."""
    return (measure.unit if measure else None) or usual_unit(claim.measure)


def usual_unit(measure: str) -> str | None:
    """The unit a measure's own name gives away: `cameras` counts cameras, `discount` and `share` are percent."""
    if ALIASES.get(measure, measure) in COUNTED:
        return "item"
    if measure in ("discount", "share", "percentage"):
        return "percent"
    return measure.removesuffix("s") if measure.removesuffix("s") in UNITS else None


def read_claim(claim: Claim, case: Case, units: tuple[tuple[str, Unit], ...]) -> Reading | None:
    """The intervals of a claim's figure or date; None where it has none, or none that can be read."""
    if isinstance(claim.value, Dated):
        return read_date(claim.value.date)
    quantity = claim_quantity(claim, case)
    if quantity is None:
        return None
    try:
        return read_quantity(quantity, claim_unit(claim, quantity, case, units), claim_language(claim, case))
    except ValueError:
        return None


def read_date(text: str) -> Reading | None:
    """A date as intervals of day numbers: as written, and widened by its own doubt in the loose band."""
    try:
        when = parse_edtf(text)
    except ValueError:
        return None
    plain, wide = from_when(when).interval, from_when(when.widened()).interval
    return Reading(plain, plain, wide, plain, wide, DATE, "date")


def read_cell(cell: str, unit: Unit = DIMENSIONLESS, language: str | None = None) -> Reading | None:
    """A table's cell; None where nothing is published or it is no number."""
    text = cell.strip()
    if text.lower() in NOT_PUBLISHED:
        return None
    try:
        parse_digits(text.rstrip("%").strip(), language)
    except ValueError:
        return None
    return read_quantity(Quantity(amount=text.rstrip("%").strip()), unit, language)


def show_interval(interval: Interval, unit: Unit) -> str:
    """An interval for readers: dates as dates, everything else in its unit's own size."""
    if unit.dimensions == DATE.dimensions:
        return to_dates(interval)
    shown = Interval(
        None if interval.low is None else interval.low / unit.factor,
        None if interval.high is None else interval.high / unit.factor,
        interval.low_open,
        interval.high_open,
    )
    return shown.text(show_number)


def figure_of(record: str, role: str, stated: str, reading: Reading) -> Figure:
    """A figure with its bands in words, for a finding."""
    strict, normal, loose, face = _shown(reading)
    name = "" if reading.unit.dimensions == DATE.dimensions else reading.unit.name
    return Figure(
        record=record,
        role=role,
        stated=stated,
        strict=strict,
        normal=normal,
        loose=loose,
        unit=name,
        rule=reading.rule,
        face=face,
    )


def show_both(figure: Figure) -> str:
    """The value of the printed digits where it is one number, and the interval they allow."""
    single = (
        figure.face != figure.normal and not figure.face.startswith(("(", "[")) and "/" not in figure.face
    )
    return f"{figure.face} (in {figure.normal})" if single else figure.normal


@lru_cache(maxsize=16384)
def _shown(reading: Reading) -> tuple[str, str, str, str]:
    bands = (reading.strict, reading.normal, reading.loose, reading.face)
    strict, normal, loose, face = (show_interval(i, reading.unit) for i in bands)
    return strict, normal, loose, face


def claim_figure(claim: Claim, role: str, reading: Reading) -> Figure:
    """A claim's figure for a finding, as printed in its source."""
    return figure_of(claim.id, role, claim.stated, reading)


def show_value(claim: Claim, language: str = "en") -> str:
    """A claim's value in words."""
    if isinstance(claim.value, Quantity):
        return print_quantity(claim.value, language)
    return claim.stated


def when_of(text: str | None) -> When | None:
    """A date that reads; None where it is absent or broken (the loader has said so)."""
    if text is None:
        return None
    try:
        return parse_edtf(text)
    except ValueError:
        return None
