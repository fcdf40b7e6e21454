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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from analytics.coding.law import Citation, find_citations, tell_code, with_code
from analytics.coding.measures import (
    FITS,
    Mention,
    Person,
    SanctionLexicon,
    add_same_measures,
    by_start,
    find_amounts,
    find_mentions,
    read_sanction_lexicon,
)
from analytics.coding.names import Name, person_key
from analytics.lexicon.rules import Hit, Spans, as_bytes

__all__ = ["Sanction", "SanctionLexicon", "find_sanctions", "read_sanction_lexicon"]

Span = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Sanction:
    """One person x one measure or charge under one article, as the codebook defines it; null where nothing is said.

    `unit` is hours, days, months, years or MCI; `kzt` is a sum in tenge. `spans` are the stretches of the entry that
    the row was read from: (field, start, end, rule id).
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


# -- what a sentence has -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Citations that stand together."""

    start: int
    end: int
    citations: list[Citation]
    told: dict[str, str] = field(default_factory=dict)
    taken: bool = False
    sentence: int = 0
    people: list[Person] = field(default_factory=list)
    ahead: bool = False  # told before anybody is named: `Two suspects under ###. @@@ got 3 years, @@@ was acquitted.`


@dataclass(slots=True)
class _Group:
    """Names (and unnamed people) that share what is said of them: `A. and B.`, `another nine people`."""

    start: int
    end: int
    people: list[Person]
    subject: bool = True


@dataclass(slots=True)
class _Sentence:
    number: int
    start: int
    end: int
    text: str
    runs: list[_Run]
    names: list[Name]
    mentions: list[Mention] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    outcomes: dict[str, Hit] = field(default_factory=dict)
    unnamed: list[Spans] = field(default_factory=list)  # people without a name
    decisions: list[Hit] = field(default_factory=list)  # outcomes of appeals and cases, each where it is told


@dataclass(slots=True)
class _Story:
    """What an entry tells of sanctions."""

    text: str
    runs: list[_Run]
    sentences: list[_Sentence]


def find_sanctions(
    texts: Sequence[str],
    sentences: Sequence[Sequence[tuple[int, int]]],
    names: Sequence[Sequence[Name]],
    lexicon: SanctionLexicon,
) -> list[list[Sanction]]:
    """The sanctions that each of some plain texts (see `lexicon.rules.plain`) states, in the order of the text.

    `sentences` are the spans of each text's sentences, `names` the names of people in it, in order. Each step goes over all
    texts before the next (see `coding.coder.read_entries`).
    """
    runs = list(map(_group_runs, find_citations(texts, lexicon.codes)))
    telling = lexicon.gate.matching(texts)
    stories = [
        _begin(text, spans, own, cited) if cited or number in telling else None
        for number, (text, spans, own, cited) in enumerate(zip(texts, sentences, names, runs, strict=True))
    ]
    told = [story for story in stories if story]
    _find_measures(told, lexicon)
    told = [story for story in told if story.runs or any(sentence.mentions for sentence in story.sentences)]
    for story in told:
        _add_later_sums(story, lexicon)
    all_sentences = [sentence for story in told for sentence in story.sentences]
    _tell_statuses(all_sentences, lexicon)
    unnamed = lexicon.unnamed.find_each([sentence.text for sentence in all_sentences])
    for sentence, people in zip(all_sentences, unnamed, strict=True):
        sentence.unnamed = people
    for step in (_name_people, _take_articles):
        for story in told:
            step(story, lexicon)
    abroad = lexicon.request.matching([story.text for story in told])
    rows = {id(story): _write_rows(story, number in abroad, lexicon) for number, story in enumerate(told)}
    return [rows.get(id(story), []) for story in stories]


