"""What a reviewer decided: one field of one incident a row, applied to the coded rows of its month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from analytics.errors import InputError
from analytics.lexicon.load import read_rows, row_error
from analytics.tables.months import MonthTables
from analytics.tables.schema import INCIDENTS

COLUMNS = ("incident_id", "field", "expected", "value", "who", "when", "why")
_FIXED = ("incident_id", "report", "entry", "text", "kind", "duplicate_of")


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of `corrections.csv`. Empty `expected` or `value` stands for nothing; lists are joined by `; `."""

    line: int
    incident_id: str
    field: str
    expected: str
    value: str
    who: str
    when: str
    why: str

    @property
    def month(self) -> str:
        """The report month of the incident, as its id tells it."""
        return self.incident_id[:7]


def read_corrections(path: Path) -> list[Correction]:
    """The corrections of a file, none where there is no file. Raises InputError for a line that cannot be understood."""
    if not path.exists():
        return []
    found = []
    for line, row in read_rows(path, COLUMNS):
        if row["field"] not in INCIDENTS.names or row["field"] in _FIXED:
            raise row_error(path, line, row["field"], "this field cannot be corrected; name a column of incidents")
        if not (row["who"] and row["when"] and row["why"]):
            raise InputError(f"{path}: line {line}: who, when and why must be told; fill them in")
        found.append(Correction(line, *(row[name] for name in COLUMNS)))
    return found


def apply_corrections(
    tables: MonthTables, corrections: Sequence[Correction], kinds: Mapping[str, str], path: Path
) -> MonthTables:
    """The month with its corrections; `kind` follows a corrected category.

    Raises InputError where an incident is not there or holds another value than the correction expects.
    """
    if not corrections:
        return tables
    rows = {row["incident_id"]: row for row in tables["incidents"].to_pylist()}
    for one in corrections:
        row = rows.get(one.incident_id)
        if row is None:
            raise InputError(
                f"{path}: line {one.line}: no incident {one.incident_id}; was its chronicle replaced? Correct the id or drop the line"
            )
        found = write_value(row[one.field])
        if found != one.expected:
            raise InputError(
                f"{path}: line {one.line}: {one.incident_id} has {one.field} {found!r}, the correction expects {one.expected!r}; "
                "the lexicon may have learned it: drop the line, or say what it shall replace"
            )
        row[one.field] = _read_value(one, path)
        if one.field == "category":
            if one.value not in kinds:
                raise InputError(
                    f"{path}: line {one.line}: category {one.value!r} is not in the codebook; use one of {', '.join(kinds)}"
                )
            row["kind"] = kinds[one.value]
        row["flags"] = sorted({*row["flags"], "corrected"})
    return tables | {"incidents": pa.Table.from_pylist(list(rows.values()), schema=INCIDENTS)}


def write_value(value: Any) -> str:
    """A cell as a reviewer writes it."""
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _read_value(one: Correction, path: Path) -> Any:
    kind = INCIDENTS.field(one.field).type
    try:
        if pa.types.is_list(kind):
            items = [item.strip() for item in one.value.split(";") if item.strip()]
            return [int(item) for item in items] if pa.types.is_integer(kind.value_type) else items
        if not one.value:
            return None
        if pa.types.is_date(kind):
            return date.fromisoformat(one.value)
        return float(one.value) if pa.types.is_floating(kind) else one.value
    except ValueError as error:
        raise InputError(
            f"{path}: line {one.line}: {one.field} cannot be {one.value!r}; write a value of its kind"
        ) from error
