"""What differs between two editions of the tables, row by row, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import InputError
from analytics.tables.corrections import Correction, read_corrections, write_value
from analytics.tables.schema import INCIDENTS, SCHEMAS
from analytics.tables.store import INPUTS, identify_edition

ALIKE, NEARLY = 0.6, 0.9
"""The shares of words in common from which two unlike paragraphs of a month are one that was edited, wherever they stand
or under one number."""

FIELDS = tuple(
    name
    for name in INCIDENTS.names
    if name not in ("incident_id", "report", "entry", "text", "footnotes", "lat", "lon", "flags", "duplicate_of")
)
GONE = " (removed)"
"""Follows an earlier id of which the later edition may have another incident."""

NAMED = ("persons", "sanctioned", "theme", "source_urls")
"""The fields in whose values people may be named, or in what they lead to."""

_FOLLOWING = ("corrected", "possible_duplicate")  # flags that another change already tells

Row = Mapping[str, Any]


class Change(NamedTuple):
    """One thing that two editions differ in. Lists are joined by `; `, nothing is an empty text.

    `what` is `month_added`, `month_removed`, `source_changed`, `lexicon_changed`, `program_changed`; `incident_added`,
    `incident_removed`, `incident_moved` (the same paragraph under another number: ids in `before` and `after`),
    `text_changed`, `recoded`, `evidence_changed` (read from other words, to the same values), `number_moved`,
    `people_joined`, `people_parted`. `incident` is the id in the later edition, the earlier id for what was removed.
    `why` is `text` (the source says something else), `correction`, `correction_withdrawn`, `entries` (it follows from other
    entries) or `rules` (the lexicon or the program changed); `note` tells who corrected, when and why.
    """

    what: str
    month: str = ""
    incident: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    note: str = ""


class Edition(NamedTuple):
    """One build of the tables, with the checksums of what it was built from and the corrections applied in it."""

    id: str
    tables: Mapping[str, pa.Table]
    inputs: Mapping[str, str]
    corrections: Mapping[tuple[str, str], Correction]


class Matched(NamedTuple):
    """Two rows of `incidents` that are one incident, and whether its words are the same in both."""

    before: Row
    after: Row
    same_text: bool


class Pairing(NamedTuple):
    """The incidents of the months that differ: those in both editions, those only in the later, those only in the earlier."""

    kept: tuple[Matched, ...] = ()
    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()

    @property
    def new_ids(self) -> dict[str, str]:
        """Earlier id -> later id of the incidents that moved or were removed; these are told apart by `GONE`."""
        pairs = ((one.before["incident_id"], one.after["incident_id"]) for one in self.kept)
        moved = {before: after for before, after in pairs if before != after}
        return moved | {row["incident_id"]: row["incident_id"] + GONE for row in self.removed}


def open_edition(folder: Path) -> Edition:
    """Read the edition whose tables stand in a folder. Raises InputError where one is missing."""
    for name in SCHEMAS:
        if not (folder / f"{name}.parquet").exists():
            raise InputError(f"{folder}: no {name}.parquet there; name the folder of an edition's tables")
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in SCHEMAS}
    lines = (folder / INPUTS).read_text("utf8").splitlines() if (folder / INPUTS).exists() else []
    inputs = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    corrections = {(one.incident_id, one.field): one for one in read_corrections(folder / "corrections.csv")}
    return Edition(identify_edition(folder), tables, inputs, corrections)


def compare_rows(before: Edition, after: Edition, pairing: Pairing) -> Iterator[Change]:
    """What two editions differ in but for their numbers: months, inputs, then incidents in order of their ids, people."""
    yield from _compare_months(before, after)
    yield from _compare_inputs(before.inputs, after.inputs)
    told = _Reasons(before, after)
    for what, rows, column, known in (
        ("incident_added", pairing.added, "after", {_entry(one.after): one for one in pairing.kept}),
        ("incident_removed", pairing.removed, "before", {_entry(one.before): one for one in pairing.kept}),
    ):
        for row in rows:
            if row["report"] in told.common:
                one = known.get(_entry(row))
                why = told.why(row, one.same_text if one else False)
                yield Change(what, *_name(row), why=why)._replace(**{column: row["category"]})
    for old, new, _ in pairing.kept:
        if old["incident_id"] != new["incident_id"]:
            why = told.why(new, _entry(old) == _entry(new))
            yield Change("incident_moved", *_name(new), "", old["incident_id"], new["incident_id"], why)
    for _, new, same_text in pairing.kept:
        if not same_text:
            yield Change("text_changed", *_name(new), why=told.why(new, False))
    recoded = list(_compare_coding(before, after, pairing, told))
    yield from recoded
    yield from _compare_evidence(before, after, pairing, {change.incident for change in recoded})
    yield from _compare_people(before.tables["people"], after.tables["people"], "rules" if told.rules else "entries")


class _Reasons:
    """Why a row of one edition differs from its row in the other."""

    def __init__(self, before: Edition, after: Edition) -> None:
        old, new = (
            {row["report"]: row["sha256"] for row in edition.tables["months"].to_pylist()}
            for edition in (before, after)
        )
        self.common = old.keys() & new.keys()
        self.resourced = {month for month in self.common if old[month] != new[month]}
        inputs = (before.inputs, after.inputs)
        self.rules = not all(inputs) or any(_compare_inputs(*inputs))
        self.corrections = (before.corrections, after.corrections)

    def why(self, row: Row, same_text: bool) -> str:
        """`text` where the month's source is another one and these words are too, or nothing else can be the reason."""
        return "text" if row["report"] in self.resourced and not (same_text and self.rules) else "rules"

    def why_field(self, one: Matched, field: str) -> tuple[str, str]:
        """Why one field differs, and who corrected it, when and why."""
        decided = "category" if field == "kind" else field
        was, now = (
            known.get((row["incident_id"], decided))
            for known, row in zip(self.corrections, (one.before, one.after), strict=True)
        )
        if now and (was is None or was.value != now.value):
            return "correction", f"{now.who}, {now.when}: {now.why}"
        if was and now is None:
            return "correction_withdrawn", f"{was.who}, {was.when}: {was.why}"
        return ("entries" if field == "duplicate_of" and one.same_text else self.why(one.after, one.same_text)), ""


