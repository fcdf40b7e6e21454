"""`python -m analytics export`: tables and counts into a folder."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analytics.counts.count import Count, count_by
from analytics.counts.facts import TABLE_OF, Facts, prepare_facts
from analytics.counts.names import hide_names, read_policy
from analytics.counts.periods import GRAINS, count_by_period
from analytics.counts.selection import UNITS, Mark, Selection
from analytics.figures.address import read_address
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import find_lexicon
from analytics.reports.arguments import add_list, add_names, add_out, pick_names
from analytics.reports.citation import find_publication
from analytics.reports.extracts import TABLES, extract_count, extract_tables
from analytics.reports.package import FORMATS, make_export, save_files, write_files
from analytics.tables.store import DATA, read_edition, read_tables

_OFFERED = (*TABLES, "months")


def export_data(
    out: Path,
    data: Path = DATA,
    tables: str = "",
    counts: Sequence[str] = (),
    unit: str = "",
    formats: str = ",".join(FORMATS),
    query: str | None = None,
    names: str = "public",
    language: str = "en",
) -> Iterator[str]:
    """Export tables and counts to a folder, and give a line for each thing done; see `python -m analytics export --help`.

    Raises:
        InputError: for a table, dimension, format or filter that is not there, and for a folder that cannot be written.
    """
    policy, words = read_policy(names), read_words(language, find_lexicon(data))
    kinds = pick_names("--formats", formats, FORMATS)
    wanted = pick_names("--tables", tables or ("" if counts else ",".join(TABLES)), _OFFERED)
    dimensions = [pick_names("--count", asked, tuple(TABLE_OF)) for asked in counts]
    read = hide_names(read_tables(data), policy)
    facts = prepare_facts(read)
    selection: Selection | None = None
    mark: Mark = ()
    if query is not None:
        selection, mark, others = read_address(query, facts, words)
        if others:
            yield f"left out of the query, for they filter nothing: {', '.join(others)}"
    extracts = extract_tables(read, facts, words, selection, mark, (selection or Selection()).unit, wanted)
    for by in dimensions:
        extracts.append(extract_count(_count(facts, selection or Selection(), by, unit, mark), words))
    export = make_export(extracts, facts, words, find_publication(data), read_edition(data), policy, selection, mark)
    files = write_files(export, kinds)
    save_files(files, out)
    for extract in extracts:
        yield f"{extract.name}: {'; '.join([f'{extract.rows.num_rows} rows', *extract.notes])}"
    yield f"{out}: {len(files)} files, edition {export.edition}, names {policy}"


def add_export(commands: Any, kept: argparse.ArgumentParser) -> None:
    """Add the command to those of the program; `kept` has the options that all share."""
    one = commands.add_parser(
        "export",
        parents=[kept],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="write tables and counts as CSV, XLSX, Parquet and JSON Lines, with their dictionary and how to cite",
        description="Write tables and counts to a folder that other programs read, with a dictionary of the columns, a\n"
        "datapackage.json (Frictionless), README.txt, and how to cite. A folder of an earlier export is replaced whole.",
        epilog="""examples:
  everything, with names cut to initials:
    python -m analytics export --out out
  what a page of the dashboard shows: copy its address from the browser, in single quotes
    python -m analytics export --out out --query 'http://localhost:8501/incidents?region=KZ-75&since=2024-01-01'
  refusals by stated reason and city, and by month, as a workbook alone:
    python -m analytics export --out out --count reason,city --count month --unit refusals --formats xlsx
""",
    )
    add_out(one)
    one.add_argument(
        "--tables",
        default="",
        metavar="NAMES",
        help=f"which tables, with commas: {', '.join(_OFFERED)} (default: the first four, or none where --count is given)",
    )
    one.add_argument(
        "--count",
        action="append",
        default=[],
        metavar="DIMENSIONS",
        help="a count by some dimensions, with commas, as reason,city or month,category; may be given several times",
    )
    one.add_argument(
        "--unit", default="", choices=UNITS, help="what --count counts (default: the unit in the query, else incidents)"
    )
    add_list(one, "--formats", FORMATS, ",".join(FORMATS))
    one.add_argument(
        "--query",
        metavar="ADDRESS",
        help="only what this address of a page selects, or the part after its question mark (default: everything). As on "
        "the pages, only imposed sanctions count unless it says status=any",
    )
    add_names(one)
    one.add_argument(
        "--lang", default="en", choices=tuple(LANGUAGES), help="of labels and notes (default: %(default)s)"
    )
    one.set_defaults(run=_print_export)


def _print_export(given: argparse.Namespace) -> None:
    """Export, and print a line for each thing done."""
    lines = export_data(
        given.out,
        given.data,
        given.tables,
        given.count,
        given.unit,
        given.formats,
        given.query,
        given.names,
        given.lang,
    )
    for line in lines:
        print(line)


def _count(facts: Facts, selection: Selection, by: Sequence[str], unit: str, mark: Mark) -> Count:
    """Count by some dimensions; over time with every period, so that a gap is told apart from a zero."""
    grain = next((name for name in by if name in GRAINS), "")
    others = [name for name in by if name != grain]
    if not grain:
        return count_by(facts, selection, by, unit, mark)
    return count_by_period(facts, selection, grain, others, unit or selection.unit, mark)
