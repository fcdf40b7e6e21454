"""Whom a month is about: people sanctioned, long cases, notable entries, and the groups that indicators watch."""

import re

from analytics.counts.compare import is_covered, select_year
from analytics.counts.harms import ACTS, GROUPS, count_harms
from analytics.counts.norms import MONTHS
from analytics.counts.notable import CONDITIONS, MANY_PEOPLE, find_notable
from analytics.counts.people import LONG_DAYS, LONG_ENTRIES, list_running_cases, list_sanctioned
from analytics.counts.periods import span_of
from analytics.counts.selection import EITHER, NONE, Mark, Selection
from analytics.figures.words import Words
from analytics.reports.document import (
    Block,
    Paragraph,
    Quote,
    Quotes,
    Section,
    Sentence,
    Table,
)
from analytics.reports.telling import Teller

PEOPLE, QUOTES, QUOTE = 12, 8, 420
"""How many people and entries are listed, and how many letters of an entry are quoted."""

_FOOTNOTE = re.compile(r"\s*\[\d+\](?=\W|$)")


def tell_people(teller: Teller) -> Section:
    """Tell who was sanctioned, for the first time or not, and whose cases run long."""
    words, facts = teller.words, teller.view.facts
    people = list_sanctioned(facts, teller.selection)
    cases = list_running_cases(facts, teller.selection)
    new = [person for person in people if not person.before]
    blocks: list[Block] = []
    heads: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    if not people:
        blocks.append(
            Paragraph(
                (
                    teller.say(
                        "The chronicle of {month} does not tell of a sanction on a named person; that is not to say that there was none.",
                        month=words.month(teller.month),
                    ),
                )
            )
        )
    else:
        mark: Mark = (("sanctioned", EITHER.join(person.name for person in people)),)
        everybody = teller.tell(words.number(len(people)), len(people), mark, "sanctions", "sanctioned")
        if people[0].before is None:
            said = teller.say(
                "People named as sanctioned: {n}. No earlier month has a chronicle, so whether they were sanctioned "
                "before is not known.",
                n=everybody,
            )
        else:
            mark = (("sanctioned", EITHER.join(person.name for person in new)),)
            said = teller.say(
                "People named as sanctioned: {n}; of whom no earlier chronicle tells a sanction imposed: {new}.",
                n=everybody,
                new=teller.tell(words.number(len(new)), len(new), mark, "sanctions", "newly_sanctioned"),
            )
        blocks.append(Paragraph((said,)))
    if new:
        rows = tuple(
            (
                (words.name("person", person.name),),
                (teller.number("sanctions", (("sanctioned", person.name),)),),
                _describe_sanctions(teller, person.name),
            )
            for person in new[:PEOPLE]
        )
        caption = words.say("People sanctioned for the first time in these chronicles")
        if new[0].before is None:
            caption = words.say("People sanctioned")
        heads = (words.dimension("person"), words.unit("sanctions"), words.say("Article and measure"))
        blocks.append(Table("sanctioned", _limit(words, caption, len(new), PEOPLE), heads, rows, "lrl"))
    blocks.append(
        Paragraph(
            (
                teller.say(
                    "Long-running cases told of this month: {n}. A case runs long where {entries} entries or more tell "
                    "of a person, the last {days} days or more after the first.",
                    n=teller.tell(
                        words.number(len(cases)),
                        len(cases),
                        (("person", EITHER.join(person.name for person in cases)),),
                        "entries",
                        "long_cases",
                    ),
                    entries=words.number(LONG_ENTRIES),
                    days=words.number(LONG_DAYS),
                ),
            )
        )
    )
    if cases:
        until = Selection(until=teller.selection.until)
        heads = (words.dimension("person"), words.unit("entries"), words.say("First told"), words.say("Days between"))
        rows = tuple(
            (
                (words.name("person", person.name),),
                (teller.number("entries", (("person", person.name),), until),),
                (words.name("day", person.first),),
                (teller.figure(person.days, "case_days", (("person", person.name),), "entries"),),
            )
            for person in cases[:PEOPLE]
        )
        caption = _limit(words, words.say("Long-running cases"), len(cases), PEOPLE)
        blocks.append(Table("cases", caption, heads, rows, "lrlr"))
    return Section("people", words.say("People and cases"), tuple(blocks), teller.find_page("people"))


def _describe_sanctions(teller: Teller, person: str) -> Sentence:
    """Name the articles and measures of one person's sanctions."""
    words, mark = teller.words, (("sanctioned", person),)
    found = teller.view.count("article_part", "measure", unit="sanctions", mark=mark)
    pairs = [
        ", ".join(
            part
            for part in (
                words.article(row["article_part"]) if row["article_part"] != NONE else "",
                words.name("measure", row["measure"]).lower() if row["measure"] != NONE else "",
            )
            if part
        )
        for row in found
    ]
    return ("; ".join(pair for pair in pairs if pair) or words.name("measure", NONE),)


