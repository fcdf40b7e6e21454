"""The parts of the page of people and cases."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from analytics.counts.count import list_rows
from analytics.counts.people import LONG_DAYS, LONG_ENTRIES, Person, list_doubts, list_long_cases
from analytics.figures.view import View
from pages.shared.charts import show_chart
from pages.shared.rows import show_rows

TALLEST = 320
"""The pixels that the list of people may take before it scrolls."""


def choose_person(view: View, people: Sequence[Person]) -> Person:
    """List some people, most told of first; return the one whose line was chosen, or the first."""
    words = view.words
    st.header(words.count(len(people), "people"))
    rows = [
        {
            words.dimension("person"): words.name("person", person.name),
            words.unit("entries"): person.entries,
            words.say("First told"): person.first,
            words.say("Last told"): person.last,
            words.unit("sanctions"): person.sanctions,
            words.say("Also spelt"): "; ".join(person.spellings[1:]),
        }
        for person in people
    ]
    event = st.dataframe(
        rows,
        hide_index=True,
        height=min(TALLEST, 38 + 35 * len(rows)),
        on_select="rerun",
        selection_mode="single-row",
        key="people",
        alt=words.unit("people"),
    )
    return next((people[row] for row in event["selection"]["rows"] if row < len(people)), people[0])


def show_case(view: View, person: Person) -> None:
    """Show one person's entries, and the sanctions told of them by status and article, along one line of time."""
    one = replace(view, selection=view.selection.but(persons=(person.name,)))
    show_chart(one, "people.cases")
    if person.sanctions:
        show_chart(one, "people.charges")
    show_rows(view, list_rows(view.facts, one.selection, unit="entries"), "person")


def show_long_cases(view: View, people: Sequence[Person]) -> None:
    """Show the people whom entries tell of for long."""
    words = view.words
    st.header(words.say("Long-running cases"))
    st.caption(
        words.say(
            "People told of in {entries} or more entries of this selection, the last {days} or more days after the first.",
            entries=LONG_ENTRIES,
            days=LONG_DAYS,
        )
    )
    cases = list_long_cases(people)
    if not cases:
        st.caption(words.say("None in this selection."))
        return
    rows = [
        {
            words.dimension("person"): words.name("person", person.name),
            words.say("Days between"): person.days,
            words.unit("entries"): person.entries,
            words.say("First told"): person.first,
            words.say("Last told"): person.last,
        }
        for person in cases
    ]
    st.dataframe(rows, hide_index=True, alt=words.say("Long-running cases"))


def show_doubts(view: View, people: Sequence[Person]) -> None:
    """Show the pairs of names that may be one person, for review; they count as two until someone decides."""
    words, doubts = view.words, list_doubts(view.facts, people)
    if not doubts:
        return
    reasons = {
        "which of the namesakes": words.say("initials that fit several people"),
        "same surname and initial": words.say("same surname and initial, other given name"),
        "alike in sound": words.say("surnames alike in sound"),
        "alike in consonants": words.say("surnames alike but for vowels"),
        "one without initial": words.say("same surname, one without an initial"),
    }
    st.header(words.say("Perhaps one person"))
    st.caption(words.say("Pairs for review: alike, but not clearly one person, so they count as two."))
    first, second = words.say("Name"), words.say("Other name")
    rows = [
        {
            first: words.name("person", one),
            second: words.name("person", other),
            words.say("Why in doubt"): reasons.get(reason, reason),
        }
        for one, other, reason in doubts
    ]
    st.dataframe(rows, hide_index=True, alt=words.say("Perhaps one person"))
