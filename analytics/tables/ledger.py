"""The ledger: what became of every entry of a month."""

from collections.abc import Iterable

from analytics.tables.months import MonthTables
from analytics.tables.store import count_flags


def print_ledger(months: Iterable[MonthTables]) -> None:
    """Print a line a month and its flags; a month whose counts do not add up was stopped by `months.check_ledger`."""
    for tables in months:
        (line,) = tables["months"].to_pylist()
        coded = len(set(tables["incidents"]["entry"].to_pylist()))
        print(
            f"{line['report']}: {line['entries']} entries read, {line['incidents']} incidents, "
            f"{tables['refusals'].num_rows} refusals, {tables['sanctions'].num_rows} sanctions; "
            f"entries without an incident: {line['entries'] - coded}"
        )
        for flag, count in count_flags(tables).items():
            print(f"    {flag}: {count}")
