"""Entries that may tell of one event twice, within a month or across two."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from analytics.coding.names import name_key
from analytics.tables.months import MonthTables
from analytics.tables.schema import INCIDENTS

WINDOW = timedelta(days=3)
_ALIKE = 0.5  # share of words in common from which two entries without a name may be one event
_FLAG = "possible_duplicate"


def mark_duplicates(months: Iterable[MonthTables]) -> Iterator[MonthTables]:
    """The months in order, each incident that may repeat an earlier one flagged and given its id in `duplicate_of`.

    One event: the same city (or none), category and person within `WINDOW`; or, where nobody is named, half the words.
    Cities of one entry are no repeats of each other.
    """
    recent: deque[dict[str, Any]] = deque()
    for tables in months:
        rows = sorted(tables["incidents"].to_pylist(), key=lambda row: (row["date"] or date.max, row["incident_id"]))
        for row in rows:
            row["duplicate_of"] = None
            row["flags"] = [flag for flag in row["flags"] if flag != _FLAG]
            if row["date"] is None:
                continue
            while recent and recent[0]["date"] < row["date"] - WINDOW:
                recent.popleft()
            for other in recent:
                if other["entry"] != row["entry"] and _is_repeat(row, other):
                    row["duplicate_of"] = other["incident_id"]
                    row["flags"] = sorted([*row["flags"], _FLAG])
                    break
            recent.append(row)
        rows.sort(key=lambda row: row["incident_id"])
        yield tables | {"incidents": pa.Table.from_pylist(rows, schema=INCIDENTS)}


def _is_repeat(row: dict[str, Any], other: dict[str, Any]) -> bool:
    if (row["city"], row["category"]) != (other["city"], other["category"]):
        return False
    people, others = (_people(one) for one in (row, other))
    if people or others:
        return bool(people & others) and _common(row, other) >= _ALIKE / 2
    return _common(row, other) >= _ALIKE


def _people(row: dict[str, Any]) -> set[str]:
    return {name_key(name) for name in row["persons"]}


def _common(row: dict[str, Any], other: dict[str, Any]) -> float:
    words, others = (_words(one["text"]) for one in (row, other))
    return len(words & others) / max(1, min(len(words), len(others)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))
