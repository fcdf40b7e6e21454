"""The date at the head of an entry."""

import re
from dataclasses import dataclass

from analytics.chronicle.month import MONTH, NUMBERS, number_of

# All patterns here are anchored and see no more than this many characters, so that no text can make them slow.
_HEAD_LENGTH = 160
_OPENING_LENGTH = 80

_ORDINAL = r"(?:st|nd|rd|th|-?го|-?е)?"
_LINK = r"(?:[-–—/&]|to|and|и|по)"
_LEAD = re.compile(
    r"[\s\u200b\u2060\ufeff•·▪●○◦‣∙*>–—-]*+"  # spaces, bullets
    r"(?:\(?\d{1,3}[.)]\s+)?"  # 12. February 14
    r"(?:\[\d{1,4}\]\s*)?\(?"  # [12] February 14, (February 14)
    r"(?:on\s+)?(?:the\s+)?(?:(?:night|morning|afternoon|evening)\s+of\s+)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?P<month>{MONTH}),?\s*(?P<day>\d{{1,2}}){_ORDINAL}(?!\d|\.\d)"  # February 14th
    rf"|(?:(?P<year_before>(?:19|20)\d\d)(?:\s*жыл\w{{0,4}})?,?\s+)?(?P<day2>\d{{1,2}}){_ORDINAL}"
    rf"(?:\s*{_LINK}\s*(?P<last>\d{{1,2}}){_ORDINAL})?\s*(?:of\s+)?(?P<month2>{MONTH})"  # the 3rd - 5th of February
    r"|(?P<iso>(?:19|20)\d\d-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<numeric>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d))(?!\d)"
    r"|(?P<yearless>\d{1,2}\.(?:0[1-9]|1[0-2]))(?=\s*[,:;–—])",
    re.IGNORECASE,
)
# February 3-5 | February 28 - March 1, | February 3, 4 and 5, | 3 February - 1 March; a number of people is no day:
# with spaces around the dash the expression has to end there (February 3 - 20 people came).
_RANGE = re.compile(
    rf"(?:[-–—/]\d{{1,2}}{_ORDINAL}(?!\d|\.\d)"
    rf"|(?:,\s*\d{{1,2}})*+,?\s*{_LINK}\s*(?:{MONTH}\s*\d{{1,2}}|\d{{1,2}}{_ORDINAL}(?:\s*{MONTH})?){_ORDINAL}"
    r"(?!\d)(?=\s*(?:[,.:;()–—-]|(?:19|20)\d\d|in\b|at\b|$)))",
    re.IGNORECASE,
)
# A year, not a number of people: February 14, 2024, | February 14, 2000 people
_YEAR = re.compile(
    r",?\s*(?P<year>(?:19|20)\d\d)(?!\d)"
    r"(?:\s*(?:г\b\.?|года|ж\b\.?|жыл\w{0,4})"
    r"|(?=\s*(?:[^\w\s]|$|in\b|at\b|the\b)|\s+(?-i:[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])))",
    re.IGNORECASE,
)
_PLACE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """in on at of the and near city town village settlement region district oblast province republic rural field no
        institution colony night morning evening afternoon
        в во г с п город городе города область области район района районе село селе поселок
        қаласы қаласында облысы облысында ауданы ауданында ауылы ауылында""",
    )
)
_MOST_PLACE_WORDS = 8
_MONTH_STARTS = frozenset(name[:3] for name in NUMBERS)
_AFTER_DATE = frozenset(("in", "at", "near", "the", "city", "в", "г"))
_WORD = re.compile(r"[^\s,:;()–—]+")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date at the head of a paragraph, and the span it was read from.

    `year` is None where the text gives none. `firm` tells a dateline from a sentence that merely begins with a date
    (`March 8 was declared a day off`), which counts only if it is of the report's month. `alone`: nothing follows.
    """

    day: int
    month: int
    year: int | None
    start: int
    end: int
    is_range: bool
    firm: bool
    alone: bool


def find_dateline(text: str) -> Dateline | None:
    """The date at the head of a paragraph, at most after a short opening that reads as a place; else None.

    `February 14, Almaty,`, `On December 1, in Uralsk,`, `4 October:`, `14.02.2024`, `New York, February 8,`. A date
    after a verb or any other word in lower case (`The trial began on February 3`) is none. Only the first 160
    characters are seen.
    """
    head = text[:_HEAD_LENGTH]
    lead = _LEAD.match(head)
    start = lead.end() if lead else 0
    match = _DATE.match(head, start)
    place_first = match is None
    if match is None:
        match = _find_after_place(head, start)
        if match is None:
            return None
    return _read(head, match, place_first)


def _read(head: str, match: re.Match[str], place_first: bool) -> Dateline | None:
    parts = match.groupdict()
    end = match.end()
    is_range = parts["last"] is not None
    if parts["iso"]:
        year, month, day = (int(part) for part in parts["iso"].split("-"))
    elif parts["numeric"]:
        day, month, year = (int(part) for part in re.split(r"[./]", parts["numeric"]))
        year += 2000 * (year < 100)
        if month > 12 >= day:  # 02/14/2024
            day, month = month, day
    elif parts["yearless"]:
        day, month = (int(part) for part in parts["yearless"].split("."))
        year = 0
    else:
        day, month = int(parts["day"] or parts["day2"]), number_of(parts["month"] or parts["month2"])
        year = int(parts["year_before"] or 0)
        for _ in range(2):  # December 30, 2023 - January 2, 2024
            if not year and (stated := _YEAR.match(head, end)):
                year, end = int(stated["year"]), stated.end()
            if until := _RANGE.match(head, end):
                is_range, end = True, until.end()
                if stated := _YEAR.match(head, end):
                    year, end = year or int(stated["year"]), stated.end()
    rest = head[end:].lstrip()
    alone = not any(char.isalnum() for char in rest)
    if place_first and (alone or rest[0] not in ",.:;–—-()"):
        return None  # a signature (Azattyk, March 3, 2024) or a sentence
    word = _WORD.match(rest)
    firm = not rest or not rest[0].islower() or (word is not None and word[0] in _AFTER_DATE)
    return Dateline(day, month, year or None, match.start(), end, is_range, firm, alone)


def _find_after_place(head: str, start: int) -> re.Match[str] | None:
    """The first date, if the words before it can be a place: names and words such as `city of`, then a separator."""
    lower_case = False
    for index, found in enumerate(_WORD.finditer(head, start, _OPENING_LENGTH)):
        word = found[0]
        may_be_date = word[0].isdigit() or word[:3].lower() in _MONTH_STARTS
        if may_be_date and (match := _DATE.match(head, found.start())):
            fits = index == 1 and word[0].islower() if lower_case else _is_separated(head[start : found.start()])
            return match if fits else None
        named = word[0].isupper() or word.isdigit() or word.lower().rstrip(".") in _PLACE_WORDS
        lower_case = index == 0 and not named and head[found.end() : found.end() + 1] == ","  # almaty, february 8,
        if index == _MOST_PLACE_WORDS or not (named or lower_case):
            return None
    return None


def _is_separated(opening: str) -> bool:
    words = opening.lower().split()
    introduced = words[-1] in ("on", "of") and (words[0] in ("in", "at") or "," in opening)  # In Almaty on February 8
    return introduced or opening.rstrip()[-1] in ",.:;–—-()"
