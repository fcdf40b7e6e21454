"""What the words of an entry, its sanctions and the rules that fired say together about its category.

The weights were learned from the hand-coded sentences under `data/gold` (see `learn`); rules and words alike are evidence,
so that an entry in words that no rule knows is still read, and a rule that errs can be outvoted.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analytics.coding.sanctions import Sanction
from analytics.errors import InputError
from analytics.lexicon.rules import Hit

_TOKEN = re.compile(r"@+|~+|[a-z]+|\d+")
_SENTENCES = 6  # sentences read; what follows them is detail
_OPENING = 6  # words of the first sentence that tell who acts
_NAMED = ("V", "V1", "R", "R1", "S", "M", "A")
_KINDS = ("w", "L", "O", "B", "C", "P", *_NAMED)
_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly")
_JOINED = {"B": "_", "P": ">"}
"""What stands between the two names of a pair in `evidence.csv`."""

_BITS = 20  # of a code for its second name
_LOW = (1 << _BITS) - 1
_MOST_READ = 1 << 16  # words kept as they are written


class Told(NamedTuple):
    """What the features of an entry are found in: its marked text, its sentences, where its place ends, votes, sanctions."""

    marked: str
    sentences: Sequence[tuple[int, int]]
    after: int
    votes: Sequence[Hit]
    sanctions: Sequence[Sanction]


Features = list[tuple[str, np.ndarray, np.ndarray]]
"""Features of some entries, by parts: their kind, the place of the entry that has each, its code (see `Vocabulary`)."""


class Vocabulary:
    """The names that features are made of, as numbers: words by their stems, classes of words, votes and sanctions.

    The code of a feature is its name's number, shifted by `_BITS`, and that of its second name, if it is a pair. Where
    `names` are given no other gets a number but 0; else each name gets one when it is first met.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]], names: Sequence[str] | None = None) -> None:
        self._numbers = {"": 0}
        self._grows = True
        of_words = {self.number(word): [self.number(name) for name in own] for word, own in classes.items()}
        self._classes = np.zeros((len(self._numbers), max(map(len, of_words.values()), default=1)), np.int64)
        for word, own in of_words.items():
            self._classes[word, : len(own)] = own
        for name in names or ():
            self.number(name)
        self._grows = names is None
        self._word_numbers = _WordNumbers(self)

    def number(self, name: str) -> int:
        """The number of a name, 0 for one that is not known."""
        if self._grows:
            return self._numbers.setdefault(name, len(self._numbers))
        return self._numbers.get(name, 0)

    def __len__(self) -> int:
        return len(self._numbers)

    def read_words(self, text: str) -> list[int]:
        """The words of a text."""
        return list(chain.from_iterable(map(self._word_numbers.__getitem__, text.lower().split())))

    def find_classes(self, words: np.ndarray) -> np.ndarray:
        """The classes of each word: a row for each, 0 where it has no more of them."""
        return self._classes.take(np.where(words < len(self._classes), words, 0), axis=0)

    def encode(self, kind: str, name: str) -> int:
        """The code of a feature by its spelling in `evidence.csv`."""
        first, _, other = name.partition(_JOINED.get(kind, "\0"))
        return self.number(first) << _BITS | self.number(other)

    def spell(self, features: Features, entries: int) -> list[list[str]]:
        """The features of each of some entries as `evidence.csv` writes them, `kind:name`, each once."""
        names = list(self._numbers)
        spelt: list[dict[str, None]] = [{} for _ in range(entries)]
        for kind, places, codes in features:
            for place, code in zip(places.tolist(), codes.tolist(), strict=True):
                spelt[place][f"{kind}:{names[code >> _BITS]}{_JOINED.get(kind, '')}{names[code & _LOW]}"] = None
        return list(map(list, spelt))


