"""Quantities of every kind, printed the English and the Serbian way, for the properties."""

from hypothesis import strategies as st

from sousveil.records.bands import MAGNITUDES, VAGUE
from sousveil.records.quantity import Quantity

HEDGES = ["exact", "about", "over", "at_least", "under", "up_to", "nearly"]
UNITS = [None, "camera", "location", "vehicle", "USD", "EUR", "RSD", "percent", "percentage_point", "day", "km",
         "camera/person", "USD/camera"]  # fmt: skip


@st.composite
def amounts(draw: st.DrawFn, *, comma: bool = False) -> str:
    """Digits as printed: with or without thousands marks and decimals."""
    whole = draw(st.integers(0, 10**7))
    grouped = draw(st.booleans())
    text = f"{whole:,}" if grouped else str(whole)
    if places := draw(st.sampled_from(["", "", "5", "25", "07", "1234"])):
        text += f".{places}"
    return text.translate(str.maketrans(",.", ".,")) if comma else text


@st.composite
def quantities(draw: st.DrawFn, *, comma: bool = False) -> Quantity:
    """Any quantity: known, ranged, vague, unknown."""
    kind = draw(st.sampled_from(["amount", "amount", "amount", "between", "vague", "state"]))
    fields: dict[str, str | None] = {"unit": draw(st.sampled_from(UNITS))}
    if kind == "state":
        return Quantity.model_validate(
            fields | {"state": draw(st.sampled_from(["unknown", "withheld", "none"]))}
        )
    if kind == "vague":
        fields["magnitude"] = draw(st.sampled_from([None, "thousand", "million", "billion"]))
        return Quantity.model_validate(fields | {"hedge": draw(st.sampled_from(list(VAGUE)))})
    fields["magnitude"] = draw(st.sampled_from([None, None, *MAGNITUDES]))
    if kind == "between":
        low, high = sorted(draw(st.tuples(st.integers(0, 999), st.integers(0, 999))))
        return Quantity.model_validate(fields | {"hedge": "between", "low": str(low), "high": str(high)})
    hedge = draw(st.sampled_from(HEDGES))
    return Quantity.model_validate(fields | {"hedge": hedge, "amount": draw(amounts(comma=comma))})
