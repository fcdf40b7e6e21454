"""The map: regions shaded, cities as bubbles, drawn without any request to a map service."""

from collections.abc import Mapping
from math import sqrt
from typing import Any

from analytics.counts.count import Count
from analytics.figures.chart import PLAIN, Chart, fade, keep_chart, pack_mark, start_figure, write_alt, write_subtitle
from analytics.figures.words import Words

LARGEST_BUBBLE = 56
"""The diameter of the largest bubble, in pixels."""


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
    height: int = 480,
) -> Chart:
    """Draw a bubble a city, its area proportional to n, over the regions shaded by `regions` (n, or n per 100,000).

    `places` gives latitude and longitude; a city without them is not drawn. `outlines` is the address of the region
    outlines (GeoJSON with ISO ids) on the page's own server. The largest `labelled` bubbles carry their names.
    """
    rows = [row for row in cities if row["city"] in places]
    largest = max((row["n"] for row in rows), default=1)
    named = _choose_labels([row["city"] for row in rows], places, labelled)
    figure = start_figure(height, showlegend=False)
    figure.add_choropleth(
        geojson=outlines,
        locations=list(regions),
        z=list(regions.values()),
        colorscale=[[0, fade(colour, 0.06)], [1, fade(colour, 0.55)]],
        zmin=0,
        showscale=False,
        marker={"line": {"color": fade("#8C939C", 0.8), "width": 0.8}},
        customdata=[pack_mark((("region", region),)) for region in regions],
        hovertext=[_tell_region(region, value, cities.unit, words, rate) for region, value in regions.items()],
        hoverinfo="text",
    )
    figure.add_scattergeo(
        lat=[places[row["city"]][0] for row in rows],
        lon=[places[row["city"]][1] for row in rows],
        mode="markers+text",
        text=[
            f"{words.name('city', row['city'])} <b>{words.number(row['n'])}</b>" if row["city"] in named else ""
            for row in rows
        ],
        textposition="top center",
        textfont={"size": 12},
        marker={
            "size": [LARGEST_BUBBLE * sqrt(row["n"] / largest) for row in rows],
            "sizemin": 4,
            "color": fade(colour, 0.75),
            "line": {"color": "rgba(255,255,255,0.9)", "width": 1},
        },
        customdata=[pack_mark(cities.mark(row)) for row in rows],
        hovertext=[f"{words.name('city', row['city'])}: {words.count(row['n'], cities.unit)}" for row in rows],
        hoverinfo="text",
    )
    figure.update_geos(
        visible=False,
        projection_type="conic equal area",
        projection_parallels=[42, 54],
        projection_rotation={"lon": 67},
        lonaxis_range=[46, 88],
        lataxis_range=[40, 56],
        projection_scale=1.12,
        bgcolor="rgba(0,0,0,0)",
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return Chart(
        figure,
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


def _tell_region(region: str, value: float, unit: str, words: Words, rate: bool) -> str:
    name = words.name("region", region)
    if rate:
        return words.say("{region}: {n} per 100,000 inhabitants", region=name, n=words.number(round(value, 2)))
    return f"{name}: {words.count(int(value), unit)}"


__all__: list[Any] = ["LARGEST_BUBBLE", "draw_map"]
