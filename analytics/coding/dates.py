"""The days that an entry names beside its dateline."""

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBER = {name.casefold(): number for number, name in enumerate(_MONTHS, 1)}
_MONTH = "(" + "|".join(_MONTHS) + ")"
_DAYS = r"(\d{1,2}(?:st|nd|rd|th)?(?:(?: ?- ?|, | and |, and )\d{1,2}(?!\d))*)"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} {_DAYS}(?:, (\d{{4}}))?(?!\d)", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b{_DAYS} {_MONTH}(?: (\d{{4}}))?", re.IGNORECASE)


def find_dates(text: str, on: date) -> list[tuple[int, int, tuple[date, ...]]]:
    """Spans of the dates in a plain text, each with its days: `February 18 and 25`, `28-29 February 2024`.

    A date without a year is the one nearest to `on`. A range gives its first and last day.
    """
    found = [(m.start(), m.end(), m.group(2), m.group(1), m.group(3)) for m in _MONTH_FIRST.finditer(text)]
    taken = [(start, end) for start, end, *_ in found]
    last = 0
    for m in _DAY_FIRST.finditer(text):
        while last < len(taken) and taken[last][1] <= m.start():
            last += 1
        if last == len(taken) or taken[last][0] >= m.end():
            found.append((m.start(), m.end(), m.group(1), m.group(2), m.group(3)))
    return [
        (start, end, tuple(_read_days(days, _NUMBER[month.casefold()], year, on)))
        for start, end, days, month, year in sorted(found)
    ]


def _read_days(days: str, month: int, year: str | None, on: date) -> Iterator[date]:
    for day in re.findall(r"\d{1,2}", days):
        try:
            if year:
                yield date(int(year), month, int(day))
            else:
                yield min((date(on.year + shift, month, int(day)) for shift in (-1, 0, 1)), key=lambda d: abs(d - on))
        except ValueError:  # February 30 as a planned day: not ours to mend, and no day
            continue


def mark_dates(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with each date written over by `~`, so that one word stands for any date in a pattern."""
    parts = []
    position = 0
    for start, end in spans:
        parts += [text[position:start], "~" * (end - start)]
        position = end
    return "".join(parts) + text[position:]
