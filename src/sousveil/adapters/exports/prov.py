"""Where what a case says comes from, as PROV-JSON (W3C member submission of 2013): what rests on what. Writes only.

A claim is a quotation from its source; derived figures, answers and disputes rest on claims. PROV knows no interval and
no disagreement: they stand in attributes of the name space that the file declares.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from urllib.parse import quote

from sousveil.records.base import Text
from sousveil.records.claim import Claim
from sousveil.records.source import Source
from sousveil.records.things import Actor

from .told import Told

PREFIXES = {"own": "urn:sousveil:prov:1:", "dcterms": "http://purl.org/dc/terms/"}
KINDS = ("entity", "agent", "wasDerivedFrom", "wasAttributedTo", "specializationOf")
"""Statements in the order they are written."""


def render_prov(told: Told) -> str:
    """Sources, copies, series, claims, derived figures, answers, disputes, actors, and their relations."""
    writer = _Writer(told)
    writer.write()
    made: dict[str, object] = {
        "prefix": {"case": f"urn:sousveil:case:{told.case.manifest.id}:", **PREFIXES},
        **{kind: writer.statements[kind] for kind in KINDS if kind in writer.statements},
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Collects statements by kind; a relation only where both its ends are there."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._case = case = told.case
        self.statements: dict[str, dict[str, Mapping[str, object]]] = defaultdict(dict)
        self._columns = {
            f"{table.id}.{one.name}": one for table in case.tables.values() for one in table.columns
        }
        kinds = (case.sources, case.claims, case.derived, case.questions, self._columns)
        self._known = {id_ for kind in kinds for id_ in kind}
        self._numbers = count(1)

    def write(self) -> None:
        """Every statement."""
        self._about()
        for actor in self._case.actors.values():
            self._actor(actor)
        for source in self._case.sources.values():
            self._source(source)
        for id_, column in self._columns.items():
            self._put(id_, "Series", column.title)
            self._derive(id_, [column.source, *column.via])
        for claim in self._case.claims.values():
            self._claim(claim)
        for figure in self._case.derived.values():
            self._put(figure.id, "Derived", figure.title, formula=figure.formula, because=figure.because)
            self._derive(figure.id, (one.partition("@")[0] for one in figure.inputs.values()))
        for question in self._case.questions.values():
            self._put(question.id, "Answer", question.text, answer=question.answer)
            self._derive(question.id, question.claims)
        for number, found in enumerate(self._told.disputes, start=1):
            id_ = f"_dispute-{number}"
            self._put(id_, "Dispute", found.sentence, finding=found.key, verdict=found.verdict)
            self._derive(id_, found.rests_on)

    def _about(self) -> None:
        manifest = self._case.manifest
        self._put("_about", "Case", manifest.title, as_of=self._told.as_of or None, summary=manifest.summary)
        self.statements["entity"][_id("_about")] = {
            **self.statements["entity"][_id("_about")],
            "own:not_known": [one for text in manifest.unknown for one in _say(text)],
            "dcterms:license": self._told.licence,
            "dcterms:rights": list(self._told.attribution),
        }

    def _actor(self, actor: Actor) -> None:
        """An actor as agent; of a person the public role and why they are named, and nothing else."""
        sort = "prov:Person" if actor.kind == "person" else "prov:Organization"
        self.statements["agent"][_id(actor.id)] = {
            "prov:type": {"$": sort, "type": "prov:QUALIFIED_NAME"},
            "prov:label": _say(actor.name),
            **_say_own(public_role=actor.public_role, public_interest=actor.public_interest),
        }

    def _source(self, source: Source) -> None:
        """A source, what it repeats, and its stored copies by their digests."""
        self._put(
            source.id,
            "Source",
            source.title,
            kind=source.kind,
            issued=source.issued,
            publisher=source.publisher or source.container_title,
            address=source.URL,
            known_through=", ".join(source.via) or None,
            leaked="became public without its owner's consent" if source.leaked else None,
        )
        self._derive(source.id, source.republishes)
        for copy in source.captures:
            id_ = f"_copy-{copy.sha256}"
            self._put(id_, "Copy", None, captured=copy.captured, sha256=copy.sha256)
            ends = {"prov:specificEntity": _id(id_), "prov:generalEntity": _id(source.id)}
            self._relate("specializationOf", ends)

    def _claim(self, claim: Claim) -> None:
        """A claim: quoted from its source, which has it from those it names; who says so in the source."""
        value = self._told.values[claim.id]
        self._put(
            claim.id,
            "Claim",
            claim.summary,
            stated=claim.stated,
            locator=claim.locator,
            value=value.words,
            reads_as=f"{value.bounds} {value.unit}".strip() or None,
            rule=value.rule or None,
            sentence=self._told.sentence(claim),
        )
        self._derive(claim.id, [claim.source], "prov:Quotation")
        self._derive(claim.id, claim.via[-1:], "prov:PrimarySource")
        self._derive(claim.id, [*claim.via[:-1], claim.restates])
        if claim.asserted_by and claim.asserted_by in self._case.actors:
            ends = {"prov:entity": _id(claim.id), "prov:agent": _id(claim.asserted_by)}
            self._relate("wasAttributedTo", ends)

    def _put(self, id_: str, sort: str, label: Text | None, **said: Text | None) -> None:
        """An entity of a sort of our own; what is not said is left out."""
        self.statements["entity"][_id(id_)] = {
            "prov:type": {"$": f"own:{sort}", "type": "prov:QUALIFIED_NAME"},
            **({"prov:label": _say(label)} if label else {}),
            **_say_own(**said),
        }

    def _derive(self, id_: str, sources: Iterable[str | None], sort: str = "") -> None:
        """That an entity rests on others, as far as they are there."""
        for source in dict.fromkeys(sources):
            if source in self._known:
                ends: dict[str, object] = {
                    "prov:generatedEntity": _id(id_),
                    "prov:usedEntity": _id(source),
                }
                if sort:
                    ends["prov:type"] = {"$": sort, "type": "prov:QUALIFIED_NAME"}
                self._relate("wasDerivedFrom", ends)

    def _relate(self, kind: str, ends: Mapping[str, object]) -> None:
        self.statements[kind][f"_:r{next(self._numbers)}"] = ends


def _id(id_: str) -> str:
    """A record as a qualified name; names that begin with `_` are no record's."""
    return f"case:{quote(id_, safe='')}"


def _say(text: Text | None) -> list[object]:
    """A text in every language it is given in, each with its tag; without one where none is said."""
    if isinstance(text, dict):
        return [{"$": words, "lang": tag} for tag, words in text.items()]
    return [text] if text else []


def _say_own(**said: Text | None) -> dict[str, object]:
    """Attributes of our own; what is not said is left out."""
    return {f"own:{name}": _say(text) for name, text in said.items() if text}
