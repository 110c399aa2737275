"""What stands in sight while somebody works in the studio on a laptop: the line about the bell, the picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kiosk.hub.studio.pictures import Pictures
from tests.hub.desk.browsers import calm, chromium, until
from tests.hub.desk.running import RunningDesk, running
from tests.hub.desk.studio_desk import LAPTOP, come_in
from tests.hub.house import alarm

RED = "rgb(163, 22, 26)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running(tmp_path) as made:
        made.hub.pictures = Pictures(tmp_path / "pictures", ("false",))
        yield made


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.room')).backgroundColor"))


def height(page: Page, selector: str) -> float:
    return float(page.evaluate(f"document.querySelector({selector!r}).getBoundingClientRect().height"))


def test_who_writes_with_the_bell_off_reads_one_line_until_an_alarm_comes(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), come_in(browser, desk, "/lessons")
    expect(page.locator("#arm")).to_have_text("我在，打开铃声")
    expect(page.locator("#deaf-title")).to_have_text("铃声没有打开")
    assert height(page, "#deaf") <= 110
    assert background(page) != RED
    kiosk.submit(alarm())
    until(page, "document.querySelector('#alarms .call')")
    assert background(page) == RED
    assert height(page, "#arm") >= 120
    calm(page)


def test_the_picture_stays_in_sight_above_what_is_written_and_its_fault(browser: Browser, desk: RunningDesk) -> None:
    page = come_in(browser, desk, "/lessons/lessons/volume.yaml?at=step-2")
    for field in (4, 1):
        page.focus(f"#f{field}")
        page.keyboard.press("Control+A")
        page.keyboard.type("请点击应用程序的界面。")
        until(page, f"document.querySelector('#w{field} li')")
        page.evaluate(f"document.querySelector('#w{field}').scrollIntoView({{ block: 'nearest' }})")
        tops = {
            name: page.evaluate(
                f"(({{ top, bottom }}) => [top, bottom])(document.querySelector({name!r}).getBoundingClientRect())"
            )
            for name in ("img[data-drawn]", f"#f{field}", f"#w{field} li")
        }
        assert all(0 <= top < bottom <= LAPTOP[1] for top, bottom in tops.values()), tops
        assert tops["img[data-drawn]"][1] <= tops[f"#f{field}"][0]
    calm(page)


def test_a_picture_says_that_it_is_being_drawn_and_why_it_is_not_there(browser: Browser, desk: RunningDesk) -> None:
    page = come_in(browser, desk, "/lessons")
    path = "**/desk/studio/lessons/drawn/*"
    held: list[Route] = []
    page.route(path, lambda route: held.append(route))
    page.goto(f"{desk.url}/desk/studio/lessons/lessons/volume.yaml?at=step-2", wait_until="commit")
    expect(page.locator("[data-wait]")).to_have_text("正在画…")
    expect(page.locator("[data-failed]")).to_be_hidden()
    held[0].continue_()
    expect(page.locator("[data-failed]")).to_contain_text("没有画成")
    expect(page.locator("[data-wait]")).to_be_hidden()
    expect(page.locator("img[data-drawn]")).to_be_hidden()
    calm(page)
