"""The map's month, and a click on a place that becomes a filter."""

from dataclasses import replace
from datetime import date

import streamlit as st

from analytics.counts.facts import last_day_of
from analytics.counts.periods import span_of
from analytics.counts.selection import NONE, Mark
from analytics.figures.view import View

FILTERS = {"city": "cities", "region": "regions"}
"""The dimensions of place and their filters, the narrower first."""


def choose_month(view: View) -> View:
    """Let the reader slide through the covered months of the selection, kept in the address; return the view of one.

    With fewer than two covered months there is nothing to slide, and the whole view is returned.
    """
    words, state = view.words, st.session_state
    first, last = span_of(view.facts, view.selection)
    months = sorted(month for month in view.facts.months if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}")
    if len(months) < 2:
        return view
    options, asked = ["", *months], st.query_params.get("month", "")
    if asked in options and asked != state.get("month_told", ""):
        state["choice_month"] = asked
    elif state.get("choice_month") not in options:
        state["choice_month"] = ""
    chosen = str(
        st.select_slider(
            words.say("Month, of those with a chronicle"),
            options,
            key="choice_month",
            format_func=lambda month: words.period("month", month) if month else words.say("all"),
        )
    )
    if chosen:
        st.query_params["month"] = chosen
    else:
        st.query_params.pop("month", None)
    state["month_told"] = chosen
    if not chosen:
        return view
    since = max(first, date.fromisoformat(f"{chosen}-01"))
    until = min(last, date.fromisoformat(last_day_of(chosen)))
    return replace(view, selection=view.selection.but(since=since.isoformat(), until=until.isoformat()))


def offer_filter(view: View, mark: Mark, key: str) -> None:
    """Offer to filter every page by the place that a clicked mark stands for."""
    places = dict(mark)
    name = next((name for name in FILTERS if places.get(name, NONE) != NONE), "")
    if not name or getattr(view.selection, FILTERS[name]) == (places[name],):
        return
    place = view.words.name(name, places[name])
    if st.button(
        view.words.say("Filter by this place: {place}", place=place),
        key=f"filter_by_{key}",
        icon=":material/filter_alt:",
        on_click=_set_filter,
        args=(name, places[name]),
    ):
        st.rerun()


def _set_filter(name: str, value: str) -> None:
    """Set one filter of place in the address, from which all filters are read, and lift the other."""
    for other in FILTERS:
        st.query_params.pop(other, None)
    st.query_params[name] = value
