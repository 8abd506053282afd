"""The words of OpenStreetMap's surveillance tags, and the tags of one object while they are read.

Drops what is about persons (contacts, mappers) before anything else sees it. It builds no record.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sousveil.problems import Origin, Problem, Severity
from sousveil.records.camera import Device, State

from .values import Fault

OSM = "© OpenStreetMap contributors, Open Database License (ODbL) 1.0"
"""What whoever passes on OpenStreetMap's data has to say (openstreetmap.org/copyright)."""
FADING = MappingProxyType(
    {
        "proposed": State.PLANNED,
        "planned": State.PLANNED,
        "construction": State.PLANNED,
        "disused": State.DISUSED,
        "abandoned": State.DISUSED,
        "removed": State.REMOVED,
        "razed": State.REMOVED,
        "demolished": State.REMOVED,
        "dismantled": State.REMOVED,
        "destroyed": State.REMOVED,
        "was": State.REMOVED,
    }
)
"""Life-cycle prefixes (OpenStreetMap wiki, "Lifecycle prefix") and the state each says."""
DEVICES = MappingProxyType(
    {
        "camera": Device.CAMERA,
        "cctv": Device.CAMERA,
        "alpr": Device.ALPR,
        "anpr": Device.ALPR,
        "lpr": Device.ALPR,
        "webcam": Device.WEBCAM,
        "speed_camera": Device.SPEED_CAMERA,
        "guard": Device.GUARD,
        "gunshot_detector": Device.GUNSHOT_DETECTOR,
    }
)
RANKS = (
    Device.ALPR,
    Device.SPEED_CAMERA,
    Device.CAMERA,
    Device.WEBCAM,
    Device.GUNSHOT_DETECTOR,
    Device.GUARD,
)
"""Of several devices that an object is said to be the first counts."""
KINDS = MappingProxyType(
    {
        "fixed": "fixed",
        "static": "fixed",
        "dome": "dome",
        "panning": "panning",
        "ptz": "panning",
        "360": "panorama",
        "panorama": "panorama",
        "panoramic": "panorama",
        "doorbell": "doorbell",
    }
)
"""Words of `camera:type`; the wiki calls a dome "also known as PTZ", from which nothing follows."""
TURNING = frozenset({"dome", "panning", "panorama"})
STEADY = frozenset({"fixed", "doorbell"})
_MOUNTS = """
wall pole ceiling street_lamp building roof mast gantry traffic_signals tree fence door gate bridge balcony post
utility_pole tower trailer vehicle parcel_locker portal sign other
"""
MOUNTS = MappingProxyType(
    {name: name for name in _MOUNTS.split()}
    | {"street_light": "street_lamp", "streetlamp": "street_lamp", "traffic_signal": "traffic_signals"}
)
SETTINGS = MappingProxyType(
    {
        "public": "public",
        "outdoor": "outdoor",
        "indoor": "indoor",
        "private": "private",
        "privat": "private",
        "outdoor_meteo": "outdoor",
        "traffic": "traffic",
        "transportation": "transportation",
        "level_crossing": "level_crossing",
        "red_light": "red_light",
        "speed_camera": "speed",
        "maxspeed": "speed",
    }
)
"""Words of `surveillance` that say where or what for; those that say which device are in `DEVICES`."""
LAMPS = frozenset(
    {"street_lamp", "traffic_signals", "stop", "give_way", "speed_camera", "crossing", "traffic_sign"}
)
"""`highway` values whose own direction stands in `direction`."""
FAKES = frozenset({"fake", "dummy"})
FAKED = ("fake", "dummy", "camera:fake")
YES = frozenset({"yes", "true", "1"})
NO = frozenset({"no", "false", "0"})
INSIDE = (("indoor", YES), ("location", frozenset({"indoor"})))
"""Tags beside `surveillance` that say by these words that something hangs inside."""
RUNNING = MappingProxyType(
    {
        "operational": State.OPERATING,
        "active": State.OPERATING,
        "inactive": State.DISUSED,
        "closed": State.DISUSED,
        "broken": State.DISUSED,
        "out_of_order": State.DISUSED,
        "defunct": State.DISUSED,
    }
)
"""Words of `operational_status`."""
NAMES = MappingProxyType(
    {name: (name, 1) for name in ("operator", "manufacturer", "brand", "model", "owner", "ref", "name")}
    | {
        f"{prefix}:{name}": (name, 0)
        for prefix in ("surveillance", "camera")
        for name in ("operator", "manufacturer", "brand", "model")
    }
    | {"addr:street": ("street", 0)}
)
"""Tag → what a thing is called by it, and 0 where it counts first: the bank's operator need not be its camera's."""
NAMELESS = frozenset({"unknown", "none", "null", "?", "n/a"})
PERSONAL = re.compile(
    r"contact:.*|(?:.*:)?(?:contact|phone|telephone|telefon|email|e-mail|fax|mobile|whatsapp|telegram)|meta|@.*|"
    r".*(?:user|mapper|contributor|reporter|photographer).*|uid|changeset|"
    r".*(?:creat|edit|mapp|report|survey)ed_by|survey(?::by|or)?|author|attribution"
)
"""Tags about persons: whom to ask, who mapped."""
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]+\.\w+|(?<!\w)@\w{3,}|"  # 64: RFC 5321 §4.5.3.1.1; without end a long word takes hours
    r"(?<![\d.])(?<!\bQ)(?!(?:19|20)\d\d-[01]\d-[0-3]\d\b)\+?\d[\d ()/-]{7,}\d(?![\d.])"
)
"""Addresses, accounts, and digits as telephone numbers have them, which days and items of Wikidata are not."""
_NO_WORDS = re.compile(
    r"man_made|ref|height|ele|mapillary|panoramax|(?:camera|surveillance):?.*|.*(?:date|direction|wikidata)"
)
"""Tags that hold figures, fixed words or numbers of pictures, in which nobody leaves an address."""
REMARKS = re.compile(
    r"(?:note|description|fixme|comment|inscription)(?::.*)?|source(?::.*)?|image|mapillary|panoramax|url|website|"
    r"wikimedia_commons|level|layer|indoor|covered|(?:operator|brand|manufacturer|owner|model):wikidata|"
    r"website:webcam|url:webcam|lamp_type|lamp_mount|(?:short|alt|old|loc)_name|survey:date:.*|type"
)
"""Tags that are kept as they stand, because nothing is computed from them."""
WEBCAMS = frozenset({"contact:webcam", "website:webcam", "url:webcam"})
_BETWEEN = re.compile(r"\s*[;,/]\s*")
WITHHELD = "[withheld]"


