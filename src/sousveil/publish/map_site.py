"""The map's part of a site: its pages as payloads, and its tiles, search list, picture and scripts as files.

Writes nothing. Names of files that a page loads carry a digest of what is in them, so that they can be kept for ever.
"""

import hashlib
import json
from pathlib import Path

from .dates import say_date
from .index import Index
from .map_directory import build_camera_pages, build_directory, build_streets
from .map_drawn import draw_map
from .map_layers import MapLayers
from .map_page import MapFiles, build_map_page, build_search, choose_level, describe
from .map_payloads import MapSite
from .map_summary import build_summary
from .map_tables import build_tables
from .tiles import build_tiles, list_words

_ROOM = Path(__file__).parent
SCRIPTS = _ROOM / "map"
"""Where frontend/build.py puts the scripts; there is no such folder where they could not be built."""


def build_map_site(layers: MapLayers, index: Index | None = None, *, scripts: Path = SCRIPTS) -> MapSite:
    """Everything of the map; without moving map, and saying so, where there are no scripts."""
    tables = build_tables(layers)
    tiles = build_tiles(tables, bounds=layers.bounds, attribution="; ".join(layers.attribution))
    search = json.dumps(build_search(layers), ensure_ascii=False, separators=(",", ":"))
    drawn = draw_map(layers, level=choose_level(layers), alt=describe(layers))
    built = _read_scripts(scripts)
    names = MapFiles(
        tiles=_name("city", ".pmtiles", tiles),
        search=_name("search", ".json", search),
        drawn=_name("drawn", ".svg", drawn),
        **{f"{name}": _name(name, ".js", script) for name, script in built.items()},
    )
    files: dict[str, str | bytes] = {
        "map/map.css": (_ROOM / "map.css").read_text(encoding="utf-8"),
        f"map/{names.tiles}": tiles,
        f"map/{names.search}": search,
        f"map/{names.drawn}": drawn,
        **{f"map/{_name(name, '.js', script)}": script for name, script in built.items()},
    }
    if built:
        files["map/licences.txt"] = (scripts / "licences.txt").read_text(encoding="utf-8")
    page = build_map_page(layers, names, as_of_words=say_date(layers.as_of))
    cameras = build_camera_pages(layers, index)
    pages = (
        ("map/index.html", "map.html", page),
        ("map/embed.html", "embed.html", page),
        *((camera.href, "camera.html", camera) for camera in cameras),
        *(
            (path, "directory.html", part)
            for path, part in build_directory(layers, cameras, build_streets(layers))
        ),
    )
    return MapSite(
        menu=(
            ("map", "map/index.html"),
            ("cameras", "directory/cameras.html"),
            ("streets", "directory/streets.html"),
        ),
        pages=pages,
        files=files,
        says={f"map/{names.tiles}": list_words(tables)},
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
