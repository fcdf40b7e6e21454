"""What sanctions add up to."""

from html import escape

from analytics.counts.amounts import list_once, list_unchecked, sum_amounts, sum_penalties
from analytics.counts.periods import span_of
from analytics.figures.view import View
from analytics.reports.document import Table
from pages.shared.blocks import write_head, write_note, write_numbers, write_parts


def write_statuses(view: View) -> str:
    """Write which statuses of sanctions are counted."""
    words, statuses = view.words, view.selection.statuses
    if statuses == ("imposed",):
        return write_note(
            words.say("Only sanctions imposed by a decision that the entry reports; the filters add other statuses.")
        )
    named = ", ".join(words.name("status", status) for status in statuses) or words.say("of every status")
    return write_note(words.say("Sanctions counted: {statuses}.", statuses=named))


def write_amounts(view: View) -> str:
    """Write the days of arrest and the fines of the selection."""
    words, index = view.words, view.almanac.index
    titles = {
        "arrest_days": words.say("Days of arrest"),
        "fine_mci": words.say("Fines, MCI"),
        "fine_kzt": words.say("Fines, tenge as stated"),
        "fine_converted": words.say("Fines told in MCI alone, in tenge of the year"),
        "fine_tenge": words.say("All fines, tenge of the year"),
    }
    rows = list_once(view.facts, view.selection)
    numbers = []
    for amounts in sum_amounts(rows, index):
        note = words.say(
            "in {n}; median {median}", n=words.count(amounts.n, "sanctions"), median=words.number(amounts.median)
        )
        number, note = (words.number(amounts.total), note) if amounts.n else ("–", words.say("none stated"))
        numbers.append((titles[amounts.unit], f"<b>{escape(number)}</b>", f"<span>{escape(note)}</span>"))
    note = words.say(
        "All fines: tenge as the entry states them, else MCI times the index of the day’s year; no fine is added twice. "
        "A fine without a date or amount is in neither."
    )
    if years := list_unchecked(rows, index):
        note += " " + words.say("The index of {years} was not checked in a source.", years=", ".join(years))
    return write_numbers(numbers, wide=True) + write_note(note)


def write_penalties(view: View) -> str:
    """Write what is stated of each measure: years, months, days, hours, MCI."""
    words, penalties = view.words, sum_penalties(list_once(view.facts, view.selection))
    if not penalties:
        return ""
    rows = [
        (
            (words.name("measure", measure),),
            (words.name("amount", amounts.unit),),
            *((words.number(n),) for n in (amounts.n, amounts.median, amounts.largest, amounts.total)),
        )
        for measure, amounts in penalties
    ]
    heads = (words.dimension("measure"), words.dimension("unit"), words.unit("sanctions"))
    heads += (words.say("Median"), words.say("Largest"), words.say("Total"))
    months = words.days(*span_of(view.facts, view.selection))
    table = Table("penalties", months, heads, tuple(rows), "llrrrr")
    return write_head(words.say("Penalties stated, by measure")) + write_parts(table)
