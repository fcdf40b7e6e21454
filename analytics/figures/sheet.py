"""A chart set on a sheet of an exact size, with all that a reader must know written inside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, NamedTuple

from lxml import etree

from analytics.errors import FigureError
from analytics.figures.chart import KIND_COLOURS, PLAIN, UNKNOWN, Chart, Drawn, Room
from analytics.figures.fonts import FAMILY, measure, wrap_text
from analytics.figures.stacks import OTHER, SHADES
from analytics.figures.words import Words

CENTIMETRE = 72 / 2.54
"""The points of a centimetre."""


@dataclass(frozen=True)
class Preset:
    """The size of a sheet: `width` and `height` in `unit`; without a height it is as high as the chart needs.

    `canvas` is the width in pixels that the chart is drawn for, with type of 13: the smaller, the larger the type.
    Where a chart needs more height than there is, the canvas grows up to `most`, where the smallest type is just
    read: 6.5 points in print.
    """

    width: float
    height: float | None
    unit: str
    dpi: int
    canvas: float
    most: float


PRESETS = {
    "a4_full": Preset(16.5, None, "cm", 300, 690, 790),
    "a4_half": Preset(8.1, None, "cm", 300, 388, 388),
    "slide": Preset(3840, 2160, "px", 300, 832, 1250),
    "square": Preset(2160, 2160, "px", 300, 520, 800),
    "poster": Preset(42.0, 29.7, "cm", 300, 912, 1500),
}
"""The sizes to choose from: the full and half width of A4, a 16:9 slide, a square card, a poster (A3).

All are fit for print, at 300 dots per inch. What is sized in dots has twice those of a common screen (1920 x 1080) or
card (1080 x 1080) each way, so that screens scale it by whole dots, and on paper it is 18.3 cm high.
"""

TALLEST = 24.7
"""The most height, in centimetres, of a sheet that is as high as its chart needs: a page of A4 within its margins."""

NARROWEST = 300
"""In pixels: the least canvas."""


class Theme(NamedTuple):
    """The ground and the inks of a sheet."""

    ground: str
    ink: str
    quiet: str


THEMES = {"print": Theme("#FFFFFF", "#000000", "#3A3A3A"), "light": Theme("#F5F6F8", "#1D232B", "#515B67")}
COLOURS = ("colour", "grey")

BLACK = "#1F1F1F"
GREYS = {
    KIND_COLOURS["restriction"]: (BLACK, ""),
    KIND_COLOURS["relief"]: ("#FFFFFF", "/"),
    KIND_COLOURS["civic_action"]: ("#858585", ""),
    KIND_COLOURS["context"]: ("#D6D6D6", "."),
    PLAIN: ("#5A5A5A", ""),
    UNKNOWN: ("#C9C9C9", "-"),
    OTHER: ("#FFFFFF", ""),
    **dict(
        zip(
            SHADES,
            [("#2E2E2E", ""), ("#B4B4B4", ""), ("#FFFFFF", "/"), ("#6E6E6E", ""), ("#FFFFFF", "x"), ("#E0E0E0", "\\"),
             ("#FFFFFF", ".")],
            strict=True,
        )
    ),
}  # fmt: skip
"""For each colour its grey and its pattern: neighbours differ by lightness or pattern, which a copying machine keeps."""

SYMBOLS = dict(zip(KIND_COLOURS.values(), ("circle", "diamond", "square", "circle-open"), strict=True))
"""The shapes of dots in grey."""

PALE_EDGE = "#8C939C"
"""The edge of a pale sample in the key."""


@dataclass(frozen=True)
class FigureOptions:
    """What a figure shall look like; what is empty or None is taken from the preset, or from the chart.

    `width` and `height` are in the preset's unit. `subtitle` is a line of one's own; number, unit and period stay.
    """

    preset: str = "a4_full"
    title: str = ""
    subtitle: str = ""
    colours: str = "colour"
    theme: str = "print"
    labels: bool = True
    width: float | None = None
    height: float | None = None
    dpi: int | None = None


@dataclass(frozen=True)
class Imprint:
    """What a figure must say of itself besides its chart's words: the selection in words, source, edition, licence."""

    filters: str
    source: str
    edition: str
    licence: str


