"""Look up articles of the codes of Kazakhstan, what they allow at most, and the monthly calculation index (MCI).

The tables are `articles.csv`, `mci.csv` and `measures.csv` under `data/lexicon/`; each row says where it comes from.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analytics.errors import InputError
from analytics.lexicon.load import LEXICON, Row, read_date, read_rows, row_error

RIGHTS = frozenset(
    {
        "assembly", "expression", "association", "liberty", "fair_trial", "humane_treatment", "privacy", "movement",
        "participation",
    }
)  # fmt: skip
"""The rights of the codebook (articles of the ICCPR)."""

_ARTICLE = re.compile(r"\d+(?:[-.]\d+)?")
_PENALTY = re.compile(
    r"(?P<up>up to )?(?P<amount>\d+) (?:(?P<unit>MCI)|days (?P<arrest>arrest)|years (?P<prison>imprisonment)"
    r"|hours (?P<work>community service)|times the bribe)|warning|deportation|life imprisonment"
)
_NUMBER = re.compile(r"\d+")
_DAYS = re.compile(r"(\d+)(?: (?:or|to))? days")
_OTHERS = re.compile(r"officials|organisations|legal persons|others")
_UNSURE = re.compile(r"not seen|seen:|only the start|was cut|unsure|not established|wording|as read|old numbering")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a code, or one part of it, as it stood from `valid_from` to `valid_to` (None: not established).

    `part` is None for the article as a whole. A title is empty where none is established. Penalties are words of the
    table, such as `up to 50 MCI`, empty where none is known. `right` is the ICCPR right it is used against, None where
    the table names none. `checked` says whether the row was read in `source`.
    """

    code: str
    article: str
    part: str | None
    title_en: str
    title_ru: str
    right: str | None
    min_penalty: str
    max_penalty: str
    unit_note: str
    valid_from: date | None
    valid_to: date | None
    source: str
    checked: bool

    def is_valid(self, on: date | None) -> bool:
        """Tell whether the row held on a day; always, where no day is given."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Index:
    """The monthly calculation index for fines between two days, both included, in tenge."""

    start: date
    end: date
    kzt: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the codebook with its title in three languages."""

    measure: str
    title_en: str
    title_ru: str
    title_kk: str


class Law:
    """The article table, the MCI and the measures; frozen once read."""

    def __init__(self, articles: Iterable[Article], indices: Iterable[Index], measures: Iterable[Measure]) -> None:
        """Keep the rows; of two that hold on a day the later one counts."""
        self.indices = tuple(sorted(indices, key=lambda index: index.start))
        self.measures = {measure.measure: measure for measure in measures}
        self.rows = tuple(articles)
        self._rows: dict[tuple[str, str, str | None], list[Article]] = {}
        for row in self.rows:
            self._rows.setdefault((row.code, row.article, row.part), []).append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row.valid_from or date.min, reverse=True)

    def find(self, code: str, article: str, part: str | int | None = None, on: date | None = None) -> Article | None:
        """Return the row of a part, else of the article as a whole, as valid `on` a day; None where no row is known.

        Without `on` it is the text in force last.
        """
        for key in dict.fromkeys((None if part is None else str(part), None)):
            for row in self._rows.get((code, article, key), ()):
                if row.is_valid(on):
                    return row
        return None

    def right(self, code: str, article: str, part: str | int | None = None, on: date | None = None) -> str | None:
        """Return the right that the table names for a part, else for its article."""
        row = self.find(code, article, part, on)
        if row and row.right is None:
            row = self.find(code, article, None, on)
        return row.right if row else None

    def maximum(
        self, code: str, article: str, part: str | int | None, measure: str, unit: str, on: date | None = None
    ) -> float | None:
        """Return the most of a measure that an article allows, in `unit`, or None where the table does not settle it.

        Known are `fine` in MCI, `arrest` in days (CAO only: criminal arrest is another measure), `imprisonment` in
        years or months, `community_service` in hours. What officials or organisations may get counts too, so that a sum
        above the maximum is above it for anyone. Rows that were not read in full, or not at all, say nothing.
        """
        row = self.find(code, article, part, on)
        if row is None or not row.checked or _UNSURE.search(row.unit_note):
            return None
        if part is not None and row.part is None:
            return None
        hardest = _PENALTY.fullmatch(row.max_penalty)
        if hardest is None:
            return None
        if measure == "imprisonment" and hardest["prison"] and unit in ("years", "months"):
            return float(hardest["amount"]) * (12 if unit == "months" else 1)
        if measure == "arrest" and unit == "days" and code == "CAO" and hardest["arrest"]:
            return max(map(float, (hardest["amount"], *_DAYS.findall(row.unit_note))))
        if measure == "community_service" and unit == "hours" and hardest["work"]:
            return float(hardest["amount"])
        if measure == "fine" and unit == "MCI":
            return _largest_fine(row, hardest)
        return None

    def mci(self, on: date) -> int:
        """Return the MCI of a day in tenge. Raises `InputError` where `mci.csv` has none."""
        for index in self.indices:
            if index.start <= on <= index.end:
                return index.kzt
        raise InputError(f"mci.csv: no index for {on.isoformat()}; add the line of that year")

    def amount_matches(self, mci_amount: float, kzt: int, on: date) -> bool:
        """Tell whether a fine in MCI and its sum in tenge agree with the index of this or of last year.

        A sum given in round thousands may be rounded or cut. True too where the table has no index of these years.
        """
        since = date(on.year - 1, 1, 1)
        indices = [index for index in self.indices if index.start <= on and index.end >= since]
        return not indices or any(_is_rounded(kzt, mci_amount * index.kzt) for index in indices)


