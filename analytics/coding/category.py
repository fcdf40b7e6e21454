"""Which category of the codebook an entry reports, and the rules that say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.coding.sentences import find_in_sentences
from analytics.lexicon.rules import Hit, Rules

# A category less likely than this is flagged `weak_category`. Of entries that were not learned from, 46 in 100 so flagged
# were wrong, and 6 in 100 of the others.
SURE = 0.6


@dataclass(frozen=True, slots=True)
class Verdict:
    """The category of an entry, the others that it also reports, and the span and rule behind each."""

    category: str
    also: tuple[str, ...]
    hits: tuple[tuple[str, int, int, str], ...]
    weak: bool


def blank(text: str, background: Iterable[Hit]) -> str:
    """A text with what it only recalls, asks for or protests against blanked; same length."""
    parts = []
    position = 0
    for hit in background:
        start = max(position, hit.start)
        if hit.end > start:
            parts += [text[position:start], " " * (hit.end - start)]
            position = hit.end
    return "".join(parts) + text[position:]


def find_votes(
    foregrounds: Sequence[str], marked: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]], categories: Rules
) -> list[list[Hit]]:
    """The category rules that fire in each text, sentence by sentence; a rule that `masks` silences what follows it.

    What a rule `needs` may stand anywhere in the marked text, in the background too.
    """
    return list(map(_silence, find_in_sentences(categories, foregrounds, sentences, marked)))


def _silence(sentences: Iterable[Sequence[Hit]]) -> list[Hit]:
    """The hits of an entry's sentences that a rule which `masks` has not silenced."""
    votes: list[Hit] = []
    for number, hits in enumerate(sentences):
        masks = None
        for hit in hits:
            if (masks and hit.start > masks.start) or (number > 0 and hit.rule.extra.get("where") == "lead"):
                continue
            votes.append(hit)
            if "masks" in hit.rule.extra and not masks:
                masks = hit
        if masks and masks.rule.extra["masks"] == "rest":
            break
    return votes


def choose_category(
    votes: Sequence[Hit], weighed: tuple[str, float], order: Sequence[str], lead: tuple[int, int]
) -> Verdict:
    """The category that the evidence makes likeliest, with the strongest vote for it as its span.

    `weighed` is that category with its probability (see `evidence.weigh`); `lead` is the span of the first sentence, which
    stands for a category that no rule voted for. `also` are the other acts that rules found.
    """
    best: dict[str, Hit] = {}
    for vote in sorted(votes, key=lambda vote: vote.rule.strength, reverse=True):
        best.setdefault(vote.rule.value, vote)
    category, share = weighed
    span = best.get(category)
    hits = [(category, span.start, span.end, span.rule.id) if span else (category, *lead, "evidence")]
    also = sorted((one for one in best if one != category and best[one].rule.strength > 1), key=order.index)
    hits += [(one, best[one].start, best[one].end, best[one].rule.id) for one in also]
    return Verdict(category, tuple(also), tuple(hits), weak=share < SURE)
