"""Find places by name and in running text: Kazakhstan in detail, the world by country and large city.

The tables are `places.csv`, `place_aliases.csv` and `place_words.csv` under `data/lexicon/`. Nothing is guessed:
a spelling that no table knows gives None.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from analytics.lexicon.load import LEXICON, Row, read_rows, row_error

Within = Literal["street", "organisation", "authority"]
Sense = Literal["region", "district", "settlement"]

SETTLEMENTS = frozenset({"capital", "city", "town", "village", "field", "prison"})
"""The kinds that the codebook takes as `city`; a region, district, city_district or country is none."""

KINDS = SETTLEMENTS | {"region", "district", "city_district", "country"}

REGIONS = frozenset(
    f"KZ-{number}" for number in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)
)
"""ISO 3166-2:KZ after the reform of 8 June 2022."""

FORMERLY = {
    "KZ-19": frozenset({"KZ-33", "KZ-75"}),
    "KZ-35": frozenset({"KZ-62"}),
    "KZ-63": frozenset({"KZ-10"}),
    "KZ-61": frozenset({"KZ-79"}),
    "KZ-11": frozenset({"KZ-71"}),
}
"""Regions of today that lay in another before 2022 (2018 for Shymkent), or lie within it on the map: `East Kazakhstan
region, Semey` is right for 2021."""

USES = frozenset({"", "dateline", "namesake"})
"""How an alias is used: anywhere; also a person or a word; another place of that spelling is better known."""

_SENSE_KINDS: dict[Sense, frozenset[str]] = {
    "region": frozenset({"region"}),
    "district": frozenset({"district", "city_district"}),
    "settlement": SETTLEMENTS,
}
_SENSES: dict[str, Sense] = {"region": "region", "district": "district", "settlement": "settlement"}
_WITHIN: dict[str, Within] = {"street": "street", "organisation": "organisation", "authority": "authority"}
_MEANINGS = frozenset({*_SENSES, *_WITHIN, "none", "hint"})
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼʻ‘`][^\W\d_]+)*")
_NUMBERED = re.compile(r"-\d")  # the railway station Almaty-2
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_SPACES = frozenset({" ", "\n", "\xa0", "  ", " «", " “"})
_GAPS = frozenset({" ", "-", ", ", ".", ". ", "‑", "\n", "\xa0", "  "})
"""What may stand between the words of one name: `Nur-Sultan`, `Washington, D.C.`."""
_AT_ONCE = 8  # words read together
_LETTERS = str.maketrans(
    {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и"}
    | {"ş": "sh", "ı": "i", "ŋ": "n", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ß": "s"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `name` is the spelling that the chronicle uses today, `kind` one of `KINDS`, `country` ISO 3166-1 alpha-2,
    `region` ISO 3166-2 (Kazakhstan only). `lat` and `lon` are degrees north and east, None where a point would
    mean nothing (a country, a district).
    """

    place_id: str
    name: str
    kind: str
    country: str
    region: str | None
    lat: float | None
    lon: float | None


class Mention(NamedTuple):
    """A place named in a text: `text[start:end]`, with the word that says its kind (`Almaty region`).

    `within` tells that the name is a part of another: a `street`, an `organisation`, or an `authority` of the place
    (`Karaganda Regional Court`); None where the place itself is meant.
    """

    start: int
    end: int
    place: Place
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: Place
    use: str  # "" anywhere, "dateline" also a person or a word, "namesake" another place is better known


_Token = re.Match[str]


@lru_cache(maxsize=1 << 16)
def normalise(name: str) -> str:
    """Fold a name to the key it is looked up by: no case, accents, hyphens, spaces, apostrophes or Kazakh letters."""
    folded = name.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> str:
    return normalise(_POSSESSIVE.sub("", token))


def _parts(name: str) -> list[str]:
    return [part for part in map(_word, _TOKEN.findall(name)) if part]


