"""What an edition changed, in sentences and small tables: for the command line, the method page and published pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.counts.changelog import Entry
from analytics.counts.names import POLICIES, read_policy
from analytics.figures.words import Words
from analytics.reports.citation import name_months
from analytics.tables.compare import GONE, NAMED, Change

Rows = list[dict[str, str]]

_DIMENSION = {
    "also": "category", "date": "day", "flags": "flag", "persons": "person", "planned": "day", "targets": "target",
}  # fmt: skip
_BY_REVIEWER = ("correction", "correction_withdrawn")
_LISTED = ("incident_added", "incident_removed", "incident_moved", "text_changed", "recoded")


@dataclass(frozen=True)
class Told:
    """An entry of the changelog in words: what it is, its summary, and what happened to which incident, number, person."""

    title: str
    summary: tuple[str, ...]
    incidents: Rows
    numbers: Rows
    people: Rows


def tell_changes(entry: Entry, words: Words, names: str = POLICIES[0]) -> Told:
    """Tell an entry of the changelog in a language. `names` is how people are named: unless in full, not at all."""
    full = read_policy(names) == POLICIES[0]
    title = words.say("Edition {edition}", edition=entry.edition)
    return Told(
        f"{words.name('day', entry.day)}: {title}",
        tuple(_summarise(entry, words)),
        [_tell_incident(change, words, full) for change in entry.changes if change.what in _LISTED],
        [_tell_number(change, words) for change in entry.changes if change.what == "number_moved"],
        [
            {words.say("Change"): words.labels[f"change.{change.what}"], **_tell_sides(change, words, full)}
            for change in entry.changes
            if change.what.startswith("people_") and full
        ],
    )


def _summarise(entry: Entry, words: Words) -> Iterator[str]:
    """Say each kind of change in a line: what it touches, or how many incidents, numbers or people."""
    if not entry.previous:
        months = [change.month for change in entry.changes if change.month]
        yield words.say("The first edition recorded: {months}.", months=name_months(months, words))
        return
    found: dict[str, list[Change]] = {}
    for change in entry.changes:
        found.setdefault("corrected" if change.why in _BY_REVIEWER else change.what, []).append(change)
    for term in words.codes("change"):
        if changes := found.get(term):
            yield f"{words.labels[f'change.{term}']}{_tell_extent(term, changes, words)}."


def _tell_extent(term: str, changes: list[Change], words: Words) -> str:
    if term in ("not_kept", "same_rows", "program_changed"):
        return ""
    if term == "lexicon_changed":
        return ": " + ", ".join(change.field for change in changes)
    if term in ("month_added", "month_removed", "source_changed"):
        numbers = [int(number) for change in changes if (number := change.after or change.before).isdigit()]
        told = f" ({words.count(sum(numbers), 'incidents')})" if term != "source_changed" else ""
        return ": " + ", ".join(words.period("month", change.month) for change in changes) + told
    of_incidents = {change.incident for change in changes} if term in (*_LISTED, "corrected") else changes
    return f": {words.number(len(of_incidents))}"


def _tell_incident(change: Change, words: Words, full: bool) -> dict[str, str]:
    what = _name_field(change.field, words) if change.field else words.labels[f"change.one_{change.what}"]
    note = f" ({change.note})" if change.note and full else ""
    return {
        words.say("Incident"): change.incident,
        words.say("Change"): what,
        **_tell_sides(change, words, full),
        words.say("Why"): words.labels[f"why.{change.why}"] + note,
    }


def _tell_number(change: Change, words: Words) -> dict[str, str]:
    unit, _, rest = change.field.partition("/")
    dimension, _, value = rest.partition("/")
    named = f"{words.dimension(dimension)}: {words.name(dimension, value)}"
    gone = f" ({words.labels['change.one_incident_removed'].lower()})"
    return {
        words.dimension("month"): words.period("month", change.month),
        words.say("Number"): words.unit(unit) + (f", {named}" if dimension else ""),
        words.say("Before"): words.number(int(change.before)),
        words.say("After"): words.number(int(change.after)),
        words.say("Moved by"): change.incident.replace("; ", ", ").replace(GONE, gone),
    }


def _tell_sides(change: Change, words: Words, full: bool) -> dict[str, str]:
    sides = {words.say("Before"): change.before, words.say("After"): change.after}
    if change.field in NAMED and not full:
        return {side: "…" if value else "–" for side, value in sides.items()}
    field = change.field or ("category" if change.what in ("incident_added", "incident_removed") else "")
    return {side: _name_values(field, value, words) or "–" for side, value in sides.items()}


def _name_field(field: str, words: Words) -> str:
    terms = (f"field.{field}", f"dimension.{field}", f"dimension.{_DIMENSION.get(field, field)}", f"unit.{field}")
    return next(words.labels[term] for term in terms if term in words.labels)


def _name_values(field: str, values: str, words: Words) -> str:
    if field == "sanctions":
        return re.sub(r"[A-Za-z_-]+", lambda word: _name_code(word[0], words), values)
    named = (words.name(_DIMENSION.get(field, field), value) for value in values.split("; ") if value)
    return ", ".join(named)


def _name_code(code: str, words: Words) -> str:
    kinds = ("code", "measure", "amount", "status")
    found = (words.labels.get(f"{kind}.{'kzt' if code == 'KZT' else code}") for kind in kinds)
    return next(filter(None, found), words.say(code) if code == "part" else code)


def print_changes(entry: Entry, words: Words) -> str:
    """The text of a comparison as the command line shows it."""
    told = tell_changes(entry, words)
    lines = [f"{entry.previous} > {entry.edition}", *told.summary]
    for title, rows in (
        (words.unit("incidents"), told.incidents),
        (words.labels["change.number_moved"], told.numbers),
        (words.unit("people"), told.people),
    ):
        if rows:
            lines += ["", f"{title}:", *("    " + _print_row(row, words) for row in rows)]
    return "\n".join(lines if len(lines) > 1 else [*lines, words.say("Nothing changed.")])


def _print_row(row: dict[str, str], words: Words) -> str:
    before, after = (row.pop(words.say(side)) for side in ("Before", "After"))
    first, *rest = [value for value in row.values() if value]
    return "  ".join([first, *rest[:1], f"{before} → {after}", *rest[1:]])
