"""A filter change on the dashboard against a bare Streamlit page with the same charts, precomputed: one run, one browser.

Both servers run at once and take turns: a choice in a filter, then the time until the last chart is redrawn. Each choice is
made twice, for a selection that the server has not counted yet and for one that it has; some rounds of this, each with new
servers, give enough pairs for a median that holds. A choice that leaves a page no chart is told apart: there is nothing to
redraw, only to take away. The bare page holds both filters and the figures of the same page for each choice, made beforehand
and shown as Streamlit shows a figure by itself: with its theme, drawn twice and hidden until the page is measured, which ours
are spared (`chart.py`). Needs Chromium.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from playwright.sync_api import Browser, Page, sync_playwright

from analytics.tables.schema import SCHEMAS
from analytics.tables.store import DATA, ingest, read_tables

ROOT = Path(__file__).parents[1]
PAGES = {"": "overview", "trends": "trends", "sanctions": "sanctions"}
FILTERS = {
    "Kind": ("kind", {"restriction": "Restriction", "relief": "Relief", "civic_action": "Civic action", "context": "Context"}),
    "Region": ("region", {"KZ-75": "Almaty", "KZ-79": "Shymkent", "KZ-23": "Atyrau Region", "KZ-19": "Almaty Region",
                          "KZ-71": "Astana"}),
}  # fmt: skip
"""Each filter with its parameter of the address, and the choices made in it by their codes."""
WARM = ("Region", "Astana")
"""A choice made once before the others, for both browsers to have compiled what a change runs."""
CHOICES = [(name, label) for name, (_, labels) in FILTERS.items() for label in labels.values() if (name, label) != WARM]
ROUNDS = 3
TARGET = 1.3
LARGE = 25_000

Pairs = dict[tuple[str, str], list[tuple[float, float]]]
"""Sort of choice, and whether its selection is new or known -> the milliseconds that both pages took, for each time."""

_BARE = """
import json
import sys
from pathlib import Path

import streamlit as st

st.set_page_config(layout="wide")


@st.cache_resource
def read_figures(path):
    return {tuple(chosen): figures for chosen, figures in json.loads(Path(path).read_text("utf8"))}


with st.sidebar:
    chosen = [label for name, labels in json.loads(sys.argv[2]).items() for label in st.multiselect(name, labels)]
st.title("Bare")
config = {"displayModeBar": False, "responsive": True, "topojsonURL": "app/static/topojson/"}
for number, figure in enumerate(read_figures(sys.argv[1])[tuple(chosen)]):
    for ours in ("datarevision", "width"):
        figure["layout"].pop(ours, None)
    figure["layout"]["template"] = "none"
    st.plotly_chart(figure, key=f"chart {number}", config=config, on_select="rerun", selection_mode="points")
"""

_TAKE = """
import json
import sys

from streamlit.testing.v1 import AppTest

app = AppTest.from_file(sys.argv[1], default_timeout=300).run()
if sys.argv[2] != "overview":
    app.switch_page(f"pages/{sys.argv[2]}.py").run()
taken = []
for parameter, code, label in (("", "", ""), *json.loads(sys.argv[3])):
    if parameter:
        app.query_params = {parameter: [code]}
        app.run()
    taken.append(([label] if label else [], [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]))
print(json.dumps(taken))
"""

_WATCH = """() => {
  const chart = '.js-plotly-plot';
  const holdsChart = node => node.matches && (node.matches(chart) || node.querySelector(chart));
  const ofChart = change => change.target.closest && change.target.closest(chart)
    || [...change.addedNodes, ...change.removedNodes].some(holdsChart);
  window.drawn = 0;
  new MutationObserver(changes => { if (changes.some(ofChart)) window.drawn = performance.now(); })
    .observe(document.body, {subtree: true, childList: true, attributes: true});
  document.addEventListener('pointerdown', () => { window.pressed = performance.now(); }, true);
}"""
"""The page keeps the moment of the last press and that of the last change of a chart: of its parts, or its coming or going."""

_QUIET = 300
"""A chart that has not changed for so many milliseconds after the run is drawn."""


def run() -> None:
    """Print the ratio of the medians for each page, at the shipped size and at 25,000 incidents."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium on this machine: nothing measured")
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "static").symlink_to(ROOT / "static")
        (folder / "bare.py").write_text(_BARE, "utf8")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        options = json.dumps({name: [*labels.values()] for name, (_, labels) in FILTERS.items()})
        for size, data in (("shipped", DATA), (f"{LARGE:,} incidents", write_large(folder / "large"))):
            for path, page in PAGES.items():
                figures = folder / f"{page}-{size}.json"
                figures.write_text(_take_figures(data, page), "utf8")
                pairs: Pairs = {}
                for _ in range(ROUNDS):
                    with (
                        serve(ROOT / "dashboard.py", DASHBOARD_DATA=str(data)) as address,
                        serve(folder / "bare.py", str(figures), options) as bare,
                    ):
                        _compare(browser, f"{address}/{path}", bare, pairs)
                for told in _tell(pairs):
                    print(f"{size}, {page}, {told}", flush=True)
        browser.close()


