"""Figures that leave the dashboard, opened with other programs than made them: sizes, letters, words, bytes, crashes."""

import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path

import plotly.graph_objects as go
import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from analytics.counts.almanac import read_almanac
from analytics.counts.facts import prepare_facts
from analytics.counts.selection import Selection
from analytics.errors import FigureError
from analytics.figures.browser import DRAWER, Drawer, NoChromiumError
from analytics.figures.catalogue import CHARTS, draw_chart
from analytics.figures.chart import Drawn, Room, Sketch
from analytics.figures.fonts import measure, wrap_text
from analytics.figures.render import render
from analytics.figures.sheet import PRESETS, FigureOptions, Imprint, Sheet, lay_out
from analytics.figures.view import View
from analytics.figures.words import read_words
from analytics.reports.formats import pack_zip
from analytics.reports.passport import FigureSpec, make_passport
from tests.chromium import open_chromium
from tests.sample_tables import make_rows, make_tables
from tests.test_passport import look

ROOT = Path(__file__).parents[1]
REFERENCES = Path(__file__).parent / "references"
IMPRINT = Imprint("Алматы · 488 < 489", "Шежіре, Қаңтар 2023", "0123456789ab", "CC BY 4.0")


@pytest.fixture(scope="module")
def views() -> dict[str, View]:
    """Give a made-up year in each language."""
    facts, almanac = prepare_facts(make_tables(make_rows())), read_almanac(ROOT / "data" / "lexicon")
    return {language: View(facts, read_words(language), Selection(), almanac) for language in ("en", "ru", "kk")}


@pytest.fixture(scope="module", autouse=True)
def chromium() -> Iterator[None]:
    """End the shared Chromium after the tests of this file."""
    yield
    DRAWER.close()


def set_sheet(view: View, name: str, options: FigureOptions | None = None) -> Sheet:
    return lay_out(draw_chart(view, name), options or FigureOptions(), IMPRINT, view.words)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_chart_fits_every_size_with_all_its_words(preset: str, views: dict[str, View]) -> None:
    for name in CHARTS:
        sheet = set_sheet(views["kk"], name, FigureOptions(preset=preset))
        width, height = sheet.canvas
        assert min(line.size for line in sheet.lines) * sheet.points >= 6.49, name
        assert all(line.x + measure(line.text, line.size, line.bold) <= width for line in sheet.lines), name
        told = " ".join(line.text for line in sheet.lines).replace("\u00a0", " ")
        for word in (sheet.title, IMPRINT.filters, IMPRINT.source, IMPRINT.edition, IMPRINT.licence):
            assert word in told, (name, word)
        assert views["kk"].words.count(sheet.chart.count.total, sheet.chart.count.unit) in told
        _, top, _, plot = sheet.box
        ends = [line.y for line in sheet.lines if line.y < top + plot / 2]
        starts = [line.y - line.size for line in sheet.lines if line.y > top + plot / 2]
        assert max(ends) <= top, name
        assert min(starts) >= top + plot - 1 and max(line.y for line in sheet.lines) < height, name
        assert plot >= sheet.chart.figure["layout"]["height"] - 0.01, name


@pytest.fixture(scope="module")
def made(views: dict[str, View]) -> dict[str, bytes]:
    """Give one figure in every format."""
    return render(set_sheet(views["kk"], "overview.what", FigureOptions(preset="a4_half")))


