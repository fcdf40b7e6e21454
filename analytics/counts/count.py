"""Counts of a selection, and the rows behind each number: one way for both, so that they cannot disagree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from analytics.counts.facts import CHILD_DIMENSIONS, LISTS, TABLE_OF, Facts
from analytics.counts.selection import DIMENSION_OF, EITHER, NONE, Mark, Selection, split_words

UNIT_KEYS = {
    "incidents": ("incidents", "incident_id"),
    "entries": ("incidents", "entry_id"),
    "people": ("persons", "person"),
    "refusals": ("refusals", "incident_id"),
    "sanctions": ("sanctions", "sanction_id"),
}
"""Each unit: the table that it is counted in, and the column whose different values are counted."""

SINGLE = ("incidents", "sanctions")
"""The units that each have one row of the table that they are counted in: no id stands twice in what is stored."""

WIDE = ("text", "also", "targets", "persons", "footnotes", "source_urls", "flags")
"""The columns of incidents that no count needs: texts, and lists, whose values have tables of their own."""


@dataclass(frozen=True)
class Count:
    """A tidy count table: one row for each combination of the dimensions `by`, with its number `n` of `unit`.

    `rows` is sorted by n, largest first. `total` is the number of the whole selection: where one unit falls under
    several values (a refusal with two reasons), the rows add up to more, and `overlaps` says so. `within` is the mark
    that the whole count was limited to. `charts` keeps what was drawn of it.
    """

    rows: pa.Table
    by: tuple[str, ...]
    unit: str
    total: int
    selection: Selection
    within: Mark
    charts: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    @property
    def overlaps(self) -> bool:
        """Whether a unit is counted in more than one row."""
        return self.total < sum(value or 0 for value in self.rows["n"].to_pylist())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows as dictionaries."""
        return iter(self.records)

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return list(self.rows.to_pylist())

    def mark(self, row: dict[str, Any]) -> Mark:
        """Return what the mark drawn for a row stands for."""
        return (*self.within, *((name, row[name]) for name in self.by))


def count_by(facts: Facts, selection: Selection, by: Sequence[str], unit: str = "", mark: Mark = ()) -> Count:
    """Count a selection by some dimensions (names of `TABLE_OF`), in its own unit or another; counted once an edition."""
    by, unit = tuple(by), unit or selection.unit
    return facts.keep(("by", selection, by, unit, mark), lambda: _count_by(facts, selection, by, unit, mark))


def _count_by(facts: Facts, selection: Selection, by: tuple[str, ...], unit: str, mark: Mark) -> Count:
    key = UNIT_KEYS[unit][1]
    if not by:
        total = count_total(facts, selection, unit, mark)
        return Count(pa.table({"n": pa.array([total], pa.int64())}), (), unit, total, selection, mark)
    joined = select_facts(facts, selection, unit, by, mark)
    way = "count" if _has_unit_rows(unit, (*by, *(name for name, _ in mark)), by) else "count_distinct"
    rows = joined.group_by(list(by), use_threads=False).aggregate([(key, way)])
    rows = rows.rename_columns([*by, "n"]).sort_by([("n", "descending"), *((name, "ascending") for name in by)])
    # Refusals and sanctions have no row for some units: a selection's total is not that of a count by them.
    every = all(TABLE_OF[name] in ("incidents", UNIT_KEYS[unit][0], *LISTS) for name in by)
    total = count_total(facts, selection, unit, mark) if every else _count_keys(joined, key)
    return Count(rows, by, unit, total, selection, mark)


def count_total(facts: Facts, selection: Selection, unit: str = "", mark: Mark = ()) -> int:
    """Count the whole selection, or what one mark of it stands for."""
    unit = unit or selection.unit
    return facts.keep(
        ("total", selection, unit, mark),
        lambda: _count_units(select_facts(facts, selection, unit, (), mark), unit, [name for name, _ in mark]),
    )


def count_values(count: Count) -> int:
    """Count the different values that a count by one dimension has, "none" aside."""
    return sum(row[count.by[0]] != NONE for row in count)


def list_keys(facts: Facts, selection: Selection, unit: str, mark: Mark = ()) -> pa.Table:
    """List the different units that a mark counts: their key, `incident_id` and `day`, newest first."""
    key = UNIT_KEYS[unit][1]
    columns = list(dict.fromkeys([key, "incident_id", "day"]))
    rows = select_facts(facts, selection, unit, ("day",), mark).select(columns)
    single = _has_unit_rows(unit, [name for name, _ in mark])
    return _sort_newest(rows if single else rows.group_by(columns, use_threads=False).aggregate([]), key)


