"""S1 on the hub: what a request says is gone when its time has come; that it was, and how it ended, stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from kiosk.domain.request import Status
from kiosk.hub.models import Booking, EnrolmentCode, Event, Listener, Request, StaffSession
from kiosk.hub.presence import arm
from kiosk.hub.retention import BATCH
from kiosk.hub.staff.sessions import open_session
from kiosk.text import LANGUAGES, Translator, msg
from tests.hub.desk.house import desk_house
from tests.hub.house import House, KioskCaller, event, house, settings, taxi

pytestmark = pytest.mark.anyio
PHONE = "021-00000000"


def wish() -> dict[str, Any]:
    details = {
        "kind": "taxi",
        "pickup": {"id": "centre", "name": "东街社区中心"},
        "destination": {"id": "hospital", "name": "东街医院"},
        "phone": PHONE,
    }
    return taxi(details=details)


async def ended(made: House, kiosk: KioskCaller) -> str:
    """A taxi that a person took, noted about, and closed."""
    told = wish()
    await kiosk.submit(told)
    staff = await made.person("王阿姨")
    service = made.hub.requests
    await made.do(service.accept, told["id"], staff)
    await made.do(service.note, told["id"], staff, "要去配药")
    await made.do(service.say, told["id"], staff, "车五分钟到")
    await made.do(service.close, told["id"], staff, Status.DONE, "坐上车了")
    return str(told["id"])


async def everything(made: House, table: type[Any]) -> list[dict[str, Any]]:
    async with made.hub.database.read() as session:
        rows = (await session.scalars(select(table))).all()
    return [{column.name: getattr(row, column.name) for column in table.__table__.columns} for row in rows]


async def test_s1_nothing_is_removed_before_its_time(hub_house: House) -> None:
    await ended(hub_house, await hub_house.kiosk())
    before = await everything(hub_house, Event), await everything(hub_house, Request)
    hub_house.clock.advance(timedelta(days=92).total_seconds() - 1)
    assert await hub_house.hub.retention.tick() == 0
    assert (await everything(hub_house, Event), await everything(hub_house, Request)) == before


async def test_s1_words_names_and_places_go_and_counts_stay(hub_house: House) -> None:
    request_id = await ended(hub_house, await hub_house.kiosk())
    before = {row["id"]: row for row in await everything(hub_house, Event)}
    hub_house.clock.advance(timedelta(days=92).total_seconds() + 1)
    assert await hub_house.hub.retention.tick() == 1
    assert await hub_house.hub.retention.tick() == 0
    (request,) = await everything(hub_house, Request)
    assert (request["id"], request["kind"], request["status"]) == (request_id, "taxi", "done")
    assert (request["details"], request["taken_by"], request["taken_name"]) == ({}, None, "")
    assert request["closed_at"] is not None
    events = await everything(hub_house, Event)
    assert [e["what"] for e in events] == ["recorded", "delivered", "accepted", "done"]
    for one in events:
        assert one == {**before[one["id"]], "facts": {}, "name": "", "staff_id": None}
    left = str([await everything(hub_house, table) for table in (Request, Event, Booking)])
    assert not [word for word in (PHONE, "医院", "王阿姨", "配药", "五分钟") if word in left]


@pytest.mark.sqlite
async def test_s4_what_is_removed_is_overwritten(hub_house: House) -> None:
    async with hub_house.hub.database.read() as session:
        assert (await session.execute(text("PRAGMA secure_delete"))).scalar() == 1


async def test_a_booking_goes_with_its_car(tmp_path: Path) -> None:
    async with house(tmp_path, demo=True, provider="demo") as made:
        assert made.hub.dispatcher is not None
        kiosk = await made.kiosk()
        await kiosk.submit(wish())
        await made.hub.dispatcher.tick()
        for _ in range(5):
            made.clock.advance(200)
            await made.hub.dispatcher.tick()
        assert [row["state"] for row in await everything(made, Booking)] == ["done"]
        made.clock.advance(timedelta(days=93).total_seconds())
        assert await made.hub.retention.tick() == 1
        assert await everything(made, Booking) == []
        assert "D00000" not in str(await everything(made, Event))


async def test_what_has_not_ended_stays(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    await kiosk.submit(wish())
    hub_house.clock.advance(timedelta(days=1000).total_seconds())
    assert await hub_house.hub.retention.tick() == 0
    (request,) = await everything(hub_house, Request)
    assert request["details"]["phone"] == PHONE


async def test_r1_an_emptied_request_is_not_taken_for_a_new_one(hub_house: House) -> None:
    """A kiosk that was away for long tells it again, and hears how it ended; what it adds is emptied too."""
    kiosk = await hub_house.kiosk()
    request_id = await ended(hub_house, kiosk)
    hub_house.clock.advance(timedelta(days=93).total_seconds())
    await hub_house.hub.retention.tick()
    answer = await kiosk.submit({**wish(), "id": request_id})
    assert answer.json()["status"] == "done"
    assert [e["status"] for e in answer.json()["events"]][-1] == "done"
    await kiosk.tell(request_id, event("not_seen", facts={"text": "没看见"}))
    assert await hub_house.hub.retention.tick() == 1
    assert await kiosk.whats(request_id) == ["recorded", "delivered", "accepted", "done"]


async def test_more_than_one_batch(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    for _ in range(BATCH + 1):
        told = wish()
        await kiosk.submit(told)
        await kiosk.tell(told["id"], event("cancel_asked"))
        hub_house.clock.advance(10)
    hub_house.clock.advance(timedelta(days=93).total_seconds())
    assert await hub_house.hub.retention.tick() == BATCH + 1


async def test_how_long_is_a_setting(tmp_path: Path) -> None:
    async with house(tmp_path, keep_days=31) as made:
        await ended(made, await made.kiosk())
        made.clock.advance(timedelta(days=32).total_seconds())
        assert await made.hub.retention.tick() == 1
    assert settings(tmp_path).keep_days == 92


async def test_entries_of_the_past_go(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as made:
        staff = await made.staff()
        await made.kiosk()
        async with made.hub.database.work() as work:
            now = made.clock.now()
            await open_session(work.session, staff, now, timedelta(hours=12))
            await arm(work.session, "page-1", staff.id, now)
        made.clock.advance(timedelta(days=2).total_seconds())
        await made.hub.retention.tick()
        assert await _count(made.hub.database, StaffSession, Listener, EnrolmentCode) == [0, 0, 1]
        made.clock.advance(timedelta(days=92).total_seconds())
        await made.hub.retention.tick()
        assert await _count(made.hub.database, EnrolmentCode) == [0]


async def _count(database: Any, *tables: type[Any]) -> list[int]:
    async with database.read() as session:
        return [(await session.execute(select(func.count()).select_from(table))).scalar_one() for table in tables]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_desk_says_that_it_was_removed(tmp_path: Path, language: str) -> None:
    async with desk_house(tmp_path) as made:
        kiosk = await made.kiosk()
        told = wish()
        await kiosk.submit(told)
        await kiosk.tell(told["id"], event("cancel_asked"))
        made.clock.advance(timedelta(days=93).total_seconds())
        await made.hub.retention.tick()
        browser = await made.signed_in()
        await browser.post("/desk/me/language", language=language)
        page = (await browser.get(f"/desk/requests/{told['id']}")).text
        removed = {one: Translator(one, "hub")(msg("desk.want.removed")) for one in LANGUAGES}
        assert [one for one in LANGUAGES if removed[one] in page] == [language]
        assert "医院" not in page
        history = (await browser.get("/desk/history")).text
        assert f"title-{told['id']}" in history
