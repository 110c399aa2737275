"""A resident at the desk in real Chromium: registered, given a card, printed, and the lost card shut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hub.desk.browsers import calm, chromium, sit_down, window
from tests.hub.desk.running import RunningDesk, running

ON_PAPER = """() => {
  const seen = (e) => getComputedStyle(e).visibility === "visible" && e.getClientRects().length > 0;
  const inside = document.getElementById("card"), box = inside.getBoundingClientRect();
  const spilt = [...inside.querySelectorAll("*")].filter((e) => {
    const b = e.getBoundingClientRect();
    return b.right > box.right + 1 || b.bottom > box.bottom + 1;
  });
  const others = [...document.querySelectorAll("body *")].filter((e) => seen(e) && !inside.contains(e));
  return { width: box.width, height: box.height, spilt: spilt.length, others: others.map((e) => e.className) };
}"""
MM = 96 / 25.4
WHOLE = {"width": 85.6, "height": 54.0, "spilt": 0, "others": []}  # ISO/IEC 7810 ID-1, and nothing beside it


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running(tmp_path, centre_phone="021-00000000") as started:
        yield started


def card_of(desk: RunningDesk, number: str) -> int:
    """What a kiosk is answered about this card."""
    kiosk = desk.kiosk()
    return kiosk.post("/v1/residents/card", {"code": number})


def register(page: Page) -> None:
    page.click("nav a[href='/desk/residents']")
    page.click("#new")
    page.fill("#f-display_name", "张阿婆")
    page.fill("#f-phone", "021-00000000")
    page.click(".animals label:has(input[value=rabbit])")
    page.click("#register")
    expect(page.locator("h1")).to_have_text("张阿婆")


def paper(page: Page) -> dict[str, Any]:
    """What would be on a sheet of A4: the card's size in millimetres, what does not fit, and what else is there."""
    shape = page.viewport_size
    assert shape is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    found: dict[str, Any] = page.evaluate(ON_PAPER)
    page.emulate_media(media="screen")
    page.set_viewport_size(shape)
    return {**found, "width": round(found["width"] / MM, 1), "height": round(found["height"] / MM, 1)}


def test_register_issue_print_find_and_revoke(browser: Browser, desk: RunningDesk) -> None:
    """The whole way, in one document: a bell once turned on stays on."""
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; }")
    register(page)
    page.click("#issue")
    number = page.locator("#number").inner_text()
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", number)
    expect(page.locator("#card")).not_to_contain_text("张阿婆")
    expect(page.locator("#card")).to_contain_text("021-00000000")
    page.click("#print")
    assert page.evaluate("window.printed") == 1
    assert paper(page) == WHOLE
    assert card_of(desk, number) == 200
    page.click("nav a[href='/desk/residents']")
    page.focus("#f-typed")
    page.keyboard.type(number.replace(" ", ""))
    page.keyboard.press("Enter")  # as a scanner does
    expect(page.locator("h1")).to_have_text("张阿婆")
    assert number.replace(" ", "") not in page.evaluate("location.href + JSON.stringify(sessionStorage)")
    page.click("#lost > summary")
    page.click("#revoke")
    expect(page.locator(".notice")).to_contain_text("卡作废了")
    assert card_of(desk, number) == 404
    assert page.evaluate("document.documentElement.dataset.armed") == "yes"
    calm(page)


def test_on_paper_the_largest_letters_change_nothing(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    page.context.add_cookies([{"name": "desk_look", "value": "huge.contrast.zh_CN", "url": desk.url}])
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    register(page)
    page.click("#issue-named")
    page.wait_for_selector("#card")
    assert paper(page) == WHOLE
