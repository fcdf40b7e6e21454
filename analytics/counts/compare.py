"""Two periods against each other, and what may be said of the difference."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log

from analytics.counts.count import count_by, count_total
from analytics.counts.facts import Facts, last_day_of
from analytics.counts.periods import list_periods, span_of
from analytics.counts.selection import Mark, Selection

FEW = 10
"""Below this many cases in either period no rate of change is told: one more event would turn it over."""


@dataclass(frozen=True)
class Change:
    """A number of one period and of the one before it; `before` is None where no chronicle covers that.

    `verdict` is "rise", "fall", "no_clear_change", "few_cases" or "not_covered". `ratio`, with `low` and `high`
    (95%), compares the numbers a day, and is given unless cases are few.
    """

    n: int
    before: int | None
    verdict: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def compare_with_before(facts: Facts, selection: Selection, unit: str = "", mark: Mark = ()) -> Change:
    """Compare a selection's period with the period of the same length before it."""
    return compare_with(facts, selection, shift_before(facts, selection), unit, mark)


def compare_with(facts: Facts, selection: Selection, earlier: Selection, unit: str = "", mark: Mark = ()) -> Change:
    """Compare a selection with an earlier one, day for day; nothing is told where no chronicle covers all of that."""
    n = count_total(facts, selection, unit, mark)
    first, last = span_of(facts, earlier)
    if not is_covered(facts, earlier):
        return Change(n, None, "not_covered")
    since, until = span_of(facts, selection)
    return compare_counts(n, count_total(facts, earlier, unit, mark), (until - since).days + 1, (last - first).days + 1)


def compare_by(facts: Facts, selection: Selection, by: str, unit: str = "") -> list[tuple[str, Change]]:
    """Compare each value of a dimension with the period before, the most frequent first.

    Empty where chronicles do not cover that period.
    """
    earlier = shift_before(facts, selection)
    if not is_covered(facts, earlier):
        return []
    now = {row[by]: row["n"] for row in count_by(facts, selection, (by,), unit)}
    before = {row[by]: row["n"] for row in count_by(facts, earlier, (by,), unit)}
    (since, until), (first, last) = span_of(facts, selection), span_of(facts, earlier)
    days, days_before = (until - since).days + 1, (last - first).days + 1
    return [
        (value, compare_counts(now.get(value, 0), before.get(value, 0), days, days_before))
        for value in [*now, *(value for value in before if value not in now)]
    ]


def is_covered(facts: Facts, selection: Selection) -> bool:
    """Tell whether chronicles cover all months of a selection."""
    return all(period.covered == "full" for period in list_periods(facts, *span_of(facts, selection), "month"))


def shift_before(facts: Facts, selection: Selection) -> Selection:
    """Return the selection of the period before: as many months for whole months, else as many days."""
    first, last = span_of(facts, selection)
    until = first - timedelta(days=1)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        start = first.year * 12 + first.month - 1 - months
        since = date(start // 12, start % 12 + 1, 1)
    else:
        since = until - (last - first)
    return selection.but(since=since.isoformat(), until=until.isoformat())


def shift_year(facts: Facts, selection: Selection) -> Selection:
    """Return the selection of the same days a year before; the last day of a month stays the last one."""
    first, last = (_shift_year(day) for day in span_of(facts, selection))
    return selection.but(since=first.isoformat(), until=last.isoformat())


def _shift_year(day: date) -> date:
    year, last = max(day.year - 1, 1), (day + timedelta(days=1)).day == 1
    longest = monthrange(year, day.month)[1]
    return date(year, day.month, longest if last else min(day.day, longest))


def select_year(facts: Facts, selection: Selection) -> Selection:
    """Return the selection of the twelve months that end with the last month of a selection."""
    _, last = span_of(facts, selection)
    start = max(last.year * 12 + last.month - 12, 12)
    since = date(start // 12, start % 12 + 1, 1)
    return selection.but(since=since.isoformat(), until=last.isoformat())


def select_month(selection: Selection, month: str) -> Selection:
    """Return the selection limited to one month, as `2024-02`."""
    return selection.but(since=f"{month}-01", until=last_day_of(month))


def select_latest_month(facts: Facts, selection: Selection) -> Selection:
    """Return the selection limited to the last month that a chronicle covers."""
    month = max(facts.months, default="")
    return select_month(selection, month) if month else selection


def compare_counts(n: int, before: int, days: int = 1, days_before: int = 1) -> Change:
    """Compare two Poisson counts over two lengths of time by the exact conditional interval (95%).

    Given their sum, `n` is binomial with p = r t / (1 + r t), r the ratio of the rates and t the ratio of the times
    (Przyborowski and Wilenski 1940); the Clopper-Pearson bounds of p give those of r.
    """
    if n < FEW or before < FEW:
        return Change(n, before, "few_cases")
    total, exposure = n + before, days / days_before
    low, high = _bound(lambda p: _at_least(n, total, p), 0.025), _bound(lambda p: _at_least(n + 1, total, p), 0.975)
    ratios = [p / (1 - p) / exposure for p in (n / total, low, high)]
    verdict = "rise" if ratios[1] > 1 else "fall" if ratios[2] < 1 else "no_clear_change"
    return Change(n, before, verdict, *ratios)


def _bound(rising: Callable[[float], float], level: float) -> float:
    """Find where a function that rises from 0 to 1 over (0, 1) reaches a level."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return (low + high) / 2


def _at_least(k: int, total: int, p: float) -> float:
    """Return the probability that a binomial number is k or more: the regularised incomplete beta function.

    Its continued fraction (Abramowitz and Stegun 26.5.8) by the method of Lentz, from the side where it converges.
    """
    if k <= 0 or k > total:
        return float(k <= 0)
    a, b = k, total - k + 1
    if p > (a + 1) / (a + b + 2):
        return 1 - _at_least(b, total, 1 - p)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(p) + b * log(1 - p)) / a
    c, d = 1.0, 1 / (1 - (a + b) * p / (a + 1))
    fraction = d
    for m in range(1, 1000):
        for step in (
            m * (b - m) * p / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * p / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + step * d), 1 + step / c
            fraction *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * fraction
