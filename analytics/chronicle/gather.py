"""From paragraphs to entries in the rough: which paragraph opens an entry, goes on with one, or is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from analytics.chronicle.dateline import Dateline, find_dateline
from analytics.chronicle.footnotes import Footnotes, find_footnotes, find_urls, read_definition
from analytics.chronicle.furniture import name_furniture, reads_as_heading
from analytics.chronicle.month import tell_month
from analytics.chronicle.paragraphs import Document, Paragraph
from analytics.errors import InputError

_ERRORS_LISTED = 5
_PAGE_DATE_LENGTH = 60


class LeftOut(NamedTuple):
    """A paragraph that is no part of an entry, and why."""

    text: str
    reason: str


@dataclass(slots=True)
class Draft:
    """An entry while its paragraphs are gathered; `closed` once one of them ended with a footnote marker."""

    parts: list[str]
    dateline: Dateline | None
    date: date | None
    footnotes: list[int] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class Gathering:
    """A document sorted into `blocks`, in its order; `links`: what each footnote list says of a number, in order."""

    month: str
    blocks: list[Draft | LeftOut] = field(default_factory=list)
    links: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)

    @property
    def drafts(self) -> list[Draft]:
        return [block for block in self.blocks if isinstance(block, Draft)]


class _Dated(NamedTuple):
    paragraph: Paragraph
    dateline: Dateline | None


def gather(document: Document, month: str | None = None) -> Gathering:
    """The paragraphs of a document sorted into entries and what is left out; the rule is told in `parse_document`."""
    dated = [_Dated(part, None if part.reason else find_dateline(part.text)) for part in document.paragraphs]
    report = tell_month(document.name, month, _headings(dated))
    return _Sorter(document.name, report, _days_stand_alone(dated, report)).sort(dated)


def _headings(dated: Sequence[_Dated]) -> Iterator[str]:
    """Texts before the first entry that may state the month: marked headings first."""
    before = [paragraph for paragraph, _ in takewhile(lambda part: part.dateline is None or part.dateline.alone, dated)]
    yield from (paragraph.text for paragraph in before if paragraph.reason == "heading")
    yield from (paragraph.text for paragraph in before if not paragraph.reason)


def _days_stand_alone(dated: Sequence[_Dated], report: str) -> bool:
    """Whether dates on lines of their own head the entries of their day, rather than dating a web page."""
    datelines = [dateline for _, dateline in dated if dateline is not None and _day_of(dateline, report) is not None]
    alone = sum(dateline.alone and not dateline.is_range for dateline in datelines)
    return alone > 0 and alone * 5 >= len(datelines)


def _day_of(dateline: Dateline, report: str) -> date | None:
    """The day that a dateline names in the report's month; None where it is no day of it."""
    year, month = int(report[:4]), int(report[5:])
    if dateline.month != month or dateline.year not in (None, year):
        return None
    try:
        return date(year, month, dateline.day)
    except ValueError:
        return None


