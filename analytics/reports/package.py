"""Extracts handed out together: the files of a data package, its description, and how they come to a folder."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.counts.facts import Facts
from analytics.counts.periods import span_of
from analytics.counts.selection import Mark, Selection
from analytics.errors import InputError
from analytics.figures.address import write_address
from analytics.figures.selected import describe_mark, list_limits
from analytics.figures.words import Words
from analytics.reports.citation import Publication, cite, name_months, name_source
from analytics.reports.dictionary import Column
from analytics.reports.extracts import Extract
from analytics.reports.formats import lay_out_sheets, pack_zip, write_csv, write_jsonl, write_parquet, write_xlsx

FORMATS = ("csv", "xlsx", "parquet", "jsonl")
DESCRIPTION = "datapackage.json"

MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "png": "image/png",
    "html": "text/html",
    "txt": "text/plain",
}
"""The media type of each format, of a package of them, and of pictures."""
_PARENTS = {"incident_id": ("incidents", "incident_id"), "report": ("months", "report")}
"""The columns that lead to another table."""


@dataclass(frozen=True)
class Export:
    """Extracts of one edition, with all that must be told of them.

    `filters` says what was selected, by label; `policy` is the one that names are shown by; `title` is that of a
    figure or table, empty for the data themselves; `address` is the page within the dashboard that shows the same.
    """

    extracts: tuple[Extract, ...]
    words: Words
    publication: Publication
    edition: str
    months: tuple[str, ...]
    policy: str
    filters: tuple[tuple[str, str], ...] = ()
    title: str = ""
    address: str = ""


def make_export(
    extracts: Iterable[Extract],
    facts: Facts,
    words: Words,
    publication: Publication,
    edition: str,
    policy: str,
    selection: Selection | None = None,
    mark: Mark = (),
    title: str = "",
    page: str = "incidents",
) -> Export:
    """Put extracts together with what must be told of them; without a selection they are the whole edition."""
    filters = list_filters(selection, facts, words, mark) if selection else ()
    address = write_address(page, selection or Selection(statuses=()), mark, words.language)
    return Export(
        tuple(extracts), words, publication, edition, tuple(sorted(facts.months)), policy, filters, title, address
    )  # fmt: skip


def list_filters(selection: Selection, facts: Facts, words: Words, mark: Mark = ()) -> tuple[tuple[str, str], ...]:
    """Say what is selected, a label and its values at a time: the period, every limit, the mark of a chart."""
    filters = [(words.say("Period"), words.days(*span_of(facts, selection)))]
    filters += [(label, f" {words.say('or')} ".join(named)) for label, named in list_limits(selection, words)]
    if mark:
        filters.append((words.say("Mark of a chart"), describe_mark(mark, words)))
    return tuple(filters)


def describe_export(export: Export) -> list[tuple[str, str]]:
    """Say all that must be known of an export, a label and its text at a time: the sheet `about`, and README.txt."""
    words, licence = export.words, export.publication.licence
    filters = "; ".join(f"{label}: {value}" for label, value in export.filters)
    credit = "; ".join(f"{one.title}, {one.url}, {one.licence}" for one in export.publication.credits)
    citation = cite(export.publication, export.edition, export.months, words, export.title, export.address)
    lines = [
        (words.say("Title"), export.title or export.publication.title[words.language]),
        (words.say("Source"), name_source(export.publication, export.months, words)),
        (words.say("Months covered"), name_months(export.months, words)),
        (words.say("Selected"), filters or words.say("everything that the chronicle tells")),
        *((extract.name, _tell_rows(extract, words)) for extract in export.extracts),
        (words.say("Names"), describe_names(export.policy, words)),
        (words.say("Edition"), export.edition),
        (words.say("Licence"), f"{licence.title} ({licence.name}), {licence.url}"),
        (words.say("Contains data of"), credit),
        (words.say("How to cite"), citation.text),
        (words.say("Address"), export.publication.locate(export.address)),
        (words.say("Contact"), export.publication.contact),
        *_state_rules(words),
    ]  # fmt: skip
    return [(label, text) for label, text in lines if text]


def describe_names(policy: str, words: Words) -> str:
    """Say how people are named under a policy."""
    return {
        "full": words.say("Names stand as the chronicle writes them. Publish no more of them than you must."),
        "initials": words.say("Names are cut to initials, in texts as well; links to sources are withheld."),
        "hidden": words.say("Names are hidden, in texts as well; links to sources are withheld."),
    }[policy]


def _state_rules(words: Words) -> list[tuple[str, str]]:
    """State what holds for every export: how sure it is, and how its cells are read."""
    return [
        (
            words.say("Coding"),
            words.say("A program reads the entries by rules. It can err: each incident shows how it was coded."),
        ),
        (
            words.say("Lists"),
            words.say(
                "In CSV and XLSX a list is joined by “; ”. Within an item a semicolon is written “\\;” and a backslash "
                "“\\\\”, an empty item “\\e”."
            ),
        ),
        (
            words.say("Apostrophes"),
            words.say(
                "In CSV and XLSX an apostrophe stands before a sign that a spreadsheet could run (= + - @, tab, return) "
                "wherever a cell could begin: at the start, and after a comma, semicolon, bar, tab or end of line; where "
                "apostrophes stand there already, it is one more. Take one away to have the text. Parquet and JSON Lines "
                "have the texts as they are."
            ),
        ),
        (
            words.say("Empty cells"),
            words.say(
                "An empty cell is “not stated”. Article and code are texts: let a spreadsheet that opens the CSV take "
                "every column as text, or open the XLSX, where numbers and days are typed."
            ),
        ),
    ]


def write_files(export: Export, formats: Sequence[str] = FORMATS) -> dict[str, bytes]:
    """Write an export as files by name: each extract in each format, the dictionary, the description, how to cite.

    The same edition, selection, policy and language give the same bytes on any day and machine.

    Raises:
        InputError: for more rows than a sheet of a workbook holds.
    """
    told = {key: value for key, value in _tell_briefly(export).items() if value}
    files: dict[str, bytes] = {}
    writers: dict[str, Callable[[Extract], bytes]] = {
        "csv": write_csv,
        "parquet": lambda extract: write_parquet(extract, told),
        "jsonl": write_jsonl,
    }
    for extract in export.extracts:
        files |= {f"{extract.name}.{kind}": writers[kind](extract) for kind in formats if kind in writers}
    if "xlsx" in formats:
        files[f"{_name_book(export)}.xlsx"] = write_workbook(export)
    files["dictionary.csv"] = _write_dictionary(export)
    citation = cite(export.publication, export.edition, export.months, export.words, export.title, export.address)
    files |= {"citation.bib": citation.bibtex.encode(), "citation.ris": citation.ris.encode()}
    files["README.txt"] = "".join(f"{label}: {text}\n\n" for label, text in describe_export(export)).encode()
    files[DESCRIPTION] = _describe_package(export, formats, files)
    return files


def write_workbook(export: Export) -> bytes:
    """Write an export as one workbook: a sheet an extract, the dictionary, and what must be known."""
    words = export.words
    about = [(words.say("About"), ""), *describe_export(export)]
    return write_xlsx(export.extracts, {"dictionary": list_dictionary(export), "about": about})


def write_bundle(export: Export, formats: Sequence[str] = FORMATS) -> bytes:
    """Write an export as one ZIP of its files."""
    return pack_zip(write_files(export, formats))


def list_dictionary(export: Export) -> list[tuple[str, ...]]:
    """List the columns of an export with what each means, under a header in the export's language."""
    words = export.words
    return [
        (words.say("Table"), words.say("Column"), words.say("Meaning"), words.say("Unit"), words.say("Type"),
         words.say("Allowed values")),
        *(
            (extract.name, column.name, column.meaning, column.unit, column.type, _tell_values(column))
            for extract in export.extracts
            for column in extract.columns
        ),
    ]  # fmt: skip


