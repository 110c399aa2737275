"""The main job on real parts: a tap on a real window, a real hub, a person at a real browser, a voice."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.house import House, house
from tests.hub.desk.browsers import window
from tests.waiting import until


def sit_down(browser: Browser, login: str) -> Page:
    """A volunteer comes in and turns the bell on."""
    page = window(browser)
    page.goto(login)
    page.wait_for_selector("#board")
    page.click("#arm")
    page.wait_for_selector("html[data-armed=yes]")
    return page


def call_a_taxi(home: House) -> str:
    """U22: a guest's three taps. The id of the request."""
    home.tap("叫出租车", leads_to="taxi")
    home.tap("东街医院")
    seen = home.tap("对，叫车", leads_to="request")
    assert seen["screen"] == "request"
    return str(until(lambda: [r["id"] for r in home.look()["requests"]], "the wish is kept")[0])


def test_from_a_tap_to_a_spoken_answer(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        wish = call_a_taxi(home)
        home.hears("已记下")
        home.hears("已送到")
        page.wait_for_selector(f"#card-{wish}")
        expect(page.locator(f"#card-{wish}")).to_contain_text("一号机")
        assert home.status() == "delivered"  # nobody has taken it yet, and nothing says so
        assert not any("有人接了" in said for said in home.look()["spoken"])
        page.click(f"#accept-{wish}")
        until(lambda: home.status() == "accepted", "the kiosk hears who took it")
        home.sees("王阿姨")
        home.hears("有人接了")


def test_r1_a_wish_made_while_the_hub_is_dead_takes_effect_once(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home:
        hub = home.start_hub()
        login = home.join()["login"]
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        home.kill(hub)
        until(lambda: not home.look()["online"], "the kiosk notices that the hub is gone")
        wish = call_a_taxi(home)
        home.hears("已记下")
        assert home.status() == "recorded"
        assert not any("已送到" in said for said in home.look()["spoken"])
        home.start_hub()
        page = sit_down(browser, login)
        page.wait_for_selector(f"#card-{wish}")
        home.hears("已送到")
        assert page.locator("[id^=card-]").count() == 1
        page.click(f"#accept-{wish}")
        home.hears("有人接了")


def test_r1_a_wish_survives_the_kiosk_being_killed(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home:
        kiosk = home.start_kiosk()
        wish = call_a_taxi(home)
        home.hears("已记下")
        home.kill(kiosk)
        home.start_hub()
        login = home.join()["login"]
        home.start_kiosk()
        page = sit_down(browser, login)
        page.wait_for_selector(f"#card-{wish}")
        until(lambda: home.status() == "delivered", "the kiosk knows that it arrived")
        assert page.locator("[id^=card-]").count() == 1


def test_a_demo_ride_from_looking_to_done(tmp_path: Path) -> None:
    with house(tmp_path, provider="demo") as home:
        home.start_hub()
        home.join()
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        call_a_taxi(home)
        home.sees("·D00000")  # the demo's plates
        home.sees("有人接了：")
        home.hears("车到了")
        until(lambda: not home.look()["requests"], "the ride ends")
