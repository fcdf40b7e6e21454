"""Names of people in an entry, and which of them the entry is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analytics.lexicon.rules import Hit

# A pattern that begins with a class of letters is searched quickest: what may not stand before them is looked at behind the first.
_CAPITAL_LETTER = "[A-ZА-ЯЁӘҒҚҢӨҰҮІÄÖÜĞŞÇİ]"
# Of a word. No name is longer, and with a bound a text of hyphens is read in time linear in its size.
_REST = r"[\w'-]{0,60}[\w]"
_WORD = _CAPITAL_LETTER + _REST
_CAPITAL = re.compile(rf"{_CAPITAL_LETTER}(?<!\w.){_REST}")
_INITIAL_LETTER = "[A-ZЁӘІ]"
# The rest of `A.`, `Zh.`, `Yu.`, `Dzh.`
_INITIAL_REST = r"(?:(?<=[ZSCK])h|(?<=[YI])[ua]|(?<=Y)[eo]|(?<=T)s|(?<=D)(?:zh|j)|(?<=A)[yi])?\."
_INITIAL = _INITIAL_LETTER + _INITIAL_REST
# Of a run such as `Al-Farabi` only the first capital can begin a name: it ends where the run does, so no later one fits where it does not.
_FIRST = rf"((?>{_CAPITAL_LETTER}(?<!\w.){_REST}))"
_FIRST_UNQUOTED = rf"((?>{_CAPITAL_LETTER}(?<![\w\"'].){_REST}))"
_SON_OF = ("uulu", "uly", "ulu", "ogly", "oglu", "ugli", "kyzy", "qyzy", "kizi")
_SURNAME_FIRST = re.compile(
    rf"{_FIRST} +(?:"
    # `Asan uulu Nur.`
    rf"(?P<son_of>(?:{'|'.join(_SON_OF)}) +(?:[A-Z][a-z]{{0,3}}\.|[A-Z][\w'-]+))"
    rf"|(?P<initials>(?:{_INITIAL}(?: ?{_INITIAL})?|[A-Z](?=\[|\n|$))(?!\w))"
    # `Kairgali Sm.`: a given name cut to two letters, where the surname looks like one.
    r"|(?P<shortened>(?!St|Mr|Dr|No|Pr|Ul|Co|On|In|At|He|It)[A-Z][a-z]{1,2}\.(?!\w)))"
)
_LISTED_SURNAME = re.compile(rf", (?:and )?({_WORD})(?:, | and |, and )")  # between two names
_INITIALS_SURNAME = re.compile(rf"({_INITIAL_LETTER}(?<![\w.].){_INITIAL_REST}(?: ?{_INITIAL})?) ?({_WORD})\b")
# What every such match has; full stops are found quicker than capitals.
_INITIAL_BEFORE_WORD = re.compile(rf"\.(?:(?<={_INITIAL_LETTER}\.)|(?<=[A-Z][a-z]\.)|(?<=Dzh\.)) ?{_CAPITAL_LETTER}")
_CAPITALS = re.compile(rf"{_FIRST_UNQUOTED} +((?>{_WORD}))(?: +((?>{_WORD})))?(?![\w])")
_SURNAME = re.compile(
    r"(?:[oe]vs?|[oe]va|[iy]ev|[iy]eva|insky|skiy|sky|skaya|enko|chuk|uly|kyzy|qyzy|kizi|ogly|ugli|ovich|evich|ovna|evna|bay|bai|bek|gali|galy|khan|zhan|kanov|balasy|bergen|berdi|murat|azy|iyar|dzhan|gul)$"
)
# "activist Yesimova Gaini": two capitalised words behind such a word are a name, whatever they look like.
_BEFORE_NAME = re.compile(
    r"\b(?:activists?|journalists?|bloggers?|reporters?|correspondents?|editors?|defenders?|lawyers?|attorneys?|citizens?|residents?|prisoners?"
    r"|pensioners?|students?|workers?|miners?|entrepreneurs?|farmers?|leaders?|oppositionists?|politicians?|singers?|poets?|writers?|artists?"
    r"|directors?|cameramen|cameraman|feminists?|volunteers?|members?|observers?|candidates?|believers?|mothers?|wife|husband|brother|sister) $"
)


# Of two capitalised words, one with such an ending, or an age behind them, makes a name: `Ubaydulla Ergashev`, `Kassym Rauan, 26,`.
_RUSSIFIED = re.compile(r"(?:[^aeiouy][oe]v|[iy]ev|[oe]va|[iy]eva|enko|uly|kyzy|qyzy)$")
_AGE = re.compile(r", (?:aged )?\d\d(?:,| years)")
# What is told of a person before or behind two capitalised words, of which the first has the ending of a name: `Aidarbek Momyn was`.
_TOLD_BEHIND = re.compile(r",? (?:was|is|has|had|got|received|who)\b|, (?:an?|the|aged|\d+) ")
_TOLD_BEFORE = re.compile(r"\b(?:fined|arrested|sentenced|acquitted|detained|convicted|released|against) $")


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """Given names, and the capitalised words that are part of no name."""

    given: frozenset[str]
    never: frozenset[str]


class Name(NamedTuple):
    """A person's name as the entry writes it; `about` is false for a judge, an official, a client's lawyer, a commentator."""

    start: int
    end: int
    text: str
    about: bool = True
    rule: str = "name"


def name_key(name: str) -> str:
    """The surname of a name, folded: what two mentions within one entry share."""
    words = re.findall(r"[^\W\d_]+", name)
    return max(words, key=len).casefold() if words else ""


@lru_cache(maxsize=1 << 14)
def person_key(name: str) -> tuple[str, str]:
    """The folded surname and initial of a name: `Serikova A.` is `Aigul Serikova`, but not her sister `Serikova D.`."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", name)]
    surname = max(words, key=len, default="")
    return surname, next((word[0] for word in words if word != surname), "")


