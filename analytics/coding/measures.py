"""Measures and amounts in a sentence: `20 days of administrative arrest`, `a fine of 50 MCI (184,600 tenge)`.

What names a measure is data (`measures.toml`), and so are numbers, units and the words that join the two
(`sanctions.toml`).
A sentence comes with each name written over by `@` and each citation by `#` (see `coding.sanctions`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from analytics.coding.law import Codes, read_codes, read_table, spaced
from analytics.errors import InputError
from analytics.lexicon.rules import Hit, Pattern, Rules, Spans, read_rules


@dataclass(frozen=True)
class SanctionLexicon:
    """Everything that `find_sanctions` reads from `data/lexicon`."""

    codes: Codes
    measures: Rules
    statuses: Rules
    gate: Pattern
    amount: re.Pattern[str]
    unit: Pattern
    numbers: Mapping[str, float]
    scales: Mapping[str, int]
    units: Sequence[str]
    gaps: Mapping[str, re.Pattern[str]]
    phrases: Mapping[str, re.Pattern[str]]
    unnamed: Pattern
    unnamed_before: re.Pattern[str]
    aside: re.Pattern[str]
    aside_gate: Pattern  # the same without look-behinds, which RE2 does not know: it matches whatever that matches
    acted_against: re.Pattern[str]
    forward: re.Pattern[str]
    request: Pattern
    later_sum: re.Pattern[str]
    same: re.Pattern[str]
    same_gate: Pattern
    object: re.Pattern[str]
    ordinals: Mapping[str, int]
    ordinal: re.Pattern[str]
    ordinal_before: re.Pattern[str]


def read_sanction_lexicon(folder: Path, words: Mapping[str, str]) -> SanctionLexicon:
    """The lexicon of sanctions: `codes.toml`, `measures.toml`, `sanction_status.toml` and `sanctions.toml` of a folder.

    `words` are the word lists that patterns name. Raises InputError with the file and the rule at fault.
    """
    table = read_table(folder / "sanctions.toml")
    units: Mapping[str, Sequence[str]] = table["units"]
    unnamed = table["unnamed"]
    several = [word for word, number in table["numbers"].items() if number > 1]
    count = rf"(?:\d{{1,4}}|{_either(several)}|several|some|dozens of|about \d+)"
    people = _either(unnamed["people"])
    ordinals = _either(table["forward"]["ordinals"])
    return SanctionLexicon(
        codes=read_codes(folder / "codes.toml"),
        measures=_read_rules(folder / "measures.toml", words),
        statuses=_read_rules(folder / "sanction_status.toml", words),
        gate=Pattern(spaced(rf"\b(?:{_either(table['gate']['words'])})")),
        amount=_compile_amount(table["numbers"], table["scales"], units),
        unit=Pattern(spaced(rf"\b(?:{_either(chain.from_iterable(units.values()))})\b|₸|\bkzt")),
        numbers=table["numbers"],
        scales=table["scales"],
        units=tuple(units),
        gaps={name: _any_of(patterns) for name, patterns in table["gaps"].items()}
        | {"to_number": re.compile(rf" to (\d{{1,3}}|{_either(table['numbers'])})(?=[.,;)]|$| and )", re.IGNORECASE)},
        phrases={name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["phrases"].items()},
        unnamed=Pattern(
            spaced(
                rf"\b(?:(?:another|(?:the )?other|the rest|the remaining) {count}(?: (?:[a-z-]+ )?(?:ex-)?(?:{people}))?\b"
                rf"|(?:another|(?:the )?other|more) (?:[a-z-]+ )?(?:ex-)?(?:{people})\b"
                rf"|{count} (?:more |other |of the )?(?:[a-z-]+ ){{0,2}}(?:ex-)?(?:{people})\b"
                rf"|(?:{_either(unnamed['many'])})\b)|\b(?P<one>{_either(unnamed['one'])})\b"
            )
        ),
        unnamed_before=_any_of(unnamed["before"]),
        aside=_any_of(table["aside"]["before"]),
        aside_gate=Pattern(_LOOK_BEHIND.sub("", _either(table["aside"]["before"]))),
        acted_against=_any_of(table["acted_against"]["before"]),
        forward=_any_of(table["forward"]["after"]),
        request=Pattern(spaced(rf"(?:{_either(table['extradition']['words'])})")),
        later_sum=_any_of(table["later_sum"]["words"]),
        same=_any_of(table["same"]["words"]),
        same_gate=Pattern(_either(table["same"]["gate"])),
        object=_any_of(table["forward"]["object"]),
        ordinals=table["forward"]["ordinals"],
        ordinal=re.compile(
            rf"[ ,(]*(?:for|to|of) the ({ordinals})\b(?! [a-z]*(?:instance|court|degree|day))", re.IGNORECASE
        ),
        ordinal_before=re.compile(
            rf"\b(?:(?:for|to) the ({ordinals})(?: one| of them)?[ ,:-]*"
            rf"|(?<!to )(?<!for )the ({table['forward']['ordinal_alone']})(?: one| of them)?[ ,:-]*"
            rf"|the ({ordinals})(?: one| of them)?,? {table['forward']['ordinal_does']}\b[^@#%.,;]{{0,40}})$",
            re.IGNORECASE,
        ),
    )


_LOOK_BEHIND = re.compile(r"\(\?<![^()]*\)")


def _read_rules(path: Path, words: Mapping[str, str]) -> Rules:
    rules = read_rules(path, words, every=True)
    for rule in rules:
        if rule.needs:
            raise InputError(f"{path}: rule {rule.id!r}: `needs` is not looked at here; drop it")
    return rules


def _either(words: Iterable[str]) -> str:
    return "|".join(words)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _compile_amount(
    numbers: Mapping[str, float], scales: Mapping[str, int], units: Mapping[str, Sequence[str]]
) -> re.Pattern[str]:
    """One pattern for `15 days`, `fifteen days`, `3,5 years`, `621 thousand tenge`, `KZT 145,850`, `20 and 15 days`.

    It takes a text in small letters: to ignore case would try each number word at each letter.
    """
    word = _either(sorted(numbers, key=len, reverse=True))
    digits = r"\d{1,3}(?:[ ,.]\d{3}){1,3}(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
    number = rf"(?:{digits}|(?:{word})(?:[ -](?:{word}))?)"
    scale = rf"(?: ?(?:{_either(scales)})\b\.?)?"
    unit = _either(f"(?P<{unit}>{_either(spellings)})" for unit, spellings in units.items())
    return re.compile(
        rf"(?<![\w.,/])(?=\d|kzt|₸|half |{word})(?:(?:kzt|₸) ?(?P<sum>{digits})(?P<sum_scale>{scale})"
        rf"|(?P<halved>half )?(?P<more>(?:{number}(?:, | and |, and )){{1,6}})?(?P<number>{number})(?P<scale>{scale})"
        rf"(?: (?P<rest>{digits})(?P<rest_scale> (?:{_either(scales)})))?(?: \([^)]{{1,40}}\))?(?P<half> and a half)?"
        rf"(?: times(?: the)?| (?:more|further|additional|extra|full|whole|long))?(?: |-)?(?:{unit})\b(?P<half_after> and a half)?)"
    )


# -- what is found ------------------------------------------------------------------------------------------------


def by_start(one: Any) -> int:
    """The key that puts what was found in the order of the text."""
    return int(one.start)


@dataclass(slots=True)
class Amount:
    """A number with its unit; in tenge the sum stands in `kzt`, beside the unit where the text tells both."""

    start: int
    end: int
    values: list[float]  # several for `20 and 15 days`
    unit: str | None
    kzt: int | None = None
    taken: bool = False


@dataclass(slots=True)
class Mention:
    """One measure as the text tells it."""

    start: int
    end: int
    measure: str
    rule: str
    pieces: list[tuple[int, int]]
    alone: bool = False
    active: bool = False  # a verb by itself, `fined`
    cited_only: bool = False
    cited_alone: bool = False
    amount: Amount | None = None
    told: dict[str, str] = field(default_factory=dict)  # status -> rule that points here
    people: "list[Person]" = field(default_factory=list)
    run: int | None = None  # the run of citations that it takes
    home: str | None = None  # the only code that it goes with
    changed: "Mention | None" = None  # the measure that it was changed from
    lead: int | None = None  # where the first of the measures of one decision begins, if this is told along with it
    like: "Mention | None" = None  # the measure that it is told to be the same as
    turn: tuple[int, int] | None = None  # its place among those dealt out `respectively`, and their number


@dataclass(frozen=True, slots=True)
class Person:
    """Someone acted against: a name, or people without one."""

    start: int
    end: int
    text: str | None
    at: int  # where it stands in the entry, as `start` is in its sentence
    many: bool = False  # unnamed people, not one

    @property
    def span(self) -> tuple[str, int, int, str]:
        """The span of the name in the entry, with its rule."""
        return "person", self.at, self.at + self.end - self.start, "name"


# The units that a measure may be told in.
_TIME = frozenset({"hours", "days", "weeks", "months", "years"})
FITS: Mapping[str, frozenset[str]] = {
    "fine": frozenset({"MCI", "tenge"}),
    "community_service": frozenset({"hours"}),
    "warning": frozenset(),
    "deportation": frozenset({"years"}),
}
_OF_UNIT = {
    "MCI": "fine",
    "tenge": "fine",
    "days": "arrest",
    "hours": "community_service",
    "years": "imprisonment",
    "months": "imprisonment",
}
_SMALLER = {"years": ("months", "days", "weeks"), "months": ("days", "weeks")}
_TOUCH = 60  # characters between an amount and the noun that it touches
_REACH = 160  # characters that a verb's amount may stand away


# -- amounts ----------------------------------------------------------------------------------------------------


def find_amounts(text: str, units: Sequence[Spans], lexicon: SanctionLexicon) -> list[Amount]:
    """The amounts of a text in order, where its units stand: a compound term and a sum told in two units are one each."""
    amounts: list[Amount] = []
    for found in _search_amounts(text, units, lexicon):
        if lexicon.gaps["age"].match(text, found.end()) or lexicon.gaps["within"].search(
            text[max(0, found.start() - 12) : found.start()]
        ):
            continue
        amount = _read_amount(found, lexicon)
        if amounts:
            last = amounts[-1]
            gap = text[last.end : amount.start]
            if (
                amount.unit in _SMALLER.get(last.unit or "", ())
                and len(gap) < 9
                and lexicon.gaps["compound"].fullmatch(gap)
            ):
                last.end = amount.end
                continue
            if (
                last.unit == amount.unit
                and not (last.kzt or amount.kzt)
                and len(gap) < 9
                and lexicon.gaps["listed"].fullmatch(gap)
                and lexicon.gaps["respectively"].match(text, amount.end)
            ):
                last.values, last.end = last.values + amount.values, amount.end
                continue
            if (
                {last.unit, amount.unit} == {"MCI", "tenge"}
                and len(gap) < 60
                and lexicon.gaps["same_amount"].fullmatch(gap)
            ):
                mci, tenge = (last, amount) if last.unit == "MCI" else (amount, last)
                last.values, last.unit, last.kzt, last.end = mci.values, "MCI", tenge.kzt, amount.end
                if text[last.end : last.end + 1] == ")":
                    last.end += 1
                continue
        amounts.append(amount)
    return amounts


def _search_amounts(text: str, units: Sequence[Spans], lexicon: SanctionLexicon) -> Iterator[re.Match[str]]:
    """The amounts of a text: only the words before each unit are read closely."""
    small = text.replace("İ", "I").lower()  # no other letter changes its length
    position = 0
    for (unit_start, unit_end), *_ in units:
        start = max(position, unit_start - _BEFORE_UNIT)
        while start < len(text) and start and text[start - 1].isalnum() and start < unit_start:
            start += 1
        for found in lexicon.amount.finditer(small, start, min(len(text), unit_end + 30)):
            if found.start() >= position:
                yield found
                position = found.end()


_BEFORE_UNIT = 70


def _read_amount(found: re.Match[str], lexicon: SanctionLexicon) -> Amount:
    if found["sum"]:
        values, unit = [_read_number(found["sum"], lexicon) * _scale(found["sum_scale"], lexicon)], "tenge"
    else:
        unit = next(unit for unit in lexicon.units if found[unit])
        listed = [one for one in re.split(r", and |, | and ", found["more"] or "") if one]
        values = [_read_number(one, lexicon) for one in [*listed, found["number"]]]
        values = [value * _scale(found["scale"], lexicon) for value in values]
        if found["rest"]:
            values[-1] += _read_number(found["rest"], lexicon) * _scale(found["rest_scale"], lexicon)
        if found["half"] or found["half_after"]:
            values[-1] += 0.5
        if found["halved"]:  # `half a year`
            values, unit = ([values[-1] * 6], "months") if unit == "years" else ([values[-1] / 2], unit)
    if unit == "tenge":
        return Amount(found.start(), found.end(), [], unit, round(values[-1]))
    return Amount(found.start(), found.end(), values, unit)


def _read_number(written: str, lexicon: SanctionLexicon) -> float:
    words = written.replace("-", " ").split()
    if not words[0][0].isdigit():
        words = words[1:] if len(words) > 1 and lexicon.numbers[words[0]] == 1 else words  # `a five-year term`
        total = 0.0
        for word in words:
            total = total * 100 if word == "hundred" and total else total + lexicon.numbers[word]
        return total
    digits = written.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        return float(re.sub(r"[,.]", "", digits))
    return float(digits.replace(",", "."))


def _scale(written: str | None, lexicon: SanctionLexicon) -> int:
    return lexicon.scales.get((written or "").strip(" ."), 1)


@dataclass(slots=True)
class _Word:
    """A measure word: a noun (`arrest`) or a verb (`fined`)."""

    start: int
    end: int
    value: str
    rule: str
    form: str
    alone: bool
    by_unit: Mapping[str, str]
    cited_only: Sequence[str] = ()
    cited_alone: bool = False
    home: str | None = None
    before: bool = True  # a word with value none takes the amount before it, too
    amount: Amount | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)

    def measure(self, unit: str | None) -> str:
        return self.by_unit.get(unit or "", self.value)

    def fits(self, unit: str | None) -> bool:
        measure = self.measure(unit)
        return measure != "none" and unit in FITS.get(measure, _TIME)


def _read_words(hits: Iterable[Hit]) -> list[_Word]:
    """The measure words of a sentence; of two that overlap the longer, and two of one span are one."""
    words: list[_Word] = []
    masked_to = -1
    for hit in sorted(
        hits, key=lambda hit: (hit.start, hit.rule.value != "none", -hit.end, hit.rule.extra.get("alone", False))
    ):
        extra = hit.rule.extra
        if hit.rule.value == "none":
            while words and words[-1].end > hit.start:
                words.pop()
            masked_to = max(masked_to, hit.end)
            words.append(
                _Word(hit.start, hit.end, "none", hit.rule.id, "noun", False, {}, before=extra.get("before", True))
            )
        elif hit.start < masked_to:
            continue
        elif words and hit.start < words[-1].end:
            if (
                hit.end == words[-1].end and extra.get("alone") and (not words[-1].alone or words[-1].cited_alone)
            ):  # the same word, which may also stand alone
                words[-1].alone = True
                words[-1].cited_alone = False
                if not words[-1].by_unit.get(""):
                    words[-1].by_unit = {**words[-1].by_unit, "": hit.rule.value}
            elif hit.end > words[-1].end and words[-1].form == "verb" and extra["form"] == "noun":
                words[-1] = _Word(
                    hit.start,
                    hit.end,
                    hit.rule.value,
                    hit.rule.id,
                    "noun",
                    bool(extra.get("alone")),
                    extra.get("by_unit", {}),
                )
        else:
            words.append(
                _Word(
                    hit.start,
                    hit.end,
                    hit.rule.value,
                    hit.rule.id,
                    extra["form"],
                    bool(extra.get("alone")),
                    extra.get("by_unit", {}),
                    extra.get("cited_only", ()),
                    bool(extra.get("cited_alone")),
                    extra.get("home"),
                )
            )
    return words


def find_mentions(
    text: str, hits: Iterable[Hit], units: Sequence[Spans], cited: bool, lexicon: SanctionLexicon, last: Mention | None = None
) -> list[Mention]:  # fmt: skip
    """The measures of a sentence with their amounts, in order; `cited`: an article stands in it.

    `hits` are of `lexicon.measures`, `units` of `lexicon.unit`. `last` is the measure that was told last before the
    sentence, if any: `They were fined. @@@ - 20 MCI, @@@ - 15 MCI.`
    """
    words = _read_words(hits)
    amounts = find_amounts(text, units, lexicon) if units and (words or cited or last) else []
    _join_nouns(text, words, amounts, lexicon)
    _join_verbs(text, words, amounts)
    mentions = [
        Mention(
            word.pieces[0][0],
            word.pieces[-1][1],
            word.measure(word.amount.unit),
            word.rule,
            word.pieces,
            amount=word.amount,
            cited_only=word.amount.unit in word.cited_only,
        )
        for word in words
        if word.amount and word.value != "none"
    ]
    mentions += [
        Mention(
            word.start,
            word.end,
            word.measure(None),
            word.rule,
            [(word.start, word.end)],
            alone=True,
            active=word.form == "verb",
            cited_alone=word.cited_alone,
            home=word.home,
        )
        for word in words
        if word.alone and not word.amount
    ]
    mentions = _join_terms(sorted(mentions, key=by_start))
    _share_nouns(text, mentions, lexicon)
    mentions += _find_bare(text, amounts, mentions, cited, lexicon, last)
    mentions.sort(key=by_start)
    return mentions


def add_same_measures(
    text: str, mentions: list[Mention], last: Mention | None, lexicon: SanctionLexicon
) -> list[Mention]:
    """The measures of a sentence with those told as like the one before: `@@@ got the same term`, `for the same period`.

    `last` is the measure with an amount that was told last before the sentence, if any.
    """
    added = mentions
    for found in lexicon.same.finditer(text):
        start, end = found.span()
        before = [mention for mention in mentions if mention.amount and mention.end <= start]
        like = before[-1] if before else last
        if like is None or like.amount is None:
            continue
        amount = replace(like.amount, start=start, end=end, values=like.amount.values[-1:])
        free = [one for one in mentions if one.alone and not one.amount and one.start < end + _TOUCH]
        free = [one for one in free if not before or one.start >= like.end]
        bare = next((one for one in reversed(free) if one.start < end), free[0] if free else None)
        if bare and amount.unit in FITS.get(bare.measure, _TIME):
            bare.amount, bare.alone, bare.like = amount, False, like
            if bare.end <= start or end <= bare.start:
                bare.pieces = sorted([*bare.pieces, (start, end)])
        else:
            one = Mention(start, end, like.measure, "same-measure", [(start, end)], amount=amount, like=like)
            added = sorted([*added, one], key=by_start)
    return added


def _share_nouns(text: str, mentions: list[Mention], lexicon: SanctionLexicon) -> None:
    """`@@@ got 2 years, @@@ 1 year of restriction of freedom`: the noun of the last is that of those before it."""
    for mention, following in reversed([*pairwise(mentions)]):
        if (
            mention.rule == "sentenced"
            and following.rule != "sentenced"
            and mention.amount
            and following.amount
            and mention.amount.unit == following.amount.unit
            and lexicon.gaps["next_person"].fullmatch(text, mention.end, following.start)
        ):
            mention.measure, mention.rule = following.measure, following.rule


def _join_terms(mentions: Sequence[Mention]) -> list[Mention]:
    """`released from extradition arrest, as the 12-month term had expired`: the term is that of the measure before it."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if mention.rule in _TERM_RULES and before and before.alone and mention.amount and before.measure in _HAS_TERM:
            before.amount, before.alone = mention.amount, False
            before.pieces.append((mention.start, mention.end))
        else:
            joined.append(mention)
    return joined


