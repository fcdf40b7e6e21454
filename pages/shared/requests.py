"""The requests behind refusals: those refused again."""

import streamlit as st

from analytics.counts.requests import list_repeats
from analytics.figures.view import View


def show_repeats(view: View) -> None:
    """List the requests that were refused again."""
    words = view.words
    rows = [
        {
            words.dimension("date"): row["day"],
            words.dimension("city"): words.name("city", row["city"]),
            words.dimension("again"): words.name("again", row["again"]),
            words.say("Refused before on"): row["earlier_day"],
            words.say("Earlier incident"): row["earlier_id"],
        }
        for row in list_repeats(view.facts, view.selection)
    ]
    if rows:
        with st.expander(words.say("List of the requests refused again ({n})", n=len(rows)), type="compact"):
            st.dataframe(rows, hide_index=True, alt=words.say("Requests refused again"))
