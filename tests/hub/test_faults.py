"""Faults are one row each, seen by somebody, and come back unseen (R6)."""

from __future__ import annotations

import pytest

from kiosk.hub import faults
from kiosk.hub.errors import Invalid, NotFound
from kiosk.hub.models import Fault
from kiosk.hub.promises import Silence
from tests.hub.house import House, KioskCaller

pytestmark = pytest.mark.anyio


async def beat(kiosk: KioskCaller) -> None:
    body = {"sent_at": "2026-11-02T01:10:00Z", "program": "0.1.0", "screen": "home"}
    assert (await kiosk.http.post("/v1/heartbeat", json=body, headers=kiosk.headers)).status_code == 200


async def standing(made: House) -> list[Fault]:
    async with made.hub.database.read() as session:
        return list(await faults.standing(session))


async def test_r6_silence_is_seen_by_somebody_and_comes_back_unseen(hub_house: House) -> None:
    kiosk, wang = await hub_house.kiosk(), await hub_house.person("王阿姨")
    await beat(kiosk)
    hub_house.clock.advance(90)
    for _ in range(3):
        await hub_house.hub.silence.tick()
    (fault,) = await standing(hub_house)
    assert (fault.kind, fault.subject, fault.seen_at) == ("silent", kiosk.id, None)
    hub_house.clock.advance(30)
    await hub_house.do(faults.see, fault.id, wang, " 去看了，没电 ", hub_house.clock.now())
    (seen,) = await standing(hub_house)
    assert (seen.seen_name, seen.doing, seen.seen_at) == ("王阿姨", "去看了，没电", hub_house.clock.now())
    await beat(kiosk)
    await hub_house.hub.silence.tick()
    assert await standing(hub_house) == []
    hub_house.clock.advance(90)
    await hub_house.hub.silence.tick()
    (again,) = await standing(hub_house)
    assert (again.id == fault.id, again.seen_at) == (False, None)
    async with hub_house.hub.database.read() as session:
        (past,) = await faults.past(session)
    assert (past.id, past.seen_name) == (fault.id, "王阿姨")


async def test_the_first_who_saw_it_stays_named_and_the_newest_words_count(hub_house: House) -> None:
    kiosk, wang, li = await hub_house.kiosk(), await hub_house.person("王阿姨"), await hub_house.person("李师傅")
    await beat(kiosk)
    hub_house.clock.advance(90)
    await hub_house.hub.silence.tick()
    (fault,) = await standing(hub_house)
    now = hub_house.clock.now()
    await hub_house.do(faults.see, fault.id, wang, "去看看", now)
    await hub_house.do(faults.see, fault.id, li, "叫了电工", now)
    (seen,) = await standing(hub_house)
    assert (seen.seen_name, seen.doing) == ("王阿姨", "叫了电工")


async def test_nobody_sees_without_saying_what_is_done(hub_house: House) -> None:
    wang, now = await hub_house.person("王阿姨"), hub_house.clock.now()
    for words, problem in (("  ", Invalid), ("0" * 201, Invalid), ("去看看", NotFound)):
        with pytest.raises(problem):
            await hub_house.do(faults.see, "0" * 36, wang, words, now)


async def test_r6_a_hub_that_starts_anew_forgets_no_fault_and_nobody_s_word(hub_house: House) -> None:
    """A second process waits its own 90 s before it calls a kiosk silent: that is no sign of life."""
    hub, clock = hub_house.hub, hub_house.clock
    kiosk, wang = await hub_house.kiosk(), await hub_house.person("王阿姨")
    await beat(kiosk)
    clock.advance(90)
    await hub.silence.tick()
    (fault,) = await standing(hub_house)
    await hub_house.do(faults.see, fault.id, wang, "去看看", clock.now())
    hub.kiosks.started_at = clock.now()
    await Silence(clock, hub.database, hub.kiosks).tick()
    assert [one.seen_name for one in await standing(hub_house)] == ["王阿姨"]
    clock.advance(100)
    await Silence(clock, hub.database, hub.kiosks).tick()
    assert [one.id for one in await standing(hub_house)] == [fault.id]


async def test_a_kiosk_that_is_shut_out_is_no_fault(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    hub_house.clock.advance(90)
    await hub_house.hub.silence.tick()
    assert len(await standing(hub_house)) == 1
    await hub_house.do(hub_house.hub.kiosks.revoke, kiosk.id)
    await hub_house.hub.silence.tick()
    assert await standing(hub_house) == []


async def test_what_is_over_is_forgotten_in_its_time(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    hub_house.clock.advance(90)
    await hub_house.hub.silence.tick()
    await beat(kiosk)
    await hub_house.hub.silence.tick()
    hub_house.clock.advance(93 * 86_400)
    await hub_house.hub.retention.tick()
    async with hub_house.hub.database.read() as session:
        assert await faults.past(session) == []
