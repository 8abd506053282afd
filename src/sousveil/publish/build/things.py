"""Builds what is shown of contracts, programmes, actors and places.

A price, quantity or place that nobody states stays empty and is said to be so; it is never a zero.
"""

from sousveil.publish.dates import say_date
from sousveil.publish.payloads import ActorView, ContractView, DeviceRow, ItemRow, PlaceView, ProgrammeView
from sousveil.publish.pieces import Fact, FigureView, FindingLine, Link, Said
from sousveil.publish.tongue import choose_text, say_word, tell
from sousveil.records.things import Actor, Contract, Devices, Item, Place, Programme, Role

from .asked import build_flags, build_prices
from .figures import build_figure, build_figures
from .index import Index


def _figure(id_: str | None, index: Index) -> FigureView | None:
    claim = index.case.claims.get(id_ or "")
    return build_figure(claim, index) if claim else None


def build_contracts(index: Index) -> tuple[ContractView, ...]:
    """Contracts with the breakdown of their prices."""
    return tuple(_contract(contract, index) for contract in index.case.contracts.values())


def _contract(contract: Contract, index: Index) -> ContractView:
    about = [
        claim.id for claim in index.claims_of.get(contract.id, ()) if claim.subject.startswith(contract.id)
    ]
    claims = dict.fromkeys([*contract.claims, *about])
    priced = {id_ for item in contract.items for id_ in _prices(item)}
    buyer = index.link(contract.buyer) if contract.buyer else Link(text="")
    programme = index.link(contract.programme) if contract.programme else Link(text="")
    facts = (
        Fact(name=tell("fact.buyer", index.language), text=buyer.text, href=buyer.href),
        Fact(name=tell("fact.date", index.language), text=say_date(contract.date, index.language)),
        Fact(
            name=tell("fact.procedure", index.language),
            text=say_word(contract.procedure or "", index.language),
        ),
        Fact(
            name=tell("fact.confidentiality", index.language), text=index.said(contract.confidentiality).text
        ),
        Fact(name=tell("fact.programme", index.language), text=programme.text, href=programme.href),
    )
    return ContractView(
        id=contract.id,
        title=index.said(contract.title),
        facts=tuple(fact for fact in facts if fact.text),
        suppliers=index.link_all(contract.suppliers),
        items=tuple(_item(item, contract, index) for item in contract.items),
        figures=build_figures((id_ for id_ in claims if id_ not in priced), index),
        findings=_findings_of([*claims, *priced, contract.id], index),
        missing=index.texts(contract.missing),
        sources=index.link_all(contract.sources),
        events=index.link_all(contract.events),
        note=index.prose(contract.note),
        prices=build_prices(contract, index),
        flags=build_flags(contract, index),
    )


def _prices(item: Item) -> tuple[str, ...]:
    named = (item.quantity, item.unit_price, item.list_price, item.discount, item.final_price)
    return tuple(id_ for id_ in named if id_)


def _item(item: Item, contract: Contract, index: Index) -> ItemRow:
    whole = next((other.title for other in contract.items if other.id == item.part_of), None)
    return ItemRow(
        title=index.said(item.title),
        quantity=_figure(item.quantity, index),
        unit_price=_figure(item.unit_price, index),
        list_price=_figure(item.list_price, index),
        discount=_figure(item.discount, index),
        final_price=_figure(item.final_price, index),
        part_of=choose_text(whole, index.language, index.case.manifest.language)[0],
    )


def _findings_of(ids: list[str], index: Index) -> tuple[FindingLine, ...]:
    """The findings that use any of the records, each once, in their order."""
    found = {line.number: line for id_ in ids for line in index.findings_of.get(id_, ())}
    return tuple(found[number] for number in sorted(found))


def build_programmes(index: Index) -> tuple[ProgrammeView, ...]:
    """Programmes with their states and devices by sort."""
    return tuple(_programme(programme, index) for programme in index.case.programmes.values())


def _programme(programme: Programme, index: Index) -> ProgrammeView:
    operator = index.link(programme.operator) if programme.operator else Link(text="")
    whole = index.link(programme.part_of) if programme.part_of else Link(text="")
    shown = {devices.claim for devices in programme.devices}
    about = [
        claim.id for claim in index.claims_of.get(programme.id, ()) if claim.subject.startswith(programme.id)
    ]
    facts = (
        Fact(name=tell("fact.operator", index.language), text=operator.text, href=operator.href),
        Fact(name=tell("fact.part_of", index.language), text=whole.text, href=whole.href),
    )
    return ProgrammeView(
        id=programme.id,
        title=index.said(programme.title),
        facts=tuple(fact for fact in facts if fact.text),
        suppliers=index.link_all(programme.suppliers),
        places=index.link_all(programme.places),
        states=tuple(
            (say_word(s.status, index.language), say_date(s.date, index.language), index.link(s.claim))
            for s in programme.states
        ),
        devices=tuple(_devices(devices, index) for devices in programme.devices),
        functions=tuple(say_word(function, index.language) for function in programme.functions),
        figures=build_figures((id_ for id_ in [*programme.claims, *about] if id_ not in shown), index),
        note=index.prose(programme.note),
    )


def _devices(devices: Devices, index: Index) -> DeviceRow:
    return DeviceRow(
        sort=say_word(devices.sort, index.language),
        figure=_figure(devices.claim, index),
        includes_existing=say_word(devices.includes_existing, index.language),
        note=index.prose(devices.note),
    )


def build_actors(index: Index) -> tuple[ActorView, ...]:
    """Bodies, companies and persons in a public role, by name."""
    views = [_actor(actor, index) for actor in index.case.actors.values()]
    return tuple(sorted(views, key=lambda view: (view.name.text.lower(), view.id)))


def _actor(actor: Actor, index: Index) -> ActorView:
    return ActorView(
        id=actor.id,
        name=index.said(actor.name),
        aliases=actor.aliases,
        kind=say_word(actor.kind, index.language),
        public_role=index.said(actor.public_role).text,
        roles=tuple(_role(role, index) for role in actor.roles),
        sources=index.link_all(actor.sources),
        note=index.prose(actor.note),
    )


def _role(role: Role, index: Index) -> tuple[str, Link, str]:
    of = index.link(role.of) if role.of else Link(text="")
    return say_word(role.role, index.language), of, say_date(role.when, index.language)


def build_places(index: Index) -> tuple[PlaceView, ...]:
    """Places with their names in every language given, and the figures about them."""
    return tuple(_place(place, index) for place in index.case.places.values())


def _place(place: Place, index: Index) -> PlaceView:
    names = place.name if isinstance(place.name, dict) else {}
    own = index.said(place.name)
    return PlaceView(
        id=place.id,
        name=own,
        names=tuple(Said(text=text, language=tag) for tag, text in names.items() if text != own.text),
        kind=say_word(place.kind, index.language),
        within=index.link(place.within) if place.within else None,
        coordinates="" if place.lat is None or place.lon is None else f"{place.lat:.4f}, {place.lon:.4f}",
        figures=build_figures(
            (c.id for c in index.claims_of.get(place.id, ()) if c.subject == place.id), index
        ),
    )
