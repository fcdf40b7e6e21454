"""Nobody's name leaves by a side door: not in a text, a theme, a link or a piece of coding."""

from pathlib import Path

import pytest

from analytics.chronicle.read import read_chronicle
from analytics.coding.coder import Lexicon, read_lexicon
from analytics.coding.names import find_capitals, find_names
from analytics.counts.names import ALIASES, hide_names, read_policy
from analytics.lexicon.rules import plain
from analytics.tables.months import code_months, make_table
from analytics.tables.people import find_people

ROOT = Path(__file__).parents[1]
TEXT = """Chronicle

February 3, Almaty, Bekov Adil was fined under Article 488 of the CAO for a picket. His lawyer Seitova Gulnara called it unlawful, SEITOVA filed
a complaint, see https://news.example/bekov-adil-fined . Judge Omarov K. did not answer; Bekov's mother and Omarova L., whom police beat,
waited; officer Rakhimzhanov and a woman called Botagoz Sarsenbayeva looked on[1].

February 4, Almaty, the Akimat refused a rally in support of Kasenova Dina[2].
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon()


def code(path: Path, lexicon: Lexicon):
    (tables,) = code_months([read_chronicle(path, path.stem)], lexicon, [(path.name, "0" * 64)])
    named = tables["incidents"].select(["incident_id", "persons"]).to_pylist()
    people, _ = find_people([(row["incident_id"], name) for row in named for name in row["persons"]], lexicon.names)
    return {**tables, "people": people}


@pytest.mark.parametrize("policy", ["initials", "hidden"])
def test_everybody_in_an_entry_is_masked(policy: str, tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "2024-02.md"
    path.write_text(TEXT, "utf-8")
    tables = code(path, lexicon)
    assert "Kasenova" in str(tables["refusals"]["theme"].to_pylist())
    told = str([table.to_pylist() for table in hide_names(tables, policy).values()])
    for name in ("Bekov", "bekov", "Seitova", "SEITOVA", "Gulnara", "Omarov", "Omarova", "Kasenova", "Dina",
                 "Rakhimzhanov", "Botagoz", "Sarsenbayeva"):  # fmt: skip
        assert name not in told, name
    assert "lawyer" in told and "Almaty" in told


def test_no_name_that_coding_sees_stays_in_a_real_month(lexicon: Lexicon) -> None:
    for path in (ROOT / "data" / "chronicles" / "2024-02.md", ROOT / "data" / "gold" / "test" / "2023-05.md"):
        tables = code(path, lexicon)
        shown = hide_names(tables, "hidden")
        for before, after in zip(
            tables["incidents"]["text"].to_pylist(), shown["incidents"]["text"].to_pylist(), strict=True
        ):
            for name in find_names(text := plain(before), find_capitals(text), lexicon.names):
                assert not any(letter.isalpha() for letter in after[name.start : name.start + len(name.text)]), (
                    name.text
                )


def test_a_full_name_is_told_by_what_is_said_of_it(lexicon: Lexicon) -> None:
    text = "The court arrested Kuanbay Momyn. Zhetibek Sarym, an engineer, came to Kenzhebek Square and Sarybek Pass."
    names = find_names(text, find_capitals(text), lexicon.names)
    assert [name.text for name in names] == ["Kuanbay Momyn", "Zhetibek Sarym"]


def test_a_part_of_a_quoted_title_is_no_name(lexicon: Lexicon) -> None:
    text = 'Marat Sadykov  K. of the company "Zhan-Ata Trans" met D. Kairov, Asan uulu Nur. and Olzhas Seitov.'
    names = find_names(text, find_capitals(text), lexicon.names)
    assert [name.text for name in names] == ["Sadykov  K.", "D. Kairov", "Asan uulu Nur.", "Olzhas Seitov"]


def test_links_to_sources_are_withheld(lexicon: Lexicon) -> None:
    tables = code(ROOT / "data" / "chronicles" / "2024-02.md", lexicon)
    rows = [row | {"source_urls": ["https://news.example/somebody"]} for row in tables["incidents"].to_pylist()]
    tables["incidents"] = make_table("incidents", [list(row.values()) for row in rows])
    assert not any(hide_names(tables, "initials")["incidents"]["source_urls"].to_pylist())
    assert all(hide_names(tables, "full")["incidents"]["source_urls"].to_pylist())


def test_themes_about_different_people_stay_apart(lexicon: Lexicon) -> None:
    tables = code(ROOT / "data" / "chronicles" / "2024-02.md", lexicon)
    people = tables["incidents"]["persons"].to_pylist()
    one, other = [names[0] for names in people if names][:2]
    rows = [
        row | {"theme": f"freedom for {name}"}
        for row, name in zip(tables["refusals"].to_pylist(), (one, other), strict=False)
    ]
    tables["refusals"] = make_table("refusals", [list(row.values()) for row in rows])
    for policy in ("initials", "hidden"):
        themes = hide_names(tables, policy)["refusals"]["theme"].to_pylist()
        assert len(set(themes)) == 2 and not any(name in theme for name in (one, other) for theme in themes)


def test_public_is_one_of_the_policies() -> None:
    assert read_policy("public") == ALIASES["public"] == "initials"
    with pytest.raises(ValueError, match="everybody"):
        read_policy("everybody")
