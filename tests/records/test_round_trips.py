"""What is printed reads back: quantities in both languages and scripts, digits, dates, Serbian letters."""

from datetime import date
from fractions import Fraction
from time import struct_time

import edtf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sousveil.plaintext.script import fold_for_search, to_cyrillic, to_latin
from sousveil.records.digits import parse_digits
from sousveil.records.interval import show_number
from sousveil.records.printing import print_quantity
from sousveil.records.reading import read_figures
from sousveil.records.when import parse_edtf
from sousveil.units import parse_unit
from tests.records.quantities import quantities


@pytest.mark.parametrize("language", ["en", "sr-Latn", "sr-Cyrl"])
@given(data=st.data())
def test_a_printed_quantity_reads_back(language: str, data: st.DataObject) -> None:
    quantity = data.draw(quantities(comma=language != "en"))
    assume(quantity.state != "none")  # `none` by itself is too common a word to be read as a figure
    printed = print_quantity(quantity, language)
    (back,) = read_figures(printed, language)
    if quantity.state != "known":
        assert back.state == quantity.state
        return
    fields = ("hedge", "magnitude", "amount", "low", "high")
    assert [getattr(back, f) for f in fields] == [getattr(quantity, f) for f in fields], printed
    if quantity.unit:
        assert back.unit is not None, printed
        assert parse_unit(back.unit).dimensions == parse_unit(quantity.unit).dimensions


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=100))
def test_a_number_shown_exactly_parses_back(value: Fraction) -> None:
    assume((value * 100).denominator == 1)
    assert parse_digits(show_number(value)).value == value


@given(st.integers(0, 10**12), st.sampled_from(["", "5", "05", "125"]), st.sampled_from(["en", "sr"]))
def test_digits_read_as_their_language_writes_them(whole: int, decimals: str, language: str) -> None:
    text = f"{whole:,}" + (f".{decimals}" if decimals else "")
    assume(not (decimals == "125" and whole < 1000))  # 1.125 is a decimal here and a thousand there
    if language == "sr":
        text = text.translate(str.maketrans(",.", ".,"))
    printed = parse_digits(text, language)
    assert printed.value == Fraction(whole) + (
        Fraction(int(decimals), 10 ** len(decimals)) if decimals else 0
    )
    assert printed.place == Fraction(1, 10 ** len(decimals))


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.2.3", "12,34,567.8", "1,2.3,4", "--5", "1e5"])
@pytest.mark.parametrize("language", ["en", "sr"])
def test_what_is_no_number_is_said_to_be_none(text: str, language: str) -> None:
    with pytest.raises(ValueError, match=r"number|separators|grouped"):
        parse_digits(text, language)


DAYS = st.dates(date(1600, 1, 1), date(2399, 12, 31))


@st.composite
def edtf_points(draw: st.DrawFn) -> str:
    day = draw(DAYS)
    return draw(
        st.sampled_from(
            [day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}"[:3] + "X", f"{day:%Y}"[:2] + "XX",
             f"{day:%Y-%m}-XX", f"{day:%Y}-{draw(st.integers(21, 24))}"]
        )
    )  # fmt: skip


def days_of(bound: struct_time) -> tuple[int, ...]:
    """Year, month and day of a bound as python-edtf gives it."""
    return tuple(bound)[:3]


@given(edtf_points())
def test_bounds_are_those_of_another_reader(text: str) -> None:
    other = edtf.parse_edtf(text)
    ours = parse_edtf(text)
    assume("-2" not in text[4:6])  # which months a season takes is nobody's standard
    assert ours.earliest is not None
    assert ours.latest is not None
    assert ours.earliest.timetuple()[:3] == days_of(other.lower_strict())
    assert ours.latest.timetuple()[:3] == days_of(other.upper_strict())
    assert str(parse_edtf(str(ours))) == text


@given(DAYS, DAYS)
def test_intervals_begin_and_end_where_another_reader_has_them(one: date, two: date) -> None:
    first, last = sorted((one, two))
    text = f"{first.isoformat()}/{last:%Y-%m}"
    ours, other = parse_edtf(text), edtf.parse_edtf(text)
    assert ours.earliest is not None
    assert ours.latest is not None
    assert ours.earliest.timetuple()[:3] == days_of(other.lower_strict())
    assert ours.latest.timetuple()[:3] == days_of(other.upper_strict())


@pytest.mark.parametrize("text", ["2009/..", "../2009", "2009/", "/2009"])
def test_open_and_unknown_ends_are_told_apart(text: str) -> None:
    when = parse_edtf(text)
    assert (when.earliest is None) is (text[0] in "./")
    assert (when.latest is None) is (text[-1] in "./")
    assert when.unknown_end is text.endswith("9/")
    assert when.unknown_start is text.startswith("/")


@pytest.mark.parametrize(
    "text",
    ["", "2019-13", "2019-02-30", "2023-02-29", "19", "2019-3-1", "2020/2019", "a", "2019-03-XX-1", "..", "/",
     "2019-XX-04", "0000", "201X-03", "2019/2020/2021"],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_edtf(text)


@given(edtf_points(), edtf_points())
def test_before_and_after_do_not_contradict_each_other(one: str, two: str) -> None:
    a, b = parse_edtf(one), parse_edtf(two)
    assert not (a.surely_before(b) and b.possibly_before(a))
    assert a.overlaps(b) is not (a.surely_before(b) or b.surely_before(a))
    assert a.overlaps(a)


@given(edtf_points(), st.sampled_from("?~%"))
def test_doubt_makes_a_date_wider_and_never_narrower(text: str, mark: str) -> None:
    plain, doubtful = parse_edtf(text), parse_edtf(text + mark)
    assert (plain.earliest, plain.latest) == (doubtful.earliest, doubtful.latest)
    wide = doubtful.widened()
    assert wide.earliest is not None
    assert wide.latest is not None
    assert plain.earliest is not None
    assert plain.latest is not None
    assert wide.earliest < plain.earliest
    assert wide.latest > plain.latest


CYRILLIC = st.text("абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ 1234567890.,", max_size=40)


@given(CYRILLIC)
def test_cyrillic_words_come_back_from_latin(text: str) -> None:
    lowered = text.lower()
    # н before ј and д before ж are two letters in few words only; a random string is none of them.
    assume(not any(pair in lowered for pair in ("нј", "лј", "дж")))
    assert to_cyrillic(to_latin(lowered)) == lowered
    assert fold_for_search(text) == fold_for_search(to_latin(text))


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("kamere visoke rezolucije", "камере високе резолуције"), ("Njegoš", "Његош"), ("LJUBAV", "ЉУБАВ"),
     ("džep", "џеп"), ("injekcija", "инјекција"), ("nadživeti", "надживети"), ("konjugacija", "конјугација"),
     ("Đorđe", "Ђорђе"), ("međunarodni", "међународни"), ("Obrenovac", "Обреновац")],
)  # fmt: skip
def test_words_in_both_scripts(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin
