"""Ids as columns read like the texts they stand for."""

import numpy as np
import pytest

from sousveil.records.ids import NODE, RELATION, build_ids, join_ids, parse_ids

TEXTS = ("node/1", "relation/20000000000", "way/27")


def test_ids_come_back_as_texts() -> None:
    ids = parse_ids(TEXTS)
    assert (tuple(ids), ids[1], ids[-1], len(ids)) == (TEXTS, TEXTS[1], TEXTS[2], 3)
    assert ids[1:] == TEXTS[1:]
    assert ids.index("way/27") == 2
    assert "way/1" not in ids


def test_ids_are_equal_to_the_same_ids_and_no_others() -> None:
    ids = parse_ids(TEXTS)
    assert ids == list(TEXTS)
    assert ids == join_ids([parse_ids(TEXTS[:1]), parse_ids(TEXTS[1:])])
    assert ids != TEXTS[:2]
    assert ids != (*TEXTS[:2], "way/28")
    assert ids != "node/1"
    assert build_ids(RELATION, np.array([3])) == ("relation/3",)
    assert build_ids(NODE, np.array([3])) != ("relation/3",)
    assert join_ids([]) == ()


@pytest.mark.parametrize("text", ["way", "way/", "road/1", "way/1/2", "way/x"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_ids([text])