def _join_brackets(text: str, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences; one that opens by a bracket or follows a semicolon is joined to that before it."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and (text[start : start + 1] == "(" or text.endswith(("; ", ";"), max(0, start - 2), start)):
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


def _begin(text: str, spans: Sequence[tuple[int, int]], names: Sequence[Name], runs: list[_Run]) -> _Story:
    """The sentences of an entry, with its names written over by `@` and its citations by `#`."""
    sentences = []
    name_starts, run_starts = [name.start for name in names], [run.start for run in runs]
    for number, (start, end) in enumerate(_join_brackets(text, spans)):
        own_names = list(names[bisect_left(name_starts, start) : bisect_left(name_starts, end)])
        own_runs = runs[bisect_left(run_starts, start) : bisect_left(run_starts, end)]
        for run in own_runs:
            run.sentence = number
        marks = [(name.start - start, name.end - start, "@") for name in own_names]
        marks += [(run.start - start, min(run.end, end) - start, "#") for run in own_runs]
        marked = _mark(text[start:end].translate(_MARKS), marks)
        if "[" in marked[-12:]:  # footnotes at the end: from the last character on that is no part of one
            for notes in _FOOTNOTES.finditer(marked, len(marked.rstrip("[0123456789] ."))):
                if notes.end() == len(marked):
                    marked = marked[: notes.start()].rstrip(" .") + "."
        sentences.append(_Sentence(number, start, end, marked, own_runs, own_names))
    return _Story(text, runs, sentences)


_FOOTNOTES = re.compile(r"(?:\[\d+\][ .]*)+")  # a sentence ends before them: `a written warning[22].`


def _find_measures(stories: Sequence[_Story], lexicon: SanctionLexicon) -> None:
    """The mentions of each sentence, whose measures are then written over by `%`."""
    sentences = [(sentence, bool(story.runs)) for story in stories for sentence in story.sentences]
    texts = [as_bytes(sentence.text) for sentence, _ in sentences]
    telling, same = lexicon.gate.matching(texts), lexicon.same_gate.matching(texts)
    read = [number for number, (_, cited) in enumerate(sentences) if cited or number in telling]
    chosen = [texts[number] for number in read]
    found = dict(
        zip(read, zip(lexicon.measures.find(chosen), lexicon.unit.find_each(chosen), strict=True), strict=True)
    )
    last: Mention | None = None
    for number, (sentence, _) in enumerate(sentences):
        if sentence.number == 0:
            last = None
        if number in found:
            sentence.mentions = find_mentions(sentence.text, *found[number], bool(sentence.runs), lexicon, last)
        if last or sentence.mentions:
            if number in same:
                sentence.mentions = add_same_measures(sentence.text, sentence.mentions, last, lexicon)
            last = next(reversed(sentence.mentions), last)
        pieces = [(a, b, "%") for mention in sentence.mentions for a, b in mention.pieces]
        sentence.text = _mark(sentence.text, pieces)


def _mark(text: str, marks: list[tuple[int, int, str]]) -> str:
    parts = []
    position = 0
    for start, end, mark in sorted(marks):
        if start >= position:
            parts += [text[position:start], mark * (end - start)]
            position = end
    return "".join(parts) + text[position:]


def _add_later_sums(story: _Story, lexicon: SanctionLexicon) -> None:
    """`@@@ was fined. The amount is 14,585 tenge`: a sum told after the fine belongs to it."""
    fine: Mention | None = None
    for sentence in story.sentences:
        if fine and not fine.amount and not sentence.mentions and (found := lexicon.later_sum.match(sentence.text)):
            rest = sentence.text[found.end() :]
            amounts = find_amounts(rest, lexicon.unit.find_all(rest), lexicon)
            fine.amount = next((amount for amount in amounts if amount.unit in FITS["fine"]), None)
        fines = [mention for mention in sentence.mentions if mention.measure == "fine"]
        fine = fines[-1] if fines else fine


# -- statuses ------------------------------------------------------------------------------------------------------


def _tell_statuses(sentences: Sequence[_Sentence], lexicon: SanctionLexicon) -> None:
    """Let the status rules point at the mentions and citations of each sentence, or tell the outcome of the case."""
    found = lexicon.statuses.find([sentence.text for sentence in sentences])
    for sentence, hits in zip(sentences, found, strict=True):
        text = sentence.text
        mention_at = {a: mention for mention in sentence.mentions for a, _ in mention.pieces}
        run_at = {run.start - sentence.start: run for run in sentence.runs}
        for hit in hits:
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
                if value in _DECIDED:
                    sentence.decisions.append(hit)
        for before, mention in pairwise(sentence.mentions):
            also = _GOES_ON.get(before.told.get("none", ""), "or")
            if "none" in before.told and lexicon.phrases[also].fullmatch(text, before.pieces[-1][1], mention.start):
                mention.told.setdefault("none", before.told["none"])  # `up to 20 MCI or arrest for 10 days`
            if lexicon.phrases["along"].fullmatch(text, before.pieces[-1][1], mention.start):
                if "imposed" in mention.told and not before.told:
                    before.told["imposed"] = mention.told["imposed"]  # `a fine and expulsion were imposed on @@@`
                mention.lead = (
                    before.lead or before.start
                )  # `left unchanged the verdict: 1 year under ### and 120 hours`


# What joins measures that are threatened or asked for together: `5 years and a fine`.
_GOES_ON = {"threatened": "and", "asked-for": "asked"}
_DECIDED = ("quashed", "upheld", "dismissed", "completed")


# -- people --------------------------------------------------------------------------------------------------------


def _find_groups(sentence: _Sentence, lexicon: SanctionLexicon, aside_allowed: bool) -> list[_Group]:
    """The people of a sentence, those joined by commas and `and` together; unnamed ones are a person without a name."""
    text = sentence.text
    heading = {name.start for name in sentence.names if lexicon.phrases["heads"].match(text, name.end - sentence.start)}
    about = [
        name
        for name in sentence.names
        if name.about
        or name.start in heading
        or lexicon.acted_against.search(text[max(0, name.start - sentence.start - 60) : name.start - sentence.start])
    ]
    aside = {name.start for name in about if _is_aside(text, name.start - sentence.start, lexicon)}
    kept = [name for name in about if name.start in heading or name.start not in aside]
    unnamed: list[Person] = []
    for (start, end), (one_start, _) in sentence.unnamed:
        one = one_start >= 0
        lead = text[max(0, start - 30) : start]
        # `@@@, a resident of the city` and `the director of the foundation @@@` are the one named
        apposed = lead.rstrip(", ").endswith("@") and not lexicon.phrases["apart"].match(text, start, end)
        doer = bool(lexicon.phrases["doer"].fullmatch(text, start, end))
        apposed = apposed or (one and not doer and bool(lexicon.phrases["of_name"].match(text, end)))
        apposed = apposed or bool(lexicon.phrases["namely"].match(text, end))
        apposed = apposed or bool(lexicon.phrases["no_people"].match(text, start))
        if one and about:  # `@@@ must pay for libel on the head of the inspection`
            apposed = apposed or _is_aside(text, start, lexicon, text.rfind("@", 0, start) + 1)
        if doer:  # `a man who burned the car of @@@ was fined`
            kept = [name for name in kept if not _WITHIN.fullmatch(text, end, name.start - sentence.start)]
        if not apposed and lexicon.unnamed_before.search(lead):
            unnamed.append(Person(start, end, None, sentence.start + start, many=not one))
    if not kept and aside_allowed:
        kept = about or [name for name in sentence.names if name.rule not in _NEVER]
        if not kept and not unnamed and lexicon.phrases["of_him"].search(text):
            kept = [name for name in sentence.names if name.rule == "commentator"]
        if unnamed:  # `three men who attacked @@@ were fined`
            kept = [name for name in kept if name.start - sentence.start < unnamed[0].start]
    people = unnamed + [
        Person(name.start - sentence.start, name.end - sentence.start, name.text, name.start) for name in kept
    ]
    groups: list[_Group] = []
    for person in sorted(people, key=by_start):
        joined = lexicon.phrases["together"] if person.text else lexicon.phrases["joined"]
        if groups and person.start - groups[-1].end < 50 and joined.fullmatch(text, groups[-1].end, person.start):
            groups[-1].people.append(person)
            groups[-1].end = person.end
        else:
            groups.append(_Group(person.start, person.end, [person], sentence.start + person.start not in aside))
    return groups


def _is_aside(text: str, start: int, lexicon: SanctionLexicon, since: int = 0) -> bool:
    """Whether who stands at a place is told beside the one who is sanctioned: `sister of @@@`; read from `since` on."""
    before = text[max(since, start - 90) : start]
    return bool(lexicon.aside_gate.search(before) and lexicon.aside.search(before))


_WITHIN = re.compile(r"[^,;:@%#]{1,90}")
_NEVER = frozenset({"judge", "commentator", "namesake"})


def _name_people(story: _Story, lexicon: SanctionLexicon) -> None:
    """Give each mention and each run of citations its people."""
    main: list[Person] = []
    everyone: list[Person] = []
    waiting: list[Mention | _Run] = []
    for sentence in story.sentences:
        groups = _find_groups(sentence, lexicon, aside_allowed=not main)
        sentence.groups = groups
        named = [person for group in groups for person in group.people if person.text]
        pronoun = bool(main) and bool(lexicon.phrases["pronoun"].match(sentence.text))
        of_all = bool(lexicon.phrases["everyone"].match(sentence.text)) and len(everyone) > 1
        before = everyone if of_all else main
        starts = [group.start for group in groups]
        listed = [person for group in groups for person in group.people] or before
        found: list[Mention | _Run] = [*sentence.mentions, *sentence.runs]
        for one in found:
            base = sentence.start if isinstance(one, _Run) else 0
            behind = lexicon.object if isinstance(one, Mention) and one.active else lexicon.forward
            chosen = _choose_people(
                sentence.text,
                one.start - base,
                one.end - base,
                groups,
                starts,
                listed,
                before,
                pronoun or of_all,
                behind,
                lexicon.phrases["own_article" if isinstance(one, _Run) else "own_measure"],
                lexicon,
            )
            if isinstance(one, Mention) and one.changed and one.changed.people:
                chosen = one.changed.people
            if isinstance(one, _Run):
                one.ahead = not (everyone or named)
            if chosen:
                one.people = chosen
            else:
                waiting.append(one)
        _deal_out(sentence, lexicon)
        if named:
            if not main:
                main = next(
                    [p for p in group.people if p.text] for group in groups if any(p.text for p in group.people)
                )
                for one in waiting:
                    if sentence.number > 0 and not one.people:
                        one.people = main
            everyone += [person for group in groups if any(one.text for one in group.people) for person in group.people]


def _deal_out(sentence: _Sentence, lexicon: SanctionLexicon) -> None:
    """Give each of several people his own of as many listed terms: `@@@, @@@ and @@@ got 5 years, 4 years and 3 years`."""
    mentions: list[Mention] = []
    for mention in sentence.mentions:
        amount, people = mention.amount, mention.people
        values = amount.values if amount else []
        dealt = len(values) > 1 and lexicon.gaps["respectively"].match(sentence.text, mention.end)
        if dealt and len(people) != len(values):
            people = [person for group in sentence.groups for person in group.people]
        if amount and dealt and len(values) == len(people):
            mentions += [  # `10 and 15 days respectively`
                replace(mention, people=[person], amount=replace(amount, values=[value]), turn=(place, len(people)))
                for place, (person, value) in enumerate(zip(people, values, strict=True))
            ]
        else:
            mentions.append(mention)
    sentence.mentions = mentions
    everyone = [person for group in sentence.groups for person in group.people]
    row: list[Mention] = []
    for mention in sentence.mentions:
        joined = row and lexicon.gaps["listed"].fullmatch(sentence.text, row[-1].pieces[-1][1], mention.pieces[0][0])
        alike = joined and mention.people is row[-1].people
        each = alike and lexicon.gaps["respectively"].match(sentence.text, mention.pieces[-1][1])
        if not (each or (alike and mention.measure == row[-1].measure)):
            row = []
        row.append(mention)
        people = everyone if each and len(mention.people) != len(row) else mention.people
        if len(row) > 1 and len(row) == len(people):
            for place, (one, person) in enumerate(zip(row, people, strict=True)):
                one.people = [person]
                if each:
                    one.turn, one.cited_alone = (place, len(row)), False
                    one.told.setdefault("imposed", "respectively")
            row = []


def _choose_people(
    text: str,
    start: int,
    end: int,
    groups: list[_Group],
    starts: list[int],
    listed: list[Person],
    before: list[Person],
    pronoun: bool,
    behind: re.Pattern[str],
    own: re.Pattern[str],
    lexicon: SanctionLexicon,
) -> list[Person]:
    """Whom a measure or citation is about: `to @@@` behind it, else the nearest before or after, else the main ones."""
    ordinal = lexicon.ordinal.match(text, end) or (
        lexicon.ordinal_before.search(text[max(0, start - 70) : start]) if len(listed) > 1 else None
    )
    if ordinal and abs(place := lexicon.ordinals[next(word for word in ordinal.groups() if word).casefold()]) <= len(
        listed
    ):
        return [listed[place - 1 if place > 0 else place]]
    if len(listed) > 1 and lexicon.phrases["of_all"].search(text[max(0, start - 40) : start]):
        return listed
    index = bisect_right(starts, start)
    if index < len(groups) and groups[index].start < end:
        return groups[index].people  # `the arrest of @@@ for two months`
    if index < len(groups):
        gap = text[end : groups[index].start].translate(_NO_CITATION)
        his_own = index and own.match(text, groups[index].end)
        if len(gap) < 130 and not his_own and behind.fullmatch(gap):
            return groups[index].people
    if index > 1 and not groups[index - 1].subject and _GOES_BACK.search(text, groups[index - 1].end, start):
        return groups[index - 2].people  # `@@@, sister of @@@ (###), was fined`
    if index:
        return groups[index - 1].people
    if pronoun or not groups or (before and ";" in text[end : groups[0].start]):
        return before
    return groups[0].people


_GOES_BACK = re.compile(r"\)?, (?:was|were|is|are|has|had|got|received)\b")
_NO_CITATION = str.maketrans("#", " ")


# -- articles ------------------------------------------------------------------------------------------------------

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
_BEFORE_TRIAL = frozenset({"pre-trial-detention", "pre-trial-place"})


def _is_before_trial(mention: Mention) -> bool:
    """Whether days are of custody, no administrative arrest, whatever article stands by: `spent 12 days in custody`."""
    over = mention.rule == "remand" and not _OVER.isdisjoint(mention.told.values())
    return mention.rule in _BEFORE_TRIAL or over


def _goes_with(mention: Mention, run: _Run) -> bool:
    code = run.citations[0].code
    if "none" in run.told:
        return False
    told = mention.told
    if "charged" in run.told and mention.measure not in _CUSTODY and (_OVER & set(told.values()) or "serving" in told):
        return False  # `after two years in the colony he is charged under ###`
    if mention.measure == "extradition_arrest" or ("dismissed" in run.told and mention.measure not in _CUSTODY):
        return False
    if mention.home:
        return code in (None, mention.home)
    if code is None:
        return True
    home = code.partition("-")[2] or code
    if home in _PROCEDURE:
        return False
    days = mention.amount and mention.amount.unit == "days" and not _is_before_trial(mention)
    if mention.measure in ("arrest", "imprisonment", "remand") and days:
        return home != "CC" or not _OVER & set(mention.told.values())  # `after 10 days he was charged under ###`
    return _CODE_OF.get(mention.measure, home) == home


def _take_articles(story: _Story, lexicon: SanctionLexicon) -> None:
    """Give each mention the run of citations that it was given under: of its clause, sentence or neighbours."""
    place_of = {id(run): place for place, run in enumerate(story.runs)}
    last: _Run | None = None
    of_person: dict[tuple[str, str], _Run] = {}  # the citations told last of each person
    given: set[int] = set()  # the citations that a measure of an earlier sentence took
    for sentence in story.sentences:
        waiting: list[Mention] = []
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
            if not isinstance(token, Mention):
                continue
            following = tokens[index + 1][1] if index + 1 < len(tokens) else None
            chosen = None
            touching = isinstance(following, _Run) and lexicon.phrases["under"].fullmatch(
                sentence.text, token.end, following.start - sentence.start
            )
            free = unclaimed is None or id(unclaimed) in claimed
            if (
                touching
                and not free
                and index + 2 < len(tokens)
                and isinstance(tokens[index + 2][1], Mention)
                and sentence.text.startswith(",", token.end)
            ):
                touching = None  # `under ### 3 years, under ### 1 year`
            if isinstance(following, _Run) and _goes_with(token, following) and (touching or free):
                chosen = following
            elif unclaimed and _goes_with(token, unclaimed):
                chosen = unclaimed
                if "in_passing" in chosen.told and "imposed" in token.told:
                    # `@@@, who is serving a term under ###, got another year for a quarrel (###)`
                    later = (one for _, one in tokens[index + 1 :] if isinstance(one, _Run))
                    chosen = next((run for run in later if _goes_with(token, run)), chosen)
            elif previous and _goes_with(token, previous):
                chosen = previous
            if chosen:
                claimed.add(id(chosen))
                token.run = place_of[id(chosen)]
                previous = chosen
                for one in waiting:
                    if one.run is None and _goes_with(one, chosen) and not _OVER & set(one.told.values()):
                        one.run = token.run
                waiting = []
            else:
                waiting.append(token)
        fitting: dict[tuple[str, bool], _Run | None] = {}
        for one in waiting:
            if _OVER & set(one.told.values()) and len(sentence.mentions) > 1:
                continue
            kind = (one.measure, bool(one.amount and one.amount.unit == "days"))
            if kind not in fitting:
                fitting[kind] = next((run for run in sentence.runs if _goes_with(one, run)), None)
            fit = fitting[kind]
            serves = last and (last.ahead or _share(one.people, last.people) or _others(one))
            if one.measure in _CUSTODY and "charged" in (last.told if last else ()) and _some_held(one):
                one.alone = False  # `They are charged under ###. Four of them are under house arrest.`
                continue
            over = bool(_OVER & set(one.told.values()))  # an earlier one than what was given under the article
            if fit is None and last and serves and _goes_with(one, last) and not (over and id(last) in given):
                fit = last
            if fit is None and len(one.people) == 1 and (his := of_person.get(_key(one.people[0].text))):
                stands = one.people[0].text and _goes_with(one, his) and not (over and id(his) in given)
                fit = his if stands else None
            if fit:
                one.run = place_of[id(fit)]
        standing = [run for run in sentence.runs if "dismissed" not in run.told] or sentence.runs
        last = standing[-1] if standing else last
        given |= claimed
        of_person |= {_key(person.text): run for run in standing for person in run.people[:_MOST_PEOPLE]}
    following_run: _Run | None = None
    alone = False  # the citation is a sentence of its own: `A. got 15 days, B. a fine of 50 MCI. Article 488.`
    for sentence in reversed(story.sentences):
        for one in sentence.mentions:
            if (
                one.run is None
                and following_run
                and _goes_with(one, following_run)
                and (alone or _share(one.people, following_run.people))
            ):
                one.run = place_of[id(following_run)]
        following_run = sentence.runs[0] if sentence.runs else following_run
        alone = bool(sentence.runs) and not (sentence.groups or sentence.mentions)
    for sentence in story.sentences:
        for one in sentence.mentions:
            if one.run is None and one.like:
                one.run = one.like.run


# A measure that these say is over has an article of its own, not that of the next: `after 15 days he was given 10 more under ###`.
_OVER = frozenset({"after-serving", "served", "served-once"})


def _share(people: list[Person], others: list[Person]) -> bool:
    keys = {_key(person.text) for person in others}
    return not people or not others or any(_key(person.text) in keys for person in people)


def _others(mention: Mention) -> bool:
    """`Another nine people were arrested`: the article of those before serves them."""
    return all(person.text is None for person in mention.people)


def _some_held(mention: Mention) -> bool:
    """Whether people without a name are in custody that goes on."""
    return _others(mention) and not {"serving", "kept"}.isdisjoint(mention.told)


def _key(name: str | None) -> tuple[str, str]:
    return person_key(name or "")


# -- rows ----------------------------------------------------------------------------------------------------------


def _write_rows(story: _Story, abroad: bool, lexicon: SanctionLexicon) -> list[Sanction]:
    """The rows of a story; `abroad` tells that another country asks for somebody."""
    runs, sentences = story.runs, story.sentences
    outcomes: dict[str, tuple[int, Hit]] = {}
    for sentence in sentences:
        for value, hit in sentence.outcomes.items():
            outcomes.setdefault(value, (sentence.number, hit))
    decided = _own_outcomes(sentences)
    own = decided if _are_apart(decided) else {}
    cleared = {key for key, theirs in decided.items() if "dismissed" in theirs}
    rows: list[tuple[int, Sanction]] = []
    held: set[tuple[tuple[str, str], str | None, int | None]] = set()
    appellants = {**_find_appellants(sentences, outcomes), "dismissed": frozenset(cleared)}
    for sentence in sentences:
        for mention in sentence.mentions:
            _amend_measure(mention, runs, abroad)
    _tell_codes(sentences, runs, lexicon)
    for sentence in sentences:
        for mention in sentence.mentions:
            for people, theirs in _by_outcome(
                mention.people, _outcomes_for(mention, sentence, outcomes, appellants), own
            ):
                given = _rows_of_mention(sentence, mention, people, runs, theirs, lexicon)
                rows += given
                if not _recalls(mention, sentence, runs):
                    held |= {
                        (_key(row.person), row.article, row.part)
                        for _, row in given
                        if not (row.measure in _CUSTODY and "dismissed" in outcomes)
                    }
    rows = _merge(rows)
    freed = _rows_of_cleared(sentences, runs, rows)
    held |= {(_key(row.person), row.article, row.part) for _, row in freed}
    rows += freed
    for run in runs:
        parted = _by_outcome(run.people, outcomes, own) if own else _by_clearance(run.people, outcomes, cleared)
        for people, theirs in parted:
            rows += _rows_of_run(sentences[run.sentence], run, people, held, theirs, len(runs) == 1, lexicon)
    rows.sort(key=lambda row: row[0])
    return [row for _, row in rows]


def _recalls(mention: Mention, sentence: _Sentence, runs: Sequence[_Run]) -> bool:
    """Whether a measure is recalled under an article of another sentence: `charged under ###. A year ago he got %%%`."""
    elsewhere = mention.run is not None and runs[mention.run].sentence != sentence.number
    return elsewhere and not {"past", "dated"}.isdisjoint(mention.told)


def _own_outcomes(story: list[_Sentence]) -> dict[tuple[str, str], dict[str, tuple[int, Hit]]]:
    """The outcomes told of each person: `the decision on A. was left in force, the one on B. was cancelled`."""
    own: dict[tuple[str, str], dict[str, tuple[int, Hit]]] = {}
    for sentence in story:
        for hit, people in _find_decided(sentence):
            for person in people:
                own.setdefault(_key(person.text), {}).setdefault(hit.rule.value, (sentence.number, hit))
    return own


def _are_apart(own: Mapping[tuple[str, str], dict[str, tuple[int, Hit]]]) -> bool:
    """Whether each has one outcome, and not all the same."""
    told = {value for theirs in own.values() for value in theirs}
    return len(own) > 1 and len(told) > 1 and all(len(theirs) == 1 for theirs in own.values())


def _find_decided(sentence: _Sentence) -> list[tuple[Hit, list[Person]]]:
    """Each outcome that a sentence tells with the people whose it is: named in it or behind it, else before it."""
    decided = []
    starts = [group.start for group in sentence.groups]
    told_to: dict[str, int] = {}
    for hit in sorted(sentence.decisions, key=lambda hit: (hit.end, -hit.start)):
        if hit.start < told_to.get(hit.rule.value, -1):
            continue  # the same told at more length
        told_to[hit.rule.value] = hit.end
        index = bisect_left(starts, hit.end)
        inside = index and starts[index - 1] >= hit.start
        if not inside and index < len(starts) and _OF_WHOM.fullmatch(sentence.text, hit.end, starts[index]):
            index += 1
        if index:
            decided.append((hit, sentence.groups[index - 1].people))
    return decided


_OF_WHOM = re.compile(
    r"[^@.;,]{0,50}\b(?:of|on|against|for|to) (?:[a-z]+ ){0,4}"
    r"| (?:(?!(?:and|but|for|while|in|by|under|after|on|to|at|as|with|who|because|over)\b)[a-z-]+ ){0,4}"
)


def _by_outcome(
    people: list[Person],
    outcomes: dict[str, tuple[int, Hit]],
    own: Mapping[tuple[str, str], dict[str, tuple[int, Hit]]],
) -> list[tuple[list[Person], dict[str, tuple[int, Hit]]]]:
    """The people with the outcomes that hold for them; all together where nobody has his own."""
    if not own or not people:
        return [(people, outcomes)]
    others = {value: told for value, told in outcomes.items() if value not in _DECIDED}
    return [
        ([person], {**others, **own[key]} if (key := _key(person.text)) in own else outcomes)
        for person in people[:_MOST_PEOPLE]
    ]


def _by_clearance(
    people: list[Person], outcomes: dict[str, tuple[int, Hit]], cleared: set[tuple[str, str]]
) -> list[tuple[list[Person], dict[str, tuple[int, Hit]]]]:
    """Those of the people who are cleared, and those whose case goes on: `@@@ and @@@ are charged. @@@ was acquitted.`"""
    freed = [one for one in people[:_MOST_PEOPLE] if _key(one.text) in cleared] if "dismissed" in outcomes else []
    if len(freed) in (0, len(people)):
        return [(people, outcomes)]
    going_on = {value: told for value, told in outcomes.items() if value != "dismissed"}
    return [(freed, outcomes), ([one for one in people if one not in freed], going_on)]


def _outcomes_for(
    mention: Mention,
    sentence: _Sentence,
    outcomes: dict[str, tuple[int, Hit]],
    appellants: Mapping[str, frozenset[tuple[str, str]]],
) -> dict[str, tuple[int, Hit]]:
    """The outcomes but for an appeal that another sentence tells of other people."""
    own = {_key(person.text) for person in mention.people[:_MOST_PEOPLE] if person.text}
    theirs = {
        value: told
        for value, told in outcomes.items()
        if not own or told[0] == sentence.number or not appellants.get(value) or not own.isdisjoint(appellants[value])
    }
    return {value: (sentence.number, hit) for value, hit in sentence.outcomes.items()} | theirs


def _find_appellants(
    story: Sequence[_Sentence], outcomes: Mapping[str, tuple[int, Hit]]
) -> dict[str, frozenset[tuple[str, str]]]:
    """The people named where the outcome of an appeal is told."""
    return {
        value: frozenset(_key(one.text) for group in story[number].groups for one in group.people if one.text)
        for value, (number, _) in outcomes.items()
        if value in ("upheld", "quashed")
    }


def _amend_measure(mention: Mention, runs: list[_Run], abroad: bool) -> None:
    """Days of custody are arrest, under the Criminal Code remand; custody for another country is extradition arrest."""
    code = runs[mention.run].citations[0].code if mention.run is not None else None
    unit = mention.amount.unit if mention.amount else None
    if mention.measure in ("arrest", "remand", "imprisonment") and unit == "days" and not _is_before_trial(mention):
        mention.measure = "remand" if code == "CC" else "arrest"
    held = mention.measure in ("arrest", "remand") or mention.rule in ("arrest", "jailed")
    if abroad and held and (code is None or "-" in code):
        mention.measure, mention.run = "extradition_arrest", None


def _status_of_mention(
    sentence: _Sentence, mention: Mention, outcomes: Mapping[str, tuple[int, Hit]], lexicon: SanctionLexicon
) -> tuple[str, str] | None:
    """The status of a measure and the rule that told it; None where it gives no row."""
    told = mention.told
    if "never" in told:
        return None
    if "new" in told:
        return "imposed", told["new"]
    if "none" in told and "given" not in told:
        return None
    if "so_far" in told and (ended := told.get("completed") or told.get("past")):
        return "completed", ended
    if "so_far" in told and ("dismissed" in outcomes and outcomes["dismissed"][0] <= sentence.number):
        return "completed", told["so_far"]  # `acquitted; she had been under house arrest since May`
    if "so_far" in told:
        mention.amount = None
        return "serving", told["so_far"]
    if "completed" in told:
        return "completed", told["completed"]
    if "aside" in told and ("imposed" not in told or "quashed" in outcomes):
        told.setdefault("background", told["aside"])
    passing = any(value in told for value in ("background", "serving", "past", "dated"))
    if passing or "upheld" in outcomes or "quashed" in outcomes:
        for value in ("quashed", "upheld", "dismissed", "completed"):
            if value not in outcomes:
                continue
            number, hit = outcomes[value]
            if value == "quashed" and "serving" in told and mention.measure in _CUSTODY and number < sentence.number:
                continue  # `The verdict was annulled. He stays in custody.`
            if passing:
                if value == "dismissed":  # the sentence falls with the case, a measure of restraint is over
                    value = "completed" if mention.measure in _RESTRAINT else "quashed"
                return value, hit.rule.id
            near = mention.lead or mention.start
            if value == "upheld" and (
                number != sentence.number
                or near < hit.end + 60
                or "imposed" not in told
                or not lexicon.phrases["parted"].match(sentence.text[hit.end : near])
            ):
                return value, hit.rule.id
            between = sentence.text[hit.end : mention.start] if number == sentence.number else ""
            if value == "quashed" and (
                number > sentence.number
                or (number == sentence.number and len(between) < 60 and not lexicon.phrases["parted"].match(between))
            ):
                return value, hit.rule.id
    if "kept" in told and not mention.amount:
        told.setdefault("serving", told["kept"])
    if "serving" in told:
        if mention.alone and mention.run is None and all(person.many for person in mention.people):
            return None  # `779 people remain in custody`
        return "serving", told["serving"]
    for value in ("past", "dated"):
        if value in told:
            going_on = mention.measure == "imprisonment" and ("held" in outcomes or value == "dated")
            return "serving" if going_on else "completed", told[value]
    if "background" in told:
        over = mention.measure == "arrest" and told["background"] == "heading" and "confined" not in outcomes
        if mention.measure not in _LASTING or over:
            return ("imposed" if told["background"] == "heading" else "completed"), told["background"]
        return "serving", told["background"]
    if mention.alone and mention.run is None and ("allusion" in told or mention.cited_alone):
        return None
    if (
        mention.alone
        and mention.run is None
        and not ((told or mention.active) and any(not person.many for person in mention.people))
    ):
        return None
    if mention.cited_only and mention.run is None:
        return None
    if "held" in outcomes and mention.measure in _TERMS and lexicon.phrases["recalled"].match(sentence.text):
        number, hit = outcomes["held"]
        if number < sentence.number:  # `The court denied him parole. He was sentenced to 7 years.`
            return "serving", hit.rule.id
    return "imposed", told.get("imposed", "told")


# Measures that go on once they are given; the others are over with the decision, and arrest within days.
_LASTING = frozenset(
    {
        "imprisonment",
        "restriction_of_freedom",
        "remand",
        "house_arrest",
        "extradition_arrest",
        "probation",
        "arrest",
        "other",
    }
)
_CUSTODY = frozenset({"remand", "house_arrest"})
_RESTRAINT = _CUSTODY | {"extradition_arrest", "other"}
_TERMS = frozenset({"imprisonment", "restriction_of_freedom"})


def _of_part(
    sentence: _Sentence, mention: Mention, citations: list[Citation], lexicon: SanctionLexicon
) -> list[Citation]:
    """Of several parts the one that the clause of the measure names: `###: to @@@ a fine under Part 6, to @@@ ...`."""
    if mention.turn and mention.turn[1] == len(citations):
        return [citations[mention.turn[0]]]  # `15 days and 30 MCI respectively under ###, parts 7 and 6`
    if len(citations) < 2 or "art" not in sentence.text:
        return citations
    end = mention.pieces[-1][1]
    found = lexicon.phrases["of_part"].match(sentence.text, end)
    if found is None and (behind := sentence.text[max(0, mention.start - 40) : mention.start]):
        found = lexicon.phrases["by_part"].search(behind)
    return [one for one in citations if found and one.part == int(found.group(1))] or citations


def _rows_of_mention(
    sentence: _Sentence,
    mention: Mention,
    those: list[Person],
    runs: list[_Run],
    outcomes: Mapping[str, tuple[int, Hit]],
    lexicon: SanctionLexicon,
) -> list[tuple[int, Sanction]]:
    stands = _status_of_mention(sentence, mention, outcomes, lexicon)
    if stands is None:
        if mention.told.get("none") == "range" and "imposed" in mention.told and mention.run is not None:
            told = runs[mention.run].told
            if "charged" not in told:
                told.setdefault("imposed", mention.told["imposed"])  # `were given from 3 to 5 years`
        return []
    if stands[0] == "serving" and mention.measure not in _LASTING:
        stands = "imposed", stands[1]
    run = runs[mention.run] if mention.run is not None else None
    citations: list[Citation | None] = [*_of_part(sentence, mention, run.citations, lexicon)] if run else [None]
    if run and not (mention.measure in _CUSTODY and "dismissed" in outcomes) and not _recalls(mention, sentence, runs):
        run.taken = True
    people: list[Person | None] = [*those[:_MOST_PEOPLE]] if those else [None]
    values = mention.amount.values if mention.amount else []
    unit = mention.amount.unit if mention.amount and mention.amount.unit != "tenge" else None
    kzt = mention.amount.kzt if mention.amount else None
    rows = []
    for place, person in enumerate(people):
        value = None
        if values:
            own = mention.people.index(person) if person else place
            value = values[own] if len(values) == max(1, len(mention.people)) else values[-1]
            if unit == "weeks":
                value, unit = value * 7, "days"
        for citation in citations[:_MOST_ARTICLES]:
            code = citation.code if citation else "CAO" if mention.measure == "arrest" else None
            spans = [("measure", sentence.start + a, sentence.start + b, mention.rule) for a, b in mention.pieces]
            spans.append(("status", sentence.start + mention.start, sentence.start + mention.end, stands[1]))
            if citation:
                spans.append(("article", citation.start, citation.end, citation.rule))
            if person and person.text:
                spans.append(person.span)
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
    hinted: dict[int, str] = {}  # by what is only asked for or threatened
    for sentence in story:
        for mention in sentence.mentions:
            if mention.run is not None and (code := _CODE_OF.get(mention.measure)):
                given = "new" in mention.told or not {"none", "never"} & mention.told.keys()
                (told if given else hinted).setdefault(mention.run, code)
    by_words: dict[int, str | None] = {}
    beside: dict[
        int, str
    ] = {}  # the code that the next citation of the sentence names: `under ###, and @@@ under ### CC`
    for place, (run, following) in reversed([*enumerate(pairwise(runs))]):
        code = following.citations[0].code or beside.get(place + 1)
        if code and code not in _PROCEDURE and run.sentence == following.sentence:
            beside[place] = code
    named = {citation.code for run in runs for citation in run.citations if citation.code}
    by_entry = tell_code(" ".join(sentence.text for sentence in story), lexicon.codes) if runs and not named else None
    only = named.pop() if len(named) == 1 and not named & _PROCEDURE else None  # the only code that the entry names
    for place, run in enumerate(runs):
        if run.citations[0].code is not None:
            continue
        if run.sentence not in by_words:
            by_words[run.sentence] = tell_code(story[run.sentence].text, lexicon.codes)
        if (
            code := told.get(place)
            or by_words[run.sentence]
            or hinted.get(place)
            or beside.get(place)
            or only
            or by_entry
        ):
            run.citations = [with_code(citation, code) for citation in run.citations]


def _headed(sentence: _Sentence, run: _Run) -> bool:
    """Whether a name heads the citation: `@@@, ###`."""
    start = run.start - sentence.start
    return sentence.text[max(0, start - 5) : start].rstrip(" ,(:").endswith("@")


def _is_held(person: Person, run: _Run, held: set[tuple[tuple[str, str], str | None, int | None]]) -> bool:
    return any((_key(person.text), one.article, one.part) in held for one in run.citations[:_MOST_ARTICLES])


def _rows_of_run(
    sentence: _Sentence,
    run: _Run,
    those: list[Person],
    held: set[tuple[tuple[str, str], str | None, int | None]],
    outcomes: Mapping[str, tuple[int, Hit]],
    alone: bool,
    lexicon: SanctionLexicon,
) -> list[tuple[int, Sanction]]:
    """The rows of citations that no measure took: charges, appeals, closed cases."""
    told = run.told
    if run.taken and "charged" in told:  # `the arrest of @@@ was extended; he and @@@ are suspected under ###`
        those = [person for person in those if person.text and not _is_held(person, run, held)]
    if (run.taken and not ("charged" in told and those)) or "none" in told or ("norm" in told and not those):
        return []
    stands = None
    if "going_on" in told:
        stands = ("charged", told["going_on"])
    elif told.keys() & _CONVICTED and alone and (overturned := outcomes.get("quashed") or outcomes.get("dismissed")):
        stands = ("quashed", overturned[1].rule.id)
    elif "past" in told or "dated" in told:
        stands = ("completed", told.get("past") or told["dated"])
    for value in ("completed", "dismissed", "quashed"):
        if stands:
            break
        if value == "dismissed" and "imposed" in told and "charged" not in told:
            continue  # `acquitted of one, sentenced under ###`
        if value in told or (value in outcomes and (value != "completed" or "held" in outcomes)):
            stands = (value, told.get(value) or outcomes[value][1].rule.id)
            break
    if stands is None and "charged" in told and "imposed" not in told:
        stands = ("charged", told["charged"])
    if stands is None and "upheld" in outcomes:
        stands = ("upheld", outcomes["upheld"][1].rule.id)
    if stands is None and "in_passing" in told:
        stands = ("serving", told["in_passing"])
    if stands is None and "imposed" in told:
        stands = ("imposed", told["imposed"])
    if stands is None and "norm" in told and not _headed(sentence, run):
        return []
    if stands is None and "held" in outcomes:
        stands = ("serving", outcomes["held"][1].rule.id)
    if stands is None:
        stands = ("charged", "citation")
    rows = []
    people: list[Person | None] = [*those[:_MOST_PEOPLE]] if those else [None]
    dealt = len(those) == len(run.citations) > 1 and lexicon.gaps["respectively"].match(
        sentence.text, run.end - sentence.start
    )
    for place, person in enumerate(people):
        citations = run.citations[place : place + 1] if dealt else run.citations
        for row in _rows_under(sentence, citations, person, stands):
            key = (_key(row[1].person), row[1].article, row[1].part)
            if key not in held:
                held.add(key)
                rows.append(row)
    return rows


_CONVICTED = frozenset({"past", "dated", "sentenced"})


def _rows_of_cleared(
    story: Sequence[_Sentence], runs: Sequence[_Run], rows: Sequence[tuple[int, Sanction]]
) -> list[tuple[int, Sanction]]:
    """Whoever is cleared where others are punished: `@@@ was fined %%% under ###, the case against @@@ was closed`."""
    cleared: list[tuple[int, Sanction]] = []
    known = {_key(row.person) for _, row in rows}
    known |= {_key(one.text) for run in runs if not run.taken and not run.ahead for one in run.people[:_MOST_PEOPLE]}
    for sentence in story:
        for hit, people in _find_decided(sentence) if sentence.decisions else ():
            run = _nearest_run(runs, sentence.start + hit.start) if hit.rule.value == "dismissed" else None
            if run is None or not (run.taken or run.ahead):
                continue
            for person in people:
                key = _key(person.text)
                if key in known:
                    continue
                known.add(key)
                run.taken = True
                cleared += _rows_under(sentence, run.citations, person, ("dismissed", hit.rule.id))
    return cleared


def _nearest_run(runs: Sequence[_Run], place: int) -> _Run | None:
    """The citations told last before a place, else the first behind it."""
    index = bisect_right(runs, place, key=by_start)
    return runs[max(0, index - 1)] if runs else None


def _rows_under(
    sentence: _Sentence, citations: Sequence[Citation], person: Person | None, stands: tuple[str, str]
) -> list[tuple[int, Sanction]]:
    """A row without a measure for each article."""
    rows = []
    for citation in citations[:_MOST_ARTICLES]:
        spans = [
            ("article", citation.start, citation.end, citation.rule),
            ("status", citation.start, citation.end, stands[1]),
        ]
        if person and person.text:
            spans.append(person.span)
        rows.append(
            (
                citation.start,
                Sanction(
                    person.text if person else None,
                    citation.code,
                    citation.article,
                    citation.part,
                    None,
                    None,
                    None,
                    None,
                    stands[0],
                    tuple(spans),
                ),
            )
        )
    return rows


# A list of more people or articles than this is no sentence of a chronicle: the bound keeps people x articles linear.
_MOST_PEOPLE = 100
_MOST_ARTICLES = 30


def _merge(rows: list[tuple[int, Sanction]]) -> list[tuple[int, Sanction]]:
    """One row where a measure is told twice: `under house arrest for two months ... the house arrest`."""
    kept: list[tuple[int, Sanction]] = []
    by_key: dict[
        tuple[tuple[str, str], str | None, int | None, str | None], dict[tuple[float | None, str | None], int]
    ] = {}
    for at, row in rows:
        what = row.measure if row.measure != "other" else row.spans[0][3]  # a ban and a confiscation are two measures
        places = by_key.setdefault((_key(row.person), row.article, row.part, what), {})
        amount = (row.amount, row.unit) if row.amount is not None else (row.kzt, "tenge") if row.kzt else (None, None)
        if amount in places:
            other = kept[places[amount]][1]
            if row.kzt and not other.kzt:
                kept[places[amount]] = (kept[places[amount]][0], replace(other, kzt=row.kzt))
        elif (None, None) in places:  # told without its amount before
            place = places.pop((None, None))
            told = kept[place][1].status
            if told == "completed" and row.status == "imposed":  # `instead of the suspended sentence he got 3 years`
                places[amount] = len(kept)
                kept.append((at, row))
            else:
                kept[place] = (kept[place][0], replace(row, status=row.status if told == "imposed" else told))
                places[amount] = place
        elif amount == (None, None) and places:
            place = max(places.values())
            told = kept[place][1].status
            if row.status == "imposed" and told == "completed":  # `3 years were replaced with a suspended sentence`
                places[amount] = len(kept)
                kept.append((at, row))
            elif (
                told == "imposed"
                and len(places) == 1
                and ("status", "replaced-by-another") in {(field, rule) for field, _, _, rule in row.spans}
            ):  # `was fined 20 MCI. The fine was replaced with a warning`
                kept[place] = (kept[place][0], replace(kept[place][1], status=row.status))
        else:
            places[amount] = len(kept)
            kept.append((at, row))
    return kept
