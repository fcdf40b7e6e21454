"""Editions: what changed from one to the next, why, and which incidents moved which number."""

import csv
import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.__main__ import main
from analytics.counts.changelog import EDITIONS, KEPT, read_changelog, record_edition
from analytics.counts.editions import compare_editions
from analytics.figures.words import LANGUAGES, read_words
from analytics.reports.changes import tell_changes
from analytics.tables.compare import Change, Edition, match_entries
from analytics.tables.store import build, read_edition, read_tables
from tests.sample_tables import make_rows, make_tables, write_sample

ROOT = Path(__file__).parents[1]
PARAGRAPHS = (
    "March 4, Taraz, the Akimat did not allow Serikov A. to hold a rally on March 20. Reason: repair works on the square[1].",
    "March 5, Almaty, journalist Ospanova D. was fined 20 MCI under Article 488, Part 6 of the CAO[2].",
    "March 9, Uralsk, police detained activist Zhumabek K. near the akimat building and took him to the station[3].",
)
NEW = "March 3, Aktobe, the Akimat refused activists a picket on March 8. Reason: the place is under construction[1]."


def write_month(data: Path, *paragraphs: str) -> None:
    (data / "chronicles").mkdir(parents=True, exist_ok=True)
    (data / "chronicles" / "2023-03.md").write_text(
        "\n\n".join(["# Chronicle, 1-31 March 2023", *paragraphs, ""]), "utf8"
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_month(tmp_path, *PARAGRAPHS)
    build(tmp_path)
    record_edition(tmp_path)
    return tmp_path


def record_changes(data: Path) -> list[Change]:
    build(data)
    entry = record_edition(data)
    assert entry and entry.edition == read_edition(data)
    return list(entry.changes)


def test_equal_tables_are_one_edition_and_one_entry(data: Path) -> None:
    first = (data / "changelog.csv").read_bytes()
    build(data)
    assert record_edition(data) is None
    assert (data / "changelog.csv").read_bytes() == first
    (entry,) = read_changelog(data)
    assert (entry.previous, entry.changes) == ("", (Change("month_added", "2023-03", after="3", why="text"),))


def test_a_paragraph_inserted_moves_the_others_and_removes_none(data: Path) -> None:
    name, before = read_edition(data), read_tables(data)["incidents"]
    write_month(data, NEW, *PARAGRAPHS[:2], PARAGRAPHS[2].replace("near the akimat building", "near the akimat"))
    changes = record_changes(data)
    told = Counter((one.what, one.why) for one in changes if one.what not in ("number_moved", "recoded"))
    assert told == {
        ("source_changed", "text"): 1,
        ("incident_added", "text"): 1,
        ("incident_moved", "text"): 3,
        ("text_changed", "text"): 1,
    }
    moved = [(one.before, one.after) for one in changes if one.what == "incident_moved"]
    assert moved == [(f"2023-03-00{n}.1", f"2023-03-00{n + 1}.1") for n in (1, 2, 3)]
    works = next(one for one in changes if one.field == "refusals/reason/works")
    assert (works.month, works.before, works.after, works.incident) == ("2023-03", "1", "2", "2023-03-001.1")
    assert pq.read_table(data / EDITIONS / name / "incidents.parquet").equals(before)


def test_a_correction_is_told_with_who_when_and_why_and_so_is_its_end(data: Path) -> None:
    line = {"incident_id": "2023-03-001.1", "field": "city", "expected": "Taraz", "value": "Merke"}
    with (data / "corrections.csv").open("w", encoding="utf8", newline="") as file:
        lines = csv.DictWriter(file, [*line, "who", "when", "why"])
        lines.writeheader()
        lines.writerow(line | {"who": "A. K.", "when": "2023-04-01", "why": "the akimat's answer"})
    (change,) = (one for one in record_changes(data) if one.field == "city")
    assert change == Change("recoded", "2023-03", "2023-03-001.1", "city", "Taraz", "Merke", "correction",
                            "A. K., 2023-04-01: the akimat's answer")  # fmt: skip
    (data / "corrections.csv").unlink()
    (change,) = (one for one in record_changes(data) if one.field == "city")
    assert (change.before, change.after, change.why) == ("Merke", "Taraz", "correction_withdrawn")
    entries = read_changelog(data)
    assert entries[0].edition == entries[2].edition
    assert len({entry.id for entry in entries}) == 3


def test_a_rule_changed_names_the_file_and_each_field_it_recodes(data: Path) -> None:
    lexicon = data / "lexicon"
    lexicon.mkdir()
    for path in (ROOT / "data" / "lexicon").iterdir():
        (lexicon / path.name).write_bytes(path.read_bytes())
    reasons = lexicon / "reasons.toml"
    text = reasons.read_text("utf8")
    reasons.write_text(text.replace("value = 'works'", "value = 'infrastructure'"), "utf8")
    changes = record_changes(data)
    assert Change("lexicon_changed", field="reasons.toml", why="rules") in changes
    recoded = [one for one in changes if one.what == "recoded"]
    assert recoded == [Change("recoded", "2023-03", "2023-03-001.1", "reason", "works", "infrastructure", "rules")]
    numbers = {one.field: (one.before, one.after) for one in changes if one.what == "number_moved"}
    assert numbers == {"refusals/reason/works": ("1", "0"), "refusals/reason/infrastructure": ("0", "1")}


def test_only_so_many_editions_are_kept_and_a_lost_one_is_said(tmp_path: Path) -> None:
    for size in range(1, KEPT + 3):
        shutil.rmtree(tmp_path / "tables", ignore_errors=True)
        write_sample(tmp_path, make_rows(size=size))
        assert record_edition(tmp_path)
    entries = read_changelog(tmp_path)
    assert len(entries) == KEPT + 2
    assert {path.name for path in (tmp_path / EDITIONS).iterdir()} == {one.edition for one in entries[-KEPT:]}
    shutil.rmtree(tmp_path / EDITIONS)
    shutil.rmtree(tmp_path / "tables")
    write_sample(tmp_path, make_rows(size=1))
    entry = record_edition(tmp_path)
    assert entry and entry.changes == (Change("not_kept"),)


def make_edition(name: str, rows: dict[str, list[dict[str, object]]]) -> Edition:
    return Edition(name, make_tables(rows), {}, {})


@pytest.mark.parametrize("seed", [1, 2])
def test_every_monthly_number_that_differs_is_told_with_its_movers(seed: int) -> None:
    old, new = make_rows(seed), make_rows(seed)
    for rows in (old, new):  # every paragraph has words of its own, as in a chronicle
        for row in rows["incidents"]:
            row["text"] = f"{row['text']} {row['report']} entry {row['entry']} {row['date']} {' '.join(row['persons'])}"
    for row in new["incidents"][seed::7]:
        row["category"], row["kind"] = "detention", "restriction"
    for row in new["incidents"][seed::11]:
        row["date"] = date(2023, 2, 14)
    changes = compare_editions(make_edition("a", old), make_edition("b", new))

    def count(rows: dict[str, list[dict[str, object]]]) -> dict[tuple[str, str], set[object]]:
        cells: dict[tuple[str, str], set[object]] = {}
        for row in rows["incidents"]:
            if row["date"]:
                cells.setdefault((f"{row['date']:%Y-%m}", f"incidents/category/{row['category']}"), set()).add(
                    row["incident_id"]
                )
        return cells

    was, now = count(old), count(new)
    expected = {
        cell: (str(len(was.get(cell, ()))), str(len(now.get(cell, ()))), was.get(cell, set()) ^ now.get(cell, set()))
        for cell in was.keys() | now.keys()
        if len(was.get(cell, ())) != len(now.get(cell, ())) and cell[0] in {row["report"] for row in old["months"]}
    }
    told = {
        (one.month, one.field): (one.before, one.after, set(one.incident.split("; ")))
        for one in changes
        if one.what == "number_moved" and one.field.startswith("incidents/category/")
    }
    assert told == expected and expected


def test_people_joined_and_parted_are_told() -> None:
    def edition(*ids: str) -> Edition:
        names = ("Serikov A.", "Serikov Arman", "Ospanova D.")
        people = [
            {"person_id": one, "name": name, "spelling": name, "incident_id": "2023-03-001.1"}
            for one, name in zip(ids, names, strict=True)
        ]
        return make_edition("x", {"people": people})

    apart, joined = edition("1", "2", "3"), edition("1", "1", "3")
    assert compare_editions(apart, joined) == [
        Change("people_joined", field="persons", before="Serikov A. | Serikov Arman", after="Serikov A.; Serikov Arman", why="rules")
    ]  # fmt: skip
    assert [one.what for one in compare_editions(joined, apart)] == ["people_parted"]


def test_paragraphs_are_matched_by_their_words() -> None:
    one, two, three = (
        "Almaty, a rally was held[1].",
        "Astana, a court fined an activist[2].",
        "Almaty, a rally was held[3].",
    )
    assert match_entries({1: one, 2: two, 3: three}, {1: two, 2: one, 3: three}) == {1: 2, 2: 1, 3: 3}
    assert match_entries({1: one, 2: two}, {1: "Taraz, a strike began at the oil field[1].", 2: two}) == {2: 2}
    edited = two.replace("an activist", "the activist")
    assert match_entries({1: one, 2: two}, {1: edited, 2: one}) == {1: 2, 2: 1}


def test_diff_speaks_text_json_and_csv(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = read_edition(data)
    write_month(data, NEW, *PARAGRAPHS)
    last = read_changelog(data)[-1].edition
    record_changes(data)
    given = ["diff", first[:6], str(data), "--data", str(data)]
    assert main(given) == 0
    text = capsys.readouterr().out
    assert "Refusals, Stated reason: Works" in text.replace("Construction or repair works", "Works")
    assert "1 → 2  2023-03-001.1" in text
    assert main([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["before"] == first == last
    assert main([*given, "--csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(told["changes"]) + 1
    assert main(["diff", "nothing", first, "--data", str(data)]) == 2
    assert "no such edition" in capsys.readouterr().err


def test_no_name_and_no_reviewer_is_told_where_names_are_not_shown(data: Path) -> None:
    write_month(data, *PARAGRAPHS[:2], PARAGRAPHS[2].replace("Zhumabek K.", "Zhumabekov Kairat"))
    record_changes(data)
    entry = read_changelog(data)[-1]
    assert "Zhumabekov" in str(entry.changes)
    for language in LANGUAGES:
        words = read_words(language, ROOT / "data" / "lexicon", ROOT / "pages" / "locale")
        assert "Zhumabek" in str(tell_changes(entry, words))
        hidden = tell_changes(entry, words, "public")
        assert "Zhumabek" not in str(hidden) and hidden.incidents
