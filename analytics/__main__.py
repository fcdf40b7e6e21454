"""The command line: `python -m analytics ingest | build | explain`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analytics.errors import InputError
from analytics.tables.explain import explain_entry
from analytics.tables.ledger import print_ledger
from analytics.tables.store import DATA, build, ingest


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
    one.set_defaults(run=lambda given: print_ledger(ingest(given.files, given.month, given.data)))

    one = commands.add_parser("build", parents=[kept], help="build all tables anew from the kept chronicles")
    one.set_defaults(run=lambda given: print_ledger(build(given.data).values()))

    one = commands.add_parser(
        "explain", parents=[kept], help="show an entry with what was read from which words by which rule"
    )
    one.add_argument("month", metavar="YYYY-MM")
    one.add_argument("entry", type=int, metavar="N")
    one.set_defaults(run=lambda given: print(explain_entry(given.month, given.entry, given.data)))

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