def list_rows(
    facts: Facts, selection: Selection, mark: Mark = (), unit: str = "", limit: int | None = None
) -> pa.Table:
    """List the incidents behind a mark with all their columns, newest first; one row for each where that is the unit.

    For entries the first incident stands for its entry, so that the length is the number of the mark. For people
    and sanctions, of which one incident may have several, these are the incidents that they were read from.
    `limit` keeps the newest ones only.
    """
    unit = unit or selection.unit
    if limit is None:
        return _list_rows(facts, selection, mark, unit, None)
    return facts.keep(("rows", selection, mark, unit, limit), lambda: _list_rows(facts, selection, mark, unit, limit))


def _list_rows(facts: Facts, selection: Selection, mark: Mark, unit: str, limit: int | None) -> pa.Table:
    ids = pc.unique(list_keys(facts, selection, unit, mark)["incident_id"])[:limit].to_pylist()
    incidents = facts.frames["incidents"]
    # Ids and not a join: engines differ in joining list columns. Arrow cannot look in an empty list.
    found = incidents.filter(nw.col("incident_id").is_in(ids)) if ids else incidents.head(0)
    if unit == "entries":
        found = found.sort("incident_id").collect().unique(["entry_id"], keep="first", maintain_order=True).lazy()
    return _sort_newest(_to_table(found), "incident_id")


def list_sanctions(facts: Facts, selection: Selection, mark: Mark = ()) -> pa.Table:
    """List the sanctions of a selection or mark, newest first."""
    names = ("sanction_id", "incident_id", *CHILD_DIMENSIONS["sanctions"], "amount", "unit", "kzt", "day", "city")
    rows = select_facts(facts, selection, "sanctions", (), mark, keep=names)
    return _sort_newest(rows.select(names), "sanction_id")


