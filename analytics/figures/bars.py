"""Bars: one for each value, and over time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

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
    Room,
    Sketch,
    add_key,
    fade,
    keep_chart,
    key_kinds,
    pack_mark,
    put_unknown_last,
    wrap_label,
    write_alt,
    write_subtitle,
)
from analytics.figures.fonts import measure, wrap_text
from analytics.figures.words import Words

BAR, ONE_LINE, TWO_LINES = 14, 42, 58
"""In pixels: the thickness of a horizontal bar, and the height of its row with a label of one line and of two."""

BESIDE, BESIDE_ONE, BESIDE_TWO = 520, 26, 40
"""In pixels: the room from which on labels stand beside their bars, and the height of a row there."""

TALLEST_ROW = 1.7
"""How many times its height a row may take to fill a room."""

LABEL_WIDTH = 48
"""The letters of a label that fit across a phone."""

LEAST_STRIP = 68
"""In pixels: the least height of one of several small charts of columns."""

NARROW_SCREEN = 640
"""In pixels: the width that numbers along a screen's axis are set for."""

DAY = 86_400_000
"""A day in milliseconds, the unit of widths on a time axis."""


class _Labels(NamedTuple):
    """The labels of bars, broken over lines: the width they take beside the bars, 0 above them, and a row's height."""

    written: list[str]
    beside: float
    row: int


def _write_labels(labels: Sequence[str], room: Room | None) -> _Labels:
    if room is None:
        written = [wrap_label(label, LABEL_WIDTH, lines=2) for label in labels]
        return _Labels(written, 0, TWO_LINES if any("<br>" in label for label in written) else ONE_LINE)
    beside = min(max(map(measure, labels), default=0), 0.42 * room.width) if room.width >= BESIDE else 0
    written = ["<br>".join(wrap_text(label, beside + 1 if beside else room.width, lines=2)) for label in labels]
    two = any("<br>" in label for label in written)
    return _Labels(written, beside, ((ONE_LINE, TWO_LINES), (BESIDE_ONE, BESIDE_TWO))[beside > 0][two])


