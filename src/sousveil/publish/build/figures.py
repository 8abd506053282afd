"""Builds figures as they are always shown: value, interval, unit, date, independent origins, look, and the way to why.

Also the interval plots of several figures on one measure. Reads the index; judges nothing anew.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sousveil.evidence.figures import claim_language, show_interval
from sousveil.evidence.formula import DATE
from sousveil.evidence.independence import origins_of
from sousveil.publish.dates import say_date
from sousveil.publish.pieces import Band, FigureView, Link, Look, OriginView, Plot, PlotRow, Said, Topic
from sousveil.publish.tongue import choose_text, list_words, say_word, tell
from sousveil.publish.values import quantity_of, value_language, value_words
from sousveil.publish.words import as_float, in_unit, name_measure, say_bounds, say_interval, short_source
from sousveil.records.bands import Band as Width
from sousveil.records.bands import Reading
from sousveil.records.claim import Claim, Dated
from sousveil.records.finding import Verdict
from sousveil.records.interval import show_number
from sousveil.records.source import Source

from .index import Index


def build_figure(claim: Claim, index: Index) -> FigureView:
    """One claim's figure with everything that must stand beside it."""
    if claim.id not in index.figures_made:
        index.figures_made[claim.id] = _build_figure(claim, index)
    return index.figures_made[claim.id]


def _build_figure(claim: Claim, index: Index) -> FigureView:
    case = index.case
    source = case.sources.get(claim.source)
    quantity = quantity_of(claim, case)
    reading = index.figures.get(claim.id)
    return FigureView(
        claim=claim.id,
        label=_label(claim, index),
        measure=measure_words(claim.measure, index),
        text=value_words(claim, case, index.language),
        stated=Said(text=claim.stated, language=claim_language(claim, case) or ""),
        look=_look(claim, reading, index),
        interval=_interval(reading, index.language),
        bands=() if reading is None else build_bands(reading, index.language),
        unit=(quantity.unit or "") if quantity else "",
        date=_date(claim, source, index.language),
        origins=index.count_origins(agreeing(claim, index)),
        why=index.link(claim.id).href,
        source=index.link(claim.source),
        status=say_word(claim.status or "", index.language),
        speaker=index.link(claim.asserted_by).text if claim.asserted_by else "",
        language=value_language(claim, case, index.language),
    )


def build_figures(ids: Iterable[str], index: Index) -> tuple[FigureView, ...]:
    """The figures of several claims, in the order given, each once; ids that are no claim are passed over."""
    return tuple(
        build_figure(index.case.claims[id_], index) for id_ in dict.fromkeys(ids) if id_ in index.case.claims
    )


def _date(claim: Claim, source: Source | None, language: str) -> str:
    """When a figure holds; where nobody says, when it was said."""
    if claim.valid:
        return say_date(claim.valid, language)
    said = claim.as_of or (source.issued if source else None)
    return tell("date.as_of", language, date=say_date(said, language)) if said else ""


def _interval(reading: Reading | None, language: str) -> str:
    """The normal band in words, where it says more than the figure does."""
    if reading is None or reading.normal.is_point or reading.unit.dimensions == DATE.dimensions:
        return ""
    return say_interval(reading.normal, reading.unit, language)


def build_bands(reading: Reading, language: str = "en") -> tuple[Band, ...]:
    """The three bands of a reading in its own unit."""
    if reading.unit.dimensions == DATE.dimensions:
        return tuple(
            Band(name=w.value, text=say_bounds(show_interval(reading.band(w), DATE), language)) for w in Width
        )
    bands = []
    for width in Width:
        shown = in_unit(reading.band(width), reading.unit)
        bands.append(
            Band(
                name=width.value,
                text=say_bounds(shown.text(show_number), language),
                low=as_float(shown.low),
                high=as_float(shown.high),
            )
        )
    return tuple(bands)


def agreeing(claim: Claim, index: Index) -> list[Claim]:
    """The claims that say the same of the same thing: equal measure, status and meeting intervals, or equal words."""
    own = index.figures.get(claim.id)
    words = value_words(claim, index.case, index.language)
    found = []
    for other in index.topics[claim.subject, claim.measure]:
        if other.status != claim.status or other.scope != claim.scope:
            continue
        reading = index.figures.get(other.id)
        if own is None or reading is None:
            same = value_words(other, index.case, index.language) == words
        else:
            same = own.unit == reading.unit and own.normal.intersect(reading.normal) is not None
        if same or other.id == claim.id:
            found.append(other)
    return found


