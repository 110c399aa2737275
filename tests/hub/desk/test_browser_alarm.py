"""A call for help in real Chromium: each desk rings in its turn, and the page of the alarm lives while one writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.config import DeskPlan
from kiosk.domain.rota import Span
from kiosk.hub.alarms import plan
from kiosk.hub.requests.service import StaffRef
from tests.hub.desk.browsers import calm, chromium, sit_down, until, window
from tests.hub.desk.running import RunningDesk, running
from tests.hub.house import alarm, event, help_call

BY = StaffRef("", "钱主任")
RINGS = "document.documentElement.dataset.ringing === 'yes'"
SILENT = "document.documentElement.dataset.ringing === 'no'"
FLOOR = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><path d='M1 1h38v18h-38z'/></svg>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


async def group(desk: RunningDesk, name: str, member: str) -> None:
    """On all week, but for the last minute of the day."""
    now = desk.hub.clock.now()
    async with desk.hub.database.work() as work:
        made = await plan.add_group(work.session, name, BY, now)
        await plan.set_members(work.session, made.id, 1, [member], BY, now)
        await plan.add_hours(work.session, made.id, 2, range(1, 8), Span(0, 12 * 60), BY, now)
        await plan.add_hours(work.session, made.id, 3, range(1, 8), Span(12 * 60, 0), BY, now)


def test_each_desk_rings_in_its_turn_until_somebody_has_it(browser: Browser, tmp_path: Path) -> None:
    first, second = window(browser), window(browser)
    with running(tmp_path, escalate_after=2.0) as desk:
        kiosk = desk.kiosk()
        for page, username, name, team in ((first, "wang", "王阿姨", "一组"), (second, "zhao", "赵老师", "二组")):
            staff = desk.staff(username, name)
            desk.run(group(desk, team, staff))
            sit_down(page, desk, staff)
        call = kiosk.submit(alarm())
        until(first, RINGS)
        expect(second.locator(".call h2")).to_have_text("一号机 一楼大厅")  # everybody sees it from the start
        until(second, RINGS)
        assert first.evaluate(RINGS), "who was called first rings on"
        told = [(e["what"], e["facts"].get("name", "")) for e in kiosk.look(call)["events"]]
        assert told[:3] == [("delivered", ""), ("rings", "一组"), ("escalated", "二组")]
        second.click(f"#accept-{call}")
        until(first, SILENT)
        until(second, SILENT)
        expect(first.locator("#board")).to_contain_text("赵老师 接了")
        calm(first)
        calm(second)


def test_its_page_lives_while_somebody_writes(browser: Browser, tmp_path: Path) -> None:
    picture = tmp_path / "floor.svg"
    picture.write_text(FLOOR)
    page = window(browser)
    with running(tmp_path / "hub", plans=(DeskPlan("一号机", picture, 20, 50, "进大门左手边"),)) as desk:
        kiosk = desk.kiosk()
        sit_down(page, desk, desk.staff("wang", "王阿姨"))
        call = kiosk.submit(alarm())
        page.click(f"#look-{call}")
        expect(page.locator("#answers")).to_contain_text("还没有说哪里不舒服")
        until(page, RINGS)
        page.click("#notes > summary")
        page.fill("#note-text", "我上楼去")
        kiosk.post_event(call, event("answer", facts={"question": "where", "answer": "chest"}))
        expect(page.locator("#answers")).to_contain_text("请先打 120")
        expect(page.locator("#note-text")).to_have_value("我上楼去")
        until(page, "document.querySelector('.plan img').naturalWidth > 0")
        page.click(f"#accept-{call}")
        page.wait_for_selector("#hand")
        kiosk.post_event(call, event("cancel_asked", facts={"reason": "wrong_press"}))
        page.click("#wrong-yes")
        expect(page.locator("#board")).to_contain_text("现在没有人等")
        assert kiosk.look(call)["status"] == "cancelled"
        calm(page)


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080), (390, 844)])
def test_where_it_rings_is_read_without_scrolling(browser: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    """Wherever one was: kind, place and seconds stand below the demo's band, and whole."""
    page = window(browser, size)
    with running(tmp_path, demo=True) as desk:
        kiosk = desk.kiosk()
        wishes = [kiosk.submit(help_call()) for _ in range(6)]
        sit_down(page, desk, desk.staff("wang", "王阿姨", "administrator"))
        for before in ("board", "request"):
            if before == "request":
                page.click(f"#open-{wishes[0]}")
                page.wait_for_selector(".side")
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            call = kiosk.submit(alarm())
            page.wait_for_selector(f"#accept-{call}")
            until(page, RINGS)
            top = page.evaluate("""() => {
              const band = document.querySelector(".band").getBoundingClientRect();
              return document.querySelector(".call").getBoundingClientRect().top - Math.max(band.bottom, 0);
            }""")
            seen = page.evaluate("""() => ["kind", "age"].every((one) => {
              const box = document.querySelector(`.call .${one}`).getBoundingClientRect();
              return box.top >= 0 && box.bottom <= innerHeight;
            })""")
            assert top >= 0
            assert seen
            page.click(f"#accept-{call}")
            page.wait_for_selector("#hand")
            page.goto(desk.url + "/desk/")
            page.click("#arm")
            page.wait_for_selector("html[data-armed=yes]")
        calm(page)
