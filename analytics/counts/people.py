"""The people whom the entries are about, and each one's entries over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.counts.count import count_by, select_facts
from analytics.counts.facts import Facts
from analytics.counts.periods import span_of
from analytics.counts.selection import NONE, Selection

LONG_DAYS, LONG_ENTRIES = 90, 3
"""A case runs long where a person is told of in at least so many entries, the last so many days after the first."""


@dataclass(frozen=True)
class Person:
    """One person of a selection: the number of entries, the first and last day told, and the sanctions told of.

    `spellings` lists all spellings where there are several, the preferred one, which is the name, first.
    """

    name: str
    spellings: tuple[str, ...]
    entries: int
    first: str
    last: str
    sanctions: int

    @property
    def days(self) -> int:
        """The days from the first entry to the last."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days if self.first else 0


def list_people(facts: Facts, selection: Selection) -> list[Person]:
    """List the people of a selection, those told of most often first; sanctions of every status count."""
    return facts.keep(("list_people", selection), lambda: _list_people(facts, selection))


def _list_people(facts: Facts, selection: Selection) -> list[Person]:
    entries: dict[str, set[str]] = {}
    days: dict[str, list[str]] = {}
    found = select_facts(facts, selection, "people", ("day",), keep=("entry_id",))
    for row in found.to_pylist():
        entries.setdefault(row["person"], set()).add(row["entry_id"])
        days.setdefault(row["person"], []).append(row["day"])
    sanctions: dict[str, int] = {}
    every = select_facts(facts, selection.but(statuses=()), "sanctions", (), keep=("sanctioned",))
    for name in every["sanctioned"].to_pylist():
        sanctions[name] = sanctions.get(name, 0) + 1
    people = []
    for name in entries:
        dated = sorted(day for day in days[name] if day != NONE) or [""]
        people.append(
            Person(name, facts.spellings.get(name, ()), len(entries[name]), dated[0], dated[-1], sanctions.get(name, 0))
        )
    return sorted(people, key=lambda person: (-person.entries, person.name))


def find_people(people: Sequence[Person], text: str) -> list[Person]:
    """Find the people in one of whose spellings all words of a text stand, in any letter case."""
    wanted = text.casefold().split()
    return [
        person
        for person in people
        if any(all(word in name.casefold() for word in wanted) for name in (person.name, *person.spellings))
    ]


def list_long_cases(people: Sequence[Person]) -> list[Person]:
    """List the people whose cases run long (`LONG_DAYS`, `LONG_ENTRIES`), the longest first."""
    found = [person for person in people if person.days >= LONG_DAYS and person.entries >= LONG_ENTRIES]
    return sorted(found, key=lambda person: (-person.days, person.name))


def list_running_cases(facts: Facts, selection: Selection) -> list[Person]:
    """List the people of a selection's period whose cases, up to its end and anywhere, run long; the longest first."""
    named = {person.name for person in list_people(facts, selection)}
    until = list_people(facts, Selection(until=selection.until))
    return list_long_cases([person for person in until if person.name in named])


@dataclass(frozen=True)
class Sanctioned:
    """One person sanctioned in a period: the sanctions then, and those told of before; None where nothing is covered."""

    name: str
    sanctions: int
    before: int | None


def list_sanctioned(facts: Facts, selection: Selection) -> list[Sanctioned]:
    """List the named people on whom a selection's sanctions fall, those told of for the first time first.

    Whether somebody was sanctioned before is told by all earlier months that a chronicle covers, in any place.
    """
    first, _ = span_of(facts, selection)
    earlier: dict[str, int] | None = None
    if any(month < f"{first:%Y-%m}" for month in facts.months):
        until = (first - timedelta(days=1)).isoformat()
        counted = count_by(facts, Selection(until=until, statuses=selection.statuses), ("sanctioned",), "sanctions")
        earlier = {row["sanctioned"]: row["n"] for row in counted}
    found = [
        Sanctioned(row["sanctioned"], row["n"], None if earlier is None else earlier.get(row["sanctioned"], 0))
        for row in count_by(facts, selection, ("sanctioned",), "sanctions")
        if row["sanctioned"] != NONE
    ]
    return sorted(found, key=lambda person: (bool(person.before), -person.sanctions, person.name))


def list_doubts(facts: Facts, people: Sequence[Person]) -> list[tuple[str, str, str]]:
    """List the doubtful pairs that some people belong to: two names and the reason why they may be one person."""
    names = {person.name for person in people}
    return [(one, other, reason) for one, other, reason in facts.doubts if one in names or other in names]