def pair_incidents(before: Edition, after: Edition) -> Pairing:
    """Find the incidents of one edition in the other; months that are alike in every row are left out.

    An id tells the paragraph's number, so that a paragraph inserted shifts those after it: paragraphs of a month are
    matched by their words first (footnote numbers left out), then by likeness (`ALIKE`), then the cities within one.
    """
    kept: list[Matched] = []
    added: list[Row] = []
    removed: list[Row] = []
    for old, new in _differing_months(before.tables, after.tables):
        entries, others = _group_entries(old), _group_entries(new)
        numbers = match_entries(
            {number: rows[0]["text"] for number, rows in entries.items()},
            {number: rows[0]["text"] for number, rows in others.items()},
        )
        for number, rows in entries.items():
            if number not in numbers:
                removed += rows
                continue
            mine = others.pop(numbers[number])
            same = _plain(rows[0]["text"]) == _plain(mine[0]["text"])
            for one, other in _pair_cities(rows, mine):
                if one and other:
                    kept.append(Matched(one, other, same))
                elif one:
                    removed.append(one)
                elif other:
                    added.append(other)
        added += [row for rows in others.values() for row in rows]
    return Pairing(tuple(sorted(kept, key=lambda one: one.after["incident_id"])), *map(_sort_rows, (added, removed)))


