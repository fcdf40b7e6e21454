"""Method: how entries become numbers, in sections that a page of the dashboard and a published site both show."""

from collections.abc import Iterable, Mapping, Sequence

from analytics.counts.changelog import Entry
from analytics.counts.coverage import list_coverage
from analytics.counts.reconcile import Total, compare_totals
from analytics.counts.selection import UNITS
from analytics.figures.view import View
from analytics.figures.words import Words
from analytics.reports.changes import tell_changes
from analytics.reports.document import Block, Paragraph, Points, Section, Table
from analytics.reports.summary import say_share
from analytics.reports.totals import say_differences, tell_totals


def explain_method(
    view: View, card: Sequence[Mapping[str, str]] = (), totals: Sequence[Total] = ()
) -> tuple[Section, ...]:
    """Explain how the numbers of a view are made, what they cover and what they cannot tell.

    `card` is the accuracy card (`analytics.tables.accuracy`), `totals` are those that other monitors published; a
    section that has nothing to tell is left out.
    """
    words = view.words
    sections = (
        _tell_coverage(view),
        _explain_units(words),
        _explain_categories(words),
        _tell_accuracy(words, card),
        _tell_totals(view, totals),
        _tell_limits(words),
    )
    return tuple(section for section in sections if section.blocks)


def tell_editions(entries: Iterable[Entry], words: Words, names: str, latest: int) -> tuple[Section, ...]:
    """Tell what the latest editions changed, the last one first, each under the id of its entry in the changelog."""
    told = [(entry, tell_changes(entry, words, names)) for entry in list(entries)[: -latest - 1 : -1]]
    return tuple(
        Section(
            f"edition-{entry.id}",
            change.title,
            (
                Points(tuple((line,) for line in change.summary)),
                *tabulate(f"incidents-{entry.id}", words.unit("incidents"), change.incidents),
                *tabulate(f"numbers-{entry.id}", words.labels["change.number_moved"], change.numbers, "llrrl"),
                *tabulate(f"people-{entry.id}", words.unit("people"), change.people),
            ),
        )
        for entry, change in told
    )


def explain_editions(words: Words) -> Paragraph:
    """Say what an edition is."""
    return Paragraph(
        (
            (
                words.say(
                    "An edition is one build of the tables; its id comes from their content, so that equal tables have "
                    "one id. A number that you cite belongs to an edition."
                ),
            ),
        ),
        aside=True,
    )


def tabulate(name: str, caption: str, rows: Sequence[Mapping[str, str]], align: str = "") -> tuple[Block, ...]:
    """Make a table of rows whose keys are its heads; none of no rows. `align` is left for what it does not name."""
    if not rows:
        return ()
    heads = tuple(rows[0])
    cells = tuple(tuple((str(row[head]),) for head in heads) for row in rows)
    return (Table(name, caption, heads, cells, align.ljust(len(heads), "l")),)


def _note(text: str) -> Paragraph:
    return Paragraph(((text,),), aside=True)


def _tell_coverage(view: View) -> Section:
    words = view.words
    rows = [
        {
            words.dimension("month"): words.period("month", month.month),
            words.unit("entries"): words.number(month.entries),
            words.unit("incidents"): words.number(month.incidents),
            words.unit("refusals"): words.number(month.refusals),
            words.say("Sanctions, every status"): words.number(month.sanctions),
            words.say("Incidents with a flag"): words.number(month.flagged),
        }
        for month in list_coverage(view.facts)
    ]
    title = words.say("Months covered")
    note = _note(words.say("A month without a chronicle is a gap in every chart, never a zero."))
    return Section("coverage", title, (*tabulate("months", words.say("By month"), rows, "lrrrrr"), note))


def _explain_units(words: Words) -> Section:
    title = words.say("What is counted")
    rows = [
        {words.dimension("unit"): words.unit(unit), words.say("One is"): words.labels[f"meaning.{unit}"]}
        for unit in UNITS
    ]
    note = _note(words.say("Units are never added up. Only imposed sanctions count, unless the filters say otherwise."))
    return Section("units", title, (*tabulate("units", words.dimension("unit"), rows), note))


def _explain_categories(words: Words) -> Section:
    title = words.say("Categories")
    rows = [
        {
            words.dimension("category"): words.name("category", category),
            words.say("An entry falls here when"): words.labels[f"meaning.{category}"],
        }
        for category in words.codes("category")
    ]
    note = _note(
        words.say(
            "An entry has one category. Where several fit, the first of this list wins: restriction before relief, "
            "relief before civic action, civic action before context."
        )
    )
    return Section("categories", title, (*tabulate("categories", words.dimension("category"), rows), note))


def _tell_accuracy(words: Words, card: Sequence[Mapping[str, str]]) -> Section:
    title = words.say("How well the program reads")
    if not card:
        return Section("accuracy", title, ())
    labels = {"persons": words.unit("people"), "articles": words.dimension("article")}
    rows = [
        {
            words.say("Field"): labels.get(row["field"]) or words.labels.get(f"unit.{row['field']}")
            or words.dimension(row["field"]),
            words.say("Coded by hand"): words.number(int(row["n"])),
            words.say("Right, of what was found"): say_share(words, row, "precision"),
            words.say("Found, of what is there"): say_share(words, row, "recall"),
        }
        for row in card
    ]  # fmt: skip
    note = _note(words.say("Against entries coded by hand that the program never saw; in brackets the 95% interval."))
    return Section("accuracy", title, (*tabulate("accuracy", words.say("By field"), rows, "lrrr"), note))


def _tell_totals(view: View, totals: Sequence[Total]) -> Section:
    words = view.words
    title = words.say("Beside the totals of other monitors")
    rows = tell_totals(compare_totals(view.facts, totals), words)
    blocks = (*tabulate("totals", words.say("Theirs and ours"), rows, "llllrrrl"), _note(say_differences(words)))
    return Section("totals", title, blocks if totals else ())


def _tell_limits(words: Words) -> Section:
    limits = (
        words.say("The counts follow what monitors and media could see and publish; what nobody told is not here."),
        words.say("Differences between regions also show where monitors work, not only where more happens."),
        words.say("A program reads the entries by rules. It can err: each incident shows how it was coded."),
        words.say(
            "Spellings that clearly mean one person are joined; pairs in doubt count as two people and are listed for "
            "review. Two people of one name count as one."
        ),
        words.say("Regions are those since 8 June 2022, for earlier entries too."),
        words.say("The upstream licence of the region outlines on the map is not confirmed."),
    )
    return Section("limits", words.say("Known limits"), (Points(tuple((limit,) for limit in limits)),))
