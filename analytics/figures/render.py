"""The bytes of a figure: SVG, PDF, PNG, and a page to look into; the same for the same sheet on any day and machine."""

import base64
import json
import re
import struct
import threading
import zlib
from collections.abc import Collection, Mapping
from functools import cache
from html import escape
from typing import Any, cast

import typst
from lxml import etree
from plotly.offline import get_plotlyjs

from analytics.errors import FigureError
from analytics.figures.browser import DRAWER, MAP_BASE, Drawer
from analytics.figures.fonts import FACES, FAMILY, FONTS
from analytics.figures.sheet import Sheet, compose

FORMATS = ("svg", "pdf", "png", "html")
STATIC = FORMATS[:3]
"""The formats that need Chromium."""

GEO = FONTS.parent / "geo"
"""The outlines of maps, by the last part of the address that a chart asks the dashboard's server for."""

SVG = "{http://www.w3.org/2000/svg}"

_MUTE = re.compile(r"(pointer-events|cursor|vector-effect|user-select):[^;]*;?\s*")
_REFERENCE = re.compile(r"""url\(["']?#([\w-]+)["']?\)""")

_ONE_PICTURE = threading.Lock()
"""Held while dots are set: a poster takes a quarter of a gigabyte then, and many may be asked for at once."""

_RIM = "paint-order: stroke; stroke: {ground}; stroke-width: 2.5px; stroke-linejoin: round;"

_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e[-+]?\d+)?")
"""A number that Plotly writes to the last digit, in which browsers differ."""

_PRINTED = """
#set document(title: sys.inputs.title, description: sys.inputs.alt, date: none)
#set page(width: {width:.6f}pt, height: {height:.6f}pt, margin: 0pt)
#set text(lang: sys.inputs.language)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, alt: sys.inputs.alt)
"""

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; \
style-src 'unsafe-inline'; img-src data: blob:; font-src data:">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style class="letters">{faces} .scattergeo text {{{rim}}}</style>
<style>
body {{margin: 0; font: 13px {family}, sans-serif; background: {ground}; color: {ink}}}
main {{position: relative; width: {width:.2f}px; height: {height:.2f}px; margin: 0 auto}}
svg.sheet {{position: absolute; width: 100%; height: 100%}}
#plot {{position: absolute; left: {x:.2f}px; top: {y:.2f}px}}
nav {{text-align: center; padding: 12px}}
button {{font: inherit}}
</style>
</head>
<body>
<main>{sheet}<div id="plot"></div></main>
<nav><button value="svg">SVG</button> <button value="png">PNG</button></nav>
<script>{plotly}</script>
<script>
PlotlyGeoAssets = {{topojson: {{world_110m: {base}}}}};
const figure = {figure};
{script}
</script>
</body>
</html>
"""
"""A figure's page; its policy forbids every request, so that it works from a file and tells nobody that it is read."""


def render(sheet: Sheet, formats: Collection[str] = FORMATS, drawer: Drawer = DRAWER) -> dict[str, bytes]:
    """Return a sheet in some of `FORMATS`, by their names; Chromium draws once for all of them.

    Raises:
        NoChromiumError: for all but HTML, where there is no Chromium.
        FigureError: where the figure could not be drawn.
    """
    writers = {"svg": _write_svg, "pdf": _write_pdf, "png": _write_png}
    drawn = _draw(sheet, drawer) if any(name in STATIC for name in formats) else ""
    return {name: _write_html(sheet) if name == "html" else writers[name](sheet, drawn) for name in formats}


def _draw(sheet: Sheet, drawer: Drawer) -> str:
    """Return a sheet as SVG without letters."""
    _, _, width, height = sheet.box
    plot = etree.fromstring(drawer.draw(_place_outlines(sheet.figure), width, height))
    _lift_labels(plot, sheet.theme.ground)
    _clean(plot)
    root = compose(sheet, plot)
    return str(etree.tostring(root, encoding="unicode"))


def _lift_labels(plot: etree._Element, ground: str) -> None:
    """Set the labels of a map off from the outlines and dots that they stand on, by a rim in the colour of the ground."""
    for label in plot.iterfind(f".//{SVG}g[@class='trace scattergeo']//{SVG}text"):
        label.set("style", f"{label.get('style', '')} {_RIM.format(ground=ground)}")


