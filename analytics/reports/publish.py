"""`python -m analytics publish`: a site that any web host can serve, into a folder."""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from analytics.counts.almanac import read_almanac
from analytics.counts.changelog import read_changelog, record_edition
from analytics.counts.facts import prepare_facts
from analytics.counts.names import hide_names, read_policy
from analytics.counts.reconcile import read_totals
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import find_lexicon
from analytics.reports.arguments import add_list, add_names, add_out, pick_names
from analytics.reports.citation import find_publication
from analytics.reports.package import save_files
from analytics.reports.site import Source, make_site
from analytics.tables.accuracy import read_card
from analytics.tables.store import DATA, read_edition, read_tables

CONTENTS = "site.json"
"""Lists the files of a site, so that a later one may take their place."""


def publish_site(
    out: Path,
    data: Path = DATA,
    names: str = "public",
    languages: str = ",".join(LANGUAGES),
    base: str = "",
    tell: Callable[[str], None] = print,
) -> None:
    """Write a site to a folder, and tell each thing done; the folder is swapped when all of it stands.

    `base` is the address at which the site will be served; without one the feed has relative links alone. The first
    language is that of the opening page.

    Raises:
        InputError: for a language or policy that is not there, an address that is none, and a folder that holds
            anything but an earlier site or cannot be written.
    """
    if base and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base):
        raise InputError(f"--base {base!r}: write the whole address, as https://example.org/monitor/")
    wanted = pick_names("--lang", languages, LANGUAGES)
    if not wanted:
        raise InputError(f"--lang {languages!r}: name one at least of {', '.join(LANGUAGES)}")
    source = read_source(data, read_policy(names), wanted, base)
    save_files(_list_files(source, tell), out, list_published)
    tell(f"{out}: edition {source.edition}, names {source.policy}; open {out / 'index.html'}")


def _list_files(source: Source, tell: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """Give the files of a site by their path, and last the list of them."""
    paths = [CONTENTS]
    for what, files in make_site(source):
        paths += files
        yield from files.items()
        tell(f"{what}: {len(files)} files")
    told = {"edition": source.edition, "names": source.policy, "files": sorted(paths)}
    yield CONTENTS, (json.dumps(told, indent=1) + "\n").encode()


def read_source(data: Path, policy: str, languages: Sequence[str], base: str = "") -> Source:
    """Read all that a site is made of; the edition is recorded in the changelog where it is not yet."""
    tables = hide_names(read_tables(data), policy)
    record_edition(data)
    lexicon = find_lexicon(data)
    return Source(
        tables=tables,
        facts=prepare_facts(tables),
        policy=policy,
        edition=read_edition(data),
        entries=read_changelog(data),
        publication=find_publication(data),
        almanac=read_almanac(lexicon),
        card=read_card(),
        totals=read_totals(lexicon / "monitor_totals.csv"),
        languages={language: read_words(language, lexicon) for language in languages},
        base=base,
    )


def list_published(folder: Path) -> set[str]:
    """List the files of the site in a folder, as the site itself tells; none where there is no site."""
    try:
        return set(map(str, json.loads((folder / CONTENTS).read_text("utf-8"))["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def add_publish(commands: Any, kept: argparse.ArgumentParser) -> None:
    """Add the command to those of the program; `kept` has the options that all share."""
    one = commands.add_parser(
        "publish",
        parents=[kept],
        help="write a site of summaries, data and changes that any web host can serve, without scripts",
        description="Write a site to a folder: a summary a month and language as page, PDF and DOCX, the data, the method, "
        "what each edition changed, and an Atom feed of editions. The opening page is in the first language. An earlier site "
        "in the folder is replaced whole.",
    )
    add_out(one)
    add_names(one)
    add_list(one, "--lang", LANGUAGES, ",".join(LANGUAGES))
    one.add_argument(
        "--base", default="", metavar="ADDRESS", help="where the site will be served, as https://example.org/monitor/"
    )
    one.set_defaults(run=_print_published)


def _print_published(given: argparse.Namespace) -> None:
    publish_site(given.out, given.data, given.names, given.lang, given.base)
