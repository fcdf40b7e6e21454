"""Which authorities refused an assembly, and the reasons they gave."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat

from analytics.coding.place import Location
from analytics.coding.sentences import find_in_sentences
from analytics.lexicon.places import SETTLEMENTS, Mention, Place, Places
from analytics.lexicon.rules import Hit, Pattern, Rules

_PLANNED_WITHIN = timedelta(days=180)
_THEME = re.compile(r"\s*(?:the )?(?:themes?|topics?|purpose|aim)\b", re.IGNORECASE)
_NOT_STATED = "not_stated"
_NONE = "none"  # the value of a rule that tells no reason but covers words that would
_SPECIFIC_FORMS = ("picket", "march", "rally")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RefusalLexicon:
    """The rules of `reasons.toml` and `refusals.toml`, and the word lists that open a reason or deny that there is one."""

    reasons: Rules
    details: Rules
    because: Pattern
    opens: Pattern
    states: Pattern
    denies: Pattern
    answers_back: Pattern
    contrast: Pattern
    hears: Pattern
    which: Pattern
    again: Pattern
    refuses: Pattern
    grants: Pattern


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


@dataclass(frozen=True, slots=True)
class Telling:
    """An entry that tells of a refusal.

    `text` is plain (see `lexicon.rules.plain`), `marked` the same with names and dates written over, `days` are the
    days that it names with their offsets, `on` is the entry's date and `location` what its dateline gave.
    """

    text: str
    marked: str
    sentences: Sequence[Span]
    days: Sequence[tuple[int, date]]
    on: date | None
    location: Location


def find_refusals(tellings: Sequence[Telling], places: Places, lexicon: RefusalLexicon) -> list[list[Refusal]]:
    """The refusals that each of some entries reports: an item for each authority, at least one."""
    told_in = list(map(_find_body, tellings))
    cities = [
        _find_refusing_cities(telling.text, body, telling.location, places, lexicon)
        for telling, body in zip(tellings, told_in, strict=True)
    ]
    why = [
        _find_told(telling.text, telling.marked, body, lexicon) for telling, body in zip(tellings, told_in, strict=True)
    ]
    found = find_in_sentences(lexicon.reasons, [telling.text for telling in tellings], why)
    behind = [[(telling.location.end, len(telling.text))] for telling in tellings]
    details = find_in_sentences(lexicon.details, [telling.marked for telling in tellings], behind)
    return list(map(_read_refusals, tellings, told_in, cities, why, found, details, repeat(lexicon)))


def _find_body(telling: Telling) -> list[Span]:
    """The sentences behind the dateline, or what of them stands behind it, without one that names the theme."""
    text, end_of_dateline = telling.text, telling.location.end
    head = len(text) - len(text[end_of_dateline:].lstrip(" ,.:;-"))
    body = [(max(start, head), end) for start, end in telling.sentences if end > head]
    return [(start, end) for start, end in body if end - start > 3 and not _THEME.match(text, start)]


def _read_refusals(
    telling: Telling, told_in: Sequence[Span], cities: Sequence[Mention], why: Sequence[Span], found: Sequence[Sequence[Hit]],
    details: Sequence[Sequence[Hit]], lexicon: RefusalLexicon,
) -> list[Refusal]:  # fmt: skip
    text, location = telling.text, telling.location
    told = _choose_reasons(text, why, found, cities, lexicon)
    theme = next((hit for hits in details for hit in hits if hit.rule.value == "theme"), None)
    forms = [hit for hits in details for hit in hits if hit.rule.value != "theme"]
    planned = _find_planned(telling.days, telling.on, location.end)
    shared_out = _share_reasons(text, told_in, told, cities, lexicon)
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
        hits = [hit for hit in hits if hit.rule.value != _NOT_STATED] or hits[:1]
        reasons = tuple(dict.fromkeys(hit.rule.value for hit in hits)) or (
            _name_unread_reason(mention, text, why, cities, lexicon),
        )
        spans = [("reason", hit.rule.value, hit.start, hit.end, hit.rule.id) for hit in hits]
        told_beside = (("form", form), ("theme", theme))
        spans += [(field, hit.rule.value, hit.start, hit.end, hit.rule.id) for field, hit in told_beside if hit]
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
    told = [m for m in mentions if text.endswith(" in ", 0, m.start)]
    first = {m.place.name: m for m in reversed(told)}
    if len(cities) < 2 or len(first) < len(cities) or cities[0].start == min(m.start for m in first.values()):
        return {}
    ordered = sorted(first.values(), key=lambda m: m.start)
    edges = [cities[-1].end, *(m.start for m in ordered), len(text)]
    return {m.place.name: ((edges[n], edges[n + 1]), (edges[n + 1], edges[n + 2])) for n, m in enumerate(ordered)}


def _find_refusing_cities(
    text: str, body: Sequence[Span], location: Location, places: Places, lexicon: RefusalLexicon
) -> list[Mention]:
    """Every mention of the cities whose authorities refuse, in order; empty where the dateline names the one place."""
    heads: list[Mention] = []
    for m in places.mentions(text[: body[0][1] if body else location.end], dateline=True):
        joined = heads and m.within is None and _JOINED.fullmatch(text, heads[-1].end, m.start)
        if not (m.start < location.end or joined):
            break  # and no later one is joined: this one stands between
        if m.place.kind in ("city", "capital"):
            heads.append(m)
    several = (
        len({m.place.name for m in heads if m.place.country == "KZ"}) > 1
    )  # `Astana, Almaty: marches were refused`
    if not several and any(rule in ("dateline", "first-sentence") for *_, rule in location.spans):
        return []
    found = [m for m in heads if several and m.start < location.end] + [
        Mention(start + m.start, start + m.end, m.place, m.within)
        for start, end in body
        for m in places.mentions(text[start:end], dateline=True)
        if m.within in (None, "authority") and m.place.kind in SETTLEMENTS and m.place.country == "KZ"
    ]
    allowed = {m.place.name for m in found if lexicon.grants.begins(text[m.end :])}
    return [m for m in found if m.place.name not in allowed]


def _choose_reasons(
    text: str, why: Sequence[Span], found: Sequence[Sequence[Hit]], cities: Sequence[Mention], lexicon: RefusalLexicon
) -> list[Hit]:
    """The reasons: in the sentence that tells of the refusal from where it begins to tell why, then in all that follow.

    `found` is what the rules of reasons find in each stretch of `why`. Where several cities refuse, one of them may give
    no reason; else a sentence that says so tells none. No reason goes on from the clause of one city into that of another.
    """
    several = len({mention.place.name for mention in cities}) > 1
    told: list[Hit] = []
    for (start, end), all_hits in zip(why, found, strict=True):
        clauses = [city.start for city in cities if several and start < city.start < end]
        own = [
            hit
            for hit in all_hits
            if not any(hit.start < at < hit.end and _CLAUSE.search(text, hit.start, at) for at in clauses)
        ]
        hits = _drop_contained([hit for hit in own if not hit.rule.extra.get("otherwise")])
        if own and not hits:
            hits = _drop_contained(own) if lexicon.states.search(text[start:end]) else []
        denied = [hit for hit in hits if hit.rule.value == _NOT_STATED]
        before = [
            hit for hit in hits if denied and hit.end <= denied[0].start
        ]  # `because of a concert, then without reasons`
        told += hits if several else before or denied or hits
    return told


def _drop_contained(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that tell something, in order, without those inside a longer one: `the rest of other people` names no other event."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.end > kept[-1].end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            kept.append(hit)
    return [hit for hit in kept if hit.rule.value != _NONE]


def _find_told(text: str, marked: str, told_in: Sequence[Span], lexicon: RefusalLexicon) -> list[Span]:
    """The stretches in which the authority may say why: not where the refused one answers back or an earlier time is recalled."""
    told = []
    for number, (start, end) in enumerate(told_in):
        if number == 0:
            refused = lexicon.refuses.search(text[start:end])
            verb = start + refused[1][0] if refused else start
            if before := lexicon.because.search(text[start:verb]):  # `referring to quarantine, the Akimat refused`
                told.append((start + before[0][0], verb))
            opens = [
                spans[0][0] for words in (lexicon.opens, lexicon.denies) if (spans := words.search(text[verb:end]))
            ]
            if not opens:
                continue
            start = verb + min(opens)
        elif lexicon.answers_back.begins(marked[start:end]) and not lexicon.hears.search(marked[start:end]):
            now = _NOW.search(text, start, end)  # `Earlier it had referred to quarantine, now to repairs`
            if now is None:
                continue
            start = now.start()
        if again := lexicon.again.search(text[start:end]):  # `that it cannot be held in that place since ...`
            start += max(group for group, _ in again[1:])
        contrast = lexicon.contrast.search(marked[start:end])
        told.append((start, start + contrast[0][0] if contrast else end))
    return told


def _name_unread_reason(
    mention: Mention | None, text: str, why: Sequence[Span], cities: Sequence[Mention], lexicon: RefusalLexicon
) -> str:
    """`other_stated` where the entry tells a reason that no rule knows, `not_stated` where it tells none of this city."""
    for start, end in why:
        named = {city.place.name for city in cities if start <= city.start < end}
        if (mention is None or not named or mention.place.name in named) and lexicon.states.search(text[start:end]):
            return "other_stated"
    return _NOT_STATED


@dataclass(frozen=True, slots=True)
class _Label:
    """Cities named together: whose reason stands beside them."""

    start: int
    end: int
    names: tuple[str, ...]


def _share_reasons(
    text: str, told_in: Sequence[Span], told: Sequence[Hit], mentions: Sequence[Mention], lexicon: RefusalLexicon
) -> list[tuple[Mention | None, list[Hit], bool]]:
    """Each city with its reasons, and whether these were told for several cities together.

    In a sentence that opens with cities, a reason belongs to the cities before it (`Uralsk gave incomplete data, Almaty
    named works`); in one that opens with reasons or puts cities in brackets, to those behind it (`incomplete data in
    Uralsk`, `works (Almaty)`); in one without cities, to all.
    """
    cities = {mention.place.name: mention for mention in reversed(mentions)}
    ordered = sorted(cities.values(), key=lambda mention: mention.start)
    if len(cities) < 2:
        return [(next(iter(cities.values()), None), list(told), False)]
    names = [mention.place.name for mention in ordered]
    given: dict[str, list[Hit]] = {name: [] for name in names}
    told_at, named_at = [hit.start for hit in told], [mention.start for mention in mentions]
    together = False
    for start, end in told_in:
        hits = told[bisect_left(told_at, start) : bisect_left(told_at, end)]
        labels = _find_labels(
            text, start, end, mentions[bisect_left(named_at, start) : bisect_left(named_at, end)], names, lexicon
        )
        values = list(dict.fromkeys(hit.rule.value for hit in hits))
        if len(values) == len(names) and _RESPECTIVELY.search(text, start, end):
            for name, value in zip(names, values, strict=True):
                given[name] += [hit for hit in hits if hit.rule.value == value]
            continue
        bracketed = bool(labels) and text[: labels[0].start].endswith("(")
        reasons_first = bracketed or (bool(hits) and bool(labels) and hits[0].start < labels[0].start)
        starts = [label.start for label in labels]
        for hit in hits:
            place = bisect_left(starts, hit.start) - (not reasons_first)
            if place == len(labels) and labels and not text.startswith(")", labels[-1].end):
                place -= 1  # `works (Taraz), in the other cities quarantine`
            named = labels[place].names if 0 <= place < len(labels) else tuple(names)
            together = together or len(named) == len(names)
            for name in named:
                given[name].append(hit)
    return [(mention, given[mention.place.name], together) for mention in ordered]


def _find_labels(
    text: str, start: int, end: int, mentions: Sequence[Mention], names: Sequence[str], lexicon: RefusalLexicon
) -> list[_Label]:
    """The cities of a sentence in order, those that only a comma or `and` parts together; `the second`, `the others`, `both` too."""
    found = [_Label(mention.start, mention.end, (mention.place.name,)) for mention in mentions]
    others = tuple(name for name in names if all(name not in label.names for label in found))
    sentence = text[start:end]
    for told, *groups in lexicon.which.find_all(sentence):
        word = next(sentence[slice(*group)] for group in groups if group[0] >= 0).casefold()
        place = names.index(_CAPITAL) if word == "capital" and _CAPITAL in names else _ORDINALS.get(word)
        every = word.split()[0] in _EVERY and "other" not in word
        theirs = tuple(names) if every else others if place is None else tuple(names[place : place + 1 or None])
        if theirs and (every or place is not None or found):
            found.append(_Label(start + told[0], start + told[1], theirs))
    labels: list[_Label] = []
    for label in sorted(found, key=lambda label: label.start):
        if labels and _JOINED.fullmatch(text, labels[-1].end, label.start):
            last = labels.pop()
            label = _Label(last.start, label.end, tuple(dict.fromkeys((*last.names, *label.names))))
        labels.append(label)
    return labels


_CAPITAL = "Astana"
_CLAUSE = re.compile("[,;(]")
_NOW = re.compile(r"\b(?:now|this time|today)\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_EVERY = ("both", "all", "each")
_ORDINALS = {"first": 0, "former": 0, "second": 1, "latter": -1, "third": 2}
_JOINED = re.compile(r"[\s,&/]*(?:and|as well as)?\s*(?:in|for|of)?\s*(?:the (?:city|akimat) of )?", re.IGNORECASE)


def _choose_form(forms: Sequence[Hit]) -> Hit | None:
    """The first specific form, else `assembly`."""
    return next((hit for hit in forms if hit.rule.value in _SPECIFIC_FORMS), next(iter(forms), None))


def _find_planned(dates: Sequence[tuple[int, date]], on: date | None, after: int) -> list[tuple[int, date]]:
    """The days asked for: those named after the dateline that lie ahead of the entry's own, with their offsets."""
    if on is None:
        return []
    return [(start, day) for start, day in dates if start >= after and on < day <= on + _PLANNED_WITHIN]
