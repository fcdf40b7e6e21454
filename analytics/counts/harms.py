"""Reported acts against journalists, trade unions and human rights defenders, as SDG indicator 16.10.1 groups them.

The indicator (UN metadata 16-10-01) counts verified cases of killing, enforced disappearance, torture, arbitrary
detention, kidnapping and other harmful acts against journalists, trade unionists and human rights defenders in twelve
months. This codebook has no category for a killing or a disappearance and verifies nothing, so that what is counted
here is not the indicator: it is what a chronicle reports of the acts that the codebook can tell.
"""

from dataclasses import dataclass

from analytics.counts.count import count_total
from analytics.counts.facts import Facts
from analytics.counts.selection import EITHER, Mark, Selection

GROUPS = ("journalist", "union", "human_rights_defender", "lawyer", "activist")
"""The roles counted: the indicator's three, then lawyers and activists, whom it counts only as far as they defend."""

ACTS: dict[str, Mark] = {
    "detention": (("category", "detention"),),
    "punished": (("measure", EITHER.join(("arrest", "imprisonment", "remand", "house_arrest", "extradition_arrest"))),),
    "custody": (("category", "custody_treatment"),),
    "attack": (("category", "attack_threat"),),
    "other": (
        (
            "category",
            EITHER.join(
                (
                    "criminal_case",
                    "administrative_case",
                    "assembly_interference",
                    "search_summons",
                    "media_restriction",
                    "association_restriction",
                )
            ),
        ),
    ),
}
"""The acts that the codebook can tell, in the indicator's order. One incident may stand under two: a case in which an
arrest is imposed is "punished" and "other"."""


@dataclass(frozen=True)
class Harm:
    """The incidents of one act against one group, and the mark that lists them."""

    group: str
    act: str
    n: int
    mark: Mark


def count_harms(facts: Facts, selection: Selection) -> list[Harm]:
    """Count the incidents of each act against each group: a row for each pair, in the order of `GROUPS` and `ACTS`."""
    pairs = [(group, act, (("target", group), *mark)) for group in GROUPS for act, mark in ACTS.items()]
    return [Harm(group, act, count_total(facts, selection, "incidents", mark), mark) for group, act, mark in pairs]
