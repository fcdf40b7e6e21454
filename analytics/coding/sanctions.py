"""Sanctions of an entry: who is charged or punished, under which article, with what measure, and how it stands.

Measures (`measures.toml`), statuses (`sanction_status.toml`) and the words that join them (`sanctions.toml`) are data.
The steps: cite articles (`coding.law`); in each sentence find amounts and measure words and join them to *mentions*;
let the status rules point at mentions and citations; give each mention its people and articles; one row for each
person x measure x article, and for each article that no measure took.

Every pattern runs in RE2 or is an anchored match of bounded length, and every search for a neighbour is one sweep or a
bisection, so that the time is linear in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import re2

from analytics.coding.law import Citation, Codes, find_citations, ignoring_case, read_codes, read_table, spaced, tell_code, with_code
from analytics.coding.names import Name
from analytics.lexicon.rules import Hit, Rules, read_rules

Span = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Sanction:
    """One person x one measure or charge under one article, as the codebook defines it; null where the entry does not say.

    `unit` is hours, days, months, years or MCI; `kzt` is a sum in tenge. `spans` are the stretches of the entry that the row was
    read from: (field, start, end, rule id).
    """

    person: str | None
    code: str | None
    article: str | None
    part: int | None
    measure: str | None
    amount: float | None
    unit: str | None
    kzt: int | None
    status: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class SanctionLexicon:
    """Everything that `find_sanctions` reads from `data/lexicon`."""

    codes: Codes
    measures: Rules
    statuses: Rules
    gate: Any
    amount: re.Pattern[str]
    numbers: Mapping[str, float]
    scales: Mapping[str, int]
    units: Mapping[str, str]
    gaps: Mapping[str, re.Pattern[str]]
    unnamed: Any
    unnamed_before: re.Pattern[str]
    aside: re.Pattern[str]
    forward: re.Pattern[str]
    request: Any
    later_sum: re.Pattern[str]
    object: re.Pattern[str]
    ordinals: Mapping[str, int]
    ordinal: re.Pattern[str]


def read_sanction_lexicon(folder: Path, words: Mapping[str, str]) -> SanctionLexicon:
    """The lexicon of sanctions from `codes.toml`, `measures.toml`, `sanction_status.toml` and `sanctions.toml` in a folder.

    `words` are the word lists that patterns name. Raises InputError with the file and the rule at fault.
    """
    table = read_table(folder / "sanctions.toml")
    units = {spelling: unit for unit, spellings in table["units"].items() for spelling in spellings}
    unnamed = table["unnamed"]
    several = [word for word, number in table["numbers"].items() if number > 1]
    count = rf"(?:\d{{1,4}}|{_either(several)}|several|some|dozens of|about \d+)"
    people = _either(unnamed["people"])
    return SanctionLexicon(
        codes=read_codes(folder / "codes.toml"),
        measures=read_rules(folder / "measures.toml", words),
        statuses=read_rules(folder / "sanction_status.toml", words),
        gate=re2.compile(spaced(rf"\b(?:{_either(table['gate']['words'])})"), ignoring_case()),
        amount=_compile_amount(table["numbers"], table["scales"], units),
        numbers=table["numbers"],
        scales=table["scales"],
        units=units,
        gaps={name: _any_of(patterns) for name, patterns in table["gaps"].items()},
        unnamed=re2.compile(
            spaced(
                rf"\b(?:(?:another|(?:the )?other|the rest|the remaining) {count}(?: (?:[a-z-]+ )?(?:{people}))?\b"
                rf"|(?:another|(?:the )?other|more) (?:[a-z-]+ )?(?:{people})\b"
                rf"|{count} (?:more |other |of the )?(?:[a-z-]+ ){{0,2}}(?:{people})\b"
                rf"|(?:{_either(unnamed['many'])})\b)|\b(?P<one>{_either(unnamed['one'])})\b"
            ),
            ignoring_case(),
        ),
        unnamed_before=_any_of(unnamed["before"]),
        aside=_any_of(table["aside"]["before"]),
        forward=_any_of(table["forward"]["after"]),
        request=re2.compile(
            spaced(rf"(?:{_either(table['extradition']['words'])})"), ignoring_case()
        ),
        later_sum=_any_of(table["later_sum"]["words"]),
        object=_any_of(table["forward"]["object"]),
        ordinals=table["forward"]["ordinals"],
        ordinal=re.compile(rf"[ ,(]*(?:for|to) the ({_either(table['forward']['ordinals'])})\b", re.IGNORECASE),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(words)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _compile_amount(numbers: Mapping[str, float], scales: Mapping[str, int], units: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for `15 days`, `fifteen days`, `3,5 years`, `621 thousand tenge`, `KZT 145,850`, `20 and 15 days`."""
    word = _either(sorted(numbers, key=len, reverse=True))
    digits = r"\d{1,3}(?:[ ,.]\d{3}){1,3}(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
    number = rf"(?:{digits}|(?:{word})(?:[ -](?:{word}))?)"
    scale = rf"(?: ?(?:{_either(scales)})\b\.?)?"
    unit = _either(f"(?:{spelling})" for spelling in units)
    return re.compile(
        rf"(?<![\w.,/])(?:(?:kzt|₸) ?(?P<sum>{digits})(?P<sum_scale>{scale})"
        rf"|(?P<more>(?:{number}(?:, | and |, and )){{1,6}})?(?P<number>{number})(?P<scale>{scale})"
        rf"(?: (?P<rest>{digits})(?P<rest_scale> (?:{_either(scales)})))?(?: \([^)]{{1,40}}\))?(?P<half> and a half)?"
        rf"(?: |-)?(?P<unit>{unit})\b(?P<half_after> and a half)?)",
        re.IGNORECASE,
    )


