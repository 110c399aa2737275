"""The centre's promise: signed by an administrator, in the log, and until then said honestly everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hub.api.stream import events
from tests.hub.desk.house import DeskHouse, desk_house
from tests.hub.house import alarm

pytestmark = pytest.mark.anyio
SIGNED = {"answers": "值班的志愿者", "hours": "周一到周五 8:30 到 17:00", "name": "李主任", "on": "2026-11-01"}


async def promised(house: DeskHouse) -> bool:
    async with house.hub.database.read() as session:
        return (await house.hub.presence(session)).promised


async def test_unsigned_the_desk_says_so_and_an_alarm_rings_all_the_same(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    assert "承诺还没有签" in (await browser.get("/desk/")).text
    answer = await kiosk.submit(alarm())
    assert answer.json()["presence"]["promised"] is False
    assert answer.json()["status"] == "delivered"
    assert 'data-ring="yes"' in (await browser.get("/desk/")).text


async def test_signed_it_holds_and_every_kiosk_hears_of_it_at_once(house: DeskHouse) -> None:
    boss, kiosk = await house.signed_in("li", "李主任", "administrator"), await house.kiosk()
    stream = events(house.hub, kiosk.id, None)
    assert '"promised":false' in await anext(stream)
    await boss.get("/desk/promise")
    page = (await boss.post("/desk/promise/sign", **SIGNED)).text
    assert "已经签了" in page
    assert "李主任 2026-11-01" in page
    assert '"promised":true' in await anext(stream)
    await stream.aclose()
    assert "承诺还没有签" not in (await boss.get("/desk/")).text
    assert [action for action, _ in await house.audited()].count("promise_signed") == 1


async def test_withdrawn_or_replaced_it_stays_in_the_past(house: DeskHouse) -> None:
    boss = await house.signed_in("li", "李主任", "administrator")
    await boss.get("/desk/promise")
    for answers in ("值班的志愿者", "值班的人"):
        await boss.post("/desk/promise/sign", **{**SIGNED, "answers": answers})
    await boss.post("/desk/promise/withdraw")
    assert not await promised(house)
    page = (await boss.post("/desk/promise/withdraw")).text  # a second time does nothing
    assert page.count("李主任 签") == 2
    log = [action for action, _ in await house.audited()]
    assert (log.count("promise_signed"), log.count("promise_withdrawn")) == (2, 1)


@pytest.mark.parametrize(
    "change",
    [{"answers": " "}, {"hours": ""}, {"name": ""}, {"on": "2099-01-01"}, {"on": "heute"}, {"name": "0" * 81}],
    ids=["nobody", "no hours", "no name", "still to come", "no date", "too long"],
)
async def test_u18_half_a_promise_is_none_and_nothing_typed_is_lost(house: DeskHouse, change: dict[str, str]) -> None:
    boss = await house.signed_in("li", "李主任", "administrator")
    await boss.get("/desk/promise")
    answer = await boss.post("/desk/promise/sign", **{**SIGNED, "hours": "周一 9:00", **change})
    assert answer.status_code == 422
    assert "还没写全" in answer.text
    assert not await promised(house)
    if "hours" not in change:
        assert "周一 9:00" in answer.text


@pytest.mark.parametrize("role", ["volunteer", "duty"])
async def test_s6_only_an_administrator_signs(house: DeskHouse, role: str) -> None:
    browser = await house.signed_in("wang", "王阿姨", role)
    assert 'id="sign"' not in (await browser.get("/desk/promise")).text
    for path, fields in (("/desk/promise/sign", SIGNED), ("/desk/promise/withdraw", {})):
        assert (await browser.post(path, **fields)).status_code == 403
    assert not await promised(house)


async def test_the_demo_needs_no_signature(tmp_path: Path) -> None:
    async with desk_house(tmp_path, demo=True) as made:
        assert await promised(made)
