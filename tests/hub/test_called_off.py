"""An alarm that was called off in time, and one whose helper is on the way, at the hub."""

from __future__ import annotations

import pytest

from kiosk.hub import quality
from tests.hub.house import House, alarm, event

pytestmark = pytest.mark.anyio


def called_off() -> dict[str, object]:
    return alarm(events=[event("armed", status="armed"), event("cancelled", status="cancelled")])


async def test_u16_what_was_called_off_is_history_from_the_start_and_disturbs_nobody(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = called_off()
    told = await kiosk.submit(call)
    assert (told.status_code, told.json()["status"]) == (200, "cancelled")
    assert await kiosk.whats(str(call["id"])) == ["armed", "cancelled"]  # never delivered: nobody was called
    hub_house.clock.advance(120)
    await hub_house.hub.promises.tick()
    assert await kiosk.whats(str(call["id"])) == ["armed", "cancelled"]
    async with hub_house.hub.database.read() as session:
        assert await quality.alarms(session, hub_house.clock.now()) == []  # R7 measures calls for help


async def test_told_twice_it_is_one_trace(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = called_off()
    for _ in range(2):
        assert (await kiosk.submit(call)).json()["status"] == "cancelled"
    assert await kiosk.whats(str(call["id"])) == ["armed", "cancelled"]


async def test_an_alarm_that_was_sent_is_not_called_off_by_a_touch(hub_house: House) -> None:
    """我按错了 tells the desk, which decides."""
    kiosk, wang = await hub_house.kiosk(), await hub_house.person("王阿姨")
    call = alarm()
    await kiosk.submit(call)
    told = await kiosk.tell(call["id"], event("cancel_asked", facts={"reason": "wrong_press"}))
    assert told.json()["status"] == "delivered"
    await hub_house.do(hub_house.hub.requests.accept, call["id"], wang)
    assert (await kiosk.look(call["id"]))["status"] == "accepted"


async def test_who_says_so_is_on_the_way_and_nobody_else(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    wang, li = await hub_house.person("王阿姨"), await hub_house.person("李叔叔")
    call, service = alarm(), hub_house.hub.requests
    await kiosk.submit(call)
    for who in (wang, li):  # nobody has it yet
        await hub_house.do(service.on_the_way, call["id"], who)
    await hub_house.do(service.accept, call["id"], wang)
    await hub_house.do(service.on_the_way, call["id"], li)
    assert (await kiosk.look(call["id"]))["status"] == "accepted"
    for _ in range(2):
        await hub_house.do(service.on_the_way, call["id"], wang)
    found = await kiosk.look(call["id"])
    assert found["status"] == "in_progress"
    assert [e["name"] for e in found["events"] if e["what"] == "on_the_way"] == ["王阿姨"]
