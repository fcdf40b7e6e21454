"""What was done in a month, by the authorities and by people: headline numbers, refusals, sanctions, cases, relief."""

from dataclasses import replace

from analytics.counts.amounts import list_once, list_unchecked, sum_amounts, sum_by_article
from analytics.counts.compare import shift_year
from analytics.counts.count import count_values
from analytics.counts.headlines import HEADLINES
from analytics.counts.repeats import AGAIN, REPEAT_WITHIN
from analytics.counts.requests import find_median_lead
from analytics.counts.selection import EITHER, NONE, Mark
from analytics.figures.catalogue import draw_chart
from analytics.figures.words import Words
from analytics.reports.document import (
    Block,
    Paragraph,
    Picture,
    Section,
    Sentence,
    Table,
)
from analytics.reports.telling import Line, Teller, compare_lines, say_changes, say_norms

RESTRICTIONS = (
    "criminal_case",
    "administrative_case",
    "assembly_refusal",
    "assembly_interference",
    "detention",
    "custody_treatment",
    "search_summons",
    "media_restriction",
    "association_restriction",
    "attack_threat",
)
"""The categories of restriction, in the codebook's order but for the two kinds of case, which come first."""

CIVIC = ("relief", "assembly_held", "labour_action", "civic_appeal")
CITIES = 10
"""How many cities are listed."""


def title_headlines(words: Words) -> dict[str, str]:
    """Return the titles of the headline numbers, by their names."""
    return {
        "incidents": words.say("Incidents"),
        "restrictions": words.say("Restrictions"),
        "assemblies_refused": words.say("Assemblies refused"),
        "assemblies_held": words.say("Assemblies held"),
        "sanctions": words.say("Sanctions imposed"),
        "people": words.say("People named"),
    }


def tell_headlines(teller: Teller) -> Section:
    """Tell the headline numbers, what may be said against earlier months, and when it happened."""
    words, titles = teller.words, title_headlines(teller.words)
    lines = [Line(titles[name], unit, mark) for name, unit, mark in HEADLINES]
    kinds = {kind: teller.number("incidents", (("kind", kind),)) for kind in words.codes("kind")}
    said = teller.say(
        "In {month} the chronicle tells of {incidents}. Restrictions: {restriction}; relief: {relief}; civic "
        "action: {civic_action}; context: {context}.",
        month=words.month(teller.month),
        incidents=teller.count("incidents"),
        **kinds,
    )
    compared = [say_changes(teller, lines, comparator) for comparator in teller.comparators]
    compared.append(say_norms(teller, lines))
    table = compare_lines(teller, "headlines", words.say("Headline numbers"), words.say("Number"), lines, norm=True)
    blocks: list[Block] = [Paragraph((said,)), table, *(Paragraph(sentences) for sentences in compared if sentences)]
    if teller.number("incidents").value:
        blocks.append(_draw_time(teller))
    return Section("headlines", words.say("In short"), tuple(blocks), teller.find_page("overview"))


def _draw_time(teller: Teller) -> Picture:
    """Draw the months up to this one by kind where one of the twelve before is covered, else the days of this one."""
    words, facts = teller.words, teller.view.facts
    year = teller.selection.but(since=shift_year(facts, teller.selection).since)
    recent = any(f"{year.since[:7]}" <= month < teller.month for month in facts.months)
    view, grain = (replace(teller.view, selection=year), "month") if recent else (teller.view, "week")
    chart = draw_chart(view, "overview.when")
    series, kinds = view.series("kind", grain=grain), words.codes("kind")
    found = {(row[grain], row["kind"]): row["n"] for row in series}
    rows = []
    for period in series.periods:
        cells: list[Sentence] = [(words.period(grain, period.value),)]
        for kind in kinds:
            n, mark = found.get((period.value, kind), 0), ((grain, period.value), ("kind", kind))
            told = teller.tell(words.number(n or 0), n or 0, mark, "incidents", selection=view.selection)
            cells.append(("–",) if period.covered == "none" else (told,))
        rows.append(tuple(cells))
    heads = (words.dimension(grain), *(words.name("kind", kind) for kind in kinds))
    table = Table("time", chart.title, heads, tuple(rows), "l" + "r" * len(kinds))
    return Picture("overview.when", chart, (table,))


