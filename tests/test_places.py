"""The gazetteer: every spelling finds its place, and what looks like a place but is none finds nothing."""

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.lexicon.load import LEXICON, read_rows
from analytics.lexicon.places import REGIONS, SETTLEMENTS, Place, Places, read_places

OUTLINES = LEXICON.parent / "geo" / "kz-regions.geojson"
OFFSHORE = {"kashagan"}

FEBRUARY_2024 = {
    "KZ-11": ["Stepnogorsk", "Akkol"],
    "KZ-15": ["Aktobe"],
    "KZ-19": ["Konayev", "Baiserke"],
    "KZ-23": ["Atyrau"],
    "KZ-27": ["Uralsk"],
    "KZ-35": ["Karaganda"],
    "KZ-39": ["Kostanay"],
    "KZ-47": ["Zhanaozen", "Zhetybai", "Karazhanbas"],
    "KZ-55": ["Pavlodar"],
    "KZ-59": ["Petropavlovsk"],
    "KZ-62": ["Satpayev"],
    "KZ-71": ["Astana"],
    "KZ-75": ["Almaty"],
    "KZ-79": ["Shymkent"],
}


@pytest.fixture(scope="module")
def places() -> Places:
    return read_places()


def said(places: Places, text: str, **options: object) -> list[tuple[str, str, str | None]]:
    found = list(places.mentions(text, **options))  # type: ignore[arg-type]
    return [(text[mention.start : mention.end], mention.place.place_id, mention.within) for mention in found]


def test_every_alias_finds_its_place(places: Places) -> None:
    for line, row in read_rows(LEXICON / "place_aliases.csv", ("alias", "place_id", "use", "note")):
        place = places.by_id[row["place_id"]]
        region = place.region if row["use"] == "namesake" else None
        found = places.find(row["alias"], region, kinds={place.kind}, country=place.country)
        assert found is not None, (line, row["alias"])
        if row["use"] != "namesake":
            assert found == place, (line, row["alias"], found)
            assert places.find(row["alias"]) == place, (line, row["alias"])


def test_every_place_is_reached_by_its_name(places: Places) -> None:
    for place in places.by_id.values():
        assert places.find(place.name, place.region, kinds={place.kind}, country=place.country), place


def test_a_real_month_is_known(places: Places) -> None:
    for region, names in FEBRUARY_2024.items():
        for name in names:
            place = places.find(name)
            assert place and (place.name, place.region) == (name, region)
            assert place.kind in SETTLEMENTS and place.lat is not None


def test_every_region_has_its_outline_and_each_place_lies_in_it(places: Places) -> None:
    outlines = {
        feature["id"]: list(_rings(feature["geometry"])) for feature in json.loads(OUTLINES.read_text())["features"]
    }
    assert set(outlines) == REGIONS
    for place in places.by_id.values():
        if place.region and place.lat is not None and place.place_id not in OFFSHORE:
            rings = outlines[place.region]
            assert _inside(place, rings) or _distance(place, rings) < 0.03, place


@pytest.mark.parametrize(
    ("name", "region", "place_id"),
    [
        ("Almaty", None, "almaty"),
        ("Almaty region", None, "almaty-region"),
        ("Mangistau", None, "mangystau-region"),
        ("the city of Konayev", None, "konayev"),
        ("Qapshaghai", None, "konayev"),
        ("Oral", None, "uralsk"),
        ("NUR SULTAN", None, "astana"),
        ("Усть-Каменогорск", None, "ust-kamenogorsk"),
        ("Қарағанды", None, "karaganda"),
        ("Akkol", None, "akkol"),
        ("Akkol district", None, "akkol-district"),
        ("Iliyskiy district", None, "ili-district"),
        ("Auezov district", None, "auezov-district"),
        ("Abay district", "KZ-79", "abay-district-shymkent"),
        ("Aksu", None, "aksu"),
        ("Aksu", "KZ-11", "aksu-kz-11"),
        ("Aksu", "KZ-39", None),
        ("Semey", "KZ-63", "semey"),
        ("Washington, DC", None, "washington-us"),
        ("Kiev", None, "kyiv-ua"),
        ("U.S.", None, "country-us"),
        ("Georgia", None, "country-ge"),
        ("Xanadu", None, None),
        ("Xanadu region", None, None),
        ("", None, None),
    ],
)
def test_find(places: Places, name: str, region: str | None, place_id: str | None) -> None:
    found = places.find(name, region)
    assert (found.place_id if found else None) == place_id