class _WordNumbers(dict[str, tuple[int, ...]]):
    """The words in what stands between two spaces, as numbers: most of it comes again."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, written: str) -> tuple[int, ...]:
        if len(self) >= _MOST_READ:
            self.clear()
        read = self[written] = tuple(map(self._vocabulary.number, _find_stems(written)))
        return read


class Evidence:
    """Learned weights, in hundredths: feature (`kind:name`, and the bias) x category, read from `evidence.csv`."""

    def __init__(
        self,
        categories: Sequence[str],
        features: Sequence[str],
        weights: np.ndarray,
        classes: Mapping[str, Sequence[str]],
    ) -> None:
        self.categories = tuple(categories)
        named = [(kind, name) for kind, _, name in (feature.partition(":") for feature in features)]
        names = [part for kind, name in named for part in name.split(_JOINED.get(kind, "\0"))]
        self.vocabulary = Vocabulary(classes, names)
        self._weights = weights.astype(np.float32)  # whole numbers, whose sums are exact; these add up quickest
        self._bias = features.index("bias")
        self._rows_of_names: dict[str, np.ndarray] = {}  # by the number of the name, -1 for none
        self._rows_of_pairs: dict[str, tuple[np.ndarray, np.ndarray]] = {}  # codes in their order, rows
        for kind in _KINDS:
            own = sorted(
                (self.vocabulary.encode(kind, name), row) for row, (of, name) in enumerate(named) if of == kind
            )
            codes, rows = np.array([*own, (1 << 2 * _BITS, -1)]).T
            if kind in _JOINED:
                self._rows_of_pairs[kind] = codes, rows
            else:
                self._rows_of_names[kind] = np.full(len(self.vocabulary), -1)
                self._rows_of_names[kind][codes[:-1] >> _BITS] = rows[:-1]

    def weigh(self, features: Features, entries: int) -> list[tuple[str, float]]:
        """The likeliest category of each of some entries, and its probability."""
        size = len(self._weights)
        bias = np.arange(entries) * size + self._bias
        found = [bias]
        for kind, places, codes in features:
            if kind in _JOINED:
                known, rows = self._rows_of_pairs[kind]
                at = known.searchsorted(codes)
                rows = np.where(known[at] == codes, rows[at], -1)
            else:
                rows = self._rows_of_names[kind][codes >> _BITS]
            found.append((places * size + rows)[rows >= 0])
        # Each row once for an entry. Narrow numbers are sorted in half the time.
        each = np.sort(np.concatenate(found).astype(np.min_scalar_type(entries * size)))
        each = each[np.append(True, each[1:] != each[:-1])]
        starts = each.searchsorted((bias - self._bias).astype(each.dtype))
        scores = np.add.reduceat(self._weights.take(each % size, axis=0), starts, axis=0)
        most = scores.max(axis=1, keepdims=True)
        shares = 1 / np.exp((scores - most) / 100).sum(axis=1)
        return [
            (self.categories[best], share) for best, share in zip(scores.argmax(axis=1), shares.tolist(), strict=True)
        ]


def read_evidence(path: Path, order: Sequence[str], classes: Mapping[str, Sequence[str]]) -> Evidence:
    """The weights of a file: a column `feature` and one for each category.

    Raises InputError where a category or the bias is missing, and with its line what is no feature or no weight.
    """
    with path.open(encoding="utf8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        if header[:1] != ["feature"] or set(header[1:]) != set(order):
            raise InputError(f"{path}: line 1: the columns are {header}; run `python -m analytics learn` again")
        features, values = [], []
        for line, row in enumerate(lines, 2):
            kind = row[0].partition(":")[0] if len(row) == len(header) else ""
            if kind not in ("bias", *_KINDS):
                raise InputError(
                    f"{path}: line {line}: {','.join(row)[:40]!r} is no feature with a weight for each category; "
                    "run `python -m analytics learn` again"
                )
            try:
                values.append([round(100 * float(value or 0)) for value in row[1:]])
            except ValueError as error:
                raise InputError(f"{path}: line {line}: {error}; run `python -m analytics learn` again") from error
            features.append(row[0])
    if "bias" not in features:
        raise InputError(f"{path}: no line `bias`; run `python -m analytics learn` again")
    return Evidence(header[1:], features, np.array(values, np.int16), classes)


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
        for word in _find_stems(words.lower()):
            found.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in found.items()}


def find_features(told: Sequence[Told], vocabulary: Vocabulary, order: Sequence[str]) -> Features:
    """The features of some entries: words, word pairs and word classes of their sentences, votes of the rules, sanctions.

    `w` a word, `L` of the first sentence, `O` of its opening, `B` a pair; `C` a class of the first sentence, `P` two classes
    with at most one between; `V` a vote and `V1` a mention, `R` the vote that the codebook's `order` puts first; `S` a
    sanction's status and code, `M` its measure, `A` its article.
    """
    named: dict[str, tuple[list[int], list[int]]] = {kind: ([], []) for kind in _NAMED}
    words: list[int] = []
    sentences: list[tuple[int, int, bool]] = []  # the place of the entry, the number of words, whether it is the first
    for place, one in enumerate(told):
        for kind, name in _list_names(one, order):
            places, codes = named[kind]
            places.append(place)
            codes.append(vocabulary.number(name) << _BITS)
        lead = True
        for start, end in one.sentences[:_SENTENCES]:
            start = max(start, one.after)
            if end - start >= 4:
                own = vocabulary.read_words(one.marked[start:end])
                words += own
                sentences.append((place, len(own), lead))
                lead = False
    parts = [(kind, np.array(places, np.int64), np.array(codes, np.int64)) for kind, (places, codes) in named.items()]
    rows = np.array(sentences, np.int64).reshape(-1, 3)
    return [*parts, *_find_in_words(np.array(words, np.int64), rows, vocabulary)]


def _list_names(one: Told, order: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is found of an entry beside its words: kind and name of each feature."""
    for vote in one.votes:
        yield "V" if vote.rule.strength > 1 else "V1", vote.rule.value
    if one.votes:
        first = min(one.votes, key=lambda vote: (-vote.rule.strength, order.index(vote.rule.value)))
        yield "R" if first.rule.strength > 1 else "R1", first.rule.value
    for sanction in one.sanctions:
        yield "S", sanction.status
        yield "S", f"{sanction.status}:{(sanction.code or '')[-3:]}"
        yield "M", f"{sanction.status}:{sanction.measure}"
        if sanction.article:
            yield "A", sanction.article