_TERM_RULES = frozenset({"term-of-years", "changed-term"})
_HAS_TERM = frozenset({"remand", "house_arrest", "extradition_arrest", "arrest", "restriction_of_freedom", "probation"})


def _join_nouns(text: str, words: list[_Word], amounts: list[Amount], lexicon: SanctionLexicon) -> None:
    """Give each noun the amount that touches it, before (`15 days of arrest`) or after (`arrest for 15 days`)."""
    starts = [amount.start for amount in amounts]
    for word in words:  # what only looks like a measure takes its amount first: `a hunger strike for 10 days`
        index = bisect_left(starts, word.end)
        if word.value != "none" or index >= len(amounts) or amounts[index].start - word.end > _TOUCH:
            continue
        if lexicon.gaps["noun_amount"].fullmatch(text, word.end, amounts[index].start):
            _join(word, amounts[index])
    for word in words:
        index = bisect_left(starts, word.start) - 1
        if word.form == "verb" or word.amount or index < 0 or amounts[index].taken or amounts[index].end > word.start:
            continue
        amount = amounts[index]
        if word.start - amount.end > _TOUCH or not ((word.value == "none" and word.before) or word.fits(amount.unit)):
            continue
        if lexicon.gaps["amount_noun"].fullmatch(text, amount.end, word.start):
            _join(word, amount)
    for gap, reach in (("noun_amount", _TOUCH), ("noun_name_amount", _REACH)):
        for place, word in enumerate(words):
            index = bisect_left(starts, word.end)
            if word.form == "verb" or word.amount or index >= len(amounts) or amounts[index].taken:
                continue
            if word.form == "place" and gap != "noun_amount":
                continue
            amount = amounts[index]
            if place + 1 < len(words) and words[place + 1].start < amount.start and words[place + 1].form == "noun":
                continue
            if amount.start - word.end > reach or not (word.value == "none" or word.fits(amount.unit)):
                continue
            if lexicon.gaps[gap].fullmatch(text, word.end, amount.start):
                _join(word, amount, touching=gap == "noun_amount")


