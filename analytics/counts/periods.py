"""Counts over time: every period of the span is there, and one that no chronicle covers has no number, never zero."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from analytics.counts.count import Count, count_by
from analytics.counts.facts import Facts
from analytics.counts.selection import NONE, Mark, Selection

GRAINS = ("day", "week", "month", "quarter", "year")
LONGEST_SPAN = {"day": 45, "week": 200, "month": 365 * 6, "quarter": 365 * 15}
"""The longest span, in days, that a grain still shows at a readable width; years take what is longer."""

WINDOWS = {"day": 7, "week": 4, "month": 3, "quarter": 4, "year": 3}
"""How many periods a running mean takes in."""


@dataclass(frozen=True)
class Period:
    """One period: its value in the grain's dimension, its days (both included) and how it is covered.

    `covered` is "full", "partial" (some of its months have a chronicle) or "none".
    """

    value: str
    first: date
    last: date
    covered: str


@dataclass(frozen=True)
class PeriodCount(Count):
    """A count with a row for every period and value; `n` is null where no chronicle covers the period.

    `undated` is the number of units of the selection without a date, which stand in no period.
    """

    grain: str
    periods: tuple[Period, ...]
    undated: int


def choose_grain(facts: Facts, selection: Selection) -> str:
    """Choose the finest grain that still reads well over the span of a selection."""
    first, last = span_of(facts, selection)
    days = (last - first).days
    return next((grain for grain, longest in LONGEST_SPAN.items() if days <= longest), "year")


def span_of(facts: Facts, selection: Selection) -> tuple[date, date]:
    """Return the first and last day of a selection, taken from the tables where it leaves them open."""
    first = date.fromisoformat(selection.since or facts.first_day or "2000-01-01")
    last = date.fromisoformat(selection.until or facts.last_day or "2000-01-01")
    return first, max(first, last)


def count_by_period(
    facts: Facts, selection: Selection, grain: str, by: Sequence[str] = (), unit: str = "", mark: Mark = ()
) -> PeriodCount:
    """Count a selection by day, week, month, quarter or year, and by other dimensions.

    Rows are in the order of time, then of the dimension's values by size.
    """
    by, unit = tuple(by), unit or selection.unit
    return facts.keep(
        ("over time", selection, grain, by, unit, mark),
        lambda: _count_by_period(facts, selection, grain, by, unit, mark),
    )


def _count_by_period(
    facts: Facts, selection: Selection, grain: str, by: Sequence[str], unit: str, mark: Mark
) -> PeriodCount:
    counted = count_by(facts, selection, (grain, *by), unit, mark)
    numbers = {tuple(row[name] for name in counted.by): row["n"] for row in counted}
    periods = list_periods(facts, *span_of(facts, selection), grain)
    values = [tuple(row[name] for name in by) for row in count_by(facts, selection, by, unit, mark)] if by else [()]
    rows = [
        dict(zip((grain, *by), (period.value, *value), strict=True))
        | {"n": numbers.get((period.value, *value), None if period.covered == "none" else 0)}
        for period in periods
        for value in values
    ]
    schema = pa.schema([(name, pa.string()) for name in (grain, *by)] + [("n", pa.int64())])
    undated = sum(row["n"] for row in counted if row[grain] == NONE)
    return PeriodCount(
        pa.Table.from_pylist(rows, schema=schema),
        counted.by,
        counted.unit,
        counted.total,
        selection,
        mark,
        grain,
        periods,
        undated,
    )


def average_before(count: PeriodCount) -> list[float | None]:
    """Return for each period the mean of it and those before it, over `WINDOWS` of its grain.

    None where fewer have passed, or where one of them is not fully covered.
    """
    totals: dict[str, int] = {}
    for row in count:
        totals[row[count.grain]] = totals.get(row[count.grain], 0) + (row["n"] or 0)
    window = WINDOWS[count.grain]
    means: list[float | None] = []
    for at in range(len(count.periods)):
        passed = count.periods[max(0, at + 1 - window) : at + 1]
        whole = len(passed) == window and all(period.covered == "full" for period in passed)
        means.append(sum(totals.get(period.value, 0) for period in passed) / window if whole else None)
    return means


def list_periods(facts: Facts, first: date, last: date, grain: str) -> tuple[Period, ...]:
    """List the periods of a grain that touch the days from first to last."""
    return facts.keep(("periods", first, last, grain), lambda: tuple(_list_periods(facts, first, last, grain)))


def _list_periods(facts: Facts, first: date, last: date, grain: str) -> Iterator[Period]:
    start = START[grain](first)
    while start <= last:
        end = END[grain](start)
        months = _list_months(max(start, first), min(end, last))
        found = sum(month in facts.months for month in months)
        covered = "full" if found == len(months) else "partial" if found else "none"
        yield Period(NAME[grain](start), start, end, covered)
        start = end + timedelta(days=1)


def _list_months(first: date, last: date) -> list[str]:
    """List the calendar months from one day to another, as `2024-02`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]


def _quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


START: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: date(day.year, _quarter(day) * 3 - 2, 1),
    "year": lambda day: date(day.year, 1, 1),
}
END: dict[str, Callable[[date], date]] = {
    "day": lambda start: start,
    "week": lambda start: start + timedelta(days=6),
    "month": _end_of_month,
    "quarter": lambda start: _end_of_month(date(start.year, start.month + 2, 1)),
    "year": lambda start: date(start.year, 12, 31),
}
NAME: dict[str, Callable[[date], str]] = {
    "day": lambda start: start.isoformat(),
    "week": lambda start: start.isoformat(),
    "month": lambda start: f"{start:%Y-%m}",
    "quarter": lambda start: f"{start.year}-Q{_quarter(start)}",
    "year": lambda start: str(start.year),
}
