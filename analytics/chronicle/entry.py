"""What a chronicle is once it has been read."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated paragraph of a chronicle.

    `text` stands as published (a continued paragraph is joined by a newline); `start` is its offset in
    `Chronicle.text`. `dateline` is the span of the date expression within `text`, or None where it has none.
    `flags` are those of the codebook that reading alone can tell: `no_date`, `date_range`, `footnote_missing`,
    `footnote_order`.
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
    """One month as published: its entries, and each paragraph that is none with the reason why.

    `text` is the document without its markup, paragraphs a blank line apart; `text[e.start : e.start + len(e.text)]`
    is `e.text` for every entry. `warnings` tell a reader what is doubtful: file, entry, value and what to do.
    """

    month: str
    text: str
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