def _join(word: _Word, amount: Amount, touching: bool = True) -> None:
    word.amount, amount.taken = amount, True
    spans = sorted([(word.start, word.end), (amount.start, amount.end)])
    word.pieces = [(spans[0][0], spans[1][1])] if touching else spans


def _join_verbs(text: str, words: list[_Word], amounts: list[Amount]) -> None:
    """Give each verb the free amount that follows it before another noun: `fined @@@ and @@@ 20 MCI`."""
    starts = [amount.start for amount in amounts]
    for place, word in enumerate(words):
        index = bisect_left(starts, word.end)
        if word.form != "verb" or index >= len(amounts):
            continue
        amount = amounts[index]
        following = words[place + 1] if place + 1 < len(words) else None
        if amount.taken or not word.fits(amount.unit) or amount.start - word.end > _REACH:
            continue
        if ";" in text[word.end : amount.start] or (following and following.start < amount.start):
            continue
        word.amount, amount.taken = amount, True
        word.pieces = [(amount.start, amount.end)]


def _find_bare(
    text: str,
    amounts: list[Amount],
    mentions: list[Mention],
    cited: bool,
    lexicon: SanctionLexicon,
    last: Mention | None,
) -> list[Mention]:
    """Amounts that a neighbour explains: `@@@ 15 days of arrest, @@@ 10 days`, `###, 7 years`, `from 5 to 3 years`."""
    bare: list[Mention] = []
    known = _Known(mentions)
    for amount in amounts:
        if amount.taken:
            continue
        before = text[max(0, amount.start - _TOUCH) : amount.start]
        like = known.same_unit(amount)
        listed = last if last and amount.unit in FITS.get(last.measure, _TIME) else None
        name = max(before.rfind("@"), before.rfind("&"))
        citation = before.rfind("#")
        known_unit = like or cited or listed or (mentions and amount.unit == "MCI")
        if name >= 0 and known_unit and lexicon.gaps["ellipsis"].fullmatch(before[name + 1 :]):
            bare.append(
                _like(
                    like or listed or Mention(0, 0, _OF_UNIT.get(amount.unit or "", "arrest"), "after-name", []), amount
                )
            )
        elif like and (
            _between(text, amount, like, lexicon)
            or _of_others(before, lexicon)
            or _changed_from(text, before, amount, like, lexicon)
        ):
            bare.append(_like(like, amount))
        elif like and like.end <= amount.start and _changed(text, like.end, amount.start, lexicon):
            bare.append(_like(like, amount))
            bare[-1].changed = like
        elif like and _INSTEAD.search(before):
            bare.append(_like(like, amount))
            bare[-1].told["completed"] = "instead-of"
        elif headed := _headed_noun(text, amount, mentions, lexicon):
            headed.amount, headed.alone, amount.taken = amount, False, True
            headed.pieces.append((amount.start, amount.end))
        elif (
            citation >= 0
            and amount.unit in _OF_UNIT
            and lexicon.gaps["after_citation"].fullmatch(before[citation + 1 :])
        ):
            bare.append(
                Mention(
                    amount.start,
                    amount.end,
                    _OF_UNIT[amount.unit],
                    "after-citation",
                    [(amount.start, amount.end)],
                    amount=amount,
                )
            )
    for mention in mentions:
        amount_then = mention.amount
        if amount_then is None or not amount_then.values or not amount_then.unit:
            continue
        place = amount_then.start
        if (found := _FROM_WITHOUT_UNIT.search(text[max(0, place - 13) : place])) and lexicon.gaps[
            "changed_from"
        ].search(text[max(0, place - _REACH) : place - len(found.group()) + len("from ")]):
            start = place - len(found.group()) + len("from ")
            number = Amount(start, start + len(found.group(1)), [float(found.group(1))], amount_then.unit)
            bare.append(_like(mention, number))
            bare[-1].told["completed"] = "changed-from"
        if (found := lexicon.gaps["to_number"].match(text, amount_then.end)) and lexicon.gaps["changed_from"].search(
            text[max(0, place - _REACH) : place]
        ):
            number = Amount(*found.span(1), [_read_number(found[1].lower(), lexicon)], amount_then.unit)
            bare.append(_like(mention, number))
            bare[-1].told["new"] = "changed-to"
    starts = [amount.start for amount in amounts]
    for found in _NUMBER_WITHOUT_UNIT.finditer(text) if known else ():
        opened = _ELLIPSIS.search(text, max(0, found.start() - _LONGEST_ELLIPSIS), found.start())
        if opened is None:
            continue
        last = known.before(opened.start()) or known.after(opened.start())
        index = bisect_right(starts, found.start()) - 1
        within = index >= 0 and found.start() < amounts[index].end  # `to 5 and 4 years respectively`
        if last and last.amount and last.amount.values and not within:
            number = Amount(*found.span(), [float(found.group())], last.amount.unit)
            bare.append(_like(last, number))
            if opened.group().startswith("instead"):
                bare[-1].told["completed"] = "instead-of"
    return bare


