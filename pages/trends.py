"""Trends: counts by day, week, month, quarter or year, as a whole and by one dimension."""

import streamlit as st

from analytics.counts.compare import select_latest_month
from analytics.figures.view import View
from pages.shared.blocks import show
from pages.shared.charts import show_chart
from pages.shared.headlines import write_changes
from pages.shared.page import show_page
from pages.shared.view import choose, choose_for_chart


def draw(view: View) -> None:
    words, selection = view.words, view.selection
    left, right = st.columns(2)
    with left:
        grain = choose_for_chart(view, "by")
    with right:
        split = choose_for_chart(view, "split")
    if not view.count().total:
        st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
        return

    show_chart(view, "trends.time", by=grain)
    if split != "kind" or selection.unit == "people":  # by kind, the first chart shows it, but for people
        layouts = {"apart": words.say("side by side"), "stacked": words.say("stacked")}
        layout = choose("layout", words.say("Shown"), tuple(layouts), layouts)
        show_chart(view, f"trends.{layout}", by=grain, split=split)
    show_chart(view, "trends.all", split=split)
    period = selection if selection.since or selection.until else select_latest_month(view.facts, selection)
    show(write_changes(view, period, split))


show_page(draw)
