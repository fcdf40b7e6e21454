"""What a page says as plain HTML: headings, notes, large numbers and tables, with links to rows.

A part of a page is written as one piece of it: every element that a page sends costs the server and the browser a
millisecond or more each time that a filter changes, and a grid or Markdown costs several.
"""

from collections.abc import Iterable
from html import escape

import streamlit as st

from analytics.counts.selection import Mark, Selection
from analytics.figures.address import write_address
from analytics.figures.words import Words
from analytics.reports.document import Block, Link, Sentence
from analytics.reports.html import write_blocks


def show(*parts: str) -> None:
    """Show parts written as HTML, as one element of the page."""
    st.html(f'<div class="told">{"".join(parts)}</div>')


def write_head(title: str, level: int = 2) -> str:
    """Write a heading."""
    return f"<h{level}>{escape(title)}</h{level}>"


def write_note(text: str, head: str = "") -> str:
    """Write a note, set smaller than what it is about; with a head of its own where it stands alone."""
    return f"<p class=aside>{f'<b>{escape(head)}</b> · ' if head else ''}{escape(text)}</p>"


def write_parts(*blocks: Block) -> str:
    """Write parts of a document, of which a number leads to the list of its rows."""
    return write_blocks(blocks, lambda address: address, {})


def write_numbers(numbers: Iterable[tuple[str, str, str]], wide: bool = False) -> str:
    """Write large numbers side by side: of each its title, and as HTML the number and what stands below it."""
    told = "".join(f"<div><dt>{escape(title)}</dt><dd>{number}{below}</dd></div>" for title, number, below in numbers)
    return f'<dl class="headlines{" wide" if wide else ""}">{told}</dl>'


def link_rows(n: int, selection: Selection, mark: Mark, unit: str, words: Words) -> Sentence:
    """Tell a number that leads to the list of the rows it counts; a zero leads nowhere."""
    return (Link(words.number(n), locate_rows(selection, mark, unit, words)),) if n else (words.number(0),)


def locate_rows(selection: Selection, mark: Mark, unit: str, words: Words) -> str:
    """Return the address of the list of the rows that a mark of a selection counts in a unit."""
    return write_address("incidents", selection.but(unit=unit), mark, words.language)
