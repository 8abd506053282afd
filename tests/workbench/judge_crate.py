"""Says what roc-validator finds amiss of what RO-Crate 1.2 requires; run by an environment that has it.

Nothing is fetched: the one thing on the web that it asks for, the context of the format, is given as a file.
"""

import io
import sys
from pathlib import Path

import requests
from requests.adapters import BaseAdapter
from rocrate_validator import services  # type: ignore[import-not-found]

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
crate, stored = sys.argv[1], Path(sys.argv[2]).read_bytes()


class Stored(BaseAdapter):
    """Answers with the file where it is asked for, else that there is none."""

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        answer = requests.Response()
        answer.url, answer.request = str(request.url), request
        answer.status_code = 200 if request.url == CONTEXT else 404
        answer.headers["Content-Type"] = "application/ld+json"
        answer.raw = io.BytesIO(stored)
        return answer

    def close(self) -> None:
        """Nothing is open."""


requests.Session.get_adapter = lambda *_, **__: Stored()  # type: ignore[method-assign]
asked = services.ValidationSettings(rocrate_uri=crate, profile_identifier="ro-crate-1.2", no_cache=True)
result = services.validate(asked)
if not result.executed_checks:
    print("nothing was checked")
for issue in result.get_issues():
    print(issue.check.identifier, issue.message, issue.violatingEntity)
