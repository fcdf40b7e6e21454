"""The one filter bar: the same on every page, and held wholly in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from analytics.counts.compare import select_latest_month
from analytics.counts.facts import Facts
from analytics.counts.selection import DIMENSION_OF, NONE, UNITS, Problem, Selection, read_selection
from analytics.figures.address import known_values
from analytics.figures.selected import describe_selection
from analytics.figures.view import ASSEMBLIES
from analytics.figures.words import LANGUAGES, Words
from pages.shared.blocks import show

MAIN = ("regions", "cities", "kinds", "categories")
MORE = ("rights", "targets", "persons", "reasons", "forms", "articles", "measures", "statuses", "flags")
PAGE = "page"
"""The key of the fragment that shows what depends on the filters."""

OWN = (*DIMENSION_OF.values(), "since", "until", "text", "unit", "lang")


def read_filters(facts: Facts, words: Words) -> Selection:
    """Return the selection that the address or the filters ask for, and draw the line that says what is selected."""
    _take_back()
    problems = _take_address(facts, words)
    selection = _read_widgets()
    st.session_state["selection"] = selection
    _write_address(selection, words.language)
    for problem in problems:
        st.warning(
            words.say(
                "The address asks for {parameter} “{value}”, which is not there. It was left out.",
                parameter=words.dimension(problem.parameter),
                value=problem.value,
            )
        )
    show(f'<p class="selected">{describe_selection(selection, facts, words)}</p>')
    return selection


def show_filters(facts: Facts, words: Words) -> None:
    """Draw the filters in the sidebar, as `read_filters` read them, and the choice of the language."""
    with st.sidebar:
        _show_presets(facts, words)
        _show_widgets(facts, words)
        st.session_state["filter_lang"] = words.language
        st.selectbox(
            words.say("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="filter_lang",
            on_change=_switch_language,
        )


def _redraw_page() -> None:
    """Redraw the page alone: the frame and the filters themselves stay as they are."""
    st.rerun(PAGE)


def _take_address(facts: Facts, words: Words) -> tuple[Problem, ...]:
    """Set the widgets from the address where it is new; an empty one after a change of page is not."""
    query = {name: st.query_params.get_all(name) for name in st.query_params if name in OWN}
    state = st.session_state
    if "address" in state and (query == state["address"] or not query):
        return ()
    selection, problems = read_selection(query, known_values(facts, words))
    _set_widgets(selection)
    return problems


def _take_back() -> None:
    """Give back to the filters that were not drawn what they had: Streamlit forgets a widget that a run leaves out."""
    state = st.session_state
    for key, value in _to_widgets(state.get("selection", Selection())).items():
        state.setdefault(key, value)


def _set_widgets(selection: Selection) -> None:
    """Write a selection into the state of the widgets."""
    for key, value in _to_widgets(selection).items():
        st.session_state[key] = value


def _to_widgets(selection: Selection) -> dict[str, Any]:
    """Return the values of the widgets that select this, by their keys."""
    days = {name: getattr(selection, name) for name in ("since", "until")}
    values: dict[str, Any] = {name: list(getattr(selection, name)) for name in DIMENSION_OF}
    values |= {name: date.fromisoformat(day) if day else None for name, day in days.items()}
    return {
        f"filter_{name}": value for name, value in (values | {"text": selection.text, "unit": selection.unit}).items()
    }


def _read_widgets() -> Selection:
    """Read the selection from the state of the widgets."""
    state: Mapping[str, Any] = st.session_state  # type: ignore[assignment]
    since, until = state["filter_since"], state["filter_until"]
    if since and until and since > until:
        since, until = until, since
    return Selection(
        **{name: tuple(state[f"filter_{name}"]) for name in DIMENSION_OF},
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        text=" ".join(state["filter_text"].split()),
        unit=state["filter_unit"] or "incidents",
    )


def _write_address(selection: Selection, language: str) -> None:
    """Write the selection into the address, leaving the parameters of the page alone."""
    query = selection.to_query() | ({"lang": [language]} if language != "en" else {})
    for name in OWN:
        current = st.query_params.get_all(name)
        if name in query and current != query[name]:
            st.query_params[name] = query[name]
        elif name not in query and current:
            del st.query_params[name]
    st.session_state["address"] = query


def _switch_language() -> None:
    st.session_state["language"] = st.session_state["filter_lang"]
    st.query_params["lang"] = st.session_state["filter_lang"]


def _show_presets(facts: Facts, words: Words) -> None:
    """Draw the buttons that set the filters to something often wanted."""
    year = Selection().but(since=_year_before(facts.last_day), until=facts.last_day)
    presets = {
        words.say("Reset"): Selection(),
        words.say("Latest month"): select_latest_month(facts, Selection()),
        words.say("Last 12 months"): year,
        words.say("Assemblies"): Selection(categories=ASSEMBLIES),
        words.say("Media"): Selection(targets=("journalist", "media")),
    }
    st.pills(
        words.say("Often wanted"),
        list(presets),
        key="preset",
        on_change=_start_anew,
        args=(presets,),
        label_visibility="collapsed",
    )


def _start_anew(presets: Mapping[str, Selection]) -> None:
    """Set the filters to the preset that was pressed, and leave the mark whose rows a page may show."""
    state = st.session_state
    _set_widgets(presets[state["preset"]])
    state["preset"] = None
    st.query_params.pop("mark", None)


def _year_before(day: str) -> str:
    """Return the first day of the twelve months that end with a day's month."""
    if not day:
        return ""
    last = date.fromisoformat(day)
    number = last.year * 12 + last.month - 12
    return date(number // 12, number % 12 + 1, 1).isoformat()


def _show_widgets(facts: Facts, words: Words) -> None:
    """Draw the filters themselves."""
    known = known_values(facts, words)
    for name in ("since", "until"):
        st.date_input(words.dimension(name), key=f"filter_{name}", format="YYYY-MM-DD", on_change=_redraw_page)
    for name in MAIN:
        _show_list(name, known, words)
    st.text_input(
        words.dimension("text"),
        key="filter_text",
        max_chars=200,
        placeholder=words.say('words or "a phrase"'),
        on_change=_redraw_page,
    )
    st.selectbox(words.say("Count in"), UNITS, key="filter_unit", format_func=words.unit, on_change=_redraw_page)
    # Nine lists of many values: closed, they are not drawn, so that a filter change has less to send and to redraw.
    more = st.expander(words.say("More filters"), key="more", on_change="rerun")
    if more.open:
        with more:
            for name in MORE:
                _show_list(name, known, words)


def _show_list(name: str, known: Mapping[str, tuple[str, ...]], words: Words) -> None:
    dimension = DIMENSION_OF[name]
    options = [*known[dimension], NONE]
    options += [value for value in st.session_state[f"filter_{name}"] if value not in options]
    st.multiselect(
        words.dimension(dimension),
        options,
        key=f"filter_{name}",
        format_func=lambda value: words.name(dimension, value),
        placeholder=words.say("all"),
        on_change=_redraw_page,
    )
