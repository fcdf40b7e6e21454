"""What the words of an entry, its sanctions and the rules that fired say together about its category.

The weights were learned from the hand-coded sentences under `data/gold` (see `learn`); rules and words alike are evidence,
so that an entry in words that no rule knows is still read, and a rule that errs can be outvoted.
"""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np

from analytics.coding.category import strength
from analytics.coding.sanctions import Sanction
from analytics.errors import InputError
from analytics.lexicon.rules import Hit

_TOKEN = re.compile(r"@+|~+|[a-z]+|\d+")
_SENTENCES = 6  # sentences read; what follows them is detail
_OPENING = 6  # words of the first sentence that tell who acts
_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly")


class Evidence:
    """Learned weights: feature x category, read from `evidence.csv`."""

    def __init__(self, categories: Sequence[str], rows: dict[str, int], weights: np.ndarray) -> None:
        self.categories = tuple(categories)
        self._rows = rows
        self._weights = weights

    def weigh(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """(category, probability), the likeliest first."""
        known = [row for feature in features if (row := self._rows.get(feature)) is not None]
        scores = self._weights.take([*known, self._rows["bias"]], axis=0).sum(axis=0).tolist()
        most = max(scores)
        odds = [math.exp(score - most) for score in scores]
        total = sum(odds)
        shares = ((category, one / total) for category, one in zip(self.categories, odds, strict=True))
        return sorted(shares, key=itemgetter(1), reverse=True)


def read_evidence(path: Path, order: Sequence[str]) -> Evidence:
    """The weights of a file: a column `feature` and one for each category. Raises InputError where a category is missing."""
    with path.open(encoding="utf8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        if header[:1] != ["feature"] or set(header[1:]) != set(order):
            raise InputError(f"{path}: line 1: the columns are {header}; run `python -m analytics learn` again")
        features, values = [], []
        for line, row in enumerate(lines, 2):
            try:
                values.append([float(value or 0) for value in row[1:]])
            except ValueError as error:
                raise InputError(f"{path}: line {line}: {error}; run `python -m analytics learn` again") from error
            features.append(row[0])
    return Evidence(header[1:], {name: number for number, name in enumerate(features)}, np.array(values))


def find_features(
    marked: str, foreground: str, sentences: Sequence[tuple[int, int]], after: int, votes: Sequence[Hit],
    sanctions: Sequence[Sanction], order: Sequence[str],
) -> set[str]:  # fmt: skip
    """The features of an entry: words and word pairs of its sentences, votes of the rules, its sanctions.

    `w:` a word, `F:` one in the foreground, `L:` of the first sentence, `O:` of its opening, `B:` a pair; `V:` a vote and
    `V1:` a mention, `R:` the vote that the codebook's `order` puts first, `S:` a sanction's status and code, `M:` its measure.
    """
    features = {("V:" if strength(vote) > 1 else "V1:") + vote.rule.value for vote in votes}
    if votes:
        first = min(votes, key=lambda vote: (-strength(vote), order.index(vote.rule.value)))
        features.add(("R:" if strength(first) > 1 else "R1:") + first.rule.value)
    for sanction in sanctions:
        features |= {
            f"S:{sanction.status}",
            f"S:{sanction.status}:{(sanction.code or '')[-3:]}",
            f"M:{sanction.status}:{sanction.measure}",
        }
    place = "L:"
    for start, end in sentences[:_SENTENCES]:
        start = max(start, after)
        if end - start < 4:
            continue
        words = _read_words(marked[start:end])
        features.update(["w:" + word for word in words])
        if foreground[start:end] != marked[start:end]:
            words = _read_words(foreground[start:end])
        features.update([place + word for word in words])
        features.update([f"B:{one}_{two}" for one, two in pairwise(words)])
        if place == "L:":
            features.update(["O:" + word for word in words[:_OPENING]])
        place = "F:"
    return features


def _read_words(text: str) -> list[str]:
    return list(map(_stem, _TOKEN.findall(text.lower())))


@lru_cache(maxsize=1 << 16)
def _stem(token: str) -> str:
    """`@` for any name, `~` for any date, `0` for any number, else the word without its ending."""
    if not token[0].isalpha():
        return "0" if token[0].isdigit() else token[0]
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 4:
            return token[: -len(ending)]
    return token
