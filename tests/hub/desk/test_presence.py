"""R4: a desk counts as listening only while armed and answering pings within 30 s."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time

import pytest

from kiosk.config import Duty, Hours
from kiosk.hub import presence
from kiosk.hub.core import assemble
from kiosk.hub.presence import until
from kiosk.protocol.models import PresenceOut
from tests.hub.desk.house import DeskHouse
from tests.hub.house import settings

pytestmark = pytest.mark.anyio
PAGE = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


async def now_(house: DeskHouse) -> PresenceOut:
    async with house.hub.database.read() as session:
        return await house.hub.presence(session)


async def arm(house: DeskHouse, page: str, staff_id: str) -> None:
    async with house.hub.database.work() as work:
        await presence.arm(work.session, page, staff_id, house.clock.now())


async def pong(house: DeskHouse, page: str, staff_id: str) -> bool:
    async with house.hub.database.work() as work:
        return await presence.pong(work.session, page, staff_id, house.clock.now())


async def test_r4_an_armed_page_listens_until_it_is_silent_for_30_s(house: DeskHouse) -> None:
    staff = await house.staff()
    assert await now_(house) == PresenceOut(listening=0, promised=False)
    await arm(house, PAGE, staff.id)
    assert await now_(house) == PresenceOut(listening=1, on_duty=["王阿姨"], promised=False)
    house.clock.advance(30)
    assert (await now_(house)).listening == 1
    house.clock.advance(1)
    assert await now_(house) == PresenceOut(listening=0, promised=False)
    assert await pong(house, PAGE, staff.id)
    assert (await now_(house)).listening == 1


async def test_r4_a_page_that_was_never_armed_does_not_count(house: DeskHouse) -> None:
    staff = await house.staff()
    assert not await pong(house, PAGE, staff.id)
    assert (await now_(house)).listening == 0


async def test_r4_an_armed_page_ends_with_its_shift(house: DeskHouse) -> None:
    staff = await house.staff()
    await arm(house, PAGE, staff.id)
    house.clock.advance(presence.SHIFT.total_seconds())
    assert not await pong(house, PAGE, staff.id)
    assert (await now_(house)).listening == 0


async def test_r4_who_goes_away_no_longer_counts(house: DeskHouse) -> None:
    staff, other = await house.staff(), await house.staff("zhao", "赵老师")
    await arm(house, PAGE, staff.id)
    async with house.hub.database.work() as work:
        await presence.disarm(work.session, PAGE, other.id)  # only one's own page
    assert (await now_(house)).listening == 1
    async with house.hub.database.work() as work:
        await presence.disarm(work.session, PAGE, staff.id)
    assert (await now_(house)).listening == 0


async def test_r4_one_person_at_two_pages_is_two_desks_and_one_name(house: DeskHouse) -> None:
    staff, other = await house.staff(), await house.staff("zhao", "赵老师")
    await arm(house, PAGE, staff.id)
    await arm(house, OTHER, staff.id)
    await arm(house, "33333333-3333-4333-8333-333333333333", other.id)
    assert await now_(house) == PresenceOut(listening=3, on_duty=["王阿姨", "赵老师"], promised=False)


async def test_r4_presence_survives_a_restart_of_the_hub(house: DeskHouse) -> None:
    staff = await house.staff()
    await arm(house, PAGE, staff.id)
    second = assemble(settings(house.hub.settings.state_dir), clock=house.clock)
    async with second.database.read() as session:
        assert (await second.presence(session)).on_duty == ["王阿姨"]
    await second.close()


async def test_r4_silence_alone_is_noticed_and_told(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = await house.staff()
    await arm(house, PAGE, staff.id)
    looked, told = asyncio.Event(), asyncio.Event()

    def now() -> datetime:
        looked.set()
        return house.clock.now()

    monkeypatch.setattr(presence, "LOOK_SECONDS", 0)
    watching = asyncio.create_task(presence.watch(house.hub.database.read, Duty(), now, told.set))
    async with asyncio.timeout(10):
        await looked.wait()
        looked.clear()
        await looked.wait()  # it has seen who was there
        assert not told.is_set()
        house.clock.advance(31)
        await told.wait()
    watching.cancel()


def test_the_end_of_the_duty_hours_is_told_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    local = datetime.now().astimezone().tzinfo
    duty = Duty((Hours(("mon",), time(8, 30), time(17)), Hours(("mon",), time(9), time(18, 30))))
    monday = datetime(2026, 11, 2, 10, tzinfo=local)
    assert until(monday.astimezone(UTC), duty) == "18:30"
    assert until(monday.replace(hour=8).astimezone(UTC), duty) == ""
    assert until(monday.replace(day=3).astimezone(UTC), duty) == ""
