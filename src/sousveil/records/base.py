"""What all records share: identity, sensitivity, text in several languages.

Holds no record of its own.
"""

import json
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$"),
    Field(description="Short ASCII identity in lower case, unique in the case, never reused."),
]
Words = Annotated[str, StringConstraints(strict=True, min_length=1)]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Text = Annotated[
    Words | dict[Language, Words],
    Field(description="A text, or a mapping from language tag to text."),
]
Edtf = Annotated[
    str,
    StringConstraints(strict=True, min_length=1),
    Field(description="A date or interval in EDTF, for example 2024-03, 2019~, 2017/2019, 2009/.. ."),
]
SENSITIVITY = r"^(public|private|embargoed until \d{4}-\d{2}-\d{2})$"
Sensitivity = Annotated[
    str,
    StringConstraints(strict=True, pattern=SENSITIVITY),
    Field(description="public, private, or embargoed until YYYY-MM-DD."),
]


class Part(BaseModel):
    """A piece of a record: frozen, and closed against unknown fields."""

    # Building a validator takes longer than most runs use it: each model builds its own when it is first needed.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Record(Part):
    """Anything a case names by an id."""

    id: Id
    sensitivity: Sensitivity = "public"
    note: Text | None = Field(None, description="A remark for readers, in our own words.")

    @cached_property
    def said(self) -> str:
        """What the record says, as JSON: all but its note and who may see it. Kept, as many findings rest on one."""
        said = self.model_dump(mode="json", exclude={"note", "sensitivity"}, exclude_defaults=True)
        return json.dumps(said, sort_keys=True, ensure_ascii=False)


def say(text: Text | None, language: str = "en") -> str:
    """The text in the language asked for, else in English, else in the first language given."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get("en") or next(iter(text.values()))
