"""Headline numbers, sums of sanctions, and what is not known."""

import streamlit as st

from analytics.counts.compare import FEW, Change, compare_by, shift_before
from analytics.counts.headlines import list_headlines, sum_amounts
from analytics.counts.periods import span_of
from analytics.counts.selection import Selection
from analytics.figures.words import Words
from pages.shared.view import View


def show_headlines(view: View, selection: Selection) -> None:
    """Show the headline numbers of a selection, each with what may be said against the period before."""
    words = view.words
    months = words.days(*span_of(view.facts, selection))
    st.header(
        months if selection == view.selection else words.say("The latest month: {month}", month=months), anchor=False
    )
    titles = {
        "incidents": words.say("Incidents"),
        "restrictions": words.say("Restrictions"),
        "assemblies_refused": words.say("Assemblies refused"),
        "assemblies_held": words.say("Assemblies held"),
        "sanctions": words.say("Sanctions imposed"),
        "people": words.say("People named"),
    }
    headlines = list_headlines(view.facts, selection)
    with st.container(horizontal=True, gap="small"):
        for headline in headlines:
            st.metric(
                titles[headline.name],
                words.number(headline.change.n),
                delta=say_change(headline.change, words),
                delta_color="off",
                delta_arrow="off",
                width=140,
            )
    earlier = words.days(*span_of(view.facts, shift_before(view.facts, selection)))
    if any(headline.change.before is None for headline in headlines):
        st.caption(say_uncovered(earlier, words))
    else:
        st.caption(
            words.say(
                "“Before” is {period}. An arrow marks a change that chance alone would rarely make.",
                period=earlier,
            )
        )


def say_change(change: Change, words: Words) -> str | None:
    """Say how a number compares with the period before, as far as the numbers bear it."""
    if change.before is None:
        return None
    arrow = {"rise": " ↑", "fall": " ↓"}.get(change.verdict, "")
    return words.say("{n} before", n=words.number(change.before)) + arrow


def say_uncovered(period: str, words: Words) -> str:
    """Say that there is nothing to compare with."""
    return words.say("No chronicle covers all of {period}, so there is nothing to compare with.", period=period)


def show_changes(view: View, selection: Selection, by: str) -> None:
    """Show each value of a dimension against the period before, with an interval where cases are not few."""
    words = view.words
    now = words.days(*span_of(view.facts, selection))
    earlier = words.days(*span_of(view.facts, shift_before(view.facts, selection)))
    st.header(words.say("{period} against {earlier}", period=now, earlier=earlier))
    changes = compare_by(view.facts, selection, by)
    if not changes:
        st.caption(say_uncovered(earlier, words))
        return
    verdicts = {
        "rise": words.say("rise"),
        "fall": words.say("fall"),
        "no_clear_change": words.say("no clear change"),
        "few_cases": words.say("few cases"),
    }
    rows = [
        {
            words.dimension(by): words.name(by, value),
            words.say("Now"): change.n,
            words.say("Before"): change.before,
            words.say("Change"): verdicts[change.verdict],
            words.say("Rate, times (95% interval)"): say_ratio(change, words),
        }
        for value, change in changes
    ]
    st.dataframe(rows, hide_index=True, alt=words.say("Changes against the period before"))
    st.caption(
        words.say(
            "Counts are taken as Poisson; the interval is exact, given the sum of both. Below {few} cases in either "
            "period no rate is told: one more event would turn it over.",
            few=FEW,
        )
    )


def say_ratio(change: Change, words: Words) -> str:
    """Say the ratio of two rates with its interval, or nothing where cases are few."""
    if change.ratio is None or change.low is None or change.high is None:
        return ""
    low, ratio, high = (words.number(round(value, 1)) for value in (change.low, change.ratio, change.high))
    return f"{ratio} ({low}–{high})"


def show_amounts(view: View) -> None:
    """Show the days of arrest and the fines of the selection."""
    words = view.words
    titles = {
        "arrest_days": words.say("Days of arrest"),
        "fine_mci": words.say("Fines, MCI"),
        "fine_kzt": words.say("Fines, tenge as stated"),
    }
    with st.container(horizontal=True, gap="small"):
        for amounts in sum_amounts(view.facts, view.selection):
            note = words.say(
                "in {n}; median {median}", n=words.count(amounts.n, "sanctions"), median=words.number(amounts.median)
            )
            st.metric(
                titles[amounts.unit],
                words.number(amounts.total) if amounts.n else "–",
                delta=note if amounts.n else words.say("none stated"),
                delta_color="off",
                delta_arrow="off",
                width=220,
            )


def show_unknown(view: View) -> None:
    """Say what the selection does not tell: entries without place or date, and doubtful ones."""
    words = view.words
    places = {row["place"]: row["n"] for row in view.count("place")}
    flags = {row["flag"]: row["n"] for row in view.count("flag") if row["flag"] != "none"}
    told = [
        words.say("without a place: {n}", n=words.number(places.get("none", 0))),
        words.say("in Kazakhstan without a town: {n}", n=words.number(places.get("unlocated", 0))),
        words.say("abroad: {n}", n=words.number(places.get("abroad", 0))),
    ]
    told += [
        f"{words.name('flag', flag).lower()}: {words.number(n)}" for flag, n in flags.items() if flag != "no_place"
    ]
    st.caption(f"**{words.say('What is not known')}** · {' · '.join(told)}")
