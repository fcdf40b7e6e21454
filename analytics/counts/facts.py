"""The tables made ready for counting: one wide frame a table, every dimension a text column without nulls."""

from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from analytics.counts.repeats import describe_requests
from analytics.counts.selection import NONE

PLACE_AND_TIME = ("day", "week", "month", "quarter", "year", "place", "country", "region", "city")
CODED = ("kind", "category", "right", "permission", "report")
BASE = (*PLACE_AND_TIME, *CODED)
"""The dimensions of the incident itself; every child table carries them too, so that most counts need no join."""

CHILD_DIMENSIONS = {
    "targets": ("target",),
    "persons": ("person",),
    "flags": ("flag",),
    "refusals": ("reason", "form", "theme", "again", "lead"),
    "sanctions": ("article", "article_part", "measure", "status", "sanctioned"),
}
REQUESTS = (*CHILD_DIMENSIONS["refusals"], "earlier_id", "earlier_day", "lead_days")
LISTS = {"targets": "target", "persons": "person", "flags": "flag"}
"""The tables of lists, each with its dimension: every incident has a row for each value of its list, or one for "none"."""

TABLE_OF = dict.fromkeys(BASE, "incidents") | {
    name: table for table, names in CHILD_DIMENSIONS.items() for name in names
}
"""Each dimension and the table whose rows it describes."""

KEPT = {"selected": 32, "sheet": 50, "preview": 50}
MOST_KEPT = 1_000
"""How many results of one sort are kept for one edition of the tables, the oldest go first: few of tables and pictures."""

T = TypeVar("T")


