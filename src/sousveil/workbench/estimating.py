"""From a file of counts to what it tells about how many there are.

Reads the file; the science is the register's.
"""

from dataclasses import dataclass
from pathlib import Path

from sousveil.adapters.capture_table import parse_capture_table
from sousveil.plaintext.guard import parse_bytes
from sousveil.problems import Problem, UsageError, sort_problems
from sousveil.progress import SILENT, Progress
from sousveil.records.capture import FrequencyTable
from sousveil.register.estimate import estimate_frequencies, estimate_lists
from sousveil.register.results import Estimates


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
