"""Which authorities refused an assembly, and the reasons they gave."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from analytics.coding.place import Location
from analytics.lexicon.places import SETTLEMENTS, Mention, Place, Places
from analytics.lexicon.rules import Hit, Rules

_PLANNED_WITHIN = timedelta(days=180)
_THEME = re.compile(r"\s*(?:the )?(?:themes?|topics?|purpose|aim)\b", re.IGNORECASE)
_SPECIFIC_FORMS = ("picket", "march", "rally")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RefusalLexicon:
    """The rules of `reasons.toml` and `refusals.toml`, and the word lists that open a reason or deny that there is one."""

    reasons: Rules
    details: Rules
    opens: Any
    states: Any
    denies: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """One authority's refusal of an assembly.

    `place` is its settlement, None for a district's; `shared`: the reasons were told for several cities together.
    """

    place: Place | None
    reasons: tuple[str, ...]
    form: str | None
    theme: str | None
    planned: tuple[date, ...]
    spans: tuple[tuple[str, str | None, int, int, str], ...]
    shared: bool


def find_refusals(
    text: str, marked: str, sentences: Sequence[Span], dates: Sequence[tuple[int, date]], on: date | None, location: Location, places: Places,
    lexicon: RefusalLexicon,
) -> list[Refusal]:  # fmt: skip
    """The refusals of an entry that reports one: an item for each authority, at least one.

    `text` is plain (see `lexicon.rules.plain`), `marked` the same with names and dates written over, `dates` are the
    days that it names with their offsets, `on` is the entry's date and `location` what its dateline gave.
    """
    body = [(max(start, location.end), end) for start, end in sentences if end > location.end]
    told_in = [(start, end) for start, end in body if not _THEME.match(text, start)]
    cities = _find_refusing_cities(text, told_in, location, places)
    told = _find_reasons(text, told_in, lexicon)
    forms, theme = _find_details(marked, location.end, lexicon.details)
    planned = _find_planned(dates, on, location.end)
    shared_out = _share_reasons(text, told_in, told, cities)
    stretches = _part_requests(text, cities, [mention for mention, *_ in shared_out if mention])
    if stretches and not any(max(after for _, after in stretches.values())[0] <= start for start, _ in planned):
        stretches = {
            name: (before, before) for name, (before, _) in stretches.items()
        }  # days first: `on June 2 in Uralsk`
    refusals = []
    for mention, hits, shared in shared_out:
        before, after = stretches.get(mention.place.name, (None, None)) if mention else (None, None)
        own = [hit for hit in forms if before is None or before[0] <= hit.start < before[1]]
        form = _choose_form(own or forms)
        reasons = tuple(dict.fromkeys(hit.rule.value for hit in hits)) or (_name_unread_reason(text, told_in, lexicon),)
        spans = [("reason", hit.rule.value, hit.start, hit.end, hit.rule.id) for hit in hits]
        details = (("form", form), ("theme", theme))
        spans += [(field, hit.rule.value, hit.start, hit.end, hit.rule.id) for field, hit in details if hit]
        refusals.append(
            Refusal(
                place=mention.place if mention else None,
                reasons=reasons,
                form=form.rule.value if form else None,
                theme=text[theme.start : theme.end].strip(' "') if theme else None,
                planned=tuple(sorted({day for start, day in planned if after is None or after[0] <= start < after[1]})),
                spans=tuple(spans),
                shared=shared,
            )
        )
    return refusals


def _part_requests(text: str, mentions: Sequence[Mention], cities: Sequence[Mention]) -> dict[str, tuple[Span, Span]]:
    """Where each city's own form and days stand, if the entry tells them apart: `a picket in Uralsk on June 2 and a rally in Almaty`.

    The form stands before `in Uralsk`, the days behind it. Empty where not every one of several cities has such a place.
    """
    told = [m for m in mentions if text[: m.start].endswith(" in ")]
    first = {m.place.name: m for m in reversed(told)}
    if len(cities) < 2 or len(first) < len(cities) or cities[0].start == min(m.start for m in first.values()):
        return {}
    ordered = sorted(first.values(), key=lambda m: m.start)
    edges = [cities[-1].end, *(m.start for m in ordered), len(text)]
    return {m.place.name: ((edges[n], edges[n + 1]), (edges[n + 1], edges[n + 2])) for n, m in enumerate(ordered)}


def _find_refusing_cities(text: str, body: Sequence[Span], location: Location, places: Places) -> list[Mention]:
    """Every mention of the cities whose authorities refuse, in order; empty where the dateline names the place."""
    if any(rule in ("dateline", "first-sentence") for *_, rule in location.spans):
        return []
    return [
        Mention(start + m.start, start + m.end, m.place, m.within)
        for start, end in body
        for m in places.mentions(text[start:end], dateline=True)
        if m.within in (None, "authority") and m.place.kind in SETTLEMENTS and m.place.country == "KZ"
    ]


def _find_reasons(text: str, told_in: Sequence[Span], lexicon: RefusalLexicon) -> list[Hit]:
    """The reasons: in the sentence that tells of the refusal from where it begins to tell why, then in all that follow."""
    hits: list[Hit] = []
    for number, (start, end) in enumerate(told_in):
        if number == 0:
            opens = lexicon.opens.search(text[start:end])
            if opens is None:
                continue
            start += opens.start()
        if not lexicon.denies.search(text[start:end]):
            hits += [
                Hit(start + hit.start, start + hit.end, hit.rule) for hit in lexicon.reasons.find_all(text[start:end])
            ]
    return hits


def _name_unread_reason(text: str, told_in: Sequence[Span], lexicon: RefusalLexicon) -> str:
    """`other_stated` where the entry tells a reason that no rule knows, `not_stated` where it tells none."""
    parts = [text[start:end] for start, end in told_in]
    if any(lexicon.denies.search(part) for part in parts):
        return "not_stated"
    return "other_stated" if any(lexicon.states.search(part) for part in parts) else "not_stated"


def _share_reasons(
    text: str, told_in: Sequence[Span], told: Sequence[Hit], mentions: Sequence[Mention]
) -> list[tuple[Mention | None, list[Hit], bool]]:
    """Each city with its reasons, and whether these were told for several cities together.

    In a sentence that opens with cities, a reason belongs to the cities before it (`Uralsk gave incomplete data, Almaty
    named works`); in one that opens with reasons, to those behind it (`incomplete data in Uralsk`, `works (Almaty)`); in
    one without cities, to all.
    """
    cities = {mention.place.name: mention for mention in reversed(mentions)}
    if len(cities) < 2:
        return [(next(iter(cities.values()), None), list(told), False)]
    given: dict[str, list[Hit]] = {name: [] for name in cities}
    told_at, named_at = [hit.start for hit in told], [mention.start for mention in mentions]
    together = False
    for start, end in told_in:
        hits = told[bisect_left(told_at, start) : bisect_left(told_at, end)]
        inside = mentions[bisect_left(named_at, start) : bisect_left(named_at, end)]
        events: list[Hit | Mention] = sorted([*hits, *inside], key=lambda event: event.start)
        runs = [(kind, list(run)) for kind, run in groupby(events, key=lambda event: isinstance(event, Hit))]
        reasons_first = bool(runs) and runs[0][0]
        for number, (is_reason, run) in enumerate(runs):
            if not is_reason:
                continue
            beside = number + 1 if reasons_first else number - 1
            named = (
                [m.place.name for m in runs[beside][1] if isinstance(m, Mention)]
                if 0 <= beside < len(runs)
                else list(cities)
            )
            together = together or len(set(named)) == len(cities)
            for name in dict.fromkeys(named):
                given[name] += [hit for hit in run if isinstance(hit, Hit)]
    ordered = sorted(cities.values(), key=lambda mention: mention.start)
    return [(mention, given[mention.place.name], together) for mention in ordered]


def _find_details(marked: str, after: int, details: Rules) -> tuple[list[Hit], Hit | None]:
    """What says the form of the assembly, and its theme."""
    hits = [Hit(after + hit.start, after + hit.end, hit.rule) for hit in details.find_all(marked[after:])]
    theme = next((hit for hit in hits if hit.rule.value == "theme"), None)
    return [hit for hit in hits if hit.rule.value != "theme"], theme


def _choose_form(forms: Sequence[Hit]) -> Hit | None:
    """The first specific form, else `assembly`."""
    return next((hit for hit in forms if hit.rule.value in _SPECIFIC_FORMS), next(iter(forms), None))


def _find_planned(dates: Sequence[tuple[int, date]], on: date | None, after: int) -> list[tuple[int, date]]:
    """The days asked for: those named after the dateline that lie ahead of the entry's own, with their offsets."""
    if on is None:
        return []
    return [(start, day) for start, day in dates if start >= after and on < day <= on + _PLANNED_WITHIN]
