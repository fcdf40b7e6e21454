"""The days that an entry names beside its dateline."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from analytics.lexicon.rules import Pattern, ignoring_case

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
_WRITTEN = rf"\b(?:{_MONTH} {_DAYS}(?:, (\d{{4}}))?\b|{_DAYS} {_MONTH}(?: (\d{{4}}))?\b)"
_DATE = Pattern(_WRITTEN)
_SPAN = Pattern(_WRITTEN, ignoring_case(never_capture=True))  # RE2 is quick where it need not keep groups


def find_dates(texts: Sequence[str], days: Sequence[date | None]) -> list[list[tuple[int, int, tuple[date, ...]]]]:
    """Spans of the dates in each of some plain texts, each with its days: `February 18 and 25`, `28-29 February 2024`.

    A date without a year is the one nearest to the text's own of `days`; where that is None, no date is read. A range gives
    its first and last day.
    """
    return [
        [(start, end, _read_days(text[start:end], on)) for (start, end), *_ in found] if on else []
        for text, found, on in zip(texts, _SPAN.find_each(texts), days, strict=True)
    ]


@lru_cache(maxsize=1 << 12)
def _read_days(written: str, on: date) -> tuple[date, ...]:
    """The days of one date; one that its month has not, February 30, is none: not ours to mend."""
    spans = _DATE.search(written) or ()
    month, days, year, other_days, other_month, other_year = (written[start:end] for start, end in spans[1:])
    number = _NUMBER[(month or other_month).casefold()]
    years = [int(year or other_year)] if year or other_year else [on.year - 1, on.year, on.year + 1]
    read = []
    for day in map(int, re.findall(r"\d{1,2}", days or other_days)):
        possible = [date(one, number, day) for one in years if _is_day(one, number, day)]
        read += [min(possible, key=lambda one: abs(one - on))] if possible else []
    return tuple(read)


def _is_day(year: int, month: int, day: int) -> bool:
    return MINYEAR <= year <= MAXYEAR and 1 <= day <= monthrange(year, month)[1]


def mark_dates(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with each date written over by `~`, so that one word stands for any date in a pattern."""
    parts = []
    position = 0
    for start, end in spans:
        parts += [text[position:start], "~" * (end - start)]
        position = end
    return "".join(parts) + text[position:]
