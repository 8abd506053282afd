"""Keeps the register of a case between requests, because a person who decides pairs will not wait for it.

Works it out anew when a file of the case has changed: at once where that is quick, else beside the person's work.
"""

import threading
import time
from pathlib import Path

from sousveil.register.piles import Register
from sousveil.workbench.cameras.register import link_case
from sousveil.workbench.desk.scan import scan_case

PATIENCE_S = 1.0
"""What takes longer is worked out beside the work, which meanwhile goes on with what was known: ours."""


class Linking:
    """The register of a case as it was worked out last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._known: tuple[str, Register] | None = None
        self._took_s = 0.0
        self._working = False

    def read(self) -> tuple[Register, bool]:
        """The register, and whether it is of the case as it stands."""
        now = scan_case(self._folder)
        known = self._known
        if known and known[0] != now and self._took_s > PATIENCE_S:
            if not self._working:
                self._working = True
                threading.Thread(target=self._work_out, args=(now,), daemon=True).start()
            return known[1], False
        return self._work_out(now), True

    def _work_out(self, now: str) -> Register:
        try:
            with self._lock:
                if self._known and self._known[0] == now:
                    return self._known[1]
                began = time.monotonic()
                register = link_case(self._folder).register
                self._took_s = time.monotonic() - began
                self._known = now, register
                return register
        finally:
            self._working = False
