"""The dashboard: the frame around its pages, with the menu and the language."""

from pathlib import Path

import streamlit as st

from pages.shared.filters import show_languages
from pages.shared.menu import list_pages
from pages.shared.view import choose_language

words = choose_language()
st.set_page_config(page_title=words.say("Repression trends"), layout="wide")
st.html(Path(__file__).parent / "pages" / "shared" / "style.css")
page = st.navigation(list_pages(words), position="top")
st.title(page.title)
st.session_state["dashboard"] = True
page.run()
show_languages(words)
