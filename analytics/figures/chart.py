"""What every chart has in common: its words around the figure, and the look of the figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from textwrap import wrap
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from analytics.counts.count import Count
from analytics.counts.selection import NONE, Mark
from analytics.figures.words import Words

_SCREEN_FAMILY = '"Source Sans", sans-serif'
"""The letters of the pages, which Streamlit brings."""

KIND_COLOURS = {"restriction": "#D55E00", "relief": "#009E73", "civic_action": "#0072B2", "context": "#8C939C"}
"""One colour a kind, everywhere: Okabe and Ito's, told apart by colour-blind readers on light and on dark ground."""

PLAIN = "#5C7A99"
"""Bars that mix kinds, as cities do."""

UNKNOWN = "#A6ACB3"
"""Bars of "not stated"."""

UNIT_COLOURS = {"refusals": KIND_COLOURS["restriction"], "sanctions": KIND_COLOURS["restriction"]}
"""Units that are all of one kind."""

Drawn = dict[str, Any]
"""A figure, or a part of one, in Plotly's words."""

C = TypeVar("C", bound=Count)
P = ParamSpec("P")


@dataclass(frozen=True)
class Room:
    """The room that a chart is drawn in off the screen: a width in pixels, for type of 13, and perhaps a height.

    A chart fills the height where it can and tells by its figure's own height if it needs more; with `cut` it leaves out
    what does not fit, and says so. `labels` are the numbers and names at the marks. Nothing is left to a hover.
    """

    width: float
    height: float | None = None
    labels: bool = True
    cut: bool = False


@dataclass(frozen=True)
class Chart:
    """A figure with the words that belong to it.

    The figure is in Plotly's words: its traces under "data", and its "layout". One chart serves many readers, so that
    nobody may change it. The title stands beside the figure and not in it, so that a page can set it as a heading that
    wraps and is read aloud. `name` is the chart's own in the catalogue, and `note` what a reader must know besides.
    `redraw` draws it again.
    """

    figure: Drawn
    title: str
    subtitle: str
    alt: str
    count: Count
    name: str = ""
    note: str = ""
    redraw: Callable[..., "Chart"] | None = field(default=None, repr=False, compare=False)

    def fit(self, room: Room) -> "Chart":
        """Return the same chart for a room off the screen."""
        fitted = self.redraw(room=room) if self.redraw else self
        return replace(fitted, name=self.name, note=self.note)


def keep_chart(draw: Callable[Concatenate[C, P], Chart]) -> Callable[Concatenate[C, P], Chart]:
    """Let a drawing function draw the same chart of the same count once: what was drawn is kept with its count.

    The other arguments are told apart by what they print as, so none of them may be a count or a table.
    """

    @wraps(draw)
    def drawn(count: C, /, *args: P.args, **kwargs: P.kwargs) -> Chart:
        key = draw.__name__, repr(args), repr(kwargs)
        chart = count.charts.get(key)
        if chart is None:
            chart = draw(count, *args, **kwargs)
            chart = count.charts[key] = replace(chart, redraw=partial(draw, count, *args, **kwargs))
        return cast(Chart, chart)

    return drawn


class Sketch:
    """A figure while it is drawn, in Plotly's words; `layout` and `traces` may be changed until it is finished.

    Plotly's own class would check each part as it comes, copy it and write it again, which takes most of the time that a
    chart does: a test has it check them all.
    """

    def __init__(self, height: float, room: Room | None, **layout: Any) -> None:
        """Start with the common look: no frame, no template, thin type, room for every label.

        Without a room it is one for the screen.
        """
        common: dict[str, Any] = {
            "height": height,
            "margin": {"l": 4, "r": 8, "t": 8, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"size": 13},
            "separators": ".,",
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.05,
                "yanchor": "bottom",
                "traceorder": "normal",
                "title": {"text": ""},
            },
        }
        self.layout = _suit_screen(common | layout) if room is None else common | layout
        self.traces: list[Drawn] = []

    def add(self, kind: str, **trace: Any) -> None:
        """Add a trace of a kind that Plotly knows."""
        self.traces.append({"type": kind, **trace})

    def change_traces(self, **values: Any) -> None:
        """Give all traces so far some values; None takes one away."""
        self.traces = [
            {name: value for name, value in (trace | values).items() if value is not None} for trace in self.traces
        ]

    def change(self, part: str, **values: Any) -> None:
        """Change a part of the layout, such as an axis."""
        self.layout[part] = self.layout[part] | values

    def write_on(self, shapes: Sequence[Drawn] = (), annotations: Sequence[Drawn] = ()) -> None:
        """Add shapes and annotations."""
        for name, new in (("shapes", shapes), ("annotations", [{"showarrow": False} | one for one in annotations])):
            if new:
                self.layout[name] = [*self.layout.get(name, ()), *new]

    def finish(self) -> Drawn:
        """Return the figure, unchecked."""
        return {"data": self.traces, "layout": self.layout}


