"""Shows whether the stored copies of a case are as they were: sentences for people, everything for programs.

Its field names in JSON are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
from dataclasses import asdict

from sousveil.cli._finding import put_problem
from sousveil.cli._json import build_entry
from sousveil.cli._paper import Paper
from sousveil.workbench.custody.authenticity import Stamped
from sousveil.workbench.custody.verifying import Verified

FORMAT = 1
UNTOLD = (
    "What this cannot tell: whether lines at the end were cut off, or the last one rewritten. Note the head elsewhere, "
    "and `--head` says whether the chain still holds it."
)


def render_verified(found: Verified) -> str:
    """The whole answer."""
    return json.dumps(
        {
            "format": FORMAT,
            "files": found.files,
            "bytes": found.bytes,
            "events": found.events,
            "heads": list(found.heads),
            "stamps": [asdict(one) for one in found.stamps],
            "sound": not found.problems,
            "problems": [build_entry(problem) for problem in found.problems],
        },
        ensure_ascii=False,
        indent=1,
    )


def put_verified(paper: Paper, found: Verified) -> None:
    """What differs, how much was looked at, and the digest to note elsewhere."""
    for problem in found.problems:
        put_problem(paper, problem)
    for one in found.stamps:
        said = f"{one.file}, as it is listed, existed not later than {one.at}, says {one.authority}"
        paper.put(f"{said}; {one.root} vouches for that. {_say_revocation(one)}", hang=2)
    files = "1 stored file" if found.files == 1 else f"{found.files:,} stored files"
    events = "1 event" if found.events == 1 else f"{found.events:,} events"
    paper.put((f"{files}, {found.bytes:,} bytes; {events}", "bold"))
    for head in found.heads:
        paper.put(("head  ", "dim"), head)
    if found.events:
        paper.put((UNTOLD, "dim"))


def _say_revocation(one: Stamped) -> str:
    """Whether the certificate behind a time stamp was taken back, as far as the time stamp itself says."""
    if one.revocation == "not asked":
        return (
            "Whether its certificate was taken back is not known: the time stamp holds no answer on that, and nobody"
            " was asked"
        )
    return (
        f"Its certificate was not taken back as of {one.revocation_as_of}, by the {one.revocation_by} in the time"
        " stamp; what came later is not known"
    )
