"""What people decided about observations of cameras: that two are one, that a camera is gone, that it looks indoors.

Holds the decision as it was written; what follows from it, the register works out.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Edtf, Id, Record, Text, Words

Verdict = Literal[
    "same",
    "different",
    "ambiguous",
    "operating",
    "gone",
    "moved",
    "indoor",
    "dummy",
    "withheld",
    "not_a_camera",
]


class CameraDecision(Record):
    """A person's decision about observations; taking the record away takes back all that followed from it."""

    verdict: Verdict = Field(
        description="`same`, `different` and `ambiguous` (a person looked and could not tell) are about two "
        "observations and more, the others about each."
    )
    observations: tuple[Words, ...] = Field(
        min_length=1, description="Observations as LIST:ID, as `cameras link` prints them."
    )
    by: Words
    date: Edtf
    reason: Text
    sources: tuple[Id, ...] = Field((), description="What the decision rests on, such as a photograph.")
    inputs: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        None, description="Digest of the observations when it was decided, as `cameras link` prints it."
    )
