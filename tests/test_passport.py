"""A figure and its passport: the same again from its address, its rows the rows it counts, no name that must not be."""

import csv
import hashlib
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pytest

from analytics.counts.almanac import read_almanac
from analytics.counts.count import list_keys
from analytics.counts.facts import prepare_facts
from analytics.counts.names import hide_names
from analytics.counts.selection import Selection
from analytics.errors import InputError
from analytics.figures.address import read_address
from analytics.figures.catalogue import CHARTS, draw_chart
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, read_words
from analytics.lexicon.load import LEXICON
from analytics.reports.citation import read_publication
from analytics.reports.figures import draw_report
from analytics.reports.passport import Edition, FigureSpec, make_passport, read_spec
from analytics.tables.schema import SCHEMAS
from tests.sample_tables import make_rows

TABLES = {name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in make_rows().items()}
SELECTION = Selection(since="2023-01-01", until="2023-02-28", kinds=("restriction",))


def look(policy: str = "full") -> tuple[dict[str, View], Edition]:
    """Return the made-up year in each language, and its edition, under a names policy."""
    tables = hide_names(TABLES, policy)
    facts, almanac = prepare_facts(tables), read_almanac(LEXICON)
    views = {language: View(facts, read_words(language), SELECTION, almanac) for language in LANGUAGES}
    return views, Edition("0123456789ab", read_publication(), policy, tables)


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_passport_has_the_rows_that_its_figure_counts_and_leads_back_to_it() -> None:
    views, edition = look()
    spec = read_spec({"chart": "refusals.reasons", "preset": "a4_half", "title": "Reasons", "labels": "off"})
    files = make_passport(views, "ru", spec, edition, ["html"])
    told = json.loads(files["passport.json"])
    count = draw_chart(views["ru"], "refusals.reasons").count
    counted = {row["incident_id"] for row in list_keys(views["ru"].facts, SELECTION, "refusals").to_pylist()}
    assert {row["incident_id"] for row in read_csv(files["refusals.csv"])} == counted and len(counted) == count.total
    assert {row["reason"]: int(row["n"]) for row in read_csv(files["refusals-by-reason.csv"])} == {
        row["reason"]: row["n"] for row in count
    }
    assert told["sha256"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "passport.json"
    }
    assert set(told["captions"]) == set(told["alt"]) == set(LANGUAGES)
    assert f"{count.total}" in told["captions"]["en"] and edition.id in told["captions"]["kk"]
    page, query = told["address"].split("?")
    opened = parse_qs(urlsplit(told["address"]).query)
    assert page == "figure" and opened["lang"] == ["ru"]
    assert read_address(query, views["en"].facts, views["en"].words)[0] == SELECTION
    own = {name: opened[name][0] for name in ("chart", "preset", "title", "labels")}
    assert read_spec(own) == spec


def test_the_same_edition_and_address_give_the_same_bytes() -> None:
    spec = FigureSpec("trends.apart", {"by": "month", "split": "region"})
    first, again = (make_passport(*look_in("kk"), spec, look()[1], ["svg", "pdf", "png", "html"]) for _ in range(2))
    assert first == again
    assert set(first) >= {"figure.svg", "figure.pdf", "figure.png", "figure.html", "citation.bib", "citation.ris"}


def look_in(language: str) -> tuple[dict[str, View], str]:
    return look()[0], language


def test_no_name_is_in_a_passport_where_names_are_hidden() -> None:
    views, edition = look("hidden")
    for chart in ("people.cases", "sanctions.articles"):
        files = make_passport(views, "en", FigureSpec(chart), edition, ["html"])
        for name, data in files.items():
            assert b"Ivanov" not in data and b"Bokay" not in data and "Әлімбек".encode() not in data, name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chart": "refusals.moods"}, "refusals.moods"),
        ({"chart": "refusals.reasons", "preset": "a0"}, "a4_full"),
        ({"chart": "refusals.reasons", "width": "wide"}, "width 'wide'"),
        ({"chart": "refusals.reasons", "dpi": "5"}, "36 to 1200"),
        ({"chart": "refusals.reasons", "colour": "grey"}, "colours"),
    ],
)
def test_what_no_figure_can_be_is_named(given: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_spec(given)


def test_every_chart_of_the_catalogue_has_an_address_of_its_own() -> None:
    views, _ = look()
    for name in CHARTS:
        assert draw_chart(views["en"], name).title
        assert read_spec(FigureSpec(name).query) == FigureSpec(name)


def test_a_report_is_drawn_from_its_specification(tmp_path: Path) -> None:
    spec = tmp_path / "report.toml"
    spec.write_text(
        'month = "2024-02"\nlanguages = ["en", "kk"]\nformats = ["html"]\n[[figure]]\nchart = "refusals.reasons"\n'
        '[[figure]]\nchart = "trends.time"\nby = "week"\nquery = "text=nowhere"\n',
        "utf-8",
    )
    lines = list(draw_report(spec, tmp_path / "out"))
    assert sum("left out" in line for line in lines) == 2
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"01-refusals-reasons-en.html", "01-refusals-reasons-kk.html", "captions-kk.txt"} < names
    assert "18 refusals" in (tmp_path / "out" / "captions-en.txt").read_text("utf-8")
    assert list(draw_report(spec, tmp_path / "out")) == lines, "an earlier report is replaced"
    spec.write_text('[[figure]]\nchart = "trends.time"\n[[figure]]\nchart = "trends.tide"\n', "utf-8")
    with pytest.raises(InputError, match=r"report.toml: figure 2: chart 'trends.tide'"):
        list(draw_report(spec, tmp_path / "out"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == names, "what was there stays"
