"""Learn the weights of the evidence from the hand-coded sentences under `data/gold`.

A tool for those who extend the lexicon: it needs scikit-learn (see `requirements-dev.txt`); coding itself does not.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from analytics.chronicle.entry import Entry
from analytics.chronicle.read import read_chronicle, read_text
from analytics.coding.coder import read_entries, read_lexicon
from analytics.coding.evidence import Vocabulary, find_features
from analytics.errors import InputError
from analytics.lexicon.load import LEXICON

_SEEN = 2  # a feature of fewer entries teaches nothing
_STRENGTH = 0.02  # inverse of the regularisation
# Rules fit the entries that they were written on better than any other: their votes count half.
_VOTE = 0.7
# Scores times this are log odds that hold: found by leaving out one file after the other and asking how often each was right.
_CERTAINTY = 4.5
_WEIGHT = 0.06  # smaller weights are left out of the file


def learn_evidence(data: Path = LEXICON.parent) -> tuple[int, int]:
    """Fit the weights and write `lexicon/evidence.csv`; gives the numbers of entries and of features.

    Read are the months of `gold/tune` and of `chronicles` that have a gold file, and the single entries of
    `gold/categories`; never `gold/test`.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.svm import LinearSVC

    path = data / "lexicon" / "evidence.csv"
    lexicon = read_lexicon(data / "lexicon")
    labelled = list(read_labelled(data))
    readings = read_entries([entry for entry, _ in labelled], lexicon)
    vocabulary = Vocabulary(lexicon.word_classes)
    features = find_features([read.tell() for read in readings], vocabulary, lexicon.order)
    found = vocabulary.spell(features, len(readings))
    seen = Counter(feature for features in found for feature in features)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(
        [{name: _scale(name) for name in sorted(features) if seen[name] >= _SEEN} for features in found]
    )
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    model = LinearSVC(C=_STRENGTH, random_state=0).fit(matrix, [category for _, category in labelled])
    names = [*vectors.get_feature_names_out(), "bias"]
    scale = np.array([_scale(name) for name in names])
    weights = np.vstack([model.coef_.T, model.intercept_]) * scale[:, None] * _CERTAINTY
    return len(labelled), _write(path, names, weights, list(model.classes_))


def _scale(feature: str) -> float:
    return _VOTE if feature.startswith(("V", "R")) else 1.0


def read_labelled(data: Path) -> Iterator[tuple[Entry, str]]:
    """Every hand-coded entry to learn from, with its category."""
    for gold in sorted([*data.glob("gold/tune/*.jsonl"), *data.glob("gold/????-??.jsonl")]):
        source = (
            gold.with_suffix(".md") if gold.with_suffix(".md").exists() else data / "chronicles" / f"{gold.stem}.md"
        )
        entries = read_chronicle(source).entries
        labels = [json.loads(line) for line in gold.read_text("utf8").splitlines()]
        if len(entries) != len(labels):
            raise InputError(
                f"{gold}: {len(labels)} labels for the {len(entries)} entries of {source}; mend one of them"
            )
        yield from ((entry, label["category"]) for entry, label in zip(entries, labels, strict=True))
    for gold in sorted(data.glob("gold/categories/*.jsonl")):
        for line, text in enumerate(gold.read_text("utf8").splitlines(), 1):
            label = json.loads(text)
            try:
                yield _read_one(label["text"]), label["category"]
            except (InputError, KeyError) as error:
                raise InputError(f"{gold}: line {line}: {error}; mend the line") from error


def _read_one(text: str) -> Entry:
    """An entry that stands alone; its month is the one that its date names, in any year."""
    for month in range(1, 13):
        try:
            entries = read_text(text, "entry", f"2024-{month:02}").entries
        except InputError:
            continue
        if len(entries) == 1 and entries[0].date:
            return entries[0]
    return Entry("2024-01", 1, text, 0, None, None)


def _write(path: Path, names: Sequence[str], weights: np.ndarray, categories: Sequence[str]) -> int:
    """Write what weighs enough; gives the number of features written."""
    rows = [
        [name, *(f"{value:.2f}" if abs(value) >= _WEIGHT else "" for value in row)]
        for name, row in zip(names, weights, strict=True)
        if name == "bias" or np.abs(row).max() >= _WEIGHT
    ]
    with path.open("w", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["feature", *categories], *rows])
    return len(rows)
