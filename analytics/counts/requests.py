"""The requests behind refusals: which were refused again, and how long before the day asked for."""

from statistics import median
from typing import Any

from analytics.counts.count import select_facts
from analytics.counts.facts import Facts
from analytics.counts.selection import Selection


def list_repeats(facts: Facts, selection: Selection) -> list[dict[str, Any]]:
    """List the refusals of a selection that repeat an earlier one, newest first: what they share, and with which."""
    rows = _list_requests(facts, selection, ("again", "earlier_id", "earlier_day", "day", "city"))
    repeats = [row for row in rows if row["earlier_id"] is not None]
    return sorted(repeats, key=lambda row: (row["day"], row["incident_id"]), reverse=True)


def find_median_lead(facts: Facts, selection: Selection) -> tuple[int, float | None]:
    """Return how many refusals of a selection tell the day asked for, and the median days from the refusal to it."""
    leads = [row["lead_days"] for row in _list_requests(facts, selection, ("lead_days",))]
    told = [int(days) for days in leads if days is not None]
    return len(told), median(told) if told else None


def _list_requests(facts: Facts, selection: Selection, keep: tuple[str, ...]) -> list[dict[str, Any]]:
    """List some columns of the refusals of a selection, each request once though it have several reasons."""

    def read() -> list[dict[str, Any]]:
        rows = select_facts(facts, selection, "refusals", (), keep=keep)
        return list({row["incident_id"]: row for row in rows.to_pylist()}.values())

    return facts.keep(("requests", selection, keep), read)