def save_files(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    folder: Path,
    list_ours: Callable[[Path], Collection[str]] | None = None,
) -> None:
    """Save files by their path as a folder: written beside it, then swapped, so that no half of them is ever seen.

    Files that are made while they are saved need not all be held at once.
    A folder that is there is replaced if it is empty or holds nothing but what `list_ours` lists, which are by default
    the files of an earlier export.

    Raises:
        InputError: where the folder holds anything else, or cannot be written; nothing was changed then.
    """
    if folder.exists():
        _check_replaceable(folder, list_ours or list_exported)
    beside = folder.with_name(f".{folder.name}-{os.getpid()}.part")
    old = folder.with_name(f".{folder.name}-{os.getpid()}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        for name, data in files.items() if isinstance(files, Mapping) else files:
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(data)
        if folder.exists():
            os.rename(folder, old)
        try:
            os.rename(beside, folder)
        except OSError:
            if old.exists():
                os.rename(old, folder)
            raise
    except OSError as error:
        raise InputError(
            f"{folder}: {error.strerror}; nothing was written there. Make room or name a folder that you may write to"
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def list_exported(folder: Path) -> set[str]:
    """List the files that an export into a folder has written, as its description tells."""
    ours = {DESCRIPTION, "README.txt", "citation.bib", "citation.ris"}
    try:
        described = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        return ours | {str(resource["path"]) for resource in described["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return ours


def _check_replaceable(folder: Path, list_ours: Callable[[Path], Collection[str]]) -> None:
    """Raise InputError where a folder holds more than what was written there before."""
    if not folder.is_dir():
        raise InputError(f"{folder}: a file stands there; name a folder")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if others := sorted(found - set(list_ours(folder))):
        raise InputError(
            f"{folder}: {others[0]} is there and belongs to no earlier export; name a new folder, or empty it"
        )


def _tell_rows(extract: Extract, words: Words) -> str:
    return "; ".join([words.say("rows: {n}", n=words.number(extract.rows.num_rows)), *extract.notes])


def _tell_values(column: Column) -> str:
    told = "; ".join(f"{code} ({label})" if label != code else code for code, label in column.values)
    return told or column.pattern


def _tell_briefly(export: Export) -> dict[str, str]:
    """What a file of data tells of itself."""
    return {
        "edition": export.edition,
        "source": name_source(export.publication, export.months, export.words),
        "selected": "; ".join(f"{label}: {value}" for label, value in export.filters),
        "names": export.policy,
        "licence": f"{export.publication.licence.name}, {export.publication.licence.url}",
        "title": export.title or export.publication.title[export.words.language],
    }


def _name_book(export: Export) -> str:
    return export.extracts[0].name if len(export.extracts) == 1 else "tables"


def _write_dictionary(export: Export) -> bytes:
    """Write the dictionary as a table of its own; its columns have the same names in every language."""
    header = ("table", "column", "meaning", "unit", "type", "values")
    import pyarrow as pa

    lines = list_dictionary(export)[1:]
    rows = pa.table({name: pa.array(texts) for name, texts in zip(header, zip(*lines, strict=True), strict=True)})
    columns = tuple(Column(name, name, "", "string", many=False, required=False) for name in header)
    return write_csv(Extract("dictionary", rows, columns))


def _describe_package(export: Export, formats: Sequence[str], files: Mapping[str, bytes]) -> bytes:
    """Describe the files as a Frictionless data package."""
    publication = export.publication
    resources: list[dict[str, Any]] = []
    if "csv" in formats:
        resources += [
            _describe_table(export, extract, "csv", f"{extract.name}.csv", files) for extract in export.extracts
        ]
    if "xlsx" in formats:
        for sheet in lay_out_sheets(export.extracts):
            described = _describe_table(export, sheet.extract, "xlsx", f"{_name_book(export)}.xlsx", files)
            described["schema"]["fields"] = [
                _describe_field(column) if name == column.name else {"name": name, "type": "string"}
                for name, column in sheet.columns
            ]
            resources.append(described | {"dialect": {"excel": {"sheet": sheet.name}}})
    # These carry their own types; the validator would read them through other programs, which change them.
    for kind in ("parquet", "jsonl"):
        resources += [
            _describe_file(f"{extract.name}-{kind}", f"{extract.name}.{kind}", kind, files) | {"type": "file"}
            for extract in (export.extracts if kind in formats else ())
        ]
    resources.append(_describe_file("dictionary", "dictionary.csv", "csv", files))
    package = {
        "profile": "data-package",
        "name": f"chronicle-{export.edition}",
        "title": export.title or publication.title[export.words.language],
        "description": "\n\n".join(f"{label}: {text}" for label, text in describe_export(export)),
        "version": export.edition,
        "homepage": publication.base_address,
        "licenses": [{"name": publication.licence.id, "path": publication.licence.url, "title": publication.licence.title}],
        "sources": [
            {"title": name_source(publication, export.months, export.words)},
            *({"title": credit.title, "path": credit.url} for credit in publication.credits),
        ],
        "contributors": [{"title": publication.publisher, "role": "publisher"}],
        "edition": export.edition,
        "months": list(export.months),
        "names": export.policy,
        "filters": [{"label": label, "value": value} for label, value in export.filters],
        "resources": resources,
    }  # fmt: skip
    return (json.dumps({k: v for k, v in package.items() if v}, ensure_ascii=False, indent=2) + "\n").encode()


def _describe_file(name: str, path: str, kind: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    described = {"name": name, "path": path, "format": kind, "mediatype": MEDIA[kind]}
    described |= {"encoding": "utf-8-sig"} if kind == "csv" else {}
    return described | {
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
    }


def _describe_table(
    export: Export, extract: Extract, kind: str, path: str, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Describe one extract in a format that the validator reads: its columns, and its keys to the other extracts."""
    schema: dict[str, Any] = {"fields": [_describe_field(column) for column in extract.columns]}
    if extract.key:
        schema["primaryKey"] = list(extract.key)
    names = {other.name for other in export.extracts}
    keys = [
        {"fields": [column.name], "reference": {"resource": f"{parent}-{kind}", "fields": [key]}}
        for column in extract.columns
        for parent, key in [_PARENTS.get(column.name, ("", ""))]
        if parent in names and parent != extract.name
    ]
    schema |= {"foreignKeys": keys} if keys else {}
    described = _describe_file(f"{extract.name}-{kind}", path, kind, files)
    return described | {"title": extract.name, "profile": "tabular-data-resource", "schema": schema}


def _describe_field(column: Column) -> dict[str, Any]:
    """Describe a column as Table Schema does; a list is a text there."""
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if not column.many:
        constraints |= {"enum": [code for code, _ in column.values]} if column.values else {}
        constraints |= {"pattern": column.pattern} if column.pattern else {}
        limits = {"minimum": column.minimum, "maximum": column.maximum}
        number = int if column.kind == "integer" else float
        constraints |= {name: number(value) for name, value in limits.items() if value is not None}
    described: dict[str, Any] = {
        "name": column.name,
        "type": "string" if column.many else column.kind,
        "description": " ".join(
            [column.meaning, f"({column.unit})" if column.unit else "", f"[{column.type}]" if column.many else ""]
        ).strip(),
    }
    return described | ({"constraints": constraints} if constraints else {})