def _suit_screen(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Add to a layout what only a screen needs: type, a hover that reads on light and dark, no cause to draw it twice or to hide it.

    Streamlit hands a new chart to Plotly a second time, copied and with its modes of clicking set. Where the modes stand
    already, the data has a revision and no template is there to be compared, Plotly finds nothing to draw anew. Streamlit
    also hides a chart without a width until it has measured the page; a width of nothing is none to Plotly, which fills the room.
    """
    return {
        name: {"tickfont": {"size": 11.5}} | value if name[1:5] == "axis" else value for name, value in layout.items()
    } | {
        "font": layout["font"] | {"family": _SCREEN_FAMILY},
        "legend": layout["legend"] | {"font": {"size": 12}},
        "margin": layout["margin"] | {"pad": 6},
        "hoverlabel": {
            "align": "left", "bgcolor": "#1D232B", "bordercolor": "#8C939C",
            "font": {"size": 13, "color": "#FFFFFF", "family": _SCREEN_FAMILY},
        },
        "width": 0,
        "datarevision": 1,
        "clickmode": "event+select",
        "hovermode": "closest",
        "dragmode": "pan",
    }  # fmt: skip


def add_key(figure: Sketch, name: str, colour: str) -> None:
    """Add an entry to a figure's legend that no trace of its own stands for."""
    figure.add("bar", x=[None], y=[None], name=name, marker={"color": colour, "line": {"width": 0}}, hoverinfo="skip")
    figure.layout["showlegend"] = True


def key_kinds(figure: Sketch, rows: Sequence[dict[str, Any]], words: Words) -> None:
    """Tell in the legend what the colours of rows by kind stand for."""
    for kind, colour in KIND_COLOURS.items():
        if any(row.get("kind") == kind for row in rows):
            add_key(figure, words.name("kind", kind), colour)


def write_subtitle(count: Count, words: Words, span: str, *notes: str) -> str:
    """Write what a chart counts: number and unit, period, and what the reader must know to add it up."""
    parts = [words.count(count.total, count.unit), span, *notes]
    if count.overlaps:
        parts.append(words.say("one may stand under several bars"))
    return " · ".join(part for part in parts if part)


def write_alt(kind: str, title: str, count: Count, words: Words, limit: int = 8) -> str:
    """Write the text that stands for a chart: what it is, and its largest values."""
    rows = sorted((row for row in count if row["n"]), key=lambda row: -row["n"])[:limit]
    told = "; ".join(
        f"{', '.join(words.name(name, row[name]) for name in count.by)}: {words.number(row['n'])}" for row in rows
    )
    return f"{kind}. {title}. {told}."


def pack_mark(mark: Mark) -> str:
    """Write a mark as one text, so that a figure can carry it and a click brings it back."""
    return "\n".join(f"{name}:{value}" for name, value in mark)


def unpack_mark(packed: str) -> Mark:
    """Read a mark that a figure carried."""
    pairs = [text.partition(":") for text in packed.split("\n")]
    return tuple((name, value) for name, _, value in pairs)


def put_unknown_last(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Return rows in their order, with "not stated" after all others."""
    return sorted(rows, key=lambda row: row[name] == NONE)


def wrap_label(text: str, width: int, lines: int | None = None) -> str:
    """Break a long label over lines, as figures write them; what `lines` cannot hold is left to the hover and table."""
    return "<br>".join(wrap(text, width, max_lines=lines, placeholder=" …"))


def fade(colour: str, alpha: float) -> str:
    """Return a colour (`#RRGGBB`) with transparency, which reads on light and on dark ground."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
