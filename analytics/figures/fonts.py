"""The letters of figures that leave the dashboard: one font, shipped, so that a figure is the same on every machine."""

import re
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parents[2] / "static" / "fonts"
FAMILY = "DejaVu Sans"
FACES = {"normal": "DejaVuSans", "bold": "DejaVuSans-Bold"}
"""The weights and their files, `.ttf` and `.woff2`, in `FONTS`."""

_UNITS = 1000


def measure(text: str, size: float = 13, bold: bool = False) -> float:
    """Return the width of a line of text, in the unit of `size`."""
    return _measure(text, "bold" if bold else "normal") * size / _UNITS


@lru_cache(20_000)
def _measure(text: str, weight: str) -> float:
    return float(_load(weight).getlength(text))


@lru_cache
def _load(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{FACES[weight]}.ttf", _UNITS, layout_engine=ImageFont.Layout.BASIC)


def wrap_text(text: str, width: float, size: float = 13, bold: bool = False, lines: int | None = None) -> list[str]:
    """Break a text into lines that are no wider than `width`; what more than `lines` would hold ends in `…`.

    Breaks at spaces that are no hard ones; a word wider than the line is broken within.
    """
    broken = [""]
    for word in filter(None, re.split(r"[ \n\t]", text)):
        longer = f"{broken[-1]} {word}".lstrip()
        if measure(longer, size, bold) <= width:
            broken[-1] = longer
            continue
        broken += [word] if broken[-1] else []
        broken[-1] = broken[-1] or word
        while measure(broken[-1], size, bold) > width and len(broken[-1]) > 1:
            fits = _fit(broken[-1], width, size, bold)
            broken[-1:] = [broken[-1][:fits], broken[-1][fits:]]
    if lines is not None and len(broken) > lines:
        last = broken[lines - 1]
        while last and measure(f"{last} …", size, bold) > width:
            last = last.rpartition(" ")[0] or last[:-1]
        broken[lines - 1 :] = [f"{last} …".lstrip()]
    return broken


def _fit(word: str, width: float, size: float, bold: bool) -> int:
    """Return how many letters of a word a line holds, one at least."""
    return max(1, max((n for n in range(len(word)) if measure(word[:n], size, bold) <= width), default=1))
