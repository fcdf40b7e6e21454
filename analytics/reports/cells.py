"""One cell as text, and back: lists joined, empties, and nothing that a spreadsheet would run.

A spreadsheet takes a cell that begins with `= + - @`, a tab or a carriage return for a formula, and a program that
splits a file at another sign than its own begins a cell after it. So in every text an apostrophe is put before such a
sign wherever a cell could begin: at the start, and after a comma, semicolon, bar, tab or end of line, spaces between
or not. Where apostrophes stand there already, it is one more. Reading takes one away again at the same places, so that
`=x`, `'=x` and `''=x` stay three different texts. Numbers and dates are typed, and a negative number stays one.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from analytics.errors import InputError
from analytics.reports.dictionary import Column

RUNS = "=+-@\t\r＝＋－＠"
"""What a spreadsheet may take for the beginning of a formula: OWASP's list for CSV injection, full-width forms too."""

BREAKS = ",;|\t\r\n"
"""After which another program may begin a new cell."""


def _match_places(more: str) -> re.Pattern[str]:
    """Match each place that is guarded, up to the sign that could run, with `more` before that sign.

    The last piece: `_x000D_` is how a workbook writes a control character, so that the same letters in a text are none.
    """
    begins = rf"(?:^|[{re.escape(BREAKS)}])[ \u00a0]*'*{more}(?=[{re.escape(RUNS)}])"
    return re.compile(rf"{begins}|[xX]'*{more}(?=[0-9A-Fa-f]{{4}}_)")


_GUARDED, _UNGUARDED = _match_places(""), _match_places("'")
_ITEM = re.compile(r"((?:[^\\;]|\\.)+)(?:; |\Z)", re.DOTALL)
_EMPTY = r"\e"
_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
}


def guard_text(text: str) -> str:
    """Return a text that no spreadsheet runs; `read_guarded` gives it back."""
    return _GUARDED.sub(lambda place: place[0] + "'", text)


def read_guarded(text: str) -> str:
    """Return the text that was guarded."""
    return _UNGUARDED.sub(lambda place: place[0][:-1], text)


def join_items(items: Iterable[str]) -> str:
    r"""Join a list by "; ". Within an item `;` is written `\;` and `\` as `\\`; an empty item is `\e`."""
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") or _EMPTY for item in items)


def split_items(text: str) -> list[str]:
    """Return the list that was joined; an empty text is an empty list."""
    found = _ITEM.findall(text)
    if "; ".join(found) != text:
        raise InputError(rf"{text!r}: no list; write a semicolon within an item as \; and a backslash as \\")
    return ["" if item == _EMPTY else re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in found]


def write_cell(value: Any, column: Column) -> str:
    """Write a value as the text of a cell: nothing for none, a day as ISO, a number as it is read by any program."""
    if value is None:
        return ""
    if column.many:
        return guard_text(join_items(write_plain(item) for item in value))
    return guard_text(value) if column.kind == "string" else write_plain(value)


def write_plain(value: Any) -> str:
    """Write a text, day or number plainly: a whole number without a point."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def read_cell(text: str, column: Column) -> Any:
    """Read the text of a cell. An empty one is none; in a required column of texts it is the empty text."""
    return read_plain(read_guarded(text), column)


def read_plain(text: str, column: Column) -> Any:
    """Read a text that is not guarded, or no longer."""
    read = _READERS[column.kind]
    if column.many:
        return [read(item) for item in split_items(text)]
    return read(text) if text or (column.required and column.kind == "string") else None
