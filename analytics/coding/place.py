"""Where an entry happened: the dateline's place, or the one that its first sentence names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from sys import maxsize

from analytics.coding.names import Name
from analytics.lexicon.places import SETTLEMENTS, Mention, Place, Places

_HEAD = 160  # characters after the date within which the dateline's places stand
_KIND_BEFORE = 24  # characters that say a place's kind before its name
_CLAUSE = 90  # characters that the first clause has at least
# What stands between a dateline's places: commas, dashes, brackets, and words such as "in" or "the city of".
_JOIN = re.compile(r"[\s,.:;()\-/]*(?:(?:in|at|near|the|on)\s+)*", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"(?:correctional |penal |women's |strict[- ]regime )?(?:institution|colony|prison|pre-trial detention cent(?:er|re)|remand prison|D\.? ?C\.?)"
    r"\b[^,.:;]{0,24}",
    re.IGNORECASE,
)
_KIND = r"village|settlement|town|city|field|aul"
_WRITTEN = re.compile(
    rf"(?:(?P<kind>{_KIND}) of )?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?: (?P<kind_after>{_KIND}))?(?=[,.:]| -)"
)
_ENDS_DATELINE = re.compile(r"\s*(?:[,.:;)(]|-|$|\n)")
# `Washington, D.C. (USA) The ...`, `Almaty The court ...`: the entry's sentence begins without a comma.
_BEGINS_SENTENCE = re.compile(r"\s+(?:The|A|An|In|On|At|According|Human)\b")
_SEAT = re.compile(r" district$", re.IGNORECASE)
_EVENT_PLACE = re.compile(
    r"(?:\bin|\bat|\bof|\bnear|\bfrom|\bto)\s+(?:the )?(?:city of |town of |village of )?$", re.IGNORECASE
)


AREAS = ("city_district", "district", "region")
OWN_REGIONS = ("KZ-71", "KZ-75", "KZ-79")


@dataclass(frozen=True, slots=True)
class Location:
    """Country (ISO 3166-1), region (ISO 3166-2:KZ), city as the chronicle names it today; spans of what each was read from."""

    country: str | None = None
    region: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    flags: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int, str], ...] = ()
    end: int = 0


def find_location(
    text: str,
    dateline: tuple[int, int] | None,
    sentences: Sequence[tuple[int, int]],
    names: Sequence[Name],
    places: Places,
) -> Location:
    """The place of an entry by the codebook's order: dateline, then the one town of the first sentence, then the authority it names.

    `text` is plain (see `lexicon.rules.plain`), `dateline` the span of its date. `Location.end` is where the dateline ends.
    """
    found, end, unknown = _read_dateline(text, dateline, names, places)
    first_end = next((stop for _, stop in sentences if stop > end + 12), len(text))
    rest = (end, first_end)
    area = next((m for m in found if m.place.kind in AREAS), None)
    best = next((m for m in found if m.place.kind in SETTLEMENTS), None)
    rule = "dateline"
    if best is None and unknown:
        return _write_unknown(text, unknown, area, end)
    if best is None and area and area.place.kind != "city_district":
        best = _one_town(text, rest, area.place.region, names, places)
        rule = "first-sentence" if best else rule
    best = best or area or next((m for m in found if m.place.kind == "country"), None)
    if best is None:
        best, rule = _authority(text, rest, names, places), "first-clause"
    if best is None:
        return Location(end=end, flags=("no_place",))
    place = best.place
    level = "city" if place.kind in SETTLEMENTS else "country" if place.kind == "country" else "region"
    spans = [(level, best.start, best.end, rule)]
    spans += [("region", m.start, m.end, "dateline") for m in found if m.place.kind == "region" and m is not best]
    if level == "city":
        return Location(place.country, place.region, place.name, place.lat, place.lon, (), tuple(spans), end)
    return Location(place.country, place.region, _city_of_district(place, places), spans=tuple(spans), end=end)


def _write_unknown(text: str, unknown: tuple[int, int], area: Mention | None, end: int) -> Location:
    """A settlement that no table knows: its name as written, in the region or district that stands before it."""
    spans = [("city", *unknown, "dateline")] + ([("region", area.start, area.end, "dateline")] if area else [])
    country, region = (area.place.country, area.place.region) if area else (None, None)
    name = text[unknown[0] : unknown[1]]
    return Location(country, region, name, None, None, ("unknown_place",), tuple(spans), max(end, unknown[1]))


def _city_of_district(place: Place, places: Places) -> str | None:
    """A district of Almaty, Astana or Shymkent, which are regions of their own, tells the city."""
    if place.kind != "city_district" or place.region not in OWN_REGIONS:
        return None
    return next(
        (p.name for p in places.by_id.values() if p.region == place.region and p.kind in ("city", "capital")), None
    )


def _read_dateline(
    text: str, dateline: tuple[int, int] | None, names: Sequence[Name], places: Places
) -> tuple[list[Mention], int, tuple[int, int] | None]:
    """The places of the dateline in order, where the dateline ends, and the span of a settlement that no table knows."""
    if dateline is None:
        return [], 0, None
    before = places.mentions(text, 0, dateline[0], dateline=True) if dateline[0] else ()  # New York, February 8,
    found = [mention for mention in before if mention.within is None]
    position, unknown = dateline[1], None
    head = text[: position + _HEAD]
    behind = places.walk(head, position, dateline=True)
    end, mention = position, None
    named = {name.start for name in names}
    while True:
        start = _JOIN.match(head, position).end()  # type: ignore[union-attr]  # it matches nothing at least
        while end <= start or (mention is None and end <= start + _KIND_BEFORE):
            _, end, mention = next(behind, (0, maxsize, None))
        if mention and mention.start <= start and mention.within is None and mention.start not in named:
            ends = _ENDS_DATELINE.match(head, mention.end)
            if ends or _BEGINS_SENTENCE.match(head, mention.end):
                found.append(mention)
                position = mention.end
            if not ends:
                return found, position, unknown
        elif institution := _INSTITUTION.match(head, start):
            position = institution.end()
        elif unknown is None and start not in named and (written := _find_written(head, start, found)):
            unknown = written.span("name")
            position = written.end()
        else:
            return found, position, unknown


def _find_written(head: str, start: int, found: Sequence[Mention]) -> re.Match[str] | None:
    """A name that no table knows is a settlement where its kind is said, or where a region or district stands before it."""
    written = _WRITTEN.match(head, start)
    if written is None or any(mention.place.kind in SETTLEMENTS for mention in found):
        return None
    said = written["kind"] or written["kind_after"] not in (None, "city")
    return written if said or any(mention.place.kind in ("region", "district") for mention in found) else None


def _mentioned(
    text: str, span: tuple[int, int], names: Sequence[Name], places: Places, region: str | None
) -> list[Mention]:
    mentions = list(places.mentions(text, *span, region=region))
    starts = [name.start for name in names]
    before = [bisect_left(starts, mention.end) - 1 for mention in mentions]
    return [m for m, n in zip(mentions, before, strict=True) if n < 0 or names[n].end <= m.start]


def _one_town(
    text: str, span: tuple[int, int], region: str | None, names: Sequence[Name], places: Places
) -> Mention | None:
    """The town, village or field of the region that the sentence names, if it names just one; a district court stands for its seat."""
    towns: dict[str, Mention] = {}
    for mention in _mentioned(text, span, names, places, region):
        if mention.within in ("street", "organisation") or mention.place.region != region:
            continue
        if mention.place.kind in SETTLEMENTS:
            towns.setdefault(mention.place.name, mention)
        elif mention.place.kind == "district" and mention.within == "authority":
            seat = places.find(_SEAT.sub("", mention.place.name), region=region, kinds=SETTLEMENTS)
            if seat:
                towns.setdefault(seat.name, Mention(mention.start, mention.end, seat, None))
    return next(iter(towns.values())) if len(towns) == 1 else None


def _authority(text: str, span: tuple[int, int], names: Sequence[Name], places: Places) -> Mention | None:
    """The place of the authority or event that the first clause names; a capital that stands for a government is none."""
    start, end = span
    comma = text.find(", ", start + _CLAUSE, end)
    found: dict[str, Mention] = {}
    for mention in _mentioned(text, (start, comma if comma > 0 else end), names, places, None):
        place = mention.place
        if place.country != "KZ" or place.kind == "country" or mention.within in ("street", "organisation"):
            continue
        located = mention.within == "authority" or _EVENT_PLACE.search(text[max(0, mention.start - 24) : mention.start])
        if located or (place.kind == "region"):
            found.setdefault(place.name, mention)
    return next(iter(found.values())) if len(found) == 1 else None
