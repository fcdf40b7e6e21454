"""Overview: the headline numbers, what happened when and where, and what is not known."""

import streamlit as st

from analytics.counts.compare import select_latest_month
from analytics.counts.count import list_rows
from analytics.figures.view import View
from pages.shared.blocks import show, write_head
from pages.shared.charts import show_chart
from pages.shared.headlines import write_headlines, write_news, write_unknown
from pages.shared.page import show_page
from pages.shared.rows import write_newest


def draw(view: View) -> None:
    words, selection = view.words, view.selection
    month = selection if selection.since or selection.until else select_latest_month(view.facts, selection)
    head = st.empty()  # filled last: the first chart does not wait for the numbers above it
    if not view.count().total:
        with head:
            show(write_headlines(view, month))
        st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
        return

    left, right = st.columns([3, 2], gap="large")
    with left:
        show_chart(view, "overview.when")
        show_chart(view, "overview.where")
    with right:
        show_chart(view, "overview.what")
        show_chart(view, "overview.why")
    numbers = write_headlines(view, month)
    newest = list_rows(view.facts, selection, unit="incidents", limit=3)
    below = (
        write_unknown(view),
        write_news(view, month),
        write_head(words.say("Newest entries")),
        write_newest(view, newest),
    )
    with head:  # both at once: a browser goes through the whole page for each part that comes while it draws the charts
        show(numbers)
    show(*below)


show_page(draw)
