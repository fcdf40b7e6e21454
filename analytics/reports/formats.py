"""The formats that rows are handed out in, and back: the same rows give the same bytes on any day and machine."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from re import sub
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import InputError
from analytics.reports.cells import guard_text, join_items, read_cell, read_guarded, read_plain, write_cell, write_plain
from analytics.reports.dictionary import Column
from analytics.reports.extracts import Extract

CELL_LIMIT = 32_767
"""How many characters (UTF-16 code units) a cell of a workbook holds: Excel specifications and limits."""

ROW_LIMIT = 1_048_576
"""How many rows a sheet of a workbook holds, its header among them: the same source."""

BEGINNING = datetime(2000, 1, 1)
"""The date that every file tells as its own, for a file must not tell when it was made."""

_FIRST_DAY = date(1900, 3, 1)  # before it a workbook counts days wrongly, or not at all
_PIECE = CELL_LIMIT // 2  # a guarded character takes two units at most


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, the rows in it, and the columns that it has, long texts in several."""

    name: str
    extract: Extract
    columns: tuple[tuple[str, Column], ...]


def write_csv(extract: Extract) -> bytes:
    """Write rows as CSV: UTF-8 with byte order mark, commas, lines ended as RFC 4180 says, cells as `reports.cells` says."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in extract.columns])
    columns = [
        [write_cell(value, column) for value in extract.rows[column.name].to_pylist()] for column in extract.columns
    ]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, extract: Extract) -> pa.Table:
    """Read CSV back, in the columns of an extract like the one that was written."""
    reader = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(reader, [])
    cells = [dict(zip(header, row, strict=True)) for row in reader]
    return _make_table(extract, lambda column: [read_cell(row[column.name], column) for row in cells])


def write_jsonl(extract: Extract) -> bytes:
    """Write rows as JSON Lines: an object a row, lists as lists, days as ISO texts, UTF-8 as it is."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in extract.rows.to_pylist())
    return "".join(f"{line}\n" for line in lines).encode()


def write_parquet(extract: Extract, told: Mapping[str, str]) -> bytes:
    """Write rows as Parquet in their own types; `told` (edition, licence, ...) stands in the file's metadata."""
    metadata = {key: told[key] for key in sorted(told)}
    buffer = BytesIO()
    pq.write_table(extract.rows.replace_schema_metadata(metadata), buffer, compression="zstd")
    return buffer.getvalue()


def lay_out_sheets(extracts: Sequence[Extract]) -> list[Sheet]:
    """Give each extract a sheet. A column with a text that is too long for a cell is followed by others for the rest."""
    sheets: list[Sheet] = []
    for extract in extracts:
        if extract.rows.num_rows >= ROW_LIMIT:
            raise InputError(
                f"{extract.name}: {extract.rows.num_rows} rows, and a sheet of a workbook holds {ROW_LIMIT - 1}; "
                "narrow the selection, or take csv, parquet or jsonl"
            )
        name = extract.name[:31]
        if name in [sheet.name for sheet in sheets]:
            name = f"{extract.name[:28]} {len(sheets) + 1}"
        columns: list[tuple[str, Column]] = []
        for column in extract.columns:
            most = _count_pieces(extract.rows[column.name], column)
            columns += [(column.name if n == 1 else f"{column.name} ({n})", column) for n in range(1, most + 1)]
        sheets.append(Sheet(name, extract, tuple(columns)))
    return sheets


def write_xlsx(extracts: Sequence[Extract], pages: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Write a workbook: a sheet an extract, typed, with a frozen header and filters; then `pages` of plain text.

    A page is a list of rows whose first is its header. Stored without compression, for how small a file becomes
    differs between machines.

    Raises:
        InputError: for more rows than a sheet holds.
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": BEGINNING})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in lay_out_sheets(extracts):
        page = book.add_worksheet(sheet.name)
        for at, (name, column) in enumerate(sheet.columns):
            page.write_string(0, at, name, bold)
            page.set_column(at, at, _choose_width(sheet.extract, name, column))
        at = 0
        for column in sheet.extract.columns:
            for row, value in enumerate(sheet.extract.rows[column.name].to_pylist(), 1):
                _write_value(page, row, at, value, column)
            at += sum(other is column for _, other in sheet.columns)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(1, sheet.extract.rows.num_rows), len(sheet.columns) - 1)
    for title, rows in pages.items():
        page = book.add_worksheet(title)
        for place, texts in enumerate(rows):
            for at, text in enumerate(texts):
                page.write_string(place, at, guard_text(text), wrapped if place else bold)
        widths = [max(len(text) for text in texts) for texts in zip(*rows, strict=True)]
        for at, width in enumerate(widths):
            page.set_column(at, at, min(width + 2, 80))
        page.freeze_panes(1, 0)
    book.close()
    with ZipFile(buffer) as parts:
        return pack_zip({name: parts.read(name) for name in parts.namelist()})


