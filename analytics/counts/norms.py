"""The norm of a month: the twelve months before it, and whether it lies outside what chance alone would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, log

from analytics.counts.compare import FEW, Change, compare_counts
from analytics.counts.facts import Facts, last_day_of
from analytics.counts.periods import count_by_period, span_of
from analytics.counts.selection import Mark, Selection

MONTHS = 12
"""How many months before a month make its norm."""


@dataclass(frozen=True)
class Norm:
    """The mean of the twelve months before, the range that holds 95% of Poisson counts of that mean, and a verdict.

    `verdict` is "above", "below", "within" or "few_cases".
    """

    mean: float
    low: int
    high: int
    verdict: str


@dataclass(frozen=True)
class History:
    """One number by month, up to the last month of a selection; None where no chronicle covers a month.

    `norm` is given for one whole month with twelve covered months before it.
    """

    months: tuple[str, ...]
    numbers: tuple[int | None, ...]
    norm: Norm | None


def trace_history(facts: Facts, selection: Selection, unit: str = "", mark: Mark = ()) -> History:
    """Count the last month of a selection and the twelve before it, and compare that month with its norm."""
    first, last = span_of(facts, selection)
    start = last.year * 12 + last.month - 1 - MONTHS
    since = date(max(start // 12, 1), start % 12 + 1, 1)
    series = count_by_period(
        facts, selection.but(since=since.isoformat(), until=last.isoformat()), "month", (), unit, mark
    )
    months = tuple(period.value for period in series.periods)
    numbers = tuple(row["n"] for row in series)
    before = [number for number in numbers[:-1] if number is not None]
    whole = is_whole_month(first, last) and numbers[-1] is not None and len(before) == MONTHS
    return History(months, numbers, find_norm(numbers[-1] or 0, before) if whole else None)


def compare_last(history: History) -> Change:
    """Compare the last month of a history with the one before it, as `compare_with_before` compares the month."""
    before, n = history.numbers[-2], history.numbers[-1] or 0
    if before is None:
        return Change(n, None, "not_covered")
    days, days_before = (last_day_of(month) for month in (history.months[-1], history.months[-2]))
    return compare_counts(n, before, int(days[8:]), int(days_before[8:]))


def is_whole_month(first: date, last: date) -> bool:
    """Tell whether two days are the first and last of one calendar month."""
    following = date.fromordinal(last.toordinal() + 1)
    return first.day == 1 and following.day == 1 and (first.year, first.month) == (last.year, last.month)


def find_norm(n: int, before: Sequence[int]) -> Norm:
    """Compare a month's number with the mean of months before; nothing is claimed where both are few."""
    mean = sum(before) / len(before)
    low, high = find_range(mean)
    if max(n, mean) < FEW:
        return Norm(mean, low, high, "few_cases")
    return Norm(mean, low, high, "above" if n > high else "below" if n < low else "within")


def find_range(mean: float) -> tuple[int, int]:
    """Return the exact central 95% range of a Poisson count: less than 2.5% lies below it, and less above it."""
    if mean <= 0:
        return 0, 0
    k, below, low = 0, exp(-mean), 0
    while below < 0.975:
        low = low if below >= 0.025 else k + 1
        k += 1
        below += exp(k * log(mean) - mean - lgamma(k + 1))
    return low, k
