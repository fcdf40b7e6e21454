"""A figure that leaves the dashboard, and its passport: the pictures, the rows behind them, and how to make them again."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pyarrow as pa

from analytics.counts.facts import Facts
from analytics.errors import InputError
from analytics.figures.address import write_address
from analytics.figures.browser import DRAWER, Drawer
from analytics.figures.catalogue import CHARTS, CHOICES, Choices, draw_chart
from analytics.figures.chart import Chart
from analytics.figures.render import FORMATS, render
from analytics.figures.selected import list_limits
from analytics.figures.sheet import COLOURS, PRESETS, THEMES, FigureOptions, Imprint, Sheet, lay_out
from analytics.figures.view import View
from analytics.figures.words import Words
from analytics.reports.citation import Publication, name_source
from analytics.reports.extracts import TABLES, extract_count, extract_tables
from analytics.reports.package import make_export, write_files

ROWS_OF = {"refusals": ("incidents", "refusals"), "sanctions": ("incidents", "sanctions"), "people": TABLES}
"""The tables whose rows are handed out with a figure that counts in a unit; incidents alone with any other."""

_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True)
class FigureSpec:
    """Which chart of the catalogue a figure shows, with which choices, and what it looks like."""

    chart: str
    choices: Choices = field(default_factory=dict)
    options: FigureOptions = field(default_factory=FigureOptions)

    @property
    def query(self) -> dict[str, str]:
        """The address parameters that lead back here, beside those of the selection; defaults are left out."""
        plain = FigureOptions()
        changed = {one.name: getattr(self.options, one.name) for one in fields(plain)}
        told = {name: _write_option(value) for name, value in changed.items() if value != getattr(plain, name)}
        return {"chart": self.chart, **self.choices, **told}


@dataclass(frozen=True)
class Edition:
    """What every figure of an edition shares: the id, who publishes it, the names policy, and the tables themselves.

    `tables` show names by the same `policy` as the facts that are counted.
    """

    id: str
    publication: Publication
    policy: str
    tables: Mapping[str, pa.Table] = field(repr=False)


def read_spec(given: Mapping[str, Any]) -> FigureSpec:
    """Read a figure from the parameters of an address, or the keys of a report's specification.

    Raises:
        InputError: naming the key and its value, for one that is not there or cannot be.
    """
    chart = str(given.get("chart", ""))
    if chart not in CHARTS:
        raise InputError(f"chart {chart!r}: there is none; there are {', '.join(CHARTS)}")
    if others := sorted(set(given) - {"chart", *CHOICES, *_OPTIONS}):
        raise InputError(f"{others[0]} {given[others[0]]!r}: no such key; there are {', '.join([*CHOICES, *_OPTIONS])}")
    choices = {name: str(given[name]) for name in CHARTS[chart].choices if name in given}
    read = {name: _read_option(name, given[name]) for name in _OPTIONS if name in given}
    return FigureSpec(chart, choices, FigureOptions(**read))


def write_figure_address(view: View, spec: FigureSpec) -> str:
    """Write the address within the dashboard that opens a figure again."""
    return write_address("figure", view.selection, (), view.words.language, spec.query)


def set_sheet(view: View, spec: FigureSpec, edition: Edition) -> Sheet:
    """Draw a chart and set it on its sheet, with all that it must say of itself."""
    chart, words = draw_chart(view, spec.chart, spec.choices), view.words
    return lay_out(chart, spec.options, write_imprint(view.facts, chart, words, edition), words)


def write_imprint(facts: Facts, chart: Chart, words: Words, edition: Edition) -> Imprint:
    """Say what a figure must say besides the chart's own words."""
    limits = list_limits(chart.count.selection, words)
    either = f" {words.say('or')} "
    filters = "; ".join(f"{label}: {either.join(named)}" for label, named in limits)
    publication = edition.publication
    thanks = [one.title for one in publication.credits] if CHARTS[chart.name].on_map else []
    return Imprint(
        filters or words.say("everything that the chronicle tells"),
        " · ".join([name_source(publication, facts.months, words), publication.publisher, *thanks]),
        edition.id,
        publication.licence.name,
    )


