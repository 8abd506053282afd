import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.problems import PublishRefused, UsageError
from sousveil.workbench.build import build_case, build_draft
from tests.publish.test_site import Links

MANIFEST = 'format = 1\nid = "tiny"\ntitle = "Tiny"\nas_of = "2025-03-01"\n'
SOURCE = "---\nid: s-{id}\ntype: report\nkind: official\ntitle: Report {id}\nsensitivity: {sensitivity}\n---\n{body}\n"
CLAIM = """- id: c-{id}
  source: s-{id}
  locator: page 1
  stated: {number} cameras
  subject: city
  measure: cameras
  value:
    amount: "{number}"
    unit: camera
"""


def write_case(
    folder: Path, *, sensitivity: str = "public", body: str = "Notes.", manifest: str = MANIFEST
) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "claims").mkdir()
    (folder / "case.toml").write_text(manifest)
    (folder / "sources" / "open.md").write_text(SOURCE.format(id="open", sensitivity="public", body="Notes."))
    (folder / "sources" / "other.md").write_text(
        SOURCE.format(id="other", sensitivity=sensitivity, body=body)
    )
    claims = CLAIM.format(id="open", number="1,000"), CLAIM.format(id="other", number="4,321")
    (folder / "claims" / "cameras.yaml").write_text("\n".join(claims))
    return folder


def read_all(out: Path) -> str:
    files = (path for path in out.resolve().rglob("*") if path.suffix in {".html", ".json"})
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_a_folder_becomes_a_site_and_a_dossier(tmp_path: Path) -> None:
    built = build_case(write_case(tmp_path / "case"), tmp_path / "out")
    assert (tmp_path / "out" / "index.html").is_file()
    assert (tmp_path / "out" / "dossier.pdf").read_bytes().startswith(b"%PDF-")
    assert "4,321" in read_all(tmp_path / "out")
    assert built.files == len([path for path in built.version.rglob("*") if path.is_file()])


@pytest.mark.parametrize("sensitivity", ["private", "embargoed until 2025-03-02"])
def test_what_is_not_public_leaves_no_trace(tmp_path: Path, sensitivity: str) -> None:
    built = build_case(write_case(tmp_path / "case", sensitivity=sensitivity), tmp_path / "out")
    shown = read_all(tmp_path / "out")
    assert "1,000" in shown
    assert not [trace for trace in ("4,321", "s-other", "c-other", "Report other") if trace in shown]
    assert dict(built.redactions.counts) == {"sources": 1, "claims": 1}
    assert "4321" not in (tmp_path / "out" / "dossier.pdf").read_bytes().decode("latin-1")


def test_an_embargo_is_over_on_its_day(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", sensitivity="embargoed until 2025-03-02")
    build_case(folder, tmp_path / "out", as_of="2025-03-02")
    assert "4,321" in read_all(tmp_path / "out")


def test_a_claim_whose_source_cannot_be_read_is_not_published(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    (folder / "sources" / "other.md").write_text(SOURCE.format(id="other", sensitivity="secret", body=""))
    build_case(folder, tmp_path / "out")
    assert "4,321" not in read_all(tmp_path / "out")


@pytest.mark.parametrize("planted", ["x.y@example.org", "JMBG 0101990710008", "064/123-4567", "BG 1234-AB"])
def test_an_identifier_stops_the_build_and_says_where(tmp_path: Path, planted: str) -> None:
    folder = write_case(tmp_path / "case", body=f"Notes.\n\nCall {planted}.")
    with pytest.raises(PublishRefused, match=r"sources/other\.md:\d+:\d+: error: this is ") as refused:
        build_case(folder, tmp_path / "out")
    assert planted not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_private_record_may_hold_what_is_never_shown(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", sensitivity="private", body="Call 064/123-4567.")
    build_case(folder, tmp_path / "out")
    assert "123-4567" not in read_all(tmp_path / "out")


def test_somebody_must_say_which_day_it_is(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", manifest=MANIFEST.replace('as_of = "2025-03-01"\n', ""))
    with pytest.raises(UsageError, match="as_of"):
        build_case(folder, tmp_path / "out")


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    one, two = build_case(folder, tmp_path / "one"), build_case(folder, tmp_path / "two")
    assert one.version.name == two.version.name


def test_a_build_says_how_far_it_is(tmp_path: Path) -> None:
    stages: list[str] = []

    class Listener:
        def step(self, words: str) -> None:
            stages.append(words)

    built = build_case(write_case(tmp_path / "case"), tmp_path / "out", progress=Listener())
    assert len(stages) >= 6
    assert dict(built.redactions.counts) == {}


def test_the_shipped_case_is_published_whole(shipped: Path) -> None:
    version = shipped / "serbia"
    pages = {path.relative_to(version).as_posix(): path for path in version.rglob("*.html")}
    for name, path in pages.items():
        found = Links(path.read_text(encoding="utf-8"))
        root = "../" * name.count("/")
        own = [f"{root}map/map.css"] if name.endswith("map/index.html") else []
        assert found.loads == [f"{root}icon.svg", f"{root}style.css", *own], name
        assert found.scripts == [], name
    # Letters, of which a Cyrillic one takes two bytes until a server packs the page; and packed.
    sizes = {name: len(path.read_text(encoding="utf-8")) for name, path in pages.items()}
    assert not {name: size for name, size in sizes.items() if size > 60_000}
    long = (name for name, size in sizes.items() if size > 15_000)
    packed = {name: len(gzip.compress(pages[name].read_bytes())) for name in long}
    assert not {name: size for name, size in packed.items() if size > 15_000}


def links_of(site: Path) -> set[str]:
    found = set()
    for page in site.resolve().rglob("*.html"):
        for href in Links(page.read_text(encoding="utf-8")).links:
            if not href.startswith(("http", "#")):
                found.add(str((page.parent / href.partition("#")[0]).resolve()))
    return found


def test_a_draft_has_the_pages_and_leads_to_nothing_else(tmp_path: Path) -> None:
    folder, site = write_case(tmp_path / "case"), tmp_path / "out"
    build_case(folder, site)
    whole = site.resolve()
    build_draft(folder, site)
    made = {path.relative_to(site.resolve()) for path in site.resolve().rglob("*.html")}
    assert made == {path.relative_to(whole) for path in whole.rglob("*.html")} - {Path("data.html")}
    assert not (site / "dossier.pdf").exists()
    assert all(Path(href).exists() for href in links_of(site))


@pytest.mark.parametrize("edit", [("1,000", "1,001"), ("page 1", "page 2"), ("Report open", "Report opened")])
def test_a_case_built_again_is_the_case_built_afresh(tmp_path: Path, edit: tuple[str, str]) -> None:
    folder = write_case(tmp_path / "case")
    build_case(folder, tmp_path / "before")
    for path in (folder / "claims" / "cameras.yaml", folder / "sources" / "open.md"):
        path.write_text(path.read_text().replace(*edit))
    build_draft(folder, tmp_path / "again")
    again = build_case(folder, tmp_path / "again").version
    code = "import sys; from pathlib import Path; from sousveil.workbench.build import build_case\n"
    code += "build_case(Path(sys.argv[1]), Path(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, folder, tmp_path / "afresh"], check=True)
    for path in sorted(again.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "afresh" / path.relative_to(again)).read_bytes(), path
    assert again.name == (tmp_path / "afresh").resolve().name
