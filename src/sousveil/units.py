"""Units: what they measure, how they convert, and how they are written in English and Serbian.

The only unit conversions of the project. A unit is a product of powers of base dimensions with an exact factor.
Every counted noun is a dimension of its own, so that cameras never add up with locations unseen; money is a dimension
per currency, because only a dated rate turns one into the other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

COUNT = "count"
"""The dimension of `unit` and `item`: any counted noun agrees with it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name, the exact factor to base units, and the exponent of each base dimension.

    `discrete` says that a figure in it counts whole things, so that digits without trailing zeros are exact.
    """

    name: str
    factor: Fraction
    dimensions: tuple[tuple[str, int], ...]
    discrete: bool = False

    @property
    def is_count(self) -> bool:
        """Whether it counts things of one sort."""
        return (
            len(self.dimensions) == 1
            and self.dimensions[0][1] == 1
            and self.dimensions[0][0].startswith(COUNT)
        )

    @property
    def currency(self) -> str:
        """The currency code in it, or the empty string."""
        return next((d.removeprefix("money:") for d, _ in self.dimensions if d.startswith("money:")), "")


DIMENSIONLESS = Unit("1", Fraction(1), ())
_NOUNS = (
    "camera location device terminal vehicle drone person household municipality city country incident source file "
    "document system licence year_of_age event fine offence tender contract company school building site station "
    "server month_count article law request"
)
_CURRENCIES = (
    "USD EUR RSD CNY GBP CHF BAM HRK HUF RON BGN MKD ALL CAD AUD JPY RUB TRY SEK NOK DKK PLN CZK INR"
)
CURRENCIES = frozenset(_CURRENCIES.split())

_SCALES: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        # Exact by definition: SI Brochure (BIPM 2019) tables 2, 7 and 8; international yard and mile (1959).
        "m": ("length", Fraction(1)),
        "km": ("length", Fraction(1000)),
        "cm": ("length", Fraction(1, 100)),
        "mm": ("length", Fraction(1, 1000)),
        "mile": ("length", Fraction(1609344, 1000)),
        "m2": ("length2", Fraction(1)),
        "ha": ("length2", Fraction(10**4)),
        "km2": ("length2", Fraction(10**6)),
        "mile2": ("length2", Fraction(1609344, 1000) ** 2),
        # Days are the base, because the dates of a case are whole days.
        "s": ("time", Fraction(1, 86400)),
        "minute": ("time", Fraction(1, 1440)),
        "hour": ("time", Fraction(1, 24)),
        "day": ("time", Fraction(1)),
        "week": ("time", Fraction(7)),
        # Civil months and years have no fixed length; they are kept apart from days (12 months are a year).
        "month": ("calendar", Fraction(1)),
        "year": ("calendar", Fraction(12)),
        # IEC 80000-13: decimal prefixes for bits and bytes, eight bits a byte.
        "bit": ("data", Fraction(1)),
        "kbit": ("data", Fraction(10**3)),
        "Mbit": ("data", Fraction(10**6)),
        "Gbit": ("data", Fraction(10**9)),
        "byte": ("data", Fraction(8)),
        "kB": ("data", Fraction(8 * 10**3)),
        "MB": ("data", Fraction(8 * 10**6)),
        "GB": ("data", Fraction(8 * 10**9)),
        "TB": ("data", Fraction(8 * 10**12)),
        "PB": ("data", Fraction(8 * 10**15)),
        "pixel": ("pixel", Fraction(1)),
        "Hz": ("frequency", Fraction(1)),
        "MHz": ("frequency", Fraction(10**6)),
        "point": ("point", Fraction(1)),
        "percentage_point": ("share_step", Fraction(1, 100)),
    }
)


def _base_units() -> dict[str, Unit]:
    units = {
        noun: Unit(noun, Fraction(1), ((f"{COUNT}:{noun}", 1),), discrete=True) for noun in _NOUNS.split()
    }
    for name in ("unit", "item", "piece"):
        units[name] = Unit(name, Fraction(1), ((COUNT, 1),), discrete=True)
    for code in _CURRENCIES.split():
        units[code] = Unit(code, Fraction(1), ((f"money:{code}", 1),))
    for name, (dimension, factor) in _SCALES.items():
        power = int(dimension[-1]) if dimension[-1].isdigit() else 1
        # Days are counted: a term of 15 days ends on one day.
        units[name] = Unit(name, factor, ((dimension.rstrip("0123456789"), power),), discrete=name == "day")
    units["1"] = DIMENSIONLESS
    units["ratio"] = DIMENSIONLESS
    units["percent"] = Unit("percent", Fraction(1, 100), ())
    units["per_mille"] = Unit("per_mille", Fraction(1, 1000), ())
    units["rank"] = Unit("rank", Fraction(1), (("rank", 1),), discrete=True)
    return units


UNITS: Mapping[str, Unit] = MappingProxyType(_base_units())

# How units are written: folded (lower case, Latin, no diacritics) words → name. Serbian in every case and number met.
_WRITTEN = """
camera: cameras kamera kamere kameri kameru kamerom kamerama
location: locations lokacija lokacije lokaciji lokaciju lokacijama lokacijom
device: devices uredjaj uredjaja uredjaji uredjaje uredjajima uredaj uredaja uredaji uredaje uredajima
  uredjajem
