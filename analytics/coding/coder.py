"""From an entry to its rows: the one place where the parts of coding meet."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from analytics.chronicle.entry import Entry
from analytics.coding.category import Verdict, blank, choose_category, find_votes
from analytics.coding.dates import find_dates, mark_dates
from analytics.coding.evidence import Evidence, Told, find_features, read_evidence, read_word_classes
from analytics.coding.names import (
    Name,
    NameLexicon,
    find_capitals,
    find_likely_names,
    find_names,
    mark_names,
    person_key,
    tell_roles,
)
from analytics.coding.place import Location, find_location
from analytics.coding.refusals import Refusal, RefusalLexicon, Telling, find_refusals
from analytics.coding.rows import Coded, IncidentRow, RefusalRow, SanctionRow, SpanRow
from analytics.coding.sanctions import Sanction, SanctionLexicon, find_sanctions, read_sanction_lexicon
from analytics.coding.sentences import find_in_sentences, find_sentences
from analytics.lexicon.law import Law, read_law
from analytics.lexicon.load import LEXICON, read_rows
from analytics.lexicon.places import Places, read_places
from analytics.lexicon.rules import Hit, Rules, compile_words, join_rules, plain, read_rules, read_words

# Background terms of a prisoner say nothing of the right that a search or an ill-treatment infringes.
_RIGHT_BY_ARTICLE = frozenset({"criminal_case", "administrative_case", "relief"})
_NEWS = frozenset({"charged", "imposed", "upheld", "quashed", "dismissed"})

_AT_ONCE = 250
"""Entries that are weighed together."""

_Found = tuple[str, int, int, str]  # value, start, end, rule


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that coding reads from `data/lexicon`, read once."""

    kinds: dict[str, str]
    rights: dict[str, str | None]
    names: NameLexicon
    marked: Rules  # those of people, background, targets and permission: all are searched for in the marked text
    categories: Rules
    refusals: RefusalLexicon
    sanctions: SanctionLexicon
    places: Places
    law: Law
    word_classes: Mapping[str, Sequence[str]]
    evidence: Evidence

    @property
    def order(self) -> Sequence[str]:
        """The categories in the codebook's order."""
        return tuple(self.kinds)