def test_png_has_its_size_and_no_empty_band(made: dict[str, bytes]) -> None:
    image = Image.open(io.BytesIO(made["png"]))
    assert image.width == round(8.1 / 2.54 * 300)
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    inked = ImageChops.invert(image.convert("L"))
    for part in range(8):  # no band of the picture is empty
        band = inked.crop((0, image.height * part // 8, image.width, image.height * (part + 1) // 8))
        assert ImageStat.Stat(band).mean[0] > 1


SIZES = {
    "a4_full": (16.5, None),
    "a4_half": (8.1, None),
    "slide": (32.5, 18.3),
    "square": (18.3, 18.3),
    "poster": (42, 29.7),
}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_size_is_fit_for_print(preset: str, views: dict[str, View]) -> None:
    png = render(set_sheet(views["en"], "overview.why", FigureOptions(preset)), ("png",))["png"]
    image = Image.open(io.BytesIO(png))
    assert [round(dots) for dots in image.info["dpi"]] == [300, 300]
    for dots, centimetres in zip(image.size, SIZES[preset], strict=True):
        assert centimetres is None or dots / 300 * 2.54 == pytest.approx(centimetres, abs=0.05)


def test_pdf_has_its_size_its_letters_and_its_text(made: dict[str, bytes], tmp_path: Path) -> None:
    reader = PdfReader(io.BytesIO(made["pdf"]))
    (page,) = reader.pages
    image = Image.open(io.BytesIO(made["png"]))
    assert float(page.mediabox.width) / 72 * 2.54 == pytest.approx(8.1, abs=0.005)
    assert float(page.mediabox.height) / 72 == pytest.approx(image.height / 300, abs=0.005)
    found = list(find_fonts(page["/Resources"]))
    assert found and all("DejaVuSans" in font["/BaseFont"] for font in found)
    for font in found:
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata or {})
    told = page.extract_text()
    if shutil.which("pdftotext"):
        (tmp_path / "figure.pdf").write_bytes(made["pdf"])
        told += subprocess.run(
            ["pdftotext", str(tmp_path / "figure.pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout
    for word in ("Не туралы хабарланды", "Шежіре, Қаңтар 2023", "0123456789ab", "488 < 489"):
        assert word in " ".join(told.split()), word


def find_fonts(resources: object) -> Iterator[dict]:
    """Find the fonts of a page and of what is drawn in it."""
    resources = resources.get_object()
    yield from (font.get_object() for font in resources.get("/Font", {}).values())
    for drawn in resources.get("/XObject", {}).values():
        if "/Resources" in drawn.get_object():
            yield from find_fonts(drawn.get_object()["/Resources"])


def test_svg_is_whole_and_asks_for_nothing(made: dict[str, bytes]) -> None:
    root = ET.fromstring(made["svg"])
    assert root.attrib["width"] == f"{8.1 / 2.54:.4f}in"
    told = [text for element in root.iter() for text in [(element.text or "").strip()] if text]
    assert "Не туралы хабарланды" in told and any("Қаңтар" in text for text in told)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"""url\(["']?#([\w-]+)""", made["svg"].decode()))
    assert used and used <= set(ids)
    asked = re.findall(r"""(?:href|src)\s*=\s*["']([^"']*)|url\(["']?([^#"')][^"')]*)""", made["svg"].decode())
    assert asked and all(text.startswith("data:font/woff2;") for pair in asked for text in pair if text)


def test_page_works_from_a_file_and_saves_what_it_shows(views: dict[str, View], tmp_path: Path) -> None:
    sheet = set_sheet(views["ru"], "map.map")
    path = tmp_path / "map.html"
    path.write_bytes(render(sheet, ("html",))["html"])
    assert b"customdata" not in path.read_bytes().rpartition(b"const figure")[2], "marks may name people"
    asked, wrong = [], []
    with open_chromium() as browser:
        tab = browser.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.goto(path.as_uri())
        tab.wait_for_selector(".choroplethlayer path")
        saved = {}
        for name in ("svg", "png"):
            with tab.expect_download() as download:
                tab.click(f"button[value={name}]")
            download.value.save_as(saved.setdefault(name, tmp_path / f"saved.{name}"))
    assert not wrong
    assert [address for address in asked if not address.startswith(("blob:", "data:"))] == [path.as_uri()]
    assert Image.open(saved["png"]).size == sheet.pixels
    told = " ".join(element.text or "" for element in ET.parse(saved["svg"]).iter())
    assert sheet.title in told and IMPRINT.edition in told and "Алматы" in told


def test_a_map_says_what_its_shades_stand_for(views: dict[str, View]) -> None:
    sheet = set_sheet(views["en"], "map.map")
    most = max(row["n"] for row in views["en"].count("region"))
    told = [line.text for line in sheet.lines]
    assert told[told.index("Incidents by region: 0") + 1] == str(most)
    assert [mark.shape for mark in sheet.marks] == ["scale"]


LOOKS = {
    "a4_full-bars": ("overview.what", FigureOptions()),
    "a4_half-heat": ("refusals.cells", FigureOptions("a4_half", labels=False)),
    "slide-time": ("trends.time", FigureOptions("slide", theme="light")),
    "square-stack-grey": ("trends.stacked", FigureOptions("square", colours="grey")),
    "poster-map": ("map.map", FigureOptions("poster", dpi=40)),
    "a4_half-apart": ("refusals.reasons_time", FigureOptions("a4_half", colours="grey")),
    "square-case": ("people.cases", FigureOptions("square", subtitle="One line of one's own")),
    "slide-steps": ("refusals.leads", FigureOptions("slide", title="A title that is so long that no slide holds it on "
                                                    "one line, whatever the letters, and so it is broken over two")),
}  # fmt: skip
"""A look at each preset and each way of drawing; `UPDATE_REFERENCES=1 pytest tests/test_figures_print.py` writes them anew."""


@pytest.mark.parametrize("look", LOOKS)
def test_figures_look_as_they_did(look: str, views: dict[str, View]) -> None:
    name, options = LOOKS[look]
    png = render(set_sheet(views["en"], name, options), ("png",))["png"]
    image = Image.open(io.BytesIO(png)).convert("L")
    small = image.resize((240, round(image.height * 240 / image.width)), Image.Resampling.BOX)
    path = REFERENCES / f"{look}.png"
    if os.environ.get("UPDATE_REFERENCES"):
        small.quantize(16).save(path, optimize=True)
    kept = Image.open(path).convert("L")
    assert abs(kept.height - small.height) <= 1
    difference = ImageChops.difference(kept, small.resize(kept.size))
    assert ImageStat.Stat(difference).mean[0] < 4, "see the picture; then UPDATE_REFERENCES=1"


_DRAW_ELSEWHERE = """
import json
from tests.test_figures_print import digest_passport
from analytics.figures.browser import DRAWER
DRAWER.draw({"data": []}, 60, 60)
print(json.dumps([digest_passport(), DRAWER.process]), flush=True)
"""

_DRAW_AND_WAIT = """
import time
from analytics.figures.browser import DRAWER
DRAWER.draw({"data": []}, 60, 60)
print(DRAWER.process, flush=True)
time.sleep(60)
"""


def digest_passport() -> dict[str, str]:
    """Return the checksum of each file of a passport; its chart makes room for long names by their letters."""
    views, edition = look()
    spec = FigureSpec("map.regions", options=FigureOptions(colours="grey"))
    files = make_passport(views, "ru", spec, edition)
    files["passport.zip"] = pack_zip(files)
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a temporary folder of a short path: Chromium's socket, which lies in it, may have 107 letters."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run_elsewhere(script: str, place: Path) -> subprocess.Popen[str]:
    """Run a script in a process of another home, time zone, language, umask and order of hashes, with no fonts."""
    fonts = place / "fonts.conf"
    fonts.write_text("<fontconfig/>")
    changed = {"TZ": "Asia/Almaty", "LANG": "C", "PYTHONHASHSEED": "7", "HOME": str(place), "TMPDIR": str(place)}
    changed |= {"FONTCONFIG_FILE": str(fonts), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=place, env=os.environ | changed, umask=0o077, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def test_another_machine_makes_the_same_bytes_and_leaves_no_chromium(place: Path) -> None:
    with run_elsewhere(_DRAW_ELSEWHERE, place) as process:
        made, group = json.loads(process.stdout.readline())
        assert made == digest_passport()
    wait_until_gone(group)


@pytest.mark.parametrize("room", [None, Room(600), Room(420, 260, labels=False, cut=True)])
def test_plotly_knows_every_part_of_every_chart(views: dict[str, View], room: Room | None) -> None:
    def check(figure: Drawn) -> None:  # as `Sketch` does not
        written = deepcopy(figure)
        if room is None:
            assert written["layout"].pop("width") == 0  # Plotly draws as if there were none, and allows none below 10
        go.Figure(written)

    for name in CHARTS:
        chart = draw_chart(views["kk"], name)
        check((chart.fit(room) if room else chart).figure)
    with pytest.raises(ValueError, match="nosuch"):
        check(Sketch(300, room, xaxis={"nosuch": 1}).finish())


def test_a_killed_program_leaves_no_chromium(place: Path) -> None:
    with run_elsewhere(_DRAW_AND_WAIT, place) as process:
        group = int(process.stdout.readline())
        process.kill()
    wait_until_gone(group)


def wait_until_gone(group: int) -> None:
    """Wait until no process of a group is left; a dead one that nobody buried counts as gone."""
    for _ in range(100):
        listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        alive = [line for line in listed.splitlines() if line.split()[0] == str(group) and "Z" not in line.split()[1]]
        if not alive:
            return
        time.sleep(0.1)
    pytest.fail(f"{len(alive)} processes of Chromium were left behind")


TINY = {"data": [{"type": "bar", "x": [1], "y": [2]}]}


def tag(number: int) -> dict:
    return TINY | {"layout": {"annotations": [{"text": f"n{number}.", "x": 1, "y": 1}]}}


def test_two_hundred_at_once_are_all_drawn() -> None:
    with ThreadPoolExecutor(200) as threads:
        drawn = list(threads.map(lambda number: DRAWER.draw(tag(number), 60, 60), range(200)))
    assert all(f"n{number}." in svg.decode() for number, svg in enumerate(drawn))


def test_a_chromium_killed_in_the_middle_is_started_again() -> None:
    before = DRAWER.draw(tag(1), 60, 60)
    process = DRAWER.process
    assert process
    with ThreadPoolExecutor(20) as threads:
        threading.Timer(0.05, lambda: os.killpg(process, signal.SIGKILL)).start()
        drawn = list(threads.map(lambda number: DRAWER.draw(tag(number), 60, 60), range(20)))
    assert all(f"n{number}." in svg.decode() for number, svg in enumerate(drawn))
    assert len(drawn[1]) == len(before) and DRAWER.process != process
    wait_until_gone(process)


def test_without_chromium_the_error_says_how_to_get_one(
    views: dict[str, View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    sheet, drawer = set_sheet(views["en"], "overview.why"), Drawer()
    with pytest.raises(NoChromiumError, match="apt install chromium"):
        render(sheet, ("png",), drawer)
    assert render(sheet, ("html",), drawer)["html"].startswith(b"<!DOCTYPE html>")


def test_a_chromium_that_dies_each_time_and_a_full_queue_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nsleep 0.5\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(broken))
    drawer = Drawer(queue=1)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(drawer.draw, TINY, 60, 60)
        time.sleep(0.1)
        with pytest.raises(FigureError, match="1 figures are waiting"):
            drawer.draw(TINY, 60, 60)
        with pytest.raises(FigureError, match="failed twice"):
            waiting.result()


@pytest.mark.parametrize(
    "options, told",
    [
        (FigureOptions(preset="a5"), "preset = 'a5': one of a4_full"),
        (FigureOptions(theme="dark"), "theme = 'dark'"),
        (FigureOptions(dpi=0), "dpi = 0"),
        (FigureOptions(width=3), "the least that can be read"),
        (FigureOptions(height=3), "give it a height of"),
    ],
)
def test_options_that_cannot_be_are_told(options: FigureOptions, told: str, views: dict[str, View]) -> None:
    with pytest.raises(FigureError, match=re.escape(told)):
        set_sheet(views["en"], "overview.what", options)


def test_letters_that_the_font_lacks_are_told_and_others_are_printed(views: dict[str, View]) -> None:
    odd = set_sheet(views["en"], "overview.why", FigureOptions(title="Հայաստան\x07 <b>&amp;</b> საქართველო"))
    told = PdfReader(io.BytesIO(render(odd, ("pdf",))["pdf"])).pages[0].extract_text()
    assert "Հայաստան <b>&amp;</b> საქართველო" in " ".join(told.split())
    with pytest.raises(FigureError, match="漢"):
        render(set_sheet(views["en"], "overview.why", FigureOptions(title="漢")), ("pdf",))


def test_text_is_broken_where_it_no_longer_fits() -> None:
    assert wrap_text("one two three", measure("one two")) == ["one two", "three"]
    assert wrap_text("one two three", measure("two …"), lines=2) == ["one", "two …"]
    broken = wrap_text("Қостанайскаяобласть", 60)
    assert "".join(broken) == "Қостанайскаяобласть" and all(measure(line) <= 60 for line in broken)
