"""The map: regions shaded, cities as bubbles, drawn without any request to a map service."""

from collections.abc import Mapping, Sequence
from math import cos, radians, sin, sqrt
from typing import Any, NamedTuple

from analytics.counts.count import Count
from analytics.figures.bars import choose_height
from analytics.figures.chart import (
    PLAIN,
    Chart,
    Room,
    Sketch,
    fade,
    keep_chart,
    pack_mark,
    write_alt,
    write_subtitle,
)
from analytics.figures.fonts import measure
from analytics.figures.words import Words

LARGEST_BUBBLE = 56.0
"""The diameter of the largest bubble, in pixels."""

OUTLINE = fade("#8C939C", 0.8)

PARALLELS, MERIDIAN, LONGITUDES, LATITUDES, SCALE = [42, 54], 67, [46, 88], [40, 56], 1.12
"""The projection of the map, in degrees, and how much it is enlarged within its frame."""

PROJECTION = {
    "visible": False,
    "projection": {
        "type": "conic equal area",
        "parallels": PARALLELS,
        "rotation": {"lon": MERIDIAN},
        "scale": SCALE,
    },
    "lonaxis": {"range": LONGITUDES},
    "lataxis": {"range": LATITUDES},
    "bgcolor": "rgba(0,0,0,0)",
}
"""The same as Plotly takes it."""

LABEL_HIGH = 16
"""The height of a label, in pixels."""


@keep_chart
def draw_map(
    cities: Count,
    places: Mapping[str, tuple[float, float]],
    regions: Mapping[str, float],
    words: Words,
    title: str,
    span: str,
    outlines: str,
    rate: bool = False,
    colour: str = PLAIN,
    labelled: int = 8,
    height: float = 480,
    *,
    room: Room | None = None,
) -> Chart:
    """Draw a bubble a city, its area proportional to n, over the regions shaded by `regions` (n, or n per 100,000).

    `places` gives latitude and longitude; a city without them is not drawn. `outlines` is the address of the region
    outlines (GeoJSON with ISO ids) on the page's own server. The largest `labelled` bubbles carry their names.
    """
    rows = [row for row in cities if row["city"] in places]
    largest = max((row["n"] for row in rows), default=1)
    named = _choose_labels([row["city"] for row in rows], places, labelled)
    sides = dict.fromkeys(named, "top center")
    bubble = min(LARGEST_BUBBLE, room.width / 11) if room else LARGEST_BUBBLE
    sizes = [bubble * sqrt(row["n"] / largest) for row in rows]
    if room:
        height = choose_height(room, 0.56, 600)
        drawn = _project([places[row["city"]] for row in rows], room.width, max(height, room.height or 0))
        dots = [
            _Dot(row["city"], f"{words.name('city', row['city'])} {words.number(row['n'])}", x, y, max(size, 4) / 2)
            for row, (x, y), size in zip(rows, drawn, sizes, strict=True)
        ]
        sides = _place_labels(dots, room.width, labelled) if room.labels else {}
    figure = Sketch(
        height,
        room,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=bool(room and any(regions.values())),
        geo=PROJECTION,
    )
    figure.add(
        "choropleth",
        geojson=outlines,
        locations=list(regions),
        z=list(regions.values()),
        colorscale=[[0, fade(colour, 0.06)], [1, fade(colour, 0.55)]],
        zmin=0,
        zmax=max(regions.values(), default=0),
        name=_title_shades(cities.unit, words, rate),
        showscale=False,
        marker={"line": {"color": OUTLINE, "width": 0.8}},
        customdata=[pack_mark((("region", region),)) for region in regions],
        hovertext=[_tell_region(region, value, cities.unit, words, rate) for region, value in regions.items()],
        hoverinfo="text",
    )
    figure.add(
        "scattergeo",
        lat=[places[row["city"]][0] for row in rows],
        lon=[places[row["city"]][1] for row in rows],
        mode="markers+text",
        text=[
            f"{words.name('city', row['city'])} <b>{words.number(row['n'])}</b>" if row["city"] in sides else ""
            for row in rows
        ],
        textposition=[sides.get(row["city"], "top center") for row in rows],
        textfont={"size": 12},
        marker={
            "size": sizes,
            "sizemin": 4,
            "color": fade(colour, 0.75),
            "line": {"color": "rgba(255,255,255,0.9)", "width": 1},
        },
        customdata=[pack_mark(cities.mark(row)) for row in rows],
        hovertext=[f"{words.name('city', row['city'])}: {words.count(row['n'], cities.unit)}" for row in rows],
        hoverinfo="text",
        showlegend=False,
    )
    return Chart(
        figure.finish(),
        title,
        write_subtitle(cities, words, span),
        write_alt(words.say("Map"), title, cities, words),
        cities,
    )


