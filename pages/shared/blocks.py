"""What a page says as plain HTML, which costs it far less than grids: large numbers, sentences and tables, with links to rows."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from analytics.counts.selection import Mark, Selection
from analytics.figures.address import write_address
from analytics.figures.words import Words
from analytics.reports.document import Block, Link, Sentence
from analytics.reports.html import write_blocks


def show_blocks(*blocks: Block) -> None:
    """Show parts of a document, of which a number leads to the list of its rows."""
    st.html(f'<div class="summary">{write_blocks(blocks, lambda address: address, {})}</div>')


def show_numbers(numbers: Iterable[tuple[str, str, str]], wide: bool = False) -> None:
    """Show large numbers side by side: of each its title, and as HTML the number and what stands below it."""
    told = "".join(f"<div><dt>{escape(title)}</dt><dd>{number}{below}</dd></div>" for title, number, below in numbers)
    st.html(f'<dl class="headlines{" wide" if wide else ""}">{told}</dl>')


def link_rows(n: int, selection: Selection, mark: Mark, unit: str, words: Words) -> Sentence:
    """Tell a number that leads to the list of the rows it counts; a zero leads nowhere."""
    return (Link(words.number(n), locate_rows(selection, mark, unit, words)),) if n else (words.number(0),)


def locate_rows(selection: Selection, mark: Mark, unit: str, words: Words) -> str:
    """Return the address of the list of the rows that a mark of a selection counts in a unit."""
    return write_address("incidents", selection.but(unit=unit), mark, words.language)
