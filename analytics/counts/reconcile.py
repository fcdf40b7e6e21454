"""Our counts beside the running totals that other monitors published, over the same days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.counts.count import count_total
from analytics.counts.coverage import list_gaps
from analytics.counts.facts import Facts
from analytics.counts.selection import NONE, UNITS, Selection, is_date
from analytics.lexicon.load import LEXICON, read_rows, row_error

COLUMNS = (
    "monitor", "counts_en", "counts_ru", "counts_kk", "unit", "category", "since", "until", "number", "source", "url",
    "checked", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """A number that a monitor published: what it counts by language, and our unit and category for the same.

    `since` is None where the monitor does not say from which day it counts. `checked` tells whether the number was read
    at its source.
    """

    monitor: str
    counts: dict[str, str]
    unit: str
    category: str
    since: date | None
    until: date
    number: int
    source: str
    url: str
    checked: bool
    note: str


@dataclass(frozen=True)
class Comparison:
    """A published total and our count of the same days; `ours` is None where we cannot count all of them.

    `gaps` are the runs of months that no chronicle covers, first and last day of each. `undated` is how many units of
    ours have no date, and are in no count of days.
    """

    total: Total
    ours: int | None
    gaps: tuple[tuple[date, date], ...] = ()
    undated: int = 0

    @property
    def difference(self) -> int | None:
        """Ours less theirs."""
        return None if self.ours is None else self.ours - self.total.number


def read_totals(path: Path) -> list[Total]:
    """Read `monitor_totals.csv`, in its order; a file that is not there has none. Raises InputError that names the line."""
    if not path.exists():
        return []
    found = []
    categories = {row["category"] for _, row in read_rows(LEXICON / "codebook.csv", ("category",))}
    for line, row in read_rows(path, COLUMNS):
        for name in ("since", "until"):
            if not is_date(row[name]) and (row[name] or name == "until"):
                raise row_error(path, line, row[name], f"{name} is a day, written as 2021-04-22")
        if row["unit"] not in UNITS:
            raise row_error(path, line, row["unit"], f"the unit is one of {', '.join(UNITS)}")
        if row["category"] and row["category"] not in categories:
            raise row_error(
                path, line, row["category"], f"the category is empty or one of {', '.join(sorted(categories))}"
            )
        if not row["number"].isdigit():
            raise row_error(path, line, row["number"], "the number is written in digits alone")
        if row["since"] > row["until"]:
            raise row_error(path, line, row["since"], f"since is after until ({row['until']})")
        found.append(
            Total(
                row["monitor"],
                {language: row[f"counts_{language}"] for language in ("en", "ru", "kk")},
                row["unit"],
                row["category"],
                date.fromisoformat(row["since"]) if row["since"] else None,
                date.fromisoformat(row["until"]),
                int(row["number"]),
                row["source"],
                row["url"],
                row["checked"] == "yes",
                row["note"],
            )
        )
    return found


def compare_totals(facts: Facts, totals: Iterable[Total]) -> list[Comparison]:
    """Count the days of each published total, where chronicles cover every month that they touch."""
    return [_compare(facts, total) for total in totals]


def _compare(facts: Facts, total: Total) -> Comparison:
    if total.since is None:
        return Comparison(total, None)
    every = Selection(categories=(total.category,) if total.category else (), unit=total.unit)
    span = every.but(since=total.since.isoformat(), until=total.until.isoformat())
    if gaps := list_gaps(facts, span):
        return Comparison(total, None, tuple(gaps))
    return Comparison(total, count_total(facts, span), (), count_total(facts, every, mark=(("day", NONE),)))
