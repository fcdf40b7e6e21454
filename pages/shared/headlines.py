"""Headline numbers, what is new, and what is not known."""

from collections.abc import Sequence
from html import escape

from analytics.counts.compare import FEW, Change, compare_by, shift_before
from analytics.counts.count import Count
from analytics.counts.coverage import list_gaps
from analytics.counts.headlines import Headline, list_headlines
from analytics.counts.news import find_news
from analytics.counts.norms import History, Norm, is_whole_month
from analytics.counts.periods import span_of
from analytics.counts.selection import Selection
from analytics.figures.view import View
from analytics.figures.words import Words
from analytics.reports.document import Points, Run, Sentence, Table
from analytics.reports.summary_acts import title_headlines
from pages.shared.blocks import link_rows, locate_rows, write_head, write_note, write_numbers, write_parts

NEW_SHOWN, GAPS_SHOWN = 12, 6
"""How many new values of a dimension, and how many runs of months without a chronicle, are named."""


def write_headlines(view: View, selection: Selection) -> str:
    """Write the headline numbers of a selection, each with what may be said against the period before."""
    words = view.words
    first, last = span_of(view.facts, selection)
    months = words.days(first, last)
    title = months if selection == view.selection else words.say("The latest month: {month}", month=months)
    titles, headlines = title_headlines(words), list_headlines(view.facts, selection)
    numbers = write_numbers((titles[one.name], *_write_headline(one, selection, words)) for one in headlines)
    earlier = words.days(*span_of(view.facts, shift_before(view.facts, selection)))
    if any(headline.change.before is None for headline in headlines):
        note = say_uncovered(earlier, words)
    else:
        note = words.say(
            "“Before” is {period}. An arrow marks a change that chance alone would rarely make.", period=earlier
        )
    norm = say_history(headlines[0].history, words) if is_whole_month(first, last) else ""
    return write_head(title) + numbers + write_note(f"{note} {norm}".rstrip())


def _write_headline(headline: Headline, selection: Selection, words: Words) -> tuple[str, str]:
    """Write a headline as HTML: the number, which leads to its rows; and what was before, with the months up to it."""
    address = locate_rows(selection, headline.mark, headline.unit, words)
    change = say_change(headline.change, words)
    return (
        f'<a href="{escape(address)}">{escape(words.number(headline.change.n))}</a>',
        (f"<span>{escape(change)}</span>" if change else "") + write_trend(headline.history, words),
    )


def say_history(history: History, words: Words) -> str:
    """Say what the norm is, or, where some month before is covered but not all twelve, why there is none."""
    covered = sum(number is not None for number in history.numbers[:-1])
    if history.norm:
        return words.say(
            "The norm is the mean of the 12 months before; its range would hold 95 of 100 months if events came by "
            "chance alone (exact Poisson). They often come in clusters: a month outside asks for a look."
        )
    if covered:
        return words.say("There is no norm yet: {n} of the 12 months before have a chronicle.", n=covered)
    return ""


def write_trend(history: History, words: Words) -> str:
    """Write small columns by month as HTML, a gap where no chronicle covers a month, and what the norm says."""
    if sum(number is not None for number in history.numbers) < 2:
        return ""
    largest = max(number or 0 for number in history.numbers) or 1
    told, columns = [], []
    for month, number in zip(history.months, history.numbers, strict=True):
        said = words.say("no chronicle") if number is None else words.number(number)
        told.append(f"{words.name('month', month)}: {said}")
        height = "" if number is None else f' style="height:{100 * number / largest:.0f}%"'
        columns.append(f'<i title="{escape(told[-1])}"{height}{" class=gap" if number is None else ""}></i>')
    norm = f"<small>{escape(say_norm(history.norm, words))}</small>" if history.norm else ""
    return f'<div class="spark" role="img" aria-label="{escape("; ".join(told))}">{"".join(columns)}</div>{norm}'


def say_norm(norm: Norm, words: Words) -> str:
    """Say how a month lies to its norm, as far as the numbers bear it."""
    verdicts = {
        "above": words.say("above the range {low}–{high}", low=words.number(norm.low), high=words.number(norm.high)),
        "below": words.say("below the range {low}–{high}", low=words.number(norm.low), high=words.number(norm.high)),
        "within": words.say("within {low}–{high}", low=words.number(norm.low), high=words.number(norm.high)),
        "few_cases": words.say("few cases"),
    }
    return words.say("norm {mean}: {verdict}", mean=words.number(round(norm.mean, 1)), verdict=verdicts[norm.verdict])


