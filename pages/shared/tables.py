"""The tables, read once for all sessions and again when they were rebuilt."""

import os
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import streamlit as st

from analytics.counts.almanac import Almanac, read_almanac
from analytics.counts.changelog import CHANGELOG, Entry, read_changelog, record_edition
from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.names import POLICIES, hide_names
from analytics.counts.reconcile import Total, read_totals
from analytics.figures.words import Words, read_words
from analytics.lexicon.load import read_rows
from analytics.lexicon.rules import Rule, read_rules
from analytics.lexicon.rules import read_words as read_word_lists
from analytics.tables.accuracy import read_card
from analytics.tables.store import ensure_tables, identify_edition

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DASHBOARD_DATA", ROOT / "data"))
LEXICON = ROOT / "data" / "lexicon"
CATALOGUES = ROOT / "pages" / "locale"
NAMES_SHOWN = os.environ.get("DASHBOARD_NAMES", POLICIES[0])
"""How people are named on every page: full, initials or hidden."""

NAMES = ("incidents", "refusals", "sanctions", "spans", "months", "people", "people_doubts")


Edition = tuple[str, int, int]
"""The folder of an edition's tables, its number on the disk and time of change: a new edition is another folder in its place."""


def read_facts(policy: str = "") -> Facts:
    """Return the tables ready for counting; built first, once a start, where they are missing or older than sources.

    People are named as on the pages, or by another `policy`. Raises InputError where a source cannot be read.
    """
    return _read_facts(_find_tables(), policy or NAMES_SHOWN)


def read_shown_tables(policy: str = "") -> dict[str, pa.Table]:
    """Return the tables as they are handed out: people in them named as on the pages, or by another policy."""
    return _read_shown_tables(_find_tables(), policy or NAMES_SHOWN)


def find_edition() -> str:
    """Return the id of the edition that is shown."""
    return _find_edition(_find_tables())


def _find_tables() -> Edition:
    _build_tables(DATA)
    folder = DATA / "tables"
    found = folder.stat()
    return str(folder), found.st_ino, found.st_mtime_ns


@st.cache_resource(show_spinner=False)
def _build_tables(data: Path) -> None:
    # A folder of tables alone, without the sources to build them from, is read as it is.
    if (data / "chronicles").exists() or not (data / "tables").exists():
        ensure_tables(data)
        with suppress(PermissionError):  # a copy that nobody may write to shows what was recorded elsewhere
            record_edition(data)


def find_changelog() -> list[Entry]:
    """Return the changelog of the data, oldest first."""
    path = DATA / CHANGELOG
    return _read_changelog(DATA, path.stat().st_mtime_ns) if path.exists() else []


@st.cache_resource(max_entries=2, show_spinner=False)
def _read_changelog(data: Path, edition: int) -> list[Entry]:
    return read_changelog(data)


@st.cache_resource(max_entries=3, show_spinner=False)
def _read_facts(edition: Edition, policy: str) -> Facts:
    return prepare_facts(_read_shown_tables(edition, policy))


@st.cache_resource(max_entries=3, show_spinner=False)
def _read_shown_tables(edition: Edition, policy: str) -> dict[str, pa.Table]:
    return hide_names({name: pq.read_table(Path(edition[0]) / f"{name}.parquet") for name in NAMES}, policy)


@st.cache_resource(max_entries=2, show_spinner=False)
def _find_edition(edition: Edition) -> str:
    return identify_edition(Path(edition[0]))


@st.cache_resource(show_spinner=False)
def find_almanac() -> Almanac:
    """Return what counts are set against: events, inhabitants, the index for fines, grounds for refusal."""
    return read_almanac(LEXICON)


@st.cache_resource(show_spinner=False)
def find_accuracy() -> list[dict[str, str]]:
    """Return the accuracy card: how often the program codes as a careful person does, by field."""
    return read_card()


@st.cache_resource(show_spinner=False)
def find_totals() -> list[Total]:
    """Return the running totals that other monitors published."""
    return read_totals(LEXICON / "monitor_totals.csv")


@st.cache_resource(show_spinner=False)
def list_lexicon() -> list[str]:
    """List the files of the lexicon that are rules or tables of decisions."""
    rules = [path.name for path in LEXICON.glob("*.toml") if "[[rule]]" in path.read_text("utf8")]
    return [*sorted(rules), "words.toml", *sorted(path.name for path in LEXICON.glob("*.csv"))]


@st.cache_resource(show_spinner=False)
def find_rules(name: str) -> list[Rule]:
    """Return the rules of a file of the lexicon."""
    return list(read_rules(LEXICON / name, read_word_lists(LEXICON / "words.toml")))


@st.cache_resource(show_spinner=False)
def find_word_lists() -> dict[str, str]:
    """Return the word lists that rules name as `<list>`."""
    return read_word_lists(LEXICON / "words.toml")


@st.cache_resource(show_spinner=False)
def find_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the lexicon."""
    return [row for _, row in read_rows(LEXICON / name, ())]


@st.cache_resource(show_spinner=False)
def find_words(language: str) -> Words:
    """Return the words of a language."""
    return read_words(language, LEXICON, CATALOGUES)
