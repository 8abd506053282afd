"""Contracts as an OCDS 1.1.5 release package, one release a contract. Writes only.

A value is given only where it was stated without a hedge and nothing disputes it; a list price is never a tender's
value. Every price as stated, with its bounds and what is in dispute, stands in `statements`, and what the record does
not hold in `notHeld`: fields of the extension in `data/ocds`, which the package declares.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sousveil.records.source import Source
from sousveil.records.things import Contract, Item

from .told import Told, read_date, to_number

EXTENSION = "urn:sousveil:ocds:statements:1"
"""Names the extension; a name and not an address, because it is part of the program and lies on no server."""
NO_VALUE = (
    "No value is given, because it is stated with a hedge, in several amounts, or in dispute: see statements."
)
PRICES = ("quantity", "unit_price", "list_price", "discount", "final_price")
ROLES = ("buyer", "supplier")
Json = dict[str, Any]


def render_ocds(told: Told) -> str:
    """The release package of a case, dated with the day that it speaks of."""
    stamp = _stamp(told.as_of)
    manifest = told.case.manifest
    package: Json = {
        "uri": f"urn:sousveil:case:{manifest.id}:ocds",
        "version": "1.1",
        "extensions": [EXTENSION],
        "publishedDate": stamp,
        "publisher": {"name": told.say(manifest.title)},
        "licenceWords": told.licence,
        "attribution": list(told.attribution),
        "releases": [_build_release(contract, told, stamp) for contract in told.case.contracts.values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _stamp(edtf: str) -> str:
    """The last day of a date as the beginning of that day in UTC, for OCDS asks for a time."""
    when = read_date(edtf)
    day = (when.latest or when.earliest) if when else None
    return f"{day or date.min}T00:00:00Z"


def _build_release(contract: Contract, told: Told, stamp: str) -> Json:
    """One contract: its parties, the award to all suppliers, the contract itself, and what is said of both."""
    buyer = contract.buyer if contract.buyer in told.case.actors else None
    suppliers = [id_ for id_ in contract.suppliers if id_ in told.case.actors]
    items = [_item(item, told) for item in contract.items]
    award: Json = {
        "id": f"{contract.id}-award",
        "title": told.say(contract.title),
        "suppliers": [_reference(id_, told) for id_ in suppliers],
    }
    signed: Json = {
        "id": contract.id,
        "awardID": award["id"],
        "title": told.say(contract.title),
        **_value(contract, told),
        "items": items,
        "documents": [
            _document(told.case.sources[id_], told) for id_ in contract.sources if id_ in told.case.sources
        ],
        "statements": list(_state(contract, told)),
        "dateStated": contract.date,
        "confidentialityRationale": told.say(contract.confidentiality),
        "notHeld": [told.say(text) for text in contract.missing],
    }
    if contract.date and re.fullmatch(r"\d{4}-\d\d-\d\d", contract.date):
        signed["dateSigned"] = f"{contract.date}T00:00:00Z"
    release: Json = {
        "ocid": f"sousveil-{told.case.manifest.id}-{contract.id}",
        "id": f"{contract.id}-{stamp[:10]}",
        "date": stamp,
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "language": told.language,
        "parties": [
            _party(id_, contract, told) for id_ in dict.fromkeys([*([buyer] if buyer else []), *suppliers])
        ],
        "tender": _tender(contract),
        "awards": [_keep(award)],
        "contracts": [_keep(signed)],
    }
    if buyer:
        release["buyer"] = _reference(buyer, told)
    return _keep(release)


def _keep(fields: Mapping[str, Any]) -> Json:
    """The fields that say something: OCDS wants no empty lists."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _tender(contract: Contract) -> Json:
    """The procedure in the words of the case: its words are none of OCDS's methods."""
    if not contract.procedure or contract.procedure == "unknown":
        return {}
    return {"id": f"{contract.id}-tender", "procurementMethodDetails": contract.procedure}


def _reference(actor: str, told: Told) -> Json:
    return {"id": actor, "name": told.say(told.case.actors[actor].name)}


def _party(id_: str, contract: Contract, told: Told) -> Json:
    roles = [
        role for role, ids in zip(ROLES, ([contract.buyer], contract.suppliers), strict=True) if id_ in ids
    ]
    party = {**_reference(id_, told), "roles": roles}
    country = told.case.actors[id_].country
    return party | ({"address": {"countryName": country}} if country else {})


def _value(contract: Contract, told: Told) -> Json:
    """The value of the whole, where one final price was stated in a currency; else why there is none."""
    whole = [item.final_price for item in contract.items if item.part_of is None and item.final_price]
    plain = [one for id_ in whole if (one := told.find_sum(id_))]
    if len(whole) == len(plain) == 1:
        return {"value": {"amount": to_number(plain[0].plain), "currency": plain[0].unit}}
    return {"description": NO_VALUE} if whole else {}


def _item(item: Item, told: Told) -> Json:
    found: Json = {"id": item.id, "description": told.say(item.title)}
    quantity = told.values.get(item.quantity or "")
    if quantity and quantity.plain.isdigit():
        found |= {"quantity": int(quantity.plain), "unit": {"name": quantity.unit or "item"}}
    price = told.values.get(item.unit_price or "")
    currency = price.unit.partition("/")[0] if price else ""
    if price and price.plain and re.fullmatch("[A-Z]{3}", currency):
        value = {"amount": to_number(price.plain), "currency": currency}
        found["unit"] = {**found.get("unit", {"name": "item"}), "value": value}
    return found


def _document(source: Source, told: Told) -> Json:
    fields: Json = {
        "id": source.id,
        "title": told.say(source.title),
        "description": f"{source.kind}, {source.type}" + ("; leaked" if source.leaked else ""),
        "url": source.URL or source.archive,
        "language": (source.language or "").split("-")[0],
    }
    if source.issued and re.fullmatch(r"\d{4}-\d\d-\d\d", source.issued):
        fields["datePublished"] = f"{source.issued}T00:00:00Z"
    return _keep(fields)


def _state(contract: Contract, told: Told) -> Iterator[Json]:
    """Every claim about the contract and its items: as stated, as it reads, and what is in dispute about it."""
    roles = [
        (claim, item.id, name)
        for item in contract.items
        for name in PRICES
        if (claim := getattr(item, name)) is not None
    ]
    priced = {claim for claim, _, _ in roles}
    roles += [(claim, "", "") for claim in contract.claims if claim not in priced]
    for id_, item, role in roles:
        claim, value = told.case.claims.get(id_), told.values.get(id_)
        if claim is None or value is None:
            continue
        yield _keep(
            {
                "id": f"{id_}-{role}" if role else id_,
                "claim": id_,
                "item": item,
                "role": role or claim.measure,
                "stated": claim.stated,
                "words": value.words,
                "unit": value.unit,
                "low": to_number(value.low) if value.low else None,
                "high": to_number(value.high) if value.high else None,
                "lowOpen": value.low_open or None,
                "highOpen": value.high_open or None,
                "rule": value.rule,
                "status": claim.status,
                "source": claim.source,
                "locator": claim.locator,
                "disputes": list(_sentences(told, id_)),
            }
        )


def _sentences(told: Told, claim: str) -> Iterable[str]:
    return (f"{one.verdict}: {one.sentence}" for one in told.of(claim))