@keep_chart
def draw_bars(
    count: Count, words: Words, title: str, span: str, limit: int = 12, colour: str = "", *, room: Room | None = None
) -> Chart:
    """Draw a horizontal bar a row, the largest first, its label above it, or beside it in a wide room, its number at its end.

    A row's `kind`, where the count has one, gives its colour. Beyond `limit` rows are left to the table.
    """
    name = count.by[0]
    rows = put_unknown_last(list(count), name)
    shown = rows[:limit]
    labels = [words.name(name, row[name]) for row in shown]
    written, beside, row_height = _write_labels(labels, room)
    if room and room.cut and room.height:
        shown = shown[: max(1, int((room.height - 20) // row_height))]
    height = 20 + row_height * len(shown)
    filled = max(height, room.height if room and room.height else 0)
    rows_high = max(len(shown), (filled - 20) / row_height / TALLEST_ROW)
    places = list(range(len(shown), 0, -1))
    plain = colour or UNIT_COLOURS.get(count.unit, PLAIN)
    numbers = [f"<b>{words.number(row['n'])}</b>" for row in shown]
    most = max((row["n"] for row in shown), default=1)
    if room:
        aside = max((measure(words.number(row["n"]), bold=True) for row in shown), default=0) + 8
        most *= (drawn := room.width - beside - 20) / max(drawn - aside, 1) / 1.12
    figure = Sketch(
        height,
        room,
        showlegend=False,
        xaxis={"visible": False, "range": [0, most * 1.12], "fixedrange": True},
        yaxis={"visible": False, "range": [len(shown) + 0.6 - rows_high, len(shown) + 0.95], "fixedrange": True},
    )
    figure.add(
        "bar",
        orientation="h",
        x=[row["n"] for row in shown],
        y=places,
        width=0.62 if beside else BAR / row_height,
        text=numbers,
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        marker={
            "color": [
                UNKNOWN if row[name] == NONE else KIND_COLOURS[row["kind"]] if "kind" in row else plain for row in shown
            ],
            "cornerradius": 2,
        },
        showlegend=False,
        customdata=[pack_mark(count.mark(row)) for row in shown],
        hovertext=[f"{label}: {words.count(row['n'], count.unit)}" for label, row in zip(labels, shown, strict=False)],
        hoverinfo="text",
    )
    if beside:
        figure.change(
            "yaxis",
            visible=True,
            tickvals=places,
            ticktext=written[: len(shown)],
            automargin=True,
            showgrid=False,
            zeroline=False,
            ticks="outside",
            tickcolor="rgba(0,0,0,0)",
        )
    else:
        look = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
        above = zip(places, written, strict=False)
        figure.write_on(
            annotations=[look | {"y": place + 0.6 * BAR / row_height, "text": label} for place, label in above]
        )
    if room:
        if name != "kind":
            key_kinds(figure, shown, words)
        if not room.labels:
            figure.change_traces(text=None)
            figure.change("xaxis", **lay_numbers(max((row["n"] for row in shown), default=0)), visible=True)
    left = len(rows) - len(shown)
    note = words.say("{shown} of {all} shown", shown=len(shown), all=len(rows)) if left else ""
    return Chart(
        figure.finish(),
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
    *,
    room: Room | None = None,
) -> Chart:
    """Draw a column a period, stacked by kind where that is the count's second dimension.

    `events` are marked on the time axis with a number each; `mean` is drawn as a line, broken where it is None.

    A period that no chronicle covers is a hatched band, one that is partly covered a lighter band; neither is zero.
    """
    figure = Sketch(
        choose_height(room, 0.46, 340),
        room,
        barmode="stack",
        bargap=0,
        xaxis=lay_time(count, words, room),
        yaxis=lay_numbers(max(sum_periods(count).values(), default=0)),
        showlegend=len(count.by) > 1 or bool(events) or any(value is not None for value in mean),
    )
    _add_columns(figure, count, words)
    _add_mean(figure, count, words, mean)
    _add_events(figure, events, room)
    if not any(value is not None for value in mean):
        add_totals(figure, count, words, room)
    add_coverage(figure, count.periods, words, room)
    notes = [words.say("{n} without a date", n=words.number(count.undated))] if count.undated else []
    return Chart(
        figure.finish(),
        title,
        write_subtitle(count, words, span, *notes),
        write_alt(words.say("Column chart over time"), title, count, words),
        count,
    )


@keep_chart
def draw_columns_apart(
    count: PeriodCount, words: Words, title: str, span: str, limit: int = 8, *, room: Room | None = None
) -> Chart:
    """Draw small columns over time, one row of them for each value of the second dimension, all on one scale."""
    found = list(dict.fromkeys(row[count.by[1]] for row in count))
    values = found[:limit]
    if room and room.cut and room.height:
        values = values[: max(1, int((room.height - 40) // LEAST_STRIP))]
    band = 1 / max(len(values), 1)
    largest = max((row["n"] or 0 for row in count), default=1) or 1
    strips = {value: (str(at) if at > 1 else "", 1 - at * band) for at, value in enumerate(values, 1)}
    figure = Sketch(
        _choose_strips(len(values), room),
        room,
        barmode="stack",
        bargap=0,
        xaxis=lay_time(count, words, room) | {"anchor": "free", "position": 0},
        showlegend=False,
        **{
            f"yaxis{axis}": lay_numbers(largest, ticks=3)
            | {"domain": [bottom, bottom + band * 0.72], "range": [0, largest * 1.05]}
            for axis, bottom in strips.values()
        },
    )
    heads: list[dict[str, Any]] = []
    for value, (axis, bottom) in strips.items():
        _add_columns(figure, count, words, only=value, axis=f"y{axis}")
        head = f"<b>{_shorten(words.name(count.by[1], value), room)}</b>"
        heads.append(
            {"x": 0, "y": bottom + band * 0.74, "xref": "paper", "yref": "paper", "text": head,
             "xanchor": "left", "yanchor": "bottom"}
        )  # fmt: skip
    figure.write_on(annotations=heads)
    figure.change_traces(showlegend=False)
    if room:
        key_kinds(figure, list(count), words)
    add_coverage(figure, count.periods, words, room)
    left = len(found) - len(values)
    note = words.say("{shown} of {all} shown", shown=len(values), all=len(found)) if left else ""
    return Chart(
        figure.finish(),
        title,
        write_subtitle(count, words, span, words.say("same scale in every row"), note),
        write_alt(words.say("Small column charts over time"), title, count, words),
        count,
    )


def _choose_strips(strips: int, room: Room | None) -> float:
    """Return the height of small columns one above the other."""
    if room is None:
        return 80 + 92 * strips
    return 40 + (LEAST_STRIP if room.height else 84) * strips


def _shorten(label: str, room: Room | None) -> str:
    return wrap_text(label, room.width - 8, bold=True, lines=1)[0] if room else label


def choose_height(room: Room | None, ratio: float, screen: float, least: float = 170) -> float:
    """Return the height of a figure that any height suits: a part of the width where the room leaves it open."""
    if room is None:
        return screen
    return least if room.height else min(max(ratio * room.width, least + 30), screen)


def _add_columns(figure: Sketch, count: PeriodCount, words: Words, only: str = "", axis: str = "y") -> None:
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
        figure.add(
            "bar",
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


def _add_mean(figure: Sketch, count: PeriodCount, words: Words, mean: Sequence[float | None]) -> None:
    """Add the running mean as a line through the middles of the periods."""
    if any(value is not None for value in mean):
        middles = [period.first + (period.last - period.first) / 2 for period in count.periods]
        figure.add(
            "scatter",
            x=[middle.isoformat() for middle in middles],
            y=list(mean),
            mode="lines",
            name=words.say("running mean of {n}", n=WINDOWS[count.grain]),
            line={"color": "#9A6FD0", "width": 2},
            connectgaps=False,
            hoverinfo="skip",
        )


def sum_periods(count: PeriodCount) -> dict[str, int]:
    """Return what each period counts in all, by its value."""
    totals = {period.value: 0 for period in count.periods}
    for row in count:
        totals[row[count.grain]] += row["n"] or 0
    return totals


def add_totals(figure: Sketch, count: PeriodCount, words: Words, room: Room | None) -> None:
    """Write the number of each period above its column, where a room has space for all of them."""
    if room is None or not room.labels:
        return
    totals = sum_periods(count)
    written = {value: words.number(n) for value, n in totals.items() if n}
    widest = max(map(measure, written.values()), default=0)
    if (room.width - 60) / len(count.periods) < widest + 4:
        return
    shown = [period for period in count.periods if period.value in written]
    figure.add(
        "scatter",
        x=[find_middle(period) for period in shown],
        y=[totals[period.value] for period in shown],
        mode="text",
        text=[written[period.value] for period in shown],
        textposition="top center",
        textfont={"size": 12},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    figure.change("yaxis", range=[0, 1.12 * max(totals.values())])


def find_middle(period: Period) -> str:
    """Return the middle of a period's columns on the axis of time."""
    days = (period.last - period.first).days + 1
    return (datetime.combine(period.first, time()) + timedelta(days=days * 0.43)).isoformat()


def _add_events(figure: Sketch, events: Sequence[Event], room: Room | None) -> None:
    """Add a thin line for each event, and their numbers."""
    if room and events:
        figure.change("margin", t=20)
    first, last = (date.fromisoformat(day) for day in figure.layout["xaxis"]["range"])
    pixels = ((room.width if room else NARROW_SCREEN) - 40) / max((last - first).days, 1)
    labels = _join_near([_EventLabel(place, place, event.day) for place, event in enumerate(events)], pixels)
    line = {"color": fade("#7A828C", 0.8), "width": 1, "dash": "dot"}
    days = [event.day.isoformat() for event in events]
    figure.write_on(
        [{"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line} for day in days],
        [
            {"x": label.day.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom", "text": label.text,
             "font": {"size": 11}}
            for label in labels
        ],
    )  # fmt: skip


class _EventLabel(NamedTuple):
    """The numbers of events one after the other, and the day they stand at."""

    first: int
    last: int
    day: date

    @property
    def text(self) -> str:
        return f"{self.first + 1}" if self.first == self.last else f"{self.first + 1}–{self.last + 1}"

    def reaches(self, other: "_EventLabel", pixels: float) -> bool:
        """Whether the two would stand on one another, with so many pixels a day."""
        wide = (measure(self.text, 11) + measure(other.text, 11)) / 2 + 4
        return (other.day - self.day).days * pixels < wide


def _join_near(labels: list[_EventLabel], pixels: float) -> list[_EventLabel]:
    """Join labels until none stands on the next."""
    for at, (one, other) in enumerate(pairwise(labels)):
        if one.reaches(other, pixels):
            middle = one.day + (other.day - one.day) / 2
            return _join_near([*labels[:at], _EventLabel(one.first, other.last, middle), *labels[at + 2 :]], pixels)
    return labels


def _hover(row: dict[str, Any], count: PeriodCount, words: Words) -> str:
    named = [words.name(name, row[name]) for name in count.by]
    return f"{'<br>'.join(named)}<br><b>{words.count(row['n'], count.unit)}</b>"


def add_coverage(figure: Sketch, periods: tuple[Period, ...], words: Words, room: Room | None = None) -> None:
    """Mark runs of periods that are not, or only partly, covered by a chronicle."""
    shades = {"none": fade(UNKNOWN, 0.28), "partial": fade(UNKNOWN, 0.13)}
    names = {"none": words.say("no chronicle"), "partial": words.say("partly covered")}
    runs: list[tuple[str, date, date]] = []
    for period in periods:
        if runs and runs[-1][0] == period.covered:
            runs[-1] = (period.covered, runs[-1][1], period.last)
        else:
            runs.append((period.covered, period.first, period.last))
    marked = [run for run in runs if run[0] != "full"]
    figure.write_on(
        [
            {"type": "rect", "xref": "x", "yref": "paper", "x0": first.isoformat(), "y0": 0, "y1": 1,
             "x1": (last + timedelta(days=1)).isoformat(), "line": {"width": 0}, "layer": "below",
             "fillcolor": shades[covered]}
            for covered, first, last in marked
        ],
    )  # fmt: skip
    if room:
        for covered in dict.fromkeys(covered for covered, _, _ in marked):
            add_key(figure, names[covered], shades[covered])
        return
    for covered, first, last in sorted(marked, key=lambda run: run[1] - run[2])[:1]:
        named = {"x": (first + (last - first) / 2).isoformat(), "y": 0.97, "yref": "paper", "yanchor": "top",
                 "text": names[covered], "font": {"size": 12}, "opacity": 0.8}  # fmt: skip
        figure.write_on(annotations=[named])


def lay_time(count: PeriodCount, words: Words, room: Room | None = None, ticks: int = 7) -> dict[str, Any]:
    """Return a time axis over all periods, with labels in the page's language, as many as a room holds."""
    if room:
        widest = max(measure(_tick(period, count.grain, words)) for period in count.periods) + 16
        ticks = max(2, int((room.width - 50) // widest))
    step = max(1, -(-len(count.periods) // ticks))
    ticked = count.periods[::step]
    first, last = count.periods[0].first, count.periods[-1].last
    middle = [period.first + (period.last - period.first) / 2 for period in ticked]
    return {
        "type": "date",
        "range": [first.isoformat(), (last + timedelta(days=1)).isoformat()],
        "tickvals": [f"{day.isoformat()}T12:00" if count.grain == "day" else day.isoformat() for day in middle],
        "ticktext": [_tick(period, count.grain, words) for period in ticked],
        **({"tickangle": 0} if room else {}),
        "showgrid": False,
        "ticks": "outside",
        "tickcolor": "rgba(0,0,0,0)",
        "fixedrange": True,
        "automargin": True,
    }


def _tick(period: Period, grain: str, words: Words) -> str:
    if grain in ("day", "week"):
        return words.day(period.first, "short")
    return words.period(grain, period.value, "short")


def lay_numbers(most: int, ticks: int = 5) -> dict[str, Any]:
    """Return a value axis from zero with whole numbers only, for values up to `most` and about so many ticks."""
    return {
        "rangemode": "tozero",
        "tickformat": ",d",
        "minallowed": 0,
        "nticks": ticks,
        # Plotly would set a tick at each half of so few, and the format round what it says there.
        **({"dtick": 1} if most <= ticks else {}),
        "gridcolor": fade("#8C939C", 0.25),
        "zeroline": True,
        "zerolinecolor": fade("#8C939C", 0.6),
        "ticks": "outside",
        "tickcolor": "rgba(0,0,0,0)",
        "fixedrange": True,
        "automargin": True,
    }
