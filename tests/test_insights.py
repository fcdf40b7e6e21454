"""Norms, news, gaps, requests refused again, leads, amounts and gathered series, against plain loops."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from math import exp, factorial
from pathlib import Path
from statistics import median

import pytest

from analytics.counts.amounts import (
    Index,
    convert_fine,
    list_once,
    list_unchecked,
    read_mci,
    sum_amounts,
    sum_penalties,
)
from analytics.counts.compare import compare_with_before
from analytics.counts.count import count_by, count_total, list_keys, list_rows
from analytics.counts.coverage import list_gaps
from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.headlines import list_headlines
from analytics.counts.largest import gather_others
from analytics.counts.news import find_news
from analytics.counts.norms import find_norm, find_range, trace_history
from analytics.counts.periods import GRAINS, count_by_period
from analytics.counts.repeats import AGAIN, LEADS, REPEAT_WITHIN
from analytics.counts.requests import find_median_lead, list_repeats
from analytics.counts.selection import EITHER, NONE, Selection
from analytics.figures.steps import draw_steps
from analytics.figures.words import read_words
from tests import sample_tables
from tests.sample_tables import make_rows, make_tables

ROOT = Path(__file__).parents[1]
WORDS = read_words("en", ROOT / "data" / "lexicon", ROOT / "pages" / "locale")
YEAR = [f"2022-{month:02d}" for month in range(1, 13)]
JANUARY = Selection(since="2023-01-01", until="2023-01-31")


def make_facts(months: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[dict, Facts]:
    """Make rows and facts of some months."""
    monkeypatch.setattr(sample_tables, "MONTHS", tuple(months))
    rows = make_rows(size=20)
    return rows, prepare_facts(make_tables(rows))


def incident(number: int, day: str | None, city: str | None = "Almaty", **fields: object) -> dict:
    """Make one incident."""
    row = make_rows(size=1)["incidents"][0]
    when = date.fromisoformat(day) if day else None
    return row | {"incident_id": f"{(day or '2023-01')[:7]}-{number:03d}.1", "date": when, "city": city} | fields


@pytest.mark.parametrize("mean", [0.3, 1, 4.5, 12, 43, 90])
def test_the_range_leaves_out_less_than_a_fortieth_on_each_side(mean: float) -> None:
    low, high = find_range(mean)
    chance = [exp(-mean) * mean**k / factorial(k) for k in range(high + 1)]
    assert sum(chance[:low]) < 0.025 <= sum(chance[: low + 1])
    assert sum(chance[:high]) < 0.975 <= sum(chance)


def test_a_norm_is_claimed_only_as_far_as_numbers_bear() -> None:
    assert find_norm(3, [1] * 12).verdict == "few_cases"
    assert find_norm(40, [20] * 12).verdict == "above"
    assert find_norm(3, [20] * 12).verdict == "below"
    assert find_norm(22, [20] * 12).verdict == "within"
    assert find_norm(0, [0] * 12).verdict == "few_cases"


def test_a_norm_is_the_mean_of_twelve_covered_months(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, facts = make_facts([*YEAR, "2023-01"], monkeypatch)
    history = trace_history(facts, JANUARY)
    by_month = Counter(str(row["date"])[:7] for row in rows["incidents"] if row["date"])
    assert dict(zip(history.months, history.numbers, strict=True)) == {
        month: by_month[month] for month in [*YEAR, "2023-01"]
    }
    assert history.norm and history.norm.mean == sum(by_month[month] for month in YEAR) / 12
    assert trace_history(facts, Selection(since="2023-01-05", until="2023-01-31")).norm is None
    for headline in list_headlines(facts, JANUARY):
        assert headline.history.numbers[-1] == headline.change.n
        assert headline.change == compare_with_before(facts, JANUARY, headline.unit, headline.mark)


def test_no_norm_over_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    _, facts = make_facts([*YEAR[:4], *YEAR[5:], "2023-01"], monkeypatch)
    history = trace_history(facts, JANUARY)
    assert history.norm is None
    assert history.numbers[4] is None and None not in history.numbers[:4]
    gaps = list_gaps(facts, Selection())
    assert gaps == [(date(2022, 5, 1), date(2022, 5, 31))]
    assert list_gaps(facts, JANUARY) == []


def test_gaps_are_told_in_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    _, facts = make_facts(["2022-01", "2022-04", "2022-06"], monkeypatch)
    assert list_gaps(facts, Selection()) == [
        (date(2022, 2, 1), date(2022, 3, 31)), (date(2022, 5, 1), date(2022, 5, 31)),
    ]  # fmt: skip


def test_news_is_what_no_earlier_month_had(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = make_facts(["2022-03", "2022-12", "2023-01"], monkeypatch)
    rows["incidents"].append(incident(900, "2023-01-09", "Zhanaozen", category="search_summons"))
    facts = prepare_facts(make_tables(rows))
    news = find_news(facts, JANUARY)
    assert news and news.months == ("2022-03", "2022-12")
    assert news.found["city"] == ["Zhanaozen"] and news.found["category"] == ["search_summons"]
    assert find_news(facts, Selection(since="2022-03-01", until="2022-03-31")) is None
    assert "Zhanaozen" not in find_news(facts, JANUARY.but(text="no such words")).found.get("city", [])


def test_repeats_and_leads_equal_plain_loops() -> None:
    rows = make_rows()
    facts = prepare_facts(make_tables(rows))
    owners = {row["incident_id"]: row for row in rows["incidents"]}
    refusals = {row["incident_id"]: row for row in rows["refusals"]}

    def share(one: str, other: str) -> str:
        signs = {
            "person": set(owners[one]["persons"]) & set(owners[other]["persons"]),
            "theme": {refusals[one]["theme"]} & {refusals[other]["theme"]} - {None},
            "planned": set(refusals[one]["planned"]) & set(refusals[other]["planned"]),
        }
        return next((name for name in AGAIN if signs[name]), "")

    expected = Counter()
    for name in refusals:
        day, city = owners[name]["date"], owners[name]["city"]
        if day is None or city is None:
            expected[NONE] += 1
            continue
        shared = {
            share(name, other)
            for other in refusals
            if owners[other]["city"] == city
            and owners[other]["date"]
            and timedelta(0) < day - owners[other]["date"] <= REPEAT_WITHIN
        }
        expected[next((sign for sign in AGAIN if sign in shared), "first")] += 1
    assert {row["again"]: row["n"] for row in count_by(facts, Selection(), ("again",), "refusals")} == expected
    assert len(list_repeats(facts, Selection())) == sum(expected[sign] for sign in AGAIN) > 0
    leads = [(row["planned"][0] - owners[name]["date"]).days for name, row in refusals.items() if row["planned"]]
    assert find_median_lead(facts, Selection()) == (len(leads), median(leads))


def test_one_request_refused_twice() -> None:
    days = {"2023-01-05": [date(2023, 1, 20)], "2023-02-05": [date(2023, 2, 4)], "2025-01-05": []}
    rows = {"incidents": [], "refusals": [], "months": make_rows(size=1)["months"]}
    for number, (day, planned) in enumerate(days.items(), 1):
        one = incident(number, day, persons=["Bokay M."], category="assembly_refusal")
        known = {name: one[name] for name in ("incident_id", "report", "entry", "city")}
        rows["incidents"].append(one)
        rows["refusals"] += [
            known | {"reason": reason, "form": None, "theme": None, "planned": planned}
            for reason in ("works", "no_venue")
        ]
    facts = prepare_facts(make_tables(rows))
    (repeat,) = list_repeats(facts, Selection())
    assert (repeat["day"], repeat["again"], repeat["earlier_day"]) == ("2023-02-05", "person", "2023-01-05")
    assert list_repeats(facts, Selection(since="2023-01-01", until="2023-01-31")) == []
    leads = count_by(facts, Selection(), ("lead",), "refusals")
    assert {row["lead"]: row["n"] for row in leads} == {"days_15_30": 1, "past": 1, NONE: 1}
    assert find_median_lead(facts, Selection()) == (2, 7)
    chart = draw_steps(leads, WORDS, "Days", "2023", tuple(LEADS))
    assert chart.figure["data"][0]["y"] == [1, 0, 0, 0, 1, 0, 1]


def test_fines_are_never_added_twice() -> None:
    rows = {
        "incidents": [incident(1, "2023-01-05"), incident(2, "2024-03-01"), incident(3, None)],
        "months": make_rows(size=1)["months"],
    }
    ids = [row["incident_id"] for row in rows["incidents"]]
    fine = {"report": "2023-01", "entry": 1, "person": "A", "code": "CAO", "article": "488", "part": 1, "measure": "fine",
            "amount": None, "unit": None, "kzt": None, "status": "imposed"}  # fmt: skip
    rows["sanctions"] = [
        fine | {"incident_id": ids[0], "amount": 10.0, "unit": "MCI", "kzt": 34_500},
        fine | {"incident_id": ids[0], "amount": 10.0, "unit": "MCI", "kzt": 34_500, "article": "667"},
        fine | {"incident_id": ids[1], "amount": 50.0, "unit": "MCI"},
        fine | {"incident_id": ids[1], "kzt": 100_000, "person": "B"},
        fine | {"incident_id": ids[2], "amount": 20.0, "unit": "MCI"},
        fine | {"incident_id": ids[1], "amount": 15.0, "unit": "days", "measure": "arrest"},
    ]
    index = (Index("2023-01-01", "2023-12-31", 3450, True), Index("2024-01-01", "2024-12-31", 3692, False))
    sanctions = list_once(prepare_facts(make_tables(rows)), Selection())
    sums = {amounts.unit: (amounts.n, amounts.total, amounts.median) for amounts in sum_amounts(sanctions, index)}
    assert sums["fine_mci"] == (3, 80, 20)
    assert sums["fine_kzt"] == (2, 134_500, 67_250)
    assert sums["fine_converted"] == (1, 184_600, 184_600)
    assert sums["fine_tenge"] == (3, 319_100, 100_000)
    assert sums["arrest_days"] == (1, 15, 15)
    assert list_unchecked(sanctions, index) == ["2024"]
    assert [(measure, sums.unit, sums.n, sums.largest) for measure, sums in sum_penalties(sanctions)] == [
        ("fine", "MCI", 3, 50), ("arrest", "days", 1, 15),
    ]  # fmt: skip
    assert convert_fine({"measure": "arrest", "unit": "days", "amount": 5.0, "day": "2023-01-01"}, index) is None


def test_the_index_covers_every_day_of_its_years() -> None:
    index = read_mci(ROOT / "data" / "lexicon" / "mci.csv")
    for one, following in pairwise(index):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(following.first)
    assert read_mci(ROOT / "nothing.csv") == ()


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("name, most", [("target", 1), ("city", 2), ("category", 3), ("region", 9)])
def test_others_are_counted_as_one_and_listed(grain: str, name: str, most: int) -> None:
    facts = prepare_facts(make_tables(make_rows()))
    series = count_by_period(facts, Selection(), grain, (name,))
    gathered = gather_others(facts, series, most)
    values = list(dict.fromkeys(row[name] for row in series if row[name] != NONE))
    if len(values) <= most + 1:
        assert gathered is series
        return
    others = [row for row in gathered if EITHER in row[name]]
    assert {tuple(row[name].split(EITHER)) for row in others} == {tuple(values[most:])}
    uncovered = {period.value for period in series.periods if period.covered == "none"}
    assert all((row["n"] is None) == (row[grain] in uncovered) for row in gathered)
    for row in [row for row in others if row["n"]][:3]:
        mark = gathered.mark(row)
        assert row["n"] == count_total(facts, Selection(), "", mark) == list_rows(facts, Selection(), mark).num_rows
        assert row["n"] == len(set(list_keys(facts, Selection(), "incidents", mark)["incident_id"].to_pylist()))
    assert WORDS.name(name, others[0][name]) == f"other ({len(values) - most})"
