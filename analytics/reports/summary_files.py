"""The monthly summary as files: PDF, DOCX and HTML, each with its figures where they can be drawn."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from analytics.counts.facts import Facts
from analytics.figures.browser import DRAWER, Drawer, NoChromiumError
from analytics.figures.render import render
from analytics.figures.sheet import FigureOptions, Imprint, lay_out
from analytics.figures.words import Words
from analytics.reports.citation import Publication, name_source
from analytics.reports.document import Document, Paragraph, Picture
from analytics.reports.docx import write_docx
from analytics.reports.html import write_html
from analytics.reports.pdf import write_pdf
from analytics.reports.rows import append_rows


class Drawn(NamedTuple):
    """A figure as SVG and as PNG."""

    svg: str
    png: bytes


MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
}
FORMATS = tuple(MEDIA)


def write_summary(
    document: Document,
    facts: Facts,
    publication: Publication,
    words: Words,
    formats: Collection[str] = FORMATS,
    drawer: Drawer = DRAWER,
) -> dict[str, bytes]:
    """Write a summary in some of `FORMATS`, by file name; figures are drawn once for all of them.

    Numbers lead to the dashboard where the publication has its address; else the document carries their rows itself.
    Without Chromium there are no figures, and the document says so: each chart has a table that says the same.
    Raises FigureError where a figure could not be drawn for another reason.
    """
    document, pictures = illustrate(document, publication, words, drawer)

    places: dict[str, str] = {}
    if not publication.base_address:
        document, places = append_rows(document, facts, words)

    def locate(address: str) -> str:
        if publication.base_address and address:
            return publication.locate(address)
        return address if address.startswith("#") else places.get(address, "")

    vectors = {name: drawn.svg for name, drawn in pictures.items()}
    writers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: write_pdf(document, vectors, locate),
        "docx": lambda: write_docx(document, {name: drawn.png for name, drawn in pictures.items()}, locate),
        "html": lambda: write_html(document, vectors, locate),
    }
    return {f"{document.name}.{kind}": writers[kind]() for kind in formats}


def illustrate(
    document: Document, publication: Publication, words: Words, drawer: Drawer = DRAWER
) -> tuple[Document, dict[str, Drawn]]:
    """Return a document with its figures; where there is no Chromium, one that says why it has none."""
    try:
        return document, draw_pictures(document, publication, words, drawer)
    except NoChromiumError:
        return _say_no_figures(document, words), {}


def draw_pictures(
    document: Document, publication: Publication, words: Words, drawer: Drawer = DRAWER
) -> dict[str, Drawn]:
    """Draw the charts of a document, by name, on half the width of a page or on all of it."""
    drawn = {}
    for block in document.blocks():
        if isinstance(block, Picture):
            span = block.chart.count.selection
            covered = [month for month in document.months if span.since[:7] <= month <= span.until[:7]]
            imprint = Imprint(
                filters="; ".join(document.filters),
                source=name_source(publication, covered, words),
                edition=document.edition,
                licence=publication.licence.name,
            )
            options = FigureOptions(preset="a4_half" if block.narrow else "a4_full")
            made = render(lay_out(block.chart, options, imprint, words), ("svg", "png"), drawer)
            drawn[block.name] = Drawn(made["svg"].decode(), made["png"])
    return drawn


def _say_no_figures(document: Document, words: Words) -> Document:
    said = words.say("Figures could not be drawn where this was made; the tables hold the same numbers.")
    first, *others = document.sections
    first = replace(first, blocks=(*first.blocks, Paragraph(((said,),), aside=True)))
    return replace(document, sections=(first, *others))
