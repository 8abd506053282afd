"""Exact intervals with open and closed ends: what a printed figure can mean, and arithmetic on it.

Numbers are `Fraction`, never binary floats. Every operation returns an interval that contains the result for every
choice of values inside its operands (inclusion: Moore, Kearfott and Cloud 2009, *Introduction to Interval Analysis*,
ch. 2–3), with an end open exactly when the bound cannot be reached. It knows nothing of claims.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

Number = Fraction | int

# An end as something that sorts: (-1 | 0 | 1 for −∞ | finite | +∞, the value, -1 | 0 | 1 for just below | at | just
# above it). An open lower end sorts just above its value, an open upper end just below.
_Key = tuple[int, Fraction, int]
_MINUS: _Key = (-1, Fraction(0), 0)
_PLUS: _Key = (1, Fraction(0), 0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is infinite; an open end is not itself contained.

    >>> str(Interval.over(3) + Interval.point(1))
    '(4, ∞)'
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None or _is_less(self.low, self.high):
            return
        if self.low != self.high or self.low_open or self.high_open:
            raise ValueError("an interval holds at least one number: low must not lie above high")

    @classmethod
    def point(cls, value: Number) -> "Interval":
        """Exactly one number."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def closed(cls, low: Number, high: Number) -> "Interval":
        """From low to high, both included."""
        return cls(Fraction(low), Fraction(high))

    @classmethod
    def over(cls, value: Number) -> "Interval":
        """More than value."""
        return cls(Fraction(value), None, low_open=True)

    @classmethod
    def whole(cls) -> "Interval":
        """Every number: nothing is known."""
        return cls(None, None)

    @property
    def is_point(self) -> bool:
        """Whether it holds one number only."""
        return self.low is not None and self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are finite."""
        return self.low is not None and self.high is not None

    def __contains__(self, value: Number) -> bool:
        return self._low <= (0, Fraction(value), 0) <= self._high

    def contains(self, other: "Interval") -> bool:
        """Whether every number of the other is in this one."""
        return self._low <= other._low and other._high <= self._high

    def meets(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return self._starts_within(other) and other._starts_within(self)

    def _starts_within(self, other: "Interval") -> bool:
        """Whether this one begins before the other ends; compared by hand, because `meets` is asked most of all."""
        if self.low is None or other.high is None or _is_less(self.low, other.high):
            return True
        return self.low == other.high and not self.low_open and not other.high_open

    def intersect(self, other: "Interval") -> "Interval | None":
        """The numbers in both; None where there are none."""
        return (
            _between(max(self._low, other._low), min(self._high, other._high)) if self.meets(other) else None
        )

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that contains both."""
        return _between(min(self._low, other._low), max(self._high, other._high))

    def gap(self, other: "Interval") -> Fraction:
        """The distance between two intervals; zero where they meet or touch."""
        upper, lower = max(self._low, other._low), min(self._high, other._high)
        return max(Fraction(0), upper[1] - lower[1]) if upper[0] == lower[0] == 0 else Fraction(0)

    def __neg__(self) -> "Interval":
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __add__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __sub__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.high is None else self.low - other.high
        high = None if self.high is None or other.low is None else self.high - other.low
        return Interval(low, high, self.low_open or other.high_open, self.high_open or other.low_open)

    def __mul__(self, other: "Interval") -> "Interval":
        a, b, c, d = self.low, self.high, other.low, other.high
        if a and b and c and d and a.numerator > 0 and c.numerator > 0:
            # Published figures are mostly positive and bounded, and comparing corners takes longer than multiplying.
            return Interval(a * c, b * d, self.low_open or other.low_open, self.high_open or other.high_open)
        return _span(_product(a, b) for a in (self._low, self._high) for b in (other._low, other._high))

    def reciprocal(self) -> "Interval":
        """One divided by it; everything where zero lies inside. ZeroDivisionError if zero is its only number."""
        if not (self.low and self.low.numerator > 0):
            if self.is_point and self.low == 0:
                raise ZeroDivisionError("division by a figure that is exactly zero")
            if self._low < (0, Fraction(0), 0) < self._high:
                return Interval.whole()
            if self.high is not None and self.high <= 0:
                return -(-self).reciprocal()
        low, low_open = (Fraction(0), True) if self.high is None else (1 / self.high, self.high_open)
        high, high_open = (1 / self.low, self.low_open) if self.low else (None, False)
        return Interval(low, high, low_open, high_open)

    def __truediv__(self, other: "Interval") -> "Interval":
        return self * other.reciprocal()

    def __pow__(self, exponent: int) -> "Interval":
        if exponent < 0:
            return (self**-exponent).reciprocal()
        if exponent == 0:
            return Interval.point(1)
        # An even power is monotone on |x|, an odd one everywhere: the corners of repeated products bound both.
        base = abs(self) if exponent % 2 == 0 else self
        if exponent % 2 == 0 or base._low >= (0, Fraction(0), 0) or base._high <= (0, Fraction(0), 0):
            return reduce(Interval.__mul__, [base] * exponent)
        halves = (self.intersect(_NEGATIVE), self.intersect(_POSITIVE))
        return reduce(Interval.hull, (half**exponent for half in halves if half is not None))

    def __abs__(self) -> "Interval":
        if self._low >= (0, Fraction(0), 0):
            return self
        if self._high <= (0, Fraction(0), 0):
            return -self
        return _between((0, Fraction(0), 0), max(self._high, (-self)._high))

    def minimum(self, other: "Interval") -> "Interval":
        """All the values the smaller of two numbers, one from each, can take."""
        return _between(min(self._low, other._low), min(self._high, other._high))

    def maximum(self, other: "Interval") -> "Interval":
        """All the values the larger of two numbers, one from each, can take."""
        return _between(max(self._low, other._low), max(self._high, other._high))

    def scaled(self, factor: Number) -> "Interval":
        """Multiplied by one exact number."""
        return self * Interval.point(factor)

    @property
    def _low(self) -> _Key:
        return _MINUS if self.low is None else (0, self.low, int(self.low_open))

    @property
    def _high(self) -> _Key:
        return _PLUS if self.high is None else (0, self.high, -int(self.high_open))

    def __str__(self) -> str:
        return self.text(show_number)

    def text(self, show: Callable[[Fraction], str]) -> str:
        """The interval in brackets, its ends printed by `show`; a single number without."""
        if self.is_point and self.low is not None:
            return show(self.low)
        left = "(−∞" if self.low is None else ("(" if self.low_open else "[") + show(self.low)
        right = "∞)" if self.high is None else show(self.high) + (")" if self.high_open else "]")
        return f"{left}, {right}"


