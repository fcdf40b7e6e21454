"""One warm Chromium, shared by everybody who draws: it turns a Plotly figure into SVG."""

import asyncio
import atexit
import logging
import os
import signal
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from tempfile import gettempdir
from typing import Any

from choreographer.browsers import Chromium
from choreographer.errors import ChromeNotFoundError
from kaleido import Kaleido, PageGenerator
from kaleido.errors import KaleidoError

from analytics.errors import FigureError
from analytics.figures.fonts import FACES, FAMILY, FONTS

MAP_BASE = FONTS.parent / "topojson" / "world_110m.json"
"""An empty base map: Plotly would fetch one from its makers' server otherwise."""

START, SECONDS, WAIT, QUEUE = 90, 30, 300, 400
"""How long Chromium may take to start, one drawing take and one caller wait, and how many may wait at once."""

FRESH_AFTER = 50
"""Drawings after which the page is loaded anew, so that its memory is given back."""

FLAGS = (
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--lang=en-US",
)
"""No request leaves the browser, whatever the machine's settings."""

HOW_TO_GET_CHROMIUM = (
    "no Chromium or Chrome was found: install one (Debian, Ubuntu: `apt install chromium`; macOS: "
    "https://www.google.com/chrome) or set BROWSER_PATH to its program"
)


class NoChromiumError(FigureError):
    """There is no Chromium on this machine: the text says how to get one."""


class Drawer:
    """Draws Plotly figures in one Chromium, one after the other; safe to call from any thread.

    Chromium starts with the first figure, is started again when it crashed, and ends with `close` or the program.
    """

    def __init__(self, seconds: float = SECONDS, wait: float = WAIT, queue: int = QUEUE) -> None:
        self._seconds, self._wait = seconds, wait
        self._places = threading.BoundedSemaphore(queue)
        self._queue = queue
        self._start = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn = asyncio.Lock()
        self._browser: _Browser | None = None

    def draw(self, figure: Mapping[str, Any], width: float, height: float) -> bytes:
        """Return a figure (`data`, `layout`) of a size in pixels as SVG, as Plotly writes it.

        Raises:
            NoChromiumError: where there is no Chromium.
            FigureError: where Plotly refuses the figure, Chromium fails twice, or too many wait.
        """
        if not self._places.acquire(blocking=False):
            raise FigureError(f"{self._queue} figures are waiting to be drawn: try again in a minute")
        try:
            future = asyncio.run_coroutine_threadsafe(self._draw(figure, width, height), self._find_loop())
            try:
                return future.result(self._wait)
            except TimeoutError:
                future.cancel()
                raise FigureError(
                    f"the figure waited {self._wait:.0f} s for others to be drawn: try again later"
                ) from None
        finally:
            self._places.release()

    def close(self) -> None:
        """End Chromium; the next figure starts it again."""
        with self._start:
            if self._loop is not None:
                self._run(self._drop())

    @property
    def process(self) -> int | None:
        """The id of Chromium's process group, while it runs."""
        return self._browser.subprocess.pid if self._browser else None

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def _find_loop(self) -> asyncio.AbstractEventLoop:
        with self._start:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="figures", daemon=True).start()
                atexit.register(self.close)
            return self._loop

    async def _draw(self, figure: Mapping[str, Any], width: float, height: float) -> bytes:
        size = {"format": "svg", "width": width, "height": height}
        async with self._turn:
            try:
                return await self._try(figure, size)
            except _CrashError:
                pass
            try:
                return await self._try(figure, size)
            except _CrashError as error:
                raise FigureError(
                    f"Chromium failed twice in drawing the figure ({error}): free some memory, set TMPDIR to a folder "
                    f"of a shorter path than {gettempdir()}, or see whether `chromium --headless --version` runs"
                ) from None

    async def _try(self, figure: Mapping[str, Any], size: dict[str, Any]) -> bytes:
        try:
            if self._browser is None or self._browser.subprocess.poll() is not None:
                await self._drop()
                self._browser = _make_browser()
                await self._open(self._browser)
            async with asyncio.timeout(self._seconds):
                return bytes(await self._browser.calc_fig(dict(figure), opts=size))
        except FigureError:
            raise
        except KaleidoError as error:
            await self._drop()
            raise FigureError(f"Plotly cannot draw the figure: {error}") from None
        # A browser that dies cancels what waits for it.
        except (Exception, asyncio.CancelledError) as error:
            await self._drop(hung=True)
            raise _CrashError(str(error) or type(error).__name__) from None

    async def _open(self, browser: "_Browser") -> None:
        """Start Chromium. One that cannot write, as on a full disk, hangs, and would hang again."""
        try:
            async with asyncio.timeout(START):
                await browser.open()
            # Last in is first out: Chromium must be gone before Python removes the temporary folder that it writes to.
            atexit.unregister(self.close)
            atexit.register(self.close)
        except TimeoutError:
            await self._drop(hung=True)
            raise FigureError(
                f"Chromium did not start within {START} s: see whether {gettempdir()} has space left and may be written"
            ) from None

    async def _drop(self, hung: bool = False) -> None:
        """End Chromium: gently, or at once where it is hung or does not let itself be ended."""
        browser, self._browser = self._browser, None
        if browser is None or not hasattr(browser, "subprocess"):
            return
        if hung:
            _kill(browser)
        with suppress(Exception, asyncio.CancelledError):
            async with asyncio.timeout(20):
                await browser.close()
        _kill(browser)


