"""How far coding agrees with the hand coding; the least it must reach."""

from pathlib import Path

import pytest

from analytics.coding.coder import read_lexicon
from analytics.lexicon.load import LEXICON
from analytics.tables.accuracy import interval, score

GOLD = LEXICON.parent / "gold" / "2024-02.jsonl"
PUBLISHED = Path(__file__).parents[2] / "shared" / "published" / "2024-02.txt"
LEAST = {
    "date": 1.0, "country": 0.99, "region": 0.99, "city": 0.99, "kind": 0.97, "category": 0.95, "refusals": 0.98, "articles": 0.98,
    "sanctions": 0.96, "sanction status": 0.95, "persons": 0.92, "targets": 0.85,
}  # fmt: skip


@pytest.mark.parametrize("source", [None, *([PUBLISHED] if PUBLISHED.exists() else [])], ids=str)
def test_the_month_is_coded_as_by_hand(source: Path | None) -> None:
    scores = {one.field: one.f1 for one in score([GOLD], read_lexicon(), source)}
    assert {field: round(scores[field], 3) for field, least in LEAST.items() if scores[field] < least} == {}


def test_months_the_rules_were_not_written_on() -> None:
    scores = {
        one.field: one.f1 for one in score(sorted((LEXICON.parent / "gold" / "test").glob("*.jsonl")), read_lexicon())
    }
    least = {"date": 0.99, "city": 0.97, "region": 0.97, "articles": 0.96, "persons": 0.88}
    assert {field: round(scores[field], 3) for field, most in least.items() if scores[field] < most} == {}


def test_the_interval_is_wilsons() -> None:
    assert interval(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)
