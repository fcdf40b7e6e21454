"""What part of the tables is counted: one frozen value, which is also the address of the page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

NONE = "none"
"""Stands in every dimension for "the source gives none", so that it can be counted, clicked and linked to."""

EITHER = "␟"
"""Joins the values that one mark stands for together, as "other" does; it stands in no value."""

DIMENSION_OF = {
    "regions": "region",
    "cities": "city",
    "kinds": "kind",
    "categories": "category",
    "rights": "right",
    "targets": "target",
    "persons": "person",
    "reasons": "reason",
    "forms": "form",
    "articles": "article",
    "measures": "measure",
    "statuses": "status",
    "flags": "flag",
}
"""Each list of a selection and the dimension that it limits, which is its name in the address as well."""

UNITS = ("incidents", "entries", "people", "refusals", "sanctions")
TEXT_LIMIT = 200
VALUES_LIMIT = 50

Mark = tuple[tuple[str, str], ...]
"""What one bar, cell or bubble stands for: a value for each of its dimensions, on top of the selection.

A value may be several, joined by `EITHER`: any of them."""


@dataclass(frozen=True)
class Selection:
    """The dates (ISO, both included) and values that are counted; an empty list limits nothing.

    `statuses` says which sanctions count wherever sanctions are counted; it limits nothing else.
    """

    since: str = ""
    until: str = ""
    regions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("imposed",)
    flags: tuple[str, ...] = ()
    text: str = ""
    unit: str = "incidents"

    def but(self, **changes: Any) -> "Selection":
        """Return this selection with some fields changed."""
        return replace(self, **changes)

    def to_query(self) -> dict[str, list[str]]:
        """Return the address parameters that lead back here; what is at its default is left out."""
        query: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                parameter = DIMENSION_OF.get(field.name, field.name)
                query[parameter] = [value] if isinstance(value, str) else list(value) or ["any"]
        return query


@dataclass(frozen=True)
class Problem:
    """One part of an address that could not be used, and was left out."""

    parameter: str
    value: str


def read_selection(
    query: Mapping[str, Sequence[str]], known: Mapping[str, Collection[str]]
) -> tuple[Selection, tuple[Problem, ...]]:
    """Read a selection from address parameters; what is unknown or malformed is left out and reported.

    `known` gives the values that each dimension may take. Parameters that belong to no field are ignored: they are
    the page's own. Never raises on any address.
    """
    chosen: dict[str, Any] = {}
    problems: list[Problem] = []

    def report(parameter: str, value: str) -> None:
        problems.append(Problem(parameter, value if len(value) <= 40 else value[:40] + "…"))

    for name, dimension in DIMENSION_OF.items():
        given = list(dict.fromkeys(query.get(dimension, ())))
        if given == ["any"]:
            chosen[name] = ()
            continue
        good = [value for value in given if value in known.get(dimension, ()) or value == NONE][:VALUES_LIMIT]
        for value in given:
            if value not in good and len(problems) < 5:
                report(dimension, value)
        if good:
            chosen[name] = tuple(good)
    for name in ("since", "until"):
        for value in query.get(name, ())[:1]:
            if is_date(value):
                chosen[name] = value
            else:
                report(name, value)
    if chosen.get("since") and chosen.get("until") and chosen["since"] > chosen["until"]:
        report("since", chosen["since"])
        chosen["since"], chosen["until"] = chosen["until"], chosen["since"]
    for value in query.get("text", ())[:1]:
        chosen["text"] = " ".join(value.split())[:TEXT_LIMIT]
        if len(value) > TEXT_LIMIT:
            report("text", value)
    for value in query.get("unit", ())[:1]:
        if value in UNITS:
            chosen["unit"] = value
        else:
            report("unit", value)
    return Selection(**chosen), tuple(problems)


def is_date(value: str) -> bool:
    """Tell whether a text is one ISO day, as `2024-02-29`."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def split_words(text: str) -> list[str]:
    """Split a search into what must all be found, in lower case: single words, and phrases in double quotes."""
    parts = text.lower().replace("“", '"').replace("”", '"').replace("«", '"').replace("»", '"').split('"')
    phrases = [" ".join(part.split()) for part in parts[1::2]]
    words = [word for part in parts[::2] for word in part.split()]
    return [wanted for wanted in phrases + words if wanted]
