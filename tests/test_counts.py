"""Counts against plain loops over the same rows, and against the lists of rows behind them."""

from collections import defaultdict
from datetime import date
from itertools import product
from math import isclose

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.counts.amounts import list_once, sum_amounts
from analytics.counts.compare import compare_counts, compare_with_before, shift_before
from analytics.counts.count import UNIT_KEYS, count_by, count_total, list_keys, list_rows, list_sanctions
from analytics.counts.events import list_events
from analytics.counts.facts import BASE, TABLE_OF, Facts, last_day_of, prepare_facts
from analytics.counts.headlines import list_headlines
from analytics.counts.names import POLICIES, hide_names, mask_name
from analytics.counts.people import list_people
from analytics.counts.periods import GRAINS, count_by_period, list_periods
from analytics.counts.selection import DIMENSION_OF, NONE, UNITS, Selection, read_selection, split_words
from tests.sample_tables import make_rows, make_tables

ROWS = make_rows()
FACTS = prepare_facts(make_tables(ROWS))

values_of = {
    field: st.lists(st.sampled_from(FACTS.values[dimension]), max_size=2, unique=True).map(tuple)
    for field, dimension in DIMENSION_OF.items()
}
days = st.sampled_from(["", "2022-12-15", "2023-01-01", "2023-02-28", "2023-03-10", "2023-04-30"])
selections = st.builds(
    lambda since, until, **rest: Selection(since=min(since, until) if until else since, until=until, **rest),
    days,
    days,
    text=st.sampled_from(["", "rally", '"the case"', "МИТИНГ города", "nothing so"]),
    unit=st.sampled_from(UNITS),
    **{name: st.just(()) | values for name, values in values_of.items()},
)
dimensions = st.lists(st.sampled_from(sorted(TABLE_OF)), min_size=1, max_size=2, unique=True)


def keep(incident: dict, selection: Selection) -> bool:
    """Tell, by plain rules, whether a selection keeps an incident, sanctions and refusals aside."""
    day = incident["date"].isoformat() if incident["date"] else ""
    if (selection.since or selection.until) and not (
        day and (selection.since or day) <= day <= (selection.until or day)
    ):
        return False
    for field, name in {"regions": "region", "cities": "city", "kinds": "kind", "rights": "right"}.items():
        wanted = getattr(selection, field)
        if wanted and (incident[name] or NONE) not in wanted:
            return False
    for field, name in {"targets": "targets", "persons": "persons"}.items():
        wanted = getattr(selection, field)
        if wanted and not set(incident[name] or [NONE]) & set(wanted):
            return False
    return all(word in incident["text"].lower() for word in split_words(selection.text))


@given(selections.map(lambda s: s.but(reasons=(), forms=(), articles=(), measures=(), flags=(), categories=())))
@settings(max_examples=60, deadline=None)
def test_counts_equal_plain_loops(selection: Selection) -> None:
    kept = {row["incident_id"]: row for row in ROWS["incidents"] if keep(row, selection)}
    assert count_total(FACTS, selection, "incidents") == len(kept)
    assert count_total(FACTS, selection, "entries") == len({(row["report"], row["entry"]) for row in kept.values()})
    assert count_total(FACTS, selection, "refusals") == len(
        {row["incident_id"] for row in ROWS["refusals"]} & set(kept)
    )
    by_kind = defaultdict(int)
    for row in kept.values():
        by_kind[row["kind"]] += 1
    assert {row["kind"]: row["n"] for row in count_by(FACTS, selection, ("kind",), "incidents")} == by_kind
    by_measure = defaultdict(int)
    for row in ROWS["sanctions"]:
        if row["incident_id"] in kept and (not selection.statuses or row["status"] in selection.statuses):
            by_measure[row["measure"] or NONE] += 1
    assert {row["measure"]: row["n"] for row in count_by(FACTS, selection, ("measure",), "sanctions")} == by_measure


@given(selections, dimensions)
@settings(max_examples=120, deadline=None)
def test_a_mark_counts_exactly_the_rows_that_it_lists(selection: Selection, by: list[str]) -> None:
    count = count_by(FACTS, selection, by)
    key = UNIT_KEYS[count.unit][1]
    seen: set[str] = set()
    for row in list(count)[:6] + list(count)[-2:]:
        mark = count.mark(row)
        listed = set(list_keys(FACTS, selection, count.unit, mark)[key].to_pylist())
        assert len(listed) == row["n"] == count_total(FACTS, selection, count.unit, mark)
        incidents = list_rows(FACTS, selection, mark)
        if count.unit in ("incidents", "refusals", "entries"):
            assert incidents.num_rows == row["n"]
        seen |= listed
    assert len(seen) <= count.total
    if not count.overlaps:
        assert sum(row["n"] for row in count) == count.total