def write_news(view: View, selection: Selection) -> str:
    """Write what a selection's period tells of for the first time, each with its number, which leads to the entries."""
    words, news = view.words, find_news(view.facts, selection)
    if news is None:
        return ""
    span, since = words.days(*span_of(view.facts, selection)), words.period("month", news.months[0])
    note = words.say("In {period}, and not since {month}; {n} months of that time have a chronicle.",
                     period=span, month=since, n=len(news.months))  # fmt: skip
    none = (words.say("Nothing: every city, article, reason and category was told of before."),)
    told = [_tell_new(name, values, news.counts[name], words) for name, values in news.found.items()] or [none]
    return write_head(words.say("What is new")) + write_note(note) + write_parts(Points(tuple(told)))


def _tell_new(name: str, values: Sequence[str], count: Count, words: Words) -> Sentence:
    """Tell the new values of a dimension, each with the number that it has."""
    numbers = {row[name]: row["n"] for row in count}
    told: list[Run] = [f"{words.dimension(name)} · {words.unit(count.unit).lower()}: "]
    for value in values[:NEW_SHOWN]:
        short = words.article(value) if name == "article" else words.name(name, value)
        told += [f"{short} ", *link_rows(numbers[value], count.selection, ((name, value),), count.unit, words), ", "]
    more = len(values) - NEW_SHOWN
    return (*told[:-1], f" (+{more})") if more > 0 else tuple(told[:-1])


def say_change(change: Change, words: Words) -> str | None:
    """Say how a number compares with the period before, as far as the numbers bear it."""
    if change.before is None:
        return None
    arrow = {"rise": " ↑", "fall": " ↓"}.get(change.verdict, "")
    return words.say("{n} before", n=words.number(change.before)) + arrow


def say_uncovered(period: str, words: Words) -> str:
    """Say that there is nothing to compare with."""
    return words.say("No chronicle covers all of {period}, so there is nothing to compare with.", period=period)


def write_changes(view: View, selection: Selection, by: str) -> str:
    """Write each value of a dimension against the period before, with an interval where cases are not few."""
    words = view.words
    before = shift_before(view.facts, selection)
    now, earlier = (words.days(*span_of(view.facts, one)) for one in (selection, before))
    head = write_head(words.say("{period} against {earlier}", period=now, earlier=earlier))
    changes = compare_by(view.facts, selection, by)
    if not changes:
        return head + write_note(say_uncovered(earlier, words))
    verdicts = {
        "rise": words.say("rise"),
        "fall": words.say("fall"),
        "no_clear_change": words.say("no clear change"),
        "few_cases": words.say("few cases"),
    }
    rows = [
        (
            (words.name(by, value),),
            link_rows(change.n, selection, ((by, value),), selection.unit, words),
            link_rows(change.before or 0, before, ((by, value),), selection.unit, words),
            (verdicts[change.verdict],),
            (say_ratio(change, words),),
        )
        for value, change in changes
    ]
    heads = (words.dimension(by), words.say("Now"), words.say("Before"), words.say("Change"))
    heads += (words.say("Rate, times (95% interval)"),)
    table = Table("changes", words.say("Changes against the period before"), heads, tuple(rows), "lrrlr")
    note = words.say(
        "Counts are taken as Poisson; the interval is exact, given the sum of both. Below {few} cases in either "
        "period no rate is told: one more event would turn it over.",
        few=FEW,
    )
    return head + write_parts(table) + write_note(note)


def say_ratio(change: Change, words: Words) -> str:
    """Say the ratio of two rates with its interval, or nothing where cases are few."""
    if change.ratio is None or change.low is None or change.high is None:
        return ""
    low, ratio, high = (words.number(round(value, 1)) for value in (change.low, change.ratio, change.high))
    return f"{ratio} ({low}–{high})"


def write_unknown(view: View) -> str:
    """Write what the selection does not tell: entries without place or date, and doubtful ones."""
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
    gaps = [words.days(*gap) for gap in list_gaps(view.facts, view.selection)]
    if gaps:
        more = f" (+{len(gaps) - GAPS_SHOWN})" if len(gaps) > GAPS_SHOWN else ""
        told.append(words.say("no chronicle for {months}", months=", ".join(gaps[-GAPS_SHOWN:]) + more))
    return write_note(" · ".join(told), words.say("What is not known"))
