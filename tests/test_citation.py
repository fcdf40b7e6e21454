"""How to cite: the same words for every figure and export, in forms that other programs read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.figures.words import read_words
from analytics.reports.citation import PUBLICATION, cite, name_source, read_publication

ROOT = Path(__file__).parents[1]
ENGLISH, RUSSIAN = (read_words(code, ROOT / "data" / "lexicon", ROOT / "pages" / "locale") for code in ("en", "ru"))
HERE = replace(read_publication(), publisher="Monitor & Co", base_address="https://data.example.org/kz/")


def test_a_figure_is_cited_with_edition_months_licence_and_address() -> None:
    told = cite(HERE, "0123456789ab", {"2023-12", "2024-02"}, ENGLISH, "Refusals: 50% {more}", "refusals?region=KZ-75")
    for part in ("Monitor & Co (2024)", "December 2023 – February 2024 (2 of 3 months)", "0123456789ab", "CC BY 4.0",
                 "https://data.example.org/kz/refusals?region=KZ-75"):  # fmt: skip
        assert part in told.text
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", told.bibtex, re.MULTILINE))
    assert fields["author"] == r"{Monitor \& Co}" and fields["title"] == r"{Refusals: 50\% \{more\}}"
    assert told.bibtex.count("{") == told.bibtex.count("}")
    records = [line.split("  - ", 1) for line in told.ris.split("\r\n")[:-1]]
    assert records[0] == ["TY", "DATA"] and records[-1][0] == "ER"
    assert ["UR", fields["url"]] in records and ["PY", "2024"] in records


def test_figures_of_one_edition_have_keys_of_their_own() -> None:
    told = [
        cite(HERE, "0123456789ab", {"2024-02"}, ENGLISH, *what) for what in ((), ("One",), ("One", "map"), ("Two",))
    ]
    assert len({re.match(r"@misc\{([\w-]+),", one.bibtex)[1] for one in told}) == len(told)


def test_without_a_base_address_no_url_is_invented() -> None:
    told = cite(replace(HERE, base_address=""), "0123456789ab", {"2024-02"}, RUSSIAN, "Отказы", "refusals?unit=entries")
    assert "UR  - " not in told.ris and "url" not in told.bibtex
    assert "refusals?unit=entries" in told.text and "Издание 0123456789ab" in told.text


def test_the_source_is_named_in_every_language() -> None:
    assert name_source(HERE, {"2024-02"}, ENGLISH) == "Monthly chronicle of political persecution, February 2024"
    assert "хроника" in name_source(HERE, {"2024-02"}, RUSSIAN)


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('publisher = "Chronicle dashboard"', "", "publisher"),
        ('base_address = ""', 'base_address = "example.org"', "example.org"),
        ('id = "CC-BY-4.0"', "", "id"),
        ('contact = ""', "contact = ", "line"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, line: str, instead: str, said: str) -> None:
    path = tmp_path / "publication.toml"
    path.write_text(PUBLICATION.read_text("utf-8").replace(line, instead), "utf-8")
    with pytest.raises(InputError, match=said) as raised:
        read_publication(path)
    assert str(path) in str(raised.value)
