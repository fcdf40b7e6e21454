"""Which category of the codebook an entry reports, and the rules that say so."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def read_foreground(marked: str, sentences: Sequence[tuple[int, int]], background: Rules) -> str:
    """The marked text (see `names.mark_names`) with what it only recalls, asks for or protests against blanked; same length."""
    parts = []
    position = 0
    for start, end in sentences:
        for hit in background.find_all(marked[start:end]):
            from_, to = max(position, start + hit.start), start + hit.end
            if to > from_:
                parts += [marked[position:from_], " " * (to - from_)]
                position = to
    return "".join(parts) + marked[position:]


def find_votes(foreground: str, marked: str, sentences: Sequence[tuple[int, int]], categories: Rules) -> list[Hit]:
    """The category rules that fire, sentence by sentence; a rule that `masks` silences what follows it.

    What a rule `needs` may stand anywhere in the marked text, in the background too.
    """
    votes: list[Hit] = []
    meets = categories.check_needs(marked)
    for number, (start, end) in enumerate(sentences):
        silent_from = end - start
        silenced = ""
        for hit in categories.find(foreground[start:end], meets):
            if hit.start >= silent_from or (number > 0 and hit.rule.extra.get("where") == "lead"):
                continue
            votes.append(Hit(start + hit.start, start + hit.end, hit.rule))
            if "masks" in hit.rule.extra and not silenced:
                silenced, silent_from = hit.rule.extra["masks"], hit.start + 1
        if silenced == "rest":
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
    for vote in sorted(votes, key=strength, reverse=True):
        best.setdefault(vote.rule.value, vote)
    category, share = weighed
    span = best.get(category)
    hits = [(category, span.start, span.end, span.rule.id) if span else (category, *lead, "evidence")]
    also = sorted((one for one in best if one != category and strength(best[one]) > 1), key=order.index)
    hits += [(one, best[one].start, best[one].end, best[one].rule.id) for one in also]
    return Verdict(category, tuple(also), tuple(hits), weak=share < SURE)


def strength(vote: Hit) -> int:
    """2 for an act, 1 for a mention."""
    return int(vote.rule.extra.get("strength", 2))