# -- what a sentence has ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Amount:
    start: int
    end: int
    values: list[float]  # several for `20 and 15 days`
    unit: str | None
    kzt: int | None = None
    taken: bool = False


@dataclass(slots=True)
class _Mention:
    """One measure as the text tells it."""

    start: int
    end: int
    measure: str
    rule: str
    pieces: list[tuple[int, int]]
    alone: bool = False
    active: bool = False  # a verb by itself, `fined`
    cited_only: bool = False
    amount: _Amount | None = None
    told: dict[str, str] = field(default_factory=dict)  # status -> rule that points here
    people: "list[_Person]" = field(default_factory=list)
    run: int | None = None  # the run of citations that it takes
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class _Person:
    start: int
    end: int
    text: str | None
    many: bool = False  # unnamed people, not one


@dataclass(slots=True)
class _Run:
    """Citations that stand together."""

    start: int
    end: int
    citations: list[Citation]
    told: dict[str, str] = field(default_factory=dict)
    taken: bool = False
    sentence: int = 0
    people: list[_Person] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """Names (and unnamed people) that share what is said of them: `A. and B.`, `another nine people`."""

    start: int
    end: int
    people: list[_Person]
    subject: bool = True


@dataclass(slots=True)
class _Sentence:
    number: int
    start: int
    end: int
    text: str
    runs: list[_Run]
    names: list[Name]
    mentions: list[_Mention] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    outcomes: dict[str, Hit] = field(default_factory=dict)


def find_sanctions(
    text: str, sentences: Sequence[tuple[int, int]], names: Sequence[Name], lexicon: SanctionLexicon
) -> list[Sanction]:
    """The sanctions that a plain text (see `lexicon.rules.plain`) states, in the order of the text.

    `sentences` are the spans of its sentences, `names` the names of people in it, in order.
    """
    citations = find_citations(text, lexicon.codes)
    if not citations and not lexicon.gate.search(text):
        return []
    runs = _group_runs(citations)
    story = [
        _read_sentence(number, text, start, end, runs, names, lexicon)
        for number, (start, end) in enumerate(_join_brackets(text, sentences))
    ]
    if not runs and not any(sentence.mentions for sentence in story):
        return []
    _add_later_sums(story, lexicon)
    for sentence in story:
        _tell_statuses(sentence, lexicon)
    _name_people(story, lexicon)
    _take_articles(story, runs)
    return _write_rows(text, story, runs, lexicon)