class Line(NamedTuple):
    """A line of text on a sheet: the place of its first letter's foot in pixels, size, ink, weight."""

    x: float
    y: float
    text: str
    size: float
    ink: str
    bold: bool = False


class Mark(NamedTuple):
    """The sample of an entry of the key: its place, shape (square, line, scale, dot or a symbol), colour, pattern, edge.

    A scale fades from `colour` to `end`.
    """

    x: float
    y: float
    shape: str
    colour: str
    pattern: str
    edge: str
    end: str = ""

    @property
    def width(self) -> float:
        """The width in pixels."""
        return 90 if self.shape == "scale" else 11


class Entry(NamedTuple):
    """An entry of the key: its sample, the name behind it, and what stands before it."""

    name: str
    mark: Mark
    before: str = ""


@dataclass(frozen=True)
class Sheet:
    """A figure ready to be drawn: the Plotly figure, where it stands, and the lines and key around it, all in pixels.

    `points` is the size of a pixel in points; width and height in points are those of the page to a hair.
    """

    figure: Mapping[str, Any]
    chart: Chart
    title: str
    alt: str
    language: str
    theme: Theme
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    box: tuple[float, float, float, float]
    rule: float
    canvas: tuple[float, float]
    points: float
    dpi: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.canvas[0] * self.points, self.canvas[1] * self.points

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture in its dots."""
        width, height = (round(value * self.dpi / 72) for value in self.size)
        return width, height


PAD = 12
SIZES = {"title": 17.0, "subtitle": 14.0, "facts": 12.5, "filters": 12.0, "key": 12.0, "note": 11.0, "imprint": 11.0}
NO_LETTERS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
"""What XML cannot hold."""

HARD_SPACE = "\u00a0"
LEADING = 1.32
"""The height of a line by its type."""


def lay_out(chart: Chart, options: FigureOptions, imprint: Imprint, words: Words) -> Sheet:
    """Set a chart on a sheet as the options say, nothing cut, nothing on top of anything else.

    Raises:
        FigureError: for an option that there is not, or a size that the chart does not fit in.
    """
    preset = _complete(options)
    page = _Page(chart, options, imprint, words, preset)
    canvas = preset.canvas
    while True:
        last = canvas >= preset.most
        sheet, needed = page.set_on(canvas, cut=last)
        if sheet is not None:
            return sheet
        if last:
            least = needed * preset.width / canvas
            raise FigureError(
                f"the chart does not fit into {preset.width:g} x {preset.height or TALLEST:g} {preset.unit}: "
                f"give it a height of {least:.1f} {preset.unit} or more, or a greater width"
            )
        canvas = min(canvas * max(1.03, sqrt(needed / page.tallest(canvas))), preset.most)


def _complete(options: FigureOptions) -> Preset:
    """Return the preset with the options' own sizes in it."""
    for name, value, known in (
        ("preset", options.preset, PRESETS), ("colours", options.colours, COLOURS), ("theme", options.theme, THEMES),
    ):  # fmt: skip
        if value not in known:
            raise FigureError(f"figure option {name} = {value!r}: one of {', '.join(known)} is needed")
    preset = PRESETS[options.preset]
    for name, number, most in (
        ("width", options.width, 10_000),
        ("height", options.height, 10_000),
        ("dpi", options.dpi, 1200),
    ):
        if number is not None and not 0 < number <= most:
            raise FigureError(f"figure option {name} = {number!r}: a number above 0, {most} at most, is needed")
    if options.width and preset.unit == "cm":
        grown = options.width / preset.width
        preset = replace(preset, canvas=preset.canvas * grown, most=preset.most * grown)
        if preset.most < NARROWEST:
            least = NARROWEST / preset.most * options.width
            raise FigureError(
                f"figure option width = {options.width:g} cm: {least:.1f} cm is the least that can be read"
            )
    return replace(
        preset,
        canvas=max(preset.canvas, NARROWEST),
        width=options.width or preset.width,
        height=options.height or preset.height,
        dpi=options.dpi or preset.dpi,
    )


