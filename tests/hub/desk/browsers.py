"""Real Chromium windows at a real desk. Everything waits for conditions; nothing waits for time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.hub.desk.running import RunningDesk

PATIENCE = 15_000  # milliseconds, for a loaded machine; a condition that holds is seen at once
DESKTOP, TELEPHONE = (1440, 900), (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own browser. Its rule that sound needs a click stays as it is for users."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, size: tuple[int, int] = DESKTOP) -> Page:
    """A window of its own cookies; what the page complains about fails the test at `calm`."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.add_init_script("window.complaints = []; addEventListener('error', (e) => complaints.push(e.message));")
    return page


def calm(page: Page) -> None:
    """No script failed on this page."""
    assert page.evaluate("window.complaints") == []


def sit_down(page: Page, desk: RunningDesk, staff_id: str, *, arm: bool = True) -> None:
    """Come in with a one-time login; with `arm` also turn the bell on."""
    page.goto(desk.way_in(staff_id))
    page.wait_for_selector("#board")
    if arm:
        page.click("#arm")
        page.wait_for_selector("html[data-armed=yes]")


def until(page: Page, condition: str) -> None:
    """Wait until this JavaScript is true on the page, also while it is in the background.

    Playwright's own wait needs eval, which the desk's policy rightly forbids; this one watches the document.
    """
    page.evaluate(
        f"""() => new Promise((good, bad) => {{
          const holds = () => ({condition});
          if (holds()) return good();
          const watch = new MutationObserver(() => {{ if (holds()) {{ watch.disconnect(); good(); }} }});
          watch.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
          setTimeout(() => bad(new Error({condition!r})), {PATIENCE});
        }})"""
    )
