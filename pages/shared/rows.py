"""The rows behind a number, with the text that they were read from and how it was coded."""

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

import pyarrow as pa
import streamlit as st

from analytics.counts.count import count_total, list_coding, list_keys, list_rows, list_sanctions
from analytics.counts.selection import NONE, Mark, Selection, split_words
from analytics.figures.selected import describe_mark, escape_markdown
from analytics.figures.view import View
from pages.shared.blocks import show
from pages.shared.menu import PAGES

ORDERS = ("newest", "oldest", "place", "category")
PER_PAGE = 20

Row = dict[str, Any]
Span = tuple[int, int, str]
"""The first character of a piece of text, the one after its last, and what it was read as; "" for a word searched."""


def show_mark(view: View, selection: Selection, mark: Mark, unit: str, key: str) -> None:
    """List what a mark counts, under a heading with its number."""
    n = count_total(view.facts, selection, unit, mark)
    st.markdown(f"### {view.words.count(n, unit)}: {escape_markdown(describe_mark(mark, view.words))}")
    query = selection.but(unit=unit).to_query() | {"mark": [f"{name}:{value}" for name, value in mark]}
    st.page_link(
        st.Page(PAGES / "incidents.py", url_path="incidents"),
        label=view.words.say("Open as a list"),
        query_params=query,
    )
    show_units(view, selection, mark, unit)
    show_rows(view, list_rows(view.facts, selection, mark, unit), key)


def show_units(view: View, selection: Selection, mark: Mark, unit: str) -> None:
    """List the people or sanctions that a mark counts, one a line; other units are the entries that follow."""
    words = view.words
    if unit == "sanctions":
        sanctions = list_sanctions(view.facts, selection, mark).to_pylist()
        lines = [{words.dimension("date"): row["day"], words.unit(unit): say_sanction(view, row)} for row in sanctions]
    elif unit == "people":
        names = list_keys(view.facts, selection, unit, mark)["person"].to_pylist()
        lines = [{words.unit(unit): words.name("person", name)} for name in sorted(set(names))]
    else:
        return
    st.dataframe(lines, hide_index=True, alt=words.unit(unit))