def tell_refusals(teller: Teller) -> Section:
    """Tell the refused assemblies by stated reason and by city."""
    words, view, facts = teller.words, teller.view, teller.view.facts
    title, page = words.say("Assemblies refused"), teller.find_page("refusals")
    refusals = teller.count("refusals")
    if not refusals.value:
        return Section(
            "refusals",
            title,
            (
                Paragraph(
                    (
                        teller.say(
                            "The chronicle of {month} does not tell of a refused assembly; that is not to say that there was none.",
                            month=words.month(teller.month),
                        ),
                    )
                ),
            ),
            page,
        )
    reasons, cities = view.count("reason", unit="refusals"), view.count("city", unit="refusals")
    towns = count_values(cities)
    again: Mark = (("again", EITHER.join(AGAIN)),)
    said = [
        teller.say(
            "Authorities refused assemblies: {refusals}. Towns: {towns}; the largest numbers: {cities}.",
            refusals=refusals,
            towns=teller.tell(words.number(towns), towns, (), "refusals", "cities"),
            cities=teller.list_largest(cities) or ("–",),
        ),
        teller.say(
            "Reasons stated most often: {reasons}. One refusal may state several, so they add up to more.",
            reasons=teller.list_largest(reasons),
        ),
        teller.say(
            "Refused again by the same city within {days} days, with the same person, theme or day: {again}.",
            days=words.number(REPEAT_WITHIN.days),
            again=teller.number("refusals", again),
        ),
    ]
    told, median = find_median_lead(facts, view.selection)
    if median is not None:
        said.append(
            teller.say(
                "Days from the refusal to the day asked for: median {median} (refusals that tell the day: {n}).",
                median=teller.figure(median, "lead_median", unit="refusals"),
                n=teller.figure(told, "lead_told", unit="refusals"),
            )
        )
    said.append(
        teller.say(
            "Beside that, assemblies told of as held: {held}; told of as permitted: {permitted}.",
            held=teller.number("incidents", (("category", "assembly_held"),)),
            permitted=teller.number("incidents", (("permission", "granted"),)),
        )
    )
    lines = [Line(words.name("reason", row["reason"]), "refusals", reasons.mark(row)) for row in reasons]
    table = compare_lines(
        teller, "reasons", words.say("Refusals by stated reason"), words.dimension("reason"), lines, norm=False
    )
    places = _list_places(teller, "cities", words.say("Refusals by city"))
    return Section(
        "refusals",
        title,
        (
            Paragraph(tuple(said)),
            Picture("refusals.reasons", draw_chart(view, "refusals.reasons"), (table, places)),
        ),
        page,
    )


def _list_places(teller: Teller, name: str, caption: str) -> Table:
    """List the cities with most refusals; the others stand in one line, counted together."""
    words = teller.words
    cities = [row["city"] for row in teller.view.count("city", unit="refusals")]
    named = [city for city in cities if city != NONE]
    listed, rest = named[:CITIES], named[CITIES:]
    lines = [Line(words.name("city", city), "refusals", (("city", city),)) for city in listed]
    if rest:
        value = EITHER.join(rest)
        lines.append(Line(words.name("city", value), "refusals", (("city", value),)))
    if NONE in cities:
        lines.append(Line(words.name("city", NONE), "refusals", (("city", NONE),)))
    return compare_lines(teller, name, caption, words.dimension("city"), lines, norm=False)


def tell_sanctions(teller: Teller) -> Section:
    """Tell the sanctions imposed by article, with days of arrest and fines."""
    words, view, facts = teller.words, teller.view, teller.view.facts
    title, page = words.say("Sanctions imposed"), teller.find_page("sanctions")
    every = view.selection.but(statuses=())
    sanctions = teller.count("sanctions")
    told = view.count("status", unit="sanctions", selection=every)
    beside = teller.join(
        teller.put(words.name("status", row["status"]).lower(), words.number(row["n"]), row["n"], told.mark(row), told)
        for row in told
        if row["status"] != "imposed"
    )
    tail = [teller.say("Told besides, and not counted here: {statuses}.", statuses=beside)] if beside else []
    if not sanctions.value:
        said = (
            teller.say(
                "The chronicle of {month} does not tell of a sanction imposed; that is not to say that there was none.",
                month=words.month(teller.month),
            ),
            *tail,
        )
        return Section("sanctions", title, (Paragraph(said),), page)
    index = view.almanac.index
    rows = list_once(facts, view.selection)
    sums = {one.unit: one for one in sum_amounts(rows, index)}
    said_of = [
        teller.say(
            "Decisions imposed {sanctions}. Measures: {measures}.",
            sanctions=sanctions,
            measures=teller.list_largest(view.count("measure", unit="sanctions"), most=5) or ("–",),
        )
    ]
    arrest, mci, tenge = sums["arrest_days"], sums["fine_mci"], sums["fine_tenge"]
    if arrest.n:
        mark: Mark = (("measure", "arrest"),)
        said_of.append(
            teller.say(
                "Administrative arrest: {days} in all (terms told: {n}; the longest: {longest}).",
                days=_count_days(teller, arrest.total, "arrest_days.total", mark),
                n=teller.figure(arrest.n, "arrest_days.n", mark, "sanctions"),
                longest=_count_days(teller, arrest.largest, "arrest_days.largest", mark),
            )
        )
    if mci.n or tenge.n:
        mark = (("measure", "fine"),)
        said_of.append(
            teller.say(
                "Fines: {mci} MCI (amounts told in MCI: {n}); {tenge} tenge, as told or by the index of the year (amounts: "
                "{m}; the largest: {largest}).",
                mci=teller.figure(mci.total, "fine_mci.total", mark, "sanctions"),
                n=teller.figure(mci.n, "fine_mci.n", mark, "sanctions"),
                tenge=teller.figure(tenge.total, "fine_tenge.total", mark, "sanctions"),
                m=teller.figure(tenge.n, "fine_tenge.n", mark, "sanctions"),
                largest=teller.figure(tenge.largest, "fine_tenge.largest", mark, "sanctions"),
            )
        )
    if years := list_unchecked(rows, index):
        said_of.append(teller.say("The index of {years} was not checked in a source.", years=", ".join(years)))
    return Section(
        "sanctions",
        title,
        (
            Paragraph((*said_of, *tail)),
            Picture("sanctions.articles", draw_chart(view, "sanctions.articles"), (_list_articles(teller),)),
            Paragraph(
                (
                    teller.say(
                        "A measure told for several articles stands under each of them here, and once in the sums above."
                    ),
                ),
                aside=True,
            ),
        ),
        page,
    )


