"""An appointment on real parts: a tap on a real window, a real hub, a person at a real browser, a voice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import icalendar
import zxingcpp
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from kiosk.config import load
from kiosk.hub.core import assemble
from kiosk.hub.models import Staff
from kiosk.hub.residents.registry import Person
from kiosk.hub.settings import hub_settings
from tests.e2e.house import House, house
from tests.e2e.left_behind import in_files, in_pages
from tests.e2e.test_taxi import sit_down
from tests.fakes.printer import FakePrinter
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


def a_card(home: House) -> str:
    """Somebody is registered at this hub and has agreed to it; the number on their card."""

    async def issue() -> str:
        hub = assemble(hub_settings(load(home.config, home.environ)))
        async with hub.database.work() as work:
            staff = str(await work.session.scalar(select(Staff.id)))
            resident = await hub.residents.register(work, Person("王阿姨"), by=staff, health=True)
            card = await hub.residents.issue(work, resident.id, by=staff)
        await hub.close()
        return card.number

    with ThreadPoolExecutor(1) as apart:  # the browser's own loop may be running here
        return apart.submit(asyncio.run, issue()).result()


def type_in(home: House, number: str) -> None:
    """Digit by digit; a screen that was too young to take the first is asked again (U7)."""
    for count, digit in enumerate(number, start=1):

        def stands(end: str = number[:count]) -> bool:
            return any(n.startswith("卡上有") and n.replace(" ", "").endswith(f"。{end}") for n in home.look()["names"])

        def typed(key: str = digit, done: Callable[[], bool] = stands) -> bool:
            home.ask(do="tap", name=key)
            with suppress(AssertionError):
                until(done, "the digit stands there", 3.0)
            return done()

        until(typed, f"digit {count} is taken")


def a_time(home: House) -> str:
    """The first of the hours on show."""
    hours = re.compile("(早上|上午|中午|下午) \\d+(:| 点)\\S*，")
    return str(until(lambda: [n for n in home.look()["names"] if hours.match(n)], "there are times")[0])


def test_a_known_residents_time_is_booked_printed_and_called_off(tmp_path: Path) -> None:
    """Card in, booked by the hospital, called off; then the same doctor: kept, booked, the slip's code read as a
    telephone reads it, called off, 我好了, canaries gone."""
    with (
        FakePrinter() as printer,
        house(tmp_path, printer_kind="network", printer_host="127.0.0.1", printer_port=str(printer.port)) as home,
    ):
        passing = home.let_pass()
        home.start_hub()
        home.join()
        number = a_card(home)
        home.start_kiosk()
        until(lambda: home.look()["online"], "the kiosk found its hub")
        home.tap("看病预约", leads_to="doctor")
        home.tap("我有卡", leads_to="who")
        home.tap("输卡上的号码")
        type_in(home, number)
        home.tap("好了", leads_to="doctor")
        home.tap("去医院看")
        home.tap("西街医院")
        home.tap("眼科")
        home.tap("星期")  # some days ahead: it can still be called off
        home.tap(a_time(home))
        home.tap("好的", leads_to="request")
        home.hears("看病预约：约好了")
        home.sees("眼科")
        assert not any("眼科" in said for said in home.look()["spoken"])  # U11
        assert home.status("appointment") == "in_progress"
        call_off(home)
        home.tap("首页", leads_to="home")
        home.tap("看病预约", leads_to="doctor")
        home.tap("上次那位医生")
        home.tap("换个时间")
        home.tap("星期")
        home.tap(a_time(home))
        home.tap("好的", leads_to="request")
        until(lambda: home.status("appointment") == "in_progress", "the same doctor is booked")
        the_slip_is_printed(home, printer)
        home.tap("返回", leads_to="request")
        call_off(home)
        home.tap("我好了", leads_to="resting")
        nothing_is_left(home, passing, number)


def call_off(home: House) -> None:
    home.tap("不去看了")
    home.tap("对，不看了")
    until(lambda: home.status("appointment") == "", "the hospital has called it off")
    home.sees("好的，不去看了")


def nothing_is_left(home: House, passing: Path, number: str) -> None:
    """S3, with two canaries: the number was typed and is kept nowhere; the hospital stands in a request, which is kept
    under the kiosk's key alone and is never seen again."""
    asked = "西街医院"
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    places = [home.kiosk_folder, passing, home.folder / "log"]
    assert in_pages(home.kiosk_folder, asked)  # whoever searches like this finds what is there
    assert in_pages(home.kiosk_folder, number) == in_pages(home.kiosk_folder, grouped) == []
    assert [in_files(places, canary) for canary in (asked, number, grouped)] == [[], [], []]
    for screen in ("", "home", "doctor"):  # the resting screen, and what the next person sees
        if screen:
            home.tap("看病预约" if screen == "doctor" else "点一下", leads_to=screen)
        held = home.ask(do="held")["held"]
        assert not [text for text in held if asked in text or number in text or grouped in text]
        assert not any("上次那位医生" in text for text in held)


def the_slip_is_printed(home: House, printer: FakePrinter) -> None:
    home.tap("打印带走", leads_to="slip")
    home.tap("打印")
    home.hears("打好了")
    assert printer.wait()
    (code,) = zxingcpp.read_barcodes(printer.slips[0].convert("L"))
    (entry,) = icalendar.Calendar.from_ical(code.text).walk("VEVENT")
    assert "西街医院" in str(entry["SUMMARY"])
    assert "眼科" not in code.text  # S13
