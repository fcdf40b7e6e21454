"""What a period tells of for the first time: cities, articles, reasons and categories."""

from dataclasses import dataclass

from analytics.counts.count import Count, count_by
from analytics.counts.facts import Facts
from analytics.counts.norms import MONTHS
from analytics.counts.periods import span_of
from analytics.counts.selection import NONE, Selection

WATCHED = {"city": "incidents", "article": "sanctions", "reason": "refusals", "category": "incidents"}
"""The dimensions in which something new is looked for, and the unit of each."""


@dataclass(frozen=True)
class News:
    """The values that a period has and the covered months before it have not.

    `months` are those months: the last twelve that a chronicle covers, or fewer where there are fewer. `found` gives
    the new values of each dimension, the most frequent first, as marks of `counts`.
    """

    months: tuple[str, ...]
    counts: dict[str, Count]
    found: dict[str, list[str]]


def find_news(facts: Facts, selection: Selection) -> News | None:
    """Find what is new in a selection's period; None where no month before it is covered.

    Articles count whatever the status of the sanction: the first charge is news as well as the first penalty.
    """
    first, _ = span_of(facts, selection)
    months = sorted(month for month in facts.months if month < f"{first:%Y-%m}")[-MONTHS:]
    if not months:
        return None
    now = selection.but(statuses=())
    before = now.but(since=f"{months[0]}-01", until=first.fromordinal(first.toordinal() - 1).isoformat())
    counts = {name: count_by(facts, now, (name,), unit) for name, unit in WATCHED.items()}
    found = {}
    for name, unit in WATCHED.items():
        known = {row[name] for row in count_by(facts, before, (name,), unit)} | {NONE}
        found[name] = [row[name] for row in counts[name] if row[name] not in known]
    return News(tuple(months), counts, {name: values for name, values in found.items() if values})
