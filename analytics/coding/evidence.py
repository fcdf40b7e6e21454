"""What the words of an entry, its sanctions and the rules that fired say together about its category.

The weights were learned from the hand-coded sentences under `data/gold` (see `learn`); rules and words alike are evidence,
so that an entry in words that no rule knows is still read, and a rule that errs can be outvoted.
"""

import csv
import math
import re
import tomllib
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from sys import intern

import numpy as np

from analytics.coding.category import strength
from analytics.coding.sanctions import Sanction
from analytics.errors import InputError
from analytics.lexicon.rules import Hit

_TOKEN = re.compile(r"@+|~+|[a-z]+|\d+")
_SENTENCES = 6  # sentences read; what follows them is detail
_OPENING = 6  # words of the first sentence that tell who acts
_KINDS = ("w", "L", "O", "B", "C", "P", "V", "V1", "R", "R1", "S", "M", "A")
_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly")


Features = Mapping[str, Sequence[Hashable]]
"""Kind of feature -> those of an entry, some of them perhaps more than once (see `find_features`); a pair is a tuple."""

_JOINED = {"B": "_", "P": ">"}
"""What stands between the two of a pair in `evidence.csv`."""


class Evidence:
    """Learned weights, in hundredths: kind of feature x feature x category, read from `evidence.csv`."""

    def __init__(self, categories: Sequence[str], rows: Mapping[str, int], weights: np.ndarray) -> None:
        self.categories = tuple(categories)
        self._rows: dict[str, dict[Hashable, int]] = {kind: {} for kind in ("bias", *_KINDS)}
        for feature, row in rows.items():
            kind, _, name = feature.partition(":")
            self._rows[kind][_read_feature(kind, name)] = row + 1
        self._weights = np.pad(weights, ((1, 0), (0, 0)))  # row 0 is none, so that `filter` drops what is not known

    def weigh(self, features: Features) -> tuple[str, float]:
        """The likeliest category, and its probability."""
        known = {self._rows["bias"].get("")}
        for kind, found in features.items():
            known.update(map(self._rows[kind].get, found))
        scores = self._weights.take([*filter(None, known)], axis=0).sum(axis=0).tolist()
        most = max(scores)
        return self.categories[scores.index(most)], 1 / sum(math.exp((score - most) / 100) for score in scores)


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
                values.append([round(100 * float(value or 0)) for value in row[1:]])
            except ValueError as error:
                raise InputError(f"{path}: line {line}: {error}; run `python -m analytics learn` again") from error
            features.append(row[0])
    return Evidence(header[1:], {name: number for number, name in enumerate(features)}, np.array(values, np.int16))


def read_word_classes(path: Path) -> dict[str, tuple[str, ...]]:
    """The classes of each word, by its stem. Raises InputError where the file cannot be read."""
    try:
        classes = tomllib.loads(path.read_text("utf8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; mend the file") from error
    found: dict[str, dict[str, None]] = {}
    for name, words in classes.items():
        if not isinstance(words, str):
            raise InputError(f"{path}: {name}: {words!r} is no text; write the words in one pair of quotes")
        for word in _read_words(words):
            found.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in found.items()}


def find_features(
    marked: str, sentences: Sequence[tuple[int, int]], after: int, votes: Sequence[Hit], sanctions: Sequence[Sanction],
    order: Sequence[str], classes: Mapping[str, Sequence[str]],
) -> Features:  # fmt: skip
    """The features of an entry: words, word pairs and word classes of its sentences, votes of the rules, its sanctions.

    `w` a word, `L` of the first sentence, `O` of its opening, `B` a pair; `C` a class of the first sentence, `P` two classes
    with at most one between; `V` a vote and `V1` a mention, `R` the vote that the codebook's `order` puts first; `S` a
    sanction's status and code, `M` its measure, `A` its article.
    """
    found: dict[str, list[Hashable]] = {kind: [] for kind in _KINDS}
    for vote in votes:
        found["V" if strength(vote) > 1 else "V1"].append(vote.rule.value)
    if votes:
        first = min(votes, key=lambda vote: (-strength(vote), order.index(vote.rule.value)))
        found["R" if strength(first) > 1 else "R1"].append(first.rule.value)
    for sanction in sanctions:
        found["S"] += (sanction.status, f"{sanction.status}:{(sanction.code or '')[-3:]}")
        found["M"].append(f"{sanction.status}:{sanction.measure}")
        if sanction.article:
            found["A"].append(sanction.article)
    lead = True
    for start, end in sentences[:_SENTENCES]:
        start = max(start, after)
        if end - start < 4:
            continue
        words = _read_words(marked[start:end])
        found["w"] += words
        found["B"] += pairwise(words)
        speaks = [classes[word] for word in words if word in classes]
        for near in (pairwise(speaks), zip(speaks, speaks[2:], strict=False)):
            found["P"] += [(a, b) for one, two in near for a in one for b in two]
        if lead:
            found["L"] += words
            found["O"] += words[:_OPENING]
            found["C"] += chain.from_iterable(speaks)
            lead = False
    return found


def spell_features(features: Features) -> list[str]:
    """The features as `evidence.csv` writes them, `kind:name`, each once."""
    return [
        f"{kind}:{_JOINED[kind].join(one) if isinstance(one, tuple) else one}"
        for kind, found in features.items()
        for one in dict.fromkeys(found)
    ]


def _read_feature(kind: str, name: str) -> Hashable:
    """A feature as `find_features` has it, of its spelling."""
    return tuple(map(intern, name.split(_JOINED[kind]))) if kind in _JOINED else intern(name)


def _read_words(text: str) -> list[str]:
    return list(chain.from_iterable(map(_read_word, text.lower().split())))


@lru_cache(maxsize=1 << 16)
def _read_word(written: str) -> tuple[str, ...]:
    """What stands between two spaces, as the tokens in it: of each its stem. Most words come again."""
    return tuple(map(_stem, _TOKEN.findall(written)))


def _stem(token: str) -> str:
    """`@` for any name, `~` for any date, `0` for any number, else the word without its ending."""
    if not token[0].isalpha():
        return "0" if token[0].isdigit() else token[0]
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 4:
            return intern(token[: -len(ending)])
    return intern(token)
