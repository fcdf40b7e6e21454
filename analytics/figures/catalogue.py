"""Every chart of the dashboard by name, so that a page, a figure for print and a document draw one and the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from analytics.counts.events import Event
from analytics.counts.largest import gather_others
from analytics.counts.people import list_people
from analytics.counts.periods import GRAINS, average_before, choose_grain
from analytics.counts.repeats import LEADS, REPEAT_WITHIN
from analytics.counts.requests import find_median_lead
from analytics.counts.selection import NONE
from analytics.figures.bars import draw_bars, draw_columns, draw_columns_apart
from analytics.figures.chart import Chart
from analytics.figures.heat import draw_heat
from analytics.figures.maps import draw_map
from analytics.figures.stacks import draw_stack
from analytics.figures.steps import draw_steps
from analytics.figures.timeline import draw_timeline
from analytics.figures.view import View
from analytics.figures.words import Words

OUTLINES = "app/static/geo/kz-regions.geojson"
"""The outlines of the regions on the dashboard's server: a copy of `data/geo/kz-regions.geojson`, held equal by a test."""

SPLITS = ("kind", "category", "region", "city", "right", "target")
SHADES = ("number", "rate")

Choices = Mapping[str, str]
"""What a reader chose for a chart besides the selection: a value for each name of `CHOICES` that the chart takes."""


@dataclass(frozen=True)
class Plan:
    """How a chart is made: its title, how it is drawn, what must be said beside it, and the choices that it takes.

    Charts `on_map` show where places are, and so owe a credit to those who found it out.
    """

    title: Callable[[View, Choices], str]
    draw: Callable[[View, str, Choices], Chart]
    note: Callable[[View, Choices], str] = lambda view, choices: ""
    choices: tuple[str, ...] = ()
    on_map: bool = False


def draw_chart(view: View, name: str, choices: Choices | None = None) -> Chart:
    """Draw the chart of a name in `CHARTS`; a choice that is left out, or is none, is taken by its default.

    Raises:
        KeyError: for a name that no chart has.
    """
    plan, chosen = CHARTS[name], complete_choices(view, name, choices or {})
    chart = plan.draw(view, plan.title(view, chosen), chosen)
    return replace(chart, name=name, note=plan.note(view, chosen))


def title_chart(view: View, name: str, choices: Choices | None = None) -> str:
    """Return the title of a chart without drawing it."""
    return CHARTS[name].title(view, complete_choices(view, name, choices or {}))


def complete_choices(view: View, name: str, choices: Choices) -> dict[str, str]:
    """Return a value for each choice of a chart: the one given where there is such a one, else the default."""
    completed = {}
    for choice in CHARTS[name].choices:
        options, default = CHOICES[choice](view)
        completed[choice] = choices[choice] if choices.get(choice) in options else default
    return completed


def name_choice(words: Words, choice: str) -> str:
    """Return the label of a choice."""
    return {
        "by": words.say("Period"),
        "split": words.say("Split by"),
        "shade": words.say("Shade regions by"),
        "parts": words.say("Parts of an article"),
    }[choice]


def name_option(words: Words, choice: str, option: str) -> str:
    """Return the label of one option of a choice."""
    if choice == "shade":
        return words.say("number per 100,000 inhabitants") if option == "rate" else words.say("number")
    return words.article(option) if choice == "parts" else words.dimension(option)


def list_articles(view: View) -> tuple[str, ...]:
    """List the articles of a selection's sanctions that can be opened by their parts, the most frequent first."""
    return tuple(row["article"] for row in view.count("article", unit="sanctions") if row["article"] != NONE)[:12]


CHOICES: dict[str, Callable[[View], tuple[tuple[str, ...], str]]] = {
    "by": lambda view: (GRAINS, choose_grain(view.facts, view.selection)),
    "split": lambda view: (SPLITS, SPLITS[0]),
    "shade": lambda view: (SHADES, SHADES[0]),
    "parts": lambda view: (articles := list_articles(view), articles[0] if articles else ""),
}
"""The choices that charts take: the options of each, and its default, in a view."""


def _draw_places(view: View, title: str, height: int = 480, rate: bool = False) -> Chart:
    """Draw the map of a view, its regions shaded by number or by rate."""
    cities = view.count("city", mark=(("place", "located"),))
    counted = {row["region"]: row["n"] for row in view.count("region")}
    regions: dict[str, float] = {region: counted.get(region, 0) for region in view.words.codes("region")}
    if rate:
        people = view.almanac.population
        regions = {region: 100_000 * n / people[region] for region, n in regions.items() if region in people}
    return draw_map(
        cities, view.facts.places, regions, view.words, title, view.span, OUTLINES, rate=rate, height=height
    )


def _note_map(view: View, choices: Choices) -> str:
    note = view.words.say("The area of a bubble is its number; the stronger a region is coloured, the more it has.")
    if choices["shade"] == "rate":
        note += " " + view.words.say("Inhabitants are counted or estimated for 2024 to 2026.")
    return note


