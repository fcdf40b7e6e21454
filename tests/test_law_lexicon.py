"""The law tables: what an article allows, and whether a sum in tenge is the fine in MCI."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.lexicon.law import Law, read_law
from analytics.lexicon.load import LEXICON

FEBRUARY = date(2024, 2, 17)


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law()


def test_a_part_falls_back_to_its_article(law: Law) -> None:
    part, whole = law.find("CAO", "488", 7, FEBRUARY), law.find("CAO", "488", None, FEBRUARY)
    assert part and part.part == "7" and "organising" in part.title_en
    assert whole and whole.part is None and whole.right == "assembly"
    assert law.find("CAO", "488", 99, FEBRUARY) == whole
    assert law.find("CAO", "9999") is None and law.find("UZ-CC", "244.1") is None


def test_a_row_counts_on_its_days_only(law: Law) -> None:
    old, new = law.find("CAO", "488", 1, date(2019, 5, 1)), law.find("CAO", "488", 1, FEBRUARY)
    assert old and new and old != new and "before 2020" in old.title_en
    assert law.find("CAO", "456-2", 1, date(2020, 1, 1)) is None
    assert law.find("CC", "130", None, date(2020, 7, 10)) and law.find("CC", "130", None, date(2021, 1, 1)) is None


def test_right(law: Law) -> None:
    expected = {"488": "assembly", "489": "association", "456-2": "expression", "592": None}
    assert {article: law.right("CAO", article, None, FEBRUARY) for article in expected} == expected


@pytest.mark.parametrize(
    ("code", "article", "part", "measure", "unit", "most"),
    [
        ("CAO", "488", 7, "arrest", "days", 15),
        ("CAO", "488", 11, "arrest", "days", 20),
        ("CAO", "456-2", None, "arrest", "days", 15),
        ("CAO", "73-3", 2, "arrest", "days", 25),  # officials; 20 for others
        ("CAO", "489", 9, "fine", "MCI", 100),
        ("CAO", "488", 7, "fine", "MCI", None),  # 50 MCI stands beside arrest: fixed, or the lower end
        ("CC", "405", 2, "imprisonment", "years", 2),
        ("CC", "405", 2, "imprisonment", "months", 24),
        ("CC", "258", None, "imprisonment", "years", 12),
        ("CC", "380-1", 2, "imprisonment", "years", None),  # for life
        ("CC", "400", None, "arrest", "days", None),  # criminal arrest is another measure
        ("CC", "99", 1, "imprisonment", "years", None),  # not read
        ("CAO", "488", 99, "arrest", "days", None),  # no such part
    ],
)
def test_maximum(
    law: Law, code: str, article: str, part: int | None, measure: str, unit: str, most: float | None
) -> None:
    assert law.maximum(code, article, part, measure, unit, FEBRUARY) == most


def test_titles_from_memory_claim_nothing(law: Law) -> None:
    for row in law.rows:
        if row.source == "own knowledge":
            assert not row.checked and not row.min_penalty and not row.max_penalty


def test_mci(law: Law) -> None:
    days = {date(2020, 3, 31): 2651, date(2020, 4, 1): 2778, date(2022, 7, 1): 3063, FEBRUARY: 3692}
    assert {day: law.mci(day) for day in days} == days
    with pytest.raises(InputError, match=r"mci\.csv: no index for 2099-01-01"):
        law.mci(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("amount", "kzt", "on", "agrees"),
    [
        (50, 184_600, FEBRUARY, True),
        (50, 184_000, FEBRUARY, True),  # cut to thousands
        (180, 621_000, FEBRUARY, True),  # the index of 2023
        (50, 190_000, FEBRUARY, False),
        (50, 184_601, FEBRUARY, False),
        (100, 277_800, date(2020, 12, 7), True),
        (180, 621_000, date(2025, 2, 1), False),
    ],
)
def test_amount_matches(law: Law, amount: float, kzt: int, on: date, agrees: bool) -> None:
    assert law.amount_matches(amount, kzt, on) is agrees


def test_measures(law: Law) -> None:
    assert law.measures["fine"].title_kk == "Айыппұл" and len(law.measures) == 12


@pytest.mark.parametrize(
    ("file", "line", "part"),
    [
        ("articles.csv", "CAO,488,7,again,снова,assembly,,,,2024-01-01,,test,no", "holds on the same days as line"),
        ("articles.csv", "CAO,9999,,x,x,comfort,,,,,,test,no", "no such right"),
        ("articles.csv", "CAO,9999,,x,x,,,a fortnight,,,,test,no", "a fortnight"),
        ("articles.csv", "CAO,9999,,x", "4 cells"),
        ("mci.csv", "2030-01-01,2030-12-31,5000,test,no", "without a gap"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, file: str, line: str, part: str) -> None:
    for name in ("articles.csv", "mci.csv", "measures.csv"):
        shutil.copy(LEXICON / name, tmp_path / name)
    with (tmp_path / file).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(InputError, match=part) as raised:
        read_law(tmp_path)
    assert f"{file} line " in str(raised.value)
