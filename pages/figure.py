"""Figure: one chart of the dashboard for print, as it shall look, with everything that belongs to it."""

import streamlit as st

from analytics.figures.view import View
from pages.shared.figures import choose_chart, choose_look, offer_figure, show_figure, show_texts
from pages.shared.page import show_page


def draw(view: View) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        chart, choices = choose_chart(view)
        shown, policy, spec = choose_look(view, chart, choices)
    with right:
        if spec and (formats := show_figure(shown, policy, spec)):
            offer_figure(shown, policy, spec, formats)
            show_texts(shown, policy, spec)


show_page(draw)
