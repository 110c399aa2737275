"""The studio in a browser: a desk with keys, walked through by keyboard, with pictures if SILVER_KEY_SHOTS is set."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.keys import lock, new_signer
from kiosk.hub.studio.pictures import Pictures
from tests.hub.desk.browsers import sit_down, until, window
from tests.hub.desk.running import RunningDesk, running

LAPTOP = (1366, 768)
PASSPHRASE = "three birds and a pond"
DRAWS = (
    "import base64, sys; open(sys.argv[4], 'wb').write(base64.b64decode("
    "'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='))"
)
"""In the place of the kiosk's program, which takes seconds: one pixel. With SILVER_KEY_SHOTS the real one is used."""
SHOTS = os.environ.get("SILVER_KEY_SHOTS", "")


@contextmanager
def studio_desk(folder: Path) -> Iterator[RunningDesk]:
    with running(folder) as made:
        administrator = new_signer("administrator")
        hold(made.hub.content, [new_signer(f"stick-{n}") for n in (1, 2, 3)], administrator, made.hub.clock.now())
        lock(administrator, PASSPHRASE, folder / "keys" / "administrator.key", cost=2**10)
        if not SHOTS:
            made.hub.pictures = Pictures(folder / "pictures", (sys.executable, "-c", DRAWS))
        yield made


def come_in(browser: Browser, desk: RunningDesk, path: str) -> Page:
    """An administrator at a laptop, whose bell is off, at this page of the studio."""
    page = window(browser, LAPTOP)
    sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"), arm=False)
    page.goto(f"{desk.url}/desk/studio{path}")
    return page


def reach(page: Page, selector: str) -> None:
    """Tab until this is in focus, as somebody without a mouse does."""
    for _ in range(150):
        if page.evaluate(f"document.activeElement?.matches({selector!r}) ?? false"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with the keyboard")


def press(page: Page, selector: str, then: str) -> None:
    """Come to a key with Tab, press Enter, wait for what must be there then."""
    reach(page, selector)
    page.keyboard.press("Enter")
    until(page, f"document.querySelector({then!r})")


def write(page: Page, selector: str, words: str) -> None:
    """Come to a box with Tab and write this in the place of what stands there."""
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def shot(page: Page, name: str, whole: bool = True) -> None:
    if SHOTS:
        page.evaluate("Promise.all([...document.images].map((one) => (one.loading = 'eager', one.decode())))")
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=whole)
