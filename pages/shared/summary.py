"""The parts of the monthly summary's page."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

import streamlit as st

from analytics.figures.view import View
from analytics.reports.citation import find_publication
from analytics.reports.document import Block, Document, Picture
from analytics.reports.summary import compose_summary
from analytics.reports.summary_files import MEDIA, write_summary
from pages.shared.blocks import show, write_parts
from pages.shared.charts import show_chart
from pages.shared.tables import DATA, find_accuracy, find_edition, find_totals, read_facts


def draw_summary(view: View, month: str) -> Document:
    """Compose the summary of a month."""
    return compose_summary(view, month, find_edition(), find_publication(DATA), find_accuracy(), find_totals())


def show_section(view: View, blocks: Iterable[Block]) -> None:
    """Show sentences and tables, of which a number leads to the list of its rows, and charts beside their tables."""
    for drawn, together in groupby(blocks, lambda block: isinstance(block, Picture)):
        if not drawn:
            show(write_parts(*together))
            continue
        for picture in together:
            left, right = st.columns(2, gap="large") if picture.narrow else (st.container(), st.container())
            with left:
                show_chart(replace(view, selection=picture.chart.count.selection), picture.name)
            with right:
                show(write_parts(*picture.tables))


def offer_files(view: View, month: str) -> None:
    """Offer the summary as files, each made when it is asked for."""

    def make(kind: str) -> bytes:
        # The facts of now, not of when the page was drawn: they belong to the edition that is told.
        facts = read_facts()
        document = draw_summary(replace(view, facts=facts), month)
        (made,) = write_summary(document, facts, find_publication(DATA), view.words, (kind,)).values()
        return made

    with st.container(horizontal=True, gap="small"):
        for kind, media in MEDIA.items():
            st.download_button(
                kind.upper(),
                data=lambda kind=kind: make(kind),
                file_name=f"summary-{month}-{view.words.language}.{kind}",
                mime=media,
                key=f"summary_{kind}",
                on_click="ignore",
            )