@dataclass(frozen=True)
class Facts:
    """The frames to count in, the months that a chronicle covers, and the values found for each dimension.

    `frames` are Narwhals lazy frames, so that the same counts run on any engine that Narwhals drives. `months` holds
    texts like `2024-02`. `values` is sorted by how often a value occurs. `places` has latitude and longitude of
    the towns of Kazakhstan that occur. `spellings` holds the spellings of each person who is spelt in several ways, by
    the preferred one; `doubts` the pairs of people who may be one, each with the reason.
    """

    frames: Mapping[str, Any]
    months: frozenset[str]
    values: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[float, float]]
    first_day: str
    last_day: str
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: tuple[tuple[str, str, str], ...] = ()
    kept: dict[str, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)

    def keep(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Return what was made for a key before, or make it now: counts live and end with the tables they count.

        The first part of the key names the sort of result.
        """
        sort = str(key[0])
        kept = self.kept.setdefault(sort, {})
        found = cast(T | None, self.find_kept(key))
        if found is None:
            found = make()
            for oldest in list(kept)[: max(0, len(kept) - KEPT.get(sort, MOST_KEPT) + 1)]:
                kept.pop(oldest, None)
            kept[key] = found
        return found

    def find_kept(self, key: tuple[Hashable, ...]) -> Any:
        """Return what was made for a key before and is still kept, or None."""
        return self.kept.get(str(key[0]), {}).get(key)


def prepare_facts(tables: Mapping[str, pa.Table]) -> Facts:
    """Prepare the Parquet tables (`analytics.tables.schema`) for counting.

    Dates become ISO texts of their day, week (its Monday), month, quarter and year; a null becomes "none"; lists of
    targets, persons and flags become child tables with a row for each value, and one row "none" where a list is empty.
    A person spelt in several ways is one, under the preferred spelling of the table `people`, wherever people stand.
    """
    people = tables["people"].to_pylist() if "people" in tables else []
    preferred = {row["spelling"]: row["name"] for row in people}
    incidents = _add_dimensions(_prefer_names(tables["incidents"], preferred))
    base = incidents.select(["incident_id", "entry_id", *BASE])
    children = {
        **{table: _explode(incidents, table, name) for table, name in LISTS.items()},
        "refusals": _fill(
            describe_requests(tables["refusals"], incidents).select(["incident_id", *REQUESTS]),
            CHILD_DIMENSIONS["refusals"],
        ),
        "sanctions": _name_sanctions(tables["sanctions"], preferred),
    }
    frames = {"incidents": incidents} | {
        name: child.join(base, "incident_id", join_type="inner") for name, child in children.items()
    }
    values = {dimension: _rank(frames[table], dimension) for dimension, table in TABLE_OF.items()}
    days = sorted(day for day in values["day"] if day != NONE)
    months = frozenset(tables["months"]["report"].to_pylist())
    spans = [(f"{month}-01", last_day_of(month)) for month in months]
    return Facts(
        frames={name: nw.from_native(frame).lazy() for name, frame in (frames | {"spans": tables["spans"]}).items()},
        months=months,
        values=values,
        places=_locate(incidents),
        first_day=min([*days[:1], *(first for first, _ in spans)], default=""),
        last_day=max([*days[-1:], *(last for _, last in spans)], default=""),
        spellings=_list_spellings(preferred),
        doubts=_list_doubts(people, tables["people_doubts"].to_pylist() if "people_doubts" in tables else []),
    )


def last_day_of(month: str) -> str:
    """Return the last day of a month given as `2024-02`."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]}"


def _add_dimensions(incidents: pa.Table) -> pa.Table:
    """Return the incidents with the columns of `BASE` and `entry_id`, sorted by day and id."""
    date = incidents["date"]
    abroad = pc.not_equal(incidents["country"], "KZ")
    computed = {
        "day": pc.strftime(date, "%Y-%m-%d"),
        "week": pc.strftime(pc.floor_temporal(date, 1, "week"), "%Y-%m-%d"),
        "month": pc.strftime(date, "%Y-%m"),
        "quarter": pc.binary_join_element_wise(pc.strftime(date, "%Y"), pc.cast(pc.quarter(date), pa.string()), "-Q"),
        "year": pc.strftime(date, "%Y"),
        "place": pc.if_else(abroad, "abroad", pc.if_else(pc.is_null(incidents["lat"]), "unlocated", "located")),
        "entry_id": pc.binary_join_element_wise(
            incidents["report"], pc.utf8_lpad(pc.cast(incidents["entry"], pa.string()), 3, "0"), "-"
        ),
    }
    for name, column in computed.items():
        incidents = incidents.append_column(name, column)
    return _fill(incidents, BASE).sort_by([("day", "ascending"), ("incident_id", "ascending")])


def _prefer_names(incidents: pa.Table, preferred: Mapping[str, str]) -> pa.Table:
    """Return the incidents with each person once, under the preferred spelling."""
    at, column = incidents.column_names.index("persons"), incidents.schema.field("persons")
    named = [
        list(dict.fromkeys(preferred.get(name, name) for name in names)) for names in incidents["persons"].to_pylist()
    ]
    return incidents.set_column(at, column, pa.array(named, column.type))


def _list_spellings(preferred: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the spellings of each person who has several, the preferred one first."""
    found: dict[str, list[str]] = {}
    for spelling, name in preferred.items():
        found.setdefault(name, [name]).extend([spelling] if spelling != name else [])
    return {name: (name, *sorted(spelt[1:])) for name, spelt in found.items() if len(spelt) > 1}


def _list_doubts(
    people: Iterable[Mapping[str, str]], doubts: Iterable[Mapping[str, str]]
) -> tuple[tuple[str, str, str], ...]:
    """Return the doubtful pairs by name."""
    names = {row["person_id"]: row["name"] for row in people}
    return tuple((names[row["person_id"]], names[row["other_id"]], row["reason"]) for row in doubts)


def _fill(table: pa.Table, names: Any) -> pa.Table:
    """Write "none" for the nulls of some text columns."""
    for name in names:
        table = table.set_column(table.column_names.index(name), name, pc.fill_null(table[name], NONE))
    return table


def _explode(incidents: pa.Table, column: str, name: str) -> pa.Table:
    """Return one row for each value of a list column, none twice; an empty list gives one row with "none"."""
    lists = incidents[column].combine_chunks()
    owners_of_none = pc.indices_nonzero(pc.equal(pc.list_value_length(lists), 0)).cast(pa.int64())
    owners = pa.concat_arrays([pc.list_parent_indices(lists).cast(pa.int64()), owners_of_none])
    values = pa.concat_arrays([pc.list_flatten(lists), pa.array([NONE] * len(owners_of_none), pa.string())])
    rows = pa.table({"incident_id": incidents["incident_id"].take(owners), name: values})
    return rows.group_by(["incident_id", name], use_threads=False).aggregate([])


def _name_sanctions(sanctions: pa.Table, preferred: Mapping[str, str]) -> pa.Table:
    """Return the sanctions with an id of their own and the article written with its code, as `CAO 488`.

    A spelling belongs to one person, so that the preferred name of its own incident is the preferred name everywhere.
    """
    row = pa.array(range(sanctions.num_rows)).cast(pa.string())
    article = pc.coalesce(
        pc.binary_join_element_wise(sanctions["code"], sanctions["article"], " "), sanctions["article"]
    )
    part = pc.cast(sanctions["part"], pa.string())
    named = pc.coalesce(pc.binary_join_element_wise(article, part, " part "), article)
    columns = {
        "sanction_id": pc.binary_join_element_wise(sanctions["incident_id"], row, "#"),
        "incident_id": sanctions["incident_id"],
        "sanctioned": pa.array([preferred.get(name, name) for name in sanctions["person"].to_pylist()], pa.string()),
        "article": article,
        "article_part": named,
        **{name: sanctions[name] for name in ("measure", "amount", "unit", "kzt", "status")},
    }
    return _fill(pa.table(columns), CHILD_DIMENSIONS["sanctions"])


def _locate(incidents: pa.Table) -> dict[str, tuple[float, float]]:
    """Return where the towns of Kazakhstan are."""
    found = incidents.filter(pc.equal(incidents["place"], "located")).select(["city", "lat", "lon"])
    return {row["city"]: (row["lat"], row["lon"]) for row in found.to_pylist()}


def _rank(table: pa.Table, name: str) -> tuple[str, ...]:
    """Return the values of a column, the most frequent first."""
    counts = table.group_by(name).aggregate([([], "count_all")])
    ranked = counts.sort_by([("count_all", "descending"), (name, "ascending")])
    return tuple(ranked[name].to_pylist())
