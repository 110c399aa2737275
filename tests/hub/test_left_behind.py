"""What somebody left behind: held requests of a person who is gone, a clock put back, open files, open pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.ride import Ride
from kiosk.hub import presence
from kiosk.hub.api import guard
from kiosk.hub.models import Staff
from kiosk.hub.presence import arm
from tests.hub.desk.house import DeskHouse, desk_house
from tests.hub.house import VERSION, House, alarm, house, taxi
from tests.hub.test_desk_actions import row

pytestmark = pytest.mark.anyio


async def test_s6_what_a_shut_account_held_waits_for_a_person_again_and_an_alarm_rings(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as made:
        boss = await made.signed_in("boss", "钱主任", "administrator")
        wang = await made.signed_in()
        kiosk = await made.kiosk()
        call = alarm()
        await kiosk.submit(call)
        await wang.get(f"/desk/requests/{call['id']}")
        await wang.post(f"/desk/requests/{call['id']}/accept")
        assert 'data-ring="yes"' not in (await boss.get("/desk/")).text
        await boss.get("/desk/staff")
        await boss.post(f"/desk/staff/{await _id_of(made, 'wang')}/disable")
        assert 'data-ring="yes"' in (await boss.get("/desk/")).text
        assert (await kiosk.look(call["id"]))["status"] == "delivered"


async def _id_of(made: DeskHouse, username: str) -> str:
    async with made.hub.database.read() as session:
        return str(await session.scalar(select(Staff.id).where(Staff.username == username)))


async def test_a_car_that_a_person_found_stays_on_its_way_when_the_person_is_gone(hub_house: House) -> None:
    kiosk, wish = await hub_house.kiosk(), taxi()
    await kiosk.submit(wish)
    wang = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.accept, wish["id"], wang)
    car = Ride("沪A·D00000", "白色", "李师傅", 5)
    await hub_house.do(hub_house.hub.requests.car_found, wish["id"], wang, car)
    await hub_house.do(hub_house.hub.requests.gone, wang.id)
    assert (await kiosk.look(wish["id"]))["status"] == "in_progress"
    found = await row(hub_house, wish["id"])
    assert (found.taken_by, found.needs_person) == (None, True)


async def test_r4_a_desk_heard_in_the_future_does_not_listen(tmp_path: Path) -> None:
    """The hub's clock was wrong and has been put back: nobody has answered a ping since."""
    async with desk_house(tmp_path) as made:
        staff = await made.staff()
        async with made.hub.database.work() as work:
            ahead = made.clock.now() + timedelta(days=400)
            await arm(work.session, "11111111-1111-4111-8111-111111111111", staff.id, ahead)
        async with made.hub.database.read() as session:
            assert (await presence.presence(session, made.clock.now(), made.hub.settings.duty)).listening == 0


async def test_r3_a_line_too_slow_for_the_hub_is_no_refusal(hub_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal would end the request; the kiosk must keep it and try again."""
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.01)
    kiosk = await hub_house.kiosk()

    async def body() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    answer = await hub_house.http.post("/v1/heartbeat", content=body(), headers=kiosk.headers)
    assert (answer.status_code, answer.json()["type"]) == (408, "urn:silver-key:problem:busy")


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_page_of_the_hub_loads_a_stranger_s_script(hub_house: House, path: str) -> None:
    assert (await hub_house.http.get(path, headers=VERSION)).status_code == 404


async def test_s4_the_hub_s_files_are_its_own_in_a_folder_open_to_all(tmp_path: Path) -> None:
    async with house(_open_to_all(tmp_path)) as made:
        await made.kiosk()
        assert _readable_by_others(tmp_path) == []


def _open_to_all(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder


def _readable_by_others(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077]
