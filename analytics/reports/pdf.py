"""A document as PDF: tagged, with its fonts embedded, after PDF/UA-1; set by Typst from `summary.typ`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst

from analytics.reports.document import Block, Document, Notes, Paragraph, Picture, Points, Quotes, Sentence, Table

TEMPLATE = Path(__file__).with_name("summary.typ")
FONTS = Path(__file__).parents[2] / "static" / "fonts"
"""The font of the figures; text is set in the fonts that Typst brings along, so that it is the same everywhere."""


def write_pdf(document: Document, pictures: Mapping[str, str], locate: Callable[[str], str]) -> bytes:
    """Write a document as PDF; `pictures` holds the charts by name as SVG, those that could be drawn.

    The data reach Typst as JSON, so that no text of a chronicle can be markup.
    """
    data = {
        "title": document.title,
        "lines": document.lines,
        "language": document.language,
        "publisher": document.publisher,
        "edition": document.edition,
        "pages": document.labels["pages"],
        "sections": [
            {
                "title": section.title,
                "address": locate(section.address),
                "blocks": [_describe(block, pictures, locate) for block in section.blocks],
            }
            for section in document.sections
        ],
    }
    return bytes(
        typst.compile(
            str(TEMPLATE),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
    )


def _describe(block: Block, pictures: Mapping[str, str], locate: Callable[[str], str]) -> dict[str, Any]:
    """Return a block as the template takes it."""

    def runs(sentence: Sentence) -> list[dict[str, str]]:
        return [
            {"text": run, "address": ""} if isinstance(run, str) else {"text": run.text, "address": locate(run.address)}
            for run in sentence
        ]

    match block:
        case Paragraph():
            kind = "aside" if block.aside else "paragraph"
            return {"kind": kind, "sentences": [runs(one) for one in block.sentences]}
        case Points():
            return {"kind": "points", "sentences": [runs(one) for one in block.sentences]}
        case Quotes():
            quotes = [{"head": runs(quote.head), "why": runs(quote.why), "text": quote.text} for quote in block.quotes]
            return {"kind": "quotes", "quotes": quotes}
        case Notes():
            notes = [{"name": one.name, "head": one.head, "said": runs(one.sentence)} for one in block.notes]
            return {"kind": "notes", "notes": notes}
        case Table():
            rows = [[runs(cell) for cell in row] for row in block.rows]
            return {
                "kind": "table", "caption": block.caption, "short": block.short, "heads": block.heads, "align": list(block.align), "rows": rows,
            }  # fmt: skip
        case Picture():
            chart = block.chart
            return {
                "kind": "picture",
                "narrow": block.narrow,
                "svg": pictures.get(block.name, ""),
                "alt": chart.alt,
                "tables": [_describe(table, pictures, locate) for table in block.tables],
            }
