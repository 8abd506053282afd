"""Builds the site anew when a file of the case changes, and tells the pages that are open.

Decides nothing about the case: a build that is refused leaves the site as it was and says why.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sousveil.problems import SousveilError
from sousveil.workbench.desk.scan import scan_case

LOOK_S = 0.5
"""How often the folder is looked at; a case of 10,000 files takes some ten milliseconds."""
TELL_S = 0.2
REST_S = 5.0
"""How long nobody has written before what takes longest is built: pages are shown at once, and writing goes on."""


@dataclass(frozen=True, slots=True)
class News:
    """How often the site was built since the start, whether it is being built, and why not, where it was refused."""

    number: int
    state: str
    words: str = ""


class Live:
    """Watches a case and keeps its site: builds a draft when a file changed, and the whole when nobody writes.

    Without a draft the whole is built at once. `ready` is called once, when watching begins: whatever makes the first
    draft as quick as those after it.
    """

    def __init__(
        self,
        folder: Path,
        build: Callable[[], object],
        *,
        draft: Callable[[], object] | None = None,
        ready: Callable[[], object] | None = None,
        words: str = "",
    ) -> None:
        self._folder, self._build, self._draft, self._ready = folder, build, draft, ready
        self._due: float | None = None
        self._stopped = threading.Event()
        self._seen = scan_case(folder)
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self.news = News(0, "refused" if words else "built", words)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more, and let every page go that waits for news."""
        self._stopped.set()

    def _watch(self) -> None:
        if self._ready:
            with suppress(Exception):  # what is wrong with the case is said when it is built
                self._ready()
        while not self._stopped.wait(LOOK_S):
            found = scan_case(self._folder)
            if found == self._seen:
                if self._due is not None and time.monotonic() >= self._due:
                    self._due = None
                    self._try(self._build, self.news.number)
                continue
            # What is still being written is waited for: it is built when two looks agree.
            if not self._stopped.wait(LOOK_S) and scan_case(self._folder) == found:
                self._seen = found
                self._rebuild()

    def _rebuild(self) -> None:
        number = self.news.number + 1
        self.news = News(self.news.number, "building")
        self._due = time.monotonic() + REST_S if self._draft else None
        self._try(self._draft or self._build, number)

    def _try(self, build: Callable[[], object], number: int) -> None:
        """Build, and say how it went; open pages are loaded again where the number is a new one."""
        try:
            build()
        except SousveilError as error:
            self.news = News(number, "refused", str(error))
        except Exception as error:
            self.news = News(number, "failed", f"{type(error).__name__}: {error}")
        else:
            self.news = News(number, "built")

    async def tell(self) -> AsyncIterator[str]:
        """What is new, as server-sent events, until the browser goes or the server ends."""
        told = None
        while not self._stopped.is_set():
            if self.news != told:
                told = self.news
                yield f"data: {json.dumps(asdict(told))}\n\n"
            await asyncio.sleep(TELL_S)
