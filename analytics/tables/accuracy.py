"""How often the program codes as a careful person does: the accuracy card."""

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from analytics.chronicle.read import read_chronicle
from analytics.coding.coder import Lexicon, code_entries
from analytics.coding.rows import Coded
from analytics.errors import InputError
from analytics.lexicon.load import LEXICON

CARD = LEXICON.parent / "accuracy.csv"
COLUMNS = (
    "field",
    "n",
    "found",
    "right",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
)
_Z = 1.959964  # 97.5th percentile of the normal distribution


@dataclass(frozen=True, slots=True)
class Score:
    """One field: `n` values in the hand coding, `found` by the program, `right` in both."""

    field: str
    n: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.right / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.n + self.found) if self.n + self.found else 1.0


def interval(right: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927), as two shares; 0 to 1 where there is nothing to count."""
    if n == 0:
        return 0.0, 1.0
    share, square = right / n, _Z * _Z / n
    centre = (share + square / 2) / (1 + square)
    reach = _Z * sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def score(golds: Sequence[Path], lexicon: Lexicon, source: Path | None = None) -> list[Score]:
    """Code the chronicle beside each gold file (or `source`) and compare, field by field, pooled over all of them.

    Raises InputError where a gold file and its chronicle do not have the same entries.
    """
    wanted: dict[str, Counter[Any]] = {}
    found: dict[str, Counter[Any]] = {}
    for gold in golds:
        chronicle = read_chronicle(source or _find_chronicle(gold), gold.stem[:7])
        labels = [json.loads(line) for line in gold.read_text("utf8").splitlines() if line.strip()]
        if len(labels) != len(chronicle.entries):
            raise InputError(f"{gold}: {len(labels)} labels for {len(chronicle.entries)} entries; mend one of them")
        coded = code_entries(chronicle.entries, lexicon)
        for entry, rows, label in zip(chronicle.entries, coded, labels, strict=True):
            for field, value in _read_label(label):
                wanted.setdefault(field, Counter())[(gold.stem, entry.number, value)] += 1
            for field, value in _read_rows(rows):
                found.setdefault(field, Counter())[(gold.stem, entry.number, value)] += 1
    return [
        Score(
            field, values.total(), found.get(field, Counter()).total(), (values & found.get(field, Counter())).total()
        )
        for field, values in wanted.items()
    ]


def write_card(scores: Iterable[Score], path: Path = CARD) -> None:
    """Write the card: a line a field, shares to three digits."""
    with path.open("w", encoding="utf8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        for one in scores:
            shares = (one.precision, *interval(one.right, one.found), one.recall, *interval(one.right, one.n))
            lines.writerow([one.field, one.n, one.found, one.right, *(f"{share:.3f}" for share in shares)])


def read_card(path: Path = CARD) -> list[dict[str, str]]:
    """Read the card as rows of text; one that is not there has none."""
    if not path.exists():
        return []
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _find_chronicle(gold: Path) -> Path:
    for path in (gold.with_suffix(".md"), gold.with_suffix(".txt"), gold.parents[1] / "chronicles" / f"{gold.stem}.md"):
        if path.exists():
            return path
    raise InputError(f"{gold}: no chronicle {gold.stem}.md or .txt beside it; put it there")


def _read_label(label: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from _single(label["date"], label["country"], label["kind"], label["category"])
    refusals = label["refusals"]
    cities = [one["city"] for one in refusals] if len(refusals) > 1 else [label["city"]]
    yield from (("city", city) for city in set(cities))
    if len(refusals) < 2:
        yield "region", label["region"]
    yield from (("refusals", (one["city"], reason)) for one in refusals for reason in one["reasons"])
    yield from _sanctions(label["sanctions"])
    yield from (("persons", fold_name(name)) for name in label["persons"])
    yield from (("targets", target) for target in label["targets"])


def _read_rows(coded: Coded) -> Iterator[tuple[str, Any]]:
    first = coded.incidents[0]
    yield from _single(first.date.isoformat() if first.date else None, first.country, first.kind, first.category)
    yield from (("city", city) for city in {row.city for row in coded.incidents})
    if len(coded.incidents) < 2:
        yield "region", first.region
    yield from (("refusals", (row.city, row.reason)) for row in coded.refusals)
    yield from _sanctions([row._asdict() for row in coded.sanctions])
    yield from (("persons", fold_name(name)) for name in first.persons)
    yield from (("targets", target) for target in first.targets)


def _single(date: str | None, country: str | None, kind: str, category: str) -> Iterator[tuple[str, Any]]:
    yield from zip(("date", "country", "kind", "category"), (date, country, kind, category), strict=True)


def _sanctions(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    laws = [(row["code"], row["article"], row["part"]) for row in rows]
    yield from (("articles", law) for law in dict.fromkeys(laws) if law[1])
    for law, row in zip(laws, rows, strict=True):
        yield "sanctions", (*law, row["measure"], row["amount"], row["unit"], row["kzt"])
        yield "sanction status", (*law, row["status"])
        yield "sanction person", (*law, fold_name(row["person"] or ""))


def fold_name(name: str) -> str:
    """The longest word of a name without accents and doubled letters, as two coders would match it."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W\d_]+", folded)
    return re.sub(r"(.)\1+", r"\1", max(words, key=len)) if words else ""
