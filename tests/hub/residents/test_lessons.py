"""What residents have learned, at the hub: added up over kiosks, deleted with them, and given away without names."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.hub.models import LessonFact
from kiosk.hub.xapi import VERB, statements
from kiosk.protocol.lessons import MOST_FACTS
from tests.hub.house import House, KioskCaller, new_id
from tests.hub.residents.people import NAME, known, registered

pytestmark = pytest.mark.anyio


def fact(resident: str, **changes: Any) -> dict[str, Any]:
    plain = {"id": new_id(), "resident": resident, "lesson": "call", "what": "done", "at": "2026-11-20T08:00:00Z",
             "right": 2, "of": 3}  # fmt: skip
    return {**plain, **changes}


async def tell(kiosk: KioskCaller, *facts: dict[str, Any]) -> Any:
    answer = await kiosk.http.post("/v1/lessons", json={"facts": list(facts)}, headers=kiosk.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["gone"]


async def rows(house: House) -> list[LessonFact]:
    async with house.hub.database.read() as session:
        return list(await session.scalars(select(LessonFact).order_by(LessonFact.at, LessonFact.id)))


async def test_facts_of_two_kiosks_are_one_set_in_any_order(hub_house: House) -> None:
    who, card = await registered(hub_house)
    first, second = await hub_house.kiosk("一号机"), await hub_house.kiosk("二号机")
    one, two, three = fact(who), fact(who, lesson="wifi", at="2026-11-19T08:00:00Z"), fact(who, what="review")
    assert await tell(first, one, two) == []
    assert await tell(second, three, two, three) == []
    assert await tell(first, one) == []
    stands = await known(second, card.code)
    answer = await stands.call("GET", "/lessons")
    assert [one["id"] for one in answer.json()["facts"]] == [two["id"], *sorted([one["id"], three["id"]])]


async def test_a_fact_is_never_changed(hub_house: House) -> None:
    who, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    told = fact(who)
    await tell(kiosk, told)
    await tell(kiosk, {**told, "lesson": "wifi", "right": 0})
    assert [(row.lesson, row.answered_right) for row in await rows(hub_house)] == [("call", 2)]


async def test_the_same_at_the_same_time_counts_once(hub_house: House) -> None:
    who, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    told = [fact(who) for _ in range(5)]
    await asyncio.gather(*(tell(kiosk, *told) for _ in range(4)))
    assert len(await rows(hub_house)) == 5


async def test_reading_needs_the_card(hub_house: House) -> None:
    who, card = await registered(hub_house)
    other, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    await tell(kiosk, fact(who), fact(other))
    stands = await known(kiosk, card.code)
    assert {one["resident"] for one in (await stands.call("GET", "/lessons")).json()["facts"]} == {who}
    stands.pass_ = "none"
    assert (await stands.call("GET", "/lessons")).status_code == 404
    stands.id = other
    assert (await stands.call("GET", "/lessons")).status_code == 404


async def test_s1_it_goes_with_its_resident_and_kiosks_hear_of_it(hub_house: House) -> None:
    who, card = await registered(hub_house)
    stays, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    await tell(kiosk, fact(who), fact(stays))
    stands = await known(kiosk, card.code)
    assert (await stands.open("rabbit")).status_code == 200
    assert (await stands.call("DELETE")).status_code == 204
    assert [row.resident_id for row in await rows(hub_house)] == [stays]
    assert await tell(kiosk, fact(who), fact(stays)) == [who]
    assert {row.resident_id for row in await rows(hub_house)} == {stays}


@pytest.mark.parametrize(
    "bad",
    [{"lesson": "../etc"}, {"what": "forgot"}, {"at": "yesterday"}, {"right": 100}, {"id": "x"}, {"part": -1}],
    ids=lambda bad: next(iter(bad)),
)
async def test_nonsense_is_refused_and_nothing_of_the_call_is_kept(hub_house: House, bad: dict[str, Any]) -> None:
    who, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    body = {"facts": [fact(who), fact(who, **bad)]}
    answer = await kiosk.http.post("/v1/lessons", json=body, headers=kiosk.headers)
    assert answer.status_code == 422
    assert await rows(hub_house) == []
    many = {"facts": [fact(who)] * (MOST_FACTS + 1)}
    assert (await kiosk.http.post("/v1/lessons", json=many, headers=kiosk.headers)).status_code in (413, 422)


async def test_strangers_tell_nothing(hub_house: House) -> None:
    who, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    stranger = {**kiosk.headers, "Authorization": "Bearer somebody"}
    answer = await kiosk.http.post("/v1/lessons", json={"facts": [fact(who)]}, headers=stranger)
    assert answer.status_code == 401
    assert await rows(hub_house) == []


async def test_xapi_statements_name_verbs_and_nobody(hub_house: House) -> None:
    who, _ = await registered(hub_house)
    other, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    await tell(kiosk, fact(who, what="part", part=1, right=0, of=0), fact(who), fact(who, what="review"), fact(other))
    secrets = hub_house.hub.residents.secrets
    async with hub_house.hub.database.read() as session:
        first = [one async for one in statements(session, secrets)]
        again = [one async for one in statements(session, secrets)]
    assert first == again  # the same fact is the same statement
    assert {one["verb"]["id"] for one in first} == {f"{VERB}/{v}" for v in ("progressed", "completed", "scored")}
    assert len({one["id"] for one in first}) == 4
    names = [one["actor"]["account"]["name"] for one in first]
    assert len(set(names)) == 2
    text = json.dumps(first, ensure_ascii=False)
    assert not any(secret in text for secret in (who, other, NAME))
    part = next(one for one in first if one["verb"]["display"]["en"] == "progressed")
    assert part["object"]["id"] == "urn:silver-key:hub:lesson:call:part:1"
    done = next(one for one in first if one["verb"]["display"]["en"] == "completed")
    assert done["result"]["score"] == {"scaled": 0.6667, "raw": 2, "min": 0, "max": 3}
    async with hub_house.hub.database.read() as session:
        late = [one async for one in statements(session, secrets, hub_house.clock.now())]
        assert len(late) == len([one for one in await rows(hub_house) if one.received_at >= hub_house.clock.now()])
