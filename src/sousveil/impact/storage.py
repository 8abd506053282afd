"""How much recordings take, and what it says how long they are kept.

Decimal units throughout (IEC 80000-13), except where a maker's own arithmetic is repeated.
"""

from .numbers import Number

SECONDS_PER_DAY = 86_400.0
BITS_PER_BYTE = 8.0
_HUAWEI = 2**20 / 1e12  # megabytes of 2^20 bytes into terabytes of 10^12, as the maker's example counts


def compute_day_gb(rate_mbit_s: Number) -> Number:
    """A day of one stream [GB]: 10.8 for each Mbit/s."""
    return rate_mbit_s * SECONDS_PER_DAY / BITS_PER_BYTE / 1e3


def compute_storage_tb(cameras: Number, rate_mbit_s: Number, retention_d: Number) -> Number:
    """What recordings of so many cameras take [TB] when each is kept so many days."""
    return cameras * retention_d * compute_day_gb(rate_mbit_s) / 1e3


def compute_huawei_tb(cameras: int, rate_mbit_s: float, retention_d: float, factor: float = 1.1) -> float:
    """The same by the sizing example of Huawei's VCN3000: MB of 2²⁰ bytes, and a factor for steady streams [TB]."""
    return cameras * retention_d * SECONDS_PER_DAY * rate_mbit_s * factor / BITS_PER_BYTE * _HUAWEI


def compute_camera_days(storage_tb: Number, rate_mbit_s: Number) -> Number:
    """How many days of one camera a store of that size [TB] can hold: what a purchase of storage bounds."""
    return storage_tb * 1e3 / compute_day_gb(rate_mbit_s)
