"""Entries coded in a second on one core, and memory while the number of months grows."""

import gc
import resource
import statistics
import sys
import time
from pathlib import Path

from analytics.chronicle.read import read_chronicle
from analytics.coding.coder import code_entries, read_lexicon
from analytics.coding.learn import read_labelled
from analytics.lexicon.load import LEXICON
from analytics.tables.months import code_month

_ROUNDS = 7


def run() -> None:
    """Print the median of several rounds over all shipped months, by month, the peak memory after 12 and after 120 months, and the rate
    of text that comes once: patterns keep what they learned of a text, so that a month read again is quicker than a new one.
    """
    started = time.process_time()
    lexicon = read_lexicon()
    print(f"lexicon read in {time.process_time() - started:.2f} s")
    data = LEXICON.parent
    months = [read_chronicle(path) for path in _find_months(data)]
    entries = [entry for month in months for entry in month.entries]
    characters = statistics.fmean(len(entry.text) for entry in entries)
    for month in months:
        code_entries(month.entries, lexicon)
    gc.freeze()
    rates = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for month in months:
            code_entries(month.entries, lexicon)
        rates.append(len(entries) / (time.process_time() - started))
    print(
        f"coding: {statistics.median(rates):,.0f} entries/s (min {min(rates):,.0f}, max {max(rates):,.0f}); "
        f"{len(entries)} entries of {characters:.0f} characters"
    )
    peaks = []
    for total in (12, 120):
        for number in range(total):
            month = months[number % len(months)]
            code_month(month, lexicon, "benchmark", "")
        peaks.append(_read_peak())
    print(f"memory: peak {peaks[0]:.0f} MB after 12 months, {peaks[1]:.0f} MB after 120")
    known = {entry.text for entry in entries}
    unseen = [entry for entry, _ in read_labelled(data) if entry.text not in known]
    started = time.process_time()
    code_entries(unseen, lexicon)
    rate = len(unseen) / (time.process_time() - started)
    print(f"unseen: {rate:,.0f} entries/s over {len(unseen)} entries coded once; peak {_read_peak():.0f} MB after them")


def _read_peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _find_months(data: Path) -> list[Path]:
    return sorted([*data.glob("chronicles/*.md"), *data.glob("gold/t*/*.md")])