def _choose_labels(cities: list[str], places: Mapping[str, tuple[float, float]], most: int) -> set[str]:
    """Choose the first cities whose labels, some 5 degrees wide and 1.4 high, do not run into one another."""
    named: list[str] = []
    for city in cities:
        lat, lon = places[city]
        if all(abs(lat - places[other][0]) > 1.4 or abs(lon - places[other][1]) > 5 for other in named):
            named.append(city)
    return set(named[:most])


def _project(places: Sequence[tuple[float, float]], width: float, height: float) -> list[tuple[float, float]]:
    """Return where places (latitude, longitude) stand on the map, in pixels right and up from its middle.

    Albers' equal-area conic as Plotly draws it: fitted to the frame of the ranges, then enlarged.
    """
    south, north = (radians(parallel) for parallel in PARALLELS)
    cone = (sin(south) + sin(north)) / 2
    constant = cos(south) ** 2 + 2 * cone * sin(south)

    def project(place: tuple[float, float]) -> tuple[float, float]:
        lat, lon = place
        far, turned = sqrt(constant - 2 * cone * sin(radians(lat))) / cone, cone * radians(lon - MERIDIAN)
        return far * sin(turned), -far * cos(turned)

    edge = [project((lat, lon)) for lat in LATITUDES for lon in range(LONGITUDES[0], LONGITUDES[1] + 1)]
    wide, high = (max(along) - min(along) for along in zip(*edge, strict=True))
    scale = SCALE * min(width / wide, height / high)
    _, middle = project((sum(LATITUDES) / 2, MERIDIAN))
    return [(scale * x, scale * (y - middle)) for x, y in (project(place) for place in places)]


class _Dot(NamedTuple):
    """A city on the map: its label, its middle and its radius in pixels."""

    city: str
    label: str
    x: float
    y: float
    radius: float


def _place_labels(dots: Sequence[_Dot], width: float, most: int) -> dict[str, str]:
    """Choose the first cities whose labels find room above or below them: off other labels, larger dots and the edges."""
    boxes: list[tuple[float, float, float, float]] = [
        (dot.x, dot.y, dot.radius * 0.8, dot.radius * 0.8) for dot in dots if dot.radius > LABEL_HIGH / 2
    ]
    sides: dict[str, str] = {}
    for dot in dots:
        half = measure(dot.label, 12, bold=True) / 2 + 3
        for side, turn in (("top center", 1), ("bottom center", -1)):
            y = dot.y + turn * (dot.radius + LABEL_HIGH / 2)
            free = all(
                abs(dot.x - x) >= half + across or abs(y - other) >= LABEL_HIGH / 2 + up
                for x, other, across, up in boxes
            )
            if free and abs(dot.x) + half <= width / 2 and len(sides) < most:
                boxes.append((dot.x, y, half, LABEL_HIGH / 2))
                sides[dot.city] = side
                break
    return sides


def _title_shades(unit: str, words: Words, rate: bool) -> str:
    """Say what the shades of the regions stand for."""
    if rate:
        return words.say("{unit} by region, per 100,000 inhabitants", unit=words.unit(unit))
    return words.say("{unit} by region", unit=words.unit(unit))


def _tell_region(region: str, value: float, unit: str, words: Words, rate: bool) -> str:
    name = words.name("region", region)
    if rate:
        return words.say("{region}: {n} per 100,000 inhabitants", region=name, n=words.number(round(value, 2)))
    return f"{name}: {words.count(int(value), unit)}"


__all__: list[Any] = ["LARGEST_BUBBLE", "draw_map"]
