"""Requests that were refused again, and the days from a refusal to the day that was asked for."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.counts.selection import NONE

REPEAT_WITHIN = timedelta(days=365)
"""How far back an earlier refusal makes a later one a repeat."""

AGAIN = ("person", "theme", "planned")
"""What two refusals may share, the strongest sign first: a named person, the theme, the day asked for."""

LEADS = {"past": -1, "days_0_3": 3, "days_4_7": 7, "days_8_14": 14, "days_15_30": 30, "days_31": 100_000}
"""Each class of days from the refusal told to the day asked for, in order, with its longest."""


def describe_requests(refusals: pa.Table, incidents: pa.Table) -> pa.Table:
    """Return the refusals with what is known of each request besides: a repeat or not, and its lead in days.

    A refusal is a repeat where the same city refused before, within `REPEAT_WITHIN`, a request that shares with it a
    named person, the theme, or a day asked for. `again` names what is shared ("first" where nothing is, "none"
    where the refusal has no date or city); `earlier_id` and `earlier_day` tell the latest such refusal. `lead_days`
    counts from the day of the entry to the first day asked for; `lead` is its class.
    """
    owners = incidents.filter(pc.is_in(incidents["incident_id"], pc.unique(refusals["incident_id"])))
    known = {row["incident_id"]: row for row in owners.select(["incident_id", "date", "city", "persons"]).to_pylist()}
    requests: dict[str, dict[str, Any]] = {}
    for row in refusals.select(["incident_id", "theme", "planned"]).to_pylist():
        owner = known.get(row["incident_id"], {"date": None, "city": NONE, "persons": []})
        requests.setdefault(row["incident_id"], row | owner)
    repeats = _find_repeats(list(requests.values()))
    leads = {
        name: (min(request["planned"]) - request["date"]).days if request["planned"] and request["date"] else None
        for name, request in requests.items()
    }
    names = refusals["incident_id"].to_pylist()
    found = [repeats.get(name, (None, None, None)) for name in names]
    columns = {
        "again": pa.array([again for again, _, _ in found], pa.string()),
        "earlier_id": pa.array([earlier for _, earlier, _ in found], pa.string()),
        "earlier_day": pa.array([day and day.isoformat() for _, _, day in found], pa.string()),
        "lead": pa.array([_class_of(leads[name]) for name in names], pa.string()),
        "lead_days": pa.array([leads[name] for name in names], pa.int64()),
    }
    for name, column in columns.items():
        refusals = refusals.append_column(name, column)
    return refusals


def _find_repeats(requests: list[dict[str, Any]]) -> dict[str, tuple[str, str | None, date | None]]:
    """Find for each request with a date and a city the latest earlier one that shares the strongest sign."""
    found: dict[str, tuple[str, str | None, date | None]] = {}
    seen: dict[tuple[str, str, object], tuple[str, date]] = {}
    placed = [request for request in requests if request["date"] and request["city"] not in (None, NONE)]
    placed.sort(key=lambda request: (request["date"], request["incident_id"]))
    for day, together in groupby(placed, key=lambda request: request["date"]):
        group = [(request["incident_id"], _list_signs(request)) for request in together]
        for name, signs in group:
            earlier = [
                (sign[1], *seen[sign]) for sign in signs if sign in seen and day - seen[sign][1] <= REPEAT_WITHIN
            ]
            earlier.sort(key=lambda one: (AGAIN.index(one[0]), -one[2].toordinal()))
            found[name] = earlier[0] if earlier else ("first", None, None)
        # Only now: refusals of one day are not repeats of each other.
        seen |= {sign: (name, day) for name, signs in group for sign in signs}
    return found


def _list_signs(request: dict[str, Any]) -> list[tuple[str, str, object]]:
    """List what a later request may share with this one."""
    signs: list[tuple[str, object]] = [("person", name) for name in request["persons"]]
    signs += [("theme", request["theme"].strip().casefold())] if request["theme"] else []
    signs += [("planned", day) for day in request["planned"]]
    return [(request["city"], sign, value) for sign, value in signs]


def _class_of(days: int | None) -> str | None:
    """Return the class of a lead."""
    return None if days is None else next(name for name, longest in LEADS.items() if days <= longest)
