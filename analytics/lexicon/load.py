"""Read the flat tables under `data/lexicon/` as text, with the line that each row stands on."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from analytics.errors import InputError

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"
"""The folder of the shipped tables."""

Row = dict[str, str]


def find_lexicon(data: Path) -> Path:
    """Return the lexicon of a data folder: its own, else the shipped one."""
    return data / "lexicon" if (data / "lexicon").exists() else LEXICON


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield each row of a CSV file with its line number; every cell is text, stripped at both ends.

    `columns` must all be there; others are passed on. Blank lines are skipped. Raises `InputError` where the file
    is missing, is no UTF-8, lacks a column or has a row of another length.
    """
    try:
        handle = path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError:
        raise InputError(f"{path.name}: the file is missing; put it back under {path.parent.name}/") from None
    with handle:
        reader = csv.reader(handle)
        try:
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise InputError(
                    f"{path.name} line 1: no column {', '.join(missing)}; the first line names the columns"
                )
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise row_error(
                        path,
                        reader.line_num,
                        ",".join(cells),
                        f"{len(cells)} cells where line 1 names {len(header)}; "
                        "put a cell that holds a comma between double quotes",
                    )
                yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))
        except UnicodeDecodeError:
            raise InputError(f"{path.name}: not UTF-8; save it as 'CSV UTF-8'") from None


def row_error(path: Path, line: int, value: str, advice: str) -> InputError:
    """Say which line and value of a table is wrong, and what to do."""
    return InputError(f"{path.name} line {line}: {value!r}: {advice}")


def read_date(path: Path, line: int, value: str) -> date | None:
    """Read `YYYY-MM-DD`, or `YYYY-MM` as the first of that month; empty gives None."""
    if not value:
        return None
    try:
        return date.fromisoformat(f"{value}-01" if len(value) == 7 else value)
    except ValueError:
        raise row_error(path, line, value, "no date; write YYYY-MM-DD") from None
