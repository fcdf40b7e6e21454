"""Overview: the headline numbers, what happened when and where, and what is not known."""

import streamlit as st

from analytics.counts.compare import select_latest_month
from analytics.counts.count import list_rows
from analytics.figures.bars import draw_bars, draw_columns
from pages.shared.charts import draw_places, show_chart
from pages.shared.headlines import show_headlines, show_news, show_unknown
from pages.shared.rows import show_rows
from pages.shared.view import open_view

view = open_view()
words, selection = view.words, view.selection
month = selection if selection.since or selection.until else select_latest_month(view.facts, selection)
head = st.container()  # filled last: the first chart does not wait for the numbers above it
if not view.count().total:
    with head:
        show_headlines(view, month)
    st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
    st.stop()

left, right = st.columns([3, 2], gap="large")
with left:
    show_chart(view, draw_columns(view.over_time(), words, words.say("What happened when"), view.span), "when")
    show_chart(view, draw_places(view, words.say("Where"), height=380), "where")
with right:
    by_category = view.count("category", "kind")
    show_chart(view, draw_bars(by_category, words, words.say("What was reported"), view.span, limit=9), "what")
    refused = view.count("reason", unit="refusals")
    show_chart(view, draw_bars(refused, words, words.say("Why assemblies were refused"), view.span), "why")
with head:
    show_headlines(view, month)
show_unknown(view)
show_news(view, month)
st.header(words.say("Newest entries"))
show_rows(view, list_rows(view.facts, selection, unit="incidents", limit=3), "newest")