class _Sorter:
    """Walks the paragraphs once, in order."""

    def __init__(self, name: str, report: str, days_stand_alone: bool) -> None:
        self._name = name
        self._report = report
        self._days_stand_alone = days_stand_alone
        self._found = Gathering(report)
        self._entries = 0
        self._current: Draft | None = None  # the entry that an undated paragraph would go on with
        self._day: date | None = None  # of the last date that stood alone
        self._last_footnote = 0
        self._used: set[int] = set()
        self._in_list = False  # of footnotes
        self._listed = 0  # the last number in it
        self._wrong: list[str] = []

    def sort(self, dated: Sequence[_Dated]) -> Gathering:
        for paragraph, dateline in dated:
            if reason := self._reason_to_leave(paragraph, dateline):
                self._found.blocks.append(LeftOut(paragraph.text, reason))
        self._check_datelines()
        return self._found

    def _reason_to_leave(self, paragraph: Paragraph, dateline: Dateline | None) -> str:
        """Takes a paragraph into an entry, or tells why not."""
        text = paragraph.text
        definition = read_definition(text, self._used) if text[0] in "[0123456789" or paragraph.urls else None
        if definition is not None:
            return self._list_footnote(definition.number, definition.urls or paragraph.urls)
        if paragraph.reason:
            self._in_list = self._in_list or name_furniture(text) == "footnote list"
            return paragraph.reason
        day = _day_of(dateline, self._report) if dateline else None
        if dateline is not None and not (dateline.firm or day):
            dateline = None  # a sentence about another month
        if dateline is None:
            return self._take_undated(paragraph)
        if dateline.alone:
            return self._take_lone_date(dateline, day)
        if day is None and self._current is None and _dates_the_page(text, dateline):
            return "date of the page"
        self._open(Draft([text], dateline, day), find_footnotes(text, self._last_footnote))
        if day is None:
            self._wrong.append(f"entry {self._entries} {text[:60]!r}")
        return ""

    def _take_lone_date(self, dateline: Dateline, day: date | None) -> str:
        if not self._days_stand_alone or day is None or (dateline.is_range and self._current is None):
            return "date that stands alone"
        self._day, self._current = day, None
        return "date of the entries below"

    def _list_footnote(self, number: int, urls: tuple[str, ...]) -> str:
        self._in_list, self._listed = True, number
        links = self._found.links.setdefault(number, [])
        if links and not links[-1]:
            links.pop()  # its address stands on a line of its own
        links.append(urls)
        return "footnote list"

    def _take_undated(self, paragraph: Paragraph) -> str:
        current, text = self._current, paragraph.text
        if reason := name_furniture(text):
            self._in_list = self._in_list or reason == "footnote list"
            return reason
        if current is None and self._day is None:
            return "before the first entry"
        closed = current is not None and current.closed
        if self._in_list and (closed or text.startswith(("http://", "https://"))):
            return self._go_on_listing(find_urls(text) or paragraph.urls)
        if closed and reads_as_heading(text):
            return "heading"
        footnotes = find_footnotes(text, self._last_footnote)
        is_next = footnotes.closing and footnotes.numbers[0] == self._last_footnote + 1
        if current is None or (current.closed and is_next):
            self._open(Draft([text], None, self._day), footnotes)
        else:
            current.parts.append(text)
            self._note(current, footnotes)
        return ""

    def _go_on_listing(self, urls: tuple[str, ...]) -> str:
        """A line of a footnote list without a number: the address of the footnote above, or the next footnote."""
        if not urls:
            return "footnote list"
        above = self._found.links.get(self._listed)
        return self._list_footnote(self._listed + (above is None or bool(above[-1])), urls)

    def _open(self, draft: Draft, footnotes: Footnotes) -> None:
        if draft.dateline is not None:
            self._day = None
        self._found.blocks.append(draft)
        self._current, self._in_list = draft, False
        self._entries += 1
        self._note(draft, footnotes)

    def _note(self, draft: Draft, footnotes: Footnotes) -> None:
        draft.closed = draft.closed or footnotes.closing
        if footnotes.numbers:
            draft.footnotes.extend(footnotes.numbers)
            self._last_footnote = footnotes.numbers[-1]
            self._used.update(footnotes.numbers)

    def _check_datelines(self) -> None:
        if not self._wrong:
            return
        listed = "; ".join(self._wrong[:_ERRORS_LISTED])
        more = len(self._wrong) - _ERRORS_LISTED
        raise InputError(
            f"{self._name}: no day of {self._report}: {listed}{f'; and {more} more' if more > 0 else ''}; "
            "correct the date, join the paragraph to the entry it goes on with, or give the right month of the report"
        )


def _dates_the_page(text: str, dateline: Dateline) -> bool:
    """Whether a date before the first entry is that of the web page (`March 5, 2024 | News`) and opens no entry."""
    return dateline.year is not None and len(text) <= _PAGE_DATE_LENGTH and text[-1].isalnum()
