"""Drills at the desk: begun with a key, 演练 on every page that shows one, and what was learned."""

from __future__ import annotations

import pytest

from tests.hub.desk.house import DeskHouse
from tests.hub.house import alarm

pytestmark = pytest.mark.anyio


async def test_a_volunteer_begins_one_and_every_page_says_that_it_is_one(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    await browser.get("/desk/drills")
    page = (await browser.post(f"/desk/drills/start/{kiosk.id}")).text
    assert "演练：一号机 一楼大厅" in page
    call = alarm(mode="exercise")
    await kiosk.submit(call)
    board = (await browser.get("/desk/")).text
    assert 'data-ring="yes"' in board
    assert "演练，不是真的" in board
    assert "演练，不是真的" in (await browser.get(f"/desk/requests/{call['id']}")).text
    house.clock.advance(8)
    await browser.post(f"/desk/requests/{call['id']}/accept")
    await browser.post(f"/desk/requests/{call['id']}/close", outcome="safe")
    await house.hub.drills.tick()
    learned = (await browser.get("/desk/drills")).text
    assert "从头到尾做完了" in learned
    assert "+11.0 秒" in learned  # three seconds old when it arrived
    assert "王阿姨接了" in learned
    assert ("drill_started" in [action for action, _ in await house.audited()]) is True


async def test_it_is_ended_with_a_key(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    await browser.get("/desk/drills")
    page = (await browser.post(f"/desk/drills/start/{kiosk.id}")).text
    ident = page.split('action="/desk/drills/', 1)[1].split("/end")[0]
    assert "值班台结束的" in (await browser.post(f"/desk/drills/{ident}/end")).text


@pytest.mark.parametrize(("before", "said"), [("actual", "有人真的在呼救"), ("drill", "已经在演练了")])
async def test_u18_why_it_cannot_begin(house: DeskHouse, before: str, said: str) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    await browser.get("/desk/drills")
    if before == "actual":
        await kiosk.submit(alarm())
    else:
        await browser.post(f"/desk/drills/start/{kiosk.id}")
    answer = await browser.post(f"/desk/drills/start/{kiosk.id}")
    assert answer.status_code == 409
    assert said in answer.text