def _label(claim: Claim, index: Index) -> str:
    """What the figure is of: its measure and subject."""
    return name_measure(measure_words(claim.measure, index), index.link(claim.subject).text)


def measure_words(id_: str, index: Index) -> str:
    """What a measure is called."""
    measure = index.case.measures.get(id_)
    if measure is None:
        return say_word(id_, index.language)
    return choose_text(measure.title, index.language, index.case.manifest.language)[0]


def _look(claim: Claim, reading: Reading | None, index: Index) -> Look:
    """Which of the four looks a figure has: disputed before uncertain, uncertain before known."""
    quantity = quantity_of(claim, index.case)
    if quantity and quantity.state in {"unknown", "withheld"}:
        return Look.WITHHELD if quantity.state == "withheld" else Look.UNKNOWN
    if any(line.verdict == Verdict.INCONSISTENT for line in index.findings_of.get(claim.id, ())):
        return Look.DISPUTED
    if isinstance(claim.value, Dated):
        return Look.UNCERTAIN if re.search(r"[~?%X/]", claim.value.date) else Look.KNOWN
    return Look.KNOWN if reading is None or reading.normal.is_point else Look.UNCERTAIN


def build_topic(key: tuple[str, str], index: Index) -> Topic:
    """Everything that is said on one measure of one subject, with a plot where several figures can be drawn."""
    subject, measure = key
    figures = tuple(build_figure(claim, index) for claim in index.topics[key])
    link = index.link(subject)
    title = name_measure(measure_words(measure, index), link.text)
    return Topic(
        id=f"{subject}.{measure}",
        subject_id=subject,
        subject=link,
        measure=measure_words(measure, index),
        figures=figures,
        plot=build_plot(title, figures, index),
        origins=tuple(build_origins(index.topics[key], index)),
    )


def build_origins(claims: Iterable[Claim], index: Index) -> Iterator[OriginView]:
    """Claims by the origin they come from in the end, the origin of most first."""
    groups = sorted(origins_of(claims, index.case).items(), key=lambda group: (-len(group[1]), group[0]))
    for origin, ids in groups:
        printed = (
            Link(
                text=f"{index.link(claim.source).text}: {value_words(claim, index.case, index.language)}",
                href=index.link(claim.id).href,
            )
            for claim in map(index.case.claims.__getitem__, ids)
        )
        yield OriginView(origin=index.link(origin), printed=tuple(printed))


def build_plot(title: str, figures: Iterable[FigureView], index: Index) -> Plot | None:
    """An interval plot of the figures in the unit most of them have; None where fewer than two can be drawn."""
    drawable = [figure for figure in figures if _can_draw(figure)]
    units = Counter(figure.unit for figure in drawable)
    if not units or units.most_common(1)[0][1] < 2:
        return None
    unit = units.most_common(1)[0][0]
    rows = tuple(_row(figure, index) for figure in drawable if figure.unit == unit)
    said = list_words((f"{row.label}: {row.value}" for row in rows), index.language)
    return Plot(title=title, unit=unit, rows=rows, alt=f"{title}. {said}.")


def _can_draw(figure: FigureView) -> bool:
    return any(band.low is not None or band.high is not None for band in figure.bands)


def _row(figure: FigureView, index: Index) -> PlotRow:
    claim = index.case.claims[figure.claim]
    source = index.case.sources.get(claim.source)
    by = figure.speaker or (
        short_source(source, index.language, index.case.manifest.language) if source else claim.source
    )
    extra = ", ".join(
        filter(None, (figure.status, *(_scope(key, value, index) for key, value in claim.scope.items())))
    )
    return PlotRow(
        label=f"{by} ({extra})" if extra else by,
        value=figure.text,
        look=figure.look,
        bands=figure.bands,
        href=figure.why,
    )


def _scope(key: str, value: str, index: Index) -> str:
    """What a figure covers, in words: of yes and no, to which question they are the answer."""
    if value in {"yes", "no"}:
        what = say_word(key, index.language)
        return what if value == "yes" else tell("figure.not", index.language, what=what)
    return index.link(value).text
