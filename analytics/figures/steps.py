"""Columns in an order of their own, as the classes of a histogram have it."""

from collections.abc import Sequence

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.chart import (
    PLAIN,
    UNIT_COLOURS,
    UNKNOWN,
    Chart,
    fade,
    keep_chart,
    pack_mark,
    start_figure,
    wrap_label,
    write_alt,
    write_subtitle,
)
from analytics.figures.words import Words


@keep_chart
def draw_steps(count: Count, words: Words, title: str, span: str, order: Sequence[str], note: str = "") -> Chart:
    """Draw a column for each value of `order`, empty ones too, with "not stated" last and paler."""
    name = count.by[0]
    found = {row[name]: row for row in count}
    values = [*order, *([NONE] if NONE in found else [])]
    rows = [found.get(value, {name: value, "n": 0}) for value in values]
    labels = [words.name(name, value) for value in values]
    figure = start_figure(
        260,
        showlegend=False,
        bargap=0.06,
        xaxis={
            "tickvals": list(range(len(values))),
            "ticktext": [wrap_label(label, 10) for label in labels],
            "tickangle": 0,
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
    figure.add_bar(
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
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span, note),
        write_alt(words.say("Column chart"), title, count, words),
        count,
    )
