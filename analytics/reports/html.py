"""A document as HTML: one file without scripts or requests, and its sections for a page."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from analytics.reports.document import (
    Block,
    Document,
    Notes,
    Paragraph,
    Picture,
    Points,
    Quotes,
    Sentence,
    Table,
)

STYLE = Path(__file__).with_name("summary.css")

Locate = Callable[[str], str]
"""Turns an address within the dashboard into one that a reader can open; empty where there is none."""


def write_html(
    document: Document, pictures: Mapping[str, str], locate: Locate, head: str = "", menu: str = ""
) -> bytes:
    """Write a document as one HTML file; `pictures` holds the charts by name as SVG, those that could be drawn.

    `head` and `menu` are HTML: what a site adds to the head, and to the top of the page.
    """
    sections = "".join(
        f'<section id="{section.name}"><h2>{_link(escape(section.title), locate(section.address))}</h2>'
        f"{write_blocks(section.blocks, locate, pictures)}</section>"
        for section in document.sections
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in document.lines)
    return (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="author" content="{escape(document.publisher)}">\n<title>{escape(document.title)}</title>\n'
        f"<style>\n{STYLE.read_text('utf-8')}</style>\n{head}</head>\n<body>\n{menu}<main id='main'>\n"
        f"<header><h1>{escape(document.title)}</h1>{lines}</header>\n{sections}\n</main>\n</body>\n</html>\n"
    ).encode()


def write_blocks(blocks: tuple[Block, ...], locate: Locate, pictures: Mapping[str, str]) -> str:
    """Write blocks as HTML, every text escaped; a chart that `pictures` lacks is left to its table."""
    return "".join(_write_block(block, locate, pictures) for block in blocks)


def _write_block(block: Block, locate: Locate, pictures: Mapping[str, str]) -> str:
    match block:
        case Paragraph():
            kind = ' class="aside"' if block.aside else ""
            return f"<p{kind}>{' '.join(_write_sentence(one, locate) for one in block.sentences)}</p>"
        case Points():
            points = "".join(f"<li>{_write_sentence(one, locate)}</li>" for one in block.sentences)
            return f"<ul>{points}</ul>"
        case Table():
            return _write_table(block, locate)
        case Quotes():
            return "".join(
                f"<blockquote><p class=head><strong>{_write_sentence(quote.head, locate)}</strong> · "
                f"{_write_sentence(quote.why, locate)}</p><p>{escape(quote.text)}</p></blockquote>"
                for quote in block.quotes
            )
        case Notes():
            return "".join(
                f'<p class="note" id="{note.name}"><strong>{escape(note.head)}</strong> '
                f"{_write_sentence(note.sentence, locate)}</p>"
                for note in block.notes
            )
        case Picture():
            tables = "".join(_write_table(table, locate) for table in block.tables)
            if block.name not in pictures:
                return tables
            kind = "pair" if block.narrow else "whole"
            return f'<div class="{kind}">{_write_picture(block, pictures[block.name])}<div>{tables}</div></div>'


def _write_picture(picture: Picture, svg: str) -> str:
    """Write a figure, which carries its title, source and licence in it."""
    data = b64encode(svg.encode()).decode()
    focus = "" if picture.narrow else ' tabindex="0"'  # on a phone a wide one scrolls, by keys too
    return f'<figure{focus}><img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.chart.alt)}"></figure>'


def _write_table(table: Table, locate: Locate) -> str:
    heads = "".join(
        f'<th scope="col" class="{side}">{escape(head)}</th>'
        for head, side in zip(table.heads, table.align, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row" class="l">{_write_sentence(row[0], locate)}</th>'
        + "".join(
            f'<td class="{side}">{_write_sentence(cell, locate)}</td>'
            for cell, side in zip(row[1:], table.align[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="scroll{" short" if table.short else ""}" tabindex="0" role="region" aria-label="{escape(table.caption)}"><table>'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _write_sentence(sentence: Sentence, locate: Locate) -> str:
    return "".join(
        escape(run) if isinstance(run, str) else _link(escape(run.text), locate(run.address)) for run in sentence
    )


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{text}</a>' if address else text