def _join_brackets(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences, with one that opens by a bracket or follows a semicolon joined to that before: `Surname I. (Article 405)`."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and (text[start : start + 1] == "(" or text[:start].endswith(("; ", ";"), max(0, start - 2))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _group_runs(citations: Sequence[Citation]) -> list[_Run]:
    runs: list[_Run] = []
    last = None
    for citation in citations:
        if citation.run != last:
            runs.append(_Run(citation.start, citation.end, []))
            last = citation.run
        runs[-1].citations.append(citation)
        runs[-1].end = max(runs[-1].end, citation.end)
    return runs


_MARKS = str.maketrans("@#%&", "    ")


def _read_sentence(
    number: int, text: str, start: int, end: int, runs: list[_Run], names: Sequence[Name], lexicon: SanctionLexicon
) -> _Sentence:
    """A sentence with its names written over by `@`, its citations by `#` and its measures by `%`."""
    own_names = list(names[bisect_left(names, start, key=_start) : bisect_left(names, end, key=_start)])
    own_runs = runs[bisect_left(runs, start, key=_start) : bisect_left(runs, end, key=_start)]
    for run in own_runs:
        run.sentence = number
    marked = text[start:end].translate(_MARKS)
    marks = [(name.start - start, name.end - start, "@") for name in own_names]
    marks += [(run.start - start, min(run.end, end) - start, "#") for run in own_runs]
    marked = _mark(marked, marks)
    sentence = _Sentence(number, start, end, marked, own_runs, own_names)
    if runs or lexicon.gate.search(marked):
        sentence.mentions = _find_mentions(sentence, lexicon)
    sentence.text = _mark(marked, [(a, b, "%") for mention in sentence.mentions for a, b in mention.pieces])
    return sentence


def _start(one: Any) -> int:
    return int(one.start)


def _mark(text: str, marks: list[tuple[int, int, str]]) -> str:
    parts = []
    position = 0
    for start, end, mark in sorted(marks):
        if start >= position:
            parts += [text[position:start], mark * (end - start)]
            position = end
    return "".join(parts) + text[position:]


# -- amounts and measures ----------------------------------------------------------------------------------------------------

# The units that a measure may be told in.
_TIME = frozenset({"hours", "days", "weeks", "months", "years"})
_FITS: Mapping[str, frozenset[str]] = {
    "fine": frozenset({"MCI", "tenge"}),
    "community_service": frozenset({"hours"}),
    "warning": frozenset(),
    "deportation": frozenset({"years"}),
}
_OF_UNIT = {"MCI": "fine", "tenge": "fine", "days": "arrest", "hours": "community_service", "years": "imprisonment", "months": "imprisonment"}
_SMALLER = {"years": ("months", "days", "weeks"), "months": ("days", "weeks")}
_REACH = 160  # characters that a verb's amount may stand away


def _find_amounts(text: str, lexicon: SanctionLexicon) -> list[_Amount]:
    amounts: list[_Amount] = []
    for found in lexicon.amount.finditer(text):
        amount = _read_amount(found, lexicon)
        if amount is None:
            continue
        if amounts:
            last = amounts[-1]
            gap = text[last.end : amount.start]
            if amount.unit in _SMALLER.get(last.unit or "", ()) and len(gap) < 9 and lexicon.gaps["compound"].fullmatch(gap):
                last.end = amount.end
                continue
            if {last.unit, amount.unit} == {"MCI", "tenge"} and len(gap) < 60 and lexicon.gaps["same_amount"].fullmatch(gap):
                mci, tenge = (last, amount) if last.unit == "MCI" else (amount, last)
                last.values, last.unit, last.kzt, last.end = mci.values, "MCI", tenge.kzt, amount.end
                if text[last.end : last.end + 1] == ")":
                    last.end += 1
                continue
        amounts.append(amount)
    return amounts


def _read_amount(found: re.Match[str], lexicon: SanctionLexicon) -> _Amount | None:
    if found["sum"]:
        values, unit = [_read_number(found["sum"], lexicon) * _scale(found["sum_scale"], lexicon)], "tenge"
    else:
        written = found["unit"].casefold()
        unit = next(unit for spelling, unit in lexicon.units.items() if re.fullmatch(spelling, written, re.IGNORECASE))
        listed = [one for one in re.split(r", and |, | and ", found["more"] or "") if one]
        values = [_read_number(one, lexicon) for one in [*listed, found["number"]]]
        values = [value * _scale(found["scale"], lexicon) for value in values]
        if found["rest"]:
            values[-1] += _read_number(found["rest"], lexicon) * _scale(found["rest_scale"], lexicon)
        if found["half"] or found["half_after"]:
            values[-1] += 0.5
    if unit == "tenge":
        return _Amount(found.start(), found.end(), [], unit, round(values[-1]))
    return _Amount(found.start(), found.end(), values, unit)


def _read_number(written: str, lexicon: SanctionLexicon) -> float:
    words = written.casefold().replace("-", " ").split()
    if not words[0][0].isdigit():
        total = 0.0
        for word in words:
            total = total * 100 if word == "hundred" and total else total + lexicon.numbers[word]
        return total
    digits = written.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        return float(re.sub(r"[,.]", "", digits))
    return float(digits.replace(",", "."))


def _scale(written: str | None, lexicon: SanctionLexicon) -> int:
    return lexicon.scales.get((written or "").strip(" .").casefold(), 1)


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
    amount: _Amount | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)

    def measure(self, unit: str | None) -> str:
        return self.by_unit.get(unit or "", self.value)

    def fits(self, unit: str | None) -> bool:
        measure = self.measure(unit)
        return measure != "none" and unit in _FITS.get(measure, _TIME)


def _find_words(text: str, lexicon: SanctionLexicon) -> list[_Word]:
    """The measure words of a sentence; of two that overlap the longer, and two of one span are one."""
    words: list[_Word] = []
    masked_to = -1
    hits = sorted(lexicon.measures.find_all(text), key=lambda hit: (hit.start, hit.rule.value != "none", -hit.end, hit.rule.extra.get("alone", False)))
    for hit in hits:
        extra = hit.rule.extra
        if hit.rule.value == "none":
            while words and words[-1].end > hit.start:
                words.pop()
            masked_to = max(masked_to, hit.end)
            words.append(_Word(hit.start, hit.end, "none", hit.rule.id, "noun", False, {}))
        elif hit.start < masked_to:
            continue
        elif words and hit.start < words[-1].end:
            if hit.end == words[-1].end and extra.get("alone") and not words[-1].alone:  # the same word, which may also stand alone
                words[-1].alone = True
                if not words[-1].by_unit.get(""):
                    words[-1].by_unit = {**words[-1].by_unit, "": hit.rule.value}
            elif hit.end > words[-1].end and words[-1].form == "verb" and extra["form"] == "noun":
                words[-1] = _Word(hit.start, hit.end, hit.rule.value, hit.rule.id, "noun", bool(extra.get("alone")), extra.get("by_unit", {}))
        else:
            words.append(
                _Word(hit.start, hit.end, hit.rule.value, hit.rule.id, extra["form"], bool(extra.get("alone")), extra.get("by_unit", {}), extra.get("cited_only", ()))
            )
    return words


def _find_mentions(sentence: _Sentence, lexicon: SanctionLexicon) -> list[_Mention]:
    text = sentence.text
    words = _find_words(text, lexicon)
    amounts = _find_amounts(text, lexicon) if words or sentence.runs else []
    _join_nouns(text, words, amounts, lexicon)
    _join_verbs(text, words, amounts)
    mentions = [
        _Mention(word.pieces[0][0], word.pieces[-1][1], word.measure(word.amount.unit), word.rule, word.pieces, amount=word.amount, cited_only=word.amount.unit in word.cited_only)
        for word in words
        if word.amount and word.value != "none"
    ]
    mentions += [
        _Mention(word.start, word.end, word.measure(None), word.rule, [(word.start, word.end)], alone=True, active=word.form == "verb")
        for word in words
        if word.alone and not word.amount
    ]
    mentions.sort(key=_start)
    mentions += _find_bare(sentence, amounts, mentions, lexicon)
    mentions.sort(key=_start)
    for mention in mentions:
        mention.sentence = sentence.number
    return mentions


def _join_nouns(text: str, words: list[_Word], amounts: list[_Amount], lexicon: SanctionLexicon) -> None:
    """Give each noun the amount that touches it, before (`15 days of arrest`) or after (`arrest for 15 days`)."""
    starts = [amount.start for amount in amounts]
    for word in words:  # what only looks like a measure takes its amount first: `a hunger strike for 10 days`
        index = bisect_left(starts, word.end)
        if word.value == "none" and index < len(amounts) and amounts[index].start - word.end < 60:
            if lexicon.gaps["noun_amount"].fullmatch(text, word.end, amounts[index].start):
                _join(word, amounts[index])
    for word in words:
        if word.form == "verb":
            continue
        index = bisect_left(starts, word.start) - 1
        if index >= 0 and not amounts[index].taken and amounts[index].end <= word.start and not word.amount:
            amount = amounts[index]
            if (word.value == "none" or word.fits(amount.unit)) and word.start - amount.end < 60:
                if lexicon.gaps["amount_noun"].fullmatch(text, amount.end, word.start):
                    _join(word, amount)
    for gap, reach in (("noun_amount", 60), ("noun_name_amount", _REACH)):
        for place, word in enumerate(words):
            index = bisect_left(starts, word.end)
            if word.form == "verb" or word.amount or index >= len(amounts) or amounts[index].taken:
                continue
            amount = amounts[index]
            if place + 1 < len(words) and words[place + 1].start < amount.start and words[place + 1].form == "noun":
                continue
            if (word.value == "none" or word.fits(amount.unit)) and amount.start - word.end < reach:
                if lexicon.gaps[gap].fullmatch(text, word.end, amount.start):
                    _join(word, amount, touching=gap == "noun_amount")


def _join(word: _Word, amount: _Amount, touching: bool = True) -> None:
    word.amount, amount.taken = amount, True
    spans = sorted([(word.start, word.end), (amount.start, amount.end)])
    word.pieces = [(spans[0][0], spans[1][1])] if touching else spans


def _join_verbs(text: str, words: list[_Word], amounts: list[_Amount]) -> None:
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


def _find_bare(sentence: _Sentence, amounts: list[_Amount], mentions: list[_Mention], lexicon: SanctionLexicon) -> list[_Mention]:
    """Amounts that a neighbour explains: `@@@ 15 days of arrest, @@@ 10 days`, `###, 7 years`, `@@@ for 15`."""
    text = sentence.text
    bare: list[_Mention] = []
    known = [mention for mention in mentions if mention.amount]
    for amount in amounts:
        if amount.taken:
            continue
        before = text[max(0, amount.start - 40) : amount.start]
        mark = max(before.rfind("@"), before.rfind("&"))
        if mark >= 0 and lexicon.gaps["ellipsis"].fullmatch(before[mark + 1 :]):
            like = _nearest_like(amount, known)
            if like:
                bare.append(_Mention(amount.start, amount.end, like.measure, like.rule, [(amount.start, amount.end)], amount=amount))
                amount.taken = True
                continue
        last = next((one for one in reversed(known) if one.end <= amount.start), None)
        if last and last.amount and last.amount.unit == amount.unit and _TO.fullmatch(text, last.end, amount.start):
            bare.append(_Mention(amount.start, amount.end, last.measure, last.rule, [(amount.start, amount.end)], amount=amount))
            amount.taken = True
            continue
        mark = before.rfind("#")
        if mark >= 0 and amount.unit in _OF_UNIT and lexicon.gaps["after_citation"].fullmatch(before[mark + 1 :]):
            like = _nearest_like(amount, [mention for mention in mentions if mention.end <= amount.start or not mention.amount])
            measure = like.measure if like and not like.amount else _OF_UNIT[amount.unit]
            bare.append(_Mention(amount.start, amount.end, measure, "after-citation", [(amount.start, amount.end)], amount=amount))
            amount.taken = True
    for found in re.finditer(r"@ (?:for|to|got|received|gets|was given|-) (\d{1,3})(?=[ ]?[,.;)]| and | while )", text):
        like = next((mention for mention in reversed(known) if mention.end <= found.start() and mention.amount and mention.amount.values), None)
        if like and like.amount:
            amount = _Amount(found.start(1), found.end(1), [float(found.group(1))], like.amount.unit)
            bare.append(_Mention(amount.start, amount.end, like.measure, like.rule, [(amount.start, amount.end)], amount=amount))
    return bare


_TO = re.compile(r"(?: of [a-z ]{1,40})? to (?:an? )?")


def _nearest_like(amount: _Amount, mentions: Sequence[_Mention]) -> _Mention | None:
    """The mention before (else after) whose measure the amount's unit fits."""
    fitting = [one for one in mentions if amount.unit in _FITS.get(one.measure, _TIME) and (not one.amount or one.amount.unit == amount.unit)]
    before = [one for one in fitting if one.end <= amount.start]
    return before[-1] if before else fitting[0] if fitting else None


def _add_later_sums(story: Sequence[_Sentence], lexicon: SanctionLexicon) -> None:
    """`@@@ was fined. The amount is 14,585 tenge`: a sum told after the fine belongs to it."""
    fine: _Mention | None = None
    for sentence in story:
        if fine and not fine.amount and not sentence.mentions and (found := lexicon.later_sum.match(sentence.text)):
            amounts = _find_amounts(sentence.text[found.end() :], lexicon)
            fine.amount = next((amount for amount in amounts if amount.unit in _FITS["fine"]), None)
        fines = [mention for mention in sentence.mentions if mention.measure == "fine"]
        fine = fines[-1] if fines else fine


# -- statuses ------------------------------------------------------------------------------------------------------------------


def _tell_statuses(sentence: _Sentence, lexicon: SanctionLexicon) -> None:
    """Let the status rules point at the mentions and citations of a sentence, or tell the outcome of the case."""
    text = sentence.text
    mention_at = {a: mention for mention in sentence.mentions for a, _ in mention.pieces}
    run_at = {run.start - sentence.start: run for run in sentence.runs}
    for hit in lexicon.statuses.find_all(text):
        value = hit.rule.value
        first = text[hit.start : hit.start + 1]
        if first == "%" and hit.start in mention_at and set(text[hit.start : hit.end]) == {"%"}:
            mention = mention_at[hit.start]
            if mention.measure in hit.rule.extra.get("only", (mention.measure,)):
                mention.told.setdefault(value, hit.rule.id)
        elif first == "#" and hit.start in run_at and set(text[hit.start : hit.end]) == {"#"}:
            run_at[hit.start].told.setdefault(value, hit.rule.id)
        elif first not in "%#" or set(text[hit.start : hit.end]) - {"%", "#"}:
            sentence.outcomes.setdefault(value, hit)


# -- people ----------------------------------------------------------------------------------------------------------------------


def _find_groups(sentence: _Sentence, lexicon: SanctionLexicon, aside_allowed: bool) -> list[_Group]:
    """The people of a sentence, those joined by commas and `and` together; unnamed ones stand as a person without a name."""
    text = sentence.text
    about = [
        name for name in sentence.names if name.about or _HEADS.match(text, name.end - sentence.start)
    ]
    kept = [
        name
        for name in about
        if not lexicon.aside.search(text[max(0, name.start - sentence.start - 90) : name.start - sentence.start])
    ]
    if not kept and aside_allowed:
        kept = about or [name for name in sentence.names if name.rule not in _NEVER]
    people = [_Person(name.start - sentence.start, name.end - sentence.start, name.text) for name in kept]
    for found in lexicon.unnamed.finditer(text):
        lead = text[max(0, found.start() - 30) : found.start()]
        if lexicon.unnamed_before.search(lead) and not lead.rstrip(", ").endswith("@"):  # `@@@, a resident of the city`
            people.append(_Person(found.start(), found.end(), None, many=found["one"] is None))
    groups: list[_Group] = []
    for person in sorted(people, key=_start):
        joined = _TOGETHER if person.text else _AND
        if groups and person.start - groups[-1].end < 50 and joined.fullmatch(text, groups[-1].end, person.start):
            groups[-1].people.append(person)
            groups[-1].end = person.end
        else:
            groups.append(_Group(person.start, person.end, [person]))
    return groups


_NEVER = frozenset({"judge", "commentator", "namesake"})
_HEADS = re.compile(r"[ ,:(]{1,3}#")  # a name that heads a citation is the person, whatever else is said of him
_TOGETHER = re.compile(r"(?: ?,| ?,? and| ?,? as well as| &|/)(?: also)? (?:(?:the |an? )?(?:[a-z'-]+ ){0,5})?")
_AND = re.compile(r" ?,?(?: and| as well as| plus| together with) (?:also )?")
_PRONOUN = re.compile(r"[ \"]*(?:then |later |afterwards |as a result,? )?(?:he|she|his|her|they|their|both|the (?:activist|journalist|blogger|convict|court|judge|man|woman)\w*)\b", re.IGNORECASE)
_ALL = re.compile(r"[ \"]*(?:they|both|all|their|each|the activists|the journalists|the men|the women)\b", re.IGNORECASE)


def _name_people(story: list[_Sentence], lexicon: SanctionLexicon) -> None:
    """Give each mention and each run of citations its people."""
    main: list[_Person] = []
    everyone: list[_Person] = []
    waiting: list[_Mention | _Run] = []
    for sentence in story:
        groups = _find_groups(sentence, lexicon, aside_allowed=not main)
        sentence.groups = groups
        named = [person for group in groups for person in group.people if person.text]
        pronoun = bool(main) and bool(_PRONOUN.match(sentence.text))
        before = everyone if _ALL.match(sentence.text) and len(everyone) > 1 else main
        starts = [group.start for group in groups]
        listed = [person for group in groups for person in group.people] or before
        for one in [*sentence.mentions, *sentence.runs]:
            base = sentence.start if isinstance(one, _Run) else 0
            behind = lexicon.object if isinstance(one, _Mention) and one.active else lexicon.forward
            chosen = _choose_people(
                sentence.text, one.start - base, one.end - base, groups, starts, listed, before, pronoun, behind, lexicon
            )
            if chosen:
                one.people = chosen
            else:
                waiting.append(one)
        if named:
            if not main:
                main = next([p for p in group.people if p.text] for group in groups if any(p.text for p in group.people))
                for one in waiting:
                    if sentence.number > 0 and not one.people:
                        one.people = main
            everyone = everyone + named


def _choose_people(
    text: str,
    start: int,
    end: int,
    groups: list[_Group],
    starts: list[int],
    listed: list[_Person],
    before: list[_Person],
    pronoun: bool,
    behind: re.Pattern[str],
    lexicon: SanctionLexicon,
) -> list[_Person]:
    """Those whom a measure or citation is about: `to @@@` behind it, else the nearest before it, else after it, else the main ones."""
    ordinal = lexicon.ordinal.match(text, end)
    if ordinal and (place := lexicon.ordinals[ordinal.group(1).casefold()]) and abs(place) <= len(listed):
        return [listed[place - 1 if place > 0 else place]]
    index = bisect_right(starts, start)
    if index < len(groups) and groups[index].start < end:
        return groups[index].people  # `the arrest of @@@ for two months`
    if index < len(groups):
        gap = text[end : groups[index].start].translate(_NO_CITATION)
        if len(gap) < 130 and behind.fullmatch(gap):
            return groups[index].people
    if index:
        return groups[index - 1].people
    if pronoun or not groups:
        return before
    return groups[0].people


_NO_CITATION = str.maketrans("#", " ")


# -- articles ----------------------------------------------------------------------------------------------------------------------

# The code that a measure belongs to: one that is not here goes with any code of substance.
_CODE_OF = {
    "arrest": "CAO",
    "warning": "CAO",
    "imprisonment": "CC",
    "restriction_of_freedom": "CC",
    "remand": "CC",
    "house_arrest": "CC",
    "probation": "CC",
    "extradition_arrest": "",
}
_PROCEDURE = frozenset({"CPC", "CEC", "CIV"})


def _goes_with(mention: _Mention, run: _Run) -> bool:
    code = run.citations[0].code
    if mention.measure == "extradition_arrest":
        return False
    if code is None:
        return True
    home = code.partition("-")[2] or code
    if home in _PROCEDURE:
        return False
    if mention.measure in ("arrest", "imprisonment", "remand") and mention.amount and mention.amount.unit == "days":
        return True
    return _CODE_OF.get(mention.measure, home) == home


def _take_articles(story: list[_Sentence], runs: list[_Run]) -> None:
    """Give each mention the run of citations that it was given under: of its clause, else its sentence, else its neighbours."""
    place_of = {id(run): place for place, run in enumerate(runs)}
    last: _Run | None = None
    for sentence in story:
        waiting: list[_Mention] = []
        previous: _Run | None = None
        claimed: set[int] = set()
        tokens: list[tuple[int, Any]] = sorted(
            [(one.start, one) for one in sentence.mentions]
            + [(one.start - sentence.start, one) for one in sentence.runs]
            + [(one.start, one) for one in sentence.groups],
            key=lambda token: token[0],
        )
        unclaimed: _Run | None = None
        for index, (_, token) in enumerate(tokens):
            if isinstance(token, _Run):
                unclaimed = token
            if not isinstance(token, _Mention):
                continue
            following = tokens[index + 1][1] if index + 1 < len(tokens) else None
            chosen = None
            touching = isinstance(following, _Run) and _UNDER.fullmatch(sentence.text, token.end, following.start - sentence.start)
            free = unclaimed is None or id(unclaimed) in claimed
            if isinstance(following, _Run) and _goes_with(token, following) and (touching or free):
                chosen = following
            elif unclaimed and _goes_with(token, unclaimed):
                chosen = unclaimed
            elif previous and _goes_with(token, previous):
                chosen = previous
            if chosen:
                claimed.add(id(chosen))
                token.run = place_of[id(chosen)]
                previous = chosen
                for one in waiting:
                    if one.run is None and _goes_with(one, chosen):
                        one.run = token.run
                waiting = []
            else:
                waiting.append(token)
        for one in waiting:
            fit = next((run for run in sentence.runs if _goes_with(one, run)), None)
            if fit is None and last and _goes_with(one, last) and _share(one.people, last.people):
                fit = last
            if fit:
                one.run = place_of[id(fit)]
        last = sentence.runs[-1] if sentence.runs else last
    following_run: _Run | None = None
    for sentence in reversed(story):
        for one in sentence.mentions:
            if one.run is None and following_run and _goes_with(one, following_run) and _share(one.people, following_run.people):
                one.run = place_of[id(following_run)]
        following_run = sentence.runs[0] if sentence.runs else following_run


_UNDER = re.compile(r"[ ,(]{1,3}(?:each )?(?:[a-z]+ )?(?:under|on|by|for|of|in accordance with|pursuant to|according to|in line with|based on|provided by)? ?(?:the )?", re.IGNORECASE)


def _share(people: list[_Person], others: list[_Person]) -> bool:
    keys = {_key(person.text) for person in others}
    return not people or not others or any(_key(person.text) in keys for person in people)


def _key(name: str | None) -> str:
    words = re.findall(r"[^\W\d_]+", name or "")
    return max(words, key=len).casefold() if words else ""


# -- rows ----------------------------------------------------------------------------------------------------------------------------


def _write_rows(text: str, story: list[_Sentence], runs: list[_Run], lexicon: SanctionLexicon) -> list[Sanction]:
    outcomes: dict[str, tuple[int, Hit]] = {}
    for sentence in story:
        for value, hit in sentence.outcomes.items():
            outcomes.setdefault(value, (sentence.number, hit))
    rows: list[tuple[int, Sanction]] = []
    abroad = bool(lexicon.request.search(text))
    for sentence in story:
        for mention in sentence.mentions:
            _amend_measure(mention, runs, abroad)
    _tell_codes(story, runs, lexicon)
    for sentence in story:
        for mention in sentence.mentions:
            rows += _rows_of_mention(sentence, mention, runs, outcomes, lexicon)
    rows = _merge(rows)
    held = {(_key(row.person), row.article, row.part) for _, row in rows}
    for run in runs:
        rows += _rows_of_run(story[run.sentence], run, held, outcomes, lexicon)
    rows.sort(key=lambda row: row[0])
    return [row for _, row in rows]


def _amend_measure(mention: _Mention, runs: list[_Run], abroad: bool) -> None:
    """Days of custody are arrest under the administrative code and remand under the criminal; for another country extradition arrest."""
    code = runs[mention.run].citations[0].code if mention.run is not None else None
    unit = mention.amount.unit if mention.amount else None
    if mention.measure in ("arrest", "remand", "imprisonment") and unit == "days":
        mention.measure = "remand" if code == "CC" else "arrest"
    if abroad and mention.measure in ("arrest", "remand") and (code is None or "-" in code):
        mention.measure, mention.run = "extradition_arrest", None


def _status_of_mention(sentence: _Sentence, mention: _Mention, outcomes: Mapping[str, tuple[int, Hit]]) -> tuple[str, str] | None:
    """The status of a measure and the rule that told it; None where it gives no row."""
    told = mention.told
    if "never" in told:
        return None
    if "new" in told:
        return "imposed", told["new"]
    if "none" in told:
        return None
    if "so_far" in told:
        mention.amount = None
        return "serving", told["so_far"]
    if "completed" in told:
        return "completed", told["completed"]
    passing = any(value in told for value in ("background", "serving", "past", "dated"))
    if passing or "upheld" in outcomes or "quashed" in outcomes:
        for value in ("quashed", "upheld", "dismissed", "completed"):
            if value not in outcomes:
                continue
            number, hit = outcomes[value]
            if passing:
                return value, hit.rule.id
            if value == "upheld" and (number != sentence.number or mention.start < hit.end + 60 or "imposed" not in told):
                return value, hit.rule.id
            if value == "quashed" and (number > sentence.number or (number == sentence.number and mention.start < hit.end + 5)):
                return value, hit.rule.id
    if "serving" in told:
        return "serving", told["serving"]
    for value in ("past", "dated"):
        if value in told:
            going_on = mention.measure == "imprisonment" and ("held" in outcomes or value == "dated")
            return "serving" if going_on else "completed", told[value]
    if "background" in told:
        if mention.measure not in _LASTING and not (mention.measure == "arrest" and "confined" in outcomes):
            return ("imposed" if told["background"] == "heading" else "completed"), told["background"]
        return "serving", told["background"]
    if mention.alone and not told and mention.run is None and not (
        mention.active and any(person.text or not person.many for person in mention.people)
    ):
        return None
    if mention.alone and mention.run is None and mention.people and all(person.many for person in mention.people):
        return None
    if mention.cited_only and mention.run is None:
        return None
    number, hit = outcomes.get("held", (sentence.number, None))
    if hit and number < sentence.number and mention.measure in _TERMS and _WAS.search(sentence.text[: mention.start]):
        return "serving", hit.rule.id  # `The court denied him parole. He was sentenced to 7 years.`
    return "imposed", told.get("imposed", "told")


# Measures that go on once they are given; the others are over with the decision, and arrest within days.
_LASTING = frozenset({"imprisonment", "restriction_of_freedom", "remand", "house_arrest", "extradition_arrest", "probation"})
_TERMS = frozenset({"imprisonment", "restriction_of_freedom"})
_WAS = re.compile(r"^[ \"]*(?:he|she|@+|the (?:activist|convict|journalist|blogger|prisoner|politician)\w*) (?:was|had been|is|has been) (?:sentenced|convicted|found guilty|given)\b", re.IGNORECASE)


def _rows_of_mention(
    sentence: _Sentence, mention: _Mention, runs: list[_Run], outcomes: Mapping[str, tuple[int, Hit]], lexicon: SanctionLexicon
) -> list[tuple[int, Sanction]]:
    stands = _status_of_mention(sentence, mention, outcomes)
    if stands is None:
        return []
    run = runs[mention.run] if mention.run is not None else None
    if run:
        run.taken = True
    people: list[_Person | None] = [*mention.people] if mention.people else [None]
    values = mention.amount.values if mention.amount else []
    unit = mention.amount.unit if mention.amount and mention.amount.unit != "tenge" else None
    kzt = mention.amount.kzt if mention.amount else None
    rows = []
    for place, person in enumerate(people):
        value = None
        if values:
            value = values[place] if len(values) == len(people) else values[-1]
            if unit == "weeks":
                value, unit = value * 7, "days"
        for citation in run.citations if run else [None]:
            code = citation.code if citation else "CAO" if mention.measure == "arrest" else None
            spans = [("measure", sentence.start + a, sentence.start + b, mention.rule) for a, b in mention.pieces]
            spans.append(("status", sentence.start + mention.start, sentence.start + mention.end, stands[1]))
            if citation:
                spans.append(("article", citation.start, citation.end, citation.rule))
            if person and person.text:
                spans.append(("person", sentence.start + person.start, sentence.start + person.end, "name"))
            rows.append(
                (
                    sentence.start + mention.start,
                    Sanction(
                        person.text if person else None,
                        code,
                        citation.article if citation else None,
                        citation.part if citation else None,
                        mention.measure,
                        value,
                        unit if value is not None else None,
                        kzt,
                        stands[0],
                        tuple(spans),
                    ),
                )
            )
    return rows


def _tell_codes(story: Sequence[_Sentence], runs: Sequence[_Run], lexicon: SanctionLexicon) -> None:
    """Where no code is named, the measures given under an article tell it, or else the words of the sentence."""
    told: dict[int, str] = {}
    for sentence in story:
        for mention in sentence.mentions:
            if mention.run is not None and (code := _CODE_OF.get(mention.measure)) and not {"none", "never"} & mention.told.keys():
                told.setdefault(mention.run, code)
    for place, run in enumerate(runs):
        if run.citations[0].code is None and (code := told.get(place) or tell_code(story[run.sentence].text, lexicon.codes)):
            run.citations = [with_code(citation, code) for citation in run.citations]


def _rows_of_run(
    sentence: _Sentence,
    run: _Run,
    held: set[tuple[str, str | None, int | None]],
    outcomes: Mapping[str, tuple[int, Hit]],
    lexicon: SanctionLexicon,
) -> list[tuple[int, Sanction]]:
    """The rows of citations that no measure took: charges, appeals, closed cases."""
    if run.taken:
        return []
    told = run.told
    stands = None
    if "past" in told or "dated" in told:
        stands = ("completed", told.get("past") or told["dated"])
    for value in ("completed", "dismissed", "quashed"):
        if stands:
            break
        if value in told or (value in outcomes and (value != "completed" or "held" in outcomes)):
            stands = (value, told.get(value) or outcomes[value][1].rule.id)
            break
    if stands is None and "charged" in told:
        stands = ("charged", told["charged"])
    if stands is None and "upheld" in outcomes:
        stands = ("upheld", outcomes["upheld"][1].rule.id)
    if stands is None and "imposed" in told:
        stands = ("imposed", told["imposed"])
    if stands is None and "norm" in told and not sentence.text[: run.start - sentence.start].rstrip(" ,(:").endswith("@"):
        return []
    if stands is None and "held" in outcomes:
        stands = ("serving", outcomes["held"][1].rule.id)
    if stands is None:
        stands = ("charged", "citation")
    rows = []
    for person in run.people or [None]:
        for citation in run.citations:
            key = (_key(person.text if person else None), citation.article, citation.part)
            if key in held:
                continue
            held.add(key)
            spans = [("article", citation.start, citation.end, citation.rule), ("status", citation.start, citation.end, stands[1])]
            if person and person.text:
                spans.append(("person", sentence.start + person.start, sentence.start + person.end, "name"))
            rows.append(
                (
                    citation.start,
                    Sanction(person.text if person else None, citation.code, citation.article, citation.part, None, None, None, None, stands[0], tuple(spans)),
                )
            )
    return rows


def _merge(rows: list[tuple[int, Sanction]]) -> list[tuple[int, Sanction]]:
    """One row where a measure is told twice: `under house arrest for two months ... the house arrest`."""
    kept: list[tuple[int, Sanction]] = []
    by_key: dict[tuple[str, str | None, int | None, str | None], list[int]] = {}
    for at, row in rows:
        key = (_key(row.person), row.article, row.part, row.measure)
        for place in by_key.get(key, []):
            other = kept[place][1]
            known = (other.amount, other.kzt) != (None, None)
            told = (row.amount, row.kzt) != (None, None)
            if not told or not known or (row.amount, row.unit) == (other.amount, other.unit):
                if told and not known:
                    kept[place] = (kept[place][0], replace(row, status=other.status if other.status != "imposed" else row.status))
                elif told and known and row.kzt and not other.kzt:
                    kept[place] = (kept[place][0], replace(other, kzt=row.kzt))
                break
        else:
            by_key.setdefault(key, []).append(len(kept))
            kept.append((at, row))
    return kept
