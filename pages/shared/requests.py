"""The requests behind refusals: those refused again, and the days left before the day asked for."""

import streamlit as st

from analytics.counts.repeats import LEADS, REPEAT_WITHIN
from analytics.counts.requests import find_median_lead, list_repeats
from analytics.figures.bars import draw_bars
from analytics.figures.steps import draw_steps
from pages.shared.charts import show_chart
from pages.shared.view import View


def show_repeats(view: View) -> None:
    """Show how many requests were refused again by what they share with an earlier one, and list them."""
    words = view.words
    note = words.say(
        "A request counts as refused again where the same city refused, in the {days} days before, one that shares "
        "a named person, the theme, or a day asked for. It may still be another person’s request.",
        days=REPEAT_WITHIN.days,
    )
    again = view.count("again", unit="refusals")
    show_chart(view, draw_bars(again, words, words.say("Requests refused again"), view.span), "again", note)
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


def show_leads(view: View) -> None:
    """Show the days from the refusal told to the day asked for, where that is told."""
    words = view.words
    told, median = find_median_lead(view.facts, view.selection)
    note = (
        words.say("median {median} days, told of {n}", median=words.number(median), n=told)
        if median is not None
        else ""
    )
    leads = view.count("lead", unit="refusals")
    order = [name for name in LEADS if name != "past" or any(row["lead"] == name for row in leads)]
    title = words.say("Days between the refusal told and the day asked for")
    caption = words.say("From the day of the entry to the first day asked for; when the request was filed is not told.")
    show_chart(view, draw_steps(leads, words, title, view.span, order, note), "leads", caption)
