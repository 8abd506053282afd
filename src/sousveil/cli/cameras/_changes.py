"""Shows what changed between two versions of a list.

Its field names in JSON are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
from collections import Counter
from collections.abc import Mapping

from sousveil.cli._paper import Paper
from sousveil.records.camera import Observation
from sousveil.register.reasons import say_field
from sousveil.register.versions import Change, What
from sousveil.workbench.cameras.register import Differing

FORMAT = 1
SHOWN = 20
"""Changes of one sort that are printed; the others are counted."""
WORDS: Mapping[What, str] = {
    What.NEW: "new",
    What.MOVED: "moved",
    What.CHANGED: "changed",
    What.FIRST_MISSING: "first missing",
    What.UNCERTAIN: "uncertain: a person has to tell",
}


def render_changes(found: Differing) -> str:
    """Every change as one JSON document."""
    counts = Counter(change.what for change in found.changes)
    answer = {
        "format": FORMAT,
        "same": found.same,
        "counts": {what.value: counts[what] for what in What},
        "changes": [
            {
                "what": change.what.value,
                "old": _entry(change.old),
                "new": _entry(change.new),
                "moved_m": change.moved_m,
                "fields": [
                    {"field": field, "old": before, "new": after} for field, before, after in change.fields
                ],
            }
            for change in found.changes
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _entry(observation: Observation | None) -> Mapping[str, object] | None:
    """An entry by its id and place."""
    if observation is None:
        return None
    return {"id": observation.id, "lonlat": observation.lonlat, "names": dict(observation.names)}


def put_changes(paper: Paper, found: Differing) -> None:
    """How many of what, and the first of each."""
    counts = Counter(change.what for change in found.changes)
    paper.table(
        [
            (("same", "dim"), f"{found.same:>8,}"),
            *(((WORDS[what], "dim"), f"{counts[what]:>8,}") for what in What),
        ]
    )
    for what in What:
        changes = [change for change in found.changes if change.what is what]
        if changes:
            paper.heading(f"{WORDS[what][:1].upper()}{WORDS[what][1:]}")
        for change in changes[:SHOWN]:
            paper.put(_say(change), indent=2, hang=4)
        if len(changes) > SHOWN:
            paper.put((f"{len(changes) - SHOWN:,} more with --format json", "dim"), indent=2)


def _say(change: Change) -> str:
    """One change on a line."""
    entries = [one for one in (change.old, change.new) if one]
    ids = " → ".join(dict.fromkeys(one.id for one in entries))
    named = next(
        (said for one in entries for field in ("name", "street") if (said := say_field(field, one))), ""
    )
    moved = [f"moved {change.moved_m:,.0f} m"] if change.moved_m else []
    fields = [
        f"{field} {before or 'nothing'} → {after or 'nothing'}" for field, before, after in change.fields
    ]
    return ": ".join([f"{ids} {named}".strip(), *filter(None, [", ".join([*moved, *fields])])])
