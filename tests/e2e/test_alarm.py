"""An alarm on real parts: with the store locked, with the hub gone, across a death in the countdown."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from kiosk.adapters.keys import store_key
from tests.e2e.house import house
from tests.e2e.test_taxi import sit_down
from tests.waiting import until


def test_r4_an_alarm_goes_out_while_the_store_is_locked(tmp_path: Path, browser: Browser) -> None:
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

    with house(tmp_path, alarm_countdown_seconds="2") as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        database = dbapi2.connect(str(home.kiosk_folder / "kiosk.db"), isolation_level=None)
        try:
            database.execute(f"PRAGMA key = \"x'{store_key(home.kiosk_folder, {})}'\"")
            database.execute("BEGIN IMMEDIATE")
            home.tap("紧急呼救", leads_to="alarm")
            page.wait_for_selector(".call")
            expect(page.locator(".call h2")).to_contain_text("一号机")
            page.locator(".call [id^=accept-]").click()
            home.sees("王阿姨接了")
            home.hears("王阿姨接了")
            assert home.look()["alarm"] == "answered"
        finally:
            database.close()


def test_r4_without_a_hub_it_says_whom_to_ring_and_goes_on(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path, alarm_countdown_seconds="1") as home:
        hub = home.start_hub()
        login = home.join()["login"]
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        home.kill(hub)
        home.tap("紧急呼救", leads_to="alarm")
        home.sees("还没有人接")
        home.sees("021-00000000")
        home.sees("120")
        home.start_hub()
        page = sit_down(browser, login)
        page.wait_for_selector(".call")
        page.locator(".call [id^=accept-]").click()
        home.sees("王阿姨接了")


def test_r5_a_countdown_that_died_is_finished_after_the_restart(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path, alarm_countdown_seconds="10") as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        kiosk = home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        home.tap("紧急呼救", leads_to="alarm")
        until(lambda: home.look()["alarm"] == "countdown", "the countdown runs")
        home.kill(kiosk)
        home.start_kiosk()
        page.wait_for_selector(".call")
        until(lambda: home.look()["screen"] == "alarm", "the kiosk shows the alarm it found")


def test_u16_a_cancelled_countdown_disturbs_nobody(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path, alarm_countdown_seconds="8") as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        home.tap("紧急呼救", leads_to="alarm")
        until(lambda: home.ask(do="tap", name="取消") and home.look()["alarm"] == "cancelled", "it can be cancelled")
        assert page.locator(".call").count() == 0
