"""An appointment on real parts: a tap on a real window, a real hub, a person at a real browser, a voice."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.house import House, house
from tests.e2e.test_taxi import sit_down
from tests.waiting import until


def wish_for_a_doctor(home: House) -> str:
    """A guest's four taps. The id of the request."""
    home.tap("看病预约", leads_to="doctor")
    home.tap("家庭医生")
    home.tap("越早越好")
    home.tap("好的", leads_to="request")
    return str(until(lambda: [r["id"] for r in home.look()["requests"]], "the wish is kept")[0])


def test_u23_a_guests_wish_from_a_tap_to_a_spoken_answer(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        wish = wish_for_a_doctor(home)
        home.hears("已记下")
        home.hears("心愿记下了")
        page.wait_for_selector(f"#card-{wish}")
        expect(page.locator(f"#card-{wish}")).to_contain_text("一号机")
        page.click(f"#accept-{wish}")
        home.hears("王阿姨替您去约")
        assert home.status("appointment") == "accepted"
        assert not any("预约：约好了" in said for said in home.look()["spoken"])
        page.goto(f"{home.url}/desk/requests/{wish}")
        page.click("#book summary")
        page.fill("#book input[name=date]", "2030-11-25")
        page.fill("#book input[name=time]", "09:00")
        page.fill("#book input[name=hospital]", "东街社区卫生服务中心")
        page.click("#book-key")
        home.hears("看病预约：约好了")
        home.hears("11 月 25 日")
        home.sees("东街社区卫生服务中心")  # who asked for it stands there still
        assert not any("东街社区卫生服务中心" in said for said in home.look()["spoken"])  # U11


def test_u23_offline_it_is_written_down_and_never_said_to_be_booked(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.start_kiosk()
        wish_for_a_doctor(home)
        home.hears("已记下")
        home.sees("还没有约")
        assert home.status("appointment") == "recorded"
        assert not any("约好了" in said for said in home.look()["spoken"] if "告诉您" not in said)
