"""Draws a chain as a tree on the terminal."""

from sousveil.cli._finding import render_bands
from sousveil.cli._paper import Paper, Part
from sousveil.workbench.chain import Step


def put_chain(paper: Paper, step: Step) -> None:
    """Print a step and everything below it."""
    _put(paper, step, first="", rest="")


def _put(paper: Paper, step: Step, *, first: str, rest: str) -> None:
    """One step with its branch; `first` and `rest` are the lines drawn before it and before what follows."""
    under = rest + ("│ " if step.below else "  ")
    paper.put(*_words(step), hang=len(first), lead=((first, "dim"),), guide=under)
    for number, below in enumerate(step.below, start=1):
        last = number == len(step.below)
        _put(paper, below, first=f"{rest}{'└─' if last else '├─'} ", rest=f"{rest}{'   ' if last else '│  '}")


def _words(step: Step) -> list[Part]:
    """How it hangs on what is above, what it is, how its figure reads, where it stands."""
    parts: list[Part] = [(f"{step.link} ", "dim")] if step.link else []
    if step.id:
        parts += [(step.id, "bold"), " " if step.text else ""]
    parts.append(step.text)
    if step.figure:
        parts.append((f"{' = ' if step.text else ''}{render_bands(step.figure)}", "green"))
    if step.origin:
        parts.append((f"  {step.origin}", "dim"))
    return parts
