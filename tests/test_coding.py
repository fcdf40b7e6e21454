"""Sentences of a chronicle to rows."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.chronicle.entry import Entry
from analytics.chronicle.read import read_text
from analytics.coding.coder import code_entry, read_lexicon
from analytics.coding.dates import find_dates
from analytics.coding.rows import Coded, IncidentRow, RefusalRow, SanctionRow, SpanRow
from analytics.tables.schema import SCHEMAS

LEXICON = read_lexicon()


def code(text: str, month: str = "2023-03") -> Coded:
    (entry,) = read_text(text, "test", month).entries
    return code_entry(entry, LEXICON)


@pytest.mark.parametrize(
    ("text", "country", "region", "city"),
    [
        ("March 4, Oral, activist Serikov A. was detained[1].", "KZ", "KZ-27", "Uralsk"),
        ("On March 4, in Nur-Sultan, a rally took place[1].", "KZ", "KZ-71", "Astana"),
        ("Geneva, March 4, the UN Committee against Torture published its findings[1].", "CH", None, "Geneva"),
        ("March 4, Atyrau region, Makat village, residents blocked the road[1].", "KZ", "KZ-23", "Makat"),
        ("March 4, Turkestan region, miners of Kentau went on strike[1].", "KZ", "KZ-61", "Kentau"),
        ("March 4, Mangystau region, strikes began in Aktau and Zhanaozen[1].", "KZ", "KZ-47", None),
        ("March 4, Amnesty International called on Astana to free Serikov A.[1]", None, None, None),
        ("March 4, the Akimat of Taraz refused the notification of a picket[1].", "KZ", "KZ-31", "Taraz"),
    ],
)
def test_place(text: str, country: str | None, region: str | None, city: str | None) -> None:
    first = code(text).incidents[0]
    assert (first.country, first.region, first.city) == (country, region, city)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("March 4, Taraz, the Akimat did not allow Serikov A. to hold a rally on March 20.", "assembly_refusal"),
        ("March 4, Taraz, the court sentenced Serikov A. under Article 405 of the Criminal Code to 2 years in prison.", "criminal_case"),
        ("March 4, Taraz, Serikov A. was fined 20 MCI under Article 488 of the CAO.", "administrative_case"),
        ("March 4, Taraz, police officers dispersed the rally on the central square.", "assembly_interference"),
        ("March 4, Taraz, activist Serikov A. was detained near his house and taken to the police department.", "detention"),
        ("March 4, Taraz, political prisoner Serikov A. was put in a punishment cell of the colony.", "custody_treatment"),
        ("March 4, Taraz, the apartment of journalist Serikova A. was searched by the police.", "search_summons"),
        ("March 4, Taraz, journalists were not allowed into the meeting of the maslikhat.", "media_restriction"),
        ("March 4, Taraz, the Ministry of Justice refused to register the party again.", "association_restriction"),
        ("March 4, Taraz, unknown persons beat activist Serikov A. and set fire to his car.", "attack_threat"),
        ("March 4, Taraz, the court acquitted activist Serikov A.", "relief"),
        ("March 4, Taraz, activist Serikov A. held a solitary picket demanding the release of the arrested.", "assembly_held"),
        ("March 4, Taraz, oil workers went on strike, demanding higher wages.", "labour_action"),
        ("March 4, Taraz, relatives of the prisoners gave a press conference on torture in custody.", "civic_appeal"),
        ("March 4, Astana, the draft law on mass media was presented in the Majilis.", "policy"),
        ("March 4, Human Rights Watch urged Kazakhstan to release those detained at the rally.", "statement"),
        ("March 4, Almaty, overview of the situation with freedom of expression from February 24 to March 3, 2023.", "overview"),
    ],
)  # fmt: skip
def test_category(text: str, category: str) -> None:
    first = code(text).incidents[0]
    assert (first.category, first.kind) == (category, LEXICON.kinds[category])


def test_a_refusal_by_several_cities_is_a_row_a_city_with_its_own_reasons() -> None:
    coded = code(
        "March 4, the Akimats of Taraz, Semey and Oral did not give permission to hold rallies on March 20-21. Theme: “Clean air”. "
        "Reasons for refusal: repair works on the square (Taraz, Semey), late filing of the notification (Oral)[7]."
    )
    assert [(row.incident_id, row.city, row.region) for row in coded.incidents] == [
        ("2023-03-001.1", "Taraz", "KZ-31"),
        ("2023-03-001.2", "Semey", "KZ-10"),
        ("2023-03-001.3", "Uralsk", "KZ-27"),
    ]
    assert [(row.city, row.reason, row.form) for row in coded.refusals] == [
        ("Taraz", "works", "rally"),
        ("Semey", "works", "rally"),
        ("Uralsk", "deadline", "rally"),
    ]
    assert coded.refusals[0].planned == (date(2023, 3, 20), date(2023, 3, 21))
    assert coded.refusals[0].theme == "Clean air"
    assert {row.permission for row in coded.incidents} == {"refused"}


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ("Reason for refusal: the site has been provided to another applicant", {"earlier_event"}),
        ("Reason for refusal: repair of the square. The organizer says that there is only a school", {"works"}),
        ("Earlier it had referred to quarantine, now to the fact that a fair was planned before", {"earlier_event"}),
        ("The Akimat cited works, although nothing was being built, as he says", {"works"}),
        ("Reasons: the notification is not signed, a gas pipeline runs nearby", {"incomplete_data", "infrastructure"}),
        ("Reason for refusal: the President has already answered this question", {"other_stated"}),
        ("It is his ninth refusal this year", {"not_stated"}),
        (
            "On March 20 because of a concert, on March 21 due to drainage works, the rest without reasons",
            {"earlier_event", "works"},
        ),
        ("The Akimat wrote to him that there are no places free from other events", {"earlier_event"}),
        ("It replied that the event cannot be held in the declared place since a school is nearby", {"infrastructure"}),
        ("The letter does not state the reason", {"not_stated"}),
        ("Why it cannot take place, the officials did not say", {"not_stated"}),
        ("Reason for refusal: the place designated for pickets is being reconstructed", {"works"}),
        ("The notification is signed by one organizer instead of two", {"incomplete_data"}),
        ("It was planned to gather near the school", {"not_stated"}),
        ("The organizer is not registered at the address given, says the letter", {"false_data"}),
        ("Now it says that the square is closed for repairs; before, it spoke of quarantine", {"works"}),
        (
            "All places were taken by others, besides, mass events are banned by the chief doctor",
            {"earlier_event", "public_health"},
        ),
        (
            "The first time the refusal said that the address was not indicated, the second time that a hospital is nearby",
            {"incomplete_data", "infrastructure"},
        ),
    ],
)
def test_reasons_are_those_that_the_authority_gives_now(told: str, reasons: set[str]) -> None:
    coded = code(
        f"March 4, Taraz, the Akimat did not give permission to Serikov A. to hold a rally on March 20. {told}."
    )
    assert {row.reason for row in coded.refusals} == reasons


def test_a_reason_may_stand_before_the_refusal_and_what_the_assembly_is_about_is_none() -> None:
    coded = code(
        "March 4, Taraz, referring to quarantine, the Akimat refused Serikov A. a rally in defence of the hospital."
    )
    assert [row.reason for row in coded.refusals] == ["public_health"]


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        (
            "March 4, the akimats of Taraz, Semey and Kentau did not give permission to hold rallies on March 20. "
            "In Taraz they named no reason, in Semey the place was booked by others, in Kentau the notification was not signed.",
            [("Taraz", "not_stated"), ("Semey", "earlier_event"), ("Kentau", "incomplete_data")],
        ),
        (
            "March 4, the akimats of Taraz and Semey refused rallies on March 20. "
            "The first wrote that the square was under repair, the second referred to the absence of a signature.",
            [("Taraz", "works"), ("Semey", "incomplete_data")],
        ),
        (
            "March 4, the akimats of Taraz and Semey refused rallies on March 20. "
            "In Taraz they fear for public order, Semey did not explain its decision.",
            [("Taraz", "safety_order"), ("Semey", "not_stated")],
        ),
        (
            "March 4, the akimats of Taraz and Semey refused rallies on March 20. "
            "Only Semey gave a reason: late filing.",
            [("Taraz", "not_stated"), ("Semey", "deadline")],
        ),
        (
            "March 4, in Taraz, Semey and Kentau the akimats considered rallies on March 20. "
            "Taraz and Semey refused because of a parade, Kentau gave permission.",
            [("Taraz", "earlier_event"), ("Semey", "earlier_event")],
        ),
        (
            "March 4, the akimats of Taraz and Semey refused rallies on March 20. "
            "Both referred to quarantine, in Semey they also noticed mistakes in the notification.",
            [("Taraz", "public_health"), ("Semey", "public_health"), ("Semey", "incomplete_data")],
        ),
    ],
)
def test_each_of_several_cities_gives_its_own_reason_or_none(told: str, reasons: list[tuple[str, str]]) -> None:
    assert [(row.city, row.reason) for row in code(told).refusals] == reasons


@pytest.mark.parametrize(
    ("text", "persons", "targets"),
    [
        ("March 4, Taraz, Judge Omarov B. fined activist Serikov A. 20 MCI.", ("Serikov A.",), ("activist",)),
        (
            "March 4, Taraz, the lawyer Omarov B. said that journalist A. Serikova had been beaten.",
            ("A. Serikova",),
            ("journalist",),
        ),
        (
            "March 4, Taraz, Duman Serikov, a worker and trade union member, was fined.",
            ("Duman Serikov",),
            ("union", "worker"),
        ),
        ("March 4, Taraz, residents rallied on Abay Avenue and appealed to President Tokayev K.", (), ("citizen",)),
    ],
)
def test_persons_and_targets(text: str, persons: tuple[str, ...], targets: tuple[str, ...]) -> None:
    first = code(text).incidents[0]
    assert (first.persons, first.targets) == (persons, targets)


def test_flags_ask_what_the_source_may_have_mistaken() -> None:
    over = code(
        "March 4, Taraz, Serikov A. was sentenced to 40 days of arrest under Article 488, Part 6 of the CAO[1]."
    )
    assert "above_maximum" in over.incidents[0].flags
    wrong = code("March 4, Taraz, Serikov A. was fined 20 MCI (900,000 tenge) under Article 488, Part 6 of the CAO[1].")
    assert "amount_mismatch" in wrong.incidents[0].flags
    last_year = code(
        "March 4, Taraz, Serikov A. was fined 20 MCI (61,260 tenge) under Article 488, Part 6 of the CAO[1]."
    )
    assert "amount_mismatch" not in last_year.incidents[0].flags


def test_every_span_lies_in_the_text_and_rows_have_the_columns_of_the_schema() -> None:
    coded = code(
        "March 4, Taraz, the court sentenced activist Serikov A. to 15 days of arrest under Article 488, Part 11 of the CAO[3]."
    )
    text = coded.incidents[0].text
    fields = {span.field for span in coded.spans}
    assert {"date", "city", "category", "person", "article"} <= fields
    assert all(0 <= span.start < span.end <= len(text) for span in coded.spans)
    for row, name in (
        (IncidentRow, "incidents"),
        (RefusalRow, "refusals"),
        (SanctionRow, "sanctions"),
        (SpanRow, "spans"),
    ):
        assert list(row._fields) == SCHEMAS[name].names


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=400), st.text("March 4,Almaty.[]()@~ Article488.Part\n\"'–", max_size=300)))
def test_any_text_gives_one_incident_with_spans_inside_it(text: str) -> None:
    coded = code_entry(Entry("2023-03", 1, text, 0, date(2023, 3, 4), None), LEXICON)
    assert len({row.entry for row in coded.incidents}) == 1
    assert all(0 <= span.start <= span.end <= len(text) for span in coded.spans)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on February 29 and March 2", ["2024-02-29", "2024-03-02"]),  # a leap day, though the years beside have none
        ("on February 30", []),
        ("28-29 December", ["2023-12-28", "2023-12-29"]),  # the nearest
        ("February 29, 2023 and 1 March 2023", ["2023-03-01"]),
    ],
)
def test_a_day_is_that_of_the_nearest_year(text: str, days: list[str]) -> None:
    assert [str(day) for _, _, named in find_dates([text], [date(2024, 2, 14)])[0] for day in named] == days
