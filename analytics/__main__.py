"""The command line: `python -m analytics ingest | build | explain`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analytics.coding.coder import read_lexicon
from analytics.errors import InputError
from analytics.tables.accuracy import CARD, interval, score, write_card
from analytics.tables.explain import explain_entry
from analytics.tables.ledger import print_ledger
from analytics.tables.store import DATA, build, ingest


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
    one.set_defaults(run=lambda given: print_ledger(ingest(given.files, given.month, given.data, given.strict)))

    one = commands.add_parser("build", parents=[kept], help="build all tables anew from the kept chronicles")
    one.set_defaults(run=lambda given: print_ledger(build(given.data).values()))

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

    given = parser.parse_args(arguments)
    try:
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
