"""The commands that show: why, build, serve, demo."""

import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from sousveil.cli import _demo
from sousveil.cli._serving import open_socket
from sousveil.cli.main import main
from sousveil.problems import MissingTool, UsageError
from sousveil.workbench.check import check_case
from tests.demo import read_address, read_demo, start

EXAMPLE = Path(__file__).parents[2] / "examples" / "serbia"


def test_the_chain_of_a_derived_figure_ends_in_its_sources(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", "d-price-per-camera", str(case)]) == 0
    lines = capsys.readouterr().out.splitlines()
    text = "\n".join(lines)
    assert lines[0].startswith("d-price-per-camera ")
    assert lines[0].endswith("  derived/prices.yaml:4:3")
    for part in (
        "formula price / cameras",
        "price c-final-price",
        "cameras c-cameras-ordered '40 cameras' = ",
    ):
        assert part in text, part
    below = text.partition("cameras c-cameras-ordered")[2]
    assert "states in s-council-minutes page 2" in below
    assert "├─ computed strict [" in text


def test_the_chain_of_a_claim_names_whom_its_source_relies_on(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", "c-cameras-ordered-gazette", str(case)]) == 0
    text = capsys.readouterr().out
    assert text.index("states in s-gazette first paragraph") < text.index("via s-council-minutes")
    assert "passes on c-cameras-ordered" in text
    assert "no capture" in text


def test_every_record_and_every_key_has_a_chain(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked = check_case(faulty)
    ids = [record.id for record in checked.case.records()] + [problem.key for problem in checked.problems]
    ids += [item.id for contract in checked.case.contracts.values() for item in contract.items]
    for id_ in ids:
        assert main(["why", id_, str(faulty)]) == 0, id_
        assert capsys.readouterr().out.startswith(id_)


def test_a_cell_leads_to_the_source_of_its_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "press-freedom.position@2024", str(EXAMPLE)]) == 0
    said = capsys.readouterr().out
    assert "published in s-rsf-2025" in said
    assert "indicators/press-freedom.csv:" in said


def test_an_id_that_is_not_there_names_the_nearest(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "c-camera-orderd", str(case)]) == 2
    assert "'c-cameras-ordered'" in capsys.readouterr().err
    assert main(["why", "gazete", str(case)]) == 2
    assert "'s-gazette'" in capsys.readouterr().err


def test_build_writes_a_site_and_a_dossier(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = case.parent / "public"
    assert main(["build", str(case), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert str(out / "dossier.pdf") in said
    assert (out / "index.html").is_file()
    assert (out / "dossier.pdf").read_bytes().startswith(b"%PDF-")
    assert main(["build", str(case)]) == 0
    assert (case / "build" / "site" / "index.html").is_file()


def test_what_is_left_out_of_a_build_is_counted(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case / "sources" / "council-minutes.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("type:", "sensitivity: private\ntype:", 1), "utf-8"
    )
    assert main(["build", str(case)]) == 0
    assert "records left out, as private or embargoed" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["build", "serve", "fmt", "why x", "add source", "import claims x.csv"])
def test_a_folder_without_a_case_is_a_wrong_call(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), str(tmp_path)]) == 2
    assert "there is no case.toml" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_to_serve(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(case), "--no-build", "--no-desk"]) == 2
    assert "nothing is built yet" in capsys.readouterr().err


def test_a_port_that_is_taken_gives_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_socket(port) as other:
            assert other.getsockname()[0] == "127.0.0.1"
            assert other.getsockname()[1] not in {0, port}
    with pytest.raises(UsageError, match="70000"):
        open_socket(70000)


def test_serve_answers_on_this_machine_until_interrupted(case: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "SOUSVEIL_CACHE": str(tmp_path / "store"), "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", "sousveil", "serve", str(case), "--port", "0")
    with start(*command, env=environment) as process:
        address = read_address(process)[0]
        assert address.startswith("http://127.0.0.1:")
        assert "<h1" in httpx.get(address).text
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130


def test_the_demo_prints_what_does_not_add_up_serves_it_and_ends_well(shipped: Path) -> None:
    demo = read_demo(shipped)
    numbered = [line for line in demo.said if line[:3].strip().isdigit() and ": " in line]
    assert 10 <= len(numbered) <= 15
    assert any("would explain: " in line for line in demo.said)
    assert (demo.dossier, demo.beside, demo.ended) == ("%PDF-", 404, 0)


@pytest.mark.trial  # the same two builds once more
def test_the_demo_without_serving_names_site_and_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_demo, "find_demo_site", lambda _: tmp_path / "site")
    assert main(["demo", "--no-serve"]) == 0
    assert (tmp_path / "site" / "index.html").is_file()
    assert str(tmp_path / "site" / "dossier.pdf") in capsys.readouterr().out


def test_the_demo_never_writes_into_an_installed_package(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "site-packages" / "sousveil"
    with pytest.raises(MissingTool, match="serbia"):
        _demo.find_demo("serbia", package)
    case = package / "examples" / "serbia"
    case.mkdir(parents=True)
    (case / "case.toml").touch()
    assert _demo.find_demo("serbia", package) == case
    assert not _demo.find_demo_site(case, package).is_relative_to(package)
    assert _demo.find_demo("serbia") == EXAMPLE
    assert _demo.find_demo_site(EXAMPLE) == EXAMPLE / "build" / "site"
