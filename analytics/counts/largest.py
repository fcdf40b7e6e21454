"""A count over time with its largest values, and all others as one."""

from dataclasses import replace

import pyarrow as pa

from analytics.counts.facts import Facts
from analytics.counts.periods import PeriodCount, count_by_period
from analytics.counts.selection import EITHER, NONE

LARGEST = 6


def gather_others(facts: Facts, series: PeriodCount, most: int = LARGEST) -> PeriodCount:
    """Return a count by time and one dimension with the `most` largest values, the others as one, and "none" last.

    The others are counted anew, for a unit that has two of them is one; their value joins theirs by `EITHER`.
    """
    grain, name = series.by
    ranked = [value for value in dict.fromkeys(row[name] for row in series) if value != NONE]
    if len(ranked) <= most + 1:
        return series
    other = EITHER.join(ranked[most:])
    counted = count_by_period(facts, series.selection, grain, (), series.unit, (*series.within, (name, other)))
    numbers = {(row[grain], row[name]): row["n"] for row in series}
    numbers |= {(row[grain], other): row["n"] for row in counted}
    values = [*ranked[:most], other, *([NONE] if any(row[name] == NONE for row in series) else [])]
    rows = [
        {grain: period.value, name: value, "n": numbers[period.value, value]}
        for period in series.periods
        for value in values
    ]
    return replace(series, rows=pa.Table.from_pylist(rows, schema=series.rows.schema), charts={})
