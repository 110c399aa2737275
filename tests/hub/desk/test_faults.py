"""R6 at the desk: a fault stands on the board until somebody has seen it, and its past can be read."""

from __future__ import annotations

import re

import pytest

from kiosk.hub import faults
from tests.hub.desk.house import DeskHouse

pytestmark = pytest.mark.anyio


async def test_r6_one_touch_says_who_saw_it_and_what_is_done(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    house.clock.advance(91)
    await house.hub.silence.tick()
    page = (await browser.get("/desk/")).text
    found = re.search(r'action="(/desk/faults/[^"]+/seen)".*?name="doing" value="([^"]+)"', page, re.DOTALL)
    assert found is not None
    answer = await browser.post(found[1], doing=found[2])
    assert "王阿姨" in answer.text
    board = (await browser.get("/desk/")).text
    assert "看到了：我过去看看" in board
    assert found[1] not in board
    assert [action for action, _ in await house.audited()].count("fault_seen") == 1
    await kiosk.http.post("/v1/heartbeat", json={"sent_at": "2026-11-02T01:11:31Z"}, headers=kiosk.headers)
    await house.hub.silence.tick()
    past = (await browser.get("/desk/faults")).text
    assert "都好着呢" in past
    assert "看到了：我过去看看" in past


async def test_a_message_that_never_arrived_is_a_fault_that_leads_to_its_alarm(house: DeskHouse) -> None:
    browser = await house.signed_in()
    facts = {"title": "区应急平台", "request": "0" * 36}
    async with house.hub.database.work() as work:
        await faults.raise_(work, faults.CAP_DEAD, "district", house.clock.now(), facts)
    page = (await browser.get("/desk/")).text
    assert "区应急平台：有一条消息没送到" in page
    assert f"/desk/requests/{'0' * 36}" in page
    async with house.hub.database.read() as session:
        (fault,) = await faults.standing(session)
    await browser.post(f"/desk/faults/{fault.id}/seen", doing="打过电话了")
    assert "没送到" not in (await browser.get("/desk/")).text


async def test_u18_words_are_needed(house: DeskHouse) -> None:
    browser = await house.signed_in()
    await browser.get("/desk/")
    assert (await browser.post(f"/desk/faults/{'0' * 36}/seen", doing="")).status_code == 422
    assert (await browser.post(f"/desk/faults/{'0' * 36}/seen", doing="去看")).status_code == 404