def _limit(words: Words, caption: str, n: int, most: int) -> str:
    """Say in a caption how many of all are listed, where not all are."""
    if n <= most:
        return caption
    return words.say("{caption} ({shown} of {all})", caption=caption, shown=words.number(most), all=words.number(n))


def name_conditions(words: Words) -> dict[str, str]:
    """Say each condition by which an entry is notable, as a reason."""
    return {
        "longest_imprisonment": words.say("longest imprisonment imposed this month"),
        "longest_arrest": words.say("longest administrative arrest this month"),
        "largest_fine": words.say("largest fine this month"),
        "above_maximum": words.say("more than the article allows: a question to the source, never a verdict"),
        "first_article": words.say("an article not told of in the {n} covered months before", n=words.number(MONTHS)),
        "first_city": words.say("a town not told of in the {n} covered months before", n=words.number(MONTHS)),
        "many_people": words.say("{n} people or more named in one restriction", n=words.number(MANY_PEOPLE)),
    }


def tell_notable(teller: Teller) -> Section:
    """Quote the entries that meet a condition, and say the conditions."""
    words, view = teller.words, teller.view
    found, names = find_notable(view.facts, view.selection, view.almanac), name_conditions(words)
    rule = teller.say(
        "No editor chose these entries: they are all that meet a condition, those that meet most of them first. The "
        "conditions: {conditions}.",
        conditions="; ".join(names[name] for name in CONDITIONS),
    )
    if not found:
        said = (teller.say("No entry of this month meets a condition."), rule)
        return Section("notable", words.say("Notable entries"), (Paragraph(said),))
    quotes = []
    for one in found[:QUOTES]:
        row = one.incident
        place = "" if row["city"] == NONE else f", {words.name('city', row['city'])}"
        mark: Mark = tuple((name, row[name]) for name in ("report", "day", "city", "category"))
        head = teller.tell(f"{words.name('day', row['day'])}{place}", 1, mark, "incidents", "row")
        why = teller.say("{category}. Why here: {why}.", category=words.name("category", row["category"]),
                         why="; ".join(names[name] for name in one.conditions))  # fmt: skip
        quotes.append(Quote((head,), why, shorten(row["text"])))
    shown = teller.say(
        "Entries that meet a condition: {n}; shown: {shown}.",
        n=teller.figure(len(found), "notable"),
        shown=words.number(len(quotes)),
    )
    return Section(
        "notable", words.say("Notable entries"), (Paragraph((shown, rule), aside=True), Quotes(tuple(quotes)))
    )


def strip_footnotes(text: str) -> str:
    """Return the text of an entry in one line, without the marks of its footnotes."""
    return " ".join(_FOOTNOTE.sub("", text).split())


def shorten(text: str, most: int = QUOTE) -> str:
    """Return the first sentences of an entry that fit, or its first words where not one does; footnote marks are left out."""
    text = strip_footnotes(text)
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in (". ", "! ", "? "))
    return f"{text[: end + 1]} […]" if end > most // 2 else f"{text[: text.rfind(' ', 0, most)]} […]"


def name_acts(words: Words) -> dict[str, str]:
    """Name the acts that are counted against journalists, unions and defenders."""
    return {
        "detention": words.say("Detained"),
        "punished": words.say("Arrest, remand or prison imposed"),
        "custody": words.say("Treatment in custody"),
        "attack": words.say("Attacked, threatened"),
        "other": words.say("Other restrictions"),
    }


def tell_harms(teller: Teller) -> Section:
    """Count acts against journalists, trade unions and defenders, and say what that is not."""
    words, facts = teller.words, teller.view.facts
    names = name_acts(words)
    tables = []
    for selection in (teller.selection, select_year(facts, teller.selection)):
        if not is_covered(facts, selection):
            continue
        counted = {(harm.group, harm.act): harm for harm in count_harms(facts, selection)}
        rows: list[tuple[Sentence, ...]] = []
        for group in GROUPS:
            cells: list[Sentence] = [(words.name("target", group),)]
            cells += [(teller.number("incidents", counted[group, act].mark, selection),) for act in ACTS]
            rows.append(tuple(cells))
        span = words.days(*span_of(facts, selection))
        caption = words.say("Incidents by who is concerned: {period}", period=span)
        heads = (words.dimension("target"), *(names[act] for act in ACTS))
        tables.append(Table("harms", caption, heads, tuple(rows), "l" + "r" * len(ACTS)))
    note = (
        teller.say(
            "Grouped as SDG indicator 16.10.1 groups harm to journalists, trade unionists and human rights defenders. It "
            "is not that indicator: killings and disappearances have no category of their own here, whether a detention "
            "was arbitrary or treatment was torture is not judged, and nothing was verified beyond the chronicle."
        ),
        teller.say(
            "A role counts where the entry’s own words give it; one incident may stand in several cells, so they are not "
            "added up. Refused assemblies are left out."
        ),
    )
    title = words.say("Journalists, trade unions, human rights defenders")
    return Section("harms", title, (*tables, Paragraph(note, aside=True)))
