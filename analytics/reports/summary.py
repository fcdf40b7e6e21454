"""The monthly summary: what the chronicle of one month tells, in sentences and tables that say no more than the data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from analytics.counts.compare import FEW, select_month
from analytics.counts.coverage import date_entries
from analytics.counts.reconcile import Comparison, Total, compare_totals
from analytics.counts.selection import Selection
from analytics.figures.address import write_address
from analytics.figures.selected import name_limits
from analytics.figures.view import View
from analytics.figures.words import Words
from analytics.reports.citation import Publication, cite, name_source
from analytics.reports.document import (
    Block,
    Document,
    Paragraph,
    Points,
    Section,
    Sentence,
    Table,
    Told,
)
from analytics.reports.summary_acts import tell_civic, tell_headlines, tell_refusals, tell_restrictions, tell_sanctions
from analytics.reports.summary_people import tell_harms, tell_notable, tell_people
from analytics.reports.telling import Teller
from analytics.reports.totals import say_differences, tell_totals

CARD_FIELDS = ("kind", "category", "city", "refusals", "articles", "sanctions", "persons")
"""The fields of the accuracy card that the numbers of a summary rest on."""


def compose_summary(
    view: View,
    month: str,
    edition: str,
    publication: Publication,
    card: Sequence[Mapping[str, str]] = (),
    totals: Sequence[Total] = (),
) -> Document:
    """Compose the summary of a month (`2024-02`) from a view; its filters hold, its period and statuses do not.

    `card` is the accuracy card (`analytics.tables.accuracy`), `totals` what other monitors published. A month that no
    chronicle covers gives a document that says so, and counts nothing.
    """
    words = view.words
    selection = select_month(view.selection.but(statuses=Selection().statuses, unit=Selection().unit), month)
    teller = Teller(replace(view, selection=selection), month)
    name = words.period("month", month)
    told = month in view.facts.months
    filters = tuple(f"{label}: {shown}" for label, shown in name_limits(selection, words))
    sections = [section(teller) for section in SECTIONS] if told else [_say_no_chronicle(teller)]
    return Document(
        name=f"summary-{month}-{words.language}",
        title=words.say("Monthly summary: {month}", month=name),
        lines=(
            publication.title[words.language],
            *filters,
            words.say("Edition {edition}", edition=edition),
        ),
        language=words.language,
        publisher=publication.publisher,
        month=month,
        months=tuple(sorted(view.facts.months)),
        edition=edition,
        filters=filters,
        labels={
            "figure": words.say("Figure"),
            "table": words.say("Table"),
            "pages": words.say("{page} of {pages}", page="{page}", pages="{pages}"),
        },
        sections=(
            *sections,
            _tell_coverage(teller, card),
            *([_tell_totals(teller, totals)] if totals else []),
            _tell_method(teller),
            _say_how_to_cite(teller, edition, publication),
        ),
    )


def _say_no_chronicle(teller: Teller) -> Section:
    words = teller.words
    return Section(
        "nothing",
        words.say("No chronicle"),
        (
            Paragraph(
                (
                    teller.say(
                        "No chronicle covers {month}, so nothing is counted here. That is a gap, not a zero.",
                        month=words.month(teller.month),
                    ),
                )
            ),
        ),
    )


SECTIONS: tuple[Callable[[Teller], Section], ...] = (
    tell_headlines,
    tell_refusals,
    tell_sanctions,
    tell_restrictions,
    tell_people,
    tell_notable,
    tell_civic,
    tell_harms,
)
"""The sections of a month that a chronicle covers, in their order."""


def _tell_coverage(teller: Teller, card: Sequence[Mapping[str, str]]) -> Section:
    words = teller.words
    blocks: list[Block] = []
    if teller.month in teller.view.facts.months:
        blocks.append(Paragraph(_say_what_is_counted(teller)))
    rows = tuple(_tell_accuracy(words, row) for row in card if row["field"] in CARD_FIELDS)
    if rows:
        heads = (
            words.say("Field"),
            words.say("Coded by hand"),
            words.say("Right, of what was found"),
            words.say("Found, of what is there"),
        )
        note = words.say("Against entries coded by hand that the program never saw; in brackets the 95% interval.")
        blocks.append(Table("accuracy", words.say("How well the program reads"), heads, rows, "lrrr"))
        blocks.append(Paragraph(((note,),), aside=True))
    page = write_address("method", Selection(), (), words.language)
    return Section("coverage", words.say("Coverage and accuracy"), tuple(blocks), page)


def _say_what_is_counted(teller: Teller) -> tuple[Sentence, ...]:
    """Say which entries the counts of the month take in, which are doubtful, and which have no town."""
    words = teller.words
    dated = {}
    for one in date_entries(teller.view.facts, teller.month):
        text = words.count(one.n, "entries") if one.name == "read" else words.number(one.n)
        dated[one.name] = teller.tell(text, one.n, one.mark, "entries", selection=one.selection)
    said = [
        teller.say(
            "The chronicle of {month}: {read}; dated within the month: {inside}, in another month: {elsewhere}, without a "
            "date: {undated}. From other chronicles, but dated in this month: {borrowed}. The counts of a month go by "
            "the date of the entry.",
            month=words.month(teller.month),
            **dated,
        )
    ]
    flags = teller.list_largest(teller.view.count("flag", unit="incidents"), most=20)
    if flags:
        said.append(teller.say("Incidents with a flag for a reviewer: {flags}.", flags=flags))
    said.append(
        teller.say(
            "In Kazakhstan without a town: {unlocated}; abroad: {abroad}.",
            unlocated=teller.number("incidents", (("place", "unlocated"),)),
            abroad=teller.number("incidents", (("place", "abroad"),)),
        )
    )
    return tuple(said)


def _tell_accuracy(words: Words, row: Mapping[str, str]) -> tuple[Sentence, ...]:
    labels = {"persons": words.unit("people"), "articles": words.dimension("article")}
    field = row["field"]
    label = labels.get(field) or words.labels.get(f"unit.{field}") or words.dimension(field)
    n = words.number(int(row["n"]))
    return ((label,), (n,), (say_share(words, row, "precision"),), (say_share(words, row, "recall"),))


def say_share(words: Words, row: Mapping[str, str], name: str) -> str:
    """Write one share of the accuracy card with its interval, as `98% (96–100)`."""
    share, low, high = (words.number(round(100 * float(row[name + end]))) for end in ("", "_low", "_high"))
    return f"{share}% ({low}–{high})"


def _tell_totals(teller: Teller, totals: Sequence[Total]) -> Section:
    """Set our counts beside the totals that other monitors published, up to the month, where all is covered."""
    words = teller.words
    compared = compare_totals(teller.view.facts, [one for one in totals if f"{one.until:%Y-%m}" <= teller.month])
    found = [one for one in compared if one.ours is not None]
    said = teller.say(
        "Totals that other monitors published up to this month: {all}; our chronicles cover every month of: {n}.",
        all=words.number(len(compared)),
        n=words.number(len(found)),
    )
    blocks: list[Block] = [Paragraph((said, (say_differences(words),)))]
    rows = tell_totals(found, words)
    if rows:
        ours = words.say("Ours")
        cells = tuple(
            tuple((_tell_ours(teller, one),) if head == ours else (text,) for head, text in row.items())
            for one, row in zip(found, rows, strict=True)
        )
        title = words.say("Beside the totals of other monitors")
        blocks.append(Table("totals", title, tuple(rows[0]), cells, "llllrrrl"))
    return Section(
        "totals", words.say("Other monitors"), tuple(blocks), write_address("method", Selection(), (), words.language)
    )


def _tell_ours(teller: Teller, one: Comparison) -> Told:
    """Tell our count of the days of a published total."""
    total, n = one.total, one.ours or 0
    span = Selection(categories=(total.category,) if total.category else (), until=total.until.isoformat())
    span = span.but(since=total.since.isoformat() if total.since else "")
    return teller.tell(teller.words.number(n), n, (), total.unit, selection=span)


def _tell_method(teller: Teller) -> Section:
    words = teller.words
    points = (
        words.say("The counts follow what monitors and media could see and publish; what nobody told is not here."),
        words.say("Differences between regions also show where monitors work, not only where more happens."),
        words.say(
            "Counts are taken as Poisson; the interval is exact, given the sum of both. Below {few} cases in either "
            "period no rate is told: one more event would turn it over.",
            few=words.number(FEW),
        ),
        words.say(
            "Of many comparisons a few stand out by chance alone: a rise or fall asks for a look at its entries."
        ),
        words.say("Units are never added up. Only imposed sanctions count, unless the filters say otherwise."),
        words.say("A program reads the entries by rules. It can err: each incident shows how it was coded."),
    )
    return Section("method", words.say("How to read this"), (Points(tuple((point,) for point in points)),))


def _say_how_to_cite(teller: Teller, edition: str, publication: Publication) -> Section:
    words = teller.words
    title = words.say("Monthly summary: {month}", month=words.period("month", teller.month))
    address = write_address("summary", teller.selection, (), words.language)
    citation = cite(publication, edition, teller.view.facts.months, words, title, address)
    source = name_source(publication, [teller.month], words)
    credited = [f"{credit.title}, {credit.url} ({credit.licence})" for credit in publication.credits]
    said: list[Sentence] = [(citation.text,), teller.say("Source: {source}.", source=source)]
    if credited:
        said.append(teller.say("Credits: {credits}.", credits="; ".join(credited)))
    if publication.contact:
        said.append(teller.say("Contact: {contact}.", contact=publication.contact))
    return Section("cite", words.say("How to cite"), (Paragraph(tuple(said)),))
