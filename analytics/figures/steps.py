"""Columns in an order of their own, as the classes of a histogram have it."""

from collections.abc import Sequence

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.bars import choose_height, lay_numbers
from analytics.figures.chart import (
    PLAIN,
    UNIT_COLOURS,
    UNKNOWN,
    Chart,
    Room,
    Sketch,
    fade,
    keep_chart,
    pack_mark,
    wrap_label,
    write_alt,
    write_subtitle,
)
from analytics.figures.fonts import measure, wrap_text
from analytics.figures.words import Words


@keep_chart
def draw_steps(
    count: Count, words: Words, title: str, span: str, order: Sequence[str], note: str = "", *, room: Room | None = None
) -> Chart:
    """Draw a column for each value of `order`, empty ones too, with "not stated" last and paler."""
    name = count.by[0]
    found = {row[name]: row for row in count}
    values = [*order, *([NONE] if NONE in found else [])]
    rows = [found.get(value, {name: value, "n": 0}) for value in values]
    labels = [words.name(name, value) for value in values]
    figure = Sketch(
        choose_height(room, 0.42, 260),
        room,
        showlegend=False,
        bargap=0.06,
        xaxis={
            "tickvals": list(range(len(values))),
            "ticktext": _write_ticks(labels, room),
            "tickangle": -45 if room and _find_widest(labels) > _column(labels, room) else 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={
            "range": [0, max(row["n"] for row in rows) * 1.15 or 1],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": fade("#8C939C", 0.6),
            "fixedrange": True,
        },
    )
    figure.add(
        "bar",
        x=list(range(len(values))),
        y=[row["n"] for row in rows],
        text=[f"<b>{words.number(row['n'])}</b>" if row["n"] else "" for row in rows],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        constraintext="none",
        marker={"color": [UNKNOWN if value == NONE else UNIT_COLOURS.get(count.unit, PLAIN) for value in values]},
        customdata=[pack_mark(count.mark(row)) for row in rows],
        hovertext=[f"{label}: {words.count(row['n'], count.unit)}" for label, row in zip(labels, rows, strict=True)],
        hoverinfo="text",
    )
    if room and not room.labels:
        figure.change_traces(text=None)
        figure.change(
            "yaxis", **lay_numbers(max((row["n"] for row in rows), default=0)), showgrid=True, showticklabels=True
        )
    return Chart(
        figure.finish(),
        title,
        write_subtitle(count, words, span, note),
        write_alt(words.say("Column chart"), title, count, words),
        count,
    )


def _write_ticks(labels: Sequence[str], room: Room | None) -> list[str]:
    """Break labels to the width of their columns; those with a word wider than that stand aslant, on two lines."""
    if room is None:
        return [wrap_label(label, 10) for label in labels]
    column = _column(labels, room)
    width = column if _find_widest(labels) <= column else max(_find_widest(labels), 100)
    return ["<br>".join(wrap_text(label, width)) for label in labels]


def _column(labels: Sequence[str], room: Room) -> float:
    return (room.width - 30) / len(labels) - 6


def _find_widest(labels: Sequence[str]) -> float:
    """Return the width of the widest word of some labels."""
    return max(measure(word) for label in labels for word in label.split())
