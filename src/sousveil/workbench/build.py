"""From a folder to a published site and dossier: load, select, check, look for identifiers, lay out, write.

Findings are computed on the public part of the case, so that no figure that rests on a withheld record is published.
Nothing is written where the privacy gate stops the build.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sousveil.problems import Problem, Severity, UsageError
from sousveil.progress import SILENT, Progress
from sousveil.publish.build.index import Index, build_index
from sousveil.publish.build.pages import build_pages_of
from sousveil.publish.downloads import build_data_page
from sousveil.publish.gate.select import Redactions, select_public
from sousveil.publish.gate.stops import check_gate
from sousveil.publish.maps.country import build_country_site
from sousveil.publish.maps.layers import MapLayers
from sousveil.publish.maps.payloads import MapSite
from sousveil.publish.maps.site import build_map_parts, build_map_site
from sousveil.publish.paper.dossier import build_dossier, render_dossier_data
from sousveil.publish.payloads import Edition, Pages
from sousveil.publish.press import SHOWN_DIGEST
from sousveil.publish.site import build_site, build_translation, list_wholes, name_dossier
from sousveil.publish.tongue import LANGUAGES
from sousveil.publish.writer import Publication, refuse
from sousveil.records.case import Case

from .check import check_case, check_published
from .downloads import build_downloads
from .duties import read_packs
from .sight.map import read_map
from .store import FolderStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made: where it lies, what it says of itself, and the problems of the whole case."""

    out: Path
    version: Path
    edition: Edition
    pages: Pages
    problems: tuple[Problem, ...]
    redactions: Redactions
    files: int


def build_case(
    folder: Path,
    out: Path,
    *,
    as_of: str = "",
    strict: bool = False,
    store: FolderStore | None = None,
    progress: Progress = SILENT,
) -> Built:
    """Publish the case in `folder` as `out`: site and dossier, as they may be seen on the day `as_of`.

    Raises PublishRefused where the privacy gate finds something or, if it is `strict`, anything is graver than a note;
    UsageError where nobody says which day it is.
    """
    progress.step("reading and checking the case")
    checked = check_case(folder, store=store)
    if strict:
        refuse_grave(checked.problems)
    day = choose_day(folder, checked.case, as_of)
    publication, pages, redactions, found = prepare_publication(
        checked.case, as_of=day, folder=folder, store=store, progress=progress
    )
    if strict:
        refuse_grave(found)
    progress.step(f"writing {len(publication.files)} files")
    version = publication.write(out)
    return Built(
        out=out,
        version=version,
        edition=pages.edition,
        pages=pages,
        problems=(*checked.problems, *found),
        redactions=redactions,
        files=len(publication.files),
    )


def build_draft(folder: Path, out: Path, *, store: FolderStore | None = None) -> None:
    """Publish the pages of a case alone, without the dossier and the data, which take longest.

    For a desk, where `build_case` follows as soon as nobody writes.
    """
    prepare_draft(folder, store=store).write(out)


def prepare_draft(folder: Path, *, store: FolderStore | None = None) -> Publication:
    """The files of a draft, not written yet; the next one lays out only what changed since."""
    case = check_case(folder, store=store).case
    day = choose_day(folder, case)
    return prepare_publication(case, as_of=day, folder=folder, store=store, whole=False)[0]


def choose_day(folder: Path, case: Case, as_of: str = "") -> str:
    """The day to publish for: the one asked for, else the case's own; UsageError where nobody says which it is."""
    day = as_of or case.manifest.as_of or ""
    if not day:
        raise UsageError(
            f"{folder}: which day does the case speak of? Write as_of in case.toml, or give --as-of"
        )
    return day


def refuse_grave(problems: Iterable[Problem]) -> None:
    """Raise PublishRefused where a person must still look: at what was lost, or at a warning without a verdict."""
    refuse(problem for problem in problems if problem.severity.rank <= Severity.WARNING.rank)


def choose_languages(case: Case) -> tuple[str, ...]:
    """The languages of the case that pages are written in, the one at the root first; English where there is none."""
    return tuple(tag for tag in case.manifest.languages if tag in LANGUAGES) or ("en",)


def build_maps(indexes: Sequence[Index], layers: MapLayers | None) -> Iterator[MapSite | None]:
    """The map in the language of each index: of a city, where there are layers, or of a country."""
    parts = build_map_parts(layers) if layers else None
    for number, index in enumerate(indexes):
        if layers is None:
            yield build_country_site(index)
        else:
            yield build_map_site(layers, index, parts=parts, root="../" if number else "")


def prepare_publication(
    case: Case,
    *,
    as_of: str,
    folder: Path | None = None,
    store: FolderStore | None = None,
    progress: Progress = SILENT,
    whole: bool = True,
) -> tuple[Publication, Pages, Redactions, list[Problem]]:
    """Everything that would be published on a day, looked at by the gate and not written yet.

    The files of a map lie in `folder`; without one, or without a city, there is no map. The problems are of its files.
    What is not `whole` is a draft: it has neither dossier nor data, and leads to none.
    """
    progress.step("choosing what may be published")
    public, redactions = select_public(case, as_of=as_of)
    refuse(check_gate(public, redactions.withheld))
    progress.step("checking what may be published")
    findings = check_published(public, folder, store=store)
    progress.step("laying out the pages")
    languages, packs = choose_languages(case), read_packs()
    indexes = [build_index(public, findings, as_of=as_of, language=tag) for tag in languages]
    spoken = {index.language: build_pages_of(index, redactions=redactions, packs=packs) for index in indexes}
    pages, *others = (
        replace(one, edition=replace(one.edition, is_draft=not whole)) for one in spoken.values()
    )
    words = {name_dossier(tag, languages): render_dossier_data(one) for tag, one in spoken.items() if whole}
    with ThreadPoolExecutor(max_workers=1) as pool:  # setting takes seconds, in which Python is free
        setting = pool.map(partial(build_dossier, as_of=as_of), words.values())
        index = indexes[0]
        read = read_map(folder, index, store=store, progress=progress) if folder else None
        city, *cities = build_maps(indexes, read[0] if read else None)
        progress.step("writing the data in other formats")
        downloads = build_downloads(index, read[0] if read else None, folder=folder) if whole else ()
        progress.step("setting the dossier")
        dossiers = dict(zip(words, setting, strict=True))
    publication = Publication(
        allowed=(allowance.text for allowance in case.allowances.values()),
        withheld=redactions.withheld,
        stamp=pages.edition.digest[:SHOWN_DIGEST] if whole else "",
    )
    progress.step("looking for identifiers in what goes out")
    says = {**words, **(city.says if city else {}), **{one.path: one.says for one in downloads}}
    downloads += list_wholes(pages, dossiers, downloads[0].terms) if downloads else ()
    data = {tag: build_data_page(downloads, tag, public.manifest.attribution) for tag in languages}
    files = build_site(pages, city, downloads, data=data[languages[0]], languages=languages)
    for other, its_city in zip(others, cities, strict=True):
        files |= build_translation(other, languages, its_city, data=data[other.edition.language])
    for path, content in files.items():
        publication.add(path, content, says=says.get(path, ""))
    refuse(publication.problems)
    return publication, pages, redactions, read[1] if read else []
