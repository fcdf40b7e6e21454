"""The view of one run of a page, and what its reader asks for beside the filters."""

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.figures.catalogue import CHOICES, name_choice, name_option
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, Words
from pages.shared.tables import find_words


def choose_language() -> Words:
    """Return the words of the language in the address, English where it names none that there is."""
    state = st.session_state
    asked = st.query_params.get("lang", state.get("language", "en"))
    state["language"] = asked if asked in LANGUAGES else "en"
    return find_words(state["language"])


def ask(name: str, label: str, otherwise: str = "") -> str:
    """Let the reader write something, kept in the address under `name`; an empty field shows what holds `otherwise`."""
    written = st.text_input(label, key=name, bind="query-params", max_chars=200, placeholder=otherwise)
    return " ".join((written or "").split())


def choose(
    name: str,
    label: str,
    options: Sequence[str],
    names: Mapping[str, str],
    default: str = "",
    as_list: bool = False,
) -> str:
    """Let the reader choose one of some options, kept in the address under `name` where it is not the default.

    The options stand side by side, or in a list that opens, where they are many.
    """
    state, default = st.session_state, default or options[0]
    key, asked = f"choice_{name}", st.query_params.get(name, "")
    if asked in options and asked != state.get(f"{key}_told"):
        state[key] = asked
    elif state.get(key) not in options or state.get(key) == state.get(f"{key}_default"):
        state[key] = default

    def tell(option: str) -> str:
        return names.get(option, option)

    chosen = str(
        st.selectbox(label, options, key=key, format_func=tell)
        if as_list
        else st.segmented_control(label, options, key=key, required=True, wrap=True, format_func=tell)
    )
    if chosen != default:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    state[f"{key}_told"], state[f"{key}_default"] = chosen, default
    return chosen


def choose_for_chart(view: View, name: str) -> str:
    """Let the reader make one of the choices that charts take (`CHOICES`), kept in the address."""
    options, default = CHOICES[name](view)
    names = {option: name_option(view.words, name, option) for option in options}
    return choose(name, name_choice(view.words, name), options, names, default)
