"""On the line: a person at a real browser asks one thing, a tap on a real window answers, with and without a hub."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.house import house
from tests.e2e.test_taxi import call_a_taxi, sit_down
from tests.waiting import until


def ask(page: Page, wish: str, text: str, answers: str) -> None:
    page.goto(page.url.partition("/desk/")[0] + f"/desk/requests/{wish}")
    page.locator("#ask > summary").click()
    page.fill("#ask-text", text)
    page.click(f"#ask-{answers}")
    page.wait_for_selector(".notice.good")


def test_a_question_is_answered_by_a_tap_also_while_the_hub_is_away(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home:
        hub = home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        wish = call_a_taxi(home)
        page.wait_for_selector(f"#card-{wish}")
        number = home.look()["requests"][0]["number"]
        ask(page, wish, "您要去门诊吗？", "yes_no")
        home.hears("您要去门诊吗？")
        home.sees("您要去门诊吗？")
        home.tap("是")
        home.hears("您说：是")
        expect(page.locator("#facts .answer")).to_contain_text("是")
        home.sees("已经告诉他们了")
        home.tap("首页", leads_to="home")
        ask(page, wish, "哪天来接您？", "day")
        home.hears(f"{number} 号，有人问您一句话。")
        expect(page.locator("#facts .asked")).to_contain_text("还没回答")
        home.kill(hub)
        until(lambda: not home.look()["online"], "the kiosk notices that the hub is gone")
        home.tap("我的事情", leads_to="mine")
        home.tap(f"{number} 号", leads_to="request")
        home.tap("明天")
        home.sees("您说：明天。已记下")
        home.start_hub()
        expect(page.locator("#facts .answer")).to_contain_text("明天", timeout=20_000)
        home.sees("已经告诉他们了")
