"""Trends: counts by day, week, month, quarter or year, as a whole and by one dimension."""

import streamlit as st

from analytics.counts.compare import select_latest_month
from analytics.counts.largest import gather_others
from analytics.counts.periods import GRAINS, average_before, choose_grain
from analytics.figures.bars import draw_bars, draw_columns, draw_columns_apart
from analytics.figures.stacks import draw_stack
from pages.shared.charts import list_events, show_chart
from pages.shared.headlines import show_changes
from pages.shared.view import choose, open_view

SPLITS = ("kind", "category", "region", "city", "right", "target")

view = open_view()
words, selection = view.words, view.selection
suited = choose_grain(view.facts, selection)
left, right = st.columns(2)
with left:
    names = {grain: words.dimension(grain) for grain in GRAINS}
    grain = choose("by", words.say("Period"), GRAINS, names, suited)
with right:
    names = {split: words.dimension(split) for split in SPLITS}
    split = choose("split", words.say("Split by"), SPLITS, names)
if not view.count().total:
    st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
    st.stop()

by = (split, "kind") if split == "category" else (split,)
whole = view.over_time(grain)
events = view.events()
chart = draw_columns(whole, words, words.say("Over time"), view.span, events, average_before(whole))
show_chart(view, chart, "time", list_events(events, words))
if split != "kind" or "kind" not in whole.by:
    title = words.say("Over time, by {dimension}", dimension=words.dimension(split).lower())
    layouts = {"apart": words.say("side by side"), "stacked": words.say("stacked")}
    if choose("layout", words.say("Shown"), tuple(layouts), layouts) == "stacked":
        stacked = gather_others(view.facts, view.series(split, grain=grain))
        show_chart(view, draw_stack(stacked, words, title, view.span), "stacked")
    else:
        show_chart(view, draw_columns_apart(view.series(*by, grain=grain), words, title, view.span), "apart")
title = words.say("In all, by {dimension}", dimension=words.dimension(split).lower())
show_chart(view, draw_bars(view.count(*by), words, title, view.span, limit=20), "all")
period = selection if selection.since or selection.until else select_latest_month(view.facts, selection)
show_changes(view, period, split)