class Places:
    """The gazetteer with its spellings; frozen once read."""

    def __init__(
        self,
        places: Iterable[Place],
        aliases: Iterable[tuple[str, str, str]],
        words: Iterable[tuple[str, str, str]],
    ) -> None:
        """Index `places` by `aliases` (alias, place_id, use) and `words` (word, side, meaning).

        Of several places with one spelling the first that is no `namesake` is the best known.
        """
        self.by_id: dict[str, Place] = {place.place_id: place for place in places}
        self._after: dict[str, str] = {}
        self._before: dict[str, str] = {}
        for word, side, meaning in words:
            (self._after if side == "after" else self._before)[" ".join(_parts(word))] = meaning
        self._longest_after = max((key.count(" ") + 1 for key in self._after), default=0)
        self._longest_before = max((key.count(" ") + 1 for key in self._before), default=0)
        self._known: dict[str, list[_Candidate]] = {}
        self._stems: dict[str, list[_Candidate]] = {}
        self._reach: dict[str, int] = {}
        self._acronyms: set[str] = set()
        for alias, place_id, use in aliases:
            self._index(alias, _Candidate(self.by_id[place_id], use))
        for candidates in (*self._known.values(), *self._stems.values()):
            candidates.sort(key=lambda candidate: candidate.use == "namesake")

    def _index(self, alias: str, candidate: _Candidate) -> None:
        parts = _parts(alias)
        self._enter(self._known, parts, candidate)
        if len(parts[0]) <= 3 and len(parts) == 1 and alias.replace(".", "").isupper():
            self._acronyms.add(parts[0])
        sense = _SENSES.get(self._after.get(parts[-1], ""))
        if len(parts) > 1 and sense and candidate.place.kind in _SENSE_KINDS[sense]:
            self._enter(self._stems, parts[:-1], candidate)

    def _enter(self, index: dict[str, list[_Candidate]], parts: list[str], candidate: _Candidate) -> None:
        key = "".join(parts)
        candidates = index.setdefault(key, [])
        if all(other.place is not candidate.place for other in candidates):
            candidates.append(candidate)
        self._reach[key] = max(self._reach.get(key, 0), 1)
        self._reach[parts[0]] = max(self._reach.get(parts[0], 0), len(parts))

    def find(
        self,
        name: str,
        region: str | None = None,
        kinds: Collection[str] | None = None,
        country: str | None = None,
    ) -> Place | None:
        """Return the place of this name, or None where no table knows it.

        `Almaty region`, `Akkol district`, `city of Konayev` say their kind; `kinds` narrows it. Of namesakes `region`
        (ISO 3166-2:KZ) or `country` (ISO 3166-1) decides, else the best known one is meant. With a `region` no place of
        another region is returned, but for one that lay in it before 2018 or 2022.
        """
        wanted = KINDS if kinds is None else frozenset(kinds)
        words = _parts(name)
        if words[:1] == ["the"] and "".join(words) not in self._known:
            del words[0]
        found = self._pick(self._known.get("".join(words), ()), wanted, region, country)
        if found:
            return found
        for sense, stem in self._senses_said(words):
            candidates = (*self._stems.get(stem, ()), *self._known.get(stem, ()))
            found = self._pick(candidates, wanted & _SENSE_KINDS[sense], region, country)
            if found:
                return found
        return None

    def find_region(self, name: str) -> Place | None:
        """Return the region of Kazakhstan of this name, with or without `region`: `Mangistau`, `WKR`, `Almaty region`.

        Bare `Almaty` is Almaty region here; the cities KZ-71, KZ-75 and KZ-79 are found by `find`.
        """
        key = "".join(_parts(name))
        stem = self._pick(self._stems.get(key, ()), _SENSE_KINDS["region"], None, "KZ")
        return stem or self.find(name, kinds=_SENSE_KINDS["region"], country="KZ")

    def mentions(
        self, text: str, start: int = 0, stop: int | None = None, *, region: str | None = None, dateline: bool = False
    ) -> Iterator[Mention]:
        """Yield every place that the text names from `start` to `stop`, in order, the longest name first; none overlap.

        A name that is also a person or a word is left out unless its kind is said (`Abay town`, `in Konaev`) or
        `dateline` is set. Namesakes follow `region`, else the region named last before them.
        """
        return (mention for *_, mention in self.walk(text, start, stop, region=region, dateline=dateline) if mention)

    def walk(
        self, text: str, start: int = 0, stop: int | None = None, *, region: str | None = None, dateline: bool = False
    ) -> Iterator[tuple[int, int, Mention | None]]:
        """Yield the start and end of every word and, where words name a place together, of the place with its mention.

        Takes what `mentions` takes. One pass over the text, as far as it is asked for.
        """
        found = _TOKEN.finditer(text, start, len(text) if stop is None else stop)
        tokens: list[_Token] = []
        near = region
        index = 0
        while True:
            if len(tokens) == index:
                tokens.extend(islice(found, _AT_ONCE))
            if len(tokens) == index:
                return
            token, last, mention = tokens[index][0], index, None
            if not token.islower() and (token[0].isupper() or token[1:2].isupper()):
                reach = self._reach.get(_word(token), 0)
                looks_ahead = reach + 2 * self._longest_after  # the name, then twice a word behind it
                if reach and len(tokens) - index <= looks_ahead:
                    tokens.extend(islice(found, looks_ahead))
                for end, key in _spans(text, tokens, index, reach) if reach else ():
                    mention, passed = self._read(text, tokens, index, end, key, near, dateline)
                    if passed:
                        last = passed
                        break
            if mention:
                yield mention.start, mention.end, mention
                near = region or mention.place.region or near
            else:
                yield tokens[index].start(), tokens[last].end(), None
            index = last + 1

    def _read(
        self, text: str, tokens: list[_Token], first: int, last: int, key: str, near: str | None, dateline: bool
    ) -> tuple[Mention | None, int | None]:
        """Read one span of tokens as a name: the mention and the last token it used, or None and None to read on."""
        known, stems = self._known.get(key), self._stems.get(key)
        if (known is None and stems is None) or (key in self._acronyms and not tokens[first][0].isupper()):
            return None, None
        after = self._word_after(text, tokens, last)
        before = self._word_before(text, tokens, first)
        if after and after[0] == "none":
            return None, after[1]
        if before and before[0] == "none":
            return None, last
        start, end, sense = first, last, _SENSES.get(after[0]) if after else None
        if after and sense:
            end, after = after[1], self._word_after(text, tokens, after[1])
        elif before and before[0] in _SENSES:
            start, sense = before[1], _SENSES[before[0]]
        chosen = _choose((*(stems or ()), *(known or ())) if sense else (known or ()), sense, near)
        if not chosen:
            return None, None
        hinted = before is not None and before[0] == "hint" and not _POSSESSIVE.search(tokens[last][0])
        if not sense and chosen.use == "dateline" and not dateline and not hinted:
            return None, None
        within = _WITHIN.get(after[0]) if after else None
        if within is None and before:
            within = _WITHIN.get(before[0])
        if within is None and _NUMBERED.match(text, tokens[end].end()):
            within = "organisation"
        stop = tokens[end].start() + len(_POSSESSIVE.sub("", tokens[end][0]))
        return Mention(tokens[start].start(), stop, chosen.place, within), end

    def _word_after(self, text: str, tokens: list[_Token], last: int) -> tuple[str, int] | None:
        """The meaning of the word, or words, right behind a token, and their last token."""
        key, best = "", None
        for index in range(last + 1, min(last + 1 + self._longest_after, len(tokens))):
            if text[tokens[index - 1].end() : tokens[index].start()] not in _SPACES:
                break
            key = f"{key} {_word(tokens[index][0])}".lstrip()
            meaning = self._after.get(key)
            if meaning:
                best = meaning, index
        return best

    def _word_before(self, text: str, tokens: list[_Token], first: int) -> tuple[str, int] | None:
        """The meaning of the word, or words, right before a token (`the` is passed over), and their first token."""
        key, best, index = "", None, first - 1
        while index >= 0 and key.count(" ") < self._longest_before:
            gap = text[tokens[index].end() : tokens[index + 1].start()]
            word = _word(tokens[index][0])
            if gap not in _SPACES and (key or gap != ", "):
                break
            if not (word == "the" and not key):
                key = f"{word} {key}".rstrip()
                meaning = self._before.get(key)
                if meaning and (gap in _SPACES or meaning == "organisation"):
                    best = meaning, index
            index -= 1
        return best

    def _senses_said(self, words: list[str]) -> Iterator[tuple[Sense, str]]:
        """The kinds that the outer words of a name say, each with the rest of the name as a key."""
        for size in range(min(self._longest_before, len(words) - 1), 0, -1):
            sense = _SENSES.get(self._before.get(" ".join(words[:size]), ""))
            if sense:
                yield sense, "".join(words[size:])
        for size in range(min(self._longest_after, len(words) - 1), 0, -1):
            sense = _SENSES.get(self._after.get(" ".join(words[-size:]), ""))
            if sense:
                yield sense, "".join(words[:-size])

    def _pick(
        self, candidates: Iterable[_Candidate], kinds: frozenset[str], region: str | None, country: str | None
    ) -> Place | None:
        fitting = [
            candidate
            for candidate in candidates
            if candidate.place.kind in kinds and (country is None or candidate.place.country == country)
        ]
        if region is None:
            return fitting[0].place if fitting else None
        chosen = _in_region(fitting, region)
        return chosen.place if chosen else None