class _Page(NamedTuple):
    """What is set on a sheet, whatever its canvas."""

    chart: Chart
    options: FigureOptions
    imprint: Imprint
    words: Words
    preset: Preset

    def points(self, canvas: float) -> float:
        """Return the size of a pixel of a canvas in points."""
        return self.preset.width * self.unit / canvas

    def tallest(self, canvas: float) -> float:
        """Return the most height of a canvas, in pixels."""
        return (self.preset.height or TALLEST * CENTIMETRE / self.unit) * self.unit / self.points(canvas)

    @property
    def unit(self) -> float:
        """The points of one of the preset's units."""
        return 72 / self.preset.dpi if self.preset.unit == "px" else CENTIMETRE

    def set_on(self, canvas: float, cut: bool) -> tuple[Sheet | None, float]:
        """Set the chart on a canvas of a width; return the sheet, or None, and the height that it needs."""
        preset, points, tallest = self.preset, self.points(canvas), self.tallest(canvas)
        foot = self._write_foot(self.chart, canvas)
        room = Room(canvas - 2 * PAD, labels=self.options.labels)
        chart = self.chart.fit(room)
        head = self._write_head(chart, canvas)
        if preset.height or head.height + chart.figure["layout"]["height"] + foot.height > tallest:
            # What is left out is told in the head, which may take a line more and so leave less.
            while room.height is None or room.height > tallest - head.height - foot.height + 0.01:
                room = replace(room, height=tallest - head.height - foot.height, cut=cut)
                chart = self.chart.fit(room)
                head = self._write_head(chart, canvas)
        needed = head.height + chart.figure["layout"]["height"] + foot.height
        if needed > tallest + 0.01:
            return None, needed
        total = tallest if preset.height else min(needed, tallest)
        plot = total - head.height - foot.height
        theme = THEMES[self.options.theme]
        figure = _dress(chart, canvas - 2 * PAD, plot, theme, self.options.colours == "grey")
        lines = (*head.lines, *(line._replace(y=line.y + total - foot.height) for line in foot.lines))
        sheet = Sheet(
            figure=figure,
            chart=chart,
            title=NO_LETTERS.sub("", self.options.title or chart.title),
            alt=NO_LETTERS.sub("", f"{chart.alt} {chart.subtitle}."),
            language=self.words.language,
            theme=theme,
            lines=lines,
            marks=tuple(head.marks),
            box=(PAD, head.height, canvas - 2 * PAD, plot),
            rule=total - foot.height + foot.rule,
            canvas=(canvas, total),
            points=points,
            dpi=preset.dpi,
        )
        return sheet, needed

    def _write_head(self, chart: Chart, canvas: float) -> "_Block":
        """Write title, number and period, filters, and the key."""
        theme, block = THEMES[self.options.theme], _Block(canvas - 2 * PAD)
        block.write(self.options.title or chart.title, "title", theme.ink, bold=True)
        block.write(self.options.subtitle, "subtitle", theme.ink, before=2)
        block.write(chart.subtitle, "facts", theme.quiet, before=2)
        chosen = f"{self.words.say('Selected')}: {self.imprint.filters}" if self.imprint.filters else ""
        block.write(chosen, "filters", theme.quiet, before=1)
        block.height += 6
        block.add_key(list(list_key(chart, self.words, self.options.colours == "grey")), theme.ink)
        block.height += 4
        return block

    def _write_foot(self, chart: Chart, canvas: float) -> "_Block":
        """Write the note, and source, edition and licence under a rule."""
        theme, words, block = THEMES[self.options.theme], self.words, _Block(canvas - 2 * PAD, top=4)
        block.write(chart.note, "note", theme.quiet)
        block.rule = block.height + 6
        told = (
            f"{words.say('Source')}: {self.imprint.source}",
            words.say("Edition {edition}", edition=self.imprint.edition),
            words.say("Licence: {licence}", licence=self.imprint.licence),
        )
        source, *others = told
        kept = (part.replace(" ", HARD_SPACE) for part in others)
        block.write(" · ".join((source, *kept)), "imprint", theme.quiet, before=9)
        block.height += PAD - 2
        return block


