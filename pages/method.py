"""Method: how entries become numbers, what is covered, what is not known, and how to cite."""

import streamlit as st

from pages.shared.method import (
    show_accuracy,
    show_changes,
    show_codebook,
    show_coverage,
    show_lexicon,
    show_limits,
    show_totals,
)
from pages.shared.view import open_view

view = open_view()
words = view.words
st.markdown(
    words.say(
        "A monitor writes a chronicle: one paragraph, an *entry*, for each thing that happened. Each entry is read "
        "into rows by written rules, the codebook. Everything on these pages is a count of such rows, and a click on "
        "any mark shows the entries that it counts. Source texts are never changed."
    )
)
show_coverage(view)
show_codebook(view)
show_accuracy(view)
show_totals(view)
show_lexicon(view)
show_changes(view)
show_limits(view)
