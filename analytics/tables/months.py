"""One month of rows as Arrow tables, checked against the chronicle they were coded from."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from analytics.chronicle.entry import Chronicle
from analytics.coding.coder import Lexicon, code_entries
from analytics.errors import InputError
from analytics.tables.schema import SCHEMAS

MonthTables = dict[str, pa.Table]

CODED = ("incidents", "refusals", "sanctions", "spans")


def code_month(chronicle: Chronicle, lexicon: Lexicon, source: str, sha256: str) -> MonthTables:
    """The tables of a month: `CODED`, and its line of the ledger in `months`."""
    coded = code_entries(chronicle.entries, lexicon)
    tables = {name: make_table(name, [row for one in coded for row in getattr(one, name)]) for name in CODED}
    days = [entry.date for entry in chronicle.entries if entry.date]
    line = (
        chronicle.month, source, sha256, len(chronicle.entries), tables["incidents"].num_rows,
        min(days, default=None), max(days, default=None),
    )  # fmt: skip
    tables["months"] = make_table("months", [line])
    check_ledger(tables)
    return tables


def make_table(name: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows in the order of a schema's columns as an Arrow table of that schema."""
    schema = SCHEMAS[name]
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def check_ledger(tables: MonthTables) -> None:
    """Every entry has its incident, no id stands twice, every child row has its parent; else InputError names the first that has not."""
    (line,) = tables["months"].to_pylist()
    incidents = tables["incidents"]
    ids = incidents["incident_id"].to_pylist()
    coded = set(incidents["entry"].to_pylist())
    lost = sorted(set(range(1, line["entries"] + 1)) - coded)
    if lost or coded - set(range(1, line["entries"] + 1)) or line["incidents"] != len(ids):
        raise InputError(
            f"{line['source']}: {line['entries']} entries gave {len(coded)} coded entries and {len(ids)} incidents; "
            f"without an incident: {lost[:5] or 'none'}; nothing was stored, report this entry"
        )
    if len(set(ids)) != len(ids):
        twice = next(one for number, one in enumerate(ids) if one in ids[:number])
        raise InputError(f"{line['source']}: incident {twice} stands twice; nothing was stored, report this entry")
    for name in ("refusals", "sanctions", "spans"):
        orphans = set(tables[name]["incident_id"].to_pylist()) - set(ids)
        if orphans:
            raise InputError(
                f"{line['source']}: {name} of {min(orphans)} have no incident; nothing was stored, report this entry"
            )