class _Block:
    """Lines and the key of a sheet, written one under the other."""

    def __init__(self, width: float, top: float = PAD) -> None:
        self.width, self.height, self.rule = width, top, 0.0
        self.lines: list[Line] = []
        self.marks: list[Mark] = []

    def write(self, text: str, style: str, ink: str, bold: bool = False, before: float = 0) -> None:
        """Write a text, broken over lines."""
        if not (text := NO_LETTERS.sub("", text)):
            return
        size = SIZES[style]
        self.height += before
        for line in wrap_text(text, self.width, size, bold):
            self.lines.append(Line(PAD, self.height + size, line, size, ink, bold))
            self.height += size * LEADING

    def add_key(self, entries: list[Entry], ink: str) -> None:
        """Set the entries of the key side by side, on as many lines as they need."""
        size, gap, x = SIZES["key"], 6, 0.0
        for number, (name, mark, before) in enumerate(entries):
            lead = measure(before, size) + gap if before else 0.0
            start = lead + mark.width + gap
            if number and x + start + measure(name, size) > self.width:
                x, self.height = 0.0, self.height + size * 1.5
            (written,) = wrap_text(name, self.width - start, size, lines=1)
            self.marks.append(mark._replace(x=PAD + x + lead, y=self.height + 1))
            for text, at in ((before, x), (written, x + start)):
                self.lines += [Line(PAD + at, self.height + size - 1, text, size, ink)] if text else []
            x += start + measure(name, size) + 16
        self.height += size * 1.5 + 2 if entries else 0


def list_key(chart: Chart, words: Words, grey: bool) -> Iterator[Entry]:
    """List the entries of a chart's key: the name and a sample of each trace that its legend shows."""
    if not chart.figure["layout"].get("showlegend"):
        return
    traces = chart.figure["data"]
    dots = any(trace["type"] == "scatter" and trace.get("mode") == "markers" for trace in traces)
    told = set()
    for trace in traces:
        name = trace.get("name")
        if trace.get("showlegend") is False or not name or name in told:
            continue
        told.add(name)
        if trace["type"] == "choropleth":
            yield _key_shades(trace, words, grey)
            continue
        line = trace["type"] == "scatter" and "lines" in trace.get("mode", "")
        colour = trace["line" if line else "marker"]["color"]
        colour = colour if isinstance(colour, str) else colour[0]
        mark = Mark(0, 0, "line" if line else "dot" if dots else "square", colour, "", PALE_EDGE * _is_pale(colour))
        yield Entry(name, _grey_mark(mark) if grey else mark)


def _key_shades(trace: Drawn, words: Words, grey: bool) -> Entry:
    """Return the scale of a shaded map: what is counted, the least and the most."""
    shades = [colour for _, colour in trace["colorscale"]]
    first, last = (grey_of(shade)[0] if grey else shade for shade in (shades[0], shades[-1]))
    least, most = (words.number(round(value, 2)) for value in (trace["zmin"], trace["zmax"]))
    return Entry(most, Mark(0, 0, "scale", first, "", PALE_EDGE, last), f"{trace['name']}: {least}")


def _grey_mark(mark: Mark) -> Mark:
    if mark.shape == "line":
        return mark._replace(colour="#000000")
    if mark.shape == "dot":
        return mark._replace(shape=SYMBOLS.get(mark.colour, "circle"), colour=BLACK)
    colour, pattern = grey_of(mark.colour)
    return mark._replace(colour=colour, pattern=pattern, edge=BLACK)


def _is_pale(colour: str) -> bool:
    return colour.startswith("rgba") and float(colour[5:-1].split(",")[3]) < 0.4


