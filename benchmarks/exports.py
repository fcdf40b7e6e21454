"""The processor time of an export of 25,000 entries: hiding names, choosing rows, writing each format."""

import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from analytics.counts.facts import prepare_facts
from analytics.counts.names import hide_names
from analytics.counts.selection import Selection
from analytics.figures.words import read_words
from analytics.reports.citation import read_publication
from analytics.reports.extracts import extract_tables
from analytics.reports.package import FORMATS, make_export, write_files
from tests.sample_tables import MONTHS, make_rows, make_tables

_ENTRIES = 25_000
_SYLLABLES = ("bek", "nur", "ser", "tok", "kas", "mura", "ali", "zha", "gul", "dau")
_WORDS = (
    "the court",
    "of the city",
    "heard a case",
    "about an assembly",
    "and fined",
    "a person under",
    "an article",
    "of the code",
)

T = TypeVar("T")


def run() -> None:
    """Print the seconds of each step, and the size of what was written."""
    chance, words = Random(1), read_words("en")
    names = [
        "".join(chance.choices(_SYLLABLES, k=3)).title() + f"ov {letter}." for letter in "ABDEGK" for _ in range(1500)
    ]
    rows = make_rows(size=_ENTRIES // len(MONTHS))
    for row in rows["incidents"]:
        row["persons"] = chance.sample(names, 2)
        row["text"] = " ".join([str(row["persons"][0]), *chance.choices(_WORDS, k=30), str(row["persons"][1])])
    tables = make_tables(rows)
    print(f"{tables['incidents'].num_rows:,} incidents, {len(set(names)):,} names")
    shown = _time("names hidden", lambda: hide_names(tables, "hidden"))
    facts = _time("facts prepared", lambda: prepare_facts(shown))
    _time("one region chosen", lambda: extract_tables(shown, facts, words, Selection(regions=("KZ-75",))))
    extracts = _time("all chosen", lambda: extract_tables(shown, facts, words))
    export = make_export(extracts, facts, words, read_publication(), "0" * 12, "hidden")
    for kind in FORMATS:
        files = _time(f"{kind} written", lambda kind=kind: write_files(export, [kind]))
        print(f"    {sum(map(len, files.values())) / 1e6:.1f} MB")


def _time(told: str, make: Callable[[], T]) -> T:
    started = time.process_time()
    made = make()
    print(f"{told}: {time.process_time() - started:.2f} s")
    return made
