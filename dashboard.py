"""The dashboard: the frame around its pages, with the menu, the filters and the language."""

import gc
from pathlib import Path

import streamlit as st

from analytics.errors import InputError
from pages.shared.filters import show_filters
from pages.shared.menu import list_pages
from pages.shared.tables import read_facts
from pages.shared.view import choose_language


@st.cache_resource(show_spinner=False)
def _freeze_memory() -> None:
    """Tell the garbage collector, once, to leave alone what stays for the life of the server."""
    gc.collect()
    gc.freeze()


words = choose_language()
st.set_page_config(page_title=words.say("Repression trends"), layout="wide")
st.html(Path(__file__).parent / "pages" / "shared" / "style.css")
page = st.navigation(list_pages(words), position="top")
st.title(page.title)
with st.spinner(words.say("Reading the chronicles …")):
    try:
        facts = read_facts()
    except InputError as error:
        st.error(str(error))
        st.stop()
_freeze_memory()
st.session_state["dashboard"] = True
page.run()
show_filters(facts, words)  # last: the charts do not wait for the filters beside them
