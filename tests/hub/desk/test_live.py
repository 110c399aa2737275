"""A page's live line on a busy day: it is asked for its pong, and its session for its life, however much happens."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from kiosk.hub.bus import Notice, Topic
from kiosk.hub.desk.live import _news
from kiosk.hub.staff.service import disable
from kiosk.hub.staff.sessions import Signed, open_session, resolve
from tests.hub.desk.house import DeskHouse

pytestmark = pytest.mark.anyio


async def signed(house: DeskHouse) -> Signed:
    staff = await house.staff()
    async with house.hub.database.work() as work:
        token = await open_session(work.session, staff, house.clock.now(), timedelta(hours=1))
    async with house.hub.database.read() as session:
        who = await resolve(session, token, house.clock.now())
    assert who is not None
    return who


async def busy(house: DeskHouse, line: AsyncGenerator[str, None], seconds: int) -> list[str]:
    """What the page hears while something changes every four seconds."""
    heard: list[str] = []
    for _ in range(seconds // 4):
        house.clock.advance(4)
        for _ in range(2 if house.clock.monotonic() % 12 == 0 else 1):  # then the ping is due, beside the change
            house.hub.bus.publish([Notice(Topic.REQUEST, "one")])
            heard.append(await anext(line, "its end"))
    return [re.sub(r"(?s).*event: (\w+).*", r"\1", one) for one in heard]


async def test_r4_a_busy_hub_still_asks_its_desks_whether_they_listen(house: DeskHouse) -> None:
    """Without a ping there is no pong, and kiosks would be told that nobody listens."""
    line = _news(house.hub, await signed(house))
    assert ["event: changed" in await anext(line), "event: ping" in await anext(line)] == [True, True]
    heard = await busy(house, line, 36)
    assert heard.count("ping") == 3
    await line.aclose()


async def test_s6_a_shut_account_s_line_ends_on_a_busy_day_too(house: DeskHouse) -> None:
    who = await signed(house)
    admin = await house.staff("admin", "赵老师", "administrator")
    line = _news(house.hub, who)
    for _ in range(2):
        await anext(line)
    async with house.hub.database.work() as work:
        staff = await work.session.get(type(who.staff), who.staff.id)
        assert staff is not None
        await disable(work.session, staff, house.clock.now(), by=admin.id)
    assert (await busy(house, line, 12))[-2:] == ["over", "its end"]
