"""A chart on a page: heading, figure, source, table twin, and the rows behind the mark that was clicked."""

from contextlib import nullcontext
from html import escape
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

from analytics.figures.address import write_address
from analytics.figures.catalogue import draw_chart
from analytics.figures.chart import Chart, Drawn, unpack_mark
from analytics.figures.view import View
from analytics.reports.document import Sentence, Table
from pages.shared.blocks import link_rows, show, write_head, write_note, write_parts
from pages.shared.downloads import offer_count
from pages.shared.places import offer_filter
from pages.shared.rows import show_mark

LONGEST = 500
"""The rows of a table on a page: more would be slow to draw, and nobody reads them there."""

MAP_FILES = {"topojsonURL": "app/static/topojson/"}
"""Where Plotly finds its base map: an empty one on this server, so that it asks no other."""


class _Figure(BaseFigure):  # type: ignore[misc]
    """A figure that Streamlit takes as it stands: it would have Plotly check and copy each part of a dictionary."""

    def __init__(self, figure: Drawn) -> None:
        """Hold a figure that is complete, so that there is nothing for Plotly to set up."""
        self._figure = figure

    def to_dict(self) -> Drawn:
        """Return the figure itself."""
        return self._figure


def show_chart(view: View, name: str, **choices: str) -> None:
    """Show a chart of the catalogue; a click on one of its marks lists exactly the rows that it counts.

    Three elements a chart and no more: a filter redraws each, and one of its own around them costs more than it saves.
    """
    words, chart, key = view.words, draw_chart(view, name, choices), name.partition(".")[2]
    if not chart.count.total:
        show(write_head(chart.title), write_note(words.say("Nothing in this selection is counted here.")))
        st.empty()  # in the place of a chart of the selection before, which would stand there until the run ends
        return
    source = escape(f"{chart.note} {say_source(view)}".strip())
    show(
        write_head(chart.title),
        f'<p class="subtitle">{escape(chart.subtitle)}</p>',
        f'<p class="source">{source} {link_figure(view, name, choices)}</p>',
    )
    event = st.plotly_chart(
        _Figure(chart.figure),
        key=f"chart_{key}",
        on_select="rerun",
        selection_mode="points",
        theme=None,  # Streamlit's would have every chart drawn twice (see `_suit_screen` of `chart.py`)
        alt=chart.alt,
        config={"displayModeBar": False, "responsive": True, **MAP_FILES},
    )
    points = event["selection"]["points"]
    mark = unpack_mark(points[0]["customdata"]) if points and points[0].get("customdata") else ()
    # With its rows the table is one element still: one more would have Streamlit draw every chart below anew.
    with st.container() if mark else nullcontext():
        _show_table(view, chart, key)
        if mark:
            offer_filter(view, mark, key)
            show_mark(view, chart.count.selection, mark, chart.count.unit, key)


def _show_table(view: View, chart: Chart, key: str) -> None:
    """Show the rows of a chart as a table that is opened; closed, it holds nothing that would be sent."""
    table = st.expander(view.words.say("The same as a table"), type="compact", key=f"table_{key}", on_change="rerun")
    if table.open:
        with table:
            show(write_parts(_tabulate(view, chart, key)))
            offer_count(view, chart.count, chart.title, key)


def _tabulate(view: View, chart: Chart, key: str) -> Table:
    """Return the rows of a chart as a table, whose numbers lead to the list of what they count."""
    count, words, caption = chart.count, view.words, chart.subtitle
    if len(count.records) > LONGEST:
        every = len(count.records)
        caption += " · " + words.say("the first {shown} of {all} rows; the download has all", shown=LONGEST, all=every)

    def tell(row: dict[str, Any]) -> Sentence:
        if row["n"] is None:
            return (words.say("no chronicle"),)
        return link_rows(row["n"], count.selection, count.mark(row), count.unit, words)

    rows = [(*((words.name(name, row[name]),) for name in count.by), tell(row)) for row in count.records[:LONGEST]]
    heads = (*(words.dimension(name) for name in count.by), words.unit(count.unit))
    return Table(key, caption, heads, tuple(rows), "l" * len(count.by) + "r")


def link_figure(view: View, name: str, choices: dict[str, str]) -> str:
    """Write a link to the page that makes a figure for print of a chart."""
    address = write_address("figure", view.selection, (), view.words.language, {"chart": name, **choices})
    return f'<a href="{escape(address)}" target="_blank">{escape(view.words.say("Figure for print"))}</a>'


def say_source(view: View) -> str:
    """Say where the numbers come from."""
    months = sorted(view.facts.months)
    names = [
        view.words.period("month", month) for month in (months[:1] if len(months) == 1 else [months[0], months[-1]])
    ]
    return view.words.say(
        "Source: monthly chronicle, {months}. Click a mark to read its entries.", months=" – ".join(names)
    )
