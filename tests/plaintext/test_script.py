"""Serbian in two scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.plaintext.script import fold_for_search, to_cyrillic, to_latin

PAIRS = [
    ("Ljajić i Njegoš", "Љајић и Његош"),
    (
        "injekcija, konjunktura, nadživeti, odžalovati, tanjug",
        "инјекција, конјунктура, надживети, оджаловати, танјуг",
    ),
    ("Beograd, Čačak, Džep, Đorđe, Šabac, Žitorađa", "Београд, Чачак, Џеп, Ђорђе, Шабац, Житорађа"),
    ("KONJ i NJIVA", "КОЊ и ЊИВА"),
    ("1.000 kamera", "1.000 камера"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_both_ways(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@given(st.text("абвгдђежзијклљмнњопрстћуфхцчџш ", max_size=30))
def test_latin_and_back_loses_only_what_two_letters_can_mean(text: str) -> None:
    latin = to_latin(text)
    assert latin.isascii() or set(latin) <= set("abcčćdđefghijklmnoprsštuvzž ")
    # нј, лј and дж look like њ, љ and џ in Latin; elsewhere nothing is lost
    if not any(pair in text for pair in ("нј", "лј", "дж", "љ", "њ", "џ")):
        assert to_cyrillic(latin) == text


@pytest.mark.parametrize("name", ["Ljajić", "Љајић", "Ljajic", "LJAJIĆ", "Ljajic\u0301"])
def test_one_name_folds_to_one_word(name: str) -> None:
    assert fold_for_search(name) == fold_for_search("ljajić")


def test_both_ways_of_writing_dje_fold_alike() -> None:
    assert fold_for_search("Đorđević") == fold_for_search("Djordjević") == fold_for_search("Ђорђевић")
