"""Options that give a value to a name, once for each name.

Reads nothing.
"""

from collections.abc import Iterable

from sousveil.problems import UsageError


def refuse_twice(said: Iterable[tuple[str, str]], option: str) -> None:
    """UsageError where a name is given two values: either could be meant, and one would go unsaid."""
    given: dict[str, str] = {}
    for name, value in said:
        if name in given:
            raise UsageError(
                f"{option}: {name} is given twice, as {given[name]!r} and as {value!r}; right would be once"
            )
        given[name] = value
