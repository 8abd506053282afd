"""The map's part of a site: its pages as payloads, and its tiles, search list, picture and scripts as files.

Writes nothing. Names of files that a page loads carry a digest of what is in them, so that they can be kept for ever.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sousveil.publish.build.index import Index

from .directory import build_camera_pages, build_directory, build_streets, group_cameras
from .drawn import draw_map
from .layers import MapLayers
from .page import MapFiles, build_map_page, build_search, choose_level, describe
from .payloads import MapSite
from .summary import build_summary
from .tables import build_tables
from .tiles import build_tiles, list_words

_ROOM = Path(__file__).parent
SCRIPTS = _ROOM / "built"
"""Where frontend/build.py puts the scripts; there is no such folder where they could not be built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapParts:
    """What the maps of all languages share: names of files, the files, and the words in those that are no text."""

    names: MapFiles
    files: Mapping[str, str | bytes]
    says: Mapping[str, str]


def build_map_parts(layers: MapLayers, scripts: Path = SCRIPTS) -> MapParts:
    """Tiles, style sheet and scripts; no scripts where they were not built."""
    tables = build_tables(layers)
    tiles = build_tiles(tables, bounds=layers.bounds, attribution="; ".join(layers.attribution))
    built = _read_scripts(scripts)
    named = {name: _name(name, ".js", script) for name, script in built.items()}
    names = MapFiles(tiles=_name("city", ".pmtiles", tiles), **named)
    files: dict[str, str | bytes] = {
        "map/map.css": (_ROOM / "map.css").read_text(encoding="utf-8"),
        f"map/{names.tiles}": tiles,
        **{f"map/{named[name]}": script for name, script in built.items()},
    }
    if built:
        files["map/licences.txt"] = (scripts / "licences.txt").read_text(encoding="utf-8")
    return MapParts(names=names, files=files, says={f"map/{names.tiles}": list_words(tables)})


def build_map_site(
    layers: MapLayers,
    index: Index | None = None,
    *,
    parts: MapParts | None = None,
    root: str = "",
) -> MapSite:
    """Everything of the map in the index's language; without moving map, and saying so, where there are no scripts.

    `root` : the way from the language's folder to the site's root, where `parts` are; empty for the first language.
    """
    language = index.language if index else "en"
    parts = parts or build_map_parts(layers)
    search = json.dumps(build_search(layers, language), ensure_ascii=False, separators=(",", ":"))
    alt = describe(layers, language)
    drawn = draw_map(layers, level=choose_level(layers), alt=alt, language=language)
    own = {_name("search", ".json", search): search, _name("drawn", ".svg", drawn): drawn}
    search_name, drawn_name = own
    names = replace(parts.names, search=search_name, drawn=drawn_name).under(f"{root}../map/" if root else "")
    page = build_map_page(layers, names, language)
    cameras = build_camera_pages(layers, index, language)
    directory = build_directory(layers, cameras, build_streets(layers, language), language)
    return MapSite(
        menu=(
            ("map", "map/index.html"),
            ("cameras", "directory/cameras.html"),
            ("streets", "directory/streets.html"),
        ),
        pages=(
            ("map/index.html", "map.html", page),
            ("map/embed.html", "embed.html", page),
            *((path, "camera.html", group) for path, group in group_cameras(cameras, language)),
            *((path, "directory.html", part) for path, part in directory),
        ),
        files={**parts.files, **{f"map/{name}": content for name, content in own.items()}},
        says=parts.says,
        summary=build_summary(layers, choose_level(layers)) if layers.levels else None,
    )


def _read_scripts(folder: Path) -> dict[str, bytes]:
    """The built scripts by name; none where one is missing."""
    found = {name: folder / f"{file}.js" for name, file in _SCRIPTS.items()}
    if not all(path.is_file() for path in found.values()):
        return {}
    return {name: path.read_bytes() for name, path in found.items()}


_SCRIPTS = {"script": "map", "start": "start", "worker": "worker"}


def _name(name: str, suffix: str, content: str | bytes) -> str:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return f"{name}-{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
