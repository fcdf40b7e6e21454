"""`python -m analytics figures`: all figures of a report, as a specification lists them."""

import argparse
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analytics.counts.almanac import read_almanac
from analytics.counts.facts import last_day_of, prepare_facts
from analytics.counts.names import hide_names, read_policy
from analytics.errors import InputError
from analytics.figures.address import read_address
from analytics.figures.render import FORMATS, render
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import find_lexicon
from analytics.reports.arguments import add_list, add_names, add_out
from analytics.reports.citation import find_publication
from analytics.reports.package import DESCRIPTION, MEDIA, save_files
from analytics.reports.passport import Edition, list_formats, read_spec, set_sheet, write_caption
from analytics.tables.store import DATA, read_edition, read_tables

_OWN = ("month", "query", "names", "languages", "formats", "figure")
"""The keys of a specification that hold for the whole report; all others are options of every figure."""


def draw_report(path: Path, out: Path, data: Path = DATA, changes: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Draw the figures that a specification (TOML) lists into a folder; give a line for each thing done.

    The keys of the report are `month` or `query` (what is selected), `names`, `languages` and `formats`; other keys
    are options of every figure (`preset`, `colours`, ...). Each `[[figure]]` names its `chart`, and may have choices
    and options of its own. `changes` replaces keys of the report. A figure that would show nothing is left out, and
    said.

    Raises:
        InputError: naming file and figure, for what the specification cannot mean; nothing is written then.
    """
    given = _read(path) | {key: value for key, value in (changes or {}).items() if value}
    policy = read_policy(str(given.get("names", "public")))
    languages = [_check("languages", name, LANGUAGES) for name in given.get("languages", ["en"])]
    formats = list_formats(given.get("formats", ["svg", "pdf", "png"]))
    wanted = given.get("figure", [])
    if not wanted:
        raise InputError(f"{path}: no [[figure]]; list at least one with its chart")
    common = {key: value for key, value in given.items() if key not in _OWN}
    tables = hide_names(read_tables(data), policy)
    facts = prepare_facts(tables)
    lexicon = find_lexicon(data)
    almanac = read_almanac(lexicon)
    edition = Edition(read_edition(data), find_publication(data), policy, tables)
    files: dict[str, bytes] = {}
    captions: dict[str, list[str]] = {language: [] for language in languages}
    for language in languages:
        words = read_words(language, lexicon)
        for number, one in enumerate(wanted, 1):
            try:
                spec = read_spec(common | {key: value for key, value in one.items() if key not in _OWN})
                selection, _, _ = read_address(_write_query(given | one), facts, words)
                view = View(facts, words, selection, almanac)
                sheet = set_sheet(view, spec, edition)
            except InputError as error:
                raise type(error)(f"{path}: figure {number}: {error}") from None
            name = f"{number:02d}-{spec.chart.replace('.', '-').replace('_', '-')}-{language}"
            if not sheet.chart.count.total:
                yield f"{name}: nothing in this selection is counted here; left out"
                continue
            drawn = render(sheet, formats)
            files |= {f"{name}.{kind}": data for kind, data in drawn.items()}
            captions[language].append(f"{name}\n{write_caption(view, spec, edition)}\n{sheet.alt}\n")
            yield f"{name}: {', '.join(drawn)}"
    files |= {f"captions-{language}.txt": "\n".join(told).encode() for language, told in captions.items()}
    save_files(files | {DESCRIPTION: _describe(files, edition)}, out)
    yield f"{out}: {len(files) + 1} files, edition {edition.id}, names {policy}"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; correct the line") from None


def _write_query(given: Mapping[str, Any]) -> str:
    """Write what a report or a figure selects as the query of an address; a month stands for its days."""
    query = str(given.get("query", ""))
    if month := str(given.get("month", "")):
        try:
            days = f"since={month}-01&until={last_day_of(month)}"
        except (ValueError, OSError):
            raise InputError(f"month {month!r}: write it as 2024-02") from None
        query = f"{query}&{days}" if query else days
    return query


def _check(key: str, name: str, known: Mapping[str, object]) -> str:
    if name not in known:
        raise InputError(f"{key} {name!r}: there is none; there are {', '.join(known)}")
    return name


def _describe(files: Mapping[str, bytes], edition: Edition) -> bytes:
    """Describe the files as a data package, so that a later run knows them as its own."""
    licence = edition.publication.licence
    resources = [
        {
            "name": name.replace(".", "-"),
            "path": name,
            "mediatype": MEDIA[name.rpartition(".")[2]],
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        }
        for name, data in files.items()
    ]
    package = {
        "name": f"figures-{edition.id}",
        "version": edition.id,
        "licenses": [{"name": licence.id, "path": licence.url, "title": licence.title}],
        "resources": resources,
    }
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()


def add_figures(commands: Any, kept: argparse.ArgumentParser) -> None:
    """Add the command to those of the program; `kept` has the options that all share."""
    one = commands.add_parser(
        "figures",
        parents=[kept],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="draw all figures of a report, for print",
        description="Draw the figures that a specification lists, each as SVG, PDF and PNG with its caption. The one in\n"
        "data/reports/monthly.toml has all figures of a monthly report. PNG has 300 dots per inch in every size, unless\n"
        "the specification says otherwise (`dpi`). Needs Chromium, but for HTML.",
        epilog="""example:
  python -m analytics figures --spec data/reports/monthly.toml --month 2024-02 --out figures
""",
    )
    one.add_argument("--spec", type=Path, required=True, metavar="FILE.toml", help="the list of figures")
    add_out(one)
    one.add_argument("--month", metavar="YYYY-MM", help="the month that is shown, instead of the specification's")
    one.add_argument(
        "--query", metavar="ADDRESS", help="what is selected, as the address of a page, instead of the spec's"
    )
    add_list(one, "--lang", LANGUAGES, None)
    add_list(one, "--formats", FORMATS, None)
    add_names(one, None, "the specification's, or public")
    one.set_defaults(run=_print_figures)


def _print_figures(given: argparse.Namespace) -> None:
    changes = {
        "month": given.month,
        "query": given.query,
        "languages": given.lang and given.lang.split(","),
        "formats": given.formats and given.formats.split(","),
        "names": given.names,
    }
    for line in draw_report(given.spec, given.out, given.data, changes):
        print(line, flush=True)
