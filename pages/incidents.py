"""Incidents: every entry of the selection, or behind one mark of a chart, in the words of its source."""

import streamlit as st

from analytics.counts.count import count_total, list_rows
from analytics.figures.address import read_mark
from analytics.figures.selected import describe_mark
from analytics.figures.view import View
from pages.shared.downloads import offer_rows
from pages.shared.page import show_page
from pages.shared.rows import ORDERS, show_rows, show_units
from pages.shared.view import choose


def draw(view: View) -> None:
    words = view.words
    unit, mark = view.selection.unit, read_mark(st.query_params.get_all("mark"))
    rows = list_rows(view.facts, view.selection, mark, unit)
    told = words.count(count_total(view.facts, view.selection, unit, mark), unit)
    st.header(f"{told}: {describe_mark(mark, words)}" if mark else told, anchor=False)
    if not rows.num_rows:
        st.info(words.say("Nothing matches this selection. Widen the period or take a filter away."))
        return
    names = {
        "newest": words.say("newest first"),
        "oldest": words.say("oldest first"),
        "place": words.dimension("city"),
        "category": words.dimension("category"),
    }
    offer_rows(view, mark, unit)
    order = choose("sort", words.say("Sort by"), ORDERS, names)
    show_units(view, view.selection, mark, unit)
    show_rows(view, rows, "incidents", order)


show_page(draw)
