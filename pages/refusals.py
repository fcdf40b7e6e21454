"""Refusals: which assemblies the authorities refused, where, and the reasons that they stated."""

import streamlit as st

from analytics.figures.bars import draw_bars, draw_columns, draw_columns_apart
from analytics.figures.heat import draw_heat
from pages.shared.charts import show_chart
from pages.shared.law import show_grounds
from pages.shared.requests import show_leads, show_repeats
from pages.shared.view import open_view

view = open_view()
words, span = view.words, view.span
st.caption(words.say("A refusal is one answer of one city's authority; an entry may tell of several."))
reasons = view.count("reason", unit="refusals")
if not reasons.total:
    st.info(words.say("No refusal of an assembly matches this selection."))
    st.stop()
left, right = st.columns(2, gap="large")
with left:
    show_chart(view, draw_bars(reasons, words, words.say("Refusals by stated reason"), span), "reasons")
with right:
    cities = view.count("city", unit="refusals")
    show_chart(view, draw_bars(cities, words, words.say("Refusals by city"), span), "cities")
cells = view.count("reason", "city", unit="refusals")
show_chart(view, draw_heat(cells, words, words.say("Reasons given by city"), span), "cells")
apart = view.series("reason", unit="refusals")
show_chart(view, draw_columns_apart(apart, words, words.say("Stated reasons over time"), span), "reasons_time")
themes = view.count("theme", unit="refusals")
left, right = st.columns(2, gap="large")
with left:
    series = view.series(unit="refusals")
    show_chart(view, draw_columns(series, words, words.say("Refusals over time"), span), "time")
    show_chart(view, draw_bars(themes, words, words.say("Refusals by theme"), span, limit=8), "themes")
with right:
    forms = view.count("form", unit="refusals")
    show_chart(view, draw_bars(forms, words, words.say("Refusals by form of assembly"), span), "forms")
    told = view.count("permission", unit="incidents", selection=view.assemblies())
    title = words.say("Assemblies: what is told of permission")
    note = words.say("“Not stated”: the assembly took place or was obstructed, and nothing is told of a permission.")
    show_chart(view, draw_bars(told, words, title, span), "permissions", note)
left, right = st.columns(2, gap="large")
with left:
    show_repeats(view)
with right:
    show_leads(view)
show_grounds(view, reasons)
