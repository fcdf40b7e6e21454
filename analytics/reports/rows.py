"""The rows behind the numbers of a document, at its end: so a number leads to what it counts with no dashboard near."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from analytics.counts.compare import select_month
from analytics.counts.count import list_rows
from analytics.counts.facts import Facts
from analytics.counts.periods import span_of
from analytics.counts.selection import NONE, Selection
from analytics.figures.address import write_address
from analytics.figures.selected import describe_mark, name_limits
from analytics.figures.words import Words
from analytics.reports.document import Document, Link, Note, Notes, Paragraph, Run, Section, Told
from analytics.reports.summary_people import strip_footnotes

Row = dict[str, Any]


def append_rows(document: Document, facts: Facts, words: Words) -> tuple[Document, dict[str, str]]:
    """Add to a document a list of the entries that each of its numbers counts, and those of its month with their texts.

    The entries of other months are listed by their numbers, after a link to the summary of their month.
    Return it with the place in it (`#rows-7`) that each address of a number leads to. A number of no entry leads
    nowhere. `facts` are those that were counted, so that their names policy holds here too.
    """
    entries: dict[str, dict[str, Row]] = {}
    places: dict[str, str] = {}
    counted: list[tuple[Told, list[Row]]] = []
    for told in _list_told(document):
        rows = list_rows(facts, told.selection, told.mark, told.unit).to_pylist()
        found = {row["entry_id"]: row for row in rows}
        if found and told.address not in places:
            counted.append((told, list(found.values())))
            places[told.address] = f"#rows-{len(counted)}"
            for row in rows:
                if document.month in (row["report"], row["month"]):
                    entries.setdefault(row["entry_id"], {})[row["incident_id"]] = row
    if not counted:
        return document, {}
    lists = tuple(
        Note(f"rows-{number}", _describe(told, facts, words), tuple(_list_entries(rows, entries, document, words)))
        for number, (told, rows) in enumerate(counted, 1)
    )
    read = sorted(
        (sorted(one.values(), key=_find_place) for one in entries.values()), key=lambda one: _find_place(one[0])
    )
    texts = tuple(
        Note(_name(rows[0]), _head(rows, document, words), (strip_footnotes(rows[0]["text"]),)) for rows in read
    )
    leads = words.say("Each number leads to the list of the entries that it counts, at the end.")
    how = words.say(
        "Entries are listed by their numbers in the chronicle of a month. Those of this month follow with their texts, "
        "without footnotes."
    )
    sections = (
        Section("rows", words.say("The rows behind the numbers"), (Paragraph(((how,),), aside=True), Notes(lists))),
        Section("entries", words.say("The entries counted"), (Notes(texts),)),
    )
    *lines, edition = document.lines
    return replace(document, lines=(*lines, leads, edition), sections=(*document.sections, *sections)), places


def address_month(month: str, words: Words) -> str:
    """Return the address of the summary of a month, within the dashboard."""
    return write_address("summary", select_month(Selection(), month), (), words.language)


def _list_told(document: Document) -> Iterator[Told]:
    for sentence in document.sentences():
        yield from (run for run in sentence if isinstance(run, Told))


def _describe(told: Told, facts: Facts, words: Words) -> str:
    """Say what a number counts: its unit, mark and limits, and the days."""
    limits = [f"{label}: {shown}" for label, shown in name_limits(told.selection, words)]
    parts = [
        words.unit(told.unit),
        describe_mark(told.mark, words),
        *limits,
        words.days(*span_of(facts, told.selection)),
    ]
    return f"{', '.join(part for part in parts if part)}:"


def _list_entries(rows: Iterable[Row], told: Iterable[str], document: Document, words: Words) -> Iterator[Run]:
    """List entries by month and number, runs of them by the first and the last; those that stand below are links."""
    for at, (report, found) in enumerate(groupby(sorted(rows, key=_find_place), key=lambda row: str(row["report"]))):
        yield "; " if at else ""
        if report != document.month:
            yield Link(words.month(report), address_month(report, words))
            yield ": "
        for position, (first, last) in enumerate(_find_runs(list(found))):
            yield ", " if position else ""
            for end, row in enumerate([first] if first is last else [first, last]):
                yield "–" if end else ""
                number = str(row["entry"])
                yield Link(number, f"#{_name(row)}") if row["entry_id"] in told else number


def _find_runs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Give the first and last of each run of entries that follow each other."""
    for _, numbered in groupby(enumerate(rows), key=lambda pair: int(pair[1]["entry"]) - pair[0]):
        run = [row for _, row in numbered]
        yield run[0], run[-1]


def _head(rows: list[Row], document: Document, words: Words) -> str:
    """Say the number of an entry, its date, towns and category, from the incidents that were read from it."""
    first = rows[0]
    number = str(first["entry"])
    number = number if first["report"] == document.month else f"{words.month(first['report'])}: {number}"
    towns = ", ".join(dict.fromkeys(words.name("city", row["city"]) for row in rows if row["city"] != NONE))
    parts = [number, words.name("day", first["day"]), towns, words.name("category", first["category"])]
    return f"{' · '.join(part for part in parts if part)}."


def _name(row: Row) -> str:
    return f"entry-{row['entry_id']}"


def _find_place(row: Row) -> tuple[str, int, str]:
    return str(row["report"]), int(row["entry"]), str(row["incident_id"])
