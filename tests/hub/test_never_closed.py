"""What nobody closes comes to an end by itself, honestly; an alarm and a wish for later wait for a person."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hub.house import House, alarm, event, help_call, taxi
from tests.hub.test_desk_actions import row

pytestmark = pytest.mark.anyio
DAY = 86_400


async def after(house: House, seconds: float) -> None:
    house.clock.advance(seconds)
    await house.hub.promises.tick()


async def test_somebody_who_took_it_and_never_said_how_it_went_is_not_coming_for_ever(hub_house: House) -> None:
    kiosk, wish = await hub_house.kiosk(), taxi()
    await kiosk.submit(wish)
    wang = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.accept, wish["id"], wang)
    await after(hub_house, DAY - 60)
    assert (await kiosk.look(wish["id"]))["status"] == "accepted"
    await after(hub_house, 1200)
    found = await row(hub_house, wish["id"])
    assert (found.status, found.taken_by, found.needs_person) == ("unknown", None, True)
    await after(hub_house, DAY + 60)
    assert (await kiosk.look(wish["id"]))["status"] == "expired"


async def test_what_nobody_took_is_over_after_a_day(hub_house: House) -> None:
    kiosk, call = await hub_house.kiosk(), help_call()
    await kiosk.submit(call)
    await after(hub_house, DAY / 2)  # its promise lapses
    await after(hub_house, DAY - 60)
    assert (await kiosk.look(call["id"]))["status"] == "delivered"
    await after(hub_house, 120)
    assert (await kiosk.look(call["id"]))["status"] == "expired"


async def test_a_car_for_tomorrow_is_not_over_today(hub_house: House) -> None:
    kiosk, wish = await hub_house.kiosk(), taxi(valid_for=DAY)
    await kiosk.submit(wish)
    await after(hub_house, 600)
    await after(hub_house, DAY * 1.5)
    assert (await kiosk.look(wish["id"]))["status"] == "delivered"


async def test_what_is_still_spoken_of_goes_on(hub_house: House) -> None:
    kiosk, wish = await hub_house.kiosk(), taxi()
    await kiosk.submit(wish)
    for _ in range(5):
        await after(hub_house, DAY * 0.9)
        await kiosk.tell(wish["id"], event("not_seen"))
    assert (await kiosk.look(wish["id"]))["status"] == "delivered"


@pytest.mark.parametrize("waits", [alarm(), help_call(details={"kind": "volunteer", "wish": True})])
async def test_an_alarm_and_a_wish_for_later_wait_for_a_person(hub_house: House, waits: dict[str, Any]) -> None:
    kiosk = await hub_house.kiosk()
    await kiosk.submit(waits)
    for _ in range(3):
        await after(hub_house, DAY * 2)
    assert (await kiosk.look(waits["id"]))["status"] == "delivered"
