"""One month of rows as Arrow tables, checked against the chronicle they were coded from."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from analytics.chronicle.entry import Chronicle
from analytics.coding.coder import Lexicon, code_entries
from analytics.coding.rows import Coded
from analytics.errors import InputError
from analytics.tables.schema import SCHEMAS

MonthTables = dict[str, pa.Table]

TOGETHER = 24
"""Months coded together: patterns fill a processor's cache once for all of them, and memory holds no more."""

CODED = ("incidents", "refusals", "sanctions", "spans")


def code_months(
    chronicles: Sequence[Chronicle], lexicon: Lexicon, sources: Sequence[tuple[str, str]]
) -> Iterator[MonthTables]:
    """The tables of each month, one after the other: `CODED`, and its line of the ledger in `months`.

    `sources` are the names of their files and the files' SHA-256. They are coded together, so give at most `TOGETHER`.
    """
    coded = iter(code_entries([entry for chronicle in chronicles for entry in chronicle.entries], lexicon))
    for chronicle, source in zip(chronicles, sources, strict=True):
        yield _make_month(chronicle, list(islice(coded, len(chronicle.entries))), *source)


def _make_month(chronicle: Chronicle, coded: Sequence[Coded], source: str, sha256: str) -> MonthTables:
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
