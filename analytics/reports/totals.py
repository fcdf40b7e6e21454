"""Published totals of other monitors beside our counts, in words."""

from collections.abc import Iterable

from analytics.counts.reconcile import Comparison
from analytics.figures.words import Words


def tell_totals(comparisons: Iterable[Comparison], words: Words) -> list[dict[str, str]]:
    """Tell each total in a row: who counts what over which days, theirs, ours, the difference, and what bars comparing."""
    return [
        {
            words.say("Monitor"): one.total.monitor,
            words.say("What it counts"): one.total.counts[words.language],
            words.dimension("since"): words.day(one.total.since) if one.total.since else words.say("not told"),
            words.dimension("until"): words.day(one.total.until),
            words.say("Published"): words.number(one.total.number),
            words.say("Ours"): "–" if one.ours is None else words.number(one.ours),
            words.say("Difference"): "–" if one.difference is None else _sign(one.difference, words),
            words.say("Remark"): _remark(one, words),
        }
        for one in comparisons
    ]


def say_differences(words: Words) -> str:
    """Say what a difference may come from, and that it is no verdict."""
    return words.say(
        "A total is compared only where our chronicles cover all of its months. Numbers may differ because the monitors "
        "define a case differently (a request, a decision, a city), hear of different cases, or learn of them later; "
        "neither number is taken for the right one."
    )


def _remark(one: Comparison, words: Words) -> str:
    remarks = []
    if one.total.since is None:
        remarks.append(words.say("The monitor does not tell the first day: not compared."))
    elif one.gaps:
        months = ", ".join(words.days(*gap) for gap in one.gaps)
        remarks.append(words.say("Not compared, we have no chronicle for {months}.", months=months))
    if one.undated:
        n = words.count(one.undated, one.total.unit)
        remarks.append(words.say("Ours without a date, not counted: {n}.", n=n))
    if not one.total.checked:
        remarks.append(words.say("The published number was not checked at its source."))
    return " ".join(remarks)


def _sign(n: int, words: Words) -> str:
    return f"{'+' if n > 0 else '−' if n < 0 else ''}{words.number(abs(n))}"
