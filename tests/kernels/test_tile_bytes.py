"""The bytes of a tile's layer, beside those of the slow twin."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sousveil.kernels.reference_tile_bytes import Feature, write_layer_slowly
from sousveil.kernels.tile_bytes import LINE, MOST, POINT, POLYGON, Pens, Shapes, Words, fill_layer

STEPS = st.one_of(st.integers(0, 3), st.integers(-8192, 8192))
PLACES = st.tuples(STEPS, STEPS)
LENGTHS = {POINT: (1, 1), LINE: (2, 6), POLYGON: (3, 7)}
VALUES = [b"\x0a\x01a", b"\x0a\x00", b"\x28\x07", b"\x30\x01", b"\x0a\xc8\x01" + 200 * b"x"]
CODES = st.lists(st.integers(0, len(VALUES) - 1), min_size=2, max_size=2)


def draw_layers(kind: int) -> st.SearchStrategy[tuple[int, list[Feature]]]:
    """A kind and features of it, each with one to three paths, of which a polygon's later ones may be holes."""
    least, most = LENGTHS[kind]
    path = st.lists(PLACES, min_size=least, max_size=most)
    ring = path.flatmap(lambda places: st.sampled_from([places, [*places, places[0]]]))
    paths = st.lists(st.tuples(st.booleans(), ring if kind == POLYGON else path), min_size=1, max_size=3)
    outlines = paths.map(
        lambda them: [(kind == POLYGON and at > 0 and one[0], one[1]) for at, one in enumerate(them)]
    )
    return st.tuples(st.just(kind), st.lists(st.tuples(outlines, CODES), min_size=1, max_size=5))


def write_layer(kind: int, features: Sequence[Feature]) -> bytes:
    """The kernel's bytes; it is called twice with one scratch, which must be left as it came."""
    paths = [path for feature in features for path in feature[0]]
    places = np.array([place for _, path in paths for place in path], dtype=np.int64)
    shapes = Shapes(
        kind=kind,
        x=places[:, 0].copy(),
        y=places[:, 1].copy(),
        start=np.cumsum([0, *(len(path) for _, path in paths)]),
        inner=np.array([inner for inner, _ in paths]),
        first=np.cumsum([0, *(len(feature[0]) for feature in features)]),
    )
    words = Words(
        code=np.array([feature[1] for feature in features]),
        start=np.cumsum([0, *(len(value) for value in VALUES)]),
        text=np.frombuffer(b"".join(VALUES), dtype=np.uint8),
    )
    room = 4 * MOST * (len(places) + len(paths) + 5 * len(features)) + 2 * len(words.text)
    pens = Pens(np.full(len(VALUES), -1), np.empty(len(VALUES), np.int64), np.empty(room, np.uint8))
    out = np.empty(room, np.uint8)
    fill_layer(shapes, words, 0, len(features), pens, out)
    return out[: fill_layer(shapes, words, 0, len(features), pens, out)].tobytes()


@given(st.sampled_from([POINT, LINE, POLYGON]).flatmap(draw_layers))
def test_bytes_are_those_of_the_twin(layer: tuple[int, list[Feature]]) -> None:
    kind, features = layer
    assert write_layer(kind, features) == write_layer_slowly(kind, features, VALUES)


def test_a_polygon_is_the_one_of_the_specification() -> None:
    # The example of 4.3.5.5: an outline of three corners; here without tags, as bytes of its numbers.
    ring = [(3, 6), (8, 12), (20, 34)]
    tile = write_layer_slowly(POLYGON, [([(False, ring)], ())], [])
    assert bytes([9, 6, 12, 18, 10, 12, 24, 44, 15]) in tile
    assert bytes([9, 6, 12, 18, 10, 12, 24, 44, 15]) in write_layer(POLYGON, [([(False, ring)], (0, 0))])
