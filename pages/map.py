"""Map: bubbles by city over shaded regions, and beside it what has no place on it."""

import streamlit as st

from pages.shared.charts import show_chart
from pages.shared.places import choose_month
from pages.shared.view import choose_for_chart, open_view

view = choose_month(open_view())
words = view.words
if not view.count().total:
    st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
    st.stop()
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