def read_lexicon(folder: Path = LEXICON) -> Lexicon:
    """The lexicon in a folder. Raises InputError with file, rule or line, value and what to do."""
    words = read_words(folder / "words.toml")
    word_classes = read_word_classes(folder / "word_classes.toml")
    codebook = [row for _, row in read_rows(folder / "codebook.csv", ("kind", "category", "right"))]
    return Lexicon(
        kinds={row["category"]: row["kind"] for row in codebook},
        rights={row["category"]: row["right"] or None for row in codebook},
        names=NameLexicon(
            given=frozenset(row["name"] for _, row in read_rows(folder / "given_names.csv", ("name",))),
            never=frozenset(row["word"] for _, row in read_rows(folder / "no_names.csv", ("word",))),
        ),
        marked=join_rules(
            read_rules(folder / "people.toml", words, every=True),
            read_rules(folder / "background.toml", words, every=True),
            read_rules(folder / "targets.toml", words),
            read_rules(folder / "permission.toml", words),
        ),
        categories=read_rules(folder / "categories.toml", words),
        refusals=RefusalLexicon(
            reasons=read_rules(folder / "reasons.toml", words, every=True),
            details=read_rules(folder / "refusals.toml", words, every=True),
            because=compile_words("because", words),
            opens=compile_words("reason_opens", words),
            states=compile_words("states_reason", words),
            denies=compile_words("no_reason", words),
            answers_back=compile_words("answers_back", words),
            contrast=compile_words("contrast", words),
            hears=compile_words("hears", words),
            which=compile_words("which_city", words),
            again=compile_words("refused_again", words),
            refuses=compile_words("refuses", words),
            grants=compile_words("grants", words),
        ),
        sanctions=read_sanction_lexicon(folder, words),
        places=read_places(folder),
        law=read_law(folder),
        word_classes=word_classes,
        evidence=read_evidence(folder / "evidence.csv", [row["category"] for row in codebook], word_classes),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in an entry before its category is decided; all texts are as long as the entry's."""

    text: str
    marked: str
    sentences: list[tuple[int, int]]
    names: list[Name]
    days: list[tuple[int, date]]
    location: Location
    sanctions: list[Sanction]
    votes: list[Hit]
    targets: list[_Found]
    granted: list[_Found]
    likely: list[Name]

    def tell(self) -> Told:
        """What the features of its category are found in."""
        return Told(self.marked, self.sentences, self.location.end, self.votes, self.sanctions)


def read_entries(entries: Sequence[Entry], lexicon: Lexicon) -> list[Reading]:
    """What stands in each entry: names, dates, place, sanctions, what the rules find.

    Each step goes over all entries before the next: its patterns fill a processor's cache, and are fetched once for all.
    """
    texts = [plain(entry.text) for entry in entries]
    sentences = list(map(find_sentences, texts))
    capitals = list(map(find_capitals, texts))
    names = [find_names(text, own, lexicon.names) for text, own in zip(texts, capitals, strict=True)]
    locations = [
        find_location(text, entry.dateline, spans, own, lexicon.places)
        for text, entry, spans, own in zip(texts, entries, sentences, names, strict=True)
    ]
    names = [_leave_places(own, location) for own, location in zip(names, locations, strict=True)]
    dates = find_dates(texts, [entry.date for entry in entries])
    marked = [
        mark_dates(mark_names(text, named), [(start, end) for start, end, _ in own])
        for text, named, own in zip(texts, names, dates, strict=True)
    ]
    told = [_sort_hits(hits) for hits in find_in_sentences(lexicon.marked, marked, sentences)]
    names = [tell_roles(own, hits["people"]) for own, hits in zip(names, told, strict=True)]
    foregrounds = [blank(text, hits["background"]) for text, hits in zip(marked, told, strict=True)]
    targets = [_read_values(hits["targets"]) for hits in told]
    granted = [_read_values(hits["permission"]) for hits in told]
    votes = find_votes(foregrounds, marked, sentences, lexicon.categories)
    sanctions = find_sanctions(texts, sentences, names, lexicon.sanctions)

    @cache
    def is_place(word: str) -> bool:
        return lexicon.places.find(word) is not None

    likely = [
        find_likely_names(text, capital, own, lexicon.names, is_place)
        for text, capital, own in zip(texts, capitals, names, strict=True)
    ]
    days = [[(start, day) for start, _, named in own for day in named] for own in dates]
    return list(
        map(Reading, texts, marked, sentences, names, days, locations, sanctions, votes, targets, granted, likely)
    )


def _leave_places(names: list[Name], location: Location) -> list[Name]:
    """The names that are no part of the place: `the village of Otegen Batyr` is no person."""
    taken = [(start, end) for _, start, end, _ in location.spans]
    return [name for name in names if not any(start < name.end and name.start < end for start, end in taken)]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold the garbage collector off: rows refer to nothing that refers to them, and it would go through all of them often."""
    runs = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if runs:
            gc.enable()


@_without_collector()
def code_entries(entries: Sequence[Entry], lexicon: Lexicon) -> list[Coded]:
    """The rows of each entry, step by step over all of them (see `read_entries`)."""
    readings = read_entries(entries, lexicon)
    verdicts = [_choose(*parts, lexicon) for parts in zip(readings, _weigh(readings, lexicon), strict=True)]
    refusals = _find_refusals(entries, readings, verdicts, lexicon)
    return [_write_rows(*parts, lexicon) for parts in zip(entries, readings, verdicts, refusals, strict=True)]


def code_entry(entry: Entry, lexicon: Lexicon) -> Coded:
    """The rows of an entry: one incident (several where several cities refuse), its refusals, sanctions and spans."""
    return code_entries([entry], lexicon)[0]


def _weigh(readings: Sequence[Reading], lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """The likeliest category of each entry, and its probability; the numbers of so many entries stay in a processor's cache."""
    for at in range(0, len(readings), _AT_ONCE):
        told = [read.tell() for read in readings[at : at + _AT_ONCE]]
        features = find_features(told, lexicon.evidence.vocabulary, lexicon.order)
        yield from lexicon.evidence.weigh(features, len(told))


def _choose(read: Reading, weighed: tuple[str, float], lexicon: Lexicon) -> Verdict:
    lead = next((span for span in read.sentences if span[1] > read.location.end), (0, len(read.text)))
    return choose_category(read.votes, weighed, lexicon.order, lead)


def _find_refusals(
    entries: Sequence[Entry], readings: Sequence[Reading], verdicts: Sequence[Verdict], lexicon: Lexicon
) -> list[list[Refusal]]:
    """The refusals of each entry, none of one that reports something else."""
    tellings = [
        Telling(read.text, read.marked, read.sentences, read.days, entry.date, read.location)
        if verdict.category == "assembly_refusal"
        else None
        for entry, read, verdict in zip(entries, readings, verdicts, strict=True)
    ]
    found = iter(find_refusals([telling for telling in tellings if telling], lexicon.places, lexicon.refusals))
    return [next(found) if telling else [] for telling in tellings]


def _write_rows(entry: Entry, read: Reading, verdict: Verdict, refusals: Sequence[Refusal], lexicon: Lexicon) -> Coded:
    names, location, sanctions = read.names, read.location, read.sanctions
    granted = [] if refusals else read.granted
    kind = lexicon.kinds[verdict.category]
    persons = {person_key(name.text): name for name in reversed(names) if name.about}
    people = sorted(persons.values(), key=lambda name: name.start)
    flags = [*entry.flags, *location.flags, *_check_sanctions(sanctions, entry, lexicon.law)]
    if verdict.weak:
        flags.append("weak_category")
    if any(refusal.shared for refusal in refusals):
        flags.append("shared_reasons")
    coded = Coded([], [], [], [])
    for number, refusal in enumerate(refusals or [None], 1):
        place = refusal.place if refusal else None
        incident_id = f"{entry.month}-{entry.number:03}.{number}"
        coded.incidents.append(
            IncidentRow(
                incident_id=incident_id,
                report=entry.month,
                entry=entry.number,
                date=entry.date,
                country=place.country if place else location.country,
                region=place.region if place else location.region,
                city=place.name if place else location.city,
                lat=place.lat if place else location.lat,
                lon=place.lon if place else location.lon,
                kind=kind,
                category=verdict.category,
                also=verdict.also,
                right=_find_right(verdict.category, sanctions, entry, lexicon)
                if kind in ("restriction", "relief")
                else None,
                targets=tuple(sorted({value for value, *_ in read.targets})),
                persons=tuple(name.text for name in people),
                permission="refused" if refusal else "granted" if granted else None,
                text=entry.text,
                footnotes=entry.footnotes,
                source_urls=entry.source_urls,
                flags=tuple(sorted({flag for flag in flags if not (place and flag == "no_place")})),
            )
        )
        if refusal:
            coded.refusals.extend(
                RefusalRow(
                    incident_id, entry.month, entry.number, place.name if place else location.city,
                    reason, refusal.form, refusal.theme, refusal.planned,
                )
                for reason in refusal.reasons
            )  # fmt: skip
            coded.spans.extend(SpanRow(incident_id, *span) for span in refusal.spans)
    first = coded.incidents[0].incident_id
    for sanction in sanctions:
        coded.sanctions.append(
            SanctionRow(
                first, entry.month, entry.number, sanction.person, sanction.code, sanction.article, sanction.part,
                sanction.measure, sanction.amount, sanction.unit, sanction.kzt, sanction.status,
            )
        )  # fmt: skip
    spans = (
        [("date", entry.date.isoformat() if entry.date else None, *entry.dateline, "dateline")]
        if entry.dateline
        else []
    )
    spans += [(field, getattr(location, field, None), start, end, rule) for field, start, end, rule in location.spans]
    spans += [("category", category, start, end, rule) for category, start, end, rule in verdict.hits]
    spans += [("target", *target) for target in read.targets]
    spans += [("permission", *grant) for grant in granted]
    spans += [("person" if name.about else "mentioned", name.text, name.start, name.end, name.rule) for name in names]
    spans += [("likely_name", name.text, name.start, name.end, name.rule) for name in read.likely]
    spans += [
        (field, str(getattr(sanction, field, None)), start, end, rule)
        for sanction in sanctions
        for field, start, end, rule in sanction.spans
    ]
    coded.spans.extend(SpanRow(first, *span) for span in dict.fromkeys(spans))
    return coded


def _sort_hits(sentences: Sequence[Sequence[Hit]]) -> Mapping[str, Sequence[Hit]]:
    """The hits of an entry's sentences by the kind of their rule."""
    kinds: dict[str, list[Hit]] = defaultdict(list)
    for hits in sentences:
        for hit in hits:
            kinds[hit.rule.kind].append(hit)
    return kinds


def _read_values(hits: Sequence[Hit]) -> list[_Found]:
    return [(hit.rule.value, hit.start, hit.end, hit.rule.id) for hit in hits]


def _find_right(category: str, sanctions: Sequence[Sanction], entry: Entry, lexicon: Lexicon) -> str | None:
    if category in _RIGHT_BY_ARTICLE:
        for sanction in sanctions:
            if sanction.code and sanction.article and sanction.status in _NEWS:
                right = lexicon.law.right(sanction.code, sanction.article, sanction.part, entry.date)
                if right:
                    return right
    return lexicon.rights[category]


def _check_sanctions(sanctions: Sequence[Sanction], entry: Entry, law: Law) -> list[str]:
    """`amount_mismatch` and `above_maximum`: questions to the source, by the index of the year and the article table.

    One term for several articles is above the maximum only where it is above each article's.
    """
    flags = []
    most: dict[tuple[str | None, str, float, str], list[float | None]] = {}
    for one in sanctions:
        if one.unit == "MCI" and one.amount and one.kzt and entry.date:
            flags += [] if law.amount_matches(one.amount, one.kzt, entry.date) else ["amount_mismatch"]
        if one.code and one.article and one.measure and one.amount and one.unit:
            term = (one.person, one.measure, one.amount, one.unit)
            maximum = law.maximum(one.code, one.article, one.part, one.measure, one.unit, entry.date)
            most.setdefault(term, []).append(maximum)
    for (_, _, amount, _), maxima in most.items():
        known = [maximum for maximum in maxima if maximum is not None]
        if len(known) == len(maxima) and amount > max(known):
            flags.append("above_maximum")
    return flags