def test_find_region(places: Places) -> None:
    known = {"Mangistau": "KZ-47", "WKR": "KZ-27", "Almaty region": "KZ-19", "Almaty": "KZ-19", "Abai oblast": "KZ-10"}
    for name, region in known.items():
        found = places.find_region(name)
        assert found and found.region == region and found.kind == "region"
    assert places.find_region("Moscow") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "stopped work in Aktau and at the Zhetybai field",
            [("Aktau", "aktau", None), ("Zhetybai field", "zhetybai", None)],
        ),
        ("in the village of Umirzak", [("village of Umirzak", "umirzak", None)]),
        ("Almaty’s akim", [("Almaty", "almaty", None)]),
        (
            "Almaty region, Iliyskiy district, Baiserke settlement",
            [
                ("Almaty region", "almaty-region", None),
                ("Iliyskiy district", "ili-district", None),
                ("Baiserke settlement", "baiserke", None),
            ],
        ),
        ("the Akmola Regional Court", [("Akmola Regional", "akmola-region", "authority")]),
        (
            "the Konaev city court; a rally in Konaev",
            [("Konaev city", "konayev", "authority"), ("Konaev", "konayev", None)],
        ),
        ("Alatau District Police Department", [("Alatau District", "alatau-district", "authority")]),
        ("workers of the Atyrau Oil Refinery", [("Atyrau", "atyrau", "organisation")]),
        (
            "the Embassy of Uzbekistan in Astana",
            [("Uzbekistan", "country-uz", "organisation"), ("Astana", "astana", None)],
        ),
        ("the party “Alga, Kazakhstan!”", [("Kazakhstan", "country-kz", "organisation")]),
        ("at the Almaty-2 station", [("Almaty", "almaty", "organisation")]),
        ("on Dostyk Avenue and Panfilov Street, by the Shevchenko Monument", []),
        ("Satpayev K. and Abay wrote; Oral hearings; give us nice reading", []),
        ("Koksu rural district; the Aral Sea; the Moscow region; Arys river", []),
        ("a picket in New York, USA", [("New York", "new-york-us", None), ("USA", "country-us", None)]),
        ("camps in East Turkestan", [("East Turkestan", "xinjiang", None)]),
    ],
)
def test_mentions(places: Places, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert said(places, text) == expected


def test_a_dateline_may_use_names_that_are_also_people(places: Places) -> None:
    assert said(places, "February 7, Satpayev,") == []
    assert said(places, "February 7, Satpayev,", dateline=True) == [("Satpayev", "satpayev", None)]


def test_a_namesake_follows_the_region_named_before(places: Places) -> None:
    assert said(places, "Akmola region, Aksu settlement")[1][1] == "aksu-kz-11"
    assert said(places, "Aksu settlement")[0][1] == "aksu"
    assert said(places, "Aksu settlement", region="KZ-11")[0][1] == "aksu-kz-11"


@pytest.mark.parametrize(
    ("file", "line", "part"),
    [
        ("places.csv", "nowhere,Nowhere,city,KZ,KZ-99,50.0000,70.0000,test", "KZ-99"),
        ("places.csv", "nowhere,Nowhere,city,KZ,KZ-11,500,70.0000,test", "500"),
        ("places.csv", "almaty,Almaty,city,KZ,KZ-75,43.2525,76.9115,test", "stands twice"),
        ("place_aliases.csv", "Nowhere,nowhere,,", "places.csv first"),
        ("place_aliases.csv", "Almaty,astana,,", "namesake"),
        ("place_words.csv", "alley,after,road,", "no such meaning"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, file: str, line: str, part: str) -> None:
    for name in ("places.csv", "place_aliases.csv", "place_words.csv"):
        shutil.copy(LEXICON / name, tmp_path / name)
    with (tmp_path / file).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(InputError, match=part) as raised:
        read_places(tmp_path)
    assert f"{file} line " in str(raised.value)


def _rings(geometry: dict[str, list]) -> Iterator[list[list[float]]]:  # type: ignore[type-arg]
    for polygon in [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]:
        yield from polygon


def _inside(place: Place, rings: list[list[list[float]]]) -> bool:
    """Cast a ray to the east: an odd number of crossings, holes included, is inside."""
    lat, lon = float(place.lat or 0), float(place.lon or 0)
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def _distance(place: Place, rings: list[list[list[float]]]) -> float:
    """Degrees to the nearest border, by its corners and the middles between them."""
    lat, lon = float(place.lat or 0), float(place.lon or 0)
    corners = [corner for ring in rings for corner in ring]
    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for ring in rings for (x1, y1), (x2, y2) in pairwise(ring)]
    return min(((x - lon) ** 2 + (y - lat) ** 2) ** 0.5 for x, y in (*corners, *middles))
