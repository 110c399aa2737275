"""The studio walked through in real Chromium by keyboard alone: edit, picture, check, changes, pilot, all, back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.content.package.edit import texts
from kiosk.hub.studio import overview
from tests.hub.desk.browsers import TELEPHONE, calm, chromium, sit_down, until, window
from tests.hub.desk.running import RunningDesk
from tests.hub.desk.studio_desk import PASSPHRASE, press, reach, shot, studio_desk

NEW = "请按上面的“大声”键。"
HARD = "请点击应用程序的界面。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with studio_desk(tmp_path) as made:
        yield made


def named(desk: RunningDesk) -> dict[str, int]:
    return dict(overview.published(desk.hub.content, desk.hub.clock.now()).channels.get("lessons", {}))


def test_a_lesson_goes_from_the_form_to_every_kiosk_and_back_by_keyboard(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"), arm=False)
    press(page, 'nav a[href="/desk/studio"]', "#open-lessons")
    shot(page, "1-index")
    press(page, "#open-lessons", "#changes")
    shot(page, "2-package")
    publish(page)  # the first version of all
    assert named(desk) == {"pilot": 1}
    press(page, "#lessons summary", "#lessons[open]")
    press(page, 'a[href$="/lessons/volume.yaml"]', "#step-2")
    shot(page, "3-lesson")
    edit(page, desk)
    publish(page)
    assert named(desk) == {"pilot": 2}
    press(page, "#to-all summary", "#to-all[open]")
    reach(page, "#offer-pass1")
    page.keyboard.type(PASSPHRASE)
    press(page, "#offer", ".notice.good")
    until(page, "document.querySelector('#on-all').textContent.includes('2')")
    assert named(desk) == {"pilot": 2, "all": 2}
    roll_back(page)
    assert named(desk) == {"pilot": 3, "all": 3}
    shot(page, "7-history")
    assert "王阿姨" in page.inner_text("#main")
    calm(page)


def edit(page: Page, desk: RunningDesk) -> None:
    """A hard word is named while it is typed; a good sentence is drawn, and saved."""
    press(page, "#step-2", "#f1")
    reach(page, "#f1")
    page.keyboard.press("Control+A")
    page.keyboard.type(HARD)
    until(page, "document.querySelector('#w1 li')")
    was = page.get_attribute("img[data-drawn]", "src")
    page.keyboard.press("Control+A")
    page.keyboard.type(NEW)
    until(page, "!document.querySelector('#w1 li')")
    until(page, f"document.querySelector('img[data-drawn]').getAttribute('src') !== {was!r}")
    assert page.evaluate("document.querySelector('img[data-drawn]').decode().then(() => true)")
    assert NEW.encode() not in desk.hub.studio.read("lessons", "volume.yaml")[0]
    shot(page, "4-step")
    press(page, "#save", ".notice.good")
    assert NEW.encode() in desk.hub.studio.read("lessons", "volume.yaml")[0]
    press(page, "p.back a", "#as-file")
    press(page, "p.back a", "#draft")


def says(desk: RunningDesk) -> list[str]:
    whole = texts(desk.hub.studio.read("lessons", "volume.yaml")[0])
    return [step["say"] for step in whole["parts"][0]["steps"]]


def test_steps_are_added_moved_taken_out_and_put_back_by_keyboard(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"), arm=False)
    page.goto(f"{desk.url}/desk/studio/lessons/lessons/volume.yaml?at=step-2")
    before = says(desk)
    press(page, "#add", ".notice.good")
    reach(page, "#f1")
    page.keyboard.press("Control+A")
    page.keyboard.type("再点“电话”。")
    was = page.get_attribute("img[data-drawn]", "src")
    reach(page, "#waits")  # behind the texts
    page.keyboard.press("ArrowDown")
    reach(page, "#tap")
    for _ in range(3):  # louder, quieter, telephone
        page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('#tap').value === 'phone'")
    until(page, "document.querySelector('#w3 li')")  # who is to tap something is told where
    reach(page, "#f3")
    page.keyboard.type("绿色的，画着听筒。")
    until(page, "!document.querySelector('#w3 li')")
    until(page, f"document.querySelector('img[data-drawn]').getAttribute('src') !== {was!r}")
    shot(page, "8-step-added")
    press(page, "#up", ".notice.good")
    until(page, "new URL(location.href).searchParams.get('at') === 'step-2'")
    assert says(desk) == [before[0], "再点“电话”。", *before[1:]]
    reach(page, "#remove")
    page.keyboard.press("Enter")
    until(page, "new URL(location.href).searchParams.get('told') === 'step_remove'")
    assert says(desk) == before
    press(page, "#undo", ".notice.good")
    until(page, "new URL(location.href).searchParams.get('told') === 'content_undone'")
    assert says(desk) == [before[0], "再点“电话”。", *before[1:]]
    calm(page)


def publish(page: Page) -> None:
    press(page, "#changes", "#publish")
    shot(page, "5-changes")
    reach(page, "#publish-pass1")
    page.keyboard.type("the wrong phrase")
    press(page, "#publish", ".notice.bad")
    until(page, "document.activeElement?.matches('#publish-pass1')")  # the form stays, ready to be typed in again
    page.keyboard.type(PASSPHRASE)
    press(page, "#publish", ".notice.good")
    shot(page, "6-published")


def roll_back(page: Page) -> None:
    press(page, "#back-all summary", "#back-all[open]")
    reach(page, "#back-all-pass1")
    page.keyboard.type(PASSPHRASE)
    press(page, "#rollback-all", ".notice.good")
    until(page, "document.querySelector('#on-all').textContent.includes('3')")


@pytest.mark.parametrize("size", ["standard", "huge"])
def test_on_a_telephone_nothing_is_wider_than_the_page(browser: Browser, desk: RunningDesk, size: str) -> None:
    page = window(browser, TELEPHONE)
    sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"), arm=False)
    page.evaluate(f"document.cookie = 'desk_look={size}.light.zh_CN; path=/desk'")
    for path in ("", "/lessons", "/lessons/changes", "/lessons/lessons/volume.yaml",
                 "/lessons/lessons/volume.yaml?at=step-2", "/lessons/files/volume.yaml"):  # fmt: skip
        page.goto(f"{desk.url}/desk/studio{path}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 1, (path, wide)
    calm(page)
