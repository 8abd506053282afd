"""An RO-Crate 1.2: the data package of a case, described with its sources, actors and places in JSON-LD. Writes only.

It describes; what it has no words for (hedges, intervals, disputes) stands in the tables that it carries.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from sousveil.problems import UsageError
from sousveil.records.source import Source
from sousveil.records.things import Actor, Place

from .datapackage import render_package
from .told import Told, list_words, say_look, say_name

ABOUT = "datapackage.json"
METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
# Types of schema.org by those of CSL; every other source is a `CreativeWork`.
TYPES = MappingProxyType(
    {
        "article": "Article",
        "article-journal": "ScholarlyArticle",
        "article-magazine": "Article",
        "article-newspaper": "NewsArticle",
        "bill": "Legislation",
        "book": "Book",
        "chapter": "Chapter",
        "dataset": "Dataset",
        "legislation": "Legislation",
        "map": "Map",
        "paper-conference": "ScholarlyArticle",
        "post": "SocialMediaPosting",
        "post-weblog": "BlogPosting",
        "regulation": "Legislation",
        "report": "Report",
        "thesis": "Thesis",
        "webpage": "WebPage",
    }
)
KINDS = MappingProxyType(
    {
        "public_body": "GovernmentOrganization",
        "company": "Corporation",
        "state": "Country",
        "person": "Person",
    }
)
"""The same of actors; every other one is an `Organization`."""
# Licences for data, by the ids that SPDX gives them.
_SPDX = re.compile(r"CC0-1\.0|CC-BY(-NC)?(-ND|-SA)?-\d\.\d|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0")

Entity = dict[str, object]


def render_crate(told: Told) -> dict[str, str]:
    """The files of the crate: the data package, and `ro-crate-metadata.json`.

    Raises UsageError where the case speaks of no day: the format asks when it was published.
    """
    if not told.as_of:
        raise UsageError("an RO-Crate says of which day it is: write as_of in case.toml, or give --as-of")
    files = render_package(told)
    graph = [
        {name: _fold(value) for name, value in one.items() if value} for one in _list_entities(told, files)
    ]
    made = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return {METADATA: json.dumps(made, ensure_ascii=False, indent=1) + "\n", **files}


def _list_entities(told: Told, files: Mapping[str, str]) -> Iterator[Entity]:
    """What the crate is, its files, and what it speaks of."""
    case, manifest = told.case, told.case.manifest
    yield {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": told.say(manifest.title),
        "description": "\n\n".join(
            [
                told.say(manifest.summary) or told.say(manifest.title),
                *(f"Not known: {told.say(text)}" for text in manifest.unknown),
            ]
        ),
        "datePublished": told.as_of,
        "license": {"@id": _place_licence(told.licence)},
        "creditText": list(told.attribution),
        "hasPart": [{"@id": name} for name in sorted(files)],
        "isBasedOn": _name(case.sources),
        "mentions": _name([*case.actors, *case.places]),
    }
    yield {
        "@id": _place_licence(told.licence),
        "@type": "CreativeWork",
        "name": told.licence,
        "description": f"Terms of use, as the case states them: {told.licence}",
    }
    yield from _list_files(files)
    yield from (_source(source, told) for source in case.sources.values())
    yield from (_actor(actor, told) for actor in case.actors.values())
    for place in case.places.values():
        yield from _place(place, told)


def _list_files(files: Mapping[str, str]) -> Iterator[Entity]:
    titles = {one["path"]: one["title"] for one in json.loads(files[ABOUT])["resources"]}
    titles[ABOUT] = "What the columns of the tables mean (Frictionless data package)."
    for name, content in sorted(files.items()):
        yield {
            "@id": name,
            "@type": "File",
            "name": PurePosixPath(name).stem.replace("_", " "),
            "description": titles[name],
            "encodingFormat": "text/csv" if name.endswith(".csv") else "application/json",
            "contentSize": str(len(content.encode())),
        }


def _source(source: Source, told: Told) -> Entity:
    """A source; what is known of its way to us in words."""
    said = [*list_words(source.note), f"Kind: {source.kind}, {source.type}"]
    said += ["Became public without its owner's consent"] if source.leaked else []
    said += [f"Known through {', '.join(source.via)}"] if source.via else []
    said += [f"Copy of {one.captured}, SHA-256 {one.sha256}" for one in source.captures]
    said += [f"Seen {one.date}: {one.state.replace('_', ' ')}" for one in source.sightings]
    said += map(say_look, source.authenticity)
    titles = list_words(source.title)
    return {
        "@id": f"#{source.id}",
        "@type": TYPES.get(source.type, "CreativeWork"),
        "identifier": [source.id, *([f"https://doi.org/{source.DOI}"] if source.DOI else [])],
        "name": told.say(source.title),
        "alternateName": [title for title in titles if title != told.say(source.title)],
        "creditText": "; ".join(say_name(name) for name in source.author),
        "publisher": source.publisher,
        "isPartOf": source.container_title,
        "datePublished": source.issued,
        "inLanguage": source.language,
        "url": source.URL,
        "archivedAt": source.archive,
        "isBasedOn": _name(id_ for id_ in source.republishes if id_ in told.case.sources),
        "description": "; ".join(said),
    }


def _actor(actor: Actor, told: Told) -> Entity:
    """An actor; of a person the public role and why they are named, and nothing else."""
    person = actor.kind == "person"
    return {
        "@id": f"#{actor.id}",
        "@type": KINDS.get(actor.kind, "Organization"),
        "name": told.say(actor.name),
        "alternateName": list(actor.aliases),
        "jobTitle": told.say(actor.public_role) if person else None,
        "description": "; ".join([*list_words(actor.note), *list_words(actor.public_interest)]),
        "subjectOf": _name(id_ for id_ in actor.sources if id_ in told.case.sources),
    }


def _place(place: Place, told: Told) -> Iterator[Entity]:
    """A place, and its coordinates where it has some."""
    here = place.lat is not None and place.lon is not None
    yield {
        "@id": f"#{place.id}",
        "@type": "Place",
        "name": told.say(place.name),
        "alternateName": [name for name in list_words(place.name) if name != told.say(place.name)],
        "geo": {"@id": f"#{place.id}.geo"} if here else None,
        "description": "; ".join(list_words(place.note)),
    }
    if here:
        yield {
            "@id": f"#{place.id}.geo",
            "@type": ["Geometry", "GeoCoordinates"],
            "name": f"{place.lat}, {place.lon}",
            "latitude": str(place.lat),
            "longitude": str(place.lon),
            "asWKT": f"POINT ({place.lon} {place.lat})",
        }


def _fold(value: object) -> object:
    """A list of one as its member, as the format recommends."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _place_licence(words: str) -> str:
    """Where a licence stands: at SPDX if it is one of those, else in the crate itself."""
    name = words.replace(" ", "-")
    return f"https://spdx.org/licenses/{name}" if _SPDX.fullmatch(name) else "#licence"


def _name(ids: Iterable[str]) -> list[Entity]:
    """Records as entities of the crate."""
    return [{"@id": f"#{id_}"} for id_ in ids]
