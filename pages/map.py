"""Map: bubbles by city over shaded regions, and beside it what has no place on it."""

import streamlit as st

from analytics.figures.view import View
from pages.shared.charts import show_chart
from pages.shared.page import show_page
from pages.shared.places import choose_month
from pages.shared.view import choose_for_chart


def draw(view: View) -> None:
    view = choose_month(view)
    words = view.words
    if not view.count().total:
        st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
        return
    shade = choose_for_chart(view, "shade")
    left, right = st.columns([3, 1], gap="large")
    with left:
        show_chart(view, "map.map", shade=shade)
    with right:
        show_chart(view, "map.off")
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(view, "map.regions")
    with right:
        show_chart(view, "map.cities")


show_page(draw)
