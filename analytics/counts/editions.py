"""What two editions of the tables differ in, with the monthly numbers that moved and the incidents that moved them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from analytics.counts.count import count_by, list_keys
from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.selection import Mark, Selection
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
    common = old.months & new.months
    for unit, dimension in NUMBERS:
        by = ("month", dimension) if dimension else ("month",)
        numbers = [
            {tuple(row[name] for name in by): row["n"] for row in count_by(facts, Selection(), by, unit)}
            for facts in (old, new)
        ]
        for cell in sorted(numbers[0].keys() | numbers[1].keys()):
            was, now = (side.get(cell, 0) for side in numbers)
            if was != now and cell[0] in common:
                mark = tuple(zip(by, cell, strict=True))
                movers = _find_movers(old, new, unit, mark, pairing.new_ids)
                field = "/".join((unit, dimension, cell[-1]) if dimension else (unit,))
                yield Change("number_moved", cell[0], "; ".join(movers), field, str(was), str(now))


def _find_movers(old: Facts, new: Facts, unit: str, mark: Mark, new_ids: Mapping[str, str]) -> list[str]:
    """The incidents that a number counts in one edition and not, or not as often, in the other."""
    was, now = (Counter(list_keys(facts, Selection(), unit, mark)["incident_id"].to_pylist()) for facts in (old, new))
    was = Counter({new_ids.get(name, name): n for name, n in was.items()})
    return sorted(name for name in was.keys() | now.keys() if was[name] != now[name])
