"""The parts of the method page."""

import streamlit as st

from analytics.counts.changelog import CHANGELOG
from analytics.reports.document import Paragraph, Points, Section, Table, read_plain
from analytics.reports.method import explain_editions, tell_editions
from pages.shared.tables import (
    NAMES_SHOWN,
    find_changelog,
    find_rules,
    find_table,
    find_word_lists,
    list_lexicon,
)
from pages.shared.view import View, ask

MOST_LINES = 500
"""So many lines of a lexicon file are shown; the search finds the others."""

LATEST = 10
"""So many editions are told; the changelog in the data folder has all."""

LONG = 24
"""Rows from which a table scrolls."""


def show_section(section: Section) -> None:
    """Show a section of a document: its heading, its sentences, its tables."""
    st.header(section.title)
    show_blocks(section)


def show_blocks(section: Section) -> None:
    """Show what stands under the heading of a section."""
    for block in section.blocks:
        match block:
            case Paragraph():
                text = " ".join(map(read_plain, block.sentences))
                (st.caption if block.aside else st.markdown)(text)
            case Points():
                st.markdown("\n".join(f"- {read_plain(sentence)}" for sentence in block.sentences))
            case Table():
                rows = [dict(zip(block.heads, map(read_plain, row), strict=True)) for row in block.rows]
                if len(rows) > LONG:  # scrolls, by the keyboard too
                    st.dataframe(rows, hide_index=True, height=420, alt=section.title)
                else:
                    st.table(rows)


def show_lexicon(view: View) -> None:
    """Let the reader look into one file of the lexicon: its rules with their examples, or the rows of its table."""
    words = view.words
    st.header(words.say("Lexicon"))
    st.caption(
        words.say(
            "What an analyst decides, not a programmer: the rules and tables by which entries are read. Read here; "
            "changed in the files."
        )
    )
    left, right = st.columns(2)
    with left:
        name = st.selectbox(words.say("File"), list_lexicon(), key="lexicon", bind="query-params")
    with right:
        text = ask("find", words.say("Search in the file"))
    rows = _list_lexicon_rows(view, name)
    wanted = text.casefold().split()
    found = [row for row in rows if all(word in " ".join(row.values()).casefold() for word in wanted)]
    shown = found[:MOST_LINES]
    st.caption(words.say("{shown} of {all} lines", shown=words.number(len(shown)), all=words.number(len(rows))))
    if shown:
        height = min(420, 38 + 35 * len(shown))
        st.dataframe(shown, hide_index=True, height=height, alt=f"{words.say('Lexicon')}: {name}")
    else:
        st.info(words.say("Nothing in this file matches."))


def _list_lexicon_rows(view: View, name: str) -> list[dict[str, str]]:
    """List the lines of one file of the lexicon as they are shown."""
    words = view.words
    if name == "words.toml":
        pairs = find_word_lists().items()
        return [{words.say("List"): name, words.say("Words"): found.replace("|", " | ")} for name, found in pairs]
    if name.endswith(".csv"):
        return find_table(name)
    return [
        {
            words.say("Rule"): rule.id,
            words.say("Says"): rule.value,
            words.say("Examples"): "\n".join(rule.examples),
            words.say("Matches"): "\n".join(rule.match),
            words.say("Unless"): "\n".join(rule.unless),
            words.say("Needs"): "\n".join(rule.needs),
            words.say("Counter-examples"): "\n".join(rule.counter_examples),
        }
        for rule in find_rules(name)
    ]


def show_changes(view: View) -> None:
    """Show what each edition changed against the one before it, the latest first."""
    words, entries = view.words, find_changelog()
    if not entries:
        return
    st.header(words.say("Editions and changes"))
    show_blocks(Section("", "", (explain_editions(words),)))
    for section in tell_editions(entries, words, NAMES_SHOWN, LATEST):
        summary, *tables = section.blocks
        st.markdown(f"**{section.title}**")
        show_blocks(Section("", "", (summary,)))
        if tables:
            with st.expander(words.say("What changed, one by one")):
                show_blocks(Section("", "", tuple(tables)))
    st.caption(
        words.say(
            "Every change of every edition stands in the file {file} of the data folder; `python -m analytics diff A B` "
            "compares any two that are kept.",
            file=CHANGELOG,
        )
    )


def show_citation(view: View) -> None:
    """Say how to cite."""
    words = view.words
    st.header(words.say("How to cite"))
    months = sorted(view.facts.months)
    span = " – ".join(dict.fromkeys(words.period("month", month) for month in (months[:1] + months[-1:])))
    st.code(
        words.say(
            "Repression trends, Kazakhstan: counts of the monthly chronicle, {span}; selection: {address}",
            span=span,
            address=st.context.url or "",
        ),
        language=None,
        wrap_lines=True,
    )
