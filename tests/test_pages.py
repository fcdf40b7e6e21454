"""Each page, headless: with a full year, one row, nothing selected, and addresses of every kind."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.browser import DRAWER
from analytics.tables.store import ingest
from pages.shared.tables import read_facts
from tests.sample_tables import make_rows, write_sample

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a year of rows."""
    directory = tmp_path_factory.mktemp("full")
    write_sample(directory, make_rows())
    return directory


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one incident."""
    directory = tmp_path_factory.mktemp("single")
    rows = make_rows(size=1)
    write_sample(directory, {"incidents": rows["incidents"][:1], "months": rows["months"][:1]})
    return directory


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Give a function that opens one page on a data directory with an address."""

    def open_page(page: str, data: Path, **query: str | list[str]) -> AppTest:
        monkeypatch.setattr("pages.shared.tables.DATA", data)
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "overview.py":
            app.switch_page(f"pages/{page}").run()
        assert not app.exception, (page, app.exception)
        return app

    yield open_page


def test_an_edition_that_took_the_place_of_another_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.shared.tables.DATA", tmp_path / "data")
    for number, month in enumerate(("January", "February"), 1):
        chronicle = tmp_path / f"2031-0{number}.md"
        chronicle.write_text(f"{month} 3, Almaty, a court fined activist Serikova A. 20 MCI.[1]\n", "utf8")
        ingest([chronicle], data=tmp_path / "data")
        assert len(read_facts().months) == number


def _read_selected(app: AppTest) -> str:
    """Return the line that says what is selected."""
    return _read_html(app).partition('<p class="selected">')[2].partition("</p>")[0]


