"""One person's entries along time."""

from datetime import date, timedelta
from math import ceil

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.chart import (
    KIND_COLOURS,
    PLAIN,
    UNIT_COLOURS,
    Chart,
    Room,
    Sketch,
    fade,
    keep_chart,
    key_kinds,
    pack_mark,
    wrap_label,
    write_alt,
    write_subtitle,
)
from analytics.figures.fonts import measure, wrap_text
from analytics.figures.words import Words

LINE = 44
"""In pixels: the height of a line with its label."""

LABEL_WIDTH = 46
"""The letters of a line's label; the hover tells the rest."""


@keep_chart
def draw_timeline(
    count: Count,
    words: Words,
    title: str,
    span: str,
    limits: tuple[str, str] | None = None,
    *,
    room: Room | None = None,
) -> Chart:
    """Draw a dot for each day of a count by day and others, one line for each value of the others.

    A `kind` among them gives the colour and no line of its own. `limits` are the first and last day of the axis, so that
    two timelines can be read one above the other.
    """
    names = [name for name in count.by if name not in ("day", "kind")]
    rows = sorted((row for row in count if row["day"] != NONE), key=lambda row: row["day"])
    found = list(dict.fromkeys(tuple(row[name] for name in names) for row in rows))
    lines = found[: max(1, int((room.height - 70) // LINE))] if room and room.cut and room.height else found
    days = sorted({row["day"] for row in rows} | set(limits or ())) or [date.min.isoformat()]
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    edge = timedelta(days=max(2, (last - first).days // 15))
    shown = days if len(days) <= 4 else [days[0], days[len(days) // 2], days[-1]]
    width = "long" if room else "short"
    ticks = {day: words.day(date.fromisoformat(day), width) for day in shown}
    if room:
        # Half a label reaches over the first and the last day.
        aside = max(map(measure, ticks.values())) / 2 + 6
        edge = max(edge, timedelta(days=ceil((last - first).days * aside / (room.width - 2 * aside))))
        ticks = _thin(ticks, room.width / (last - first + 2 * edge).days)
    plain = UNIT_COLOURS.get(count.unit, PLAIN)
    figure = Sketch(
        70 + LINE * len(lines),
        room,
        showlegend=False,
        xaxis={
            "type": "date",
            "range": [str(first - edge), str(last + edge)],
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            **({"tickangle": 0} if room else {}),
            "showgrid": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={"visible": False, "range": [len(lines) - 0.3, -0.9], "fixedrange": True},
    )
    rows = [row for row in rows if tuple(row[name] for name in names) in lines]
    figure.add(
        "scatter",
        x=[row["day"] for row in rows],
        y=[lines.index(tuple(row[name] for name in names)) for row in rows],
        mode="markers",
        marker={"size": 13, "color": [KIND_COLOURS[row["kind"]] if "kind" in row else plain for row in rows]},
        customdata=[pack_mark(count.mark(row)) for row in rows],
        hovertext=[
            "<br>".join([*(words.name(name, row[name]) for name in ("day", *names)), words.count(row["n"], count.unit)])
            for row in rows
        ],
        hoverinfo="text",
        showlegend=False,
    )
    labels = [", ".join(words.name(*pair) for pair in zip(names, line, strict=True)) for line in lines]
    ruled = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "line": {"color": fade("#8C939C", 0.35)},
        "layer": "below",
    }
    look = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    figure.write_on(
        [ruled | {"y0": place, "y1": place} for place in range(len(lines))],
        [look | {"y": place - 0.2, "text": _shorten(label, room)} for place, label in enumerate(labels)],
    )
    if room:
        key_kinds(figure, rows, words)
    left = len(found) - len(lines)
    note = words.say("{shown} of {all} shown", shown=len(lines), all=len(found)) if left else ""
    return Chart(
        figure.finish(),
        title,
        write_subtitle(count, words, span, note),
        write_alt(words.say("Timeline"), title, count, words),
        count,
    )


def _shorten(label: str, room: Room | None) -> str:
    return wrap_text(label, room.width - 8, lines=1)[0] if room else wrap_label(label, LABEL_WIDTH, lines=1)


def _thin(ticks: dict[str, str], pixels: float) -> dict[str, str]:
    """Leave out labels that would stand on the one before, with so many pixels a day."""
    kept: dict[str, str] = {}
    for day, label in ticks.items():
        if kept:
            before, told = list(kept.items())[-1]
            apart = (date.fromisoformat(day) - date.fromisoformat(before)).days * pixels
            if apart < (measure(told) + measure(label)) / 2 + 10:
                continue
        kept[day] = label
    return kept
