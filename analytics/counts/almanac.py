"""What counts are set against: events, inhabitants, the monthly index for fines, and grounds of the assembly law."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analytics.counts.amounts import Index, read_mci
from analytics.counts.events import Event, list_events, read_events
from analytics.counts.grounds import Ground, read_grounds


@dataclass(frozen=True)
class Almanac:
    """Facts of the country beside the chronicle.

    `population` gives the inhabitants by region (ISO 3166-2); `regions.csv` says of which day, and from where.
    `index` is the monthly calculation index (MCI) in tenge, `grounds` the checked grounds for refusal by reason.
    """

    events: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    population: Mapping[str, int] = field(default_factory=dict, repr=False)
    index: tuple[Index, ...] = field(default=(), repr=False)
    grounds: Mapping[str, list[Ground]] = field(default_factory=dict, repr=False)

    def list_events(self, first: date, last: date) -> list[Event]:
        """List the events from one day to another."""
        return list_events(self.events, first, last)


def read_almanac(lexicon: Path) -> Almanac:
    """Read the almanac from the folder of the lexicon; a table that is not there is empty."""
    return Almanac(
        tuple(read_events(lexicon / "events.csv")),
        _read_population(lexicon / "regions.csv"),
        read_mci(lexicon / "mci.csv"),
        read_grounds(lexicon / "refusal_grounds.csv"),
    )


def _read_population(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["iso"]: int(row["population"]) for row in csv.DictReader(file) if row["population"]}
