"""Keeps the map of a case and what its cameras are between requests, because reading them takes seconds.

Reads them anew when a file of the case has changed. It knows no walk.
"""

import threading
from pathlib import Path

from sousveil.workbench.desk.scan import scan_case
from sousveil.workbench.sight.seeing import SeenCity, read_city
from sousveil.workbench.store import FolderStore


class Seeing:
    """The case on its map as it was read last."""

    def __init__(self, folder: Path, store: FolderStore | None) -> None:
        self._folder, self._store = folder, store
        self._lock = threading.Lock()
        self._known: tuple[str, SeenCity] | None = None

    def read(self) -> SeenCity:
        """The case on its map; UsageError where it has no map or no list of cameras."""
        with self._lock:
            now = scan_case(self._folder)
            if self._known is None or self._known[0] != now:
                self._known = now, read_city(self._folder, store=self._store)
            return self._known[1]
