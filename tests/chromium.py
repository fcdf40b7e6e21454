"""The Chromium that tests look through. Where there is none they fail, and say how to get one: nothing is left untried."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Browser, sync_playwright

from analytics.figures.browser import HOW_TO_GET_CHROMIUM


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Give a headless Chromium, apart from the one that the program draws with."""
    names = (os.environ.get("BROWSER_PATH", ""), "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(which, names)), None)
    assert path, HOW_TO_GET_CHROMIUM
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()
