"""A page: the line that says what is selected, what the page draws of it, and the filters beside it."""

import gc
from collections.abc import Callable

import streamlit as st

from analytics.errors import InputError
from analytics.figures.view import View
from pages.shared.filters import carry_filters, read_filters, show_filters
from pages.shared.menu import list_pages
from pages.shared.tables import find_almanac, read_facts
from pages.shared.view import choose_language


def show_page(draw: Callable[[View], None]) -> None:
    """Show a page: `draw` draws its own part of the view that the filters select.

    Until the first `st.navigation` of a server, Streamlit runs a file under `pages/` by itself, without `dashboard.py`,
    which says in the state that it ran: where it did not, the menu is called here, and the run begins anew.
    """
    words = choose_language()
    if not st.session_state.pop("dashboard", False):
        st.navigation(list_pages(words), position="top")
        st.rerun()
    with st.spinner(words.say("Reading the chronicles …")):
        try:
            read_facts()
        except InputError as error:
            st.error(str(error))
            return
    _freeze_memory()
    carry_filters()
    _show_selected(draw)


@st.fragment
def _show_selected(draw: Callable[[View], None]) -> None:
    """Show what depends on the filters: a fragment, so that a filter redraws this and not the frame around it."""
    facts, words = read_facts(), choose_language()
    view = View(facts, words, read_filters(facts, words), find_almanac())
    try:
        draw(view)
    finally:  # last, so that the charts do not wait for them; and always, as Streamlit forgets a filter that is not drawn
        show_filters(facts, words)


@st.cache_resource(show_spinner=False)
def _freeze_memory() -> None:
    """Tell the garbage collector, once, to leave alone what stays for the life of the server."""
    gc.collect()
    gc.freeze()