@given(selections, st.sampled_from(GRAINS), st.sampled_from([(), ("kind",), ("target",)]))
@settings(max_examples=60, deadline=None)
def test_time_adds_up_to_the_total_and_gaps_are_not_zero(selection: Selection, grain: str, by: tuple[str, ...]) -> None:
    series = count_by_period(FACTS, selection.but(unit="incidents"), grain, by)
    counted = sum(row["n"] or 0 for row in series) + series.undated
    assert counted >= series.total
    if not by:
        assert counted == series.total
    uncovered = {period.value for period in series.periods if period.covered == "none"}
    assert all(row["n"] is None for row in series if row[grain] in uncovered)
    assert all(row["n"] is not None for row in series if row[grain] not in uncovered)


def test_a_month_without_a_chronicle_is_a_gap() -> None:
    series = count_by_period(FACTS, Selection(), "month")
    assert [(period.value, period.covered) for period in series.periods] == [
        ("2022-12", "full"), ("2023-01", "full"), ("2023-02", "full"), ("2023-03", "none"), ("2023-04", "full"),
    ]  # fmt: skip
    quarters = list(list_periods(FACTS, date(2022, 10, 1), date(2023, 6, 30), "quarter"))
    assert [period.covered for period in quarters] == ["partial", "partial", "partial"]


@given(selections)
@settings(max_examples=80, deadline=None)
def test_an_address_leads_back_to_its_selection(selection: Selection) -> None:
    back, problems = read_selection(selection.to_query(), FACTS.values)
    assert back == selection.but(text=" ".join(selection.text.split()))
    assert not problems


@given(st.dictionaries(st.sampled_from([*DIMENSION_OF.values(), "since", "until", "text", "unit", "x"]),
                       st.lists(st.text(max_size=30), max_size=3)))  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_a_bad_address_falls_back(query: dict[str, list[str]]) -> None:
    selection, _ = read_selection(query, FACTS.values)
    assert read_selection(selection.to_query(), FACTS.values) == (selection, ())


def test_bad_values_are_reported_and_left_out() -> None:
    query = {"kind": ["restriction", "nonsense" * 2000], "since": ["2024-13-01"], "unit": ["apples"]}
    selection, problems = read_selection(query, FACTS.values)
    assert selection == Selection(kinds=("restriction",))
    assert [problem.parameter for problem in problems] == ["kind", "since", "unit"]
    assert all(len(problem.value) <= 41 for problem in problems)
    swapped, problems = read_selection({"since": ["2023-02-01"], "until": ["2023-01-01"]}, FACTS.values)
    assert (swapped.since, swapped.until, len(problems)) == ("2023-01-01", "2023-02-01", 1)


def test_statuses_limit_sanctions_alone() -> None:
    charged = Selection(statuses=("charged",))
    assert count_total(FACTS, charged, "incidents") == len(ROWS["incidents"])
    assert count_total(FACTS, charged, "sanctions") == sum(row["status"] == "charged" for row in ROWS["sanctions"])
    with_article = Selection(articles=("CAO 488",), statuses=("charged",))
    assert set(list_rows(FACTS, with_article)["incident_id"].to_pylist()) == set(
        list_sanctions(FACTS, with_article)["incident_id"].to_pylist()
    )


def test_days_of_arrest_are_counted_once_for_several_articles() -> None:
    rows = make_rows(size=1)
    rows["incidents"] = [dict(rows["incidents"][0], incident_id="x.1", persons=["A"])]
    sanction = {"incident_id": "x.1", "report": "2023-01", "entry": 1, "person": "A", "code": "CAO", "part": None,
                "measure": "arrest", "amount": 15.0, "unit": "days", "kzt": None, "status": "imposed"}  # fmt: skip
    rows["sanctions"] = [sanction | {"article": article} for article in ("488", "667")]
    facts = prepare_facts(make_tables(rows))
    assert count_total(facts, Selection(), "sanctions") == 2
    days_of_arrest = sum_amounts(list_once(facts, Selection()))[0]
    assert (days_of_arrest.unit, days_of_arrest.n, days_of_arrest.total) == ("arrest_days", 1, 15)


def test_changes_are_told_only_as_far_as_numbers_bear() -> None:
    assert compare_counts(3, 1).verdict == "few_cases"
    assert compare_counts(40, 38).verdict == "no_clear_change"
    rise = compare_counts(60, 20)
    assert rise.verdict == "rise"
    assert isclose(rise.ratio or 0, 3.0)
    # R: poisson.test(c(60, 20))$conf.int is 1.786 to 5.245
    assert isclose(rise.low or 0, 1.786, abs_tol=0.01)
    assert isclose(rise.high or 0, 5.245, abs_tol=0.01)
    assert compare_counts(20, 60).verdict == "fall"
    assert compare_counts(40, 40, days=10, days_before=30).verdict == "rise"


