"""One person's entries along time."""

from datetime import date, timedelta

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.chart import KIND_COLOURS, Chart, fade, pack_mark, start_figure, write_alt, write_subtitle
from analytics.figures.words import Words


def draw_timeline(count: Count, words: Words, title: str, span: str) -> Chart:
    """Draw a dot for each day and category of a count by day, category and kind, one line a category."""
    rows = [row for row in count if row["day"] != NONE]
    lines = list(dict.fromkeys(row["category"] for row in sorted(rows, key=lambda row: row["day"])))
    days = sorted({row["day"] for row in rows}) or [date.min.isoformat()]
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    room = timedelta(days=max(2, (last - first).days // 15))
    shown = days if len(days) <= 4 else [days[0], days[len(days) // 2], days[-1]]
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
        y=[lines.index(row["category"]) for row in rows],
        mode="markers",
        marker={"size": 13, "color": [KIND_COLOURS[row["kind"]] for row in rows]},
        customdata=[pack_mark(count.mark(row)) for row in rows],
        hovertext=[
            "<br>".join([*(words.name(name, row[name]) for name in count.by[:2]), words.count(row["n"], count.unit)])
            for row in rows
        ],
        hoverinfo="text",
    )
    for place, category in enumerate(lines):
        figure.add_shape(
            type="line", xref="paper", x0=0, x1=1, y0=place, y1=place, line_color=fade("#8C939C", 0.35), layer="below"
        )
        figure.add_annotation(
            x=0, y=place - 0.2, xref="paper", text=words.name("category", category), showarrow=False,
            xanchor="left", yanchor="bottom",
        )  # fmt: skip
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span),
        write_alt(words.say("Timeline"), title, count, words),
        count,
    )
