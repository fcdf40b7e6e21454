"""A table of cells, darker where more is counted."""

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.chart import (
    KIND_COLOURS,
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

FEWEST_COLUMNS = 6
"""A narrow table keeps cells of a common size, and the rest of its width free."""


@keep_chart
def draw_heat(
    count: Count, words: Words, title: str, span: str, colour: str = KIND_COLOURS["restriction"], columns: int = 14
) -> Chart:
    """Draw a cell a row: the first dimension down, the second across, both by size, the number in the cell.

    Cells are bars of equal size, which can be clicked where heat-map traces cannot. An empty cell is a zero.
    """
    down, across = count.by
    lines, heads = _order(count, down), _order(count, across)[:columns]
    cells = [row for row in count if row[across] in heads]
    largest = max((row["n"] for row in cells), default=1)
    figure = start_figure(
        130 + 42 * len(lines),
        showlegend=False,
        # Slanted heads lean out to the right of the last column.
        margin={"l": 4, "r": 56, "t": 8, "b": 8},
        xaxis={
            "tickvals": list(range(len(heads))),
            "ticktext": [wrap_label(words.name(across, head), 16) for head in heads],
            "tickangle": -45 if len(heads) > 1 else 0,
            "ticklabeloverflow": "allow",
            "range": [-0.5, max(len(heads), FEWEST_COLUMNS) - 0.5],
            "side": "top",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        yaxis={
            "tickvals": list(range(len(lines))),
            "ticktext": [wrap_label(words.name(down, line), 24) for line in lines],
            "range": [len(lines) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
    )
    figure.add_bar(
        orientation="h",
        base=[heads.index(row[across]) - 0.47 for row in cells],
        x=[0.94] * len(cells),
        y=[lines.index(row[down]) for row in cells],
        width=0.92,
        marker={
            "color": [fade(colour, 0.22 + 0.78 * row["n"] / largest) for row in cells],
            "line": {"width": 0},
            "cornerradius": 2,
        },
        text=[f"<b>{words.number(row['n'])}</b>" for row in cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        customdata=[pack_mark(count.mark(row)) for row in cells],
        hovertext=[
            "<br>".join([*(words.name(name, row[name]) for name in count.by), words.count(row["n"], count.unit)])
            for row in cells
        ],
        hoverinfo="text",
    )
    return Chart(
        figure,
        title,
        write_subtitle(count, words, span, words.say("an empty cell is none")),
        write_alt(words.say("Table of cells"), title, count, words),
        count,
    )


def _order(count: Count, name: str) -> list[str]:
    """Return the values of a dimension, the largest sum first, "not stated" last."""
    sums: dict[str, int] = {}
    for row in count:
        sums[row[name]] = sums.get(row[name], 0) + row["n"]
    return sorted(sums, key=lambda value: (value == NONE, -sums[value], value))
