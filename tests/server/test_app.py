"""What the server answers, and what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette

from sousveil.server.app import build_app
from tests.server.asking import Answer, ask


@dataclass(frozen=True)
class Client:
    app: Starlette

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return ask(self.app, method, path, headers)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", path, headers)


@pytest.fixture
def client(tmp_path: Path) -> Client:
    version = tmp_path / "versions" / "one"
    (version / "claims").mkdir(parents=True)
    (version / "index.html").write_text("<h1>Niš</h1>", encoding="utf-8")
    (version / "claims" / "index.html").write_text("claims", encoding="utf-8")
    (version / "tiles.bin").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (version / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "site").symlink_to(version, target_is_directory=True)
    return Client(build_app(tmp_path / "site"))


def test_a_page_and_a_folder_s_index(client: Client) -> None:
    assert client.get("/").text == "<h1>Niš</h1>"
    assert client.get("/claims/").text == "claims"
    assert client.request("HEAD", "/").status_code == 200


def test_a_part_of_a_file(client: Client) -> None:
    answer = client.get("/tiles.bin", headers={"Range": "bytes=10-19"})
    assert answer.status_code == 206
    assert answer.content == bytes(range(10, 20))
    assert answer.headers["content-range"] == "bytes 10-19/100"
    assert client.get("/tiles.bin", headers={"Range": "bytes=500-"}).status_code == 416


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(method: str, client: Client) -> None:
    assert client.request(method, "/index.html").status_code == 405


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/way-out.txt", "/..%2fsecret.txt", "//etc/passwd"]
)
def test_nothing_outside_the_site_is_served(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"), [("localhost:8765", 200), ("127.0.0.1", 200), ("evil.example", 400)]
)
def test_only_this_machine_s_names_are_answered(host: str, status: int, client: Client) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    for path in ("/", "/nowhere"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; ")
        assert headers["x-content-type-options"] == "nosniff"
