"""The months: how they are named, and which one a report is about."""

import re
from collections.abc import Iterable

from analytics.errors import InputError

# English with the usual abbreviations and misspellings; Russian in the nominative, genitive and prepositional; Kazakh.
NAMES = (
    ("january", "jan", "январь", "января", "январе", "қаңтар"),
    ("february", "feb", "febr", "febuary", "feburary", "февраль", "февраля", "феврале", "ақпан"),
    ("march", "mar", "март", "марта", "марте", "наурыз"),
    ("april", "apr", "апрель", "апреля", "апреле", "сәуір"),
    ("may", "май", "мая", "мае", "мамыр"),
    ("june", "jun", "июнь", "июня", "июне", "маусым"),
    ("july", "jul", "июль", "июля", "июле", "шілде"),
    ("august", "aug", "август", "августа", "августе", "тамыз"),
    ("september", "sep", "sept", "сентябрь", "сентября", "сентябре", "қыркүйек"),
    ("october", "oct", "октябрь", "октября", "октябре", "қазан"),
    ("november", "nov", "ноябрь", "ноября", "ноябре", "қараша"),
    ("december", "dec", "декабрь", "декабря", "декабре", "желтоқсан"),
)
NUMBERS = {name: number for number, names in enumerate(NAMES, 1) for name in names}

# A month's name as a pattern without groups: a Kazakh case ending may follow (ақпанның, ақпанда), no other letter.
_LONGEST_FIRST = sorted(NUMBERS, key=lambda name: (-len(name), name))
MONTH = rf"(?:{'|'.join(_LONGEST_FIRST)})(?:[ндт][ыі]ң|[дт][ае])?(?![^\W\d_])\.?"

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_STATED = (
    # February 1 to February 29, 2024 | February 1-29, 2024
    rf"(?P<name>{MONTH})\s*\d{{1,2}}\s*(?:[-–—]|to|till|through|по)\s*(?P<again>{MONTH})?\s*\d{{1,2}},?\s*{_YEAR}",
    # 1-29 February 2024 | February 2024, but not the single day of 29 February 2024
    rf"(?:(?P<first>\d{{1,2}})\s*(?:[-–—]|to|по)\s*)?(?P<day>\d{{1,2}})?\s*(?P<name>{MONTH}),?\s*{_YEAR}",
    # 2024 February | 2024 жылғы ақпан, but not the single day of 2024 February 29
    rf"{_YEAR}(?:\s*жыл\w{{0,4}}+)?\s+(?P<name>{MONTH})(?!\s*\d)",
)
_STATED_PATTERNS = tuple(re.compile(rf"(?<![^\W_]){pattern}", re.IGNORECASE) for pattern in _STATED)
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?!\d)")
_HEADING_LENGTH = 400


def number_of(name: str) -> int:
    """The number, 1 to 12, of a month's name that `MONTH` matched."""
    name = name.lower().rstrip(".")
    while name not in NUMBERS:  # a Kazakh case ending
        name = name[:-1]
    return NUMBERS[name]


def find_months(text: str) -> set[str]:
    """The months (`2024-02`) that the head of a text states as a whole month, never those of single days."""
    found = set()
    for pattern in _STATED_PATTERNS:
        for match in pattern.finditer(text[:_HEADING_LENGTH]):
            parts = match.groupdict()
            month = number_of(parts["name"])
            single_day = parts.get("day") and not parts.get("first")
            two_months = parts.get("again") and number_of(parts["again"]) != month
            if not single_day and not two_months:
                found.add(f"{parts['year']}-{month:02}")
    return found


def find_months_in_name(name: str) -> set[str]:
    """The months that a file's name states: `2024-02`, `february-2024`, `february-1-to-february-29-2024`."""
    numeric = {f"{year}-{month}" for year, month in _NUMERIC.findall(name)}
    return numeric or find_months(re.sub(r"[-_.+\s]+", " ", name))


def tell_month(name: str, given: str | None, headings: Iterable[str]) -> str:
    """The report's month as `2024-02`: as given, else by the file's name, else by the first heading that states one.

    Raises InputError where none tells it, or where two of the three contradict each other.
    """
    if given is not None and not re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", given):
        raise InputError(f"{name}: {given!r} is no month; write it as 2024-02")
    in_name = find_months_in_name(name)
    in_heading: set[str] = next(filter(None, map(find_months, headings)), set())
    told = {
        source: months.copy().pop()
        for source, months in (
            ("the month given", {given} if given else set()),
            ("the file name", in_name),
            ("the heading", in_heading),
        )
        if len(months) == 1
    }
    if not told:
        raise InputError(
            f"{name}: the month of the report cannot be told from the file's name or heading; "
            "name the file by its month (2024-02.txt) or give the month"
        )
    (source, month), *others = told.items()
    for other_source, other in others:
        if other != month:
            raise InputError(
                f"{name}: {source} says {month}, {other_source} says {other}; "
                "rename the file, correct its heading or give the right month"
            )
    return month
