"""What happened in the country: elections, laws, anniversaries, to be marked on counts over time."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

KINDS = ("election", "referendum", "law", "anniversary", "unrest")
"""The kinds of event that are marked; others of the table are background to read, too many to draw."""


@dataclass(frozen=True)
class Event:
    """One event: its day, its label by language (`en`, `ru`, `kk`), and whether its date was checked in a source."""

    day: date
    labels: Mapping[str, str]
    checked: bool


def read_events(path: Path) -> list[dict[str, str]]:
    """Read the table of events; one that is not there has none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_events(rows: Iterable[Mapping[str, str]], first: date, last: date) -> list[Event]:
    """List the events from one day to another, in their order; a day without a year (`--03-08`) returns each year."""
    events = []
    for row in rows:
        if row["kind"] not in KINDS:
            continue
        years = [""] if not row["date"].startswith("--") else [str(year) for year in range(first.year, last.year + 1)]
        for year in years:
            day = date.fromisoformat(f"{year}{row['date'][1:]}" if year else row["date"])
            if first <= day <= last:
                labels = {language: row[f"label_{language}"] for language in ("en", "ru", "kk")}
                events.append(Event(day, labels, row["checked"] == "yes"))
    return sorted(events, key=lambda event: (event.day, event.labels["en"]))