def _compare(browser: Browser, ours: str, bare: str, pairs: Pairs) -> None:
    """Make each choice at two addresses in turn, twice; add what both took."""
    tabs = {"ours": browser.new_page(), "bare": browser.new_page()}
    for name, address in (("ours", ours), ("bare", bare)):
        tabs[name].goto(address)
        tabs[name].wait_for_selector(".js-plotly-plot .main-svg")
        _settle(tabs[name])
        tabs[name].evaluate(_WATCH)
        tabs[name].bring_to_front()
        _choose(tabs[name], *WARM)
    for age in ("new", "known"):
        for choice in CHOICES:
            taken, left = {}, {}
            for name, tab in tabs.items():
                tab.bring_to_front()
                taken[name], left[name] = _choose(tab, *choice)
            assert left["ours"] == left["bare"], f"{choice}: not the same number of charts: {left}"
            sort = f"{choice[0].lower()}, {'charts redrawn' if left['ours'] else 'no chart left'}"
            pairs.setdefault((sort, age), []).append((taken["ours"], taken["bare"]))
    for tab in tabs.values():
        tab.close()


def _tell(pairs: Pairs) -> Iterator[str]:
    """Say of each sort of choice both medians (ms) and the median of the ratios of the pairs."""
    for (sort, age), measured in sorted(pairs.items()):
        medians = [statistics.median(times) for times in zip(*measured, strict=True)]
        ratio = statistics.median(mine / other for mine, other in measured)
        yield (
            f"{sort}, {age} selection: {medians[0]:.0f} ms against {medians[1]:.0f} ms, "
            f"ratio {ratio:.2f} (target {TARGET}; pairs: {len(measured)})"
        )


def _choose(tab: Page, filter_name: str, choice: str) -> tuple[float, int]:
    """Choose one value, then take it away.

    Returns the milliseconds from the press on it to the last change of a chart, and the charts that it left.
    """
    box = tab.locator(
        "[data-testid=stSidebar] [data-testid=stMultiSelect]", has=tab.get_by_text(filter_name, exact=True)
    )
    box.locator("input").click()
    box.locator("input").fill(choice)  # a long list draws only the options in sight
    tab.wait_for_timeout(150)
    tab.evaluate("window.drawn = 0")
    tab.get_by_role("option", name=choice, exact=True).click()
    _settle(tab)
    taken = float(tab.evaluate("window.drawn - window.pressed"))
    left = tab.locator(".js-plotly-plot").count()
    tab.keyboard.press("Escape")
    box.get_by_role("button", name="Clear all").click()
    _settle(tab)
    return taken, left


def _settle(tab: Page) -> None:
    """Wait until the run has ended and no chart changes any more."""
    tab.wait_for_selector("h1")
    tab.wait_for_timeout(50)
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    tab.wait_for_function(f"performance.now() - (window.drawn || 0) > {_QUIET}")
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def _take_figures(data: Path, page: str) -> str:
    """Return as JSON the figures that a page shows, for no choice and for each."""
    choices = [(parameter, *one) for parameter, labels in FILTERS.values() for one in labels.items()]
    command = [sys.executable, "-c", _TAKE, str(ROOT / "dashboard.py"), page, json.dumps(choices)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DASHBOARD_DATA": str(data)}, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf8").strip().rpartition("\n")[2]


@contextmanager
def serve(script: Path, *arguments: str, **environment: str) -> Iterator[str]:
    """Serve a Streamlit script with the settings of the dashboard; give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def write_large(folder: Path, least: int = LARGE) -> Path:
    """Write tables of at least so many incidents: the gold months again and again under other months; return the folder."""
    gold = folder.with_name("gold")
    ingest(sorted((ROOT / "data" / "gold" / "tune").glob("*.md")), data=gold)
    tables = {name: table.to_pylist() for name, table in read_tables(gold).items()}
    months = sorted(row["report"] for row in tables["months"])
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
    number = 0
    while len(rows["incidents"]) < least:
        renamed = {
            month: f"{2000 + (number + at) // 12}-{(number + at) % 12 + 1:02d}" for at, month in enumerate(months)
        }
        number += len(months)
        for name, table in tables.items():
            rows[name] += [_move(row, renamed) for row in table if name != "people_doubts"]
    (folder / "tables").mkdir(parents=True)
    for name, table in rows.items():
        pq.write_table(pa.Table.from_pylist(table, schema=SCHEMAS[name]), folder / "tables" / f"{name}.parquet")
    return folder


def _move(row: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    """Return a row under the month that its own stands for."""
    month = renamed[row["report"] if "report" in row else row["incident_id"][:7]]
    moved = dict(row)
    if "report" in row:
        moved["report"] = month
    if "incident_id" in row:
        moved["incident_id"] = month + row["incident_id"][7:]
    for name in ("date", "first_date", "last_date"):
        if row.get(name):
            moved[name] = date(int(month[:4]), int(month[5:]), min(row[name].day, 28))
    if row.get("duplicate_of"):
        moved["duplicate_of"] = None
    return moved
