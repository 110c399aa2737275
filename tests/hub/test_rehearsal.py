"""The alarm that is played through at the hub's start leaves nothing behind, and stops nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Status
from kiosk.hub.app import create_app
from kiosk.hub.desk import install
from kiosk.hub.models import Base
from kiosk.hub.rehearsal import rehearse
from tests.hub.house import House, alarm

pytestmark = pytest.mark.anyio


async def everything(hub_house: House) -> dict[str, int]:
    """How many rows each table has."""
    async with hub_house.hub.database.read() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


async def test_nothing_is_written_and_nobody_is_told(hub_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(hub_house.hub.bus, "publish", told.extend)
    looked: list[str] = []

    async def look(_session: AsyncSession, request_id: str) -> None:
        looked.append(request_id)

    hub_house.hub.rehearsed.append(look)
    before = await everything(hub_house)
    await rehearse(hub_house.hub)
    assert len(looked) == 1, "it came as far as the desk"
    assert await everything(hub_house) == before
    assert told == []


async def test_the_desk_looks_at_it_as_it_will(hub_house: House, caplog: pytest.LogCaptureFixture) -> None:
    install(create_app(hub_house.hub), hub_house.hub)
    await rehearse(hub_house.hub)
    assert hub_house.hub.rehearsed
    assert "rehearsed" not in caplog.text, "nothing went wrong"


async def test_an_alarm_that_cannot_be_rehearsed_is_taken_all_the_same(
    hub_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_session: AsyncSession, _request_id: str) -> None:
        raise OSError("disk full")

    hub_house.hub.rehearsed.append(broken)
    await rehearse(hub_house.hub)
    assert "could not be rehearsed: OSError" in caplog.text
    kiosk = await hub_house.kiosk()
    answer = await kiosk.submit(alarm())
    assert answer.json()["status"] == Status.DELIVERED
