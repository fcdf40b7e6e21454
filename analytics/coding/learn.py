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
from analytics.coding.coder import read_entry, read_lexicon
from analytics.errors import InputError
from analytics.lexicon.load import LEXICON

_SEEN = 2  # a feature of fewer entries teaches nothing
_STRENGTH = 1.0  # inverse of the regularisation
_WEIGHT = 0.03  # smaller weights are left out of the file


def learn_evidence(data: Path = LEXICON.parent) -> tuple[int, int]:
    """Fit the weights and write `lexicon/evidence.csv`; gives the numbers of entries and of features.

    Read are the months of `gold/tune` and of `chronicles` that have a gold file, and the single entries of
    `gold/categories`; never `gold/test`.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    path = data / "lexicon" / "evidence.csv"
    lexicon = read_lexicon(data / "lexicon")
    labelled = list(read_labelled(data))
    features = [read_entry(entry, lexicon).find_features(lexicon.order) for entry, _ in labelled]
    seen = Counter(feature for found in features for feature in found)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1.0 for name in sorted(found) if seen[name] >= _SEEN} for found in features])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(matrix, [category for _, category in labelled])
    weights = np.vstack([model.coef_.T, model.intercept_])
    names = [*vectors.get_feature_names_out(), "bias"]
    _write(path, names, weights, list(model.classes_))
    return len(labelled), len(names)


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


def _write(path: Path, names: Sequence[str], weights: np.ndarray, categories: Sequence[str]) -> None:
    with path.open("w", encoding="utf8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["feature", *categories])
        for name, row in zip(names, weights, strict=True):
            if name == "bias" or np.abs(row).max() >= _WEIGHT:
                lines.writerow([name, *(f"{value:.2f}" if abs(value) >= _WEIGHT else "" for value in row)])
