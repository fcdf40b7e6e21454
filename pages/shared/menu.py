"""The list of pages."""

from pathlib import Path

import streamlit as st

from analytics.figures.words import Words

PAGES = Path(__file__).parents[1]


def name_pages(words: Words) -> dict[str, str]:
    """Return the titles of the pages, in the order of the menu and in the language of the screen."""
    return {
        "overview": words.say("Overview"),
        "trends": words.say("Trends"),
        "map": words.say("Map"),
        "refusals": words.say("Refusals"),
        "sanctions": words.say("Sanctions"),
        "people": words.say("People and cases"),
        "incidents": words.say("Incidents"),
        "summary": words.say("Monthly summary"),
        "figure": words.say("Figure"),
        "method": words.say("Method"),
    }


def list_pages(words: Words) -> list[st.Page]:
    """List the pages for the menu."""
    return [
        st.Page(PAGES / f"{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in name_pages(words).items()
    ]
