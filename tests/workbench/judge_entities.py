"""Says what FollowTheMoney finds wrong with a file of entities; run by an environment that has it."""

import json
import sys
from pathlib import Path

from followthemoney import model  # type: ignore[import-not-found]

entities = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
schemata = {one["id"]: model.get(one["schema"]) for one in entities}
if not entities or len(schemata) != len(entities):
    print("none, or an id twice")
for one in entities:
    schema, read = schemata[one["id"]], model.get_proxy(one, cleaned=False)
    schema.validate(read.to_dict())
    for name, values in one["properties"].items():
        if sorted(read.get(name)) != sorted(values):
            print(one["id"], name, "is read otherwise")
        wanted = schema.get(name).range
        if wanted is not None and not all(schemata[value].is_a(wanted) for value in values):
            print(one["id"], name, "leads to something else")
