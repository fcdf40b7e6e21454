"""A page: the line that says what is selected, and below it what the page draws of that."""

from collections.abc import Callable

import streamlit as st

from analytics.figures.view import View
from pages.shared.filters import PAGE, read_filters
from pages.shared.menu import list_pages
from pages.shared.tables import find_almanac, read_facts
from pages.shared.view import choose_language


def show_page(draw: Callable[[View], None]) -> None:
    """Show a page: `draw` draws its own part of the view that the filters select.

    Until the first `st.navigation` of a server, Streamlit runs a file under `pages/` by itself, without `dashboard.py`,
    which says in the state that it ran: where it did not, the menu is called here, and the run begins anew.
    """
    if not st.session_state.pop("dashboard", False):
        st.navigation(list_pages(choose_language()), position="top")
        st.rerun()
    _show_selected(draw)


@st.fragment(key=PAGE)
def _show_selected(draw: Callable[[View], None]) -> None:
    """Show what depends on the filters: a fragment, so that a filter redraws this and not the frame around it."""
    facts, words = read_facts(), choose_language()
    draw(View(facts, words, read_filters(facts, words), find_almanac()))
