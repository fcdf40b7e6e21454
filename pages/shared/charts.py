"""A chart on a page: heading, figure, source, table twin, and the rows behind the mark that was clicked."""

import streamlit as st

from analytics.figures.address import write_address
from analytics.figures.catalogue import draw_chart
from analytics.figures.chart import name_rows, unpack_mark
from analytics.figures.view import View
from pages.shared.downloads import offer_count
from pages.shared.places import offer_filter
from pages.shared.rows import show_mark

MAP_FILES = {"topojsonURL": "app/static/topojson/"}
"""Where Plotly finds its base map: an empty one on this server, so that it asks no other."""


@st.fragment
def show_chart(view: View, name: str, **choices: str) -> None:
    """Show a chart of the catalogue; a click on one of its marks lists exactly the rows that it counts.

    Runs as a fragment: a click redraws this chart alone.
    """
    words, chart, key = view.words, draw_chart(view, name, choices), name.partition(".")[2]
    with st.container(key=f"chart_{key}"):
        st.markdown(f"## {chart.title}\n\n{chart.subtitle}")
        if not chart.count.total:
            st.info(words.say("Nothing in this selection is counted here."))
            return
        event = st.plotly_chart(
            chart.figure,
            key=key,
            on_select="rerun",
            selection_mode="points",
            alt=chart.alt,
            config={"displayModeBar": False, "responsive": True, **MAP_FILES},
        )
        st.caption(f"{chart.note} {say_source(view)} {link_figure(view, name, choices)}".strip())
        # Opened, it runs this chart anew; closed, it holds nothing that would be sent.
        table = st.expander(words.say("The same as a table"), type="compact", key=f"table_{key}", on_change="rerun")
        if table.open:
            with table:
                st.dataframe(name_rows(chart.count, words), hide_index=True, alt=chart.title)
                offer_count(view, chart.count, chart.title, key)
        points = event["selection"]["points"]
        if points and points[0].get("customdata"):
            mark = unpack_mark(points[0]["customdata"])
            offer_filter(view, mark, key)
            show_mark(view, chart.count.selection, mark, chart.count.unit, key)


def link_figure(view: View, name: str, choices: dict[str, str]) -> str:
    """Write a link to the page that makes a figure for print of a chart."""
    address = write_address("figure", view.selection, (), view.words.language, {"chart": name, **choices})
    return f"[{view.words.say('Figure for print')}]({address})"


def say_source(view: View) -> str:
    """Say where the numbers come from."""
    months = sorted(view.facts.months)
    names = [
        view.words.period("month", month) for month in (months[:1] if len(months) == 1 else [months[0], months[-1]])
    ]
    return view.words.say(
        "Source: monthly chronicle, {months}. Click a mark to read its entries.", months=" – ".join(names)
    )
