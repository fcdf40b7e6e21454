"""The few numbers that a reader asks for first, each with the period before and the year before."""

from dataclasses import dataclass
from statistics import median

from analytics.counts.compare import Change, compare_with_before
from analytics.counts.count import list_sanctions
from analytics.counts.facts import Facts
from analytics.counts.norms import History, trace_history
from analytics.counts.selection import Mark, Selection

HEADLINES: tuple[tuple[str, str, Mark], ...] = (
    ("incidents", "incidents", ()),
    ("restrictions", "incidents", (("kind", "restriction"),)),
    ("assemblies_refused", "refusals", ()),
    ("assemblies_held", "incidents", (("category", "assembly_held"),)),
    ("sanctions", "sanctions", ()),
    ("people", "people", ()),
)
"""Each headline: its name, its unit and the mark that it counts."""


@dataclass(frozen=True)
class Headline:
    """One headline number, what it counts, and how it compares."""

    name: str
    unit: str
    mark: Mark
    change: Change
    history: History


@dataclass(frozen=True)
class Amounts:
    """What sanctions add up to in one unit: how many rows state an amount, their total and their median."""

    unit: str
    n: int
    total: float
    median: float


def list_headlines(facts: Facts, selection: Selection) -> list[Headline]:
    """Count the headline numbers of a selection."""
    return [
        Headline(
            name,
            unit,
            mark,
            compare_with_before(facts, selection, unit, mark),
            trace_history(facts, selection, unit, mark),
        )
        for name, unit, mark in HEADLINES
    ]


def sum_amounts(facts: Facts, selection: Selection) -> list[Amounts]:
    """Add up the days of arrest and the fines (in MCI, and in tenge where the source states tenge) of a selection.

    A sanction that is stated once for each of several articles is counted once: rows of one incident with the same
    person, measure and amount are one.
    """
    rows = {
        (row["incident_id"], row["sanctioned"], row["measure"], row["unit"], row["amount"], row["kzt"]): row
        for row in list_sanctions(facts, selection).to_pylist()
    }.values()
    wanted = {
        "arrest_days": [row["amount"] for row in rows if row["measure"] == "arrest" and row["unit"] == "days"],
        "fine_mci": [row["amount"] for row in rows if row["measure"] == "fine" and row["unit"] == "MCI"],
        "fine_kzt": [row["kzt"] for row in rows if row["measure"] == "fine"],
    }
    stated = {unit: [amount for amount in amounts if amount is not None] for unit, amounts in wanted.items()}
    return [
        Amounts(unit, len(amounts), sum(amounts), median(amounts) if amounts else 0) for unit, amounts in stated.items()
    ]