def _draw_time(view: View, title: str, choices: Choices) -> Chart:
    whole = view.over_time(choices["by"])
    return draw_columns(whole, view.words, title, view.span, view.events(), average_before(whole))


def _name_events(events: list[Event], words: Words) -> str:
    """Name the numbered events under a chart over time."""
    named = [
        f"{number}: {words.day(event.day)}, {event.labels[words.language] or event.labels['en']}"
        + ("" if event.checked else f" ({words.say('date unchecked')})")
        for number, event in enumerate(events, 1)
    ]
    return f"{words.say('Events')} – {'; '.join(named)}." if named else ""


def _split(choices: Choices) -> tuple[str, ...]:
    """Return the dimensions of a split; a category brings its kind, which colours it."""
    return ("category", "kind") if choices["split"] == "category" else (choices["split"],)


def _draw_leads(view: View, title: str, choices: Choices) -> Chart:
    words = view.words
    told, median = find_median_lead(view.facts, view.selection)
    known = median is not None
    note = words.say("median {median} days, told of {n}", median=words.number(median or 0), n=told) if known else ""
    leads = view.count("lead", unit="refusals")
    order = [name for name in LEADS if name != "past" or any(row["lead"] == name for row in leads)]
    return draw_steps(leads, words, title, view.span, order, note)


def _draw_parts(view: View, title: str, choices: Choices) -> Chart:
    parts = view.count("article_part", unit="sanctions", mark=(("article", choices["parts"]),))
    return draw_bars(parts, view.words, title, view.span)


def _focus(view: View) -> str:
    """Return the person that a chart of one case is about: the one told of most often."""
    people = list_people(view.facts, view.selection)
    return people[0].name if people else NONE


def _limits(view: View) -> tuple[str, str] | None:
    """Return the first and last day told of the person in focus, the axis that both charts of a case share."""
    people = list_people(view.facts, view.selection)
    return (people[0].first, people[0].last) if people and people[0].first else None


def _draw_case(view: View, title: str, choices: Choices) -> Chart:
    one = view.selection.but(persons=(_focus(view),))
    cases = view.count("day", "category", "kind", unit="entries", selection=one)
    return draw_timeline(cases, view.words, title, view.span, _limits(view))


def _draw_charges(view: View, title: str, choices: Choices) -> Chart:
    every, mark = view.selection.but(statuses=(), persons=()), (("sanctioned", _focus(view)),)
    told = view.count("day", "status", "article_part", unit="sanctions", selection=every, mark=mark)
    return draw_timeline(told, view.words, title, view.span, _limits(view))


def _note_statuses(view: View, choices: Choices) -> str:
    return view.words.say(
        "These are not added up: one case is told again as it is charged, decided, upheld and served."
    )


def _bars(*by: str, unit: str = "", limit: int = 12) -> Callable[[View, str, Choices], Chart]:
    """Return how bars of the selection by some dimensions are drawn."""
    return lambda view, title, choices: draw_bars(view.count(*by, unit=unit), view.words, title, view.span, limit=limit)


def _cells(*by: str, unit: str) -> Callable[[View, str, Choices], Chart]:
    """Return how a heat map of the selection is drawn."""
    return lambda view, title, choices: draw_heat(view.count(*by, unit=unit), view.words, title, view.span)


