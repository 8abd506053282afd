"""The only projections: from longitude and latitude to metres in the frame of one scene, and back.

Knows no object of the map. Degrees are never used as lengths: in Belgrade a degree of longitude is 0.71 of one of
latitude.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """Metres east and north of a middle: a transverse Mercator projection of WGS 84, true to scale on its meridian.

    At a distance d [m] east or west lengths come out longer by the share d² / (2 · 6371000²): 3 cm in a kilometre
    50 km away (Snyder 1987, Map Projections: A Working Manual, eq. 8-13, on the sphere).
    """

    lon: float
    lat: float

    def to_xy(self, lonlat: npt.ArrayLike) -> Floats:
        """Metres (n, 2) from longitude and latitude (n, 2) [°]; infinite where the projection cannot reach."""
        return _stack(_build_transformer(self.lon, self.lat).transform(*_split(lonlat)))

    def to_lonlat(self, xy: npt.ArrayLike) -> Floats:
        """Longitude and latitude (n, 2) [°] from metres (n, 2)."""
        return _stack(_build_transformer(self.lon, self.lat).transform(*_split(xy), direction="INVERSE"))


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate system somebody names, such as EPSG:32634: ways from its coordinates to WGS 84.

    Raises ValueError for a name that is none. x is east, y is north, whatever order the system itself has.
    """

    name: str

    def __post_init__(self) -> None:
        _find_system(self.name)

    def to_lonlat(self, xy: npt.ArrayLike) -> Floats:
        """Longitude and latitude (n, 2) [°] from coordinates (n, 2); infinite where the system does not reach."""
        way = Transformer.from_crs(_find_system(self.name), CRS.from_epsg(4326), always_xy=True)
        return _stack(way.transform(*_split(xy)))

    def reaches(self, lonlat: npt.ArrayLike, *, beyond_deg: float = 1.0) -> npt.NDArray[np.bool_]:
        """Whether places (n, 2) [°] lie where the system is meant to be used, or at most `beyond_deg` outside."""
        lon, lat = _split(lonlat)
        use = _find_system(self.name).area_of_use
        if use is None:
            return np.isfinite(lon) & np.isfinite(lat)
        inside = (lon >= use.west - beyond_deg) & (lon <= use.east + beyond_deg)
        return np.asarray(inside & (lat >= use.south - beyond_deg) & (lat <= use.north + beyond_deg))


@lru_cache(maxsize=16)
def _find_system(name: str) -> CRS:
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise ValueError(f"{name!r} is no coordinate system known here") from error


def build_frame(lonlat: npt.ArrayLike) -> Frame:
    """The frame around the middle of what lies at these places (n, 2) [°]; around (0, 0) for none."""
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    if not len(points):
        return Frame(0.0, 0.0)
    lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2
    return Frame(float(lon), float(lat))


def to_world(lonlat: npt.ArrayLike) -> Floats:
    """Shares (n, 2) of the square that maps on the web show the world as, 0 in the north-west (EPSG:3857, scaled).

    x = λ / 360° + 1/2, y = 1/2 − ln tan(45° + φ / 2) / 2π (Snyder 1987, eq. 7-1 and 7-2, on the sphere).

    >>> to_world([[-180.0, 0.0], [0.0, 85.0511287798066]]).round(9).tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    lon, lat = _split(lonlat)
    return np.column_stack([lon / 360.0 + 0.5, 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)])


@lru_cache(maxsize=16)
def _build_transformer(lon: float, lat: float) -> Transformer:
    local = CRS.from_dict(
        {"proj": "tmerc", "lon_0": lon, "lat_0": lat, "k": 1, "datum": "WGS84", "units": "m"}
    )
    return Transformer.from_crs(CRS.from_epsg(4326), local, always_xy=True)


def _split(points: npt.ArrayLike) -> tuple[Floats, Floats]:
    columns = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return columns[0], columns[1]


def _stack(columns: Any) -> Floats:  # noqa: ANN401 - the projection's answer has no type of its own
    return cast("Floats", np.stack(columns, axis=1))
