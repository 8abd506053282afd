"""Identifiers planted wherever a case holds words: no way out of the program lets one leave."""

import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from sousveil.adapters.exports.sarif import render_sarif
from sousveil.case.load import load_case
from sousveil.case.skeleton import write_skeleton
from sousveil.cli._json import render_json
from sousveil.problems import PublishRefused, SousveilError
from sousveil.publish.gate.plain import read_plain
from sousveil.publish.gate.stops import check_gate, walk_texts
from sousveil.records.base import Part
from sousveil.records.case import KINDS, Case
from sousveil.workbench.exporting import EXPORTS, export_case
from sousveil.workbench.public import check_public
from sousveil.workbench.requests import list_requests, make_calendar, write_complaint

SERBIA = Path(__file__).parents[3] / "examples" / "serbia"
DAY = "2025-12-31"
NUMBER = "0101990710008"
PLANTS = (
    NUMBER,
    "0101990 710008",
    "01 01 990 71 0008",
    "0101990\u200b710008",
    "ана.петровић@пример.срб",
    "ana.petrovic%40example.org",
    "ana.petrovic [at] example [dot] org",
    "+381 64 123 45 67",
    "064/12 34 567",
    "БГ 1234-ЖЋ",
    "bg-1234-žć",
    "RS35-2600-0560-1001-6113-79",
)
NEVER_PRINTED = {("allowances", ""), ("decisions", "by")}


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacked") / "case"
    write_skeleton(folder)
    return folder


def plant(value: object, number: int) -> object:
    """A value with an identifier in the text of that number, counted as `walk_texts` goes."""
    return _plant(value, number, count())


def _plant(value: object, number: int, counted: Iterator[int]) -> object:
    match value:
        case str():
            return f"{value} {NUMBER}" if next(counted) == number else value
        case Part():
            fields = {
                name: _plant(getattr(value, name), number, counted) for name in type(value).model_fields
            }
            return value.model_copy(update=fields)
        case Mapping():
            return {_plant(k, number, counted): _plant(v, number, counted) for k, v in value.items()}
        case tuple():
            return tuple(_plant(item, number, counted) for item in value)
        case _:
            return value


def test_every_text_of_every_record_is_looked_at(skeleton: Path) -> None:
    case, _ = load_case(skeleton)
    tried = 0
    for kind in KINDS:
        records = getattr(case, kind)
        for record in records.values():
            for number, (name, _) in enumerate(walk_texts(record)):
                if {(kind, ""), (kind, name)} & NEVER_PRINTED:
                    continue
                planted = replace(case, **{kind: {**records, record.id: plant(record, number)}})  # type: ignore[arg-type]
                assert "identifier.jmbg" in {one.message for one in check_gate(planted)}, (kind, name)
                tried += 1
    assert tried > 200


def ways_out(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Every form in which words of a case leave the program, but for the site: that has the same gate and writer."""
    for form in EXPORTS:
        yield form, partial(make_export, folder, form)
    checked = check_public(folder, as_of=DAY)
    yield "check --public --json", partial(render_json, checked.case, checked.problems)
    yield "check --public --sarif", partial(render_sarif, checked.problems)
    asked = list_requests(folder, DAY)
    yield "calendar", partial(make_calendar, asked)
    for id_ in asked.case.requests:
        yield f"complaint {id_}", partial(write_complaint, asked, id_)


def make_export(folder: Path, form: str) -> str:
    return export_case(folder, form, as_of=DAY).content.decode("utf-8", errors="replace")


def squeeze(text: str) -> str:
    """What a search that leaves out everything between letters would find."""
    return re.sub(r"[\W_]", "", read_plain(text).text).casefold()


@pytest.mark.trial
@pytest.mark.parametrize("seed", range(12))
def test_what_is_planted_in_a_file_leaves_by_no_way(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - what is tried
    folder = tmp_path / "case"
    shutil.copytree(SERBIA, folder, ignore=shutil.ignore_patterns("build"))
    planted = PLANTS[seed % len(PLANTS)]
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".yaml", ".csv", ".toml"})
    path = chance.choice([one for one in files if "rates" not in one.parts])
    text = path.read_text("utf-8")
    places = [match.end() for match in re.finditer(r"[^\W\d_]{3}(?= [^\W\d_]{3})", text)]
    at = chance.choice(places)
    path.write_text(f"{text[:at]} {planted}{text[at:]}", "utf-8")
    refused = list[str]()
    for name, make in ways_out(folder):
        try:
            content = make()
        except PublishRefused as error:
            refused.append(str(error))
        except SousveilError:
            continue
        else:
            assert squeeze(planted) not in squeeze(content), (
                name,
                path,
                at,
            )
    assert planted not in "\n".join(refused)
    assert refused or planted not in load_text(load_case(folder)[0]), (path, at)


def load_text(case: Case) -> str:
    return "\n".join(text for record in case.records() for _, text in walk_texts(record))
