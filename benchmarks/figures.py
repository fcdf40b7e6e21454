"""Figures for print: one warm figure, twenty of them, and 200 callers at once. Needs Chromium."""

import os
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.counts.almanac import read_almanac
from analytics.counts.facts import prepare_facts
from analytics.counts.selection import Selection
from analytics.figures.browser import DRAWER, NoChromiumError
from analytics.figures.catalogue import CHARTS, draw_chart
from analytics.figures.render import STATIC, render
from analytics.figures.sheet import PRESETS, FigureOptions, Imprint, lay_out
from analytics.figures.view import View
from analytics.figures.words import read_words
from analytics.lexicon.load import LEXICON
from analytics.tables.store import ingest, read_tables

_IMPRINT = Imprint("everything that the chronicle tells", "Monthly chronicle", "0123456789ab", "CC BY 4.0")
_TARGET, _TWENTY = 0.5, 10.0


def run() -> None:
    """Print the medians of a warm figure by format and size, the time of twenty figures, and 200 at once with memory."""
    with TemporaryDirectory() as name:
        data = Path(name)
        ingest(sorted((LEXICON.parent / "gold" / "tune").glob("*.md")), data=data)
        facts = prepare_facts(read_tables(data))
    view = View(facts, read_words("ru"), Selection(), read_almanac(LEXICON))
    try:
        print(f"first figure, Chromium started: {_time(view, 'map.map', 'a4_full', STATIC):.2f} s")
    except NoChromiumError as error:
        print(error)
        return
    for formats in (("svg",), STATIC):
        used = time.process_time() + _count_seconds()
        times = [_time(view, chart, "a4_full", formats) for chart in CHARTS]
        used = (time.process_time() + _count_seconds() - used) / len(times)
        told = f"median {statistics.median(times):.2f} s (target {_TARGET} s), slowest {max(times):.2f} s"
        print(f"warm figure as {', '.join(formats)}: {told}; {used:.2f} s of one core, Chromium's and ours")
    started = time.perf_counter()
    for chart, preset in islice(zip(cycle(CHARTS), cycle(PRESETS)), 20):
        _time(view, chart, preset, STATIC)
    print(
        f"20 figures in all sizes as {', '.join(STATIC)}: {time.perf_counter() - started:.1f} s (target {_TWENTY:.0f} s)"
    )
    started, before = time.perf_counter(), _weigh()
    with ThreadPoolExecutor(200) as threads:
        drawn = list(threads.map(lambda number: _draw_small(number), range(200)))
    taken = time.perf_counter() - started
    print(f"200 callers at once: {len(drawn)} drawn in {taken:.1f} s; Chromium {before} MB before, {_weigh()} MB after")
    DRAWER.close()


def _time(view: View, chart: str, preset: str, formats: tuple[str, ...]) -> float:
    """Return the seconds from a chart to the bytes of its figure."""
    drawn = draw_chart(view, chart)
    started = time.perf_counter()
    render(lay_out(drawn, FigureOptions(preset=preset), _IMPRINT, view.words), formats)
    return time.perf_counter() - started


def _draw_small(number: int) -> bytes:
    return DRAWER.draw({"data": [{"type": "bar", "x": [1], "y": [number]}]}, 60, 60)


def _read_processes(name: str) -> list[str]:
    """Read a file of each of Chromium's processes under /proc; none where there is no such folder."""
    listed = subprocess.run(["ps", "-eo", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    processes = [pid for group, pid in map(str.split, listed.splitlines()) if group == str(DRAWER.process)]
    paths = [Path("/proc", pid, name) for pid in processes]
    return [path.read_text() for path in paths if path.exists()]


def _count_seconds() -> float:
    """Count the seconds of one core that Chromium has used."""
    fields = [told.rpartition(")")[2].split() for told in _read_processes("stat")]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def _weigh() -> int:
    """Return Chromium's memory in megabytes; what its processes share counts once."""
    lines = [line for told in _read_processes("smaps_rollup") for line in told.splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
