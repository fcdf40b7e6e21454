"""Sanctions: articles, measures, days of arrest and fines; each status kept apart."""

import streamlit as st

from analytics.figures.catalogue import list_articles
from analytics.figures.view import View
from pages.shared.amounts import show_amounts, show_penalties
from pages.shared.charts import show_chart
from pages.shared.page import show_page
from pages.shared.view import choose_for_chart


def draw(view: View) -> None:
    words = view.words
    show_chart(view, "sanctions.statuses")
    statuses = [words.name("status", status) for status in view.selection.statuses]
    if view.selection.statuses == ("imposed",):
        st.caption(
            words.say("Only sanctions imposed by a decision that the entry reports; the filters add other statuses.")
        )
    else:
        st.caption(
            words.say("Sanctions counted: {statuses}.", statuses=", ".join(statuses) or words.say("of every status"))
        )
    if view.count(unit="sanctions").total:
        show_amounts(view)
        left, right = st.columns(2, gap="large")
        with left:
            show_chart(view, "sanctions.articles")
        with right:
            show_chart(view, "sanctions.measures")
        show_chart(view, "sanctions.cells")
        show_penalties(view)
        if list_articles(view):
            show_chart(view, "sanctions.parts", parts=choose_for_chart(view, "parts"))
        show_chart(view, "sanctions.targets")
    else:
        st.info(words.say("No sanction of this status matches this selection."))


show_page(draw)
