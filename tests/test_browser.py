"""The dashboard in a real browser: what is drawn, listed by a click, held in the address, and sent out: nothing."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import axe_playwright_python as axe
import openpyxl
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

from pages.shared.filters import OWN
from tests.chromium import open_chromium
from tests.sample_tables import make_rows, write_sample

ROOT = Path(__file__).parents[1]
CHARTS = {
    "": 4, "trends": 2, "map": 4, "refusals": 10, "sanctions": 6, "people": 2, "incidents": 0, "summary": 4,
    "figure": 0, "method": 0,
}  # fmt: skip
"""Each page and the number of its charts."""

PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On any page but the first, Streamlit asks for these below the page's own path before it asks at the root."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a made-up year; give the address."""
    data = tmp_path_factory.mktemp("served")
    write_sample(data, make_rows())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
        cwd=ROOT,
        env=os.environ | {"DASHBOARD_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    """Give one headless Chromium, whose tabs share what they loaded of Streamlit as a reader's would."""
    with open_chromium() as browser:
        yield browser.new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture
def tab(browser: BrowserContext) -> Iterator[Page]:
    """Give a tab that fails the test on any outside request and any console error."""
    page = browser.new_page()
    page.set_default_timeout(90_000)  # a slow machine draws ten charts late, not wrong
    wrong: list[str] = []

    def check_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            wrong.append(f"outside request: {request.url}")

    def check_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location.get("url", "").endswith(PROBES):
            wrong.append(f"console: {message.text} {message.location}")

    page.on("request", check_request)
    page.on("console", check_console)
    page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
    yield page
    page.close()
    assert not wrong, wrong


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def _open(tab: Page, address: str, charts: int = 0) -> None:
    """Open an address and wait until its run has ended and its charts are drawn."""
    tab.goto(address)
    _settle(tab)
    if charts:
        tab.wait_for_function(f"document.querySelectorAll('.js-plotly-plot:has(.main-svg)').length >= {charts}")


def _check_access(tab: Page) -> None:
    """Fail on a serious barrier for people with a disability, as axe-core finds them."""
    tab.wait_for_function("!document.querySelector('[data-stale=true]')")
    tab.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    grave: list[tuple[str, str]] = []
    for _ in range(4):
        tab.wait_for_timeout(1_000)  # elements fade in, on a slow machine slowly; a real barrier stays
        found = tab.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        grave = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        if not grave:
            return
    pytest.fail(str(grave))


def _settle(tab: Page) -> None:
    tab.wait_for_selector("h1")
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


LINK = "since=2023-01-01&region=KZ-75&region=KZ-71&text=the&unit=entries"


# The first link opened on a fresh server is one to a page below the root: Streamlit treats that one differently.
@pytest.mark.parametrize("page", sorted(CHARTS, reverse=True))
def test_a_link_opens_a_page_with_its_selection_and_charts(page: str, server: str, tab: Page) -> None:
    _open(tab, f"{server}/{page}?{LINK}", CHARTS[page])
    line = tab.locator(".selected").first.inner_text()
    assert "Almaty or Astana" in line and "the" in line
    assert set(LINK.split("&")) <= set(tab.url.partition("?")[2].split("&"))
    assert tab.locator(".js-plotly-plot").count() == CHARTS[page]
    for chart in tab.locator(".js-plotly-plot").all():
        drawn = chart.locator(".point path, path.point, .choroplethlayer path").all()
        assert any((path.bounding_box() or {"width": 0})["width"] > 0 for path in drawn)
    if page == "map":
        assert tab.locator(".choroplethlayer path").count() == 20
        assert tab.locator(".scattergeo path.point").count() == 2
    assert not tab.locator("[data-testid=stException]").count()
    _check_access(tab)
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 392")


EVERY = {
    "since": "2023-01-01", "until": "2023-03-31", "region": "KZ-75", "city": "Almaty", "kind": "restriction",
    "category": "detention", "right": "assembly", "target": "activist", "person": "Ivanov A.", "reason": "works",
    "form": "rally", "article": "CAO 488", "measure": "arrest", "status": "charged", "flag": "no_date", "text": "court",
    "unit": "sanctions", "lang": "ru",
}  # fmt: skip
"""A value for each parameter of the address that the filters know."""


@pytest.mark.parametrize("page", sorted(CHARTS))
def test_every_filter_of_an_address_comes_back_on_every_page(page: str, server: str, tab: Page) -> None:
    assert set(EVERY) == set(OWN)
    _open(tab, f"{server}/{page}?{urlencode(EVERY)}")
    line = tab.locator(".selected").first
    told = line.inner_text()
    assert dict(parse_qsl(urlsplit(tab.url).query)) == EVERY
    assert all(value in told for value in ("Алматы", "Ivanov A.", "court")), told
    assert not tab.locator("[data-testid=stAlertContentWarning], [data-testid=stException]").count()
    _open(tab, tab.url)
    assert line.inner_text() == told


def test_filters_that_are_not_drawn_keep_what_they_had(server: str, tab: Page) -> None:
    _open(tab, f"{server}/sanctions?measure=arrest&status=charged", 1)
    tab.get_by_text("More filters").click()
    tab.get_by_text("Charged", exact=True).first.wait_for()
    tab.get_by_text("More filters").click()
    tab.get_by_role("link", name="Refusals").first.click()
    tab.wait_for_function("document.querySelector('h1')?.innerText === 'Refusals'")
    _settle(tab)
    tab.wait_for_function("location.search.includes('measure=arrest') && location.search.includes('status=charged')")


def test_a_filter_is_chosen_and_given_up_again(server: str, tab: Page) -> None:
    _open(tab, f"{server}/trends", CHARTS["trends"])
    line = tab.locator(".selected").first
    everything = line.inner_text()
    kind = tab.locator("[data-testid=stSidebar] [data-testid=stMultiSelect]", has=tab.get_by_text("Kind", exact=True))
    kind.locator("input").click()
    tab.get_by_role("option", name="Restriction", exact=True).click()
    tab.wait_for_function("location.search === '?kind=restriction'")
    tab.keyboard.press("Escape")
    _settle(tab)
    assert "Restriction" in line.inner_text()
    tab.get_by_role("link", name="Map").first.click()
    tab.wait_for_function(
        "document.querySelector('h1')?.innerText === 'Map' && location.search === '?kind=restriction'"
    )
    tab.get_by_text("Assemblies", exact=True).click()
    tab.wait_for_function("location.search.includes('category=') && !location.search.includes('kind=')")
    _settle(tab)
    assert "Restriction" not in kind.inner_text()
    tab.get_by_text("Reset", exact=True).click()
    tab.wait_for_function("location.search === ''")
    _settle(tab)
    assert line.inner_text() == everything


def test_the_language_is_switched_in_the_browser(server: str, tab: Page) -> None:
    _open(tab, f"{server}/trends?region=KZ-75", CHARTS["trends"])
    box = tab.locator("[data-testid=stSidebar] [data-testid=stSelectbox]", has=tab.get_by_text("Language"))
    box.locator("input").click()
    tab.get_by_role("option", name="Қазақша").click()
    tab.wait_for_function("document.querySelector('h1')?.innerText !== 'Trends'")
    tab.wait_for_function("location.search.includes('lang=kk') && location.search.includes('region=KZ-75')")
    _settle(tab)
    assert "Алматы" in tab.locator(".selected").first.inner_text()
    tab.reload()
    _settle(tab)
    assert tab.locator("h1").inner_text() == "Үрдістер"


@pytest.mark.parametrize("link", ["people?find=bokay", "incidents?sort=place", "method?lexicon=places.csv&find=almaty"])
def test_what_a_page_asks_for_stands_in_the_address(link: str, server: str, tab: Page) -> None:
    _open(tab, f"{server}/{link}")
    if "find" in link:
        wanted = f"[...document.querySelectorAll('input')].some(one => one.value === '{link.rpartition('=')[2]}')"
    else:
        wanted = "document.querySelectorAll('article header').length === 20"
    tab.wait_for_function(wanted)
    _settle(tab)
    assert link.partition("?")[2] in tab.url
    if "sort" in link:
        cities = [head.split(" · ")[1].split(", ")[0] for head in tab.locator("article header").all_inner_texts()]
        assert cities == sorted(cities)


def test_the_selection_goes_along_to_the_next_page(server: str, tab: Page) -> None:
    _open(tab, f"{server}/refusals?region=KZ-75", 1)
    tab.get_by_role("link", name="Sanctions").first.click()
    tab.wait_for_function("document.querySelector('h1')?.innerText === 'Sanctions'")
    tab.wait_for_function("location.search.includes('region=KZ-75')")


@pytest.mark.parametrize("page, chart", [("refusals", "cells"), ("map", "map")])
def test_a_click_lists_exactly_what_the_mark_counts(page: str, chart: str, server: str, tab: Page) -> None:
    _open(tab, f"{server}/{page}", CHARTS[page])
    tab.locator(f".st-key-chart_{chart}").locator(".point path, path.point").first.click(force=True)
    rows = tab.locator(f".st-key-table_{chart} ~ *")
    heading = rows.locator("h3")
    heading.wait_for()
    number = int(heading.inner_text().split()[0])
    rows.locator("article").first.wait_for()
    listed = [cards.get_attribute("data-ids") or "" for cards in rows.locator("article").all()]
    if not rows.locator("[data-testid=stPagination]").count():
        assert len({name for ids in listed for name in ids.split(", ")}) == number


def test_a_chart_is_in_sight_as_soon_as_it_is_drawn(server: str, tab: Page) -> None:
    tab.add_init_script(
        """new MutationObserver(() => {
          for (const chart of document.querySelectorAll('.js-plotly-plot:has(.main-svg)'))
            window.hid ||= getComputedStyle(chart).visibility === 'hidden';
        }).observe(document, {subtree: true, childList: true, attributes: true});"""
    )
    _open(tab, f"{server}/trends", CHARTS["trends"])
    assert tab.evaluate("window.hid") is False


def test_a_run_that_lasts_shows_that_it_goes_on(server: str, tab: Page) -> None:
    _open(tab, server)
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")  # the first run may last as long
    line = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::after').visibility"
    begin = "document.querySelector('[data-testid=stApp]').dataset.testScriptState = 'running'"
    assert tab.evaluate(f"[{line}, {begin}, {line}]") == ["hidden", "running", "hidden"]
    tab.wait_for_function(f"{line} === 'visible'")


def test_an_axis_of_few_tells_whole_numbers_once(server: str, tab: Page) -> None:
    _open(tab, f"{server}/refusals?city=Konayev&since=2023-04-01&until=2023-04-10", 1)
    tab.wait_for_selector("[class*=yaxislayer] text")  # a chart stands before its axes are written
    told = tab.evaluate(
        "[...document.querySelectorAll('[class*=yaxislayer]')]"
        ".map(axis => [...axis.querySelectorAll('text')].map(tick => tick.textContent))"
    )
    axes = [axis for axis in told if axis]
    assert axes and all(len(set(axis)) == len(axis) for axis in axes), axes


def _download(tab: Page, inside: Locator, button: str) -> bytes:
    with tab.expect_download() as got:
        inside.get_by_role("button", name=button, exact=True).click()
    assert got.value.suggested_filename.endswith(f".{button.lower()}")
    return Path(got.value.path()).read_bytes()


def test_a_number_of_a_table_leads_to_its_rows_without_a_mouse(server: str, tab: Page) -> None:
    _open(tab, f"{server}/refusals", CHARTS["refusals"])
    block = tab.locator(".st-key-table_reasons_time")
    block.locator("summary").press("Enter")
    number = block.locator("table a").first
    told = number.inner_text()
    number.press("Enter")
    tab.wait_for_function("document.querySelector('h1')?.innerText === 'Incidents'")
    _settle(tab)
    assert tab.locator("h2").first.inner_text().split()[0] == told


def test_what_is_shown_is_downloaded(server: str, tab: Page) -> None:
    _open(tab, f"{server}/incidents?region=KZ-75&lang=ru")
    told = int(tab.locator("h2").first.inner_text().split()[0])
    tab.get_by_role("button", name="Скачать").click()
    popover = tab.locator("[data-testid=stPopoverBody]")
    rows = list(csv.DictReader(io.StringIO(_download(tab, popover, "CSV").decode("utf-8-sig"), newline="")))
    assert len(rows) == told and {row["region"] for row in rows} == {"KZ-75"}
    with zipfile.ZipFile(io.BytesIO(_download(tab, popover, "ZIP"))) as packed:
        assert {"datapackage.json", "citation.bib", "incidents.parquet", "tables.xlsx"} < set(packed.namelist())
    _open(tab, f"{server}/people", CHARTS["people"])
    block = tab.locator(".st-key-table_charges")
    block.get_by_text("The same as a table").click()
    block.get_by_role("button", name="XLSX", exact=True).wait_for()
    block.locator("details:not([style*=hidden])").wait_for()  # unfolded: before, the button moves away under the mouse
    book = openpyxl.load_workbook(io.BytesIO(_download(tab, block, "XLSX")))
    numbers = [row[-1].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert sum(filter(None, numbers)) > 0 and book.sheetnames[1:] == ["dictionary", "about"]


def test_a_chart_becomes_a_figure_that_its_address_opens_again(server: str, tab: Page) -> None:
    _open(tab, f"{server}/refusals?region=KZ-75&since=2023-01-01", CHARTS["refusals"])
    with tab.expect_popup() as opened:
        head = tab.locator(":has(+ .st-key-chart_cells)")
        head.get_by_role("link", name="Figure for print").click()
    tab = opened.value
    tab.set_default_timeout(90_000)
    picture = tab.locator("[data-testid=stImage] img")
    picture.wait_for()
    _settle(tab)
    assert "Reasons given by city" in (picture.get_attribute("alt") or "")
    tab.get_by_text("A4, half width").click()
    tab.wait_for_function("location.search.includes('preset=a4_half')")
    asked = dict(parse_qsl(urlsplit(tab.url).query))
    assert asked == {"since": "2023-01-01", "region": "KZ-75", "chart": "refusals.cells", "preset": "a4_half"}
    _open(tab, f"{tab.url}&lang=kk")
    picture.wait_for()
    _settle(tab)
    with zipfile.ZipFile(io.BytesIO(_download(tab, tab.locator("[data-testid=stMain]"), "ZIP"))) as packed:
        told = json.loads(packed.read("passport.json"))
        assert packed.read("figure.pdf")[:5] == b"%PDF-" and packed.read("figure.png")[1:4] == b"PNG"
    assert dict(parse_qsl(urlsplit(told["address"]).query)) == asked | {"lang": "kk"}