def _in_region(candidates: Iterable[_Candidate], region: str) -> _Candidate | None:
    """The first candidate in a region, else in what was part of it."""
    once = None
    for candidate in candidates:
        if candidate.place.region == region:
            return candidate
        if once is None and candidate.place.region in FORMERLY.get(region, ()):
            once = candidate
    return once


def _choose(candidates: Iterable[_Candidate], sense: Sense | None, near: str | None) -> _Candidate | None:
    """The candidate of the kind that the text says: of namesakes the one in the region named before."""
    fitting = [candidate for candidate in candidates if sense is None or candidate.place.kind in _SENSE_KINDS[sense]]
    if not fitting:
        return None
    chosen = (len(fitting) > 1 and near and _in_region(fitting, near)) or fitting[0]
    if sense is None and chosen.use == "namesake":
        if chosen is fitting[0]:
            return None
        return _Candidate(chosen.place, fitting[0].use)
    return chosen


def _spans(text: str, tokens: list[_Token], first: int, reach: int) -> list[tuple[int, str]]:
    """The last token and the key of each run of up to `reach` tokens that may be one name, the longest first."""
    key = ""
    spans = []
    for last in range(first, min(first + reach, len(tokens))):
        if last > first and text[tokens[last - 1].end() : tokens[last].start()] not in _GAPS:
            break
        spans.append((last, key + _word(tokens[last][0])))
        key += normalise(tokens[last][0])
    spans.reverse()
    return spans


