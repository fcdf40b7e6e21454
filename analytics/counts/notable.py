"""Entries that a reader should see first, chosen by written conditions and by nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analytics.counts.almanac import Almanac
from analytics.counts.amounts import convert_fine, list_once
from analytics.counts.count import list_rows
from analytics.counts.facts import Facts
from analytics.counts.news import find_news
from analytics.counts.norms import MONTHS
from analytics.counts.selection import Mark, Selection

MANY_PEOPLE = 5
"""So many people named in one entry are many."""

TERMS = {"years": 365, "months": 30, "days": 1}
"""The days of a term's unit, only to order terms by length."""

Found = list[str]
"""Ids of incidents."""


@dataclass(frozen=True)
class Notable:
    """One entry: the incident that stands for it, with all its columns, and the conditions that it meets."""

    incident: dict[str, Any]
    conditions: tuple[str, ...]


def find_notable(facts: Facts, selection: Selection, almanac: Almanac) -> list[Notable]:
    """Find the entries that meet a condition of `CONDITIONS`: those that meet most first, then in the conditions' order."""
    met: dict[str, list[str]] = {}
    for name, find in CONDITIONS.items():
        for incident_id in find(facts, selection, almanac):
            met.setdefault(incident_id, []).append(name)
    rows = list_rows(facts, selection, unit="incidents").to_pylist() if met else []
    entries: dict[str, dict[str, Any]] = {}
    conditions: dict[str, list[str]] = {}
    for row in sorted((row for row in rows if row["incident_id"] in met), key=lambda row: str(row["incident_id"])):
        entries.setdefault(row["entry_id"], row)
        conditions.setdefault(row["entry_id"], []).extend(met[row["incident_id"]])
    order = list(CONDITIONS)
    found = [Notable(row, tuple(sorted(set(conditions[entry]), key=order.index))) for entry, row in entries.items()]
    return sorted(
        found,
        key=lambda one: (
            -len(one.conditions),
            [order.index(name) for name in one.conditions],
            one.incident["day"],
            one.incident["incident_id"],
        ),
    )


def _longest(measure: str) -> Callable[[Facts, Selection, Almanac], Found]:
    """Return how the incidents with the longest term of a measure are found."""

    def find(facts: Facts, selection: Selection, almanac: Almanac) -> Found:
        terms = [
            (row["amount"] * TERMS[row["unit"]], row["incident_id"])
            for row in list_once(facts, selection)
            if row["measure"] == measure and row["unit"] in TERMS and row["amount"] is not None
        ]
        return _take_largest(terms)

    return find


def _find_largest_fine(facts: Facts, selection: Selection, almanac: Almanac) -> Found:
    fines = [
        (row["kzt"] if row["kzt"] is not None else convert_fine(row, almanac.index), row["incident_id"])
        for row in list_once(facts, selection)
        if row["measure"] == "fine"
    ]
    return _take_largest([(float(kzt), incident_id) for kzt, incident_id in fines if kzt is not None])


def _find_questions(facts: Facts, selection: Selection, almanac: Almanac) -> Found:
    return _list_ids(facts, selection, (("flag", "above_maximum"),))


def _find_groups(facts: Facts, selection: Selection, almanac: Almanac) -> Found:
    rows = list_rows(facts, selection, (("kind", "restriction"),), "incidents")
    return [
        incident_id
        for incident_id, persons in zip(rows["incident_id"].to_pylist(), rows["persons"].to_pylist(), strict=True)
        if len(persons) >= MANY_PEOPLE
    ]


def _first(dimension: str) -> Callable[[Facts, Selection, Almanac], Found]:
    """Return how the restrictions with a value that twelve covered months before do not have are found."""

    def find(facts: Facts, selection: Selection, almanac: Almanac) -> Found:
        news = find_news(facts, selection)
        if news is None or len(news.months) < MONTHS:
            return []
        every = selection.but(statuses=())
        marks = [(("kind", "restriction"), (dimension, value)) for value in news.found.get(dimension, [])]
        return [incident_id for mark in marks for incident_id in _list_ids(facts, every, mark)]

    return find


def _list_ids(facts: Facts, selection: Selection, mark: Mark) -> Found:
    return [str(name) for name in list_rows(facts, selection, mark, "incidents")["incident_id"].to_pylist()]


def _take_largest(values: list[tuple[float, str]]) -> Found:
    """Return the ids with the largest value, all of them where several have it."""
    largest = max((value for value, _ in values), default=0.0)
    return sorted({name for value, name in values if value == largest > 0})


CONDITIONS: dict[str, Callable[[Facts, Selection, Almanac], Found]] = {
    "longest_imprisonment": _longest("imprisonment"),
    "longest_arrest": _longest("arrest"),
    "largest_fine": _find_largest_fine,
    "above_maximum": _find_questions,
    "first_article": _first("article"),
    "first_city": _first("city"),
    "many_people": _find_groups,
}
"""The conditions, each with how the incidents that meet it are found; a document says each in words."""
