"""Sanctions: articles, measures, days of arrest and fines; each status kept apart."""

import streamlit as st

from analytics.figures.catalogue import list_articles
from analytics.figures.view import View
from pages.shared.amounts import write_amounts, write_penalties, write_statuses
from pages.shared.blocks import show
from pages.shared.charts import show_chart
from pages.shared.page import show_page
from pages.shared.view import choose_for_chart


def draw(view: View) -> None:
    words = view.words
    if not view.count(unit="sanctions", selection=view.selection.but(statuses=())).total:
        st.info(words.say("No sanction matches this selection."))
        return

    show_chart(view, "sanctions.statuses")
    note = write_statuses(view)
    if view.count(unit="sanctions").total:
        show(note, write_amounts(view), write_penalties(view))
        left, right = st.columns(2, gap="large")
        with left:
            show_chart(view, "sanctions.articles")
        with right:
            show_chart(view, "sanctions.measures")
        show_chart(view, "sanctions.cells")
        if list_articles(view):
            show_chart(view, "sanctions.parts", parts=choose_for_chart(view, "parts"))
        show_chart(view, "sanctions.targets")
    else:
        show(note)
        st.info(words.say("No sanction of this status matches this selection."))


show_page(draw)
