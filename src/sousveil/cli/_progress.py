"""Says on the terminal what a long command is doing; says nothing where no terminal is.

Writes to the error stream, so that output can be kept.
"""

from rich.console import Console


class Steps:
    """One dim line a stage."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, markup=False)

    def step(self, words: str) -> None:
        """A stage begins."""
        if self._console.is_terminal:
            self._console.print(f"  {words} …", style="dim")
