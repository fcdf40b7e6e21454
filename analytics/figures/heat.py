"""A table of cells, darker where more is counted."""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.counts.count import Count
from analytics.counts.selection import NONE
from analytics.figures.bars import BESIDE
from analytics.figures.chart import (
    KIND_COLOURS,
    Chart,
    Room,
    Sketch,
    add_key,
    fade,
    keep_chart,
    pack_mark,
    wrap_label,
    write_alt,
    write_subtitle,
)
from analytics.figures.fonts import measure, wrap_text
from analytics.figures.words import Words

FEWEST_COLUMNS = 6
"""A narrow table keeps cells of a common size, and the rest of its width free."""


LINE, CELL, TYPE = 42, 30, 17
"""In pixels: the height of a row, the least width of a cell, the height of a line of a label."""

HEAD, LONGEST_HEAD = 16, 190
"""The letters of a line of a column's head on the screen, and the pixels of a head off it."""

SLANT = 0.71
"""The sine and cosine of heads at 45 degrees."""


class _Grid(NamedTuple):
    """The labels of rows and columns that are shown; in pixels a row's height and what heads take above and beside."""

    labels: list[str]
    heads: list[str]
    row: float
    above: float
    beside: float
    angle: int


def _lay_grid(labels: Sequence[str], heads: Sequence[str], room: Room | None) -> _Grid:
    """Break labels over lines and slant heads; in a narrow room heads stand upright, and as many as fit."""
    if room is None:
        written = [wrap_label(label, 24) for label in labels]
        return _Grid(written, [wrap_label(head, HEAD) for head in heads], LINE, 100, 56, -45)
    side = min(max(map(measure, labels), default=0), 0.38 * room.width)
    written = ["<br>".join(wrap_text(label, side + 1, lines=4)) for label in labels]
    row = max(LINE, 6 + TYPE * max((label.count("<br>") + 1 for label in written), default=1))
    short = [wrap_text(head, LONGEST_HEAD, lines=1)[0] for head in heads]
    longest = max(map(measure, short), default=0)
    upright = room.width < BESIDE
    above, beside = (longest, 8) if upright else (SLANT * longest, SLANT * longest)
    columns = max(1, int((room.width - side - beside - 20) // CELL))
    rows = max(1, int((room.height - 30 - above) // row)) if room.cut and room.height else len(written)
    return _Grid(written[:rows], short[:columns], row, above, beside, -90 if upright else -45)


@keep_chart
def draw_heat(
    count: Count,
    words: Words,
    title: str,
    span: str,
    colour: str = KIND_COLOURS["restriction"],
    columns: int = 14,
    *,
    room: Room | None = None,
) -> Chart:
    """Draw a cell a row: the first dimension down, the second across, both by size, the number in the cell.

    Cells are bars of equal size, which can be clicked where heat-map traces cannot. An empty cell is a zero.
    """
    down, across = count.by
    every_line, every_head = _order(count, down), _order(count, across)
    grid = _lay_grid(
        [words.name(down, line) for line in every_line],
        [words.name(across, head) for head in every_head[:columns]],
        room,
    )
    lines, heads = every_line[: len(grid.labels)], every_head[: len(grid.heads)]
    cells = [row for row in count if row[across] in heads and row[down] in lines]
    largest = max((row["n"] for row in cells), default=1)
    figure = Sketch(
        30 + grid.above + grid.row * len(lines),
        room,
        showlegend=False,
        # Slanted heads lean out to the right of the last column.
        margin={"l": 4, "r": grid.beside, "t": 8, "b": 8},
        xaxis={
            "tickvals": list(range(len(heads))),
            "ticktext": grid.heads,
            "tickangle": grid.angle if len(heads) > 1 else 0,
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
            "ticktext": grid.labels,
            "range": [len(lines) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
    )
    figure.add(
        "bar",
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
        showlegend=False,
        customdata=[pack_mark(count.mark(row)) for row in cells],
        hovertext=[
            "<br>".join([*(words.name(name, row[name]) for name in count.by), words.count(row["n"], count.unit)])
            for row in cells
        ],
        hoverinfo="text",
    )
    if room and not room.labels:
        figure.change_traces(text=None)
        for n in sorted({1, -(-largest // 2), largest}):
            add_key(figure, words.number(n), fade(colour, 0.22 + 0.78 * n / largest))
    left = len(every_line) * len(every_head) - len(lines) * len(heads)
    note = (
        words.say(
            "{lines} of {all_lines} rows and {heads} of {all_heads} columns shown",
            lines=len(lines), all_lines=len(every_line), heads=len(heads), all_heads=len(every_head),
        )
        if left else ""
    )  # fmt: skip
    return Chart(
        figure.finish(),
        title,
        write_subtitle(count, words, span, words.say("an empty cell is none"), note),
        write_alt(words.say("Table of cells"), title, count, words),
        count,
    )


def _order(count: Count, name: str) -> list[str]:
    """Return the values of a dimension, the largest sum first, "not stated" last."""
    sums: dict[str, int] = {}
    for row in count:
        sums[row[name]] = sums.get(row[name], 0) + row["n"]
    return sorted(sums, key=lambda value: (value == NONE, -sums[value], value))
