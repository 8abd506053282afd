"""When a page may be called missing: seen before, and twice not found a day apart, after it was last seen."""

from itertools import product

import pytest

from sousveil.evidence.vanished import read_looks
from sousveil.publish.build.sources import read_sightings
from sousveil.records.source import Source

DIGEST = "0" * 64


def source(*looks: str, captured: str = "") -> Source:
    """A source with looks as `2020-01-01 alive`."""
    said = [dict(zip(("date", "state"), look.split(), strict=True)) for look in looks]
    captures = [{"path": "a", "sha256": DIGEST, "captured": captured}] if captured else []
    fields = {"id": "s-a", "type": "webpage", "kind": "company", "title": "A"}
    return Source.model_validate({**fields, "sightings": said, "captures": captures})


@pytest.mark.parametrize(
    ("looks", "captured", "wanted"),
    [
        (("2020-01-01 alive", "2020-02-01 missing", "2020-02-02 missing"), "", ("2020-01-01", "2020-02-01")),
        (("2020-02-01 missing", "2020-02-02 soft_404"), "2020-01-01", ("2020-01-01", "2020-02-01")),
        (("2020-01-01 alive", "2020-02-01 missing"), "", ("2020-01-01", "")),  # one look
        (("2020-01-01 alive", "2020-02-01 missing", "2020-02-01 missing"), "", ("2020-01-01", "")),  # one day
        (("2020-02-01 missing", "2020-02-03 missing"), "", ("", "")),  # never seen
        (("2020-01-01 alive", "2020-02-01 error", "2020-02-05 blocked"), "", ("2020-01-01", "")),
        (
            ("2020-02-01 missing", "2020-02-03 missing", "2020-03-01 alive"),
            "",
            ("2020-03-01", ""),
        ),  # it is back
        (
            ("2020-01-01 alive", "2020-02 missing", "2020-02-20 missing"),
            "",
            ("2020-01-01", ""),
        ),  # maybe one day
        (("2020-01-01 alive", "2020-02 missing", "2020-03-01 missing"), "", ("2020-01-01", "2020-02")),
        (("2020 alive", "2020-02-01 missing", "2020-03-01 missing"), "", ("2020", "")),  # maybe seen after
        (
            ("2020-01-01 changed", "2020-01-05 dns_gone", "2020-01-09 missing"),
            "2020-01-07",
            ("2020-01-07", ""),
        ),
    ],
)
def test_the_rule_of_two_negative_looks(
    looks: tuple[str, ...], captured: str, wanted: tuple[str, str]
) -> None:
    assert read_sightings(source(*looks, captured=captured)) == wanted


def test_the_order_in_which_looks_are_written_does_not_matter() -> None:
    looks = ("2020-01-01 alive", "2020-02-01 missing", "2020-02-02 missing")
    found = {read_looks(source(*order)) for order in product(looks, repeat=3) if len(set(order)) == 3}
    assert len(found) == 1
    assert found.pop().looks == 2
