"""Writes what may be published of a case in the forms that other programs read.

Every byte passes the gate and is written in one step; a format is one line of EXPORTS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sousveil.adapters.exports.datapackage import pack, render_package
from sousveil.adapters.exports.ftm import render_ftm
from sousveil.adapters.exports.ocds import render_ocds
from sousveil.adapters.exports.prov import render_prov
from sousveil.adapters.exports.rocrate import render_crate
from sousveil.adapters.exports.sqlite_out import render_sqlite, say_sqlite
from sousveil.adapters.exports.timelinejs import render_timelinejs
from sousveil.adapters.exports.told import Told
from sousveil.adapters.geo.geo_out import render_geo, render_geo_table
from sousveil.adapters.references.bibtex_out import render_bibtex
from sousveil.adapters.references.csl import render_csl
from sousveil.case.load import Store, load_case
from sousveil.case.write import write_bytes
from sousveil.problems import Problem
from sousveil.publish.gate.select import Redactions, select_public
from sousveil.publish.gate.stops import check_gate
from sousveil.publish.writer import Publication, refuse
from sousveil.records.case import Case

from .cameras.reading import read_lists
from .telling import tell_case


@dataclass(frozen=True, slots=True)
class Form:
    """A format: the name such a file usually has, what writes it, and for a binary file what its words are.

    What has several files is shipped as one archive.
    """

    name: str
    render: Callable[[Told], str | bytes | Mapping[str, str]]
    says: Callable[[Told], str] | None = None
    has_cameras: bool = False

    @property
    def is_binary(self) -> bool:
        """Whether it is no text."""
        return self.name.endswith((".zip", ".sqlite", ".parquet"))


EXPORTS = MappingProxyType[str, Form](
    {
        "csl": Form("sources.json", lambda told: render_csl(told.case.sources.values())),
        "bibtex": Form("sources.bib", lambda told: render_bibtex(told.case.sources.values())),
        "ftm": Form("entities.ftm.json", render_ftm),
        "ocds": Form("contracts.ocds.json", render_ocds),
        "timelinejs": Form("timeline.json", render_timelinejs),
        "datapackage": Form("datapackage.zip", render_package),
        "rocrate": Form("crate.zip", render_crate),
        "prov": Form("provenance.json", render_prov),
        "sqlite": Form("case.sqlite", render_sqlite, say_sqlite),
        "geojson": Form("places.geojson", render_geo, has_cameras=True),
        "geoparquet": Form("places.parquet", render_geo_table, render_geo, has_cameras=True),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was made, of which public case, how much was left out, and what was wrong with the files read."""

    content: bytes
    case: Case
    redactions: Redactions
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """What was made, as text; UnicodeDecodeError where it is none."""
        return self.content.decode("utf-8")


def export_case(
    folder: Path, form: str, *, out: Path | None = None, as_of: str = "", store: Store | None = None
) -> Exported:
    """The public part of a case in a format, written to `out` where one is given.

    `as_of` is the day by which embargoes end; the case's own where it is empty. Raises PublishRefused, before anything
    is written, where the privacy gate finds something.
    """
    case, problems = load_case(folder, store=store)
    day = as_of or case.manifest.as_of or ""
    public, redactions = select_public(case, as_of=day)
    refuse(check_gate(public, redactions.withheld))
    allowed = (allowance.text for allowance in case.allowances.values())
    publication = Publication(allowed=allowed, withheld=redactions.withheld)
    told = tell_case(public, as_of=day)
    if EXPORTS[form].has_cameras:
        lists = read_lists(folder, public)
        problems = [*problems, *(problem for one in lists for problem in one.problems)]
        told = replace(
            told, observations=tuple((one.about.id, seen) for one in lists for seen in one.observations)
        )
    content = render_form(EXPORTS[form], told, publication)
    refuse(publication.problems)
    if out is not None:
        write_bytes(out, content)
    return Exported(content=content, case=public, redactions=redactions, problems=tuple(problems))


def render_form(form: Form, told: Told, publication: Publication) -> bytes:
    """A case in a format, its files shown to the gate of `publication`; a package is looked at before it is packed."""
    made = form.render(told)
    if isinstance(made, Mapping):
        for name, content in made.items():
            publication.add(name, content)
        return pack(made)
    publication.add(form.name, made, says=form.says(told) if form.says else "")
    return made.encode("utf-8") if isinstance(made, str) else made
