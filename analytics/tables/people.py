"""Who is who: the spellings of one person joined across entries and months, doubtful pairs listed for review.

Two spellings are one person where surname and initial agree once transliteration is folded (`Utebayev B.`, `Utebaev B.`,
`Duman Mukhamedkarim`, `Muhammetkarim D.`) and the given names, where both are told, agree too. What is only alike is a
doubt, never joined.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import NamedTuple

import pyarrow as pa

from analytics.coding.names import NameLexicon
from analytics.tables.months import make_table

# One sound, several letters: what English texts write for the same Kazakh or Russian name, in this order.
_FOLDS = (
    ("kh", "h"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("ck", "k"), ("iye", "ie"),
    ("aye", "ae"), ("oye", "oe"), ("ye", "e"), ("yo", "o"), ("yu", "u"), ("iu", "u"), ("ya", "a"), ("ia", "a"), ("q", "k"), ("w", "v"),
    ("x", "ks"), ("y", "i"), ("'", ""), ("-", ""),
)  # fmt: skip
_VOICED = str.maketrans("dgbzv", "tkpsf")
_LONG = 10  # letters from which a difference of voice alone (d and t) is one spelling of one name, not two names


class Parts(NamedTuple):
    """A name taken apart: folded surname, folded given name (empty where only an initial is told) and its initial."""

    surname: str
    given: str
    initial: str


def read_parts(name: str, lexicon: NameLexicon) -> Parts:
    """Surname and given name of a name as an entry writes it, in either order."""
    words = re.findall(r"[^\W\d_][\w'-]*", name)
    short = [word for word in words if len(word) <= 2]
    long = [word for word in words if len(word) > 2]
    if not long:
        return Parts(_fold(name), "", "")
    if len(long) == 1:
        return Parts(_fold(long[0]), "", _fold(short[0])[:1] if short else "")
    given = next((word for word in long if word in lexicon.given), long[-1])
    surname = next(word for word in long if word != given) if any(word != given for word in long) else given
    return Parts(_fold(surname), _fold(given), _fold(given)[:1])


def find_people(mentions: Iterable[tuple[str, str]], lexicon: NameLexicon) -> tuple[pa.Table, pa.Table]:
    """The tables `people` and `people_doubts` of all (incident_id, name) pairs, in order of the incidents."""
    told: dict[str, list[str]] = defaultdict(list)
    for incident_id, name in mentions:
        told[name].append(incident_id)
    parts = {name: read_parts(name, lexicon) for name in told}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, one in parts.items():
        key = one.surname.translate(_VOICED) if len(one.surname) >= _LONG else one.surname
        groups[key, one.initial].append(name)
    doubts: set[tuple[str, str, str]] = set()
    people = [person for names in groups.values() for person in _part_namesakes(names, parts, doubts)]
    ids: dict[str, str] = {}
    begun: Counter[str] = Counter()
    rows = []
    for person in sorted(people, key=lambda names: min(told[name][0] for name in names)):
        first = min(told[name][0] for name in person)
        begun[first] += 1
        preferred = max(person, key=lambda name: (len(told[name]), len(name), name))
        for name in person:
            ids[name] = f"{first}-p{begun[first]}"
            rows += [(ids[name], preferred, name, incident_id) for incident_id in told[name]]
    doubts |= _find_alike(people, parts)
    pairs = {(*sorted((ids[one], ids[other])), reason) for one, other, reason in doubts if ids[one] != ids[other]}
    return make_table("people", sorted(rows, key=lambda row: (row[3], row[0], row[2]))), make_table(
        "people_doubts", sorted(pairs)
    )


def _part_namesakes(names: list[str], parts: dict[str, Parts], doubts: set[tuple[str, str, str]]) -> list[list[str]]:
    """The people of one surname and initial: one, unless different given names are told; then initials alone are a doubt."""
    by_given: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_given[parts[name].given].append(name)
    short = by_given.pop("", [])
    if len(by_given) < 2:
        return [names]
    doubts |= {
        (one, other, "which of the namesakes") for one in short for other in (group[0] for group in by_given.values())
    }
    doubts |= {(one[0], other[0], "same surname and initial") for one, other in pairwise(by_given.values())}
    return [*by_given.values(), *([short] if short else [])]


def _find_alike(people: list[list[str]], parts: dict[str, Parts]) -> set[tuple[str, str, str]]:
    """Pairs of people whose surnames sound alike, have the same consonants, or of whom one has no initial; each pair once."""
    found: dict[tuple[str, str], str] = {}
    for reason, read in (
        ("alike in sound", lambda one: (one.surname.translate(_VOICED), one.initial)),
        ("alike in consonants", lambda one: (re.sub(r"[aeiou]", "", one.surname), one.surname[:1], one.initial)),
        ("one without initial", lambda one: (one.surname,)),
    ):
        near: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for names in people:
            near[read(parts[names[0]])].append(names[0])
        for names in near.values():
            for one, other in combinations(sorted(names), 2):
                if _may_be_one(parts[one], parts[other]):
                    found.setdefault((one, other), reason)
    return {(one, other, reason) for (one, other), reason in found.items()}


def _may_be_one(one: Parts, other: Parts) -> bool:
    """Not two of one surname with initials of their own, and not a man and a woman (`Serikov`, `Serikova`)."""
    if one.surname == other.surname:
        return not (one.initial and other.initial)
    return other.surname not in (one.surname + "a", one.surname.removesuffix("a"))


def _fold(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for written, folded in _FOLDS:
        plain = plain.replace(written, folded)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"ie(?=v|va)", "e", plain))
