"""Ingest, build, correct: what is stored, and that a bad input changes nothing."""

import csv
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.__main__ import main
from analytics.tables.schema import SCHEMAS
from analytics.tables.store import ensure_tables, read_edition, read_tables

MONTH = """# Chronicle, 1-31 March 2023

March 4, Taraz, the Akimat did not allow Serikov A. to hold a rally on March 20. Reason: repair works on the square[1].

March 5, Almaty, journalist Ospanova D. was fined 20 MCI under Article 488, Part 6 of the CAO[2].

March 6, Almaty, the court fined journalist Ospanova D. 20 MCI under Article 488, Part 6 of the CAO for a picket[3].
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "2023-03.md").write_text(MONTH, "utf8")
    folder = tmp_path / "data"
    assert main(["ingest", str(tmp_path / "2023-03.md"), "--data", str(folder)]) == 0
    return folder


def state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_tables_have_their_schema_and_the_source_is_kept(data: Path) -> None:
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(data / "tables" / f"{name}.parquet").equals(schema)
    assert (data / "chronicles" / "2023-03.md").read_text("utf8") == MONTH
    assert read_tables(data)["incidents"]["entry"].to_pylist() == [1, 2, 3]


def test_the_same_month_again_replaces_it_and_gives_the_same_bytes(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, edition = state(data), read_edition(data)
    assert main(["ingest", str(data / "chronicles" / "2023-03.md"), "--data", str(data)]) == 0
    assert main(["build", "--data", str(data)]) == 0
    assert state(data) == before
    assert read_edition(data) == edition
    assert (
        "3 entries read, 3 incidents, 1 refusals, 2 sanctions; entries without an incident: 0"
        in capsys.readouterr().out
    )


def test_a_likely_repeat_is_flagged_with_the_other_id(data: Path) -> None:
    rows = read_tables(data)["incidents"].to_pylist()
    assert [row["duplicate_of"] for row in rows] == [None, None, "2023-03-002.1"]
    assert "possible_duplicate" in rows[2]["flags"]


def test_tables_are_built_when_missing_or_older_than_their_sources(data: Path) -> None:
    edition = read_edition(data)
    for path in (data / "tables").iterdir():
        path.unlink()
    assert read_edition(data) == edition
    source = data / "chronicles" / "2023-03.md"
    source.write_text(source.read_text("utf8").replace("Taraz", "Semey"), "utf8")
    assert read_tables(data)["incidents"]["city"][0].as_py() == "Semey"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("2023-04.txt", b"", "the file is empty"),
        ("2023-04.txt", b"\x00\x01\x02\x03" * 400, "2023-04.txt"),
        ("2023-04.txt", b"Nothing here is dated.\n\nNor is this.", "no paragraph opens with a date"),
        ("notes.txt", b"April 3, Almaty, a rally took place[1].", "month"),
        ("2023-05.txt", b"# Chronicle, April 2023\n\nApril 3, Almaty, a rally took place[1].", "2023-0"),
        ("2023-04.txt", b"May 3, Almaty, a rally took place[1].", "May 3"),
        ("2023-04.txt", b"April 31, Almaty, a rally took place[1].", "April 31"),
        ("2023-04.xyz", b"April 3, Almaty, a rally took place[1].", "xyz"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, told: str
) -> None:
    before = state(data)
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["ingest", str(path), "--data", str(data)]) == 2
    assert told in capsys.readouterr().err
    assert state(data) == before


def test_a_footnote_out_of_order_is_kept_and_told_or_if_strict_stops(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(data)
    path = tmp_path / "2023-04.txt"
    path.write_text("April 3, Almaty, a rally took place[2].\n\nApril 4, Almaty, a rally took place[1].", "utf8")
    assert main(["ingest", str(path), "--data", str(data), "--strict"]) == 2
    error = capsys.readouterr().err
    assert "2023-04.txt" in error
    assert "entry 2" in error
    assert state(data) == before
    assert main(["ingest", str(path), "--data", str(data)]) == 0
    assert "footnote_order" in capsys.readouterr().out


def write_correction(data: Path, **changes: str) -> None:
    row = {
        "incident_id": "2023-03-001.1",
        "field": "city",
        "expected": "Taraz",
        "value": "Merke",
        "who": "A",
        "when": "2023-04-01",
        "why": "call",
    }
    with (data / "corrections.csv").open("w", encoding="utf8", newline="") as file:
        lines = csv.DictWriter(file, list(row), lineterminator="\n")
        lines.writeheader()
        lines.writerow(row | changes)


def test_a_correction_is_applied_and_flagged(data: Path) -> None:
    write_correction(data)
    row = read_tables(data)["incidents"].to_pylist()[0]
    assert row["city"] == "Merke"
    assert "corrected" in row["flags"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"expected": "Semey"}, "'Taraz', the correction expects 'Semey'"),
        ({"incident_id": "2023-03-009.1"}, "no incident 2023-03-009.1"),
        ({"incident_id": "2022-01-001.1"}, "no chronicle of '2022-01'"),
        ({"field": "text"}, "cannot be corrected"),
        ({"field": "category", "expected": "assembly_refusal", "value": "riot"}, "not in the codebook"),
        ({"why": ""}, "who, when and why"),
    ],
)
def test_a_correction_that_no_longer_fits_stops_the_build(
    data: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], told: str
) -> None:
    tables = state(data / "tables")
    write_correction(data, **changes)
    assert main(["build", "--data", str(data)]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "line 2" in error
    assert state(data / "tables") == tables


def test_explain_shows_an_entry_with_its_rules(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "2023-03", "1", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert "authority-refused-assembly" in shown
    assert "reason-works" in shown
    assert main(["explain", "2023-03", "77", "--data", str(data)]) == 2
    assert "no such entry" in capsys.readouterr().err


def test_the_shipped_data_has_a_month() -> None:
    assert ensure_tables().exists()
    assert read_tables()["months"].num_rows >= 1
