"""A small case with every kind of record, for the tests of what is published."""

from sousveil.records.case import Case, Manifest
from sousveil.records.claim import Category, Claim, Dated
from sousveil.records.quantity import Quantity
from sousveil.records.series import Break, Column, Table
from sousveil.records.source import Name, Sighting, Source
from sousveil.records.things import (
    Actor,
    Contract,
    Derived,
    Devices,
    Event,
    Item,
    Limitation,
    Place,
    Programme,
    Question,
    Role,
    Unresolved,
)

DAY = "2025-03-01"


def source(id_: str, **more: object) -> Source:
    fields: dict[str, object] = {
        "type": "report",
        "kind": "rights_report",
        "title": f"Report {id_[2:]}",
        "issued": "2024",
        "language": "en",
    }
    return Source.model_validate({"id": id_, **fields, **more})


def claim(id_: str, source_id: str, value: object, **more: object) -> Claim:
    fields: dict[str, object] = {
        "locator": "paragraph 2",
        "stated": f"words of {id_[2:]}",
        "subject": "g-net",
        "measure": "cameras",
        "value": value,
    }
    return Claim.model_validate({"id": id_, "source": source_id, **fields, **more})


def cameras(amount: str, **more: str) -> Quantity:
    return Quantity.model_validate({"amount": amount, "unit": "camera", **more})


def dollars(amount: str, **more: str) -> Quantity:
    return Quantity.model_validate({"amount": amount, "unit": "USD", **more})


def build_sources() -> tuple[Source, ...]:
    return (
        source(
            "s-a",
            author=(Name(family="Ђорђевић", given="Ана"),),
            title={"sr-Cyrl": "Камере у граду", "en": "Cameras in the city"},
            URL="https://example.org/a?x=1&y=2",
            sightings=(
                Sighting(date="2024-01-02", state="alive"),
                Sighting(date="2024-05-01", state="missing"),
            ),
            body="A *note* on the [page](https://example.org/).",
        ),
        source("s-b", author=(Name(literal="Čuvari Grada"),), via=("s-a",)),
    )


def build_claims() -> tuple[Claim, ...]:
    return (
        claim("c-a", "s-a", cameras("1,000"), stated="1,000 cameras", status="planned", valid="2024"),
        claim("c-b", "s-b", cameras("3,500", hedge="up_to"), stated="up to 3,500", status="capacity"),
        claim("c-c", "s-b", cameras("1,200"), stated="1,200 cameras", status="planned", valid="2024"),
        claim(
            "c-hidden-by-them",
            "s-a",
            Quantity(state="withheld"),
            stated="did not say",
            measure="installed",
        ),
        claim("c-list", "s-a", dollars("3", magnitude="million"), measure="list_price", subject="k-net"),
        claim("c-final", "s-a", dollars("1.2", magnitude="million"), measure="final_price", subject="k-net"),
        claim("c-law", "s-a", Category.model_validate({"is": "no"}), measure="legal_basis"),
        claim("c-start", "s-a", Dated(date="2019-03"), measure="start"),
    )


def build_table() -> Table:
    change = Break(at="2023", why="New questions.")
    return Table(
        id="index",
        title="An index",
        path="indicators/index.csv",
        key="year",
        columns=(
            Column(name="year", title="Year"),
            Column(name="score", title="Score", unit="point", source="s-a", breaks=(change,)),
        ),
        rows=(("2021", "64"), ("2022", "-"), ("2023", "60"), ("2024", "57.5")),
    )


def build_event() -> Event:
    return Event(
        id="e-start",
        date="2019-03",
        title={"sr-Latn": "Početak rada", "en": "It begins"},
        kind="installation",
        summary="The first of {c-a}.",
        claims=("c-start",),
        sources=("s-a",),
        actors=("a-city",),
    )


def build_actor() -> Actor:
    role = Role(role="buyer", of="k-net")
    return Actor(id="a-city", kind="public_body", name="The city", roles=(role,), sources=("s-a",))


def build_contract() -> Contract:
    item = Item(id="all", title="All of it", list_price="c-list", final_price="c-final")
    return Contract(
        id="k-net", title="The network", buyer="a-city", items=(item,), missing=("Tax.",), sources=("s-a",)
    )


def build_programme() -> Programme:
    street = Devices(sort="street", claim="c-a")
    return Programme(id="g-net", title="City network", devices=(street,), claims=("c-b",))


def build_manifest() -> Manifest:
    return Manifest(
        id="small",
        title="A small case",
        summary="What it is about.",
        as_of=DAY,
        licence="CC BY 4.0",
        unknown=("Who pays.",),
    )


def build_share() -> Derived:
    inputs = {"final": "c-final", "list": "c-list"}
    return Derived(id="d-share", title="Share that is paid", formula="final / list", inputs=inputs)


def build_question() -> Question:
    answer = "Planned were {c-a}; who watches is {c-hidden-by-them}."
    return Question(id="q-how-many", text="How many?", answer=answer)


def build_small() -> Case:
    place = Place(id="l-grad", name={"en": "Town", "sr-Cyrl": "Град"}, lat=44.8, lon=20.46)
    limit = Limitation(id="m-a", source="s-a", locator="end", text="Documents only.")
    return Case(
        manifest=build_manifest(),
        sources={s.id: s for s in build_sources()},
        claims={c.id: c for c in build_claims()},
        derived={"d-share": build_share()},
        unresolved={"u-a": Unresolved(id="u-a", claim="c-b", why="No count is given.")},
        events={"e-start": build_event()},
        actors={"a-city": build_actor()},
        contracts={"k-net": build_contract()},
        programmes={"g-net": build_programme()},
        places={"l-grad": place},
        questions={"q-how-many": build_question()},
        limitations={"m-a": limit},
        tables={"index": build_table()},
    )
