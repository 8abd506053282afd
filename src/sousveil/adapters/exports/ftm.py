"""FollowTheMoney entities as JSON lines, for OpenAleph and the tools around it. Writes only.

A person appears only in a public role. The format has no hedge, interval or dispute: they stand in descriptions, and
an amount is given only where somebody stated one without a hedge and nothing disputes it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sousveil.records.source import Source
from sousveil.records.things import Actor, Contract, Event, Place, Programme

from .told import Told, list_words, read_date, say_look, say_name

KINDS = MappingProxyType(
    {
        "public_body": "PublicBody",
        "company": "Company",
        "organisation": "Organization",
        "media": "Organization",
        "academic": "Organization",
        "international": "Organization",
        "state": "PublicBody",
        "person": "Person",
    }
)
_LANGUAGES = MappingProxyType(
    {"en": "eng", "sr": "srp", "zh": "zho", "fi": "fin", "sv": "swe", "de": "deu", "fr": "fra"}
)
"""BCP 47 → ISO 639-3, which FollowTheMoney has; other tags stand in the notes."""

Values = Mapping[str, Iterable[str | None]]


def render_ftm(told: Told) -> str:
    """An entity a line, in the order of the case: sources, actors, places, programmes, contracts, events, claims."""
    lines = (json.dumps(entity, ensure_ascii=False) for entity in _Writer(told).entities())
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes the entities of one case; ids of records carry the case's before them."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._case = told.case
        self._known = {
            id_
            for kind in ("sources", "actors", "places", "programmes", "contracts", "events")
            for id_ in getattr(told.case, kind)
        }

    def entities(self) -> Iterator[dict[str, object]]:
        """Every entity."""
        case = self._case
        yield self._build("about", "Note", self._about())
        for source in case.sources.values():
            yield self._build(source.id, "Document", self._source(source))
        for actor in case.actors.values():
            yield self._build(actor.id, KINDS[actor.kind], self._actor(actor))
            yield from self._roles(actor)
        for place in case.places.values():
            yield self._build(place.id, "Address", self._place(place))
        for programme in case.programmes.values():
            yield from self._programme(programme)
        for contract in case.contracts.values():
            yield from self._contract(contract)
        for event in case.events.values():
            yield self._build(event.id, "Event", self._event(event))
        for claim in case.claims.values():
            said: Values = {
                "name": [claim.id],
                "description": [self._told.sentence(claim)],
                "entity": self._ids([claim.subject]),
                "proof": self._ids([claim.source]),
                "notes": list_words(claim.note),
            }
            yield self._build(claim.id, "Note", said)

    def _build(self, id_: str, schema: str, said: Values) -> dict[str, object]:
        """An entity; properties without a value are left out."""
        kept = {name: [one for one in dict.fromkeys(values) if one] for name, values in said.items()}
        properties = {name: values for name, values in sorted(kept.items()) if values}
        return {"id": self._id(id_), "schema": schema, "properties": properties}

    def _id(self, id_: str) -> str:
        """An id as FollowTheMoney allows it: letters, digits, dots and dashes, a letter or digit at each end."""
        plain = re.sub(r"[^a-z0-9.-]|[.-]$", lambda mark: f"-x{ord(mark[0]):x}", id_)
        return f"{re.sub('[^a-z0-9]', '-', self._case.manifest.id)}-{plain}"

    def _ids(self, ids: Iterable[str | None]) -> list[str]:
        """The entities of ids; none for what is no entity of this export."""
        return [self._id(id_) for id_ in ids if id_ and id_ in self._known]

    def _about(self) -> Values:
        manifest = self._case.manifest
        return {
            "name": list_words(manifest.title),
            "description": [
                *list_words(manifest.summary),
                *(self._told.say(text) for text in manifest.unknown),
            ],
            "notes": [f"Licence: {self._told.licence}", *self._told.attribution, f"As of {self._told.as_of}"],
        }

    def _source(self, source: Source) -> Values:
        language = (source.language or "").split("-")[0]
        captures = [f"Copy of {one.captured}, SHA-256 {one.sha256}" for one in source.captures]
        looks = map(say_look, source.authenticity)
        notes = [*list_words(source.note), f"Kind: {source.kind}, {source.type}", *captures, *looks]
        notes += [f"Language: {source.language}"] if language not in _LANGUAGES and language else []
        notes += ["Became public without its owner's consent"] if source.leaked else []
        notes += [f"Known through {', '.join(source.via)}"] if source.via else []
        return {
            "fileName": [source.id],
            "title": list_words(source.title),
            "author": [say_name(name) for name in source.author],
            "publisher": [source.publisher, source.container_title],
            "publishedAt": _days(source.issued),
            "retrievedAt": _days(source.accessed),
            "sourceUrl": [
                source.URL,
                f"https://doi.org/{source.DOI}" if source.DOI else None,
                source.archive,
            ],
            "language": [_LANGUAGES.get(language)],
            "notes": [*notes, f"Date as written: {source.issued}" if source.issued else None],
        }

    def _actor(self, actor: Actor) -> Values:
        person = actor.kind == "person"
        return {
            "name": list_words(actor.name),
            "alias": actor.aliases,
            "country": [actor.country.lower() if actor.country and not person else None],
            "position": list_words(actor.public_role) if person else [],
            "parent": self._ids([actor.part_of]) if actor.part_of in self._case.actors else [],
            "proof": self._ids(actor.sources),
            "notes": [*list_words(actor.note), *list_words(actor.public_interest)],
        }

    def _roles(self, actor: Actor) -> Iterator[dict[str, object]]:
        for number, role in enumerate(actor.roles, start=1):
            said: Values = {
                "subject": [self._id(actor.id)],
                "object": self._ids([role.of]),
                "role": [role.role],
                "date": _days(role.when),
                "summary": list_words(role.note),
                "description": [*self._sentences(role.claims), f"When: {role.when}" if role.when else None],
            }
            if said["object"]:
                yield self._build(f"{actor.id}-role-{number}", "UnknownLink", said)

    def _place(self, place: Place) -> Values:
        return {
            "full": [self._told.say(place.name)],
            "name": list_words(place.name),
            "country": [place.country.lower() if place.country else None],
            "latitude": [None if place.lat is None else str(place.lat)],
            "longitude": [None if place.lon is None else str(place.lon)],
            "notes": list_words(place.note),
            "proof": self._ids([place.source]),
        }

    def _programme(self, programme: Programme) -> Iterator[dict[str, object]]:
        states = [f"{state.status} {state.date or '(no date)'} ({state.claim})" for state in programme.states]
        devices = [f"{one.sort} devices by {one.claim}" for one in programme.devices]
        said: Values = {
            "name": list_words(programme.title),
            "projectId": [programme.id],
            "keywords": programme.functions,
            "description": [*states, *devices, *self._sentences(programme.claims)],
            "notes": list_words(programme.note),
        }
        yield self._build(programme.id, "Project", said)
        people = [("operator", programme.operator), *(("supplier", one) for one in programme.suppliers)]
        for number, (role, actor) in enumerate(people, start=1):
            if actor in self._case.actors:
                ends: Values = {
                    "project": [self._id(programme.id)],
                    "participant": self._ids([actor]),
                    "role": [role],
                }
                yield self._build(f"{programme.id}-participant-{number}", "ProjectParticipant", ends)

    def _contract(self, contract: Contract) -> Iterator[dict[str, object]]:
        prices = [id_ for item in contract.items for id_ in _list_prices(item.model_dump())]
        finals = [item.final_price for item in contract.items if not item.part_of and item.final_price]
        money = {**self._sum(finals), "description": self._sentences(prices)}
        said: Values = {
            "title": list_words(contract.title),
            "authority": self._ids([contract.buyer]),
            "contractDate": _days(contract.date),
            "procedure": [contract.procedure],
            "proof": self._ids(contract.sources),
            **money,
            "summary": list_words(contract.confidentiality),
            "notes": [
                *list_words(contract.note),
                *(f"Not known: {self._told.say(text)}" for text in contract.missing),
                f"Date as written: {contract.date}" if contract.date else None,
            ],
        }
        yield self._build(contract.id, "Contract", said)
        for number, supplier in enumerate(contract.suppliers, start=1):
            if supplier in self._case.actors:
                ends: Values = {
                    "supplier": self._ids([supplier]),
                    "contract": [self._id(contract.id)],
                    **money,
                }
                yield self._build(f"{contract.id}-award-{number}", "ContractAward", ends)

    def _sum(self, claims: Iterable[str]) -> Values:
        """Sums stated without a hedge that nothing disputes, with their currencies."""
        plain = [one for id_ in claims if (one := self._told.find_sum(id_))]
        return {"amount": [one.plain for one in plain], "currency": [one.unit for one in plain]}

    def _event(self, event: Event) -> Values:
        when = read_date(event.date)
        one_day = when is not None and "/" not in event.date
        ends = [] if when is None or one_day else [str(when.earliest or ""), str(when.latest or "")]
        return {
            "name": list_words(event.title),
            "date": _days(event.date) if one_day else [],
            "startDate": ends[:1],
            "endDate": ends[1:],
            "summary": list_words(event.summary),
            "keywords": [event.kind],
            "involved": self._ids(event.actors),
            "location": [
                self._told.say(self._case.places[id_].name)
                for id_ in event.places
                if id_ in self._case.places
            ],
            "proof": self._ids(event.sources),
            "description": self._sentences(event.claims),
            "notes": [*list_words(event.note), f"Date as written: {event.date}"],
        }

    def _sentences(self, claims: Iterable[str]) -> list[str]:
        """Claims in words."""
        return [self._told.sentence(self._case.claims[id_]) for id_ in claims if id_ in self._case.claims]


def _days(edtf: str | None) -> list[str]:
    """A date as far as it is certain: year, month or day; none where it is a season, an interval or in doubt."""
    return [edtf] if edtf and re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", edtf) else []


def _list_prices(item: Mapping[str, object]) -> list[str]:
    fields = ("quantity", "unit_price", "list_price", "discount", "final_price")
    return [str(item[name]) for name in fields if item[name]]