def _between(text: str, amount: Amount, like: Mention, lexicon: SanctionLexicon) -> bool:
    """Whether an amount stands within a list: the second of `5 years, 4 years and 3 years`."""
    return (
        like.end <= amount.start
        and bool(lexicon.gaps["listed"].fullmatch(text, like.end, amount.start))
        and bool(_LIST_GOES_ON.match(text, amount.end))
    )


_LIST_GOES_ON = re.compile(r" ?,?(?: and)? (?:\d|(?:one|two|three|four|five|six|seven|eight|ten)\b)")


def _of_others(before: str, lexicon: SanctionLexicon) -> bool:
    """Whether people without a name stand before an amount: `the newspaper itself, as a legal entity, 50 MCI`."""
    end = max((end for (_, end), *_ in lexicon.unnamed.find_all(before)), default=0)
    return end > 0 and bool(lexicon.gaps["aside"].fullmatch(before, end))


def _changed_from(text: str, before: str, amount: Amount, like: Mention, lexicon: SanctionLexicon) -> bool:
    return (
        like.start >= amount.end
        and text[amount.end : amount.end + 4] == " to "
        and before.endswith(("from ", "from a ", "from an "))
        and bool(lexicon.gaps["changed_from"].search(text[max(0, amount.start - _REACH) : amount.start]))
    )


