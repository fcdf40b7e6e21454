"""A chart on a page: heading, figure, source, table twin, and the rows behind the mark that was clicked."""

import streamlit as st

from analytics.counts.events import Event
from analytics.figures.chart import Chart, name_rows, unpack_mark
from analytics.figures.maps import draw_map
from analytics.figures.words import Words
from pages.shared.places import offer_filter
from pages.shared.rows import show_mark
from pages.shared.tables import find_population
from pages.shared.view import View

OUTLINES = "app/static/geo/kz-regions.geojson"
"""The outlines of the regions on this server: a copy of `data/geo/kz-regions.geojson`, which a test holds equal."""

MAP_FILES = {"topojsonURL": "app/static/topojson/"}
"""Where Plotly finds its base map: an empty one on this server, so that it asks no other."""


@st.fragment
def show_chart(view: View, chart: Chart, key: str, note: str = "") -> None:
    """Show a chart; a click on one of its marks lists exactly the rows that it counts.

    Runs as a fragment: a click redraws this chart alone.
    """
    words = view.words
    with st.container(key=f"chart_{key}"):
        st.header(chart.title)
        st.caption(chart.subtitle)
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
        st.caption(f"{note} {say_source(view)}".strip())
        # Opened, it runs this chart anew; closed, it holds nothing that would be sent.
        table = st.expander(words.say("The same as a table"), type="compact", key=f"table_{key}", on_change="rerun")
        if table.open:
            table.dataframe(name_rows(chart.count, words), hide_index=True, alt=chart.title)
        points = event["selection"]["points"]
        if points and points[0].get("customdata"):
            mark = unpack_mark(points[0]["customdata"])
            offer_filter(view, mark, key)
            show_mark(view, chart.count.selection, mark, chart.count.unit, key)


def draw_places(view: View, title: str, height: int = 480, rate: bool = False) -> Chart:
    """Draw the map of a view, its regions shaded by number or by rate."""
    cities = view.count("city", mark=(("place", "located"),))
    counted = {row["region"]: row["n"] for row in view.count("region")}
    regions: dict[str, float] = {region: counted.get(region, 0) for region in view.words.codes("region")}
    if rate:
        population = find_population()
        regions = {region: 100_000 * n / population[region] for region, n in regions.items() if region in population}
    return draw_map(
        cities, view.facts.places, regions, view.words, title, view.span, OUTLINES, rate=rate, height=height
    )


def say_source(view: View) -> str:
    """Say where the numbers come from."""
    months = sorted(view.facts.months)
    names = [
        view.words.period("month", month) for month in (months[:1] if len(months) == 1 else [months[0], months[-1]])
    ]
    return view.words.say(
        "Source: monthly chronicle, {months}. Click a mark to read its entries.", months=" – ".join(names)
    )


def list_events(events: list[Event], words: Words) -> str:
    """Name the numbered events under a chart over time."""
    named = [
        f"{number}: {words.day(event.day)}, {event.labels[words.language] or event.labels['en']}"
        + ("" if event.checked else f" ({words.say('date unchecked')})")
        for number, event in enumerate(events, 1)
    ]
    return f"{words.say('Events')} – {'; '.join(named)}." if named else ""
