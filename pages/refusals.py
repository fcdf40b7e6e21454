"""Refusals: which assemblies the authorities refused, where, and the reasons that they stated."""

import streamlit as st

from analytics.figures.view import View
from pages.shared.charts import show_chart
from pages.shared.law import show_grounds
from pages.shared.page import show_page
from pages.shared.requests import show_repeats


def draw(view: View) -> None:
    words = view.words
    st.caption(words.say("A refusal is one answer of one city's authority; an entry may tell of several."))
    reasons = view.count("reason", unit="refusals")
    if not reasons.total:
        st.info(words.say("No refusal of an assembly matches this selection."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(view, "refusals.reasons")
    with right:
        show_chart(view, "refusals.cities")
    show_chart(view, "refusals.cells")
    show_chart(view, "refusals.reasons_time")
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(view, "refusals.time")
        show_chart(view, "refusals.themes")
    with right:
        show_chart(view, "refusals.forms")
        show_chart(view, "refusals.permissions")
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(view, "refusals.again")
        show_repeats(view)
    with right:
        show_chart(view, "refusals.leads")
    show_grounds(view, reasons)


show_page(draw)
