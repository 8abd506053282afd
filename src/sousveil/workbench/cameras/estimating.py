"""From a file of counts, or what a survey of streets counted, to what it tells about how many there are.

Reads the file; the science is the register's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sousveil.adapters.lists.capture_table import parse_capture_table
from sousveil.plaintext.guard import parse_bytes
from sousveil.problems import Problem, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.capture import FrequencyTable
from sousveil.register.density import Density, estimate_density, estimate_found_density
from sousveil.register.estimate import estimate_frequencies, estimate_lists
from sousveil.register.results import Estimates

IN_PICTURES = frozenset({"pictures", "metres_a_picture"})
ON_THE_SPOT = frozenset({"found", "street_km"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """The estimates of a table, None where it could not be read, and what was wrong with it."""

    estimates: Estimates | None
    problems: tuple[Problem, ...]


def estimate_table(file: Path, *, progress: Progress = SILENT) -> Estimated:
    """The estimates of the table in a file; UsageError where there is no such file."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    text, problems = parse_bytes(raw, str(file))
    if text is None:
        return Estimated(estimates=None, problems=tuple(problems))
    table, found = parse_capture_table(text, str(file))
    problems += found
    if table is None:
        estimates = None
    elif isinstance(table, FrequencyTable):
        estimates = estimate_frequencies(table)
    else:
        estimates = estimate_lists(table, progress)
    return Estimated(estimates=estimates, problems=tuple(sort_problems(problems)))


def estimate_survey(said: Mapping[str, Any]) -> Density:
    """How dense cameras are by a survey of streets; UsageError where what was said is not one."""
    told, recall = said.keys() - {"recall"}, said.get("recall")
    try:
        if told == IN_PICTURES:
            return estimate_density(said["pictures"], said["metres_a_picture"], recall)
        if told == ON_THE_SPOT:
            return estimate_found_density(said["found"], said["street_km"], recall)
    except ValueError as error:
        raise UsageError(str(error)) from error
    raise UsageError("a survey needs --pictures with --metres-a-picture, or --found with --street-km")
