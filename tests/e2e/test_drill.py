"""A drill on real parts: begun and ended at a desk in a real browser, practised at a real kiosk, and nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.house import House, house
from tests.e2e.test_taxi import sit_down
from tests.fakes.cap_platform import SECRET, CapPlatform
from tests.fakes.gateway import Gateway
from tests.hub.cap.rules import checked, text
from tests.waiting import until

WAYS = """
[[alarm.paths]]
name = "duty-sms"
kind = "sms"
url = "{real}"
to = ["021-00000000"]

[[alarm.paths]]
name = "drill-sms"
kind = "sms"
url = "{drill}"
to = ["021-00000001"]
drills = true

[[alarm.paths]]
name = "lamp"
kind = "relay"
command = ["/bin/sh", "-c", "touch {lamp}"]
"""
OUTSIDE = """
[[hub.cap]]
name = "{name}"
title = "{title}"
url = "{url}"
secret_file = "{secret}"
sender = "centre.example"
recipient = "district.example"
statuses = ["{status}"]
when = "at_once"
"""


SAID = ("秒后叫值班的人", "已送到值班台", "还没有人接", "王阿姨接了")  # whichever were said before the next came


@dataclass
class Outside:
    """Everybody whom a call for help may reach beyond the desks."""

    platform: CapPlatform
    practice: CapPlatform  # told of exercises alone
    gateway: Gateway
    drill_gateway: Gateway  # of the one way that takes exercises
    lamp: Path

    @property
    def heard(self) -> bool:
        return bool(self.platform.seen or self.gateway.got or self.lamp.exists())


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    with ExitStack() as stack:
        platforms = CapPlatform(), CapPlatform()
        for one in platforms:
            stack.callback(one.close)
        gateways = stack.enter_context(Gateway()), stack.enter_context(Gateway())
        yield Outside(*platforms, *gateways, tmp_path / "lamp-is-on")


def settings(tmp_path: Path, outside: Outside) -> dict[str, str]:
    secret = tmp_path / "cap-secret"
    secret.touch(0o600)
    secret.write_bytes(SECRET)
    endpoints = (("district", "Actual", outside.platform), ("practice", "Exercise", outside.practice))
    told = [
        OUTSIDE.format(name=name, title=name, url=platform.url, secret=secret, status=status)
        for name, status, platform in endpoints
    ]
    ways = WAYS.format(real=outside.gateway.url, drill=outside.drill_gateway.url, lamp=outside.lamp)
    return {"ways": ways, "outside": "".join(told), "alarm_countdown_seconds": "2", "alarm_escalate_seconds": "5"}


def begin(home: House, page: Page) -> Page:
    """开始演练 in another window of the same volunteer, whose bell rings on in the first."""
    drills = page.context.new_page()
    drills.goto(f"{home.url}/desk/drills")
    drills.click("[id^=start-]")
    drills.wait_for_selector(".drill")
    return drills


def practise(home: House) -> int:
    """演练呼救 at the kiosk; how much had been said before."""
    home.sees("现在演练紧急呼救")
    spoken = len(home.look()["spoken"])
    home.tap("演练呼救", leads_to="drill_call")
    home.sees("秒后叫值班的人")
    return spoken


def test_a_drill_from_its_first_click_to_what_was_learned_and_nothing_leaves_the_house(
    tmp_path: Path, browser: Browser, outside: Outside
) -> None:
    with house(tmp_path, **settings(tmp_path, outside)) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        drills = begin(home, page)
        before = practise(home)
        expect(page.locator(".call")).to_contain_text("演练，不是真的")
        home.sees("演练到这里")  # every turn went by, and the house is where an exercise ends
        seen = home.look()
        assert "演练" in seen["names"][0]  # the band, with every screen of it
        assert seen["alarm"] == "idle"  # nobody has called in earnest
        page.locator(".call [id^=accept-]").click()
        home.sees("王阿姨接了")
        home.hears("王阿姨接了")
        said = home.look()["spoken"][before:]
        told = [n for n, one in enumerate(said) if any(words in one for words in SAID)]
        assert {said[n - 1] for n in told} == {"演练。"}
        page.goto(f"{home.url}{drills.locator('.drill a').get_attribute('href')}")
        page.locator("#close summary").click()
        page.click("#close-safe")
        home.sees("没事了")
        expect(drills.locator("#drills")).to_contain_text("从头到尾做完了")
        for step in ("机器上按了", "送到这里", "没人接"):
            expect(drills.locator("#drills")).to_contain_text(step)
        until(lambda: outside.practice.got, "who is told of exercises is told of this one")
        (note,) = {text(checked(body), "status") for body in outside.practice.got.values()}
        assert note == "Exercise"
        (message,) = outside.drill_gateway.got
        assert message["text"].startswith("演练。")
        assert not outside.heard
        in_earnest(home, outside)


def in_earnest(home: House, outside: Outside) -> None:
    """The same house, for real: whoever heard nothing of the exercise hears of this."""
    home.tap("紧急呼救", leads_to="alarm")
    home.sees("还没有人接")
    until(lambda: outside.platform.got and outside.gateway.got and outside.lamp.exists(), "the outside hears")
    assert "演练" not in outside.gateway.got[0]["text"]
    until(lambda: len(outside.drill_gateway.got) == 2, "the way that takes exercises takes real calls too")


def test_a_kiosk_that_dies_in_a_drill_is_asked_again_and_the_desk_can_end_it(
    tmp_path: Path, browser: Browser, outside: Outside
) -> None:
    with house(tmp_path, **settings(tmp_path, outside)) as home:
        home.start_hub()
        page = sit_down(browser, home.join()["login"])
        kiosk = home.start_kiosk()
        until(lambda: home.look()["listening"], "the kiosk knows that a desk listens")
        drills = begin(home, page)
        practise(home)
        page.wait_for_selector(".call")
        home.kill(kiosk)
        home.start_kiosk()
        practise(home)  # it is offered again, and its call takes the place of the first
        expect(page.locator(".call")).to_have_count(1)
        drills.click("[id^=end-]")
        until(lambda: home.look()["screen"] not in ("drill", "drill_call"), "the kiosk is its own again")
        page.goto(f"{home.url}/desk/")
        expect(page.locator(".call")).to_have_count(0)
        assert not outside.heard
