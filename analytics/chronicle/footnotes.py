"""Footnotes: the markers in an entry, the list they point to, and whether their numbers are in order."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analytics.chronicle.dateline import find_dateline

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MEASURE = re.compile(r"(?:^|[\s\d])(?:[ckmd]?m|[скмд]?м)$", re.IGNORECASE)
_DASHES = frozenset("-–—")
_LONGEST_RANGE = 20

# [48] | [39, 40] | [39-41] | [^48] | ⁴⁸
_MARKER = re.compile(r"\[\s*+\^?(\d{1,5}+)((?:\s*+[,;–—-]\s*+\d{1,5}+)*+)\s*+\]|([⁰¹²³⁴-⁹]{1,5}+)")
_MORE = re.compile(r"([,;–—-])\s*(\d+)")
_DEFINITION = re.compile(r"\s*(?:\[\s*\^?(\d{1,5})\s*\]|(\d{1,5})[.)]?(?=\s*:?\s*(?:https?://|www\.)))\s*(:?)")
_NUMBERED = re.compile(r"\s*(\d{1,5})[.)]\s")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{1,2000}")


class Footnotes(NamedTuple):
    """The numbers of the markers in a text, in order, and whether the text closes with the last of them."""

    numbers: tuple[int, ...]
    closing: bool


def find_footnotes(text: str, after: int = 0) -> Footnotes:
    """The footnote markers of a text; `after` is the last number before it.

    A raised digit without brackets counts only as the next number, and never after a measure (20 m²); a year in
    brackets (`in March [2023]`) likewise only as the next number.
    """
    numbers: list[int] = []
    end = 0
    for match in _MARKER.finditer(text):
        single, more, raised = match.groups()
        number = int(single or raised.translate(_RAISED))
        expected = (numbers[-1] if numbers else after) + 1
        if number != expected and (raised or 1900 <= number < 2100):
            continue
        if raised and _MEASURE.search(text[max(0, match.start() - 4) : match.start()]):
            continue
        if numbers and text[end : match.start()].strip() in _DASHES:
            _extend(numbers, "-", number)
        else:
            numbers.append(number)
        for separator, further in _MORE.findall(more or ""):
            _extend(numbers, separator, int(further))
        end = match.end()
    tail = text[end : end + 20]
    return Footnotes(tuple(numbers), bool(numbers) and not any(char.isalnum() for char in tail))


def _extend(numbers: list[int], separator: str, number: int) -> None:
    if separator in _DASHES and 0 < number - numbers[-1] <= _LONGEST_RANGE:
        numbers.extend(range(numbers[-1] + 1, number + 1))
    else:
        numbers.append(number)


def raise_digits(digits: str, before: str) -> str:
    """A raised number as a marker (`[48]`), or as a raised digit where it follows a measure (km, м)."""
    return digits.translate(_TO_RAISED) if _MEASURE.search(before[-4:]) else f"[{digits}]"


class Definition(NamedTuple):
    """One line of a list of footnotes."""

    number: int
    urls: tuple[str, ...]


def read_definition(text: str, used: frozenset[int] | set[int] = frozenset()) -> Definition | None:
    """A line of a footnote list (`[48] https://...`, `[48]: source`, `48. Azattyk, https://...`), else None.

    A number alone makes no list: without a colon or a link it has to be one that the entries have `used` before.
    """
    if match := _DEFINITION.match(text):
        number, urls = int(match[1] or match[2]), find_urls(text)
        return Definition(number, urls) if urls or match[3] or number in used else None
    if (match := _NUMBERED.match(text)) and int(match[1]) in used and find_dateline(text) is None:
        urls = find_urls(text)
        return Definition(int(match[1]), urls) if urls else None
    return None


def find_urls(text: str) -> tuple[str, ...]:
    """The web addresses in a text, without the punctuation that follows them."""
    return tuple(url.rstrip(".,;:)]") for url in _URL.findall(text))


def find_disorder(footnotes: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """Each footnote number that is not the one expected, as (position of the entry, number, number expected).

    One slip is told once: after a mistyped or repeated number the count goes on as the next number shows.
    """
    markers = [(position, number) for position, numbers in enumerate(footnotes) for number in numbers]
    expected = markers[0][1] if markers else 0
    for index, (position, number) in enumerate(markers):
        if number == expected:
            expected += 1
            continue
        yield position, number, expected
        following = markers[index + 1][1] if index + 1 < len(markers) else None
        if following == expected + 1:  # 47, 84, 49: mistyped
            expected += 1
        elif not (number < expected and following == expected):  # 47, 47, 48: repeated; else a gap or a new count
            expected = number + 1