terminal: terminals terminala terminali terminale terminalu terminalom terminalima
vehicle: vehicles vozilo vozila vozilima car cars vozilu vozilom automobil automobila automobili
drone: drones dron drona dronovi dronova dronu dronom dronove dronovima
person: persons people inhabitants inhabitant residents resident citizens citizen stanovnik stanovnika
  stanovnici stanovniku stanovnike gradjana gradjanin gradjani ljudi osoba osobe osobu lica capita head
  population stanovnicima gradjanima gradjanina ljude ljudima osobi osobom osobama lice licima putnik
  putnika putnici ucenik ucenika ucenici uceniku putniku passengers passenger pupils pupil students student officers
  officer employees employee zaposlenih zaposleni
household: households domacinstvo domacinstva domacinstava domacinstvu domacinstvima
municipality: municipalities opstina opstine opstinu opstinama opstini opstinom
city: cities town towns grad grada gradova gradovi gradu gradom gradove gradovima
country: countries drzava drzave zemlja zemlje zemalja drzavi drzavu drzavama zemlji zemlju zemljama
incident: incidents incident incidenta incidenata incidenti incidentu incidente incidentima
source: sources izvor izvora izvori izvoru izvore izvorima
file: files fajl fajlova fajla datoteka datoteke fajlu fajlovi fajlove datoteci datoteku
document: documents dokument dokumenta dokumenata dokumentu dokumenti dokumente dokumentima
system: systems sistem sistema sistemu sistemom sistemi sisteme sistemima
licence: licences license licenses licenca licence licenci licencu licencom licencama
event: events dogadjaj dogadjaja dogadjaju dogadjaji dogadjaje dogadjajima
fine: fines kazna kazne kazni kaznu kaznom kaznama
offence: offences offense offenses prekrsaj prekrsaja prekrsaju prekrsaji prekrsaje prekrsajima
tender: tenders tender tendera nabavka nabavke nabavki tenderu tenderi tendere tenderima nabavku nabavkama
contract: contracts ugovor ugovora ugovori ugovoru ugovorom ugovore ugovorima
company: companies kompanija kompanije firma firme firmi kompaniji kompaniju kompanijama firmu firmama
school: schools skola skole skoli skolu skolom skolama
building: buildings zgrada zgrade objekat objekata objekta zgradi zgradu zgradama objektu objekti objekte
  objektima
site: sites mesto mesta mestu mestima
station: stations stanica stanice stanici stanicu stanicama
server: servers server servera serveri serveru servere serverima
request: requests zahtev zahteva zahtevi zahtevu zahteve zahtevima
article: articles
law: laws zakon zakona zakonu zakoni zakone zakonima
unit: units jedinica jedinice komad komada kom jedinici jedinicu jedinicama komadu komade
item: items stavka stavke stavki stavku stavkama
piece: pieces
USD: dollar dollars us-dollar us-dollars usd us$ $ dolar dolara dolari dolare
EUR: euro euros eur € evro evra evri
RSD: dinar dinars dinara dinari rsd din
CNY: yuan renminbi cny juan juana
GBP: pound pounds gbp £ funti funta funte funtu
CHF: franc francs chf swiss-franc swiss-francs franak franaka svajcarskih-franaka
HUF: forint forints forinti forinte forinta
BAM: konvertibilna-marka konvertibilne-marke konvertibilnih-maraka convertible-marks
SEK: kronor swedish-kronor
PLN: zloty zlotys zlota zloti zlote zlotih
RON: leu lei leja
BGN: lev leva levs
MKD: denar denars denara denari
HRK: kuna kune
RUB: ruble rubles rouble roubles rubalja rublja rublje
TRY: turkish-lira turkish-liras turskih-lira turske-lire
INR: rupee rupees rupija
JPY: yen jen jena
AUD: a$ au$ australian-dollars
CAD: c$ ca$ canadian-dollars
percent: % percent per-cent pct procenat procenata procenta posto odsto procente procentu procenti
percentage_point: percentage-point percentage-points pp procentni-poen procentnih-poena procentna-poena
per_mille: ‰ per-mille promil promila
point: points poen poena bod boda bodova
year: years godina godine godinu god godinama
month: months mesec meseca meseci mesecu mesece mesecima
week: weeks nedelja nedelje sedmica nedelju nedelji nedeljama sedmice sedmicu
day: days dan dana dane danu danima
hour: hours sat sata sati h satu sate satima casova casa
minute: minutes minut minuta minutu minutima
s: second seconds sekund sekundi sekunde
km: kilometre kilometres kilometer kilometers kilometar kilometara kilometra kilometre kilometru kilometri
m: metre metres meter meters metar metara metra metri
km2: km² sq-km square-kilometre square-kilometres square-kilometer square-kilometers
  kvadratnih-kilometara kvadratni-kilometar kvadratnom-kilometru
