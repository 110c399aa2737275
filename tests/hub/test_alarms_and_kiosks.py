"""Kiosks that fall silent, kiosks that join (R6, S5). Alarms that nobody answers: alarms/test_escalation.py."""

from __future__ import annotations

import pytest

from kiosk.hub.api.stream import events
from kiosk.hub.bus import Notice, Topic
from tests.hub.house import VERSION, House, alarm, help_call, taxi

pytestmark = pytest.mark.anyio
BEAT = {"sent_at": "2026-11-02T01:10:00Z", "program": "0.1.0", "screen": "home"}


async def test_r6_a_silent_kiosk_is_a_fault_and_its_return_ends_it(hub_house: House) -> None:
    hub = hub_house.hub
    kiosk = await hub_house.kiosk()
    heard = hub.bus.subscribe(Notice(Topic.KIOSK))

    async def faults() -> list[str]:
        await hub.silence.tick()
        async with hub.database.read() as session:
            return [state.id for state in await hub.kiosks.faults(session)]

    assert (await kiosk.http.post("/v1/heartbeat", json=BEAT, headers=kiosk.headers)).status_code == 200
    hub_house.clock.advance(89)
    assert await faults() == []
    assert await heard.wait(0) == frozenset()
    hub_house.clock.advance(1)
    assert await faults() == [kiosk.id]
    assert await heard.wait(0) == {Notice(Topic.KIOSK, kiosk.id)}
    await kiosk.http.post("/v1/heartbeat", json=BEAT, headers=kiosk.headers)
    assert await faults() == []
    assert await heard.wait(0) == {Notice(Topic.KIOSK, kiosk.id)}


async def test_a_kiosk_tells_which_content_it_has(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()

    async def told() -> dict[str, int]:
        async with hub_house.hub.database.read() as session:
            (state,) = await hub_house.hub.kiosks.states(session)
        return dict(state.content)

    assert await told() == {}
    beat = {**BEAT, "content": {"policies/policies": 3, "lessons/course": 12}}
    assert (await kiosk.http.post("/v1/heartbeat", json=beat, headers=kiosk.headers)).status_code == 200
    assert await told() == {"policies/policies": 3, "lessons/course": 12}
    for wrong in ({"../x": 1}, {"a/b": 0}, {"a/b": "new"}, {f"a/{n}": 1 for n in range(101)}):
        answer = await kiosk.http.post("/v1/heartbeat", json={**BEAT, "content": wrong}, headers=kiosk.headers)
        assert answer.status_code == 422


async def test_r6_silence_counts_from_the_hub_s_start_at_the_earliest(hub_house: House) -> None:
    hub = hub_house.hub
    kiosk = await hub_house.kiosk()
    await kiosk.http.post("/v1/heartbeat", json=BEAT, headers=kiosk.headers)
    hub_house.clock.advance(3600)
    hub.kiosks.started_at = hub_house.clock.now()
    async with hub.database.read() as session:
        assert await hub.kiosks.faults(session) == []
    hub_house.clock.advance(90)
    async with hub.database.read() as session:
        assert [f.id for f in await hub.kiosks.faults(session)] == [kiosk.id]


async def test_a_kiosk_s_own_faults_reach_the_desk(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    await kiosk.http.post("/v1/heartbeat", json={**BEAT, "faults": ["store_moved"]}, headers=kiosk.headers)
    async with hub_house.hub.database.read() as session:
        assert [f.faults for f in await hub_house.hub.kiosks.faults(session)] == [("store_moved",)]


@pytest.mark.sqlite
async def test_s5_a_code_joins_one_kiosk_once(hub_house: House) -> None:
    async with hub_house.hub.database.work() as work:
        secret = await hub_house.hub.kiosks.new_code(work)
    data = {"secret": secret, "name": "一号机"}
    first = await hub_house.http.post("/v1/enrolments", json=data, headers=VERSION)
    assert first.status_code == 200
    assert len(first.json()["token"]) >= 22  # 128 bits and more
    second = await hub_house.http.post("/v1/enrolments", json=data, headers=VERSION)
    assert (second.status_code, second.json()["type"]) == (409, "urn:silver-key:problem:code_used")
    raw = (hub_house.hub.settings.state_dir / "hub.sqlite").read_bytes()
    assert first.json()["token"].encode() not in raw


async def test_s5_revoking_ends_an_open_stream_at_once(hub_house: House) -> None:
    one, two = await hub_house.kiosk(), await hub_house.kiosk("二号机")
    streams = [events(hub_house.hub, kiosk.id, None) for kiosk in (one, two)]
    for stream in streams:
        assert "event: presence" in await anext(stream)
    call = help_call()
    await one.submit(call)
    assert call["id"] in await anext(streams[0])
    await hub_house.do(hub_house.hub.kiosks.revoke, one.id)
    with pytest.raises(StopAsyncIteration):
        await anext(streams[0])
    await two.submit(alarm())
    assert "event: request" in await anext(streams[1])
    await streams[1].aclose()
    assert hub_house.hub.streams.count() == 0


async def test_s5_a_code_is_good_for_a_day(hub_house: House) -> None:
    async with hub_house.hub.database.work() as work:
        secret = await hub_house.hub.kiosks.new_code(work)
    hub_house.clock.advance(24 * 3600)
    answer = await hub_house.http.post("/v1/enrolments", json={"secret": secret, "name": "x"}, headers=VERSION)
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:silver-key:problem:expired")


async def test_s5_codes_cannot_be_guessed_at_leisure(hub_house: House) -> None:
    data = {"secret": "0" * 22, "name": "x"}
    codes = [(await hub_house.http.post("/v1/enrolments", json=data, headers=VERSION)).status_code for _ in range(12)]
    assert codes == [401] * 10 + [429] * 2


async def test_a_stream_asked_for_from_the_future_begins_with_what_happens_now(hub_house: House) -> None:
    """The hub came back from a backup, below the kiosk's number: its news must not wait until it is there again."""
    kiosk = await hub_house.kiosk()
    await kiosk.submit(taxi())
    stream = events(hub_house.hub, kiosk.id, 5000)
    assert "event: presence" in await anext(stream)
    later = taxi()
    await kiosk.submit(later)
    assert later["id"] in await anext(stream)
    await stream.aclose()