def _count_days(teller: Teller, days: float, what: str, mark: Mark) -> Sentence:
    """Tell a number of days, the number alone as what is counted."""
    number = teller.figure(days, what, mark, "sanctions")
    said = teller.words.say_many("{n} day", "{n} days", int(days))
    before, _, after = said.partition(number.text)
    return tuple(run for run in (before, number, after) if run)


def _list_articles(teller: Teller) -> Table:
    """List each article with its sanctions, days of arrest and fines."""
    words = teller.words
    units = ("arrest_days", "fine_mci", "fine_tenge")
    rows = []
    for one in sum_by_article(teller.view.facts, teller.selection, teller.view.almanac.index):
        mark: Mark = (("article", one.article),)
        cells: list[Sentence] = [(words.name("article", one.article),), (teller.number("sanctions", mark),)]
        for unit in units:
            total = one.amounts[unit]
            told = teller.figure(total.total, f"article.{unit}", mark, "sanctions")
            cells.append((told,) if total.n else ("–",))
        rows.append(tuple(cells))
    heads = (
        words.dimension("article"),
        words.unit("sanctions"),
        words.say("Days of arrest"),
        words.say("Fines, MCI"),
        words.say("Fines, tenge"),
    )
    return Table("articles", words.say("Sanctions by article"), heads, tuple(rows), "lrrrr")


def tell_restrictions(teller: Teller) -> Section:
    """Tell the restrictions by category, and of whom detentions, custody, media and labour tell."""
    words, view = teller.words, teller.view
    lines = [
        Line(words.name("category", name), "incidents", (("category", name),))
        for name in RESTRICTIONS
        if name in words.codes("category")
    ]
    table = compare_lines(
        teller,
        "restrictions",
        words.say("Restrictions by category"),
        words.dimension("category"),
        lines,
        norm=False,
    )
    restriction = ("kind", "restriction")

    def number(unit: str, *mark: tuple[str, str]) -> Sentence:
        return (teller.number(unit, mark),)

    said = (
        teller.say(
            "Detentions by police: {n}; people named in them: {people}.",
            n=number("incidents", ("category", "detention")),
            people=number("people", ("category", "detention")),
        ),
        teller.say(
            "Treatment in custody: {n}; people named: {people}.",
            n=number("incidents", ("category", "custody_treatment")),
            people=number("people", ("category", "custody_treatment")),
        ),
        teller.say(
            "Pressure on media: {n}; restrictions of any category that concern journalists or media outlets: {all}.",
            n=number("incidents", ("category", "media_restriction")),
            all=number("incidents", restriction, ("target", EITHER.join(("journalist", "media")))),
        ),
        teller.say(
            "Strikes and other labour protests: {n}; restrictions that concern workers or trade unions: {all}.",
            n=number("incidents", ("category", "labour_action")),
            all=number("incidents", restriction, ("target", EITHER.join(("worker", "union")))),
        ),
    )
    picture = Picture("overview.what", draw_chart(view, "overview.what"), (table,))
    blocks: tuple[Block, ...] = (Paragraph(said), picture if view.count().total else table)
    return Section("restrictions", words.say("Detentions, cases, custody, media, labour"), blocks,
                   teller.find_page("trends"))  # fmt: skip


def tell_civic(teller: Teller) -> Section:
    """Tell relief and civic action beside restriction."""
    words = teller.words
    lines = [Line(words.name("kind", "restriction"), "incidents", (("kind", "restriction"),))]
    lines += [Line(words.name("category", name), "incidents", (("category", name),)) for name in CIVIC]
    said = (
        teller.say(
            "Relief (releases, acquittals, decisions quashed, officials found at fault): {relief}; restrictions: "
            "{restriction}; what people did themselves: {civic}.",
            relief=teller.number("incidents", (("kind", "relief"),)),
            restriction=teller.number("incidents", (("kind", "restriction"),)),
            civic=teller.number("incidents", (("kind", "civic_action"),)),
        ),
    )
    caption = words.say("Restriction, relief and civic action")
    table = compare_lines(teller, "civic", caption, words.dimension("category"), lines, norm=False)
    return Section("civic", words.say("Relief and civic action"), (Paragraph(said), table), teller.find_page("trends"))
