"""Monthly summary: what the chronicle of one month tells, in sentences that open their rows, and as files to hand on."""

import streamlit as st

from analytics.counts.compare import select_month
from analytics.figures.view import View
from pages.shared.page import show_page
from pages.shared.places import slide_month
from pages.shared.summary import draw_summary, offer_files, show_section


def draw(view: View) -> None:
    words = view.words
    month = slide_month(view)
    if not month:
        st.info(words.say("No chronicle covers any month of this selection."))
        return
    if not view.count(selection=select_month(view.selection, month)).total:
        st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
        return
    document = draw_summary(view, month)
    st.caption(" · ".join(document.lines))
    offer_files(view, month)
    for section in document.sections:
        st.header(section.title)
        show_section(view, section.blocks)


show_page(draw)
