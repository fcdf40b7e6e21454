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
    months = _list_months(view)
    chosen = _slide(view, ["", *months], "") if len(months) > 1 else ""
    if not chosen:
        return view
    first, last = span_of(view.facts, view.selection)
    since = max(first, date.fromisoformat(f"{chosen}-01"))
    until = min(last, date.fromisoformat(last_day_of(chosen)))
    return replace(view, selection=view.selection.but(since=since.isoformat(), until=until.isoformat()))


def slide_month(view: View) -> str:
    """Let the reader slide to one covered month of the selection, the latest at first; return it, or "" for none."""
    months = _list_months(view)
    return _slide(view, months, months[-1]) if len(months) > 1 else "".join(months)


def _list_months(view: View) -> list[str]:
    """List the covered months of the selection."""
    first, last = span_of(view.facts, view.selection)
    return sorted(month for month in view.facts.months if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}")


def _slide(view: View, options: list[str], default: str) -> str:
    """Let the reader choose a month, kept in the address where it is not the default."""
    words, state, asked = view.words, st.session_state, st.query_params.get("month", default)
    if asked in options and asked != state.get("month_told", default):
        state["choice_month"] = asked
    elif state.get("choice_month") not in options:
        state["choice_month"] = default
    chosen = str(
        st.select_slider(
            words.say("Month, of those with a chronicle"),
            options,
            key="choice_month",
            format_func=lambda month: words.period("month", month) if month else words.say("all"),
        )
    )
    if chosen != default:
        st.query_params["month"] = chosen
    else:
        st.query_params.pop("month", None)
    state["month_told"] = chosen
    return chosen


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
