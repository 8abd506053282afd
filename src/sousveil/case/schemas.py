"""JSON Schemas of the files of a case, so that an editor completes and checks while one types.

Derived from the record models and nothing else. A schema knows fields, words and forms; it cannot know whether an id
leads anywhere, which is `check`'s work.
"""

import json

from pydantic import TypeAdapter

from sousveil.records.case import KINDS, Manifest
from sousveil.records.source import Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render_schemas() -> dict[str, str]:
    """File name → JSON Schema (2020-12) of each kind of file."""
    found = {"case.json": _render(TypeAdapter(Manifest), "case.toml")}
    for kind, (place, model) in KINDS.items():
        if model is Source:
            found["sources.json"] = _render(TypeAdapter(Source), "the fields of a file of sources/")
        else:
            where = place if "." in place else f"the files of {place}/"
            found[f"{kind}.json"] = _render(TypeAdapter(list[model]), where)  # type: ignore[valid-type]  # a variable model
    return found


def _render(adapter: TypeAdapter[object], where: str) -> str:
    """One schema as text."""
    schema = {"$schema": DIALECT, "title": f"Sousveil: {where}", **adapter.json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