def show_rows(view: View, rows: pa.Table, key: str, order: str = "newest") -> None:
    """Show incidents (newest first) by entry, twenty entries a page; a text stands once for all its incidents.

    `order` is one of `ORDERS`. Only the rows of the page that is shown leave the table.
    """
    entries = _sort_entries(view, rows, order)
    page = 1
    if len(entries) > PER_PAGE:
        page = st.pagination(-(-len(entries) // PER_PAGE), key=f"page_{key}") or 1
    show(_write_entries(view, rows, entries[(page - 1) * PER_PAGE : page * PER_PAGE]))


def write_newest(view: View, rows: pa.Table) -> str:
    """Write incidents as HTML by entry, the newest first."""
    return _write_entries(view, rows, _sort_entries(view, rows, ORDERS[0]))


def _write_entries(view: View, rows: pa.Table, places: Iterable[list[int]]) -> str:
    """Write entries as HTML, each of the rows at some places."""
    shown = [rows.take(numbers).to_pylist() for numbers in places]
    coding = list_coding(view.facts, [row["incident_id"] for entry in shown for row in entry])
    return "".join(_write_card(view, entry, coding) for entry in shown)


def _sort_entries(view: View, rows: pa.Table, order: str) -> list[list[int]]:
    """Group the places of rows by entry, and sort the entries; each stands where its first row belongs."""
    words, columns = view.words, {name: rows[name].to_pylist() for name in ("entry_id", "day", "city", "category")}
    found: dict[str, list[int]] = {}
    for place, entry in enumerate(columns["entry_id"]):
        found.setdefault(entry, []).append(place)
    entries = list(found.values())
    if order == "oldest":
        dated = [entry for entry in entries if columns["day"][entry[0]] != NONE]
        return [*reversed(dated), *(entry for entry in entries if columns["day"][entry[0]] == NONE)]
    if order == "place":
        cities = columns["city"]
        return sorted(
            entries, key=lambda entry: (cities[entry[0]] == NONE, words.name("city", cities[entry[0]]).casefold())
        )
    if order == "category":
        places = {category: place for place, category in enumerate(words.codes("category"))}
        return sorted(entries, key=lambda entry: places.get(columns["category"][entry[0]], len(places)))
    return entries


def _write_card(view: View, rows: list[Row], coding: dict[str, list[Row]]) -> str:
    """Write one entry as HTML, with the incidents read from it; every text of the source is escaped."""
    words, first = view.words, rows[0]
    ids = [row["incident_id"] for row in rows]
    cities = list(dict.fromkeys(words.name("city", row["city"]) for row in rows if row["city"] != NONE))
    head = [words.name("day", first["day"]), ", ".join(cities), words.name("category", first["category"])]
    if len(rows) > 1:
        head.append(words.count(len(rows), "incidents"))
    spans = [
        _name_span(view, span)
        for span in coding["spans"]
        if span["incident_id"] in ids and span["field"] != "likely_name"  # kept to be masked, not to be shown
    ]
    spans += _find_words(first["text"], split_words(view.selection.text))
    return (
        f'<article class="incident {escape(first["kind"])}" data-ids="{escape(", ".join(ids))}">'
        f"<header>{escape(' · '.join(part for part in head if part))}</header>"
        f"<p>{mark_spans(first['text'], spans)}</p>"
        f"<details><summary>{escape(words.say('How it was coded'))} · {escape(ids[0])}</summary>"
        f"<dl>{''.join(_write_coding(view, rows, coding))}</dl></details></article>"
    )


def _name_span(view: View, span: Row) -> Span:
    """Say what a span of text was read as."""
    field = {"mentioned": "person", "article": "article_part"}.get(span["field"], span["field"])
    value = view.words.name(field, span["value"]) if span["value"] else ""
    return span["start"], span["end"], f"{view.words.dimension(field)}: {value}".rstrip(": ")


def _write_coding(view: View, rows: list[Row], coding: dict[str, list[Row]]) -> Iterable[str]:
    """Write what was read from an entry, a term and its values at a time."""
    words, first = view.words, rows[0]
    ids = [row["incident_id"] for row in rows]

    def list_names(dimension: str, values: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(words.name(dimension, value) for value in values if value != NONE))

    sanctions = [row for row in coding["sanctions"] if row["incident_id"] in ids]
    coded = {
        words.dimension("kind"): words.name("kind", first["kind"]),
        words.dimension("category"): words.name("category", first["category"]),
        words.dimension("right"): list_names("right", (row["right"] for row in rows)),
        words.dimension("region"): list_names("region", (row["region"] for row in rows)),
        words.dimension("target"): list_names("target", first["targets"]),
        words.dimension("person"): list_names("person", first["persons"]),
        words.dimension("reason"): list_names(
            "reason", (row["reason"] for row in coding["refusals"] if row["incident_id"] in ids)
        ),
        words.unit("sanctions"): "; ".join(say_sanction(view, row) for row in sanctions),
        words.dimension("flag"): list_names("flag", first["flags"]),
        words.say("Footnotes"): ", ".join(str(number) for number in first["footnotes"]),
        words.say("Incidents"): ", ".join(ids),
    }
    yield from (f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in coded.items() if value)
    links = [url for url in first["source_urls"] if url.startswith(("http://", "https://"))]
    if links:
        anchors = " ".join(f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>' for url in links)
        yield f"<dt>{escape(words.say('Sources'))}</dt><dd>{anchors}</dd>"
    report = words.say("In {id} this is wrong: … It should be: … Because: …", id=ids[0])
    yield f"<dt>{escape(words.say('Report a mistake'))}</dt><dd><code>{escape(report)}</code></dd>"


def say_sanction(view: View, row: Row) -> str:
    """Say one sanction in words: person, article, measure, amount, status."""
    words = view.words
    amount = f"{words.number(row['amount'])} {words.name('amount', row['unit'])}" if row["amount"] is not None else ""
    tenge = f"{words.number(row['kzt'])} {words.name('amount', 'kzt')}" if row["kzt"] is not None else ""
    named = [words.name(name, row[name]) for name in ("sanctioned", "article_part", "measure") if row[name] != NONE]
    return ", ".join(part for part in [*named, amount, tenge, words.name("status", row["status"]).lower()] if part)


def mark_spans(text: str, spans: Iterable[Span]) -> str:
    """Return a text as HTML with its spans marked; where spans overlap, each piece tells of all of them."""
    kept = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    edges = sorted({0, len(text), *(edge for start, end, _ in kept for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        told = dict.fromkeys(label for first, last, label in kept if first <= start and end <= last)
        piece = escape(text[start:end])
        if told:
            title = escape("; ".join(label for label in told if label))
            piece = f'<mark{" class=found" if "" in told else ""} title="{title}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)


def _find_words(text: str, wanted: Iterable[str]) -> list[Span]:
    """Find the words of a search in a text."""
    lower = text.lower()
    found = []
    for word in wanted:
        at = lower.find(word)
        while at >= 0:
            found.append((at, at + len(word), ""))
            at = lower.find(word, at + len(word))
    return found
