"""Totals of other monitors: ours beside theirs where our months cover the days, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest

from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.reconcile import Comparison, compare_totals, read_totals
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, read_words
from analytics.reports.totals import tell_totals
from tests.sample_tables import make_rows, make_tables

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "lexicon" / "monitor_totals.csv"
ROWS = make_rows()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return prepare_facts(make_tables(ROWS))


def write_totals(path: Path, *spans: str) -> Path:
    head = SHIPPED.read_text("utf8").splitlines()[0]
    lines = [f"M,en,ru,kk,{span},src,,yes," for span in spans]
    path.write_text("\n".join([head, *lines, ""]), "utf8")
    return path


def test_a_covered_span_is_counted_day_by_day(facts: Facts, tmp_path: Path) -> None:
    path = write_totals(
        tmp_path / "t.csv", "refusals,,2022-12-10,2023-02-15,40", "incidents,detention,2022-12-01,2023-02-28,1"
    )
    refusals, detentions = compare_totals(facts, read_totals(path))
    refused = {row["incident_id"] for row in ROWS["refusals"]}
    days = {row["incident_id"]: row["date"] for row in ROWS["incidents"]}
    counted = [one for one in refused if days[one] and date(2022, 12, 10) <= days[one] <= date(2023, 2, 15)]
    assert refusals.ours == len(counted) > 0
    assert refusals.difference == len(counted) - 40
    assert refusals.undated == len([one for one in refused if days[one] is None])
    assert detentions.ours == len(
        [r for r in ROWS["incidents"] if r["category"] == "detention" and r["date"] and r["date"] < date(2023, 3, 1)]
    )


def test_a_span_with_a_month_missing_is_not_counted(facts: Facts, tmp_path: Path) -> None:
    path = write_totals(tmp_path / "t.csv", "refusals,,2022-11-30,2023-04-02,40", "refusals,,,2023-01-31,40")
    gap, open_ended = compare_totals(facts, read_totals(path))
    assert gap.ours is gap.difference is None
    assert gap.gaps == ((date(2022, 11, 1), date(2022, 11, 30)), (date(2023, 3, 1), date(2023, 3, 31)))
    assert open_ended == Comparison(open_ended.total, None)


def test_what_bars_comparing_is_said_in_every_language(facts: Facts) -> None:
    totals = read_totals(SHIPPED)
    assert [one.number for one in totals] == [73, 42, 134, 104, 145, 453, 78]
    for language in LANGUAGES:
        words = read_words(language, ROOT / "data" / "lexicon", ROOT / "pages" / "locale")
        rows = [list(row.values()) for row in tell_totals(compare_totals(facts, totals), words)]
        assert words.days(date(2021, 1, 1), date(2021, 4, 30)) in rows[1][-1]
        assert words.days(date(2023, 3, 1), date(2023, 3, 31)) in rows[6][-1]
        assert all(row[5:7] == ["–", "–"] for row in rows)


@pytest.mark.parametrize(
    "span",
    [
        "apples,,2021-01-01,2021-02-01,3",
        "refusals,,2021-01-01,,3",
        "refusals,,2021-03-01,2021-02-01,3",
        "refusals,,,2021-02-01,ca. 3",
        "incidents,arrest,,2021-02-01,3",
    ],
)
def test_a_line_that_cannot_be_right_is_named(span: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 2"):
        read_totals(write_totals(tmp_path / "t.csv", span))
