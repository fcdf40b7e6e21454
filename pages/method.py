"""Method: how entries become numbers, what is covered, what is not known, and how to cite."""

import streamlit as st

from analytics.figures.view import View
from analytics.reports.method import explain_method
from pages.shared.method import show_changes, show_citation, show_lexicon, show_section
from pages.shared.page import show_page
from pages.shared.tables import find_accuracy, find_totals


def draw(view: View) -> None:
    words = view.words
    st.markdown(
        words.say(
            "A monitor writes a chronicle: one paragraph, an *entry*, for each thing that happened. Each entry is read "
            "into rows by written rules, the codebook. Everything on these pages is a count of such rows, and a click on "
            "any mark shows the entries that it counts. Source texts are never changed."
        )
    )
    *sections, limits = explain_method(view, find_accuracy(), find_totals())
    for section in sections:
        show_section(section)
    show_lexicon(view)
    show_changes(view)
    show_section(limits)
    show_citation(view)


show_page(draw)
