"""The data dictionary: what each column means, in which unit, of which type, with which values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from analytics.counts.selection import EITHER, NONE
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, Words
from analytics.lexicon.load import LEXICON, read_rows

DICTIONARY = LEXICON / "dictionary.csv"
COUNT = "count"
"""The table under which the dictionary describes the dimensions of counts."""

_COLUMNS = ("table", "column", "values", "unit", "pattern", "minimum", "maximum", *LANGUAGES)


@dataclass(frozen=True)
class Column:
    """One column as it is handed out.

    `kind` is string, integer, number or date, of each item where `many`; `values` are the codes that it may hold with
    their labels, empty where any value may stand. `required`: no cell is empty.
    """

    name: str
    meaning: str
    unit: str
    kind: str
    many: bool
    required: bool
    values: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None

    @property
    def type(self) -> str:
        """The type in one word or two."""
        return f"list of {self.kind}" if self.many else self.kind


@lru_cache(maxsize=4)
def read_dictionary(path: Path = DICTIONARY) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Read the dictionary: (table, column) -> its line. A line without a table is for every table that lacks its own."""
    lines: dict[tuple[str, str], Mapping[str, str]] = {}
    for number, row in read_rows(path, _COLUMNS):
        key = row["table"], row["column"]
        if key in lines:
            raise InputError(f"{path.name} line {number}: {row['column']!r} stands twice; keep one line of the two")
        lines[key] = row
    return lines


def describe_columns(table: str, rows: pa.Table, words: Words, path: Path = DICTIONARY) -> tuple[Column, ...]:
    """Describe the columns of a table in the words of a language.

    The values that a column may hold are those that the glossary names, and any other that stands in the rows.

    Raises:
        InputError: for a column that the dictionary does not describe.
    """
    lines = read_dictionary(path)
    columns = []
    for field in rows.schema:
        line = lines.get((table, field.name)) or lines.get(("", field.name))
        if line is None:
            raise InputError(f"{path.name}: no line for the column {field.name} of {table}; add one")
        many = pa.types.is_list(field.type)
        found = rows[field.name].combine_chunks()
        found = found.flatten() if many else found
        columns.append(
            Column(
                name=field.name,
                meaning=line[words.language] or line["en"],
                unit=words.labels[f"quantity.{line['unit']}"] if line["unit"] else "",
                kind=name_kind(field.type),
                many=many,
                required=not field.nullable and not many,
                values=_list_values(line["values"].split(), found.unique().to_pylist(), table == COUNT, words),
                pattern=line["pattern"],
                minimum=float(line["minimum"]) if line["minimum"] else None,
                maximum=float(line["maximum"]) if line["maximum"] else None,
            )
        )
    return tuple(columns)


def name_kind(kind: pa.DataType) -> str:
    """Name the type of a column, or of the items of a list."""
    if pa.types.is_list(kind):
        return name_kind(kind.value_type)
    for named, test in (
        ("integer", pa.types.is_integer),
        ("number", pa.types.is_floating),
        ("date", pa.types.is_date),
        ("string", pa.types.is_string),
    ):
        if test(kind):
            return named
    raise TypeError(f"no column of the tables is of the type {kind}")


def _list_values(
    given: Sequence[str], found: Collection[str | None], counted: bool, words: Words
) -> tuple[tuple[str, str], ...]:
    """List codes and labels; `given` is the dimension of the glossary, and the codes where it is not all of them."""
    if not given:
        return ()
    dimension, codes = given[0], [*(given[1:] or words.codes(given[0])), *([NONE] if counted else [])]
    others = sorted({code for value in found if value is not None for code in value.split(EITHER)} - set(codes))
    return tuple((code, words.name(dimension, code)) for code in dict.fromkeys([*codes, *others]))
