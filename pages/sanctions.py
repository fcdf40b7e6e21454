"""Sanctions: articles, measures, days of arrest and fines; each status kept apart."""

import streamlit as st

from analytics.counts.selection import NONE
from analytics.figures.bars import draw_bars
from analytics.figures.heat import draw_heat
from pages.shared.amounts import show_amounts, show_penalties
from pages.shared.charts import show_chart
from pages.shared.view import choose, open_view

view = open_view()
words, span = view.words, view.span
statuses = [words.name("status", status) for status in view.selection.statuses]
if view.selection.statuses == ("imposed",):
    st.caption(
        words.say("Only sanctions imposed by a decision that the entry reports; the filters add other statuses.")
    )
else:
    st.caption(
        words.say("Sanctions counted: {statuses}.", statuses=", ".join(statuses) or words.say("of every status"))
    )
articles = view.count("article", unit="sanctions")
if articles.total:
    show_amounts(view)
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(view, draw_bars(articles, words, words.say("Sanctions by article"), span), "articles")
    with right:
        measures = view.count("measure", unit="sanctions")
        show_chart(view, draw_bars(measures, words, words.say("Sanctions by measure"), span), "measures")
    cells = view.count("article", "measure", unit="sanctions")
    show_chart(view, draw_heat(cells, words, words.say("Measures under each article"), span), "cells")
    show_penalties(view)
    if named := [row["article"] for row in articles if row["article"] != NONE][:12]:
        short = {article: words.article(article) for article in named}
        chosen = choose("parts", words.say("Parts of an article"), named, short)
        parts = view.count("article_part", unit="sanctions", mark=(("article", chosen),))
        title = words.say("{article}, by part", article=short[chosen])
        note = words.say("A bar that names no part: the entry tells the article alone.")
        show_chart(view, draw_bars(parts, words, title, span), "parts", note)
    targets = view.count("target", unit="sanctions")
    show_chart(view, draw_bars(targets, words, words.say("Sanctions by who is concerned"), span), "targets")
else:
    st.info(words.say("No sanction of this status matches this selection."))
every = view.count("status", unit="sanctions", selection=view.selection.but(statuses=()))
title = words.say("Every sanction told, by status")
note = words.say("These are not added up: one case is told again as it is charged, decided, upheld and served.")
show_chart(view, draw_bars(every, words, title, span), "statuses", note)