def _largest_fine(row: Article, hardest: re.Match[str]) -> float | None:
    mildest = _PENALTY.fullmatch(row.min_penalty)
    if hardest["unit"]:
        amount = float(hardest["amount"])
    elif mildest and mildest["unit"] and mildest["up"]:
        amount = float(mildest["amount"])
    else:
        return None  # a fine beside arrest may be the lower end of a range
    if not _OTHERS.search(row.unit_note):
        return amount
    return max([amount, *map(float, _NUMBER.findall(row.unit_note))])


def _is_rounded(given: int, exact: float) -> bool:
    """Tell whether a sum is an exact one rounded or cut at its last digit that is no zero, within one hundredth."""
    digits = str(given)
    step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return abs(given - exact) < max(1.0, min(step, exact / 100))


def read_law(folder: Path = LEXICON) -> Law:
    """Read the law tables. Raises `InputError` with file, line and value where a row cannot be right."""
    measures = [
        Measure(row["measure"], row["title_en"], row["title_ru"], row["title_kk"])
        for _, row in read_rows(folder / "measures.csv", ("measure", "title_en", "title_ru", "title_kk"))
    ]
    return Law(_read_articles(folder / "articles.csv"), _read_indices(folder / "mci.csv"), measures)


def _read_articles(path: Path) -> list[Article]:
    columns = (
        "code", "article", "part", "title_en", "title_ru", "right", "min_penalty", "max_penalty", "unit_note",
        "valid_from", "valid_to", "source", "checked",
    )  # fmt: skip
    articles: list[Article] = []
    seen: dict[tuple[str, str, str], list[tuple[int, Article]]] = {}
    for line, row in read_rows(path, columns):
        article = _read_article(path, line, row)
        key = row["code"], row["article"], row["part"]
        for where, other in seen.setdefault(key, []):
            if _overlap(article, other):
                raise row_error(
                    path, line, " ".join(key), f"holds on the same days as line {where}; mend valid_from, valid_to"
                )
        seen[key].append((line, article))
        articles.append(article)
    return articles


def _read_article(path: Path, line: int, row: Row) -> Article:
    if not _ARTICLE.fullmatch(row["article"]):
        raise row_error(path, line, row["article"], "no article number; write 488, 73-3 or 244.1")
    if row["right"] and row["right"] not in RIGHTS:
        raise row_error(path, line, row["right"], f"no such right; use one of {', '.join(sorted(RIGHTS))}")
    for column in ("min_penalty", "max_penalty"):
        if row[column] and not _PENALTY.fullmatch(row[column]):
            raise row_error(
                path,
                line,
                row[column],
                "no penalty that is understood; write 15 days arrest, 7 years imprisonment, up to 50 MCI",
            )
    if row["checked"] not in ("yes", "no"):
        raise row_error(path, line, row["checked"], "checked is yes or no")
    valid_to = read_date(path, line, row["valid_to"])
    if valid_to and len(row["valid_to"]) == len("2020-07"):
        valid_to = valid_to.replace(day=calendar.monthrange(valid_to.year, valid_to.month)[1])
    return Article(
        code=row["code"],
        article=row["article"],
        part=row["part"] or None,
        title_en=row["title_en"],
        title_ru=row["title_ru"],
        right=row["right"] or None,
        min_penalty=row["min_penalty"],
        max_penalty=row["max_penalty"],
        unit_note=row["unit_note"],
        valid_from=read_date(path, line, row["valid_from"]),
        valid_to=valid_to,
        source=row["source"],
        checked=row["checked"] == "yes",
    )


def _overlap(one: Article, other: Article) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def _read_indices(path: Path) -> Sequence[Index]:
    indices: list[Index] = []
    for line, row in read_rows(path, ("from", "to", "kzt")):
        start, end = read_date(path, line, row["from"]), read_date(path, line, row["to"])
        if start is None or end is None or end < start:
            raise row_error(path, line, row["to"], "an index needs a first and a last day")
        if not row["kzt"].isdecimal():
            raise row_error(path, line, row["kzt"], "write whole tenge, such as 3692")
        if indices and start != indices[-1].end + timedelta(days=1):
            raise row_error(path, line, row["from"], "the indices follow each other without a gap, by date")
        indices.append(Index(start, end, int(row["kzt"])))
    return indices
