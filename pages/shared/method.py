"""The parts of the method page."""

import streamlit as st

from analytics.counts.changelog import CHANGELOG
from analytics.counts.coverage import list_coverage
from analytics.counts.reconcile import compare_totals
from analytics.counts.selection import UNITS
from analytics.reports.changes import tell_changes
from analytics.reports.summary import say_share
from analytics.reports.totals import say_differences, tell_totals
from pages.shared.tables import (
    NAMES_SHOWN,
    find_accuracy,
    find_changelog,
    find_rules,
    find_table,
    find_totals,
    find_word_lists,
    list_lexicon,
)
from pages.shared.view import View, ask

MOST_LINES = 500
"""So many lines of a lexicon file are shown; the search finds the others."""

LATEST = 10
"""So many editions are told; the changelog in the data folder has all."""


def show_coverage(view: View) -> None:
    """Show what each month's chronicle gave: the ledger."""
    words = view.words
    st.header(words.say("Months covered"))
    rows = [
        {
            words.dimension("month"): words.period("month", month.month),
            words.unit("entries"): month.entries,
            words.unit("incidents"): month.incidents,
            words.unit("refusals"): month.refusals,
            words.say("Sanctions, every status"): month.sanctions,
            words.say("Incidents with a flag"): month.flagged,
        }
        for month in list_coverage(view.facts)
    ]
    st.dataframe(rows, hide_index=True, alt=words.say("Months covered"))
    st.caption(words.say("A month without a chronicle is a gap in every chart, never a zero."))


def show_codebook(view: View) -> None:
    """Show the units and the categories in plain words."""
    words = view.words
    st.header(words.say("What is counted"))
    rows = [
        {words.dimension("unit"): words.unit(unit), words.say("One is"): words.labels[f"meaning.{unit}"]}
        for unit in UNITS
    ]
    st.table(rows)
    st.caption(words.say("Units are never added up. Only imposed sanctions count, unless the filters say otherwise."))
    st.header(words.say("Categories"))
    rows = [
        {
            words.dimension("category"): words.name("category", category),
            words.say("An entry falls here when"): words.labels[f"meaning.{category}"],
        }
        for category in words.codes("category")
    ]
    st.table(rows)
    st.caption(
        words.say(
            "An entry has one category. Where several fit, the first of this list wins: restriction before relief, "
            "relief before civic action, civic action before context."
        )
    )


def show_accuracy(view: View) -> None:
    """Show how often the program codes as a careful person does."""
    words, card = view.words, find_accuracy()
    if not card:
        return
    st.header(words.say("How well the program reads"))
    labels = {"persons": words.unit("people"), "articles": words.dimension("article")}
    rows = [
        {
            words.say("Field"): labels.get(row["field"]) or words.labels.get(f"unit.{row['field']}")
            or words.dimension(row["field"]),
            words.say("Coded by hand"): int(row["n"]),
            words.say("Right, of what was found"): say_share(words, row, "precision"),
            words.say("Found, of what is there"): say_share(words, row, "recall"),
        }
        for row in card
    ]  # fmt: skip
    st.table(rows)
    st.caption(words.say("Against entries coded by hand that the program never saw; in brackets the 95% interval."))


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


def show_totals(view: View) -> None:
    """Show what other monitors counted beside our counts of the same days."""
    words, totals = view.words, find_totals()
    if not totals:
        return
    st.header(words.say("Beside the totals of other monitors"))
    st.table(tell_totals(compare_totals(view.facts, totals), words))
    st.caption(say_differences(words))


def show_changes(view: View) -> None:
    """Show what each edition changed against the one before it, the latest first."""
    words, entries = view.words, find_changelog()
    if not entries:
        return
    st.header(words.say("Editions and changes"))
    st.caption(
        words.say(
            "An edition is one build of the tables; its id comes from their content, so that equal tables have one id. "
            "A number that you cite belongs to an edition."
        )
    )
    for entry in entries[: -LATEST - 1 : -1]:
        told = tell_changes(entry, words, NAMES_SHOWN)
        st.markdown("\n".join([f"**{told.title}**", "", *(f"- {line}" for line in told.summary)]))
        tables = {
            words.unit("incidents"): told.incidents,
            words.labels["change.number_moved"]: told.numbers,
            words.unit("people"): told.people,
        }
        if any(tables.values()):
            with st.expander(words.say("What changed, one by one")):
                for title, rows in tables.items():
                    if rows:
                        st.dataframe(rows, hide_index=True, alt=title)
    st.caption(
        words.say(
            "Every change of every edition stands in the file {file} of the data folder; `python -m analytics diff A B` "
            "compares any two that are kept.",
            file=CHANGELOG,
        )
    )


def show_limits(view: View) -> None:
    """Say what the numbers cannot tell, and how to cite them."""
    words = view.words
    st.header(words.say("Known limits"))
    for limit in (
        words.say("The counts follow what monitors and media could see and publish; what nobody told is not here."),
        words.say("Differences between regions also show where monitors work, not only where more happens."),
        words.say("A program reads the entries by rules. It can err: each incident shows how it was coded."),
        words.say(
            "Spellings that clearly mean one person are joined; pairs in doubt count as two people and are listed for "
            "review. Two people of one name count as one."
        ),
        words.say("Regions are those since 8 June 2022, for earlier entries too."),
        words.say("The upstream licence of the region outlines on the map is not confirmed."),
    ):
        st.markdown(f"- {limit}")
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
