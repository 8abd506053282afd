"""The words of the map that its script shows: one table, so that the script has none of its own.

Says words only; counts and names are put in where braces stand.
"""

from collections.abc import Mapping
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "fixed": "Fixed camera",
        "panning": "Panning camera",
        "dome": "Dome camera",
        "plate_reader": "Plate reader",
        "webcam": "Webcam",
        "guard": "Guard",
        "gunshot_detector": "Gunshot detector",
        "speed_camera": "Speed camera",
        "enforcement": "Traffic enforcement",
        "": "Camera, kind not known",
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "planned": "Planned",
        "contracted": "Contracted",
        "installed": "Installed",
        "operating": "Operating",
        "unverified": "Not verified",
        "moved": "Moved",
        "disused": "Disused",
        "removed": "Removed",
        "dummy": "Dummy",
        "withheld": "Withheld",
        "": "State not known",
    }
)
REACHES: Mapping[str, str] = MappingProxyType(
    {"instant": "At one moment", "reachable": "What they can be turned and zoomed to"}
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "map": "Map of cameras and what they can see",
        "street": "street",
        "camera": "camera",
        "found": "{number} found",
        "found_none": "nothing found",
        "any_day": "any day",
        "seen_by": "standing on {day}",
        "in_sight": "{number} cameras in sight",
        "in_sight_one": "1 camera in sight",
        "too_far": "Zoom in to see single cameras",
        "id": "Id",
        "kind": "Kind",
        "state": "State",
        "operator": "Operator",
        "lists": "On the lists",
        "direction": "Direction",
        "degrees": "{value}°, clockwise from north",
        "not_known": "not known",
        "page": "All that is known of this camera",
        "no_ground": "What it can see is not known: nobody has said enough of it.",
        "chosen": "{name} is shown beside the map",
        "copied": "The link is copied.",
        "copy_yourself": "The address of this page is the link.",
    }
)


def build_words() -> dict[str, str]:
    """Everything that the script says."""
    kinds = {f"kind_{kind or 'unknown'}": words for kind, words in KINDS.items()}
    states = {f"state_{state or 'unknown'}": words for state, words in STATES.items()}
    return {**WORDS, **kinds, **states}


def say_kind(kind: str) -> str:
    """A camera's kind in words."""
    return KINDS.get(kind, kind.replace("_", " "))


def say_state(state: str) -> str:
    """A camera's state in words."""
    return STATES.get(state, state.replace("_", " "))
