"""Street names in both scripts, as lists write them; what is one street was looked up by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.plaintext.script import to_cyrillic
from sousveil.register.streets import SAME, compare_places, count_edits, parse_place

ONE = [
    ("ul. Kneza Miloša 12", "Кнеза Милоша бр. 12"),
    ("ulica Kneza Miloša", "Knez Miloš"),
    ("Knez Mihailova", "Kneza Mihaila"),
    ("raskrsnica Takovske i 27. marta", "27. marta – Takovska"),
    ("ugao Bulevara kralja Aleksandra i Ruzveltove", "Рузвелтова - Бул. краља Александра"),
    ("raskrsnica Ćirila i Metodija i Dimitrija Tucovića", "Dimitrija Tucovića / Ćirila i Metodija"),
    ("preko puta Nemanjine 4", "Nemanjina br. 4"),
    ("kod Nemanjine kbr. 4", "Немањина 4"),
    ("J. Gagarina 14", "Jurija Gagarina 14"),
    ("Petra Lekovića", "Petar Leković"),
    ("Dr Ivana Ribara bb", "Doktora Ivana Ribara"),
    ("bul. oslobodjenja", "Булевар ослобођења"),
    ("Đorđa Stanojevića", "Djordja Stanojevica"),
    ("Trg Slavija", "Slavija"),
    ("Br. Jerković 7", "Braće Jerković 7"),
    ("Main St 5", "Main Street 5"),
    ("Takovska i 27. marta", "raskrsnica 27. marta i Takovske"),
    ("Cara Dušana i Kralja Petra", "Краља Петра / Цара Душана"),
    ("Dj. Vajferta", "Ђорђа Вајферта"),
    ("Љ. Ненадовића", "Ljube Nenadovića"),
    ("u Resavskoj", "Resavska"),
    ("na Trgu republike", "Trg Republike"),
    ("Kneza Miloša 12, 11000 Beograd", "Кнеза Милоша 12"),
    ("11000 Београд, Кнеза Милоша 12", "Kneza Miloša 12"),
    ("Takovska 12a, Palilula", "Таковска 12а"),
]
OTHER = [
    ("Kralja Petra", "Kralja Milana"),
    ("Vojvode Stepe", "Vojvode Putnika"),
    ("7. jula", "27. jula"),
    ("Blok 45", "Blok 44"),
    ("Trg Republike", "Ulica Republike"),
    ("Kneza Miloša", "Kneza Danila"),
    ("Nemanjina 4", "Nemanjina 6"),
    ("raskrsnica Takovske i 27. marta", "Takovska 10"),
    ("raskrsnica Takovske i 27. marta", "raskrsnica Takovske i Kosovske"),
    ("Beogradska", "Zagrebačka"),
    ("Bore i Ramiza", "Bore Stankovića"),
    ("Takovska i 27. marta", "27. marta i Kosovska"),
    ("Lj. Nenadovića", "Luke Nenadovića"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_street_however_it_is_written(one: str, other: str) -> None:
    found = compare_places(parse_place(one), parse_place(other))
    assert found
    assert found.score >= SAME


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_streets_stay_two(one: str, other: str) -> None:
    found = compare_places(parse_place(one), parse_place(other))
    assert found
    assert found.score < SAME


@pytest.mark.parametrize(
    ("text", "number", "manner", "streets"),
    [
        ("Nemanjina 22-26", "22", "", 1),
        ("Ресавска 11а", "11a", "", 1),
        ("Bulevar 12. februara", "", "", 1),
        ("preko puta Makedonske 1", "1", "across", 1),
        ("kod Pravnog fakulteta", "", "near", 1),
        ("raskrsnica Takovske, 27. marta i Kosovske", "", "", 3),
        ("", "", "", 0),
        ("  . - / ", "", "", 0),
    ],
)
def test_the_parts_of_a_name(text: str, number: str, manner: str, streets: int) -> None:
    place = parse_place(text)
    assert (place.number, place.manner, len(place.streets)) == (number, manner, streets)


def test_nothing_follows_from_a_missing_name() -> None:
    assert compare_places(parse_place(""), parse_place("Nemanjina")) is None


@given(st.sampled_from([text for pair in ONE[:-1] + OTHER for text in pair]))
def test_both_scripts_say_the_same(text: str) -> None:
    assert parse_place(to_cyrillic(text)) == parse_place(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual_and_between_nothing_and_all(one: str, other: str) -> None:
    found = compare_places(parse_place(one), parse_place(other))
    assert found == compare_places(parse_place(other), parse_place(one))
    assert found is None or 0 <= found.score <= 1


@given(st.text(max_size=30))
def test_a_name_is_like_itself(text: str) -> None:
    found = compare_places(parse_place(text), parse_place(text))
    assert found is None or found.score >= SAME


def test_edits() -> None:
    assert [count_edits(*pair) for pair in (("kitten", "sitting"), ("", "abc"), ("same", "same"))] == [
        3,
        3,
        0,
    ]
