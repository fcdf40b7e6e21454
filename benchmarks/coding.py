"""Entries coded in a second on one core, and memory while the number of months grows."""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from analytics.chronicle.entry import Entry
from analytics.chronicle.read import read_chronicle
from analytics.coding.coder import Lexicon, code_entries, read_lexicon
from analytics.coding.learn import read_labelled
from analytics.lexicon.load import LEXICON
from analytics.tables.months import TOGETHER, code_months

_ROUNDS = 7


def run() -> None:
    """Print the median of several rounds over all shipped months, coded together as a build does and each by itself, the peak memory
    after few and ten times as many months, and the rate of text that comes once: patterns keep what they learned of a text, so
    that a month read again is quicker than a new one.
    """
    started = time.process_time()
    lexicon = read_lexicon()
    print(f"lexicon read in {time.process_time() - started:.2f} s")
    data = LEXICON.parent
    months = [read_chronicle(path) for path in _find_months(data)]
    entries = [entry for month in months for entry in month.entries]
    characters = statistics.fmean(len(entry.text) for entry in entries)
    for name, size in ((f"coding, {TOGETHER} months together", TOGETHER), ("coding, one month at a time", 1)):
        groups = [months[at : at + size] for at in range(0, len(months), size)]
        rates = _measure([[entry for month in group for entry in month.entries] for group in groups], lexicon)
        print(f"{name}: {statistics.median(rates):,.0f} entries/s (min {min(rates):,.0f}, max {max(rates):,.0f})")
    print(f"{len(entries)} entries of {characters:.0f} characters")
    peaks = []
    for total in (1, 10):
        for number in range(total):
            some = [months[(number * TOGETHER + place) % len(months)] for place in range(TOGETHER)]
            list(code_months(some, lexicon, [("benchmark", "")] * TOGETHER))
        peaks.append(_read_peak())
    print(f"memory: peak {peaks[0]:.0f} MB after {TOGETHER} months, {peaks[1]:.0f} MB after {10 * TOGETHER}")
    known = {entry.text for entry in entries}
    unseen = [entry for entry, _ in read_labelled(data) if entry.text not in known]
    started = time.process_time()
    code_entries(unseen, lexicon)
    rate = len(unseen) / (time.process_time() - started)
    print(f"unseen: {rate:,.0f} entries/s over {len(unseen)} entries coded once; peak {_read_peak():.0f} MB after them")


def _measure(groups: Sequence[Sequence[Entry]], lexicon: Lexicon) -> list[float]:
    for group in groups:
        code_entries(group, lexicon)
    gc.freeze()
    rates = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for group in groups:
            code_entries(group, lexicon)
        rates.append(sum(map(len, groups)) / (time.process_time() - started))
    return rates


def _read_peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _find_months(data: Path) -> list[Path]:
    return sorted([*data.glob("chronicles/*.md"), *data.glob("gold/t*/*.md")])