def _read_html(app: AppTest) -> str:
    """Return all that a page wrote as HTML."""
    return "".join(block.proto.body for block in app.get("html"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_a_year(page: str, full: Path, opened) -> None:
    app = opened(page, full)
    assert app.title[0].value
    charts = app.get("plotly_chart")
    assert charts or app.get("html")
    # A default of Plotly or of Streamlit would change a figure that the catalogue draws alike for page and print.
    assert not any("template" in json.loads(chart.proto.spec)["layout"] for chart in charts)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_shipped_month(page: str, opened) -> None:
    app = opened(page, ROOT / "data")
    assert "2024" in _read_selected(app)
    assert not app.info and not app.warning


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_one_row(page: str, single: Path, opened) -> None:
    assert opened(page, single).title[0].value


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_selection_is_said_in_words(page: str, full: Path, opened) -> None:
    app = opened(page, full, text="no such words anywhere")
    if page != "method.py":
        assert app.info, page
    assert not app.get("plotly_chart")


def test_an_address_sets_every_filter(full: Path, opened) -> None:
    query = {"region": ["KZ-75", "KZ-71"], "kind": ["restriction"], "since": "2023-01-01", "unit": "entries"}
    app = opened("trends.py", full, **query)
    state = app.session_state
    assert state["filter_regions"] == ["KZ-75", "KZ-71"]
    assert state["filter_kinds"] == ["restriction"]
    assert str(state["filter_since"]) == "2023-01-01"
    assert state["filter_unit"] == "entries"
    assert "Almaty" in _read_selected(app)


def test_a_bad_address_warns_and_goes_on(full: Path, opened) -> None:
    junk = {"region": "Atlantis", "since": "yesterday", "unit": "apples", "lang": "xx", "text": "x" * 10_000}
    app = opened("overview.py", full, **junk)
    assert len(app.warning) == 4
    assert "Atlantis" in app.warning[0].value


def test_a_click_lists_as_many_incidents_as_the_bar_says(full: Path, opened) -> None:
    app = opened("refusals.py", full)
    app.session_state["chart_cities"] = {"selection": {"points": [{"customdata": "city:Almaty"}]}}
    app.run()
    heading = next(mark.value for mark in app.markdown if mark.value.startswith("### "))
    listed = _read_html(app)
    number = int(heading.split()[1])
    assert number > 0
    assert len({name for part in listed.split('data-ids="')[1:] for name in part.split('"')[0].split(", ")}) == number


@pytest.mark.parametrize("language, title", [("en", "Sanctions"), ("ru", "Санкции"), ("kk", "Санкциялар")])
def test_the_address_chooses_the_language(language: str, title: str, full: Path, opened) -> None:
    app = opened("sanctions.py", full, lang=language)
    assert app.title[0].value == title
    app.selectbox(key="filter_lang").set_value("ru").run()
    assert app.title[0].value == "Санкции"


def test_hidden_names_stand_on_no_page(full: Path, opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.shared.tables.NAMES_SHOWN", "hidden")
    for page in PAGES:
        app = opened(page, full)
        shown = str([block.proto for kind in ("html", "plotly_chart", "arrow_data_frame") for block in app.get(kind)])
        assert "Ivanov" not in shown and "Bokay" not in shown, page


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_any_chronicle_says_so(page: str, tmp_path: Path, opened) -> None:
    app = opened(page, tmp_path / "nothing")
    assert app.info or page == "method.py"


def test_a_chronicle_that_cannot_be_read_is_told_and_not_traced(tmp_path: Path, opened) -> None:
    (tmp_path / "chronicles").mkdir()
    (tmp_path / "chronicles" / "2024-03.md").write_bytes(b"\x00\x01\x02" * 100)
    app = opened("overview.py", tmp_path)
    assert "2024-03.md" in app.error[0].value


def test_page_files_stay_thin() -> None:
    for page in PAGES:
        assert len((ROOT / "pages" / page).read_text("utf-8").splitlines()) < 60, page


def test_the_served_outlines_are_the_ones_of_the_data() -> None:
    served = ROOT / "static" / "geo" / "kz-regions.geojson"
    assert served.read_bytes() == (ROOT / "data" / "geo" / "kz-regions.geojson").read_bytes()


def test_the_map_slides_through_covered_months(full: Path, single: Path, opened) -> None:
    app = opened("map.py", full)
    assert app.select_slider(key="choice_month").options[0] == "all"
    app.select_slider(key="choice_month").set_value("2023-02").run()
    assert app.query_params["month"] in ("2023-02", ["2023-02"])
    assert re.search("<h2>.*</h2><p class=.subtitle.>.*February 2023", _read_html(app))
    assert not opened("map.py", single).select_slider


def test_a_place_that_was_clicked_becomes_a_filter(full: Path, opened) -> None:
    app = opened("map.py", full)
    app.session_state["chart_map"] = {"selection": {"points": [{"customdata": "place:located\ncity:Almaty"}]}}
    app.run()
    app.button(key="filter_by_map").click().run()
    assert not app.exception
    assert app.session_state["filter_cities"] == ["Almaty"]


def test_others_of_a_stack_are_listed_as_many_as_they_count(full: Path, opened, monkeypatch) -> None:
    monkeypatch.setattr("analytics.counts.largest.gather_others.__defaults__", (2,))
    app = opened("trends.py", full)
    app.segmented_control(key="choice_split").set_value("city").run()
    app.segmented_control(key="choice_layout").set_value("stacked").run()
    mark = "month:2023-01\ncity:Konayev␟New York"
    app.session_state["chart_stacked"] = {"selection": {"points": [{"customdata": mark}]}}
    app.run()
    assert not app.exception
    heading = next(mark.value for mark in app.markdown if mark.value.startswith("### "))
    listed = _read_html(app)
    ids = {name for part in listed.split('data-ids="')[1:] for name in part.split('"')[0].split(", ")}
    assert len(ids) == int(heading.split()[1]) > 0


def test_an_article_is_opened_by_its_parts(full: Path, opened) -> None:
    app = opened("sanctions.py", full)
    app.segmented_control(key="choice_parts").set_value("CAO 73-3").run()
    assert not app.exception
    assert "<h2>CAO 73-3, by part</h2>" in _read_html(app)


def test_the_overview_tells_gaps_and_what_is_new(full: Path, single: Path, opened) -> None:
    app = opened("overview.py", full)
    told = _read_html(app)
    assert "no chronicle for March 2023" in told and 'class="spark"' in told
    assert "<h2>What is new</h2>" in told
    alone = _read_html(opened("overview.py", single))
    assert "What is new" not in alone and 'class="spark"' not in alone


def test_a_number_of_what_is_new_opens_as_many_rows_as_it_says(full: Path, opened) -> None:
    app = opened("overview.py", full, since="2023-02-01", until="2023-02-28", region="KZ-71")
    new = _read_html(app).partition("<h2>What is new</h2>")[2].partition("</ul>")[0]
    links = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', new)
    assert links
    for address, number in links[:3]:
        page = opened("incidents.py", full, **parse_qs(urlsplit(unescape(address)).query))
        assert page.header[0].value.split()[0] == number


def test_a_number_of_the_summary_opens_as_many_incidents_as_it_says(full: Path, opened) -> None:
    app = opened("summary.py", full, month="2023-02")
    assert app.title[0].value == "Monthly summary"
    body = _read_html(app)
    numbers = dict(re.findall(r'<a href="([^"]+)">([\d,]+)</a>', body))
    asked = next(address for address in numbers if "mark=category" in address and numbers[address] != "0")
    query = parse_qs(urlsplit(unescape(asked)).query)
    page = opened("incidents.py", full, **query)
    assert page.header[0].value.split()[0] == numbers[asked]
    assert asked.startswith("incidents?since=2023-02-01") and len(numbers) > 50


@pytest.mark.parametrize("asked", range(6))
def test_a_headline_number_opens_as_many_rows_as_it_says(asked: int, full: Path, opened) -> None:
    app = opened("overview.py", full, since="2023-01-01", until="2023-02-28")
    body = next(block.proto.body for block in app.get("html") if 'class="headlines"' in block.proto.body)
    headlines = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', body)
    assert len(headlines) == 6
    address, number = headlines[asked]
    page = opened("incidents.py", full, **parse_qs(urlsplit(unescape(address)).query))
    assert page.header[0].value.replace(":", "").split()[0] == number != "0"


def test_a_number_of_the_changes_opens_as_many_rows_as_it_says(full: Path, opened) -> None:
    app = opened("trends.py", full, since="2023-02-01", until="2023-02-28")
    body = next(block.proto.body for block in app.get("html") if "<table>" in block.proto.body)
    links = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', body)
    for address, number in (links[0], links[-1]):
        page = opened("incidents.py", full, **parse_qs(urlsplit(unescape(address)).query))
        assert page.header[0].value.split()[0] == number
    assert {"2023-01-01", "2023-02-01"} == {
        parse_qs(urlsplit(unescape(address)).query)["since"][0] for address, _ in links
    }


def test_the_summary_of_each_covered_month_is_offered(full: Path, opened) -> None:
    app = opened("summary.py", full)
    assert list(app.select_slider(key="choice_month").options) == [
        "December 2022", "January 2023", "February 2023", "April 2023",
    ]  # fmt: skip
    assert app.select_slider(key="choice_month").value == "2023-04"
    assert [button.label for button in app.get("download_button")][:3] == ["PDF", "DOCX", "HTML"]
    assert opened("summary.py", full, since="2023-03-01", until="2023-03-31").info


def test_without_chromium_a_figure_is_offered_as_a_page_alone(full: Path, opened, monkeypatch) -> None:
    DRAWER.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    app = opened("figure.py", full, title="never drawn before")
    assert "apt install chromium" in app.warning[0].value
    assert [button.label for button in app.get("download_button")] == ["HTML", "ZIP"]
