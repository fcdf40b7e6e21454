"""`python -m analytics summary`: the monthly summary into a folder."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analytics.counts.almanac import read_almanac
from analytics.counts.facts import prepare_facts
from analytics.counts.names import hide_names, read_policy
from analytics.counts.reconcile import read_totals
from analytics.counts.selection import Selection, is_date
from analytics.errors import InputError
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import find_lexicon
from analytics.reports.arguments import add_list, add_names, add_out, pick_names
from analytics.reports.citation import find_publication
from analytics.reports.summary import compose_summary
from analytics.reports.summary_files import FORMATS, write_summary
from analytics.tables.accuracy import read_card
from analytics.tables.store import DATA, read_edition, read_tables


def save_summaries(
    month: str,
    out: Path,
    data: Path = DATA,
    languages: str = "en",
    formats: str = ",".join(FORMATS),
    names: str = "public",
) -> Iterator[str]:
    """Write the summary of a month (`2024-02`) in some languages and formats to a folder; give a line for each file.

    Raises:
        InputError: for a month, language or format that is not one, and for a folder that cannot be written.
    """
    if len(month) != 7 or not is_date(f"{month}-01"):
        raise InputError(f"--month {month!r}: write year and month, as 2024-02")
    wanted, kinds = pick_names("--lang", languages, LANGUAGES), pick_names("--formats", formats, FORMATS)
    facts = prepare_facts(hide_names(read_tables(data), read_policy(names)))
    if month not in facts.months:
        yield f"no chronicle covers {month}; there are: {', '.join(sorted(facts.months)) or 'none'}"
    lexicon = find_lexicon(data)
    almanac, totals, edition = read_almanac(lexicon), read_totals(lexicon / "monitor_totals.csv"), read_edition(data)
    publication = find_publication(data)
    for language in wanted:
        words = read_words(language, lexicon)
        document = compose_summary(
            View(facts, words, Selection(), almanac), month, edition, publication, read_card(), totals
        )
        for name, made in write_summary(document, facts, publication, words, kinds).items():
            _save(out / name, made)
            yield f"{out / name}: {len(made):,} bytes"


def _save(path: Path, made: bytes) -> None:
    """Write a file beside its place, then put it there."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(made)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"{path}: {error.strerror}; name a folder that you may write to") from None


def add_summary(commands: Any, kept: argparse.ArgumentParser) -> None:
    """Add the command to those of the program; `kept` has the options that all share."""
    one = commands.add_parser(
        "summary",
        parents=[kept],
        help="write the summary of a month as PDF, DOCX and HTML",
        description="Write the summary of a month: what changed, whether it means anything, and what is not known.",
    )
    one.add_argument("--month", required=True, metavar="YYYY-MM")
    add_out(one)
    add_list(one, "--lang", LANGUAGES, "en")
    add_list(one, "--formats", FORMATS, ",".join(FORMATS))
    add_names(one)
    one.set_defaults(run=_print_saved)


def _print_saved(given: argparse.Namespace) -> None:
    for line in save_summaries(given.month, given.out, given.data, given.lang, given.formats, given.names):
        print(line)
