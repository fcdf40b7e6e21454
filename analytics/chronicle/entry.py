"""What a chronicle is once it has been read."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated paragraph of a chronicle.

    `text` stands as published (a continued paragraph is joined by a newline); `start` is its offset in
    `Chronicle.text`. `dateline` is the span of the date expression within `text`, or None where it has none.
    """

    month: str
    number: int
    text: str
    start: int
    date: date | None
    dateline: tuple[int, int] | None
    footnotes: tuple[int, ...] = ()
    source_urls: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One month as published: its entries, and each paragraph that is none with the reason why."""

    month: str
    text: str
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, str], ...] = ()
