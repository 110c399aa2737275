"""Drills: begun by a volunteer, gone by themselves, and never between anybody and help."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.request import Status
from kiosk.hub import drills, presence, quality
from kiosk.hub.api.stream import events
from kiosk.hub.errors import Conflict, NotFound
from kiosk.hub.models import Drill
from tests.hub.house import House, KioskCaller, alarm, event, new_id

pytestmark = pytest.mark.anyio


async def begun(made: House) -> tuple[KioskCaller, Drill]:
    kiosk, wang = await made.kiosk(), await made.person("王阿姨")
    async with made.hub.database.work() as work:
        await presence.arm(work.session, new_id(), wang.id, made.clock.now())
    return kiosk, await made.do(made.hub.drills.start, kiosk.id, wang)


async def pressed(kiosk: KioskCaller, mode: str = "exercise") -> dict[str, Any]:
    call = alarm(mode=mode)
    assert (await kiosk.submit(call)).status_code == 200
    return call


async def row(made: House, drill: Drill) -> Drill:
    async with made.hub.database.read() as session:
        found = await session.get(Drill, drill.id)
    assert found is not None
    return found


async def test_the_kiosk_is_told_with_how_long_it_lasts_and_told_its_end(hub_house: House) -> None:
    kiosk, drill = await begun(hub_house)
    hub_house.clock.advance(60)
    stream = events(hub_house.hub, kiosk.id, None)
    await anext(stream)
    told = await anext(stream)
    assert "event: drill" in told
    assert '"seconds":240.0' in told
    await hub_house.do(hub_house.hub.drills.end, drill.id)
    assert '"id":""' in await anext(stream)
    await stream.aclose()


async def test_its_call_rings_and_goes_round_the_desks_but_never_outside(hub_house: House) -> None:
    kiosk, drill = await begun(hub_house)
    call = await pressed(kiosk)
    assert (await row(hub_house, drill)).request_id == call["id"]
    for _ in range(6):
        hub_house.clock.advance(21)
        await hub_house.hub.promises.tick()
    whats = await kiosk.whats(call["id"])
    assert "escalated" in whats
    assert "escalated_outside" not in whats


async def test_an_exercise_without_a_drill_frightens_nobody(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call = await pressed(kiosk)
    assert (await kiosk.look(call["id"]))["status"] == "expired"
    late_kiosk, drill = await begun(hub_house)
    hub_house.clock.advance(301)  # the line was down, and the drill is over
    call = await pressed(late_kiosk)
    assert (await late_kiosk.look(call["id"]))["status"] == "expired"
    del drill


@pytest.mark.parametrize("why", ["desk", "time", "real"])
async def test_whatever_ends_it_ends_its_call_too(hub_house: House, why: str) -> None:
    kiosk, drill = await begun(hub_house)
    call = await pressed(kiosk)
    if why == "desk":
        await hub_house.do(hub_house.hub.drills.end, drill.id)
        await hub_house.do(hub_house.hub.drills.end, drill.id)
    elif why == "time":
        hub_house.clock.advance(300)
    else:
        real = await pressed(kiosk, "actual")
    for _ in range(2):
        await hub_house.hub.drills.tick()
    found = await row(hub_house, drill)
    assert (found.why, found.open_key) == (why, None)
    assert (await kiosk.whats(call["id"])).count("cancelled") == 1
    if why == "real":
        assert (await kiosk.look(real["id"]))["status"] == "delivered"


async def test_a_person_who_closes_the_exercise_ends_the_drill(hub_house: House) -> None:
    kiosk, drill = await begun(hub_house)
    call = await pressed(kiosk)
    li = await hub_house.person("李师傅")
    await hub_house.do(hub_house.hub.requests.accept, call["id"], li)
    await hub_house.hub.drills.tick()
    assert (await row(hub_house, drill)).ended_at is None
    await hub_house.do(hub_house.hub.requests.close, call["id"], li, Status.DONE)
    await hub_house.hub.drills.tick()
    assert (await row(hub_house, drill)).why == "done"


async def test_one_at_a_time_and_never_where_somebody_is_in_need(hub_house: House) -> None:
    kiosk, _ = await begun(hub_house)
    wang = await hub_house.person("王阿姨")
    with pytest.raises(Conflict):
        await hub_house.do(hub_house.hub.drills.start, kiosk.id, wang)
    other = await hub_house.kiosk("二号机")
    await pressed(other, "actual")
    with pytest.raises(Conflict):
        await hub_house.do(hub_house.hub.drills.start, other.id, wang)
    with pytest.raises(NotFound):
        await hub_house.do(hub_house.hub.drills.start, "0" * 36, wang)


async def test_a_kiosk_that_started_anew_presses_again_and_the_first_call_is_over(hub_house: House) -> None:
    kiosk, drill = await begun(hub_house)
    first, second = await pressed(kiosk), await pressed(kiosk)
    assert (await kiosk.look(first["id"]))["status"] == "cancelled"
    assert (await row(hub_house, drill)).request_id == second["id"]


async def test_a_hub_that_was_dead_meanwhile_ends_what_is_over(hub_house: House) -> None:
    """Nothing of it is in memory: another Drills over the same database does it."""
    kiosk, drill = await begun(hub_house)
    call = await pressed(kiosk)
    hub_house.clock.advance(3600)
    await drills.Drills(hub_house.clock, hub_house.hub.database, 300.0).tick()
    assert (await row(hub_house, drill)).why == "time"
    assert (await kiosk.look(call["id"]))["status"] == "cancelled"


async def test_what_was_learned_is_the_time_of_each_step(hub_house: House) -> None:
    kiosk, drill = await begun(hub_house)
    hub_house.clock.advance(10)
    call = await pressed(kiosk)  # three seconds old when it arrives
    await kiosk.tell(call["id"], event("answer", facts={"question": "where", "answer": "fall"}))
    hub_house.clock.advance(9)
    li = await hub_house.person("李师傅")
    await hub_house.do(hub_house.hub.requests.accept, call["id"], li)
    async with hub_house.hub.database.read() as session:
        steps = await drills.learned(session, await row(hub_house, drill))
    assert [(step.what, step.seconds) for step in steps] == [
        ("started", -7.0),
        ("pressed", 0.0),
        ("delivered", 3.0),
        ("answer", 3.0),
        ("accepted", 12.0),
    ]
    assert steps[-1].name == "李师傅"


async def test_r7_an_exercise_is_in_no_figure(hub_house: House) -> None:
    kiosk, _ = await begun(hub_house)
    await pressed(kiosk)
    hub_house.clock.advance(120)
    async with hub_house.hub.database.read() as session:
        assert await quality.alarms(session, hub_house.clock.now()) == []
