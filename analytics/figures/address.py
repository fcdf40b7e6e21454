"""The address of a page as text: what it selects, and back."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import parse_qs, urlencode, urlsplit

from analytics.counts.facts import TABLE_OF, Facts
from analytics.counts.selection import DIMENSION_OF, EITHER, NONE, Mark, Selection, read_selection
from analytics.errors import InputError
from analytics.figures.words import Words

FILTERS = (*DIMENSION_OF.values(), "since", "until", "text", "unit", "mark")
"""The parameters of an address that say what is counted; all others are the page's own."""

_MARKS = 5


def known_values(facts: Facts, words: Words) -> dict[str, tuple[str, ...]]:
    """Return the values that each dimension may take: those of the codebook, and those found in the tables."""
    return facts.keep(("known", words.language), lambda: _find_values(facts, words))


def _find_values(facts: Facts, words: Words) -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for dimension in DIMENSION_OF.values():
        coded = [] if dimension in ("article", "region", "city") else words.codes(dimension)
        found = [value for value in facts.values[dimension] if value != NONE]
        known[dimension] = tuple(dict.fromkeys([*coded, *found]))
    return known


def read_mark(values: Sequence[str]) -> Mark:
    """Read the mark of a chart as an address holds it, `reason:works`; what names no dimension is left out."""
    pairs = [text.partition(":") for text in values[:_MARKS]]
    return tuple((name, value) for name, _, value in pairs if name in TABLE_OF)


def write_address(
    page: str, selection: Selection, mark: Mark = (), language: str = "en", own: Mapping[str, str] | None = None
) -> str:
    """Write the address within the dashboard of a page that shows a selection: `refusals?region=KZ-75`.

    `own` are parameters of the page's own.
    """
    query = selection.to_query() | {"mark": [f"{name}:{value}" for name, value in mark]}
    query |= {"lang": [language]} if language != "en" else {}
    query |= {name: [value] for name, value in (own or {}).items()}
    told = urlencode(query, doseq=True)
    return f"{page}?{told}" if told else page


def read_address(text: str, facts: Facts, words: Words) -> tuple[Selection, Mark, tuple[str, ...]]:
    """Read what the address of a page selects, and the names of its parameters that select nothing.

    `text` is a whole address or the part of it after the question mark: `region=KZ-75&since=2024-01-01`.

    Raises:
        InputError: naming parameter and value, for one that is not there, malformed, or near to one that is.
    """
    query = urlsplit(text).query if "?" in text else "" if "://" in text else text
    try:
        given = parse_qs(query, keep_blank_values=True, errors="strict")
        query.encode()
    except (UnicodeError, ValueError) as error:
        raise InputError(f"query {text!r}: {error}; copy the address of a page as it is") from None
    others = tuple(name for name in given if name not in FILTERS and name != "lang")
    for name in others:
        for near in get_close_matches(name, FILTERS, 1, 0.8):
            raise InputError(f"query: {name}={given[name][0]!r}: there is no filter {name}; write {near}")
    selection, problems = read_selection(given, known_values(facts, words))
    for problem in problems:
        raise InputError(f"query: {problem.parameter}={problem.value!r}: {_advise(problem.parameter, facts)}")
    mark = read_mark(given.get("mark", ()))
    if len(mark) < len(given.get("mark", ())):
        raise InputError(
            f"query: mark={' '.join(given['mark'])!r}: write each as dimension:value, as reason:works, at most {_MARKS}"
        )
    for name, value in mark:
        if not set(value.split(EITHER)) <= {*facts.values[name], NONE}:
            raise InputError(f"query: mark={f'{name}:{value}'!r}: {_advise(name, facts)}")
    return selection, mark, others


def _advise(parameter: str, facts: Facts) -> str:
    if parameter in ("since", "until"):
        return "no such day, or the days are in the wrong order; write them as 2024-02-29"
    if parameter in facts.values:
        shown = [value for value in facts.values[parameter] if value != NONE][:8]
        return f"not in these tables; there are {', '.join(shown) or 'none'}{' and others' if len(shown) == 8 else ''}"
    return {"unit": "no unit; write incidents, entries, people, refusals or sanctions"}.get(
        parameter, "too long; write at most 200 characters"
    )
