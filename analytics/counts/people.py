"""The people whom the entries are about, and each one's entries over time."""

from dataclasses import dataclass
from datetime import date

from analytics.counts.count import select_facts
from analytics.counts.facts import Facts
from analytics.counts.selection import NONE, Selection


@dataclass(frozen=True)
class Person:
    """One person of a selection: the number of entries, the first and last day told, and the sanctions told of."""

    name: str
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
    entries: dict[str, set[str]] = {}
    days: dict[str, list[str]] = {}
    found = select_facts(facts, selection, "people", ("day",), keep=("entry_id",))
    for row in found.collect(backend="pyarrow").to_native().to_pylist():
        entries.setdefault(row["person"], set()).add(row["entry_id"])
        days.setdefault(row["person"], []).append(row["day"])
    sanctions: dict[str, int] = {}
    every = select_facts(facts, selection.but(statuses=()), "sanctions", (), keep=("sanctioned",))
    for name in every.collect(backend="pyarrow").to_native()["sanctioned"].to_pylist():
        sanctions[name] = sanctions.get(name, 0) + 1
    people = []
    for name in entries:
        dated = sorted(day for day in days[name] if day != NONE) or [""]
        people.append(Person(name, len(entries[name]), dated[0], dated[-1], sanctions.get(name, 0)))
    return sorted(people, key=lambda person: (-person.entries, person.name))
