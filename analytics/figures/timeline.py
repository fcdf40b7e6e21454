"""One person's entries along time."""

from datetime import date, timedelta

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.chart import (
    KIND_COLOURS,
    PLAIN,
    UNIT_COLOURS,
    Chart,
    fade,
    keep_chart,
    pack_mark,
    start_figure,
    wrap_label,
    write_alt,
    write_on,
    write_subtitle,
)
from analytics.figures.words import Words

LABEL_WIDTH = 46
"""The letters of a line's label; the hover tells the rest."""


@keep_chart
def draw_timeline(count: Count, words: Words, title: str, span: str, limits: tuple[str, str] | None = None) -> Chart:
    """Draw a dot for each day of a count by day and others, one line for each value of the others.

    A `kind` among them gives the colour and no line of its own. `limits` are the first and last day of the axis, so that
    two timelines can be read one above the other.
    """
    names = [name for name in count.by if name not in ("day", "kind")]
    rows = sorted((row for row in count if row["day"] != NONE), key=lambda row: row["day"])
    lines = list(dict.fromkeys(tuple(row[name] for name in names) for row in rows))
    days = sorted({row["day"] for row in rows} | set(limits or ())) or [date.min.isoformat()]
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    room = timedelta(days=max(2, (last - first).days // 15))
    shown = days if len(days) <= 4 else [days[0], days[len(days) // 2], days[-1]]
    plain = UNIT_COLOURS.get(count.unit, PLAIN)
    figure = start_figure(
        70 + 44 * len(lines),
        showlegend=False,
        xaxis={
            "type": "date",
            "range": [str(first - room), str(last + room)],
            "tickvals": shown,
            "ticktext": [words.day(date.fromisoformat(day), "short") for day in shown],
            "showgrid": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={"visible": False, "range": [len(lines) - 0.3, -0.9], "fixedrange": True},
    )
    figure.add_scatter(
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
    )
    rule = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "line": {"color": fade("#8C939C", 0.35)},
        "layer": "below",
    }
    above = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    labels = [", ".join(words.name(*pair) for pair in zip(names, line, strict=True)) for line in lines]
    write_on(
        figure,
        [rule | {"y0": place, "y1": place} for place in range(len(lines))],
        [
            above | {"y": place - 0.2, "text": wrap_label(label, LABEL_WIDTH, lines=1)}
            for place, label in enumerate(labels)
        ],
    )
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span),
        write_alt(words.say("Timeline"), title, count, words),
        count,
    )
