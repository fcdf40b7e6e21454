"""What two editions of the tables differ in, with the monthly numbers that moved and the incidents that moved them."""

from collections import Counter
from collections.abc import Iterator

from analytics.counts.count import UNIT_KEYS, count_by, select_facts
from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.selection import Selection
from analytics.tables.compare import Change, Edition, Pairing, compare_rows, pair_incidents

NUMBERS = (
    ("incidents", ""),
    ("incidents", "kind"),
    ("incidents", "category"),
    ("refusals", ""),
    ("refusals", "reason"),
    ("sanctions", ""),
    ("sanctions", "measure"),
    ("people", ""),
)
"""The monthly numbers that are compared: a unit, counted as a whole or by a dimension. Sanctions are the imposed ones."""


def compare_editions(before: Edition, after: Edition) -> list[Change]:
    """All that two editions differ in; nothing where their rows are the same.

    A number that moved has the month, the count in `field` (`refusals/reason/works`; `incidents` for the whole), and
    in `incident` the ids of what moved it. Months that only one edition covers have no numbers here: there is nothing
    to compare them with.
    """
    pairing = pair_incidents(before, after)
    return [*compare_rows(before, after, pairing), *_compare_numbers(before, after, pairing)]


def _compare_numbers(before: Edition, after: Edition, pairing: Pairing) -> Iterator[Change]:
    old, new = (prepare_facts(edition.tables) for edition in (before, after))
    common, new_ids = old.months & new.months, pairing.new_ids
    for unit, dimension in NUMBERS:
        by = ("month", dimension) if dimension else ("month",)
        was, now = (
            {tuple(row[name] for name in by): row["n"] for row in count_by(facts, Selection(), by, unit)}
            for facts in (old, new)
        )
        moved = [cell for cell in sorted(was.keys() | now.keys()) if was.get(cell) != now.get(cell)]
        owners = [_find_owners(facts, by, unit) if moved else {} for facts in (old, new)]
        for cell in moved:
            if cell[0] in common:
                earlier = Counter({new_ids.get(name, name): n for name, n in owners[0].get(cell, Counter()).items()})
                later = owners[1].get(cell, Counter())
                movers = sorted(name for name in earlier.keys() | later.keys() if earlier[name] != later[name])
                field = "/".join((unit, dimension, cell[-1]) if dimension else (unit,))
                numbers = (str(side.get(cell, 0)) for side in (was, now))
                yield Change("number_moved", cell[0], "; ".join(movers), field, *numbers)


def _find_owners(facts: Facts, by: tuple[str, ...], unit: str) -> dict[tuple[str, ...], Counter[str]]:
    """How many units each cell of a count has from which incident."""
    key = UNIT_KEYS[unit][1]
    columns = list(dict.fromkeys([*by, key, "incident_id"]))
    rows = select_facts(facts, Selection(), unit, by, keep=("incident_id",)).select(columns)
    owners: dict[tuple[str, ...], Counter[str]] = {}
    for row in rows.group_by(columns).aggregate([]).to_pylist():
        owners.setdefault(tuple(row[name] for name in by), Counter())[row["incident_id"]] += 1
    return owners
