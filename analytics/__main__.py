"""The command line: `python -m analytics ingest | build | explain | diff | export | figures | publish | summary`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from analytics.coding.coder import read_lexicon
from analytics.counts.changelog import compare_folders, find_edition, record_edition, write_changes
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, Words, read_words
from analytics.lexicon.load import LEXICON
from analytics.reports.changes import print_changes, tell_changes
from analytics.reports.command import add_export
from analytics.reports.figures import add_figures
from analytics.reports.publish import add_publish
from analytics.reports.summary_command import add_summary
from analytics.tables.accuracy import CARD, interval, score, write_card
from analytics.tables.explain import explain_entry
from analytics.tables.ledger import print_ledger
from analytics.tables.store import DATA, BuiltMonth, build, ingest

CATALOGUES = Path(__file__).parents[1] / "pages" / "locale"


def print_learned(data: Path) -> None:
    """Learn, and print from how much."""
    from analytics.coding.learn import learn_evidence  # scikit-learn is there only where the lexicon is extended

    entries, features = learn_evidence(data)
    print(f"{entries} hand-coded entries, {features} features learned")


def print_accuracy(golds: Sequence[Path], data: Path) -> None:
    """Score, print a line a field, and keep the card in `accuracy.csv`."""
    scores = score(golds, read_lexicon(data / "lexicon"))
    write_card(scores, data / CARD.name)
    for one in scores:
        low, high = interval(one.right, one.n)
        print(
            f"{one.field:<16} n {one.n:>4}  precision {one.precision:.3f}  recall {one.recall:.3f} ({low:.3f}-{high:.3f})"
        )


def print_built(months: Iterable[BuiltMonth], data: Path) -> None:
    """Print what became of the months, and what the new edition changed against the one before, which is recorded."""
    print_ledger(months)
    if entry := record_edition(data):
        told = tell_changes(entry, find_words("en"))
        print(told.title, *told.summary, sep="\n    ")


def print_difference(before: str, after: str, data: Path, form: str, language: str) -> None:
    """Print what two editions differ in, as `text`, `json` (a list of changes) or `csv` (the columns of the changelog)."""
    entry = compare_folders(find_edition(data, before), find_edition(data, after))
    if form == "csv":
        write_changes([entry], sys.stdout)
    elif form == "json":
        told = {"before": entry.previous, "after": entry.edition, "changes": [one._asdict() for one in entry.changes]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(print_changes(entry, find_words(language)))


def find_words(language: str) -> Words:
    """The words of a language."""
    return read_words(language, LEXICON, CATALOGUES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 2: what was given cannot be used, and nothing stored was changed."""
    parser = argparse.ArgumentParser(
        prog="python -m analytics", description="Chronicles of political persecution to tables."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    kept = argparse.ArgumentParser(add_help=False)
    kept.add_argument(
        "--data", type=Path, default=DATA, help="the folder of chronicles, lexicon and tables (default: data)"
    )

    one = commands.add_parser(
        "ingest", parents=[kept], help="read chronicles, code them, keep them; each replaces its month"
    )
    one.add_argument("files", type=Path, nargs="+", metavar="FILE")
    one.add_argument("--month", metavar="YYYY-MM", help="the month, where file name and heading do not tell it")
    one.add_argument(
        "--strict", action="store_true", help="stop at a footnote missing or out of order instead of flagging it"
    )
    one.set_defaults(
        run=lambda given: print_built(ingest(given.files, given.month, given.data, given.strict), given.data)
    )

    one = commands.add_parser("build", parents=[kept], help="build all tables anew from the kept chronicles")
    one.set_defaults(run=lambda given: print_built(build(given.data).values(), given.data))

    one = commands.add_parser("diff", parents=[kept], help="tell what changed from one edition to another, and why")
    one.add_argument("before", metavar="A", help="an edition's id, its first characters, or a folder of tables")
    one.add_argument("after", metavar="B")
    one.add_argument("--json", dest="form", action="store_const", const="json", default="text")
    one.add_argument("--csv", dest="form", action="store_const", const="csv", help="with the columns of the changelog")
    one.add_argument("--lang", choices=LANGUAGES, default="en", help="of the text (default: en)")
    one.set_defaults(run=lambda given: print_difference(given.before, given.after, given.data, given.form, given.lang))

    one = commands.add_parser(
        "explain", parents=[kept], help="show an entry with what was read from which words by which rule"
    )
    one.add_argument("month", metavar="YYYY-MM")
    one.add_argument("entry", type=int, metavar="N")
    one.set_defaults(run=lambda given: print(explain_entry(given.month, given.entry, given.data)))

    one = commands.add_parser(
        "accuracy", parents=[kept], help="compare with hand coding, print and keep the accuracy card"
    )
    one.add_argument("gold", type=Path, nargs="+", metavar="GOLD.jsonl")
    one.set_defaults(run=lambda given: print_accuracy(given.gold, given.data))

    one = commands.add_parser("learn", parents=[kept], help="learn the weights of evidence.csv from data/gold anew")
    one.set_defaults(run=lambda given: print_learned(given.data))

    add_export(commands, kept)
    add_publish(commands, kept)
    add_figures(commands, kept)
    add_summary(commands, kept)
    given = parser.parse_args(arguments)
    try:
        if given.command != "ingest" and not given.data.is_dir():
            raise InputError(f"--data {str(given.data)!r}: there is no such folder; name the one with the chronicles")
        given.run(given)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {error.filename or 'file'}: {error.strerror}; nothing was changed", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