def match_entries(before: Mapping[int, str], after: Mapping[int, str]) -> dict[int, int]:
    """Earlier number -> later number of the paragraphs of a month that are the same, edited or not."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, text in after.items():
        places[_plain(text)].append(number)
    found: dict[int, int] = {}
    # Twins keep their number where they can; the rest follow in order.
    for stays in (True, False):
        for number, text in before.items():
            free = places[_plain(text)]
            if number not in found and free and (number in free or not stays):
                found[number] = number if stays else free[0]
                free.remove(found[number])
    left = {number: _words(text) for number, text in before.items() if number not in found}
    free_words = {number: _words(text) for number, text in after.items() if number not in found.values()}
    # What hardly changed where it stood is found first: a month whose every paragraph was touched is quick to match.
    found |= {one: one for one in left.keys() & free_words.keys() if _likeness(left[one], free_words[one]) >= NEARLY}
    taken = set(found.values())
    likeness = {
        (one, other): _likeness(words, others)
        for one, words in left.items()
        for other, others in free_words.items()
        if one not in found and other not in taken
    }
    for one, other in sorted(likeness, key=lambda pair: (-likeness[pair], abs(pair[0] - pair[1]), pair)):
        if likeness[one, other] >= ALIKE and one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two paragraphs have in common (Dice)."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _compare_people(before: pa.Table, after: pa.Table, why: str) -> Iterator[Change]:
    """Which spellings, known to both editions, are one person in one of them and several in the other."""
    old, new = ({row["spelling"]: row["person_id"] for row in table.to_pylist()} for table in (before, after))
    common = sorted(old.keys() & new.keys())
    for what, whole, parts in (("people_joined", new, old), ("people_parted", old, new)):
        groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for spelling in common:
            groups[whole[spelling]][parts[spelling]].append(spelling)
        for group in groups.values():
            if len(group) > 1:
                one = "; ".join(sorted(name for names in group.values() for name in names))
                several = " | ".join("; ".join(names) for names in group.values())
                sides = (several, one) if what == "people_joined" else (one, several)
                yield Change(what, "", "", "persons", *sides, why)


def _compare_months(before: Edition, after: Edition) -> Iterator[Change]:
    old, new = ({row["report"]: row for row in edition.tables["months"].to_pylist()} for edition in (before, after))
    for month in sorted(new.keys() - old.keys()):
        yield Change("month_added", month, after=str(new[month]["incidents"]), why="text")
    for month in sorted(old.keys() - new.keys()):
        yield Change("month_removed", month, before=str(old[month]["incidents"]), why="text")
    for month in sorted(old.keys() & new.keys()):
        if old[month]["sha256"] != new[month]["sha256"]:
            yield Change("source_changed", month, before=old[month]["sha256"], after=new[month]["sha256"], why="text")


def _compare_inputs(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    if not before or not after:
        return
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    for name in changed:
        if name.startswith("lexicon/"):
            yield Change("lexicon_changed", field=name.partition("/")[2], why="rules")
    if any(name.startswith("program/") for name in changed):
        yield Change("program_changed", why="rules")


def _compare_coding(before: Edition, after: Edition, pairing: Pairing, told: _Reasons) -> Iterator[Change]:
    codings = [_read_children(edition.tables, pairing) for edition in (before, after)]
    ids = pairing.new_ids
    for one in pairing.kept:
        old, new = (_read_fields(row, coding) for row, coding in zip(one[:2], codings, strict=True))
        old["duplicate_of"] = ids.get(old["duplicate_of"], old["duplicate_of"])
        if old["city"] != new["city"]:
            del old["coordinates"]  # they follow
        for field, was in old.items():
            if was != new[field]:
                yield Change("recoded", *_name(one.after), field, was, new[field], *told.why_field(one, field))


def _compare_evidence(before: Edition, after: Edition, pairing: Pairing, recoded: set[str]) -> Iterator[Change]:
    spans = [
        _group_rows(edition.tables["spans"], {row["report"] for row in _all_rows(pairing)})
        for edition in (before, after)
    ]
    for old, new, same_text in pairing.kept:
        if same_text and new["incident_id"] not in recoded:
            one, other = (
                [
                    (row["field"], row["value"], row["start"], row["end"], row["rule"])
                    for row in side[incident["incident_id"]]
                ]
                for side, incident in zip(spans, (old, new), strict=True)
            )
            if one != other:
                yield Change("evidence_changed", *_name(new), why="rules")


def _read_fields(row: Row, children: Mapping[str, Mapping[str, list[Row]]]) -> dict[str, str]:
    """All that was coded of an incident, as texts, the rows of its other tables included."""
    refusals, sanctions = (children[name][row["incident_id"]] for name in ("refusals", "sanctions"))
    fields = {name: write_value(row[name]) for name in FIELDS}
    fields["coordinates"] = ", ".join(str(row[name]) for name in ("lat", "lon") if row[name] is not None)
    fields["flags"] = write_value([flag for flag in row["flags"] if flag not in _FOLLOWING])
    fields["duplicate_of"] = write_value(row["duplicate_of"])
    for name in ("reason", "form", "theme", "planned"):
        values = {write_value(child[name]) for child in refusals}
        fields[name] = "; ".join(sorted(values - {""}))
    fields["sanctions"] = "; ".join(sorted(map(write_sanction, sanctions)))
    fields["sanctioned"] = "; ".join(sorted({child["person"] for child in sanctions if child["person"]}))
    return fields


def write_sanction(row: Row) -> str:
    """A sanction in one line, without the person: `CAO 488 part 6, fine 20 MCI, imposed`."""
    law = " ".join(filter(None, (row["code"], row["article"], row["part"] and f"part {row['part']}")))
    amount = f"{row['amount']:g} {row['unit'] or ''}".strip() if row["amount"] is not None else ""
    tenge = f"{row['kzt']} KZT" if row["kzt"] is not None else ""
    return ", ".join(filter(None, (law, " ".join(filter(None, (row["measure"], amount, tenge))), row["status"])))


def _read_children(tables: Mapping[str, pa.Table], pairing: Pairing) -> dict[str, dict[str, list[Row]]]:
    months = {row["report"] for row in _all_rows(pairing)}
    return {name: _group_rows(tables[name], months) for name in ("refusals", "sanctions")}


def _all_rows(pairing: Pairing) -> Iterator[Row]:
    for one in pairing.kept:
        yield from (one.before, one.after)
    yield from (*pairing.added, *pairing.removed)


def _group_rows(table: pa.Table, months: set[str]) -> dict[str, list[Row]]:
    """The rows of some months by incident; an incident has no row where it is asked for and has none."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.filter(pc.is_in(_read_months(table), pa.array(sorted(months), pa.string()))).to_pylist():
        rows[row["incident_id"]].append(row)
    return rows


