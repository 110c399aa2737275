"""The desk in real Chromium: from a tap to a closed request, alarms, two volunteers, a line that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.hub.desk import live
from kiosk.hub.models import Staff
from kiosk.hub.staff.service import disable
from tests.hub.desk.browsers import TELEPHONE, calm, chromium, sit_down, until, window
from tests.hub.desk.running import PASSWORD, RunningDesk, running
from tests.hub.house import alarm, help_call, taxi

EDGE = "document.querySelector('{}').getBoundingClientRect()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running(tmp_path) as started:
        yield started


def test_a_request_from_tap_to_close_without_a_reload(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    desk.staff("wang", "王阿姨")
    page.goto(desk.url)
    page.fill("#f-username", "wang")
    page.fill("#f-password", PASSWORD)
    page.click("#enter")
    page.click("#arm")
    page.wait_for_selector("html[data-armed=yes]")
    page.evaluate("window.sameDocument = true")
    wish = kiosk.submit(taxi())
    page.wait_for_selector(f"#card-{wish}")
    expect(page.locator(f"#card-{wish}")).to_contain_text("一号机 一楼大厅")
    page.click(f"#accept-{wish}")
    page.fill("#say-text", "车马上来")
    page.click("#say")
    expect(page.locator("#story")).to_contain_text("王阿姨 说：车马上来")
    expect(page.locator("#say-text")).to_have_value("")
    page.click("#close > summary")
    page.click("#close-aboard")
    expect(page.locator("#board")).to_contain_text("现在没有人等")
    assert page.evaluate("window.sameDocument")
    assert page.evaluate("document.documentElement.dataset.armed") == "yes"
    found = kiosk.look(wish)
    assert found["status"] == "done"
    assert [e["name"] for e in found["events"] if e["what"] == "accepted"] == ["王阿姨"]
    calm(page)


def test_r4_an_unarmed_page_is_red_with_one_huge_key_and_does_not_count(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"), arm=False)
    assert page.evaluate("getComputedStyle(document.querySelector('.room')).backgroundColor") == "rgb(163, 22, 26)"
    key = page.locator("#arm")
    expect(key).to_have_text("我在，打开铃声")
    box = key.bounding_box()
    assert box is not None
    assert box["width"] > 800
    assert box["height"] >= 120
    assert desk.presence().listening == 0
    key.click()
    page.wait_for_selector("html[data-armed=yes]")
    expect(page.locator("#deaf")).to_be_hidden()
    assert desk.presence().on_duty == ["王阿姨"]
    expect(page.locator("#bell")).to_contain_text("王阿姨")
    page.click("#away")
    page.wait_for_selector("html[data-armed=no]")
    until(page, "document.querySelector('#bell').textContent.includes('还没人在听')")
    assert desk.presence().listening == 0


def test_r4_a_reload_locks_the_sound_and_the_page_says_so(browser: Browser, desk: RunningDesk) -> None:
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    page.reload()
    page.wait_for_selector("html[data-armed=no]")
    expect(page.locator("#arm")).to_be_visible()


def test_an_alarm_rings_and_flashes_the_title_also_in_a_background_tab(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    other = page.context.new_page()
    other.goto("about:blank")
    other.bring_to_front()
    call = kiosk.submit(alarm())
    until(page, "document.documentElement.dataset.ringing === 'yes'")
    assert page.evaluate("document.documentElement.dataset.audio") == "running"
    until(page, "document.title.includes('▲▲▲ 一号机 一楼大厅')")
    until(page, "document.title === '有人呼救'")
    page.bring_to_front()
    expect(page.locator(".call h2")).to_have_text("一号机 一楼大厅")
    expect(page.locator(".call [data-age]")).to_contain_text("秒")
    page.click(f"#accept-{call}")
    until(page, "document.documentElement.dataset.ringing === 'no'")
    until(page, "!document.title.includes('呼救')")
    assert kiosk.look(call)["status"] == "accepted"
    calm(page)


def test_an_alarm_stands_on_top_of_every_page(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"))
    page.click("nav a[href='/desk/staff']")
    page.wait_for_selector("#add-staff")
    page.fill("#f-display_name", "赵老师")
    kiosk.submit(alarm())
    page.wait_for_selector(".call")
    expect(page.locator("#f-display_name")).to_have_value("赵老师")
    until(page, "document.documentElement.dataset.ringing === 'yes'")


def test_two_volunteers_the_second_is_told_who_has_it(browser: Browser, desk: RunningDesk) -> None:
    kiosk, first, second = desk.kiosk(), window(browser), window(browser)
    sit_down(first, desk, desk.staff("wang", "王阿姨"))
    sit_down(second, desk, desk.staff("zhao", "赵老师"))
    call = kiosk.submit(help_call())
    for page in (first, second):
        page.wait_for_selector(f"#accept-{call}")
    second.evaluate("const hold = document.getElementById('board'); hold.removeAttribute('data-live')")  # it looks late
    first.click(f"#accept-{call}")
    first.wait_for_selector("#close")
    second.click(f"#accept-{call}")
    expect(second.locator(".notice")).to_contain_text("王阿姨 已经接了")
    assert [e["what"] for e in kiosk.look(call)["events"]].count("accepted") == 1


def test_what_another_takes_leaves_this_desk_at_once(browser: Browser, desk: RunningDesk) -> None:
    kiosk, first, second = desk.kiosk(), window(browser), window(browser)
    sit_down(first, desk, desk.staff("wang", "王阿姨"))
    sit_down(second, desk, desk.staff("zhao", "赵老师"))
    call = kiosk.submit(alarm())
    for page in (first, second):
        until(page, "document.documentElement.dataset.ringing === 'yes'")
    first.click(f"#accept-{call}")
    until(second, "document.documentElement.dataset.ringing === 'no'")
    expect(second.locator("#board")).to_contain_text("王阿姨 接了")


def test_r4_an_armed_page_answers_pings(browser: Browser, desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.1)
    page = window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    with page.expect_response("**/desk/listener/pong") as answer:
        pass
    assert answer.value.json() == {"armed": True}
    assert page.evaluate("document.documentElement.dataset.armed") == "yes"


def test_s6_a_page_whose_person_is_shut_out_goes_to_the_door(
    browser: Browser, desk: RunningDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.1)
    page = window(browser)
    boss, staff = desk.staff("boss", "钱主任", "administrator"), desk.staff("wang", "王阿姨")
    sit_down(page, desk, staff)

    async def shut() -> None:
        async with desk.hub.database.work() as work:
            await disable(work.session, await work.session.get_one(Staff, staff), desk.hub.clock.now(), by=boss)

    desk.run(shut())
    page.wait_for_selector("#enter")
    assert desk.presence().listening == 0


def test_a_double_click_is_one_wish(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    wish = kiosk.submit(help_call())
    page.click(f"#accept-{wish}")
    page.dblclick("#phrase-coming")
    expect(page.locator("#story")).to_contain_text("我来帮您，马上到。")
    page.wait_for_load_state("networkidle")
    assert [e["what"] for e in kiosk.look(wish)["events"]].count("said") == 1


def test_what_is_typed_survives_updates_and_the_end_of_the_session(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    wish = kiosk.submit(help_call())
    page.click(f"#accept-{wish}")
    page.fill("#say-text", "我在楼上")
    page.click("#phrase-coming")  # the page changes around it
    expect(page.locator("#story")).to_contain_text("我来帮您")
    expect(page.locator("#say-text")).to_have_value("我在楼上")
    page.context.clear_cookies(name="desk")
    page.evaluate("document.querySelector('#say')?.click()")  # the page may have noticed by itself, and turned
    expect(page.locator("h1")).to_have_text("登录过期了")
    page.click("a.key.main")
    page.fill("#f-username", "wang")
    page.fill("#f-password", PASSWORD)
    page.click("#enter")
    expect(page.locator("#say-text")).to_have_value("我在楼上")


def test_a_broken_line_is_said_big_and_red_and_mends_itself(browser: Browser, tmp_path: Path) -> None:
    page = window(browser)
    with running(tmp_path) as desk:
        kiosk_before = desk.kiosk()
        staff = desk.staff("wang", "王阿姨")
        sit_down(page, desk, staff)
        kiosk_before.submit(help_call())
        page.wait_for_selector("article.card")
        kiosk_before.submit(alarm())
        page.wait_for_selector(".call")
        port = int(desk.url.rsplit(":", 1)[1])
    expect(page.locator("#offline")).to_be_visible()
    until(page, f"{EDGE.format('.call')}.top >= {EDGE.format('#offline')}.bottom")  # the alarm stands whole below it
    expect(page.locator("#offline")).to_contain_text("断线了")
    assert page.evaluate("getComputedStyle(document.querySelector('#offline')).backgroundColor") == "rgb(163, 22, 26)"
    with running(tmp_path, port=port) as again:
        expect(page.locator("#offline")).to_be_hidden()
        kiosk = again.kiosk("二号机", "三楼")
        wish = kiosk.submit(taxi())
        page.wait_for_selector(f"#card-{wish}")


def test_r6_a_kiosk_that_falls_silent_becomes_a_fault(browser: Browser, tmp_path: Path) -> None:
    page = window(browser)
    with running(tmp_path, silent_after=0.5) as desk:
        desk.kiosk().beat()
        sit_down(page, desk, desk.staff("wang", "王阿姨"))
        page.click("nav a[href='/desk/kiosks']")
        page.wait_for_selector("article.kiosk")
        page.click("nav a[href='/desk/']")
        expect(page.locator(".fault", has_text="没有消息了")).to_contain_text("一号机 一楼大厅 没有消息了")


def test_it_can_be_worked_from_the_keyboard_alone(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser)
    wish = kiosk.submit(help_call())
    sit_down(page, desk, desk.staff("wang", "王阿姨"), arm=False)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "arm":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-armed=yes]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"accept-{wish}":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#close")
    assert kiosk.look(wish)["status"] == "accepted"


def test_it_works_on_a_telephone(browser: Browser, desk: RunningDesk) -> None:
    kiosk, page = desk.kiosk(), window(browser, TELEPHONE)
    sit_down(page, desk, desk.staff("wang", "王阿姨"))
    call = kiosk.submit(alarm())
    page.click(f"#accept-{call}")
    page.click("#phrase-coming_now")
    expect(page.locator("#story")).to_contain_text("我马上过来")
    page.click("#close > summary")
    page.click("#close-safe")
    page.wait_for_selector("#board")
    assert kiosk.look(call)["status"] == "done"


def test_a_new_machines_code_is_copied_or_carried_as_a_file(browser: Browser, desk: RunningDesk) -> None:
    """It is about a hundred characters long: nobody has to type them."""
    page = window(browser)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.url)
    sit_down(page, desk, desk.staff("carries", "钱主任", "administrator"))
    page.click("nav a[href='/desk/kiosks']")
    page.click("#new-code")
    code = page.inner_text("#code")
    page.click("#copy")
    expect(page.locator("#copy")).to_have_text("复制好了")
    assert page.evaluate("navigator.clipboard.readText()") == code
    with page.expect_download() as saved:
        page.click("#save")
    assert saved.value.path().read_text() == code
    calm(page)