def _find_in_words(
    words: np.ndarray, sentences: np.ndarray, vocabulary: Vocabulary
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """The features in the words of all sentences, of which each is a row: place of the entry, number of words, whether it leads."""
    number = np.repeat(np.arange(len(sentences)), sentences[:, 1])
    place, lead = sentences[number, 0], sentences[number, 2] > 0
    opens = lead & (np.arange(len(words)) < (np.cumsum(sentences[:, 1]) - sentences[:, 1])[number] + _OPENING)
    speaks = vocabulary.find_classes(words)
    for kind, of in (("w", number >= 0), ("L", lead), ("O", opens)):
        yield _take(kind, of, place, words)
    yield _take("B", number[:-1] == number[1:], place[:-1], words[:-1], words[1:])
    classed = speaks[:, 0] > 0
    speaks, place, number, lead = speaks[classed], place[classed], number[classed], lead[classed]
    for one in speaks.T:
        yield _take("C", lead, place, one)
        for other in speaks.T:
            for apart in (1, 2):
                yield _take("P", number[:-apart] == number[apart:], place[:-apart], one[:-apart], other[apart:])


def _take(
    kind: str, of: np.ndarray, places: np.ndarray, first: np.ndarray, other: np.ndarray | None = None
) -> tuple[str, np.ndarray, np.ndarray]:
    """The features of a kind, each of a name or two, where `of` holds and the names are known."""
    of = of & (first > 0) if other is None else of & (first > 0) & (other > 0)
    return kind, places[of], first[of] << _BITS | (0 if other is None else other[of])


def _find_stems(text: str) -> list[str]:
    """The stems of the words, names, dates and numbers of a text in small letters."""
    return list(map(_stem, _TOKEN.findall(text)))


def _stem(token: str) -> str:
    """`@` for any name, `~` for any date, `0` for any number, else the word without its ending."""
    if not token[0].isalpha():
        return "0" if token[0].isdigit() else token[0]
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 4:
            return token[: -len(ending)]
    return token
