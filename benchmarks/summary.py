"""The summary of a month in every language and format, with its figures: the time, and what takes it. Needs Chromium."""

import os
import time

from analytics.counts.almanac import read_almanac
from analytics.counts.facts import prepare_facts
from analytics.counts.reconcile import read_totals
from analytics.counts.selection import Selection
from analytics.figures.browser import DRAWER
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import LEXICON
from analytics.reports.citation import read_publication
from analytics.reports.summary import compose_summary
from analytics.reports.summary_files import FORMATS, draw_pictures, write_summary
from analytics.tables.accuracy import read_card
from analytics.tables.store import read_edition, read_tables

TARGET = 20
"""Seconds, on two cores."""


def run() -> None:
    """Make the summaries of the latest month, as the command does, and print the seconds of each part."""
    started, spent = time.perf_counter(), time.process_time()
    facts, edition, publication = prepare_facts(read_tables()), read_edition(), read_publication()
    almanac, totals, card = read_almanac(LEXICON), read_totals(LEXICON / "monitor_totals.csv"), read_card()
    month, parts, size = max(facts.months), {"read": time.perf_counter() - started}, 0
    for language in LANGUAGES:
        began = time.perf_counter()
        words = read_words(language)
        view = View(facts, words, Selection(), almanac)
        document = compose_summary(view, month, edition, publication, card, totals)
        parts[f"{language} composed"] = time.perf_counter() - began
        began = time.perf_counter()
        size += sum(len(made) for made in write_summary(document, facts, publication, words).values())
        parts[f"{language} written"] = time.perf_counter() - began
    took = time.perf_counter() - started
    began = time.perf_counter()
    draw_pictures(document, publication, words)
    parts["of which figures, of one language"] = time.perf_counter() - began
    own = time.process_time() - spent
    DRAWER.close()
    chromium = sum(os.times()[2:4])
    for name, seconds in parts.items():
        print(f"    {name}: {seconds:.2f} s")
    print(
        f"summary of {month}: {len(LANGUAGES)} languages in {len(FORMATS)} formats, {size / 1e6:.1f} MB, in {took:.1f} s "
        f"(processor: {own:.1f} s, and {chromium:.1f} s of Chromium); target {TARGET} s: "
        f"{'reached' if took < TARGET else 'missed'}"
    )
