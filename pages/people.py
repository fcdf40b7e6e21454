"""People and cases: who the entries are about, one person's entries over time, and sanctions that raise a question."""

import streamlit as st

from analytics.counts.count import list_rows
from analytics.counts.people import list_people
from analytics.figures.timeline import draw_timeline
from pages.shared.charts import show_chart
from pages.shared.rows import show_rows
from pages.shared.view import open_view

view = open_view()
words = view.words
people = list_people(view.facts, view.selection)
if not people:
    st.info(words.say("No entry of this selection is about a named person."))
    st.stop()
st.caption(words.say("People as the entries spell their names: one person may stand under two spellings."))
rows = [
    {
        words.dimension("person"): words.name("person", person.name),
        words.unit("entries"): person.entries,
        words.say("First told"): person.first,
        words.say("Last told"): person.last,
        words.say("Days between"): person.days,
        words.unit("sanctions"): person.sanctions,
    }
    for person in people
]
st.header(words.count(len(people), "people"))
event = st.dataframe(
    rows,
    hide_index=True,
    height=320,
    on_select="rerun",
    selection_mode="single-row",
    key="people",
    alt=words.unit("people"),
)
picked = [people[number] for number in event["selection"]["rows"] if number < len(people)] or people[:1]
one = view.selection.but(persons=(picked[0].name,))
cases = view.count("day", "category", "kind", unit="entries", selection=one)
title = words.say("{name}: entries over time", name=words.name("person", picked[0].name))
show_chart(view, draw_timeline(cases, words, title, view.span), "cases")
show_rows(view, list_rows(view.facts, one, unit="entries").to_pylist(), "person")

questions = list_rows(view.facts, view.selection, (("flag", "above_maximum"),), "incidents").to_pylist()
st.header(words.say("Questions to the source"))
st.caption(words.say("Sanctions told as more than the article allows: a question to the source, never a verdict."))
if questions:
    show_rows(view, questions, "questions")
else:
    st.caption(words.say("None in this selection."))