m2: m² square-metre square-metres square-meters kvadratnih-metara
mile: miles
mile2: square-mile square-miles
ha: hectare hectares hektar hektara
TB: terabyte terabytes terabajt terabajta
GB: gigabyte gigabytes gigabajt gigabajta
PB: petabyte petabytes
Mbit: megabit megabits mbit
pixel: pixels px piksel piksela
ratio: times x put puta
"""


def _written() -> dict[str, str]:
    table = {name.lower(): name for name in UNITS if not name.isdigit()}
    entry = ""
    for line in _WRITTEN.strip().splitlines():
        name, colon, words = line.partition(":")
        entry = name if colon else entry
        table.update(dict.fromkeys((words if colon else line).split(), entry))
    return table


WRITTEN: Mapping[str, str] = MappingProxyType(_written())
_SHARE = re.compile(r"in (?P<whole>[1-9]\d{0,3})")
"""`in 3`: a figure of so many in three, which no decimal need say exactly."""
_POWER = re.compile(r"(?P<scale>\d+(?:[ _])?)?(?P<name>[^\d\s].*?)(?:\^(?P<power>-?\d))?")


def parse_unit(text: str, extra: Iterable[tuple[str, Unit]] = ()) -> Unit:
    """Read a unit such as `camera`, `USD/unit`, `camera/100 person`, `Mbit/s`; raises ValueError naming the nearest.

    `extra` are a case's own units by name.
    """
    return _parse_unit(text, tuple(extra))


@lru_cache(maxsize=4096)
def _parse_unit(text: str, extra: tuple[tuple[str, Unit], ...]) -> Unit:
    known = {**UNITS, **dict(extra)}
    factor, dimensions, discrete = Fraction(1), dict[str, int](), True
    for index, side in enumerate(re.split(r"/| per ", text.strip())):
        for piece in filter(None, re.split(r"\*|·", side)):
            unit, power = _factor(piece.strip(), known, text)
            sign = power if index == 0 else -power
            factor *= unit.factor**sign
            discrete = discrete and unit.discrete and sign > 0
            for dimension, exponent in unit.dimensions:
                dimensions[dimension] = dimensions.get(dimension, 0) + exponent * sign
    kept = tuple(sorted((d, e) for d, e in dimensions.items() if e))
    return Unit(text.strip(), factor, kept, discrete and bool(kept))


def _factor(piece: str, known: Mapping[str, Unit], whole: str) -> tuple[Unit, int]:
    if piece in known:
        return known[piece], 1
    if share := _SHARE.fullmatch(piece):
        return Unit(piece, Fraction(1, int(share["whole"])), ()), 1
    match = _POWER.fullmatch(piece.replace(",", ""))
    name = match["name"].strip() if match else piece
    unit = known.get(name) or known.get(WRITTEN.get(name.lower().replace(" ", "-"), ""))
    if match is None or unit is None:
        near = nearest(name, (*known, *WRITTEN))
        hint = f"; the nearest known is {near!r}" if near else ""
        raise ValueError(f"unknown unit {name!r} in {whole!r}{hint}; a case's own units stand in units.yaml")
    if match["scale"]:
        unit = Unit(piece, unit.factor * int(match["scale"].strip(" _")), unit.dimensions, discrete=False)
    return unit, int(match["power"] or 1)


def is_share(unit: Unit) -> bool:
    """Whether it counts in so many, such as `in 3`."""
    return not unit.dimensions and _SHARE.fullmatch(unit.name) is not None


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to one that is not, or the empty string."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def same_dimension(a: Unit, b: Unit) -> bool:
    """Whether figures in the two units may be compared: equal dimensions, a plain count agreeing with any noun."""
    if a.dimensions == b.dimensions:
        return True
    return _loosen(a) == _loosen(b) and (any(d == COUNT for d, _ in a.dimensions + b.dimensions))


def _loosen(unit: Unit) -> tuple[tuple[str, int], ...]:
    """The dimensions with all counted nouns as one: dollars per unit times cameras are dollars."""
    merged: dict[str, int] = {}
    for dimension, exponent in unit.dimensions:
        plain = COUNT if dimension.startswith(COUNT) else dimension
        merged[plain] = merged.get(plain, 0) + exponent
    return tuple(sorted((d, e) for d, e in merged.items() if e))
