"""The few numbers that a reader asks for first, each with the period before and the year before."""

from dataclasses import dataclass

from analytics.counts.compare import Change, compare_with_before
from analytics.counts.facts import Facts
from analytics.counts.norms import History, compare_last, is_whole_month, trace_history
from analytics.counts.periods import span_of
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


def list_headlines(facts: Facts, selection: Selection) -> list[Headline]:
    """Count the headline numbers of a selection."""
    whole = is_whole_month(*span_of(facts, selection))
    headlines = []
    for name, unit, mark in HEADLINES:
        history = trace_history(facts, selection, unit, mark)
        change = compare_last(history) if whole else compare_with_before(facts, selection, unit, mark)
        headlines.append(Headline(name, unit, mark, change, history))
    return headlines
