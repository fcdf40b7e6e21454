"""`python -m analytics publish`: a site that any web host can serve, into a folder."""

import argparse
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analytics.counts.almanac import read_almanac
from analytics.counts.changelog import read_changelog, record_edition
from analytics.counts.facts import prepare_facts
from analytics.counts.names import ALIASES, POLICIES, hide_names, read_policy
from analytics.counts.reconcile import read_totals
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import LEXICON
from analytics.reports.citation import PUBLICATION, read_publication
from analytics.reports.package import save_files
from analytics.reports.site import Source, make_site
from analytics.tables.accuracy import CARD
from analytics.tables.store import DATA, read_edition, read_tables

CONTENTS = "site.json"
"""Lists the files of a site, so that a later one may take their place."""


def publish_site(
    out: Path, data: Path = DATA, names: str = "public", languages: Sequence[str] = tuple(LANGUAGES), base: str = ""
) -> Iterator[str]:
    """Write a site to a folder, and give a line for each thing done; the folder is swapped when all of it stands.

    `base` is the address at which the site will be served; without one the feed has relative links alone. The first
    language is that of the opening page.

    Raises:
        InputError: for a language or policy that is not there, an address that is none, and a folder that holds
            anything but an earlier site or cannot be written.
    """
    if base and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base):
        raise InputError(f"--base {base!r}: write the whole address, as https://example.org/monitor/")
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise InputError(f"--lang {','.join(unknown)!r}: there are {', '.join(LANGUAGES)}")
    source = read_source(data, read_policy(names), languages, base)
    done: list[str] = []

    def write() -> Iterator[tuple[str, bytes]]:
        paths: list[str] = []
        for what, files in make_site(source):
            paths += files
            yield from files.items()
            done.append(f"{what}: {len(files)} files")
        told = {"edition": source.edition, "names": source.policy, "files": sorted([*paths, CONTENTS])}
        yield CONTENTS, (json.dumps(told, indent=1) + "\n").encode()

    save_files(write(), out, list_published)
    yield from done
    yield f"{out}: edition {source.edition}, names {source.policy}; open {out / 'index.html'}"


def read_source(data: Path, policy: str, languages: Sequence[str], base: str = "") -> Source:
    """Read all that a site is made of; the edition is recorded in the changelog where it is not yet."""
    tables = hide_names(read_tables(data), policy)
    record_edition(data)
    path, card = data / PUBLICATION.name, data / CARD.name
    return Source(
        tables=tables,
        facts=prepare_facts(tables),
        policy=policy,
        edition=read_edition(data),
        entries=read_changelog(data),
        publication=read_publication(path if path.exists() else PUBLICATION),
        almanac=read_almanac(LEXICON),
        card=_read_card(card if card.exists() else CARD),
        totals=read_totals(LEXICON / "monitor_totals.csv"),
        languages={language: read_words(language) for language in languages},
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
        "what each edition changed, and an Atom feed of editions. An earlier site in the folder is replaced whole.",
    )
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write; it need not exist")
    one.add_argument(
        "--names",
        default="public",
        choices=(*POLICIES, *ALIASES),
        help="how people are named; public is what readers outside may see (default: %(default)s)",
    )
    one.add_argument(
        "--lang",
        default=",".join(LANGUAGES),
        metavar="LIST",
        help="languages, with commas; the first is that of the opening page (default: %(default)s)",
    )
    one.add_argument(
        "--base", default="", metavar="ADDRESS", help="where the site will be served, as https://example.org/monitor/"
    )
    one.set_defaults(run=_print_published)


def _print_published(given: argparse.Namespace) -> None:
    languages = [name.strip() for name in given.lang.split(",") if name.strip()]
    for line in publish_site(given.out, given.data, given.names, languages, given.base):
        print(line)


def _read_card(path: Path) -> list[Mapping[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
