"""The ledger: what became of every paragraph of a month."""

from collections import Counter
from collections.abc import Iterable

from analytics.tables.store import BuiltMonth, count_flags


def print_ledger(months: Iterable[BuiltMonth]) -> None:
    """Print what became of each month's paragraphs, its flags, and what a reader or an analyst should look at.

    A month whose counts do not add up was stopped before by `months.check_ledger`.
    """
    for month in months:
        tables = month.tables
        (line,) = tables["months"].to_pylist()
        coded = len(set(tables["incidents"]["entry"].to_pylist()))
        print(
            f"{line['report']}: {line['entries']} entries read, {line['incidents']} incidents, "
            f"{tables['refusals'].num_rows} refusals, {tables['sanctions'].num_rows} sanctions; "
            f"entries without an incident: {line['entries'] - coded}"
        )
        for flag, count in count_flags(tables).items():
            print(f"    {flag}: {count}")
        for reason, count in sorted(Counter(reason for _, reason in month.left_out).items()):
            print(f"    no entry, {reason}: {count} paragraphs")
        for warning in month.warnings:
            print(f"    {warning}")
        for row in tables["incidents"].to_pylist():
            if "unknown_place" in row["flags"]:
                name = row["city"]
                identity = name.casefold().replace(" ", "-")
                print(
                    f"    {row['incident_id']}: no place {name!r}; if it is one, add to data/lexicon/places.csv with its coordinates:"
                )
                print(f"        {identity},{name},village,{row['country'] or ''},{row['region'] or ''},,,")
