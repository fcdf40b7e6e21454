"""Map: bubbles by city over shaded regions, and beside it what has no place on it."""

import streamlit as st

from analytics.figures.bars import draw_bars
from pages.shared.charts import draw_places, show_chart
from pages.shared.places import choose_month
from pages.shared.view import choose, open_view

view = choose_month(open_view())
words = view.words
if not view.count().total:
    st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
    st.stop()
names = {"number": words.say("number"), "rate": words.say("number per 100,000 inhabitants")}
shade = choose("shade", words.say("Shade regions by"), tuple(names), names)
left, right = st.columns([3, 1], gap="large")
with left:
    chart = draw_places(view, words.say("Where it happened"), rate=shade == "rate")
    note = words.say("The area of a bubble is its number; the stronger a region is coloured, the more it has.")
    if shade == "rate":
        note += " " + words.say("Inhabitants are counted or estimated for 2024 to 2026.")
    show_chart(view, chart, "map", note)
with right:
    off = view.count("place")
    show_chart(view, draw_bars(off, words, words.say("On the map and not"), view.span), "off")
left, right = st.columns(2, gap="large")
with left:
    show_chart(view, draw_bars(view.count("region"), words, words.say("By region"), view.span, limit=20), "regions")
with right:
    show_chart(view, draw_bars(view.count("city"), words, words.say("By city"), view.span, limit=20), "cities")
