"""Downloads: what is shown, as files for other programs, made when they are asked for."""

from collections.abc import Callable

import streamlit as st

from analytics.counts.count import Count
from analytics.counts.names import read_policy
from analytics.counts.selection import Mark
from analytics.figures.view import View
from analytics.reports.citation import read_publication
from analytics.reports.extracts import extract_count, extract_tables
from analytics.reports.formats import write_csv
from analytics.reports.package import MEDIA, Export, make_export, write_bundle, write_workbook
from pages.shared.tables import NAMES_SHOWN, find_edition, read_facts, read_shown_tables


def offer_rows(view: View, mark: Mark, unit: str) -> None:
    """Offer the incidents of a view, or of one mark of a chart, with their refusals, sanctions and people."""

    def make() -> Export:
        # The tables and facts of now, not of when the page was drawn: they belong to one edition.
        facts = read_facts()
        extracts = extract_tables(read_shown_tables(), facts, view.words, view.selection, mark, unit)
        return make_export(
            extracts,
            facts,
            view.words,
            read_publication(),
            find_edition(),
            read_policy(NAMES_SHOWN),
            view.selection,
            mark,
        )

    with st.popover(view.words.say("Download")):
        _offer(view, "incidents", make)


def offer_count(view: View, count: Count, title: str, key: str) -> None:
    """Offer the numbers of a chart."""

    def make() -> Export:
        return make_export(
            [extract_count(count, view.words)], view.facts, view.words, read_publication(), find_edition(),
            read_policy(NAMES_SHOWN), count.selection, count.within, title,
        )  # fmt: skip

    _offer(view, key, make)


def _offer(view: View, key: str, make: Callable[[], Export]) -> None:
    """Draw a button for each way to have an export; nothing is made before one is pressed."""
    words = view.words
    ways: dict[str, tuple[str, str, Callable[[Export], bytes]]] = {
        "xlsx": ("XLSX", words.say("a workbook with its dictionary"), write_workbook),
        "csv": ("CSV", words.say("the rows alone"), lambda export: write_csv(export.extracts[0])),
        "zip": (
            "ZIP",
            words.say("CSV, XLSX, Parquet and JSON Lines, with dictionary, licence and how to cite"),
            write_bundle,
        ),
    }
    with st.container(horizontal=True, gap="small"):
        for kind, (label, told, write) in ways.items():
            st.download_button(
                label,
                data=lambda write=write: write(make()),
                file_name=f"{key}-{find_edition()}.{kind}",
                mime=MEDIA[kind],
                key=f"download_{key}_{kind}",
                help=told,
                on_click="ignore",
            )
