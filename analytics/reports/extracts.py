"""What is handed out: rows of the tables, or a count, with what each column means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from analytics.counts.count import Count, list_rows, select_facts
from analytics.counts.facts import TABLE_OF, Facts
from analytics.counts.selection import EITHER, Mark, Selection
from analytics.errors import InputError
from analytics.figures.words import Words
from analytics.reports.cells import join_items
from analytics.reports.dictionary import COUNT, Column, describe_columns

TABLES = ("incidents", "refusals", "sanctions", "people")
"""What is exported where nothing else is asked for; `months`, the ledger of the chronicles, may be asked for too."""

KEYS = {
    "incidents": ("incident_id",),
    "refusals": ("incident_id", "reason"),
    "people": ("person_id", "spelling", "incident_id"),
    "months": ("report",),
}
"""The columns that tell the rows of a table apart. Sanctions have none: two rows may say the same of two people."""

COUNTED = {
    "incidents": ("entries", ("report", "entry")),
    "refusals": ("refusals", ("incident_id",)),
    "people": ("people", ("name",)),
}
"""What else the rows of a table count: a unit, and the columns whose different values are its number."""


@dataclass(frozen=True)
class Extract:
    """Rows under a name, with their columns described; `key` tells the rows apart, `notes` say what they count."""

    name: str
    rows: pa.Table
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def extract_tables(
    tables: Mapping[str, pa.Table],
    facts: Facts,
    words: Words,
    selection: Selection | None = None,
    mark: Mark = (),
    unit: str = "incidents",
    names: Sequence[str] = TABLES,
) -> list[Extract]:
    """Extract the rows of some tables, whole or as far as a selection, or one mark of it, counts them.

    `tables` and the `facts` made of them show names by one policy. Incidents are those that `list_rows` lists for the
    `unit`; refusals, sanctions and people are those that a count in their unit counts, of these incidents. So sanctions
    are the imposed ones unless the selection says otherwise. The rows keep the order of their table.

    Raises:
        InputError: for a text that no format can hold, with table, row and column.
    """
    chosen = {name: tables[name] for name in names}
    if selection is not None:
        chosen = {name: rows for name, rows in _select(tables, facts, selection, mark, unit).items() if name in names}
    return [extract_rows(name, chosen[name], words, selection) for name in names]


def extract_rows(name: str, rows: pa.Table, words: Words, selection: Selection | None = None) -> Extract:
    """Extract rows that are at hand, in the columns of a table of `schema.SCHEMAS`."""
    rows = rows.replace_schema_metadata(None).combine_chunks()
    check_texts(name, rows)
    notes = []
    if name in COUNTED:
        unit, keys = COUNTED[name]
        notes.append(words.count(rows.group_by(list(keys)).aggregate([]).num_rows, unit))
    if name == "sanctions" and selection:
        notes += _tell_statuses(selection, words)
    return Extract(name, rows, describe_columns(name, rows, words), KEYS.get(name, ()), tuple(notes))


def extract_count(count: Count, words: Words) -> Extract:
    """Extract a count: for each dimension its codes and their labels, then the number `n`.

    Values that are counted as one ("other") are a list of codes. Where no chronicle covers a period, n is empty.
    """
    columns: dict[str, pa.Array] = {}
    for name in count.by:
        codes = count.rows[name].to_pylist()
        columns[name] = pa.array([join_items(code.split(EITHER)) if EITHER in code else code for code in codes])
        columns[f"{name}_label"] = pa.array([words.name(name, code) for code in codes])
    described: list[Column] = []
    for column in describe_columns(COUNT, count.rows.select(count.by), words):
        label = words.say("Label of {column}", column=f"`{column.name}`")
        described += [column, Column(f"{column.name}_label", label, "", "string", many=False, required=True)]
    known = count.rows["n"].null_count == 0
    meaning = words.labels[f"meaning.{count.unit}"]
    number = Column("n", meaning, words.unit(count.unit), "integer", many=False, required=known, minimum=0)
    rows = pa.table(
        [*columns.values(), count.rows["n"].combine_chunks()],
        schema=pa.schema(
            [pa.field(name, pa.string(), nullable=False) for name in columns]
            + [pa.field("n", pa.int64(), nullable=not known)]
        ),
    )
    notes = [words.count(count.total, count.unit)]
    if count.overlaps:
        notes.append(words.say("one may stand under several values, so that the rows add up to more"))
    if "sanctions" in (count.unit, *(TABLE_OF[dimension] for dimension in count.by)):
        notes += _tell_statuses(count.selection, words)
    name = "-by-".join(part for part in (count.unit, "-".join(count.by).replace("_", "-")) if part)
    check_texts(name, rows)
    return Extract(name, rows, (*described, number), count.by, tuple(notes))


def check_texts(name: str, rows: pa.Table) -> None:
    """Raise InputError for a text with the character NUL, which no spreadsheet and few programs can hold."""
    for column in rows.column_names:
        texts = rows[column].combine_chunks()
        texts = texts.flatten() if pa.types.is_list(texts.type) else texts
        if pa.types.is_string(texts.type) and pc.any(pc.match_substring(texts, "\0")).as_py():
            place = next(n for n, value in enumerate(rows[column].to_pylist(), 1) if "\0" in str(value))
            row = rows.slice(place - 1, 1).to_pylist()[0]
            raise InputError(
                f"{name}: row {place} ({next(iter(row.values()))}): {column} has the character NUL, "
                "which no file for readers can hold; correct its source or add a line to corrections.csv"
            )


def _tell_statuses(selection: Selection, words: Words) -> list[str]:
    """Say that only imposed sanctions count where nobody chose it."""
    if selection.statuses != Selection().statuses:
        return []
    return [words.say("only sanctions with the status “{status}”", status=words.name("status", selection.statuses[0]))]


def _select(
    tables: Mapping[str, pa.Table], facts: Facts, selection: Selection, mark: Mark, unit: str
) -> dict[str, pa.Table]:
    """Select the rows of each table that a selection counts."""
    wanted = list_rows(facts, selection, mark, "incidents" if unit == "entries" else unit)["incident_id"]

    def counted(counted_in: str, key: str) -> pa.Table:
        return select_facts(facts, selection, counted_in, (), mark, keep=("incident_id", key))

    def keep(name: str, *tests: pa.ChunkedArray) -> pa.Table:
        kept = pc.is_in(tables[name]["incident_id"], wanted)
        for test in tests:
            kept = pc.and_(kept, test)
        return tables[name].filter(kept)

    reasons, people = counted("refusals", "reason"), counted("people", "person")
    sanctions = {int(key.rpartition("#")[2]) for key in counted("sanctions", "sanction_id")["sanction_id"].to_pylist()}
    return {
        "incidents": keep("incidents"),
        "refusals": keep("refusals", pc.is_in(_pair(tables["refusals"], "reason"), _pair(reasons, "reason"))),
        "sanctions": keep("sanctions", pa.array([row in sanctions for row in range(tables["sanctions"].num_rows)])),
        "people": keep("people", pc.is_in(_pair(tables["people"], "name"), _pair(people, "person"))),
        "months": tables["months"],
    }


def _pair(rows: pa.Table, column: str) -> pa.ChunkedArray:
    """Join the incident and another column into one key."""
    return pc.binary_join_element_wise(rows["incident_id"], pc.fill_null(rows[column], ""), "\n")