def list_coding(facts: Facts, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """List what was read from some incidents: their spans of text, their refusals' reasons and their sanctions."""

    def read(name: str) -> list[dict[str, Any]]:
        return list(_to_table(facts.frames[name].filter(nw.col("incident_id").is_in(list(ids)))).to_pylist())

    return facts.keep(
        ("coding", tuple(ids)),
        lambda: {name: read(name) if ids else [] for name in ("spans", "refusals", "sanctions")},
    )


def select_facts(
    facts: Facts, selection: Selection, unit: str, by: Sequence[str], mark: Mark = (), keep: Sequence[str] = ()
) -> pa.Table:
    """Return the rows of a selection in which a unit is counted by some dimensions.

    It starts from the unit's table, or from that of a dimension where the unit is the incident, which every row carries.
    Tables of other dimensions are joined to it; tables that only limit it say which of its incidents stay. The engine has
    read what is selected: from there on Arrow is quicker than a plan for it.
    """
    table, key = UNIT_KEYS[unit]
    asked = {name: TABLE_OF[name] for name in (*by, *(name for name, _ in mark))}
    drawn = {table, *asked.values()} - {"incidents"}
    table = min(drawn) if table == "incidents" and drawn else table
    own = [name for name, owner in asked.items() if owner in (table, "incidents")]
    rows = _select_table(facts, selection, table).select(sorted({"incident_id", key, *own, *keep}))
    if unit == "people":  # the one key that may be none: an entry that names nobody
        rows = rows.filter(pc.not_equal(rows[key], NONE))
    rows = _keep_marked(rows, mark, own)
    for other in sorted(drawn - {table}):
        names = [name for name, owner in asked.items() if owner == other]
        joined = _keep_marked(_select_table(facts, selection, other).select(["incident_id", *names]), mark, names)
        rows = rows.join(joined, "incident_id", join_type="inner")
    for other in _list_limiting(selection, drawn):
        rows = _keep(rows, "incident_id", _select_table(facts, selection, other)["incident_id"])
    return rows


def _keep_marked(rows: pa.Table, mark: Mark, names: Sequence[str]) -> pa.Table:
    """Return the rows that a mark stands for, as far as they have the mark's dimensions."""
    for name, value in mark:
        if name in names:
            rows = _keep(rows, name, pa.array(value.split(EITHER), rows.schema.field(name).type))
    return rows


def _keep(rows: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return the rows that have one of some values."""
    return rows.filter(pc.is_in(rows[name], values))


def _list_limiting(selection: Selection, drawn: set[str]) -> list[str]:
    """List the tables that limit a selection without being drawn.

    Statuses say which sanctions count: they limit nothing but sanctions that are counted or asked for besides.
    """
    owners = {
        TABLE_OF[name] for limit, name in DIMENSION_OF.items() if limit != "statuses" and getattr(selection, limit)
    }
    return sorted(owners - drawn - {"incidents"})


def _select_table(facts: Facts, selection: Selection, table: str) -> pa.Table:
    """Return the rows of one table that a selection asks for, read once an edition: many counts share them.

    Rows must meet what the selection demands of their incident and of themselves; other tables are not looked at.
    Texts, the widest column by far, are read for a search alone. Where the selection was read without its days before, as
    the charts of a page do, these are taken from there: its headline numbers ask for three periods more.
    """
    others = {limit: () for limit, name in DIMENSION_OF.items() if TABLE_OF[name] not in ("incidents", table)}
    own = selection.but(unit=Selection().unit, **others)
    whole = facts.find_kept(("selected", own.but(since="", until=""), table))
    return facts.keep(
        ("selected", own, table),
        lambda: _read_selected(facts, own, table) if whole is None else _keep_days(whole, own),
    )


def _keep_days(rows: pa.Table, selection: Selection) -> pa.Table:
    """Return the rows of the days of a selection."""
    first, last = _bound_days(selection)
    return rows.filter(pc.and_(pc.greater_equal(rows["day"], first), pc.less_equal(rows["day"], last)))


def _bound_days(selection: Selection) -> tuple[str, str]:
    """Return the first and last day of a selection with a period; both, always: "none" sorts after every date."""
    return selection.since or "0001-01-01", selection.until or "9999-12-31"


def _read_selected(facts: Facts, selection: Selection, table: str) -> pa.Table:
    names = [name for name in facts.frames[table].collect_schema().names() if name not in WIDE]
    tests = [
        nw.col(name).is_in(list(values))
        for limit, name in DIMENSION_OF.items()
        if TABLE_OF[name] in ("incidents", table) and (values := getattr(selection, limit))
    ]
    if selection.since or selection.until:
        first, last = _bound_days(selection)
        tests += [nw.col("day") >= first, nw.col("day") <= last]
    frame = facts.frames[table].select(*names)
    frame = frame.filter(*tests) if tests else frame
    if wanted := split_words(selection.text):
        texts = facts.frames["incidents"].select("incident_id", "text")
        found = texts.filter(*(nw.col("text").str.to_lowercase().str.contains(word, literal=True) for word in wanted))
        frame = frame.join(found.select("incident_id"), on="incident_id", how="semi")
    return _to_table(frame, names)


def _sort_newest(rows: pa.Table, then: str) -> pa.Table:
    """Sort rows by their day, the newest first and those without a day last."""
    newest = pc.if_else(pc.equal(rows["day"], NONE), "", rows["day"])
    order = pc.sort_indices(
        pa.table({"day": newest, "then": rows[then]}), [("day", "descending"), ("then", "ascending")]
    )
    return rows.take(order)


def _to_table(frame: Any, columns: Sequence[str] = ()) -> pa.Table:
    """Return a lazy frame's rows as an Arrow table; engines may add columns of their own, which are dropped."""
    columns = columns or frame.collect_schema().names()
    return frame.collect(backend="pyarrow").to_native().select(list(columns))


def _has_unit_rows(unit: str, asked: Iterable[str], by: Sequence[str] = ()) -> bool:
    """Whether no unit has two of the rows that `select_facts` returns, or two of one group: there is nothing to count once only.

    The table of a unit carries the dimensions of the incident as well; that of a list has a value of it once.
    """
    own = ("incidents", UNIT_KEYS[unit][0])
    return unit in SINGLE and all(TABLE_OF[name] in own or (name in by and name in LISTS.values()) for name in asked)


def _count_units(rows: pa.Table, unit: str, asked: Iterable[str]) -> int:
    return rows.num_rows if _has_unit_rows(unit, asked) else _count_keys(rows, UNIT_KEYS[unit][1])


def _count_keys(rows: pa.Table, key: str) -> int:
    """Count the different values of a column."""
    return int(pc.count_distinct(rows[key]).as_py())
