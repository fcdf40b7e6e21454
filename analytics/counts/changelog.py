"""The changelog of the data: what each edition changed against the one before it, kept beside the tables."""

import csv
import hashlib
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TextIO

from analytics.counts.editions import compare_editions
from analytics.errors import InputError
from analytics.tables.compare import Change, open_edition
from analytics.tables.schema import SCHEMAS
from analytics.tables.store import INPUTS, identify_edition, lock_data

CHANGELOG = "changelog.csv"
EDITIONS = "editions"
COLUMNS = ("entry", "edition", "previous", "day", *Change._fields)
KEPT = 12
"""How many editions are kept whole, to be compared later; the changelog itself keeps all."""


class Entry(NamedTuple):
    """One edition in the changelog. `id` is its own, also where an edition comes back; `day` is when it was built.

    `previous` is empty for the first edition. `changes` is one `not_kept` where the tables of the previous one are gone.
    """

    id: str
    edition: str
    previous: str
    day: str
    changes: tuple[Change, ...]


def read_changelog(data: Path) -> list[Entry]:
    """The entries of the changelog, oldest first; none where nothing was recorded."""
    path = data / CHANGELOG
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(f"{path}: line 1: columns {reader.fieldnames}; they must be {', '.join(COLUMNS)}")
        rows = list(reader)
    entries = []
    for head, mine in groupby(rows, key=lambda row: [row[name] for name in COLUMNS[:4]]):
        name, edition, previous, day = head
        changes = tuple(Change(*(row[name] for name in Change._fields)) for row in mine)
        entries.append(Entry(name, edition, previous, day, changes))
    return entries


def record_edition(data: Path) -> Entry | None:
    """Add the edition in `tables` to the changelog and keep its tables; None where it is the last one recorded.

    What was built and replaced without being recorded is part of the next entry. The day is that of the tables' files.
    """
    tables = data / "tables"
    with lock_data(data):
        entries = read_changelog(data)
        last = entries[-1] if entries else None
        edition = identify_edition(tables)
        if last and last.edition == edition:
            return None
        entry = _make_entry(data, last, edition)
        _keep_tables(tables, data / EDITIONS / edition)
        entries.append(entry)
        part = data / f".{CHANGELOG}.part"
        with part.open("w", encoding="utf8", newline="") as file:
            write_changes(entries, file)
        os.replace(part, data / CHANGELOG)
        _drop_oldest(data / EDITIONS, entries)
    return entry


def find_edition(data: Path, name: str) -> Path:
    """The folder of an edition named by its id, the first characters of it, or a folder of tables (or of data with tables).

    Raises InputError where there is none, or several.
    """
    for folder in (Path(name), Path(name) / "tables"):
        if (folder / "incidents.parquet").exists():
            return folder
    kept = {path.name: path for path in sorted((data / EDITIONS).glob("*")) if not path.name.startswith(".")}
    if (data / "tables" / "incidents.parquet").exists():
        kept[identify_edition(data / "tables")] = data / "tables"
    found = [path for edition, path in kept.items() if edition.startswith(name)]
    if len(found) != 1:
        raise InputError(
            f"{name}: {'several editions begin so' if found else 'no such edition or folder of tables'}; "
            f"kept are {', '.join(kept) or 'none: build the tables first'}"
        )
    return found[0]


def write_changes(entries: Iterable[Entry], file: TextIO) -> None:
    """Write entries as CSV, a line each change (`COLUMNS`)."""
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows((*entry[:4], *change) for entry in entries for change in entry.changes)


def compare_folders(before: Path, after: Path) -> Entry:
    """Compare the editions in two folders, as an entry of the changelog."""
    one, other = open_edition(before), open_edition(after)
    return Entry(
        _name_entry("", one.id, other.id), other.id, one.id, _read_day(after), (*compare_editions(one, other),)
    )


def _make_entry(data: Path, last: Entry | None, edition: str) -> Entry:
    tables, previous = data / "tables", last.edition if last else ""
    name = _name_entry(last.id if last else "", previous, edition)
    if last and not (data / EDITIONS / previous).exists():
        return Entry(name, edition, previous, _read_day(tables), (Change("not_kept"),))
    if last:
        changes = tuple(compare_folders(data / EDITIONS / previous, tables).changes)
        return Entry(name, edition, previous, _read_day(tables), changes or (Change("same_rows"),))
    months = open_edition(tables).tables["months"].to_pylist()
    first = tuple(Change("month_added", row["report"], after=str(row["incidents"]), why="text") for row in months)
    return Entry(name, edition, previous, _read_day(tables), first or (Change("same_rows"),))


def _name_entry(before: str, previous: str, edition: str) -> str:
    """An id that no other entry has: an edition that comes back follows another entry than it did."""
    return hashlib.sha256(f"{before} {previous} {edition}".encode()).hexdigest()[:12]


def _read_day(tables: Path) -> str:
    return datetime.fromtimestamp((tables / "incidents.parquet").stat().st_mtime, UTC).date().isoformat()


def _keep_tables(tables: Path, folder: Path) -> None:
    """Keep the files of an edition, as links where the disk can: a built file is never written to again."""
    if folder.exists():
        return
    part = folder.with_name(f".{folder.name}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in (*(f"{table}.parquet" for table in SCHEMAS), INPUTS, "corrections.csv"):
        if (tables / name).exists():
            _link(tables / name, part / name)
    os.replace(part, folder)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _drop_oldest(folder: Path, entries: Iterable[Entry]) -> None:
    kept = set(list(dict.fromkeys(entry.edition for entry in reversed(list(entries))))[:KEPT])
    for path in folder.iterdir():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