def test_periods_before() -> None:
    february = Selection(since="2023-02-01", until="2023-02-28")
    assert shift_before(FACTS, february).since == "2023-01-01"
    assert shift_before(FACTS, february).until == "2023-01-31"
    ten_days = Selection(since="2023-02-11", until="2023-02-20")
    assert (shift_before(FACTS, ten_days).since, shift_before(FACTS, ten_days).until) == ("2023-02-01", "2023-02-10")
    assert compare_with_before(FACTS, Selection(since="2023-04-01", until="2023-04-30")).verdict == "not_covered"
    assert compare_with_before(FACTS, february).before == count_total(FACTS, shift_before(FACTS, february))
    assert [last_day_of(month) for month in ("2023-02", "2024-02", "2023-12")] == [
        "2023-02-28", "2024-02-29", "2023-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize("unit, by", [*product(UNITS, [("kind",), ("reason", "city"), ("article", "measure")])])
def test_the_same_counts_on_another_engine(unit: str, by: tuple[str, ...]) -> None:
    frames = {
        name: nw.from_native(frame.collect(backend="pyarrow").to_native().to_pandas()).lazy()
        for name, frame in FACTS.frames.items()
    }
    other = Facts(frames, FACTS.months, FACTS.values, FACTS.places, FACTS.first_day, FACTS.last_day)
    selection = Selection(since="2023-01-01", text="the", targets=("activist", "worker"))
    assert list(count_by(other, selection, by, unit)) == list(count_by(FACTS, selection, by, unit))


def test_nothing_at_all_counts_as_zero() -> None:
    facts = prepare_facts(make_tables({}))
    assert count_total(facts, Selection()) == 0
    assert list(count_by(facts, Selection(), ("kind",))) == []
    assert set(BASE) <= set(facts.values)


@pytest.mark.parametrize("policy", POLICIES)
def test_names_follow_one_policy_and_counts_do_not_change(policy: str) -> None:
    rows = make_rows()
    for incident in rows["incidents"]:
        incident["text"] = f"A court heard {' and '.join(incident['persons']) or 'nobody'}; Bokay spoke."
    tables = make_tables(rows)
    shown = hide_names(tables, policy)
    facts = prepare_facts(shown)
    assert count_total(facts, Selection(), "people") == count_total(FACTS, Selection(), "people")
    told = "".join(str(shown[name].to_pylist()) for name in ("incidents", "sanctions"))
    assert ("Bokay" in told) == ("Ivanov" in told) == (policy == "full")
    assert [len(text) for text in shown["incidents"]["text"].to_pylist()] == [
        len(text) for text in tables["incidents"]["text"].to_pylist()
    ]


@given(selections)
@settings(max_examples=30, deadline=None)
def test_no_two_places_tell_two_totals(selection: Selection) -> None:
    for headline in list_headlines(FACTS, selection):
        count = count_by(FACTS, selection, ("month",), headline.unit, headline.mark)
        listed = set(list_keys(FACTS, selection, headline.unit, headline.mark)[UNIT_KEYS[headline.unit][1]].to_pylist())
        assert headline.change.n == count.total == len(listed)


def test_a_masked_name_keeps_its_length() -> None:
    assert mask_name("Bokay M.", "initials") == "B···· M."
    assert mask_name("Әлімбек С.", "hidden") == "███████ █."
    with pytest.raises(ValueError, match="sometimes"):
        hide_names({}, "sometimes")


def test_people_are_listed_with_their_entries() -> None:
    people = list_people(FACTS, Selection())
    assert len(people) == count_total(FACTS, Selection(), "people")
    for person in people:
        assert person.entries == count_total(FACTS, Selection(persons=(person.name,)), "entries")


def test_events_of_every_year_return() -> None:
    rows = [
        {"date": "--03-08", "kind": "anniversary", "label_en": "a", "label_ru": "", "label_kk": "", "checked": "yes"},
        {"date": "2023-02-01", "kind": "law", "label_en": "b", "label_ru": "", "label_kk": "", "checked": "no"},
        {"date": "2023-02-01", "kind": "other", "label_en": "c", "label_ru": "", "label_kk": "", "checked": "no"},
    ]
    events = list_events(rows, date(2022, 3, 1), date(2023, 3, 8))
    assert [(str(event.day), event.labels["en"]) for event in events] == [
        ("2022-03-08", "a"), ("2023-02-01", "b"), ("2023-03-08", "a"),
    ]  # fmt: skip
