"""People and cases: who the entries are about, one person's entries over time, long cases, and open questions."""

import streamlit as st

from analytics.counts.count import list_rows
from analytics.counts.people import find_people, list_people
from analytics.figures.view import View
from pages.shared.page import show_page
from pages.shared.people import choose_person, show_case, show_doubts, show_long_cases
from pages.shared.rows import show_rows
from pages.shared.view import ask


def draw(view: View) -> None:
    words = view.words
    people = list_people(view.facts, view.selection)
    if not people:
        st.info(words.say("No entry of this selection is about a named person."))
        return
    st.caption(words.say("Spellings that clearly mean one person are joined under the most frequent one."))
    found = find_people(people, ask("find", words.say("Search people")))
    if found:
        show_case(view, choose_person(view, found))
    else:
        st.info(words.say("No person of this selection is spelt so."))
    show_long_cases(view, people)
    questions = list_rows(view.facts, view.selection, (("flag", "above_maximum"),), "incidents")
    st.header(words.say("Questions to the source"))
    st.caption(words.say("Sanctions told as more than the article allows: a question to the source, never a verdict."))
    if questions.num_rows:
        show_rows(view, questions, "questions")
    else:
        st.caption(words.say("None in this selection."))
    show_doubts(view, people)


show_page(draw)
