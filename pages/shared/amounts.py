"""What sanctions add up to."""

import streamlit as st

from analytics.counts.amounts import list_once, list_unchecked, sum_amounts, sum_penalties
from analytics.figures.view import View


def show_amounts(view: View) -> None:
    """Show the days of arrest and the fines of the selection."""
    words, index = view.words, view.almanac.index
    titles = {
        "arrest_days": words.say("Days of arrest"),
        "fine_mci": words.say("Fines, MCI"),
        "fine_kzt": words.say("Fines, tenge as stated"),
        "fine_converted": words.say("Fines told in MCI alone, in tenge of the year"),
        "fine_tenge": words.say("All fines, tenge of the year"),
    }
    rows = list_once(view.facts, view.selection)
    with st.container(horizontal=True, gap="small"):
        for amounts in sum_amounts(rows, index):
            note = words.say(
                "in {n}; median {median}", n=words.count(amounts.n, "sanctions"), median=words.number(amounts.median)
            )
            st.metric(
                titles[amounts.unit],
                words.number(amounts.total) if amounts.n else "–",
                delta=note if amounts.n else words.say("none stated"),
                delta_color="off",
                delta_arrow="off",
                width=250,
            )
    note = words.say(
        "All fines: tenge as the entry states them, else MCI times the index of the day’s year; no fine is added twice. "
        "A fine without a date or amount is in neither."
    )
    if years := list_unchecked(rows, index):
        note += " " + words.say("The index of {years} was not checked in a source.", years=", ".join(years))
    st.caption(note)


def show_penalties(view: View) -> None:
    """Show what is stated of each measure: years, months, days, hours, MCI."""
    words = view.words
    if penalties := sum_penalties(list_once(view.facts, view.selection)):
        st.header(words.say("Penalties stated, by measure"))
        st.dataframe(
            [
                {
                    words.dimension("measure"): words.name("measure", measure),
                    words.dimension("unit"): words.name("amount", amounts.unit),
                    words.unit("sanctions"): amounts.n,
                    words.say("Median"): amounts.median,
                    words.say("Largest"): amounts.largest,
                    words.say("Total"): amounts.total,
                }
                for measure, amounts in penalties
            ],
            hide_index=True,
            alt=words.say("Penalties stated, by measure"),
        )