def find_capitals(text: str) -> list[tuple[int, int]]:
    """Spans of the capitalised words of a text, of two letters at least."""
    return [found.span() for found in _CAPITAL.finditer(text)]


def find_names(text: str, capitals: Sequence[tuple[int, int]], lexicon: NameLexicon) -> list[Name]:
    """The names in a plain text (see `lexicon.rules.plain`), in order; none overlaps another.

    `Surname I.`, `Surname I.O.` and `I. Surname` are names by their shape; two or three capitalised words are one where
    a given name or the ending of a surname says so. `capitals` are the text's (see `find_capitals`).
    """
    before_initials, before_capitals = _part_capitals(text, capitals)
    found_first = [found for found in _match_at(_SURNAME_FIRST, text, before_initials) if found[1] not in lexicon.never]
    initials_first = _INITIALS_SURNAME.finditer(text) if _INITIAL_BEFORE_WORD.search(text) else ()
    candidates = [
        *((found.start(1), found.end()) for found in found_first if found["son_of"]),
        *((found.start(1), found.end()) for found in found_first if found["initials"]),
        *(found.span() for found in found_first if found["shortened"] and _looks_personal(found[1], lexicon)),
        *(found.span() for found in initials_first if found[2] not in lexicon.never),
        *_full_names(text, before_capitals, lexicon),
    ]
    taken = bytearray(len(text))
    names = []
    for start, end in candidates:
        if not any(taken[start:end]):
            taken[start:end] = b"1" * (end - start)
            names.append(Name(start, end, text[start:end].removesuffix("'s")))
    names.sort()
    between = [_LISTED_SURNAME.fullmatch(text, one.end, other.start) for one, other in pairwise(names)]
    lone = [
        found for found in between if found and _looks_personal(found[1], lexicon) and found[1] not in lexicon.never
    ]
    return sorted([*names, *(Name(*found.span(1), found[1]) for found in lone)])  # `Alimbet K., Ergeshov and Sarsen T.`


