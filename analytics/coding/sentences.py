"""Where the sentences of an entry begin and end, and what rules find in each."""

import re
from collections.abc import Sequence
from itertools import islice

from analytics.lexicon.rules import Hit, Rules, as_bytes

_STOP = re.compile(r"[.!?;][\"')\]]* *(?:\[\d+\] *)*(?=[A-Z\"(А-ЯӘҒҚҢӨҰҮІ])")
_INITIAL = re.compile(r"(?:^|[ ,(\"])((?:[A-Z][\w'-]+ )?)(?:[A-Z][a-z]?\.)+$")
_ABBREVIATION = re.compile(
    r"\b(?:No|Art|Arts|art|p|pp|par|para|pt|Mr|Mrs|Ms|Dr|Prof|St|Str|str|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|vs|etc|Gen|Lt|Col|Inc|Co|Ltd|LLP|U\.S|D\.C|e\.g|i\.e)\.$"
)
_LONGEST = 4  # letters of an abbreviation
# A title, not a surname, stands before the initial of "Judge A. Balaeva".
_TITLES = frozenset(
    [
        "Judge",
        "President",
        "Minister",
        "Akim",
        "Deputy",
        "Prosecutor",
        "Chairman",
        "Chairwoman",
        "Senator",
        "Ombudsman",
        "Inspector",
        "Investigator",
        "Colonel",
        "Major",
        "Captain",
        "Lieutenant",
        "General",
        "Lawyer",
        "Attorney",
        "Activist",
        "Journalist",
        "Blogger",
        "Citizen",
        "Secretary",
        "Director",
        "Professor",
        "Doctor",
        "The",
        "A",
        "And",
    ]
)


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a plain text (see `lexicon.rules.plain`), without gaps between them.

    An initial (`Bokay M. lost`), a title's initial (`Judge A. Balaeva`) and an abbreviation (`Art. 488`) end none.
    """
    spans = []
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start()] == ".":
            before = text[max(start, stop.start() - 40) : stop.start() + 1]
            initial = None if before[-3:-1].islower() else _INITIAL.search(before)
            if initial and (not initial.group(1) or initial.group(1).strip() in _TITLES):
                continue
            if _ABBREVIATION.search(text, max(start, stop.start() - _LONGEST), stop.start() + 1):
                continue
        if stop.end() - stop.start() == 1 and text[stop.end() : stop.end() + 1] != '"' and text[stop.start()] == ".":
            continue  # no space after the stop: a.b, O.V., kaztag.Kz
        spans.append((start, stop.end()))
        start = stop.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def find_in_sentences(
    rules: Rules,
    texts: Sequence[str],
    sentences: Sequence[Sequence[tuple[int, int]]],
    entries: Sequence[str] | None = None,
) -> list[list[list[Hit]]]:
    """The rules that fire on each sentence of each text, where it stands in the text.

    What a rule needs is looked for in the sentence or, where they are given, in `entries`: one for each text.
    """
    encoded = list(map(as_bytes, texts))
    cut = [text[start:end] for text, spans in zip(encoded, sentences, strict=True) for start, end in spans]
    starts = [start for spans in sentences for start, _ in spans]
    around = zip(map(as_bytes, entries), sentences, strict=True) if entries else None
    wholes = [entry for entry, spans in around for _ in spans] if around else None
    found = iter(rules.find(cut, starts, wholes))
    return [list(islice(found, len(spans))) for spans in sentences]
