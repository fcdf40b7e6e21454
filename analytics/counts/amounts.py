"""What sanctions add up to: days of arrest, fines in MCI and in tenge of their year, and every other measure."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from analytics.counts.count import count_by, list_sanctions
from analytics.counts.facts import Facts
from analytics.counts.selection import NONE, Selection

Row = dict[str, Any]


@dataclass(frozen=True)
class Amounts:
    """What sanctions add up to in one unit: how many rows state an amount, their total, median and largest."""

    unit: str
    n: int
    total: float
    median: float
    largest: float


@dataclass(frozen=True)
class ArticleAmounts:
    """One article: the number of its sanctions, and what they add up to by unit, as `sum_amounts` names them."""

    article: str
    sanctions: int
    amounts: Mapping[str, Amounts]


@dataclass(frozen=True)
class Index:
    """The monthly calculation index (MCI) in tenge over some days (ISO, both included)."""

    first: str
    last: str
    tenge: int
    checked: bool


def read_mci(path: Path) -> tuple[Index, ...]:
    """Read the index of each year; a table that is not there gives none."""
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Index(row["from"], row["to"], int(row["kzt"]), row["checked"] == "yes") for row in csv.DictReader(file)
        )


def find_mci(index: Sequence[Index], day: str) -> Index | None:
    """Find the index of a day."""
    return next((one for one in index if day != NONE and one.first <= day <= one.last), None)


def list_once(facts: Facts, selection: Selection) -> list[Row]:
    """List the sanctions of a selection, one that is stated for each of several articles once.

    Rows of one incident with the same person, measure and amount are one.
    """

    return facts.keep(("amounts", selection), lambda: _drop_repeats(list_sanctions(facts, selection).to_pylist()))


def sum_by_article(facts: Facts, selection: Selection, index: Sequence[Index] = ()) -> list[ArticleAmounts]:
    """Add up the days of arrest and the fines of each article, the article with most sanctions first.

    A measure that is stated for several articles stands under each of them, so that these sums may come to more than
    that of all (`sum_amounts` of `list_once`), which has it once.
    """
    rows = list_sanctions(facts, selection).to_pylist()
    return [
        ArticleAmounts(
            row["article"],
            row["n"],
            {
                one.unit: one
                for one in sum_amounts(_drop_repeats([own for own in rows if own["article"] == row["article"]]), index)
            },
        )
        for row in count_by(facts, selection, ("article",), "sanctions")
    ]


def _drop_repeats(rows: Sequence[Row]) -> list[Row]:
    """Return rows with those of one incident that have the same person, measure and amount as one."""
    names = ("incident_id", "sanctioned", "measure", "unit", "amount", "kzt")
    return list({tuple(row[name] for name in names): row for row in rows}.values())


def sum_amounts(rows: Sequence[Row], index: Sequence[Index] = ()) -> list[Amounts]:
    """Add up the days of arrest and the fines of some sanctions.

    Fines are told in MCI and in tenge as the source states each, then the fines of which it states MCI alone in
    tenge by the `index` of their day, and last all fines in tenge: as stated, else by the index, never both.
    """
    fines = [row for row in rows if row["measure"] == "fine"]
    converted = [convert_fine(row, index) for row in fines if row["kzt"] is None]
    return [
        _add_up("arrest_days", [row["amount"] for row in rows if row["measure"] == "arrest" and row["unit"] == "days"]),
        _add_up("fine_mci", [row["amount"] for row in fines if row["unit"] == "MCI"]),
        _add_up("fine_kzt", [row["kzt"] for row in fines]),
        _add_up("fine_converted", converted),
        _add_up("fine_tenge", [*(row["kzt"] for row in fines if row["kzt"] is not None), *converted]),
    ]


def sum_penalties(rows: Sequence[Row]) -> list[tuple[str, Amounts]]:
    """Add up what is stated of each measure in each unit (years, months, days, hours, MCI), most often stated first."""
    amounts: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if row["measure"] != NONE and row["unit"] is not None and row["amount"] is not None:
            amounts.setdefault((row["measure"], row["unit"]), []).append(row["amount"])
    sums = [(measure, _add_up(unit, stated)) for (measure, unit), stated in amounts.items()]
    return sorted(sums, key=lambda one: (-one[1].n, one[0], one[1].unit))


def list_unchecked(rows: Sequence[Row], index: Sequence[Index]) -> list[str]:
    """List the years of which an unchecked index was used to convert a fine of some sanctions."""
    fines = [row for row in rows if convert_fine(row, index) is not None]
    used = {one for row in fines if row["kzt"] is None and (one := find_mci(index, row["day"]))}
    return sorted({one.first[:4] for one in used if not one.checked})


def convert_fine(row: Row, index: Sequence[Index]) -> int | None:
    """Return a fine's MCI in whole tenge of its day; None for another measure, or where MCI or index is unknown."""
    found = find_mci(index, row["day"])
    if row["measure"] != "fine" or row["unit"] != "MCI" or row["amount"] is None or found is None:
        return None
    return round(float(row["amount"]) * found.tenge)


def _add_up(unit: str, amounts: Sequence[float | None]) -> Amounts:
    stated = [amount for amount in amounts if amount is not None]
    if not stated:
        return Amounts(unit, 0, 0, 0, 0)
    return Amounts(unit, len(stated), sum(stated), median(stated), max(stated))