class Tags:
    """The tags of one object while they are read, and what is wrong with them."""

    __slots__ = ("_renamed", "id", "open", "origin", "problems", "texts", "webcam")

    def __init__(self, tags: Mapping[str, str], id_: str, origin: Origin) -> None:
        cleaned = [(key, clean_text(key, text)) for key, text in tags.items()]
        self.texts = {key: text for key, text in cleaned if text is not None}
        self.webcam = not WEBCAMS.isdisjoint(tags)
        self.open = dict(self.texts)
        self._renamed: dict[str, str] = {}
        self.id, self.origin = id_, origin
        self.problems: list[Problem] = []

    def pop(self, key: str) -> str:
        """The text of a tag, which counts as read from now on; empty where there is none."""
        return self.open.pop(key).strip() if key in self.open else ""

    def rename(self, key: str, to: str) -> None:
        """Read a tag under another name, if there is none of that."""
        if to not in self.open:
            self.open[to] = self._renamed[to] = self.open.pop(key)

    def words(self, key: str) -> tuple[str, ...]:
        """A tag's words in lower case."""
        return split_words(self.open.pop(key)) if key in self.open else ()

    def report(
        self, message: str, key: str, severity: Severity = Severity.WARNING, **args: str | int
    ) -> None:
        """Add a problem about a tag."""
        said = {"id": self.id, "key": key, "value": self._renamed.get(key) or self.texts.get(key, ""), **args}
        self.problems.append(
            Problem(
                message=message,
                severity=severity,
                origin=self.origin,
                args=said,
                record=self.id,
                fields=(key,),
            )
        )

    def report_fault(self, key: str, fault: Fault, severity: Severity = Severity.WARNING) -> None:
        """Add a problem that a reader of values found."""
        self.report(f"camera-value.{fault[0]}", key, severity, part=fault[1])


# Files hold few different tags many times over, which is why the answers below are kept.


@lru_cache(maxsize=65536)
def clean_text(key: str, text: str) -> str | None:
    """A tag's text without e-mail addresses, telephone numbers and names of accounts; None if it is about a person."""
    if PERSONAL.fullmatch(key):
        return None
    if _NO_WORDS.fullmatch(key) or text.startswith(("http:", "https:")):
        return text
    return _CONTACT.sub(WITHHELD, text)


@lru_cache(maxsize=4096)
def is_remark(key: str) -> bool:
    """Whether a tag is kept as it stands and not read."""
    return REMARKS.fullmatch(key) is not None


@lru_cache(maxsize=4096)
def split_words(text: str) -> tuple[str, ...]:
    """The words of a tag in lower case."""
    return tuple(word for word in _BETWEEN.split(text.strip().lower()) if word)