class _CrashError(Exception):
    """Chromium is gone, or did not answer in time."""


class _Browser(Kaleido):  # type: ignore[misc]
    """Kaleido, but for loading its page anew after each figure, which takes four times as long as drawing."""

    _drawn = 0

    async def _return_kaleido_tab(self, tab: Any) -> None:
        self._drawn += 1
        if self._drawn % FRESH_AFTER == 0:
            await super()._return_kaleido_tab(tab)
        else:
            await self.tabs_ready.put(tab)


class _QuietChromium(Chromium):
    def get_cli(self) -> list[str]:
        return [*super().get_cli(), *FLAGS]


class _Page(PageGenerator):  # type: ignore[misc]
    """Kaleido's page with the shipped font, awaited before each drawing, and an empty base map.

    Text is measured by the font alone: else a machine's settings for its screen make labels some pixels wider or narrower.
    """

    def generate_index(self) -> str:
        faces = "".join(
            f'@font-face {{font-family: "{FAMILY}"; font-weight: {weight}; '
            f'src: url("{(FONTS / name).with_suffix(".ttf").as_uri()}")}}\n'
            for weight, name in FACES.items()
        )
        wait = ", ".join(f"document.fonts.load('{weight} 13px \"{FAMILY}\"', 'aЖ')" for weight in FACES)
        script = f"""
            PlotlyGeoAssets = {{topojson: {{world_110m: {MAP_BASE.read_text("utf-8")}}}}};
            const scopes = kaleido_scopes, draw = scopes.plotly;
            scopes.plotly = (...given) => Promise.all([{wait}]).then(() => draw(...given));
        """
        head = f"<style>{faces} * {{text-rendering: geometricPrecision}}</style>\n<script>{script}</script>\n</head>"
        return str(super().generate_index()).replace("</head>", head, 1)


def _kill(browser: _Browser) -> None:
    """Kill what is left of Chromium's processes, which are a group of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(browser.subprocess.pid, signal.SIGKILL)


def _make_browser() -> _Browser:
    for name in ("kaleido", "choreographer", "browser_proc"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they report each normal end as an error
    try:
        return _Browser(timeout=None, page_generator=_Page(mathjax=False), browser_cls=_QuietChromium)
    except ChromeNotFoundError:
        raise NoChromiumError(HOW_TO_GET_CHROMIUM) from None


DRAWER = Drawer()
"""The one that everybody shares."""
