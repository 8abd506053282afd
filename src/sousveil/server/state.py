"""What the desk of one case keeps between requests: the case as it was read last, and who may change it.

Reads the case anew whenever a file of it has changed; everything it keeps can be read again.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from sousveil.case.load import load_case
from sousveil.problems import Problem
from sousveil.records.case import Case
from sousveil.workbench.check import Checked, check_case
from sousveil.workbench.custody.capturing import Stored, capture_bytes
from sousveil.workbench.custody.redacting import redact_copy
from sousveil.workbench.desk.changes import Step, apply_step, redo_step, undo_step
from sousveil.workbench.desk.scan import scan_case
from sousveil.workbench.store import FolderStore

from .guard import Guard
from .linking import Linking
from .live import Live
from .seeing import Seeing


@dataclass(slots=True)
class State:
    """A case on the desk."""

    folder: Path
    store: FolderStore | None
    guard: Guard
    live: Live
    linking: Linking = field(init=False)
    seeing: Seeing = field(init=False)
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a step is written: of two that change one piece at once, the second meets a conflict."""
    _reading: threading.Lock = field(default_factory=threading.Lock)
    _case: tuple[str, Case, list[Problem]] | None = None
    _checked: tuple[str, Checked] | None = None

    def __post_init__(self) -> None:
        self.linking = Linking(self.folder)
        self.seeing = Seeing(self.folder, self.store)

    def read_case(self) -> Case:
        """The case as its files stand."""
        with self._reading:
            now = scan_case(self.folder)
            if self._case is None or self._case[0] != now:
                self._case = now, *load_case(self.folder, store=self.store)
            return self._case[1]

    def check(self) -> Checked:
        """The case with everything to be said about it."""
        with self._reading:
            now = scan_case(self.folder)
            if self._checked is None or self._checked[0] != now:
                self._checked = now, check_case(self.folder, store=self.store)
            return self._checked[1]

    def apply(self, step: Step) -> None:
        """Make a step; Conflict where somebody was faster."""
        with self.writing:
            apply_step(self.folder, step)

    def undo(self, step: Step) -> None:
        """Take a step back."""
        with self.writing:
            undo_step(self.folder, step)

    def redo(self, step: Step) -> None:
        """Make a step again."""
        with self.writing:
            redo_step(self.folder, step)

    def keep(self, source: str, raw: bytes, name: str, *, by: str) -> Stored:
        """Store a copy of a source."""
        with self.writing:
            return capture_bytes(self.folder, source, raw, name, actor=by)

    def withdraw(self, path: str, *, reason: str, by: str) -> Stored:
        """Take a stored copy away; the chain of custody keeps that it was there."""
        with self.writing:
            return redact_copy(self.folder, path, None, reason=reason, actor=by)