def write_caption(view: View, spec: FigureSpec, edition: Edition) -> str:
    """Write the lines that stand under a figure in a report: what it shows, of what, from where, on which terms."""
    chart, words = draw_chart(view, spec.chart, spec.choices), view.words
    imprint = write_imprint(view.facts, chart, words, edition)
    parts = [
        spec.options.title or chart.title,
        spec.options.subtitle,
        chart.subtitle,
        chart.note,
        imprint.filters[:1].upper() + imprint.filters[1:],
        words.say("Source: {source}", source=imprint.source),
        words.say("Edition {edition}", edition=imprint.edition),
        words.say("Licence: {licence}", licence=imprint.licence),
    ]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


def make_passport(
    views: Mapping[str, View],
    language: str,
    spec: FigureSpec,
    edition: Edition,
    formats: Collection[str] = FORMATS,
    drawer: Drawer = DRAWER,
) -> dict[str, bytes]:
    """Make all that belongs to a figure, as files by name.

    `views` has the same view in each language, for captions and texts that stand for the picture; the picture is in
    `language`. Besides the pictures there are the count, the rows that it counts, their dictionary and description,
    how to cite, and `passport.json` with the address that opens the figure again, the edition, and the checksum of
    each file. The same edition and address give the same bytes.

    Raises:
        NoChromiumError: for a static format, where there is no Chromium.
        FigureError: where the figure does not fit or could not be drawn.
    """
    view = views[language]
    sheet = set_sheet(view, spec, edition)
    count, address = sheet.chart.count, write_figure_address(view, spec)
    rows = extract_tables(
        edition.tables, view.facts, view.words, count.selection, count.within, count.unit,
        ROWS_OF.get(count.unit, TABLES[:1]),
    )  # fmt: skip
    export = make_export(
        [extract_count(count, view.words), *rows], view.facts, view.words, edition.publication, edition.id,
        edition.policy, count.selection, count.within, sheet.title,
    )  # fmt: skip
    texts = {name: (write_caption(one, spec, edition), _tell_alt(one, spec)) for name, one in views.items()}
    files = {f"figure.{name}": data for name, data in render(sheet, formats, drawer).items()}
    files |= {f"caption-{name}.txt": f"{caption}\n\n{alt}\n".encode() for name, (caption, alt) in texts.items()}
    files |= write_files(replace(export, address=address), ("csv",))
    told = {
        "title": sheet.title,
        "language": language,
        "address": edition.publication.locate(address),
        "edition": edition.id,
        "names": edition.policy,
        "figure": spec.query,
        "captions": {name: caption for name, (caption, _) in texts.items()},
        "alt": {name: alt for name, (_, alt) in texts.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return files | {"passport.json": f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()}


def _tell_alt(view: View, spec: FigureSpec) -> str:
    return draw_chart(view, spec.chart, spec.choices).alt


def _one_of(names: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"there are {', '.join(names)}")
        return text

    return read


def _read_size(text: str) -> float:
    size = float(text)
    if not 1 <= size <= 10_000:
        raise ValueError("a size is from 1 to 10000")
    return size


def _read_dpi(text: str) -> int:
    dpi = int(text)
    if not 36 <= dpi <= 1200:
        raise ValueError("dots per inch are from 36 to 1200")
    return dpi


_OPTIONS: dict[str, Callable[[str], Any]] = {
    "preset": _one_of(PRESETS),
    "title": str,
    "subtitle": str,
    "colours": _one_of(COLOURS),
    "theme": _one_of(THEMES),
    "labels": lambda text: _SWITCH[_one_of(_SWITCH)(text)],
    "width": _read_size,
    "height": _read_size,
    "dpi": _read_dpi,
}
"""How each option of a figure is read from text; their order is that of `FigureOptions`."""


def _read_option(name: str, value: Any) -> Any:
    try:
        return _OPTIONS[name](_write_option(value))
    except ValueError as error:
        raise InputError(f"{name} {value!r}: {error}") from None


def _write_option(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def list_formats(formats: Sequence[str]) -> list[str]:
    """Return some formats, each once, in their own order. Raises InputError for one that there is not."""
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"format {name!r}: there is none; there are {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in formats]