def _part_capitals(text: str, capitals: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where the capitalised words begin behind which initials may stand, and those behind which another such word does."""
    before_initials, before_capitals = [], []
    for (start, end), (following, its_end) in pairwise([*capitals, (-1, -1)]):
        if not text.startswith(" ", end):
            continue
        many_spaces = text.startswith("  ", end)
        if following == end + 1 or many_spaces:
            before_capitals.append(start)
        short = its_end - following <= _LONGEST_INITIAL if following == end + 1 else text[end + 1 : end + 2].isupper()
        if short or many_spaces or text.startswith(_SON_OF, end + 1):
            before_initials.append(start)
    return before_initials, before_capitals


_LONGEST_INITIAL = len("Dzh")


def _match_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at some places of a text, none within another."""
    position = 0
    for start in starts:
        if start >= position and (found := pattern.match(text, start)):
            position = found.end()
            yield found


def _full_names(text: str, starts: Iterable[int], lexicon: NameLexicon) -> list[tuple[int, int]]:
    """Spans of the names that two or three capitalised words make, of which the first begins at one of some places."""
    spans = []
    position = 0
    for start in starts:
        if start < position or not (found := _CAPITALS.match(text, start)):
            continue
        words = [word.removesuffix("'s") for word in found.groups() if word]
        position = found.end(1)
        if any(word in lexicon.never or word.isupper() for word in words[:2]):
            continue
        if len(words) == 3 and words[2] in lexicon.never:
            if words[2] not in _AFTER_NAME:
                continue  # Zhibek Zholy Street
            words = words[:2]
        if len(words) == 3 and not _looks_personal(words[2], lexicon):
            words = words[:2]
        personal = sum(_looks_personal(word, lexicon) for word in words)
        if (
            any(word in lexicon.given for word in words)
            or personal >= 2
            or (len(words) == 2 and (any(map(_RUSSIFIED.search, words)) or _AGE.match(text, found.end())))
            or (len(words) == 2 and _BEFORE_NAME.search(text, max(0, found.start(1) - 24), found.start(1)))
            or (personal and _is_told_of(text, words, found))
        ):
            end = found.end(len(words))
            spans.append((found.start(1), end - 2 if text.endswith("'s", 0, end) else end))
            position = end
    return spans


def _is_told_of(text: str, words: list[str], found: re.Match[str]) -> bool:
    """Whether two words, of which the first may be a given name, stand where a person does."""
    start, end = found.start(1), found.end(2)
    return bool(
        len(words) == 2
        and _ends_as_surname(words[0])
        and (_TOLD_BEHIND.match(text, end) or _TOLD_BEFORE.search(text, max(0, start - 12), start))
    )


# Capitalised words that may follow a name at a sentence's start.
_AFTER_NAME = frozenset(
    ("The", "A", "He", "She", "They", "It", "His", "Her", "In", "On", "At", "This", "According", "Article", "Articles")
)


def _looks_personal(word: str, lexicon: NameLexicon) -> bool:
    return word in lexicon.given or _ends_as_surname(word)


@lru_cache(maxsize=1 << 14)
def _ends_as_surname(word: str) -> bool:
    return bool(_SURNAME.search(word))


def find_likely_names(
    text: str,
    capitals: Sequence[tuple[int, int]],
    names: list[Name],
    lexicon: NameLexicon,
    is_place: Callable[[str], bool],
) -> list[Name]:
    """The words of a plain text that look like a part of a name and stand in none of `names`: a surname alone.

    With each that has one, the pair that it makes with a capitalised word beside it. Nobody is counted by them; they are
    what must not be read where names are hidden, so rather one too many than one too few.
    """
    starts = [name.start for name in names]
    free = [
        (start, text[start:end].removesuffix("'s"))
        for start, end in capitals
        if not (at := bisect_right(starts, start)) or names[at - 1].end <= start
    ]
    free = [(start, word) for start, word in free if word not in lexicon.never and not word.isupper()]
    likely = []
    for at, (start, word) in enumerate(free):
        if not _looks_personal(word, lexicon) or is_place(word):
            continue
        likely.append(Name(start, start + len(word), word, False, "lone"))
        for (first, one), (second, other) in pairwise(free[max(0, at - 1) : at + 2]):
            if second == first + len(one) + 1 and text[second - 1] == " " and not (is_place(one) or is_place(other)):
                likely.append(Name(first, second + len(other), f"{one} {other}", False, "lone"))
    return likely


def mark_names(text: str, names: list[Name]) -> str:
    """The text with each name written over by `@`, so that one word stands for any name in a pattern."""
    parts = []
    position = 0
    for name in names:
        parts += [text[position : name.start], "@" * (name.end - name.start)]
        position = name.end
    return "".join(parts) + text[position:]


def tell_roles(names: list[Name], hits: Iterable[Hit]) -> list[Name]:
    """The names by what rules say of them: a role told once (`Judge A.`) holds for every mention of that name."""
    roles: dict[tuple[str, str], str] = {}
    starts = [name.start for name in names]
    for hit in hits:
        for name in names[bisect_left(starts, hit.start) : bisect_left(starts, hit.end)]:
            key = person_key(name.text)
            if hit.rule.value == "about" or roles.get(key, "") != "about":
                roles[key] = hit.rule.id
    if not roles:
        return names
    told = [roles.get(person_key(name.text), "name") for name in names]
    about = {"name", "about"} if {"name", "about"} & set(told) else {"speaker"}
    return [name._replace(about=role in about, rule=role) for name, role in zip(names, told, strict=True)]
