"""The kept sources and the tables built from them."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.chronicle.entry import Chronicle
from analytics.chronicle.read import read_chronicle
from analytics.coding.coder import Lexicon, read_lexicon
from analytics.errors import InputError
from analytics.lexicon.load import LEXICON, find_lexicon
from analytics.tables.corrections import Correction, apply_corrections, read_corrections
from analytics.tables.duplicates import mark_duplicates
from analytics.tables.months import CODED, TOGETHER, MonthTables, code_months
from analytics.tables.people import find_people
from analytics.tables.schema import SCHEMAS

DATA = LEXICON.parent
INPUTS = "BUILT_FROM"
"""Stands beside the tables: the checksum and name of each file that they were built from, a line each."""

# Read by pages, not by coding.
_SCREENS_ONLY = (
    "glossary.csv", "dictionary.csv", "events.csv", "monitor_totals.csv", "refusal_grounds.csv", "regions.csv",
)  # fmt: skip
_PACKAGE = Path(__file__).parents[1]


class BuiltMonth(NamedTuple):
    """A month's tables (without its spans), what was doubtful in reading it, and the paragraphs that are no entries."""

    tables: MonthTables
    warnings: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def ingest(
    paths: Sequence[Path], month: str | None = None, data: Path = DATA, strict: bool = False
) -> list[BuiltMonth]:
    """Read, code and keep chronicles; each replaces its month. Gives the months ingested.

    `month` (`2024-02`) is needed where neither the file's name nor its heading tells it. Raises InputError, with nothing
    stored changed, for what cannot be read or does not add up, and if `strict` for what is doubtful too: a footnote
    missing or out of order, an entry without a date. Without it the doubtful is kept and flagged.
    """
    read: dict[str, tuple[Path, Chronicle]] = {}
    for path in paths:
        chronicle = read_chronicle(path, month)
        if chronicle.month in read:
            raise InputError(
                f"{path}: {chronicle.month} is also the month of {read[chronicle.month][0]}; ingest one of them"
            )
        if strict and chronicle.warnings:
            raise InputError("; ".join(chronicle.warnings))
        read[chronicle.month] = (path, chronicle)
    with lock_data(data):
        sources = _find_sources(data) | {name: path for name, (path, _) in read.items()}
        built = _write_edition(
            data, sources, lambda: _keep_sources(data, {name: path for name, (path, _) in read.items()})
        )
    return [month for name, month in built.items() if name in read]


def build(data: Path = DATA) -> dict[str, BuiltMonth]:
    """Build all tables anew from the kept sources, by month. Raises InputError as `ingest` does."""
    with lock_data(data):
        return _write_edition(data, _find_sources(data), lambda: None)


def ensure_tables(data: Path = DATA) -> Path:
    """The folder of the tables, built first where they are missing or older than sources, lexicon or corrections."""
    folder = data / "tables"
    if _read_inputs(folder) != _list_inputs(data, _find_sources(data)):
        with lock_data(data):
            if _read_inputs(folder) != _list_inputs(data, _find_sources(data)):
                _write_edition(data, _find_sources(data), lambda: None)
    return folder


def read_tables(data: Path = DATA) -> dict[str, pa.Table]:
    """The tables by name, in the columns of `schema.SCHEMAS`; built first where needed."""
    folder = ensure_tables(data)
    return {name: pq.read_table(folder / f"{name}.parquet", schema=schema) for name, schema in SCHEMAS.items()}


def read_edition(data: Path = DATA) -> str:
    """The edition's id: 12 hexadecimal digits of a hash over the bytes of its tables."""
    return identify_edition(ensure_tables(data))


def identify_edition(folder: Path) -> str:
    """The id of the edition whose tables stand in a folder, whatever they were built from."""
    return _hash(folder / f"{name}.parquet" for name in SCHEMAS)[:12]


def _find_sources(data: Path) -> dict[str, Path]:
    """month -> kept source, in order of the months."""
    found: dict[str, Path] = {}
    for path in sorted((data / "chronicles").glob("????-??.*")):
        if path.stem in found:
            raise InputError(f"{path}: {found[path.stem].name} is kept for {path.stem} too; remove one of them")
        found[path.stem] = path
    return found


