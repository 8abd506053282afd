"""Shows observations of cameras: counts for people, everything for programs.

Its field names in JSON are a promise: fields are added, never renamed, until `format` goes up.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from sousveil.adapters.lists.geojson import build_properties
from sousveil.cli._built import show_path
from sousveil.cli._finding import put_problem
from sousveil.cli._json import build_entry
from sousveil.cli._paper import Paper
from sousveil.problems import Problem
from sousveil.records.camera import Observation
from sousveil.workbench.cameras.listing import ImportedList
from sousveil.workbench.cameras.reading import Listed

FORMAT = 1
OF_A_CODE = 5
"""Problems of one code that are printed; the others are counted."""


def render_listed(listed: Listed) -> str:
    """Every observation and problem as one JSON document, an observation a line."""
    observations = ",\n".join(
        json.dumps(
            {
                "id": one.id,
                "lonlat": one.lonlat,
                **build_properties(one),
                "texts": dict(one.texts),
                "left": list(one.left),
            },
            ensure_ascii=False,
        )
        for one in listed.observations
    )
    problems = ",\n".join(json.dumps(build_entry(one), ensure_ascii=False) for one in listed.problems)
    return (
        f'{{"format": {FORMAT}, "attribution": {json.dumps(listed.attribution, ensure_ascii=False)}, '
        f'"others": {listed.others}, "observations": [\n{observations}\n], '
        f'"problems": [\n{problems}\n]}}'
    )


def put_listed(paper: Paper, listed: Listed, *, every: str = "--format json") -> None:
    """How many of what, and what could not be read; `every` is what tells all of that."""
    observations = listed.observations
    paper.put((count_things(len(observations), "observation"), "bold"))
    if listed.others:
        paper.put(f"{count_things(listed.others, 'other object')} left aside")
    if listed.attribution:
        paper.put((listed.attribution, "dim"))
    paper.blank()
    if observations:
        paper.table(
            ((label, "dim"), f"{number:>8,}  {word}")
            for label, words in _count(observations)
            for word, number in words
        )
        paper.blank()
    _put_few(paper, listed.problems, every)


def count_things(number: int, thing: str) -> str:
    """A number of things, one of them in the singular.

    >>> count_things(1, "camera"), count_things(2000, "camera")
    ('1 camera', '2,000 cameras')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def put_imported(paper: Paper, done: ImportedList) -> None:
    """What of a list was read, and where it stands now."""
    listed = Listed(
        observations=done.observations,
        others=done.others,
        attribution=done.about.attribution or "" if done.about else "",
        problems=done.problems,
    )
    put_listed(paper, listed, every="`cameras list FILE --format json`")
    paper.blank()
    for path in done.files:
        paper.put(f"wrote {show_path(path)}")
    if done.about is None:
        paper.put(("nothing was written", "red"))
    elif not done.files:
        paper.put("the case has this list already; nothing was changed")


def put_problems(problems: Iterable[Problem], *, every: str = "--format json") -> None:
    """What could not be read, beside an answer that stands on the standard output; `every` is what tells all of it."""
    _put_few(Paper(sys.stderr), problems, every)


def _put_few(paper: Paper, problems: Iterable[Problem], every: str = "--format json") -> None:
    """The first problems of each message, and how many more there are."""
    counts = Counter[str]()
    for problem in problems:
        counts[problem.message] += 1
        if counts[problem.message] <= OF_A_CODE:
            put_problem(paper, problem)
    for message, number in sorted(counts.items()):
        if number > OF_A_CODE:
            paper.put((f"{number - OF_A_CODE:,} more of {message} with {every}", "dim"))


def _count(observations: Iterable[Observation]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """How often each word stands, by what it is about."""
    kept = list(observations)
    counted = {
        "device": Counter(one.device.value for one in kept),
        "state": Counter(one.state.value for one in kept),
        "kind": Counter(" and ".join(one.kinds) or "not said" for one in kept),
        "direction": Counter(_say_views(one) for one in kept),
        "height": Counter("said" if one.height_m is not None else "not said" for one in kept),
        "place": Counter("on earth" if one.lonlat else "none" for one in kept),
    }
    for label, counter in counted.items():
        yield label, sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _say_views(observation: Observation) -> str:
    """How its directions are said."""
    if not observation.views:
        return "none said that can be read"
    return observation.views[0].meaning.value.replace("_", " ") if len(observation.views) == 1 else "several"
