"""The shipped case with one record after another made private: nothing that rests on it is published."""

import html
import random
from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.publish.gate.select import select_public
from sousveil.publish.gate.stops import check_gate
from tests.publish.test_site import texts_of

SERBIA = Path(__file__).parents[3] / "examples" / "serbia"
KINDS = ("sources", "claims", "actors", "contracts", "programmes", "places", "events")


@pytest.mark.trial
@pytest.mark.parametrize("seed", range(20))
def test_one_private_record_leaves_no_word_of_what_rests_on_it(seed: int) -> None:
    case, _ = load_case(SERBIA)
    chance = random.Random(seed)  # noqa: S311 - which record is tried
    kind = chance.choice(KINDS)
    records = getattr(case, kind)
    hidden = chance.choice(sorted(records))
    private = records[hidden].model_copy(update={"sensitivity": "private"})
    case = replace(case, **{kind: {**records, hidden: private}})  # type: ignore[arg-type]
    public, redactions = select_public(case, as_of="2025-12-31")
    assert hidden in redactions.withheld.ids
    if any(problem.message == "withheld-named" for problem in check_gate(public, redactions.withheld)):
        return  # an editor's text names it: such a build stops
    said = " ".join(str(record.model_dump()) for record in public.records())
    phrases = {case.claims[id_].stated for id_ in redactions.withheld.ids if id_ in case.claims}
    secrets = {phrase for phrase in phrases if len(phrase) > 14 and phrase not in said}
    for path, text in texts_of(case).items():
        shown = html.unescape(text)
        assert not [secret for secret in secrets if secret in shown], path
        assert f"{hidden}.html" not in shown, path