def _headed_noun(text: str, amount: Amount, mentions: list[Mention], lexicon: SanctionLexicon) -> Mention | None:
    """The measure whose amount stands behind the person and the article: `the arrest of @@@ (###, 15 days)`."""
    last = None
    for mention in mentions:
        if mention.end <= amount.start:
            last = mention
    if last is None or last.amount or last.active or amount.unit not in FITS.get(last.measure, _TIME):
        return None
    return last if lexicon.gaps["headed"].fullmatch(text, last.end, amount.start) else None


_INSTEAD = re.compile(r"\b(?:instead|in place) of (?:the |his |her )?(?:previous |earlier |former |original )?$")
_FROM_WITHOUT_UNIT = re.compile(r"from (\d{1,3}) to $")  # `reduced from 20 to 10 days`
_NUMBER_WITHOUT_UNIT = re.compile(r"\d(?<!\d\d)\d{0,2}(?=[ ]?[,;)]|\.(?!\d)| and | while | under )")
_ELLIPSIS = re.compile(
    r"(?:(?:@|\bthe (?:former|first|second|latter|third)) (?:(?:for|to|got|received|gets|was given|-) )?"
    r"|\binstead of (?:the )?)$"
)
_LONGEST_ELLIPSIS = len("the former was given ")


def _changed(text: str, start: int, end: int, lexicon: SanctionLexicon) -> bool:
    return end - start < _REACH and bool(lexicon.gaps["changed_to"].fullmatch(text, start, end))


def _like(mention: Mention, amount: Amount) -> Mention:
    amount.taken = True
    return Mention(amount.start, amount.end, mention.measure, mention.rule, [(amount.start, amount.end)], amount=amount)


class _Known:
    """The mentions with an amount, to be asked for the one before a place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._all = [mention for mention in mentions if mention.amount]
        self._starts = [mention.start for mention in self._all]
        self._of_unit: dict[str | None, list[Mention]] = {}
        for mention in self._all:
            if mention.amount:
                self._of_unit.setdefault(mention.amount.unit, []).append(mention)

    def __len__(self) -> int:
        return len(self._all)

    def before(self, place: int) -> Mention | None:
        index = bisect_left(self._starts, place)
        return self._all[index - 1] if index else None

    def after(self, place: int) -> Mention | None:
        index = bisect_left(self._starts, place)
        return self._all[index] if index < len(self._all) else None

    def same_unit(self, amount: Amount) -> Mention | None:
        """The mention before, else the first after, that is told in the amount's unit."""
        fitting = self._of_unit.get(amount.unit, [])
        index = bisect_left(fitting, amount.start, key=by_start)
        return fitting[index - 1] if index else fitting[0] if fitting else None
