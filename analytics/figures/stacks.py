"""Stacked columns over time, by a dimension other than kind."""

from analytics.counts.periods import PeriodCount
from analytics.counts.selection import EITHER, NONE
from analytics.figures.bars import DAY, add_coverage, add_totals, choose_height, lay_numbers, lay_time, sum_periods
from analytics.figures.chart import (
    KIND_COLOURS,
    UNKNOWN,
    Chart,
    Room,
    Sketch,
    keep_chart,
    pack_mark,
    write_alt,
    write_subtitle,
)
from analytics.figures.words import Words

SHADES = ("#4477AA", "#EE8866", "#44AA99", "#DDAA33", "#AA4499", "#77AADD", "#999933")
"""Tol's muted and light colours, told apart by colour-blind readers, and none of them a kind's."""

OTHER = "#7A828C"


@keep_chart
def draw_stack(count: PeriodCount, words: Words, title: str, span: str, *, room: Room | None = None) -> Chart:
    """Draw a column a period, stacked by the count's second dimension: few values, "other" and "not stated" grey."""
    by = count.by[1]
    values = sorted(dict.fromkeys(row[by] for row in count), key=lambda value: (value == NONE, EITHER in value))
    figure = Sketch(
        choose_height(room, 0.5, 420),
        room,
        barmode="stack",
        bargap=0,
        xaxis=lay_time(count, words, room),
        yaxis=lay_numbers(max(sum_periods(count).values(), default=0)),
        showlegend=True,
    )
    starts = {period.value: period for period in count.periods}
    for number, value in enumerate(values):
        rows = [row for row in count if row["n"] and row[by] == value]
        periods = [starts[row[count.grain]] for row in rows]
        named = words.name(by, value)
        figure.add(
            "bar",
            x=[period.first.isoformat() for period in periods],
            y=[row["n"] for row in rows],
            offset=0,
            width=[((period.last - period.first).days + 1) * DAY * 0.86 for period in periods],
            name=named,
            marker={
                "color": _choose_colour(by, value, number),
                "line": {"width": 0},
            },
            customdata=[pack_mark(count.mark(row)) for row in rows],
            hovertext=[
                f"{words.name(count.grain, row[count.grain])}<br>{named}<br><b>{words.count(row['n'], count.unit)}</b>"
                for row in rows
            ],
            hoverinfo="text",
        )
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


def _choose_colour(by: str, value: str, number: int) -> str:
    """Return the colour of the value of a number: a kind's own, grey for "not stated" and for others."""
    if by == "kind":
        return KIND_COLOURS[value]
    return UNKNOWN if value == NONE else OTHER if EITHER in value else SHADES[number % len(SHADES)]