def _clean(plot: etree._Element) -> None:
    """Take out what Plotly leaves for its own scripts, number the ids that it draws by lot, and round to a hundredth."""
    names: dict[str, str] = {}
    for element in plot.iter():
        if "id" in element.attrib:
            names[element.attrib["id"]] = f"p{len(names)}"
    for element in plot.iter():
        for name, value in list(element.attrib.items()):
            if name == "class" or name.startswith("data-"):
                del element.attrib[name]
            elif name == "id":
                element.attrib[name] = names[value]
            elif name == "style":
                element.attrib[name] = _point(_MUTE.sub("", value), names)
            else:
                element.attrib[name] = _LONG_NUMBER.sub(_round, _point(value, names))
    plot.attrib.pop("style", None)


def _point(value: str, names: dict[str, str]) -> str:
    return _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value)


def _round(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2) + 0:g}"


def _place_outlines(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure with the outlines of its map in it, where it names their address."""
    traces = [
        trace | {"geojson": _read_outlines(trace["geojson"].rpartition("/")[2])}
        if isinstance(trace.get("geojson"), str)
        else trace
        for trace in figure["data"]
    ]
    return {**figure, "data": traces}


@cache
def _read_outlines(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((GEO / name).read_text("utf-8")))


@cache
def write_faces() -> str:
    """Return the style sheet that carries the letters themselves."""
    return "".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:url("data:font/woff2;base64,'
        f'{base64.b64encode((FONTS / f"{name}.woff2").read_bytes()).decode()}") format("woff2")}}'
        for weight, name in FACES.items()
    )


def _write_svg(sheet: Sheet, drawn: str) -> bytes:
    return drawn.replace("<title ", f"<style>{write_faces()}</style><title ", 1).encode("utf-8")


def _set_page(sheet: Sheet, drawn: str, **how: Any) -> bytes:
    """Print a sheet by Typst, which has no clock and no fonts but ours."""
    width, height = sheet.size
    told = {"svg": drawn, "title": sheet.title, "alt": sheet.alt, "language": sheet.language}
    page = _PRINTED.format(width=width, height=height).encode()
    try:
        printed = typst.compile(page, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=told, **how)
    except typst.TypstError as error:
        raise FigureError(
            f"the figure cannot be printed: {error.message}; leave such letters out of its title"
        ) from None
    return cast(bytes, printed)


def _write_pdf(sheet: Sheet, drawn: str) -> bytes:
    return _set_page(sheet, drawn, format="pdf", pdf_standards="ua-1")


def _write_png(sheet: Sheet, drawn: str) -> bytes:
    """Return the picture with its dots per metre, which say how large it is meant to be."""
    with _ONE_PICTURE:
        png = _set_page(sheet, drawn, format="png", ppi=sheet.dpi)
    dots = round(sheet.dpi / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    head = 8 + 25  # the signature and the header, which comes first
    return png[:head] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[head:]


def _write_html(sheet: Sheet) -> bytes:
    """Return a page that holds all it needs: the sheet, the figure to point at, and buttons to save both as one."""
    x, y, _, _ = sheet.box
    told = _place_outlines(sheet.figure) | {
        "place": {"x": x, "y": y},
        "pixels": sheet.pixels,
        "name": sheet.chart.name or "figure",
    }
    root = compose(sheet)
    root.set("class", "sheet")
    page = _PAGE.format(
        language=sheet.language,
        title=escape(sheet.title),
        faces=write_faces(),
        rim=_RIM.format(ground=sheet.theme.ground),
        family=FAMILY,
        ground=sheet.theme.ground,
        ink=sheet.theme.ink,
        width=sheet.canvas[0],
        height=sheet.canvas[1],
        x=x,
        y=y,
        sheet=etree.tostring(root, encoding="unicode"),
        plotly=get_plotlyjs(),
        base=MAP_BASE.read_text("utf-8"),
        figure=json.dumps(told, ensure_ascii=False, sort_keys=True).replace("</", "<\\/"),
        script=(FONTS.parent / "figure.js").read_text("utf-8"),
    )
    return page.encode("utf-8")
