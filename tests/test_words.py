"""No screen is half translated: every sentence and every term stands in each language."""

import ast
import csv
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from analytics.figures.words import LANGUAGES, UNIT_FORMS, read_words

ROOT = Path(__file__).parents[1]
ROOMS = [ROOT / "analytics" / room for room in ("figures", "reports")]
SOURCES = [
    ROOT / "dashboard.py",
    *(ROOT / "pages").rglob("*.py"),
    *(path for room in ROOMS for path in room.glob("*.py")),
]
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def find_sentences() -> set[str]:
    """Find the sentences that the code says."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        str(node.args[0].value)
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "say"
        and isinstance(node.args[0], ast.Constant)
    }


def find_forms() -> set[tuple[str, str]]:
    """Find the sentences whose form depends on a number."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    said = {
        (str(node.args[0].value), str(node.args[1].value))
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say_many"
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[1], ast.Constant)
    }  # fmt: skip
    return said | set(UNIT_FORMS.values())


def fields_of(text: str) -> set[str | None]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    with (ROOT / "pages" / "locale" / f"{language}.po").open("rb") as file:
        catalogue = {str(m.id): m.string for m in read_po(file) if m.id and isinstance(m.id, str)}
    assert find_sentences() - {said for said, string in catalogue.items() if string} == set()
    assert set(catalogue) - find_sentences() == set(), "no longer said"
    for said, translation in catalogue.items():
        assert fields_of(said) == fields_of(str(translation)), said


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_form_is_translated(language: str) -> None:
    with (ROOT / "pages" / "locale" / f"{language}.po").open("rb") as file:
        read = read_po(file)
    catalogue = {message.id: message.string for message in read if isinstance(message.id, tuple)}
    assert set(catalogue) == find_forms()
    for forms, said in catalogue.items():
        assert len(said) == read.num_plurals and all(fields_of(one) == fields_of(forms[1]) for one in said)


@pytest.mark.parametrize("language", TRANSLATED)
def test_units_are_counted_in_every_language(language: str) -> None:
    words = read_words(language, ROOT / "data" / "lexicon", ROOT / "pages" / "locale")
    for unit, forms in UNIT_FORMS.items():
        assert words.count(5, unit) != forms[1].format(n=5)


def test_every_term_has_every_language() -> None:
    with (ROOT / "data" / "lexicon" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row[language] for row in rows for language in LANGUAGES)
    assert len({row["term"] for row in rows}) == len(rows)


def test_numbers_and_dates_follow_the_language() -> None:
    english, russian, kazakh = (
        read_words(language, ROOT / "data" / "lexicon", ROOT / "pages" / "locale") for language in ("en", "ru", "kk")
    )
    assert english.period("month", "2024-02") == "February 2024"
    assert russian.period("month", "2024-02").startswith("Февраль 2024")
    assert kazakh.period("month", "2024-02").lower().find("ақпан") >= 0
    assert (english.count(21, "refusals"), russian.count(21, "refusals")) == ("21 refusals", "21 отказ")
    assert russian.number(1234567) == "1\u00a0234\u00a0567"
