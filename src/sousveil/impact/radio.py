"""What radio units can carry: uplink of a cell, cameras that stream at once, and what a number of licences is not.

Averages of planning, no simulation of a network. What a "unit" is nobody says; a unit of three cells is a supposition
that stands with every result.
"""

from dataclasses import dataclass

import numpy as np

from .numbers import Number

_NONE = 1e-9  # cameras: less than any, so that none at all can be divided by


@dataclass(frozen=True, slots=True)
class Uplink:
    """A carrier on its way up: bandwidth [MHz], share of time for the uplink, efficiency of that time, load allowed.

    LTE in time division gives the uplink 6, 4 or 2 of 10 subframes (configurations 0, 1, 2; 3GPP TS 36.211, 4.2).
    """

    bandwidth_mhz: float
    uplink_share: float
    efficiency_bit_s_hz: float
    load: float


def compute_cell_mbit_s(bandwidth_mhz: Number, uplink_share: Number, efficiency_bit_s_hz: Number) -> Number:
    """Mean uplink of a cell [Mbit/s]: B u η."""
    return bandwidth_mhz * uplink_share * efficiency_bit_s_hz


def compute_unit_cameras(unit_mbit_s: Number, load: Number, rate_mbit_s: Number) -> Number:
    """Cameras that stream at once through a unit: C ρ / b."""
    return unit_mbit_s * load / rate_mbit_s


def compute_rate_each_mbit_s(unit_mbit_s: Number, load: Number, cameras: Number) -> Number:
    """What is left for each [Mbit/s] when so many stream through a unit at once."""
    return unit_mbit_s * load / cameras


def compute_live_share(carried: Number, cameras: Number, radio_share: Number) -> Number:
    """Share of the cameras on radio that could stream at once; at most 1, and 1 where none is on radio."""
    on_radio = np.maximum(cameras * radio_share, _NONE)
    result: Number = np.minimum(carried / on_radio, 1.0)
    return result


def compute_site_cameras(uplink: Uplink, rate_mbit_s: float, cells: int = 3) -> int:
    """Whole cameras that stream at once through a site of so many cells."""
    cell = compute_cell_mbit_s(uplink.bandwidth_mhz, uplink.uplink_share, uplink.efficiency_bit_s_hz)
    return int(compute_unit_cameras(cells * cell, uplink.load, rate_mbit_s) + 1e-9)  # 14.000000001 is 14