def _differing_months(
    before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]
) -> Iterator[tuple[list[Row], list[Row]]]:
    """The incidents of each month, earlier and later, where anything at all of the month differs."""
    names = ("incidents", "refusals", "sanctions", "spans")
    months = sorted({*before["months"]["report"].to_pylist(), *after["months"]["report"].to_pylist()})
    keys = [{name: _read_months(tables[name]) for name in names} for tables in (before, after)]
    for month in months:
        old, new = (
            {name: tables[name].filter(pc.equal(key[name], month)) for name in names}
            for tables, key in zip((before, after), keys, strict=True)
        )
        if any(not old[name].equals(new[name]) for name in names):
            yield old["incidents"].to_pylist(), new["incidents"].to_pylist()


def _read_months(table: pa.Table) -> pa.ChunkedArray:
    return pc.utf8_slice_codeunits(table["incident_id"], 0, 7)


def _group_entries(rows: Iterable[Row]) -> dict[int, list[Row]]:
    entries: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        entries[row["entry"]].append(row)
    return entries


def _pair_cities(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """The incidents of one paragraph: those of one city together, the rest in their order."""
    cities = {row["city"]: row for row in after}
    pairs = [(row, cities.pop(row["city"], None)) for row in before]
    rest = iter(list(cities.values()))
    yield from ((row, other or next(rest, None)) for row, other in pairs)
    yield from ((None, row) for row in rest)


def _entry(row: Row) -> str:
    return str(row["incident_id"]).rpartition(".")[0]


def _name(row: Row) -> tuple[str, str]:
    return row["report"], row["incident_id"]


def _sort_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row["incident_id"]))


def _plain(text: str) -> str:
    """The words of a paragraph without its footnote markers, whose numbers shift with every paragraph before it."""
    return " ".join(re.sub(r"\[\d+\]", "", text).split())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", _plain(text).casefold()))
