"""A desk on a case of its own, and somebody who fills in its forms as a browser without scripts would."""

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.applications import Starlette

from sousveil.case.skeleton import write_skeleton
from sousveil.server.app import build_app
from sousveil.server.guard import Guard
from sousveil.server.live import Live
from sousveil.server.state import State
from tests.server.asking import Answer, ask

KEY = "the-key-of-this-start"
HOST = "127.0.0.1:8765"


@dataclass
class Person:
    """Somebody at the desk: keeps the cookie, follows where an answer leads, fills in the form of the last page."""

    app: Starlette
    folder: Path
    cookie: str = ""
    path: str = ""
    page: str = ""
    status: int = 0
    answers: list[Answer] = field(default_factory=list)

    def enter(self) -> "Person":
        answer = ask(self.app, "GET", f"/desk/enter?key={KEY}", {"host": HOST})
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return self

    def get(self, path: str) -> str:
        return self._keep(path, ask(self.app, "GET", path, {"host": HOST, "cookie": self.cookie}))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> str:
        """Send fields; a redirect is followed, as browsers do."""
        return self.send_raw(path, urlencode(fields).encode(), "application/x-www-form-urlencoded", **headers)

    def send_raw(self, path: str, body: bytes, kind: str, **headers: str) -> str:
        """Send a body of a kind; a redirect is followed."""
        given = {
            "host": HOST,
            "cookie": self.cookie,
            "origin": f"http://{HOST}",
            "content-type": kind,
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        return self._keep(path, ask(self.app, "POST", path, given, body))

    def send(self, do: str = "write", **changed: str) -> str:
        """Send the form of this page as it stands, with some of its fields changed."""
        return self.post(self.path, {**self.read_form(), **changed, "do": do})

    def read_form(self) -> dict[str, str]:
        """What the last form of the page that is guarded, else its last form, would send."""
        forms = re.findall(r"<form[^>]*method=\"post\"[^>]*>.*?</form>", self.page, re.DOTALL)
        form = next((one for one in forms if "data-guarded" in one.split(">")[0]), forms[-1])
        found = {}
        for attributes in re.findall(r"<input([^>]*)>", form):
            told = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
            if "name" in told and (told.get("type") != "radio" or "checked" in attributes):
                found[unescape(told["name"])] = unescape(told.get("value", ""))
        for name, text in re.findall(
            r"<textarea[^>]*name=\"([^\"]*)\"[^>]*>\n?(.*?)</textarea>", form, re.DOTALL
        ):
            found[unescape(name)] = unescape(text).replace("\n", "\r\n")
        for name, options in re.findall(
            r"<select[^>]*name=\"([^\"]*)\"[^>]*>(.*?)</select>", form, re.DOTALL
        ):
            chosen = re.search(r'<option value="([^"]*)" selected>|<option selected>([^<]*)<', options)
            found[unescape(name)] = (chosen[1] or chosen[2] or "") if chosen else ""
        return found

    def _keep(self, path: str, answer: Answer) -> str:
        self.answers.append(answer)
        self.status, self.path, self.page = answer.status_code, path, answer.text
        if answer.status_code == 303:
            return self.get(answer.headers["location"])
        return self.page

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


@cache
def _write_once() -> Path:
    """A new case; writing one flushes every file to disk, which takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="desk-")) / "case"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    write_skeleton(folder, "Old Market")
    return folder


def put_case(folder: Path) -> Path:
    """A new case in a folder that is not there yet."""
    return Path(shutil.copytree(_write_once(), folder))


def open_desk(folder: Path, *, refused: str = "") -> Person:
    """A desk on a new case in a folder; nothing is built."""
    put_case(folder)
    live = Live(folder, lambda: None, words=refused)
    state = State(folder=folder, store=None, guard=Guard(KEY), live=live)
    return Person(build_app(folder / "build" / "site", state), folder).enter()


def read_query(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