def read_xlsx(data: bytes, extract: Extract, sheet: str = "") -> pa.Table:
    """Read a sheet of a workbook back, in the columns of an extract like the one that was written."""
    from openpyxl import load_workbook

    rows = load_workbook(BytesIO(data), read_only=True)[sheet or extract.name[:31]].iter_rows(values_only=True)
    header = [str(name) for name in next(rows)]
    cells = [dict(zip(header, row, strict=False)) for row in rows]
    return _make_table(extract, lambda column: [_read_value(row, column) for row in cells])


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a ZIP in the order given: stored as they are, without a clock."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as packed:
        for name, data in files.items():
            info = ZipInfo(name, BEGINNING.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every system
            packed.writestr(info, data)
    return buffer.getvalue()


def _make_table(extract: Extract, read: Callable[[Column], list[Any]]) -> pa.Table:
    schema = extract.rows.schema.remove_metadata()
    columns = {column.name: column for column in extract.columns}
    return pa.table([pa.array(read(columns[field.name]), field.type) for field in schema], schema=schema)


def _cut(value: Any, column: Column) -> list[str]:
    """Write a text, or a list as one, guarded and in pieces that a cell holds."""
    if value is None:
        return []
    plain = join_items(write_plain(item) for item in value) if column.many else value
    guarded = guard_text(plain)
    if len(guarded) <= _PIECE or len(guarded.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return [guarded]
    return [guard_text(plain[at : at + _PIECE]) for at in range(0, len(plain), _PIECE)]


def _count_pieces(values: pa.ChunkedArray, column: Column) -> int:
    """Count the cells that the longest text of a column takes."""
    if not column.many and column.kind != "string":
        return 1
    plain = values if not column.many else pc.binary_join(values.cast(pa.list_(pa.string())), ";;")
    # Escapes and guards at most double a text, and most columns are far from the limit.
    longest = pc.filter(values, pc.greater(pc.utf8_length(plain), CELL_LIMIT // 4))
    return max((len(_cut(text, column)) for text in longest.to_pylist()), default=1)


def _write_value(page: Any, row: int, at: int, value: Any, column: Column) -> None:
    if column.many or column.kind == "string":
        for further, piece in enumerate(_cut(value, column)):
            page.write_string(row, at + further, piece)
    elif isinstance(value, date):
        if value < _FIRST_DAY:
            page.write_string(row, at, value.isoformat())
        else:
            page.write_datetime(row, at, value)
    elif value is not None:
        page.write_number(row, at, value)


def _read_value(row: Mapping[str, Any], column: Column) -> Any:
    value = row.get(column.name)
    if column.many or column.kind == "string":
        pieces = (read_guarded(_read_controls(str(piece))) for piece in _list_pieces(row, column.name))
        return read_plain("".join(pieces), column)
    if column.kind == "date" and value is not None:
        return value.date() if isinstance(value, datetime) else date.fromisoformat(value)
    return value if value is None or column.kind == "integer" else float(value)


def _list_pieces(row: Mapping[str, Any], name: str) -> Iterator[Any]:
    """Give the pieces of a text that stands in several cells."""
    number, piece = 1, row.get(name)
    while piece is not None:
        yield piece
        number += 1
        piece = row.get(f"{name} ({number})")


def _read_controls(text: str) -> str:
    """Read the characters that a workbook writes as `_x000D_`; a text that has such letters itself is guarded."""
    return sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def _choose_width(extract: Extract, name: str, column: Column) -> int:
    """Choose a width, in characters, that shows most values of the first rows whole."""
    values = extract.rows[column.name].slice(0, 200).to_pylist()
    return min(max([len(name) + 4, *(len(write_cell(value, column)) for value in values)]), 60)
