"""Bars: one for each value, and over time."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from analytics.counts.count import Count
from analytics.counts.events import Event
from analytics.counts.periods import WINDOWS, Period, PeriodCount
from analytics.counts.selection import NONE
from analytics.figures.chart import (
    KIND_COLOURS,
    PLAIN,
    UNIT_COLOURS,
    UNKNOWN,
    Chart,
    fade,
    keep_chart,
    pack_mark,
    put_unknown_last,
    start_figure,
    wrap_label,
    write_alt,
    write_on,
    write_subtitle,
)
from analytics.figures.words import Words

BAR, ONE_LINE, TWO_LINES = 14, 42, 58
"""In pixels: the thickness of a horizontal bar, and the height of its row with a label of one line and of two."""

LABEL_WIDTH = 48
"""The letters of a label that fit across a phone."""

DAY = 86_400_000
"""A day in milliseconds, the unit of widths on a time axis."""


@keep_chart
def draw_bars(count: Count, words: Words, title: str, span: str, limit: int = 12, colour: str = "") -> Chart:
    """Draw one horizontal bar a row, the largest first, its label above it and its number at its end.

    A row's `kind`, where the count has one, gives its colour. Beyond `limit` rows are left to the table.
    """
    name = count.by[0]
    rows = put_unknown_last(list(count), name)
    shown = rows[:limit]
    labels = [words.name(name, row[name]) for row in shown]
    written = [wrap_label(label, LABEL_WIDTH, lines=2) for label in labels]
    line_height = ONE_LINE if not any("<br>" in label for label in written) else TWO_LINES
    places = list(range(len(shown), 0, -1))
    plain = colour or UNIT_COLOURS.get(count.unit, PLAIN)
    figure = start_figure(
        20 + line_height * len(shown),
        showlegend=False,
        xaxis={"visible": False, "range": [0, max((row["n"] for row in shown), default=1) * 1.12], "fixedrange": True},
        yaxis={"visible": False, "range": [0.6, len(shown) + 0.95], "fixedrange": True},
    )
    figure.add_bar(
        orientation="h",
        x=[row["n"] for row in shown],
        y=places,
        width=BAR / line_height,
        text=[f"<b>{words.number(row['n'])}</b>" for row in shown],
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        marker={
            "color": [
                UNKNOWN if row[name] == NONE else KIND_COLOURS[row["kind"]] if "kind" in row else plain for row in shown
            ],
            "cornerradius": 2,
        },
        customdata=[pack_mark(count.mark(row)) for row in shown],
        hovertext=[f"{label}: {words.count(row['n'], count.unit)}" for label, row in zip(labels, shown, strict=True)],
        hoverinfo="text",
    )
    above = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    labelled = zip(places, written, strict=True)
    write_on(
        figure,
        annotations=[above | {"y": place + 0.6 * BAR / line_height, "text": label} for place, label in labelled],
    )
    left = len(rows) - len(shown)
    note = words.say("{shown} of {all} shown", shown=len(shown), all=len(rows)) if left else ""
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span, note),
        write_alt(words.say("Bar chart"), title, count, words),
        count,
    )


@keep_chart
def draw_columns(
    count: PeriodCount,
    words: Words,
    title: str,
    span: str,
    events: Sequence[Event] = (),
    mean: Sequence[float | None] = (),
) -> Chart:
    """Draw a column a period, stacked by kind where that is the count's second dimension.

    `events` are marked on the time axis with a number each; `mean` is drawn as a line, broken where it is None.

    A period that no chronicle covers is a hatched band, one that is partly covered a lighter band; neither is zero.
    """
    figure = start_figure(
        340,
        barmode="stack",
        bargap=0,
        xaxis=lay_time(count, words),
        yaxis=lay_numbers(),
        showlegend=len(count.by) > 1 or bool(events) or any(value is not None for value in mean),
    )
    _add_columns(figure, count, words)
    _add_mean(figure, count, words, mean)
    _add_events(figure, events)
    add_coverage(figure, count.periods, words)
    notes = [words.say("{n} without a date", n=words.number(count.undated))] if count.undated else []
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span, *notes),
        write_alt(words.say("Column chart over time"), title, count, words),
        count,
    )


@keep_chart
def draw_columns_apart(count: PeriodCount, words: Words, title: str, span: str, limit: int = 8) -> Chart:
    """Draw small columns over time, one row of them for each value of the second dimension, all on one scale."""
    values = list(dict.fromkeys(row[count.by[1]] for row in count))[:limit]
    band = 1 / max(len(values), 1)
    figure = start_figure(
        80 + 92 * len(values), barmode="stack", bargap=0, xaxis=lay_time(count, words), showlegend=False
    )
    largest = max((row["n"] or 0 for row in count), default=1) or 1
    for number, value in enumerate(values):
        axis = "" if number == 0 else str(number + 1)
        bottom = 1 - (number + 1) * band
        figure.update_layout(
            {
                f"yaxis{axis}": lay_numbers()
                | {"domain": [bottom, bottom + band * 0.72], "range": [0, largest * 1.05], "nticks": 3}
            }
        )
        _add_columns(figure, count, words, only=value, axis=f"y{axis}")
    above = {"x": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    heads = {1 - (number + 1) * band + band * 0.74: value for number, value in enumerate(values)}
    write_on(
        figure,
        annotations=[
            above | {"y": y, "text": f"<b>{words.name(count.by[1], value)}</b>"} for y, value in heads.items()
        ],
    )
    figure.update_layout(xaxis_anchor="free", xaxis_position=0)
    add_coverage(figure, count.periods, words)
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span, words.say("same scale in every row")),
        write_alt(words.say("Small column charts over time"), title, count, words),
        count,
    )


def _add_columns(figure: go.Figure, count: PeriodCount, words: Words, only: str = "", axis: str = "y") -> None:
    """Add a bar trace for each value of the second dimension, or the one trace of a count by time alone."""
    by = count.by[1] if len(count.by) > 1 else ""
    values = list(dict.fromkeys(row[by] for row in count)) if by else [""]
    if by == "kind":
        values = [kind for kind in KIND_COLOURS if kind in values]
    plain = UNIT_COLOURS.get(count.unit, PLAIN)
    starts = {period.value: period for period in count.periods}
    for value in [only] if only else values:
        rows = [row for row in count if row["n"] and (not by or row[by] == value)]
        periods = [starts[row[count.grain]] for row in rows]
        figure.add_bar(
            x=[period.first.isoformat() for period in periods],
            y=[row["n"] for row in rows],
            yaxis=axis,
            offset=0,
            width=[((period.last - period.first).days + 1) * DAY * 0.86 for period in periods],
            name=words.name(by, value) if by else words.unit(count.unit),
            marker={"color": KIND_COLOURS.get(rows[0].get("kind", ""), plain) if rows else plain, "line": {"width": 0}},
            legendgroup=value,
            customdata=[pack_mark(count.mark(row)) for row in rows],
            hovertext=[_hover(row, count, words) for row in rows],
            hoverinfo="text",
        )


def _add_mean(figure: go.Figure, count: PeriodCount, words: Words, mean: Sequence[float | None]) -> None:
    """Add the running mean as a line through the middles of the periods."""
    if any(value is not None for value in mean):
        middles = [period.first + (period.last - period.first) / 2 for period in count.periods]
        figure.add_scatter(
            x=[middle.isoformat() for middle in middles],
            y=list(mean),
            mode="lines",
            name=words.say("running mean of {n}", n=WINDOWS[count.grain]),
            line={"color": "#9A6FD0", "width": 2},
            connectgaps=False,
            hoverinfo="skip",
        )


def _add_events(figure: go.Figure, events: Sequence[Event]) -> None:
    """Add a thin line for each event, and their numbers."""
    line = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
    look = {"color": fade("#7A828C", 0.8), "width": 1, "dash": "dot"}
    days = [event.day.isoformat() for event in events]
    joined = [(together[0], together[-1]) for together in _join_near(figure, events)]
    write_on(
        figure,
        [line | {"x0": day, "x1": day, "line": look} for day in days],
        [
            {"x": days[first], "y": 1, "yref": "paper", "yanchor": "bottom", "font": {"size": 11}}
            | {"text": str(first + 1) if first == last else f"{first + 1}–{last + 1}"}
            for first, last in joined
        ],
    )


def _join_near(figure: go.Figure, events: Sequence[Event]) -> list[list[int]]:
    """Join the places of events whose numbers would stand on one another: nearer than a thirtieth of the axis."""
    first, last = (date.fromisoformat(day) for day in figure.layout.xaxis.range)
    joined: list[list[int]] = []
    for place, event in enumerate(events):
        if joined and (event.day - events[joined[-1][0]].day) * 30 < last - first:
            joined[-1].append(place)
        else:
            joined.append([place])
    return joined


def _hover(row: dict[str, Any], count: PeriodCount, words: Words) -> str:
    named = [words.name(name, row[name]) for name in count.by]
    return f"{'<br>'.join(named)}<br><b>{words.count(row['n'], count.unit)}</b>"


def add_coverage(figure: go.Figure, periods: tuple[Period, ...], words: Words) -> None:
    """Mark runs of periods that are not, or only partly, covered by a chronicle."""
    runs: list[tuple[str, date, date]] = []
    for period in periods:
        if runs and runs[-1][0] == period.covered:
            runs[-1] = (period.covered, runs[-1][1], period.last)
        else:
            runs.append((period.covered, period.first, period.last))
    marked = [run for run in runs if run[0] != "full"]
    band = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "layer": "below"}
    said = {"none": words.say("no chronicle"), "partial": words.say("partly covered")}
    longest = sorted(marked, key=lambda run: run[1] - run[2])[:1]
    write_on(
        figure,
        [
            band
            | {"x0": first.isoformat(), "x1": (last + timedelta(days=1)).isoformat()}
            | {"fillcolor": fade(UNKNOWN, 0.28 if covered == "none" else 0.13)}
            for covered, first, last in marked
        ],
        [
            {"x": (first + (last - first) / 2).isoformat(), "y": 0.97, "yref": "paper", "yanchor": "top"}
            | {"text": said[covered], "font": {"size": 12}, "opacity": 0.8}
            for covered, first, last in longest
        ],
    )


def lay_time(count: PeriodCount, words: Words, ticks: int = 7) -> dict[str, Any]:
    """Return a time axis over all periods, with labels in the page's language."""
    step = max(1, -(-len(count.periods) // ticks))
    ticked = count.periods[::step]
    first, last = count.periods[0].first, count.periods[-1].last
    middle = [period.first + (period.last - period.first) / 2 for period in ticked]
    return {
        "type": "date",
        "range": [first.isoformat(), (last + timedelta(days=1)).isoformat()],
        "tickvals": [f"{day.isoformat()}T12:00" if count.grain == "day" else day.isoformat() for day in middle],
        "ticktext": [_tick(period, count.grain, words) for period in ticked],
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
    }


def _tick(period: Period, grain: str, words: Words) -> str:
    if grain in ("day", "week"):
        return words.day(period.first, "short")
    return words.period(grain, period.value, "short")


def lay_numbers() -> dict[str, Any]:
    """Return a value axis from zero with whole numbers only."""
    return {
        "rangemode": "tozero",
        "tickformat": ",d",
        "minallowed": 0,
        "nticks": 5,
        "gridcolor": fade("#8C939C", 0.25),
        "zeroline": True,
        "zerolinecolor": fade("#8C939C", 0.6),
        "fixedrange": True,
        "automargin": True,
    }