def _write_edition(data: Path, sources: Mapping[str, Path], keep: Callable[[], None]) -> dict[str, BuiltMonth]:
    """Code what changed, write all tables beside the old ones, keep the sources, swap."""
    lexicon = read_lexicon(find_lexicon(data))
    path = data / "corrections.csv"
    corrections = read_corrections(path)
    for one in corrections:
        if one.month not in sources:
            raise InputError(
                f"{path}: line {one.line}: no chronicle of {one.month!r} is kept; correct the id or drop the line"
            )
    ledger: dict[str, BuiltMonth] = {}
    read: dict[str, Chronicle] = {}
    data.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".tables-", dir=data))
    try:
        coded = _code(sources, lexicon, corrections, path, read)
        mentions: list[tuple[str, str]] = []
        with _open_writers(beside) as write:
            for tables in mark_duplicates(coded):
                write(tables)
                incidents = tables["incidents"]
                for incident_id, names in zip(
                    incidents["incident_id"].to_pylist(), incidents["persons"].to_pylist(), strict=True
                ):
                    mentions += [(incident_id, name) for name in names]
                (name,) = tables["months"]["report"].to_pylist()
                chronicle = read.pop(name)
                shown = {table: tables[table] for table in (*CODED[:3], "months")}
                ledger[name] = BuiltMonth(shown, chronicle.warnings, chronicle.left_out)
            people, doubts = find_people(mentions, lexicon.names)
            write({"people": people, "people_doubts": doubts})
        keep()
        if path.exists():
            shutil.copyfile(path, beside / path.name)
        (beside / INPUTS).write_text(_list_inputs(data, _find_sources(data)), "utf8")
        _swap(beside, data / "tables")
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return ledger


def _code(
    sources: Mapping[str, Path],
    lexicon: Lexicon,
    corrections: Sequence[Correction],
    path: Path,
    read: dict[str, Chronicle],
) -> Iterator[MonthTables]:
    """The corrected tables of each month in order; its chronicle stands in `read` until the caller takes it away."""
    months = sorted(sources)
    for names in (months[at : at + TOGETHER] for at in range(0, len(months), TOGETHER)):
        read |= {name: read_chronicle(sources[name], name) for name in names}
        told = [(sources[name].name, _hash([sources[name]])) for name in names]
        for name, tables in zip(names, code_months([read[name] for name in names], lexicon, told), strict=True):
            yield apply_corrections(tables, [one for one in corrections if one.month == name], lexicon.kinds, path)


@contextmanager
def _open_writers(folder: Path) -> Iterator[Callable[[MonthTables], None]]:
    """A function that appends to the tables; one row group a month."""
    writers = {
        name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
        for name, schema in SCHEMAS.items()
    }

    def write(tables: MonthTables) -> None:
        for name, table in tables.items():
            writers[name].write_table(table)

    try:
        yield write
    finally:
        for writer in writers.values():
            writer.close()


def _keep_sources(data: Path, read: Mapping[str, Path]) -> None:
    folder = data / "chronicles"
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in read.items():
        kept = folder / f"{name}{path.suffix.lower()}"
        if kept.exists() and kept.samefile(path):
            continue
        part = folder / f".{kept.name}.part"
        shutil.copyfile(path, part)
        os.replace(part, kept)
        for other in folder.glob(f"{name}.*"):
            if other != kept:
                other.unlink()


def _swap(new: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        os.rename(place, old)
    os.rename(new, place)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def lock_data(data: Path) -> Iterator[None]:
    """One writer at a time in a data folder: another waits."""
    import fcntl

    data.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read_inputs(folder: Path) -> str | None:
    path = folder / INPUTS
    return path.read_text("utf8") if path.exists() else None


def _list_inputs(data: Path, sources: Mapping[str, Path]) -> str:
    """The checksum and name of all that the tables are made from: sources, lexicon, corrections, the program itself."""
    lexicon = find_lexicon(data)
    corrections = data / "corrections.csv"
    code = [
        path for room in ("chronicle", "coding", "lexicon", "tables") for path in sorted((_PACKAGE / room).glob("*.py"))
    ]
    words = [path for path in sorted(lexicon.glob("*.*")) if path.name not in _SCREENS_ONLY]
    named = [
        *((path, f"chronicles/{path.name}") for path in sources.values()),
        *((path, f"lexicon/{path.name}") for path in words),
        *((path, f"program/{path.relative_to(_PACKAGE)}") for path in code),
        *((path, path.name) for path in [corrections] if path.exists()),
    ]
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for path, name in named)


def _hash(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def count_flags(tables: MonthTables) -> dict[str, int]:
    """Flag -> number of incidents that carry it, most frequent first."""
    flags = pc.value_counts(pc.list_flatten(tables["incidents"]["flags"]))
    counts = {item["values"]: item["counts"] for item in flags.to_pylist()}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
