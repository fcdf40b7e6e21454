"""What a page sees: the facts, the words of its language and the selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st

from analytics.counts.compare import Change, compare_with_before
from analytics.counts.count import Count, count_by
from analytics.counts.events import Event, list_events
from analytics.counts.facts import Facts
from analytics.counts.periods import PeriodCount, choose_grain, count_by_period, span_of
from analytics.counts.selection import Mark, Selection
from analytics.figures.words import LANGUAGES, Words
from pages.shared.menu import list_pages
from pages.shared.tables import find_events, find_words

ASSEMBLIES = ("assembly_refusal", "assembly_interference", "assembly_held")


@dataclass(frozen=True)
class View:
    """The facts, words and selection of one run of a page."""

    facts: Facts
    words: Words
    selection: Selection

    @property
    def span(self) -> str:
        """The selected period in words."""
        return self.words.days(*span_of(self.facts, self.selection))

    def count(self, *by: str, unit: str = "", mark: Mark = (), selection: Selection | None = None) -> Count:
        """Count this selection, or another, by some dimensions."""
        return count_by(self.facts, selection or self.selection, by, unit, mark)

    def series(self, *by: str, grain: str = "", unit: str = "", mark: Mark = ()) -> PeriodCount:
        """Count this selection over time, by the grain that suits its span where none is given."""
        grain = grain or choose_grain(self.facts, self.selection)
        return count_by_period(self.facts, self.selection, grain, by, unit, mark)

    def over_time(self, grain: str = "") -> PeriodCount:
        """Count this selection over time by kind; people alone without, for one person may stand under several kinds."""
        return self.series(*(() if self.selection.unit == "people" else ("kind",)), grain=grain)

    def assemblies(self) -> Selection:
        """Return this selection limited to assemblies: refused, obstructed or held."""
        wanted = [name for name in ASSEMBLIES if not self.selection.categories or name in self.selection.categories]
        return self.selection.but(categories=tuple(wanted) or self.selection.categories)

    def events(self) -> list[Event]:
        """List the events of the selected period."""
        return list_events(find_events(), *span_of(self.facts, self.selection))

    def compare(self, unit: str = "", mark: Mark = (), selection: Selection | None = None) -> Change:
        """Compare this selection, or another, with the period before it."""
        return compare_with_before(self.facts, selection or self.selection, unit, mark)


def choose_language() -> Words:
    """Return the words of the language in the address, English where it names none that there is."""
    state = st.session_state
    asked = st.query_params.get("lang", state.get("language", "en"))
    state["language"] = asked if asked in LANGUAGES else "en"
    return find_words(state["language"])


def keep_view(facts: Facts, words: Words, selection: Selection) -> None:
    """Keep the view of this run for the page that follows."""
    st.session_state["view"] = View(facts, words, selection)


def open_view() -> View:
    """Return the view of this run.

    Until the first `st.navigation` of a server, Streamlit runs a file under `pages/` by itself, without `dashboard.py`:
    a link to a page would then find no view. So the menu is called here, and the run begins anew.
    """
    view = st.session_state.pop("view", None)
    if view is None:
        st.navigation(list_pages(choose_language()), position="top")
        st.rerun()
    return cast(View, view)


def ask(name: str, label: str) -> str:
    """Let the reader write what to look for on a page, kept in the address under `name`."""
    return " ".join((st.text_input(label, key=name, bind="query-params", max_chars=200) or "").split())


def choose(name: str, label: str, options: Sequence[str], names: dict[str, str], default: str = "") -> str:
    """Let the reader choose one of some options, kept in the address under `name` where it is not the default."""
    state, default = st.session_state, default or options[0]
    key, asked = f"choice_{name}", st.query_params.get(name, "")
    if asked in options and asked != state.get(f"{key}_told"):
        state[key] = asked
    elif state.get(key) not in options or state.get(key) == state.get(f"{key}_default"):
        state[key] = default
    chosen = str(
        st.segmented_control(
            label, options, key=key, required=True, wrap=True, format_func=lambda option: names.get(option, option)
        )
    )
    if chosen != default:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    state[f"{key}_told"], state[f"{key}_default"] = chosen, default
    return chosen
