"""The days that an entry names beside its dateline."""

import re
from collections.abc import Iterator
from datetime import date

import re2

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
_DAYS = r"(\d{1,2}(?:st|nd|rd|th)?(?:(?: ?- ?|, | and |, and )\d{1,2}\b)*)"
_DATE = re2.compile(rf"(?i)\b(?:{_MONTH} {_DAYS}(?:, (\d{{4}}))?\b|{_DAYS} {_MONTH}(?: (\d{{4}}))?\b)")


def find_dates(text: str, on: date) -> list[tuple[int, int, tuple[date, ...]]]:
    """Spans of the dates in a plain text, each with its days: `February 18 and 25`, `28-29 February 2024`.

    A date without a year is the one nearest to `on`. A range gives its first and last day.
    """
    found = []
    for match in _DATE.finditer(text):
        month, days, year, other_days, other_month, other_year = match.groups()
        days = _read_days(days or other_days, _NUMBER[(month or other_month).casefold()], year or other_year, on)
        found.append((match.start(), match.end(), tuple(days)))
    return found


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