def grey_of(colour: str) -> tuple[str, str]:
    """Return the grey and the pattern of a colour of figures; a transparent one becomes a transparent black."""
    if colour in GREYS:
        return GREYS[colour]
    if colour.startswith("rgba("):
        red, green, blue, alpha = (float(part) for part in colour[5:-1].split(","))
        pale = max(red, green, blue) - min(red, green, blue) < 24
        return colour if pale else f"rgba(31,31,31,{alpha:g})", ""
    return colour, ""


def _dress(chart: Chart, width: float, height: float, theme: Theme, grey: bool) -> dict[str, Any]:
    """Return a chart's Plotly figure in the type, inks and size of a sheet, without what only a screen needs."""
    traces = []
    for trace in chart.figure["data"]:
        if trace.get("x") == [None] or trace.get("lat") == [None]:
            continue
        # What a click means to the dashboard may name people whom the labels do not.
        shown = {name: value for name, value in trace.items() if name not in ("customdata",)}
        traces.append(_grey_trace(shown) if grey else shown)
    layout = chart.figure["layout"] | {
        "width": width,
        "height": height,
        "showlegend": False,
        "font": {"family": FAMILY, "size": 13, "color": theme.ink},
    }
    return {"data": traces, "layout": layout}


def _grey_trace(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace in greys, patterns and shapes."""
    if trace["type"] == "choropleth":
        return trace | {"colorscale": [[at, grey_of(colour)[0]] for at, colour in trace["colorscale"]]}
    if trace["type"] == "scatter" and trace.get("mode") == "lines":
        return trace | {"line": trace["line"] | {"color": "#000000", "dash": "4px 2px"}}
    marker = trace.get("marker")
    if not marker or "color" not in marker:
        return trace
    colours = [marker["color"]] if isinstance(marker["color"], str) else list(marker["color"])
    greys = [grey_of(colour) for colour in colours]
    shades, patterns = [shade for shade, _ in greys], [pattern for _, pattern in greys]
    one = isinstance(marker["color"], str)
    changed: dict[str, Any] = {"color": shades[0] if one else shades}
    if trace["type"] == "bar":
        changed["pattern"] = {
            "shape": patterns[0] if one else patterns, "fgcolor": BLACK if one else [BLACK] * len(shades),
            "size": 5, "solidity": 0.22, "fillmode": "overlay", "fgopacity": 1,
        }  # fmt: skip
        transparent = all(shade.startswith("rgba") for shade in shades)
        changed["line"] = {"color": BLACK, "width": 0 if transparent else 0.7}
    elif trace["type"] == "scatter":
        changed["symbol"] = [SYMBOLS.get(colour, "circle") for colour in colours]
        changed["color"] = BLACK
    # Plotly's own choice, white or a dark grey, is hard to read on a grey of the middle.
    inks = {"insidetextfont": {"color": [_ink_on(shade) for shade in shades]}} if trace["type"] == "bar" else {}
    return trace | {"marker": marker | changed} | inks


def _ink_on(shade: str) -> str:
    """Return the ink, black or white, of a number on a grey over white."""
    if shade.startswith("rgba("):
        red, _, _, alpha = (float(part) for part in shade[5:-1].split(","))
    else:
        red, alpha = int(shade[1:3], 16), 1
    return "#000000" if 255 - alpha * (255 - red) > 110 else "#FFFFFF"


SVG = "http://www.w3.org/2000/svg"


def compose(sheet: Sheet, plot: etree._Element | None = None) -> etree._Element:
    """Return a sheet as SVG, with the drawn figure in its place, or with that place left open."""
    width, height = sheet.canvas
    across, down = (f"{value / 72:.4f}in" for value in sheet.size)
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    root.attrib.update(
        {
            "width": across,
            "height": down,
            "viewBox": f"0 0 {width:.4f} {height:.4f}",
            "role": "img",
            "aria-labelledby": "title desc",
            "font-family": f"{FAMILY}, Verdana, sans-serif",
            "{http://www.w3.org/XML/1998/namespace}lang": sheet.language,
        }
    )
    _add(root, "title", id="title").text = sheet.title
    _add(root, "desc", id="desc").text = sheet.alt
    _add(root, "rect", width="100%", height="100%", fill=sheet.theme.ground)
    x, y, wide, high = sheet.box
    if plot is not None:
        plot.attrib.update({"x": f"{x:g}", "y": f"{y:.2f}", "width": f"{wide:.2f}", "height": f"{high:.2f}"})
        root.append(plot)
    for number, mark in enumerate(sheet.marks):
        _add_mark(root, mark, f"key{number}")
    ruled = {"stroke": sheet.theme.quiet, "stroke-width": "0.6"}
    _add(root, "path", d=f"M{PAD} {sheet.rule:.2f}H{width - PAD:.2f}", **ruled)
    for line in sheet.lines:
        weight = {"font-weight": "bold"} if line.bold else {}
        placed = {"x": f"{line.x:.2f}", "y": f"{line.y:.2f}", "font-size": f"{line.size:g}", "fill": line.ink}
        _add(root, "text", **placed, **weight).text = line.text
    return root


HATCHES = {
    "/": "M-1 1L1 -1M0 5L5 0M4 6L6 4",
    "\\": "M4 -1L6 1M0 0L5 5M-1 4L1 6",
    "x": "M0 5L5 0M0 0L5 5",
    "-": "M0 2.5H5",
    ".": "M2.2 2.2h0.6v0.6h-0.6Z",
}
"""The patterns of the key, as Plotly draws them on bars, on a square of 5."""

CIRCLE = "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z"
OUTLINES = {
    "dot": CIRCLE,
    "circle": CIRCLE,
    "circle-open": CIRCLE,
    "diamond": "M6 0L0 6L-6 0L0 -6Z",
    "square": "",
}
"""The dots of the key around their middle; a square is that of bars."""


def _add_mark(root: etree._Element, mark: Mark, name: str) -> None:
    """Add the sample of an entry of the key."""
    x, y = f"{mark.x:.2f}", f"{mark.y:.2f}"
    if mark.shape == "line":
        _add(root, "path", d=f"M{x} {mark.y + 5:.2f}h12", stroke=mark.colour, fill="none", **{"stroke-width": "2"})
        return
    if outline := OUTLINES.get(mark.shape):
        open_dot = mark.shape == "circle-open"
        inks = {"stroke": mark.colour, "fill": "none"} if open_dot else {"fill": mark.colour}
        _add(root, "path", d=outline, transform=f"translate({mark.x + 5.5:.2f} {mark.y + 5.5:.2f})", **inks)
        return
    fill, opacity = _split_colour(mark.colour)
    if mark.shape == "scale":
        scale = _add(root, "linearGradient", id=name)
        for offset, (shade, alpha) in enumerate(((fill, opacity), _split_colour(mark.end))):
            _add(scale, "stop", offset=str(offset), **{"stop-color": shade, "stop-opacity": alpha})
        fill, opacity = f"url(#{name})", "1"
    edge = {"stroke": mark.edge, "stroke-width": "0.7"} if mark.edge else {}
    placed = {"x": x, "y": y, "width": f"{mark.width:g}", "height": "11"}
    _add(root, "rect", **placed, fill=fill, **({"fill-opacity": opacity} if opacity != "1" else {}), **edge)
    if mark.pattern:
        pattern = _add(root, "pattern", id=name, width="5", height="5", patternUnits="userSpaceOnUse")
        _add(pattern, "path", d=HATCHES[mark.pattern], stroke=BLACK, fill=BLACK if mark.pattern == "." else "none")
        _add(root, "rect", **placed, fill=f"url(#{name})")


def _split_colour(colour: str) -> tuple[str, str]:
    """Return a colour as SVG knows it, and its opacity."""
    if not colour.startswith("rgba("):
        return colour, "1"
    red, green, blue, alpha = (part.strip() for part in colour[5:-1].split(","))
    return f"rgb({red},{green},{blue})", alpha


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{SVG}}}{name}", attributes)
