"""Exports opened by other programs than made them: they equal the tables, nothing in them runs, and bytes stay bytes."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.__main__ import main
from analytics.counts.count import count_by, count_total
from analytics.counts.facts import TABLE_OF, prepare_facts
from analytics.counts.names import hide_names
from analytics.counts.periods import count_by_period
from analytics.counts.selection import Selection
from analytics.errors import InputError
from analytics.figures.address import read_address, write_address
from analytics.figures.words import LANGUAGES, read_words
from analytics.reports.cells import guard_text, join_items, read_guarded, split_items
from analytics.reports.citation import read_publication
from analytics.reports.command import export_data
from analytics.reports.dictionary import COUNT, describe_columns, read_dictionary
from analytics.reports.extracts import KEYS, extract_count, extract_rows, extract_tables
from analytics.reports.formats import CELL_LIMIT, read_csv, read_xlsx, write_csv, write_jsonl, write_parquet, write_xlsx
from analytics.reports.package import make_export, save_files, write_bundle, write_files
from analytics.tables.schema import SCHEMAS
from analytics.tables.store import read_edition, read_tables
from tests.sample_tables import make_rows, make_tables

ROOT = Path(__file__).parents[1]
WORDS = read_words("en")
TABLES = make_tables(make_rows())
FACTS = prepare_facts(TABLES)
ALL = (*KEYS, "sanctions")

NASTY = (
    "=1+1", "'=x", "''=x", "'plain", "-5", "+7 701", "@SUM(A1)", "\t=x", "\r=x", "＝1+1", "a;=1+1", "a, -b", "line\n=cmd|' /C calc'!A0",
    'say "so"', "a;b; c\\", "\\e", "Әлімбек Қ. Ұ. Ң. Ғ. Ө. Ү. І. Һ.", " lead and trail ", "_x000D_", "x005F_", "a\rb\r\nc", "NA", "null", "1e5",
    "20.10", "TRUE", "\x0b\x0c\x1f", "﻿bom", "  nbsp", "𝒳", "",
)  # fmt: skip


def nasty_tables() -> dict[str, pa.Table]:
    """The sample with every free text nasty, and a text longer than a cell."""
    rows = make_rows(size=12)
    texts = [*NASTY, "=" * 3 + "long; " * 7000 + "𝒳" * 20_000]
    for number, row in enumerate(rows["incidents"]):
        text = texts[number % len(texts)]
        row |= {"text": text, "persons": [text, "Bokay M."], "city": text or None, "source_urls": ["", text]}
        row |= {"lat": -43.25, "lon": -0.1}
    for number, row in enumerate(rows["refusals"]):
        row |= {"theme": NASTY[number % len(NASTY)] or None, "planned": [date(1899, 1, 1), date(2024, 2, 29)]}
    for number, row in enumerate(rows["sanctions"]):
        row |= {"article": NASTY[number % len(NASTY)] or None, "amount": number / 10, "kzt": number - 5}
    rows["incidents"][0]["date"] = date(1899, 12, 31)
    return make_tables(rows)


@pytest.fixture(scope="module")
def nasty() -> list:
    tables = nasty_tables()
    return [extract_rows(name, tables[name], WORDS) for name in ALL]


def guarded(value: object) -> bool:
    """Whether no cell can run, in a program that splits at commas or in one that splits at another sign."""
    return not re.search(r"(?:^|[,;|\t\r\n])[ \u00a0]*[=+\-@＝＋－＠]", str(value))


def test_every_column_is_in_the_dictionary_in_every_language() -> None:
    lines = read_dictionary()
    used = set()
    for name, schema in SCHEMAS.items():
        used |= {(name, column) if (name, column) in lines else ("", column) for column in schema.names}
    used |= {(COUNT, dimension) for dimension in TABLE_OF}
    assert used == set(lines)
    assert all(line[language] for line in lines.values() for language in LANGUAGES)
    for language in LANGUAGES:
        for name in SCHEMAS:
            describe_columns(name, TABLES[name], read_words(language))


def test_allowed_values_are_the_codes_of_the_codebook() -> None:
    columns = {column.name: column for column in describe_columns("incidents", TABLES["incidents"], WORDS)}
    with (ROOT / "data" / "lexicon" / "codebook.csv").open(encoding="utf-8") as file:
        coded = {row["category"] for row in csv.DictReader(file)}
    assert {code for code, _ in columns["category"].values} == coded
    assert columns["flags"].type == "list of string" and columns["date"].type == "date"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet="=+-@\t\r\n,;|'x0AF_ a＝\\e"))
@settings(max_examples=400, deadline=None)
def test_a_text_is_guarded_and_read_back(text: str) -> None:
    assert read_guarded(guard_text(text)) == text
    assert guarded(guard_text(text))


@given(st.lists(st.text(alphabet=";\\ ea=\n") | st.text(max_size=5)))
@settings(max_examples=300, deadline=None)
def test_a_list_is_joined_and_split(items: list[str]) -> None:
    assert split_items(join_items(items)) == items


def test_csv_and_xlsx_read_back_equal_the_tables(nasty) -> None:
    book = write_xlsx(nasty, {})
    for extract in nasty:
        assert read_csv(write_csv(extract), extract).equals(extract.rows), extract.name
        assert read_xlsx(book, extract).equals(extract.rows), extract.name


def test_parquet_and_json_lines_equal_the_tables(nasty) -> None:
    for extract in nasty:
        assert pq.read_table(io.BytesIO(write_parquet(extract, {"edition": "x"}))).equals(extract.rows)
        rows = [json.loads(line) for line in write_jsonl(extract).decode().split("\n")[:-1]]
        assert rows == json.loads(json.dumps(extract.rows.to_pylist(), default=str))


def test_pandas_reads_the_same(nasty) -> None:
    for extract in nasty:
        frame = pd.read_csv(io.BytesIO(write_csv(extract)), dtype=str, keep_default_na=False)
        sheet = pd.read_excel(io.BytesIO(write_xlsx([extract], {})), sheet_name=extract.name[:31])
        assert len(frame) == len(sheet) == extract.rows.num_rows
        assert list(frame.columns) == extract.rows.column_names
        for column in extract.columns:
            if column.kind in ("integer", "number") and not column.many:
                told = extract.rows[column.name].to_pylist()
                for read in (pd.to_numeric(frame[column.name]), sheet[column.name]):
                    assert [None if pd.isna(value) else value for value in read] == told, column.name


def test_no_cell_runs(nasty) -> None:
    for extract in nasty:
        texts = {column.name for column in extract.columns if column.many or column.kind == "string"}
        for row in csv.DictReader(io.StringIO(write_csv(extract).decode("utf-8-sig"), newline="")):
            assert all(guarded(row[name]) for name in texts), row
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(nasty, {"about": [("=1", "@x")]})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(len(str(cell.value)) <= CELL_LIMIT and guarded(cell.value) for cell in cells if cell.data_type == "s")


def test_a_workbook_is_typed(nasty) -> None:
    export = make_export(nasty, FACTS, WORDS, read_publication(), "0123456789ab", "full")
    book = openpyxl.load_workbook(io.BytesIO(write_files(export, ["xlsx"])["tables.xlsx"]))
    assert book.sheetnames == [*(extract.name for extract in nasty), "dictionary", "about"]
    sheet = book["incidents"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:") and "text (2)" in head
    first = dict(zip(head, sheet[3], strict=True))
    assert first["date"].is_date and first["date"].number_format == "yyyy-mm-dd"
    assert (first["lat"].value, first["lat"].data_type, first["entry"].data_type) == (-43.25, "n", "n")
    told = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert told["Edition"] == "0123456789ab" and "CC BY 4.0" in told["How to cite"]
    described = {(row[0].value, row[1].value) for row in book["dictionary"].iter_rows(min_row=2)}
    assert described == {(extract.name, column) for extract in nasty for column in extract.rows.column_names}


def test_a_nul_is_refused_with_its_place() -> None:
    rows = TABLES["incidents"].to_pylist()
    rows[4]["text"] = "a\0b"
    with pytest.raises(InputError, match=rf"incidents: row 5 \({re.escape(rows[4]['incident_id'])}\): text .*NUL"):
        extract_rows("incidents", pa.Table.from_pylist(rows, schema=SCHEMAS["incidents"]), WORDS)


selections = st.builds(
    Selection,
    since=st.sampled_from(["", "2023-01-10"]),
    regions=st.sampled_from([(), ("KZ-75",), ("KZ-71", "none")]),
    reasons=st.sampled_from([(), ("works",)]),
    statuses=st.sampled_from([("imposed",), (), ("charged", "serving")]),
    measures=st.sampled_from([(), ("fine",)]),
    persons=st.sampled_from([(), ("Bokay M.",)]),
    text=st.sampled_from(["", "rally"]),
    unit=st.sampled_from(["incidents", "entries", "refusals", "sanctions"]),
)


@given(selections)
@settings(max_examples=25, deadline=None)
def test_the_rows_exported_are_the_rows_counted(selection: Selection) -> None:
    found = {one.name: one.rows for one in extract_tables(TABLES, FACTS, WORDS, selection, (), selection.unit)}
    ids = set(found["incidents"]["incident_id"].to_pylist())
    if selection.unit in ("incidents", "entries"):
        assert found["incidents"].num_rows == count_total(FACTS, selection, "incidents")
        assert len(set(found["refusals"]["incident_id"].to_pylist())) == count_total(FACTS, selection, "refusals")
        assert found["sanctions"].num_rows == count_total(FACTS, selection, "sanctions")
    else:
        units = found[selection.unit]
        assert len(set(units["incident_id"].to_pylist())) == len(ids)
    for name in ("refusals", "sanctions", "people"):
        assert set(found[name]["incident_id"].to_pylist()) <= ids


def test_whole_is_whole() -> None:
    for extract in extract_tables(TABLES, FACTS, WORDS, names=ALL):
        assert extract.rows.equals(TABLES[extract.name])


def test_a_count_has_codes_labels_and_gaps() -> None:
    count = count_by(FACTS, Selection(), ("reason", "city"), "refusals")
    rows = extract_count(count, read_words("ru")).rows.to_pylist()
    assert [(row["reason"], row["city"], row["n"]) for row in rows] == [tuple(row.values()) for row in count]
    assert next(row["reason_label"] for row in rows if row["reason"] == "works") == "Строительные или ремонтные работы"
    series = extract_count(count_by_period(FACTS, Selection(), "month"), WORDS)
    numbers = dict(zip(series.rows["month"].to_pylist(), series.rows["n"].to_pylist(), strict=True))
    assert numbers["2023-03"] is None and numbers["2023-02"] > 0, "a month without a chronicle is a gap"


def test_frictionless_accepts_the_package(tmp_path: Path) -> None:
    words = read_words("kk")
    tables = hide_names(read_tables(), "public")
    facts = prepare_facts(tables)
    selection = Selection(since="2024-02-05", statuses=())
    extracts = [
        *extract_tables(tables, facts, words, selection, names=ALL),
        extract_count(count_by(facts, selection, ("reason", "city"), "refusals"), words),
        extract_count(count_by_period(facts, selection, "month", ("kind",)), words),
    ]
    export = make_export(extracts, facts, words, read_publication(), read_edition(), "initials", selection)
    save_files(write_files(export), tmp_path / "out")
    report = Package.from_descriptor(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, [(task.name, error.note) for task in report.tasks for error in task.errors][:5]
    described = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    files = {resource["path"] for resource in described["resources"]}
    assert files | {"datapackage.json", "README.txt", "citation.bib", "citation.ris"} == set(
        os.listdir(tmp_path / "out")
    )
    refusals = next(one["schema"] for one in described["resources"] if one["name"] == "refusals-csv")
    assert refusals["primaryKey"] == ["incident_id", "reason"] and len(refusals["foreignKeys"]) == 2
    reason = next(field for field in refusals["fields"] if field["name"] == "reason")
    assert reason["constraints"]["required"] and "works" in reason["constraints"]["enum"]


def test_frictionless_finds_what_is_wrong(tmp_path: Path) -> None:
    tables = read_tables()
    facts = prepare_facts(tables)
    export = make_export(extract_tables(tables, facts, WORDS), facts, WORDS, read_publication(), "0" * 12, "full")
    files = write_files(export, ["csv"])
    files["refusals.csv"] = files["refusals.csv"].replace(b"no_venue", b"no_reason", 1)
    save_files(files, tmp_path / "out")
    report = Package.from_descriptor(str(tmp_path / "out" / "datapackage.json")).validate()
    wrong = {task.name: {error.type for error in task.errors} for task in report.tasks if not task.valid}
    assert set(wrong) == {"refusals-csv"} and "constraint-error" in wrong["refusals-csv"]


def test_the_same_bytes_again(tmp_path: Path) -> None:
    chosen = {"query": "region=KZ-75", "counts": ["reason,city"], "tables": "incidents,sanctions", "language": "kk"}
    list(export_data(tmp_path / "here", **chosen))
    script = (
        "import sys; from pathlib import Path; from analytics.reports.command import export_data;"
        f"list(export_data(Path(sys.argv[1]), **{chosen!r}))"
    )
    other = os.environ | {"TZ": "Asia/Almaty", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "there")], cwd=ROOT, check=True, env=other)
    here, there = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("here", "there"))
    assert here == there and "tables.xlsx" in here
    export = make_export(extract_tables(TABLES, FACTS, WORDS), FACTS, WORDS, read_publication(), "0" * 12, "full")
    assert write_bundle(export) == write_bundle(export)


def test_the_command_line_exports_what_a_page_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = (
        "http://localhost:8501/incidents?region=KZ-75&since=2024-02-01&mark=reason:no_venue&unit=refusals&sort=place"
    )
    out = tmp_path / "deep" / "out"
    assert main(["export", "--out", str(out), "--query", address, "--formats", "csv,jsonl"]) == 0
    assert "left out of the query, for they filter nothing: sort" in capsys.readouterr().out
    rows = list(csv.DictReader((out / "refusals.csv").open(encoding="utf-8-sig", newline="")))
    assert rows and {(row["city"], row["reason"]) for row in rows} == {("Almaty", "no_venue")}
    incidents = [json.loads(line) for line in (out / "incidents.jsonl").read_text("utf-8").splitlines()]
    assert {row["incident_id"] for row in incidents} == {row["incident_id"] for row in rows}
    names = [name for row in incidents for name in row["persons"]]
    assert all(re.fullmatch(r"(\w\. ?)+(\(\d+\))?", name) for name in names), (
        "public is what nothing else was asked for"
    )
    assert (
        main(["export", "--out", str(out), "--count", "month,reason", "--unit", "refusals", "--formats", "xlsx"]) == 0
    )
    assert {"refusals-by-month-reason.xlsx", "README.txt"} < set(os.listdir(out)) and "incidents.csv" not in os.listdir(
        out
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--query", "region=KZ-99"], "region='KZ-99'"),
        (["--query", "since=2024-02-31"], "since='2024-02-31'"),
        (["--query", "regoin=KZ-75"], "there is no filter regoin; write region"),
        (["--query", "mark=reason:rain"], "mark='reason:rain'"),
        (["--query", "text=%FF"], "utf-8"),
        (["--query", "text=a\udcff"], "utf-8"),
        (["--tables", "incidents,spams"], "--tables 'spams'"),
        (["--count", "reasons"], "--count 'reasons'"),
        (["--formats", "ods"], "--formats 'ods'"),
        (["--data", "nowhere"], "--data 'nowhere': there is no such folder"),
    ],
)
def test_what_cannot_be_used_is_named(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--out", str(tmp_path / "out"), *arguments]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "out").exists()
    assert not Path("nowhere").exists(), "a mistyped folder is not made"


def test_an_address_is_written_and_read() -> None:
    chosen = Selection(
        since="2023-01-01", cities=("Almaty", "Uralsk"), statuses=(), text='"the case" rally', unit="people"
    )
    mark = (("reason", "works"), ("month", "2023-01"))
    assert read_address(f"https://here/{write_address('map', chosen, mark)}", FACTS, WORDS) == (chosen, mark, ())
    assert read_address("https://here/map", FACTS, WORDS) == (Selection(), (), ())


def test_nothing_half_is_left_and_nothing_of_others_is_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    save_files({"README.txt": b"first"}, out)
    script = (
        "import resource, sys; from pathlib import Path; from analytics.reports.package import save_files;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "save_files({'README.txt': b'second', 'big.csv': b'x' * 1000}, Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(out)], cwd=ROOT, capture_output=True, text=True)
    assert f"InputError: {out}: File too large; nothing was written there" in done.stderr
    assert os.listdir(tmp_path) == ["out"] and (out / "README.txt").read_bytes() == b"first"
    (tmp_path / "file").write_bytes(b"")
    for folder, said in (
        (tmp_path / "file", "a file stands there"),
        (tmp_path / "file" / "out", "nothing was written"),
    ):
        with pytest.raises(InputError, match=said):
            save_files({"README.txt": b""}, folder)
    (out / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"thesis\.docx"):
        save_files({"README.txt": b"third"}, out)
    assert (out / "thesis.docx").read_bytes() == b"mine" and (out / "README.txt").read_bytes() == b"first"
