"""Who is who: spellings joined, people never joined silently."""

from analytics.coding.coder import read_lexicon
from analytics.tables.people import find_people

NAMES = read_lexicon().names


def index(*names: str) -> tuple[list[set[str]], list[tuple[set[str], str]]]:
    """The spellings of each person, and the doubtful pairs with their reason."""
    people, doubts = find_people([(f"2023-01-{n:03}.1", name) for n, name in enumerate(names, 1)], NAMES)
    spellings: dict[str, set[str]] = {}
    for row in people.to_pylist():
        spellings.setdefault(row["person_id"], set()).add(row["spelling"])
    preferred = {row["person_id"]: row["name"] for row in people.to_pylist()}
    pairs = [({preferred[row["person_id"]], preferred[row["other_id"]]}, row["reason"]) for row in doubts.to_pylist()]
    return list(spellings.values()), pairs


def test_transliterations_and_orders_of_one_name_are_one_person() -> None:
    people, doubts = index("Mukhamedkarim D.", "Muhammetkarim D.", "Duman Mukhamedkarim", "D. Muhammedkarim")
    assert people == [{"Mukhamedkarim D.", "Muhammetkarim D.", "Duman Mukhamedkarim", "D. Muhammedkarim"}]
    assert doubts == []
    assert index("Utebayev B.", "Utebaev B.")[0] == [{"Utebayev B.", "Utebaev B."}]


def test_different_initials_are_different_people() -> None:
    people, doubts = index("Serikov A.", "Serikov B.", "Serikova A.")
    assert len(people) == 3
    assert doubts == []


def test_what_is_only_alike_is_listed_and_never_joined() -> None:
    people, doubts = index("Muratov A.", "Muradov A.")
    assert len(people) == 2
    assert doubts == [({"Muratov A.", "Muradov A."}, "alike in sound")]


def test_two_given_names_under_one_initial_are_two_people_and_the_initial_alone_a_doubt() -> None:
    people, doubts = index("Muratov Askar", "Muratov Aidos", "Muratov A.")
    assert len(people) == 3
    assert {reason for _, reason in doubts} == {"same surname and initial", "which of the namesakes"}


def test_ids_come_from_the_source_and_hold_no_name() -> None:
    people, _ = find_people([("2023-01-004.1", "Serikov A."), ("2023-01-004.1", "Omarov B.")], NAMES)
    assert sorted({row["person_id"] for row in people.to_pylist()}) == ["2023-01-004.1-p1", "2023-01-004.1-p2"]