CHARTS: dict[str, Plan] = {
    "overview.when": Plan(
        lambda view, _: view.words.say("What happened when"),
        lambda view, title, _: draw_columns(view.over_time(), view.words, title, view.span),
    ),
    "overview.where": Plan(
        lambda view, _: view.words.say("Where"),
        lambda view, title, _: _draw_places(view, title, height=380),
        on_map=True,
    ),
    "overview.what": Plan(lambda view, _: view.words.say("What was reported"), _bars("category", "kind", limit=9)),
    "overview.why": Plan(
        lambda view, _: view.words.say("Why assemblies were refused"), _bars("reason", unit="refusals")
    ),
    "trends.time": Plan(
        lambda view, _: view.words.say("Over time"),
        _draw_time,
        lambda view, _: _name_events(view.events(), view.words),
        ("by",),
    ),
    "trends.apart": Plan(
        lambda view, chosen: view.words.say(
            "Over time, by {dimension}", dimension=view.words.dimension(chosen["split"]).lower()
        ),
        lambda view, title, chosen: draw_columns_apart(
            view.series(*_split(chosen), grain=chosen["by"]), view.words, title, view.span
        ),
        choices=("by", "split"),
    ),
    "trends.stacked": Plan(
        lambda view, chosen: view.words.say(
            "Over time, by {dimension}", dimension=view.words.dimension(chosen["split"]).lower()
        ),
        lambda view, title, chosen: draw_stack(
            gather_others(view.facts, view.series(chosen["split"], grain=chosen["by"])), view.words, title, view.span
        ),
        choices=("by", "split"),
    ),
    "trends.all": Plan(
        lambda view, chosen: view.words.say(
            "In all, by {dimension}", dimension=view.words.dimension(chosen["split"]).lower()
        ),
        lambda view, title, chosen: draw_bars(view.count(*_split(chosen)), view.words, title, view.span, limit=20),
        choices=("split",),
    ),
    "map.map": Plan(
        lambda view, _: view.words.say("Where it happened"),
        lambda view, title, chosen: _draw_places(view, title, rate=chosen["shade"] == "rate"),
        _note_map,
        ("shade",),
        on_map=True,
    ),
    "map.off": Plan(lambda view, _: view.words.say("On the map and not"), _bars("place")),
    "map.regions": Plan(lambda view, _: view.words.say("By region"), _bars("region", limit=20)),
    "map.cities": Plan(lambda view, _: view.words.say("By city"), _bars("city", limit=20)),
    "refusals.reasons": Plan(
        lambda view, _: view.words.say("Refusals by stated reason"), _bars("reason", unit="refusals")
    ),
    "refusals.cities": Plan(lambda view, _: view.words.say("Refusals by city"), _bars("city", unit="refusals")),
    "refusals.cells": Plan(
        lambda view, _: view.words.say("Reasons given by city"), _cells("reason", "city", unit="refusals")
    ),
    "refusals.reasons_time": Plan(
        lambda view, _: view.words.say("Stated reasons over time"),
        lambda view, title, _: draw_columns_apart(view.series("reason", unit="refusals"), view.words, title, view.span),
    ),
    "refusals.time": Plan(
        lambda view, _: view.words.say("Refusals over time"),
        lambda view, title, _: draw_columns(view.series(unit="refusals"), view.words, title, view.span),
    ),
    "refusals.themes": Plan(
        lambda view, _: view.words.say("Refusals by theme"), _bars("theme", unit="refusals", limit=8)
    ),
    "refusals.forms": Plan(
        lambda view, _: view.words.say("Refusals by form of assembly"), _bars("form", unit="refusals")
    ),
    "refusals.permissions": Plan(
        lambda view, _: view.words.say("Assemblies: what is told of permission"),
        lambda view, title, _: draw_bars(
            view.count("permission", unit="incidents", selection=view.assemblies()), view.words, title, view.span
        ),
        lambda view, _: view.words.say(
            "“Not stated”: the assembly took place or was obstructed, and nothing is told of a permission."
        ),
    ),
    "refusals.again": Plan(
        lambda view, _: view.words.say("Requests refused again"),
        _bars("again", unit="refusals"),
        lambda view, _: view.words.say(
            "A request counts as refused again where the same city refused, in the {days} days before, one that shares "
            "a named person, the theme, or a day asked for. It may still be another person’s request.",
            days=REPEAT_WITHIN.days,
        ),
    ),
    "refusals.leads": Plan(
        lambda view, _: view.words.say("Days between the refusal told and the day asked for"),
        _draw_leads,
        lambda view, _: view.words.say(
            "From the day of the entry to the first day asked for; when the request was filed is not told."
        ),
    ),
    "sanctions.articles": Plan(
        lambda view, _: view.words.say("Sanctions by article"), _bars("article", unit="sanctions")
    ),
    "sanctions.measures": Plan(
        lambda view, _: view.words.say("Sanctions by measure"), _bars("measure", unit="sanctions")
    ),
    "sanctions.cells": Plan(
        lambda view, _: view.words.say("Measures under each article"), _cells("article", "measure", unit="sanctions")
    ),
    "sanctions.parts": Plan(
        lambda view, chosen: view.words.say("{article}, by part", article=view.words.article(chosen["parts"])),
        _draw_parts,
        lambda view, _: view.words.say("A bar that names no part: the entry tells the article alone."),
        ("parts",),
    ),
    "sanctions.targets": Plan(
        lambda view, _: view.words.say("Sanctions by who is concerned"), _bars("target", unit="sanctions")
    ),
    "sanctions.statuses": Plan(
        lambda view, _: view.words.say("Every sanction told, by status"),
        lambda view, title, _: draw_bars(
            view.count("status", unit="sanctions", selection=view.selection.but(statuses=())),
            view.words,
            title,
            view.span,
        ),
        _note_statuses,
    ),
    "people.cases": Plan(
        lambda view, _: view.words.say("{name}: entries over time", name=view.words.name("person", _focus(view))),
        _draw_case,
    ),
    "people.charges": Plan(
        lambda view, _: view.words.say(
            "{name}: charges and sanctions over time", name=view.words.name("person", _focus(view))
        ),
        _draw_charges,
        _note_statuses,
    ),
}
"""The charts, by the page that shows them and a name of their own."""