def read_places(folder: Path = LEXICON) -> Places:
    """Read the gazetteer from `places.csv`, `place_aliases.csv` and `place_words.csv`.

    Raises `InputError` with file, line and value: a kind, region or country that is none, coordinates off the globe,
    an id that stands twice or is unknown, one spelling for two places without `use` = namesake on all but one.
    """
    places: dict[str, Place] = {}
    path = folder / "places.csv"
    for line, row in read_rows(path, ("place_id", "name", "kind", "country", "region", "lat", "lon", "source")):
        place = _read_place(path, line, row)
        if place.place_id in places:
            raise row_error(path, line, place.place_id, "the place_id stands twice; give each place its own")
        places[place.place_id] = place
    words = list(_read_words(folder / "place_words.csv"))
    return Places(places.values(), _read_aliases(folder / "place_aliases.csv", places), words)


def _read_place(path: Path, line: int, row: Row) -> Place:
    kind, country, region = row["kind"], row["country"], row["region"] or None
    if kind not in KINDS:
        raise row_error(path, line, kind, f"no such kind; use one of {', '.join(sorted(KINDS))}")
    if not re.fullmatch("[A-Z]{2}", country):
        raise row_error(path, line, country, "no country code; use ISO 3166-1 alpha-2, such as KZ")
    if (region is not None and region not in REGIONS) or (region is None) == (country == "KZ" and kind != "country"):
        raise row_error(
            path, line, row["region"], "each place in Kazakhstan, and no other, has a region: KZ-10 to KZ-79"
        )
    if not row["place_id"] or not row["name"]:
        raise row_error(path, line, row["place_id"] or row["name"], "a place needs a place_id and a name")
    lat, lon = (_read_degrees(path, line, row[axis], limit) for axis, limit in (("lat", 90), ("lon", 180)))
    if (lat is None) != (lon is None):
        raise row_error(path, line, row["lat"] or row["lon"], "give both lat and lon, or neither")
    return Place(row["place_id"], row["name"], kind, country, region, lat, lon)


def _read_degrees(path: Path, line: int, value: str, limit: int) -> float | None:
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise row_error(
            path, line, value, f"no coordinate; write degrees between -{limit} and {limit}, such as 51.1801"
        )
    return degrees


def _read_aliases(path: Path, places: Mapping[str, Place]) -> list[tuple[str, str, str]]:
    aliases = []
    owner: dict[str, tuple[str, int]] = {}
    for line, row in read_rows(path, ("alias", "place_id", "use", "note")):
        alias, place_id, use = row["alias"], row["place_id"], row["use"]
        key = normalise(alias)
        if not key:
            raise row_error(path, line, alias, "an alias needs letters")
        if place_id not in places:
            raise row_error(path, line, place_id, "no such place_id; add the place to places.csv first")
        if use not in USES:
            raise row_error(path, line, use, "use is empty, dateline or namesake")
        if use != "namesake":
            other, where = owner.setdefault(key, (place_id, line))
            if other != place_id:
                raise row_error(
                    path,
                    line,
                    alias,
                    f"line {where} gives this spelling to {other}; "
                    "write namesake under use for the one that is less known",
                )
        aliases.append((alias, place_id, use))
    return aliases


def _read_words(path: Path) -> Iterator[tuple[str, str, str]]:
    for line, row in read_rows(path, ("word", "side", "meaning", "note")):
        if row["side"] not in ("before", "after"):
            raise row_error(path, line, row["side"], "side is before or after")
        if row["meaning"] not in _MEANINGS:
            raise row_error(path, line, row["meaning"], f"no such meaning; use one of {', '.join(sorted(_MEANINGS))}")
        if not _parts(row["word"]):
            raise row_error(path, line, row["word"], "a word needs letters")
        yield row["word"], row["side"], row["meaning"]
