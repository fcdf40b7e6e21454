"""People counted by the index of spellings: one person, several spellings; names hidden there as well."""

import pytest

from analytics.counts.count import count_by, count_total, list_keys
from analytics.counts.facts import prepare_facts
from analytics.counts.names import hide_names
from analytics.counts.people import LONG_DAYS, LONG_ENTRIES, find_people, list_doubts, list_long_cases, list_people
from analytics.counts.selection import NONE, Selection
from tests.sample_tables import make_rows, make_tables

NAME, SPELLING, OTHER = "Bokay M.", "Ivanov A.", "Әлімбек С."


def _make_tables() -> dict:
    """Make tables in which two of the three names of the sample are spellings of one person."""
    rows = make_rows()
    index = {NAME: ("a", NAME), SPELLING: ("a", NAME), OTHER: ("b", OTHER)}
    rows["people"] = [
        {"person_id": index[name][0], "name": index[name][1], "spelling": name, "incident_id": row["incident_id"]}
        for row in rows["incidents"]
        for name in row["persons"]
    ]
    rows["people_doubts"] = [{"person_id": "a", "other_id": "b", "reason": "alike in sound"}]
    return make_tables(rows)


TABLES = _make_tables()
FACTS = prepare_facts(TABLES)


def test_a_person_of_two_spellings_is_one_everywhere() -> None:
    every = Selection(statuses=())
    assert count_total(FACTS, every, "people") == 2
    assert {row["person"] for row in count_by(FACTS, every, ("person",), "people")} == {NAME, OTHER}
    told = {row["sanctioned"] for row in count_by(FACTS, every, ("sanctioned",), "sanctions")}
    assert told - {NONE} <= {NAME, OTHER}
    both = sum(
        NAME in names or SPELLING in names for names in TABLES["incidents"]["persons"].to_pylist()
    )  # fmt: skip
    assert count_total(FACTS, every, "incidents", (("person", NAME),)) == both
    assert list_keys(FACTS, every, "people", (("person", NAME),)).num_rows == both
    assert FACTS.spellings == {NAME: (NAME, SPELLING)}


def test_people_are_found_by_any_spelling_and_doubts_are_listed() -> None:
    people = list_people(FACTS, Selection())
    assert [person.name for person in find_people(people, "ivan")] == [NAME]
    assert find_people(people, "no such name") == []
    assert list_doubts(FACTS, people) == [(NAME, OTHER, "alike in sound")]
    assert list_doubts(FACTS, []) == []
    assert sum(person.sanctions for person in people) <= TABLES["sanctions"].num_rows


def test_long_cases_follow_the_stated_rule() -> None:
    people = list_people(FACTS, Selection())
    long = list_long_cases(people)
    assert long == [one for one in long if one.days >= LONG_DAYS and one.entries >= LONG_ENTRIES]
    month = list_people(FACTS, Selection(since="2023-01-01", until="2023-01-31"))
    assert len(long) == 2 and list_long_cases(month) == []


@pytest.mark.parametrize("policy", ["initials", "hidden"])
def test_the_index_obeys_the_policy_on_names(policy: str) -> None:
    hidden = hide_names(TABLES, policy)
    assert not {"Bokay", "Ivanov", "Әлімбек"} & {
        word for name in ("name", "spelling") for text in hidden["people"][name].to_pylist() for word in text.split()
    }
    facts = prepare_facts(hidden)
    assert count_total(facts, Selection(), "people") == 2
    assert "Ivanov" not in str(facts.spellings) + str(facts.doubts) + str(facts.values["person"])


def test_a_count_is_made_once_an_edition() -> None:
    one, again = (count_by(FACTS, Selection(), ["category"]) for _ in range(2))
    assert one is again
    assert count_by(FACTS, Selection(text="court"), ["category"]) is not one
    assert count_by(prepare_facts(TABLES), Selection(), ["category"]) is not one
