"""What each month's chronicle gave: the ledger of the tables."""

from dataclasses import dataclass
from datetime import date

from analytics.counts.count import count_by, count_total
from analytics.counts.facts import Facts, last_day_of
from analytics.counts.periods import list_periods, span_of
from analytics.counts.selection import EITHER, NONE, Mark, Selection


@dataclass(frozen=True)
class Coverage:
    """One month: the numbers read from its chronicle."""

    month: str
    entries: int
    incidents: int
    refusals: int
    sanctions: int
    flagged: int


def list_coverage(facts: Facts) -> list[Coverage]:
    """List the months that have a chronicle, the newest first; numbers go by the report that an entry stands in."""
    every = Selection(statuses=())
    flags = tuple(flag for flag in facts.values["flag"] if flag != NONE)
    counts = [count_by(facts, every, ("report",), unit) for unit in ("entries", "incidents", "refusals", "sanctions")]
    counts += [count_by(facts, every.but(flags=flags), ("report",), "incidents")] if flags else []
    columns = [{row["report"]: row["n"] for row in count} for count in counts] + ([] if flags else [{}])
    return [
        Coverage(month, *(column.get(month, 0) for column in columns)) for month in sorted(facts.months, reverse=True)
    ]


@dataclass(frozen=True)
class Dated:
    """Some entries by where they stand and when they are dated: how many, and the selection and mark that list them.

    `name` is "read" (all entries of a month's chronicle), "inside" (dated in that month), "elsewhere" (dated in
    another month), "undated", or "borrowed" (dated in the month, but read from the chronicle of another).
    """

    name: str
    n: int
    selection: Selection
    mark: Mark


def date_entries(facts: Facts, month: str) -> list[Dated]:
    """Tell how the entries of a month's chronicle are dated: what a count of the month takes in, and what it cannot."""
    every, own = Selection(statuses=()), ("report", month)
    days = every.but(since=f"{month}-01", until=last_day_of(month))
    months = [value for value in facts.values["month"] if value not in (month, NONE)]
    reports = [value for value in facts.values["report"] if value != month]
    wanted: list[tuple[str, Selection, Mark]] = [
        ("read", every, (own,)),
        ("inside", days, (own,)),
        ("elsewhere", every, (own, ("month", EITHER.join(months)))),
        ("undated", every, (own, ("month", NONE))),
        ("borrowed", days, (("report", EITHER.join(reports)),)),
    ]
    return [
        Dated(name, count_total(facts, selection, "entries", mark), selection, mark) for name, selection, mark in wanted
    ]


def list_gaps(facts: Facts, selection: Selection) -> list[tuple[date, date]]:
    """List the runs of months in a selection's period that no chronicle covers: first and last day of each run."""
    gaps: list[tuple[date, date]] = []
    for period in list_periods(facts, *span_of(facts, selection), "month"):
        if period.covered == "none" and gaps and (period.first - gaps[-1][1]).days == 1:
            gaps[-1] = (gaps[-1][0], period.last)
        elif period.covered == "none":
            gaps.append((period.first, period.last))
    return gaps
