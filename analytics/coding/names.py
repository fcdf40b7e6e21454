"""Names of people in an entry, and which of them the entry is about."""

import re
from collections.abc import Container
from dataclasses import dataclass

from analytics.lexicon.rules import Rules

_INITIAL = r"(?:[A-ZЁӘІ]|Zh|Sh|Ch|Kh|Yu|Ya|Ye|Yo|Ts|Dzh|Iu|Ia|Dj|Ay|Ai)\."
_WORD = r"[A-ZА-ЯЁӘҒҚҢӨҰҮІÄÖÜĞŞÇİ][\w'-]*[\w]"
_SURNAME_INITIALS = re.compile(rf"\b({_WORD}) +({_INITIAL}(?: ?{_INITIAL})?)(?!\w)")
_INITIALS_SURNAME = re.compile(rf"(?<![\w.])({_INITIAL}(?: ?{_INITIAL})?) ?({_WORD})\b")
_CAPITALS = re.compile(rf"(?<![\w\"'])({_WORD}) +({_WORD})(?: +({_WORD}))?(?![\w])")
_SURNAME = re.compile(
    r"(?:[oe]vs?|[oe]va|[iy]ev|[iy]eva|insky|skiy|sky|skaya|enko|chuk|uly|kyzy|qyzy|kizi|ogly|ugli|ovich|evich|ovna|evna|bay|bai|bek|gali|galy|khan|zhan|kanov|balasy|bergen|berdi|murat|azy|iyar|dzhan)$"
)
# Capitalised words that look like a surname by their initial or ending, and are none.
_NO_NAME = frozenset(
    "Article Articles Part Parts Section Point Paragraph Institution No Art Judge President Minister Akim Akimat Court Code RK CAO CC USA US UN EU The A On In At"
    " Radio Azattyk Human Rights Watch Square Avenue Street Region District City Party Kazakhstan Kazakh Administrative Criminal Procedure Regional Specialized"
    " Ministry National Security Committee Center Centre Bureau International Police Department Prosecutor Office Public Association Foundation Union Council January"
    " February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Press Club Monument"
    " Independence Supreme Republic Democratic Choice Koshe Alga Oyan Kazakhstanis Atameken Mangistau Mangystau Zhetysu Uzen Karachaganak Telegram Facebook Instagram"
    " YouTube TikTok West Oil East North South Central Asia Europe Day Women New York Washington Freedom House Special Service State Social Network General Consulate"
    " Almaty Astana Shymkent Nur-Sultan Uralsk Atyrau Aktobe Karaganda Konayev Konaev Bay Bek Khan Hizb".split()
)


@dataclass(frozen=True, slots=True)
class Name:
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


def find_names(text: str, given_names: Container[str], is_place: Container[str] = frozenset()) -> list[Name]:
    """The names in a plain text (see `lexicon.rules.plain`), in order; none overlaps another.

    `Surname I.`, `Surname I.O.` and `I. Surname` are names by their shape; two or three capitalised words are one where
    a given name or the ending of a surname says so.
    """
    spans: list[tuple[int, int]] = []
    for found in _SURNAME_INITIALS.finditer(text):
        if found.group(1) not in _NO_NAME:
            spans.append(found.span())
    for found in _INITIALS_SURNAME.finditer(text):
        if found.group(2) not in _NO_NAME and not _overlaps(found.span(), spans):
            spans.append(found.span())
    for start, end in _full_names(text, given_names, is_place):
        if not _overlaps((start, end), spans):
            spans.append((start, end))
    return [Name(start, end, text[start:end].removesuffix("'s")) for start, end in sorted(spans)]


def _overlaps(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _full_names(text: str, given_names: Container[str], is_place: Container[str]) -> list[tuple[int, int]]:
    spans = []
    position = 0
    while found := _CAPITALS.search(text, position):
        words = [word for word in found.groups() if word]
        position = found.end(1)
        if any(word.removesuffix("'s") in _NO_NAME or word.isupper() or word in is_place for word in words[:2]):
            continue
        if len(words) == 3 and (words[2] in _NO_NAME or not _looks_personal(words[2], given_names)):
            words = words[:2]
        if any(word in given_names for word in words) or all(_looks_personal(word, given_names) for word in words):
            end = found.end(len(words))
            spans.append((found.start(), end - 2 if text[:end].endswith("'s") else end))
            position = end
    return spans


def _looks_personal(word: str, given_names: Container[str]) -> bool:
    word = word.removesuffix("'s")
    return word in given_names or bool(_SURNAME.search(word))


def mark_names(text: str, names: list[Name]) -> str:
    """The text with each name written over by `@`, so that one word stands for any name in a pattern."""
    parts = []
    position = 0
    for name in names:
        parts += [text[position : name.start], "@" * (name.end - name.start)]
        position = name.end
    return "".join(parts) + text[position:]


def set_aside(names: list[Name], sentences: list[tuple[int, int]], marked: str, people: Rules) -> list[Name]:
    """The names, each with whether the entry is about it: a role told once (`Judge A.`) holds for every mention of that name."""
    roles: dict[str, str] = {}
    by_start = {name.start: name for name in names}
    for start, end in sentences:
        if "@" in marked[start:end]:
            for hit in people.find_all(marked[start:end]):
                if name := by_start.get(start + hit.start):
                    roles.setdefault(name_key(name.text), hit.rule.id)
    return [
        Name(name.start, name.end, name.text, name_key(name.text) not in roles, roles.get(name_key(name.text), "name"))
        for name in names
    ]