_NEGATIVE = Interval(None, Fraction(0))
_POSITIVE = Interval(Fraction(0), None)


def _is_less(a: Fraction, b: Fraction) -> bool:
    """Whether a < b, in half the time that `Fraction` takes to make sure of the types."""
    return a.numerator * b.denominator < b.numerator * a.denominator


def _between(low: _Key, high: _Key) -> Interval:
    return Interval(
        None if low[0] else low[1], None if high[0] else high[1], low_open=low[2] != 0, high_open=high[2] != 0
    )


def _product(a: _Key, b: _Key) -> tuple[int, Fraction, bool]:
    """The product of two ends: sign of infinity or 0, value, and whether it is reached.

    Zero times an infinite end is zero: the infinite end stands for large finite numbers. A zero that is itself
    contained is reached whatever the other factor does.
    """
    if (a[0] == 0 and a[1] == 0) or (b[0] == 0 and b[1] == 0):
        return 0, Fraction(0), any(end == (0, Fraction(0), 0) for end in (a, b))
    if a[0] or b[0]:
        return _sign(a) * _sign(b), Fraction(0), False
    return 0, a[1] * b[1], a[2] == 0 and b[2] == 0


def _sign(end: _Key) -> int:
    return end[0] or (1 if end[1] > 0 else -1)


def _span(corners: Iterable[tuple[int, Fraction, bool]]) -> Interval:
    """The interval from the least to the greatest corner, closed where some corner reaches it."""
    found = list(corners)
    low = min((infinite, value, int(not reached)) for infinite, value, reached in found)
    high = max((infinite, value, -int(not reached)) for infinite, value, reached in found)
    return _between(low, high)


def show_number(value: Fraction, digits: int = 6) -> str:
    """A number for readers: exact if it has a short decimal form, else rounded to `digits` significant digits.

    >>> show_number(Fraction(10773)), show_number(Fraction(1, 3))
    ('10,773', '0.333333')
    """
    if value.denominator == 1:
        return ("−" if value < 0 else "") + f"{abs(value.numerator):,}"
    places = digits - _exponent(value)
    exact = _decimal_places(value)
    shown = min(places, exact) if exact is not None and exact <= 8 else places
    if exact is not None and exact <= 2:
        shown = exact
    scale = 10 ** max(0, shown)
    whole, rest = divmod(round(abs(value) * scale), scale)
    fraction = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0") if rest else ""
    return ("−" if value < 0 else "") + f"{whole:,}" + (f".{fraction}" if fraction else "")


def _exponent(value: Fraction) -> int:
    """How many digits stand before the decimal point: 3 for 107, 0 for 0.5, −1 for 0.05."""
    top, bottom = abs(value.numerator), value.denominator
    if top >= bottom:
        return len(str(top // bottom))
    zeros = len(str(bottom)) - len(str(top)) - 1
    return -zeros if 10 ** (zeros + 1) * top >= bottom else -zeros - 1


def _decimal_places(value: Fraction) -> int | None:
    """Places after the point of an exact decimal; None if the expansion does not end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
