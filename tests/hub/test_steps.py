"""How screens are left arrives with the sign of life, counts once, and is forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kiosk.domain.steps import Left
from kiosk.hub import steps
from tests.hub.desk.house import DeskHouse, desk_house
from tests.hub.house import House

pytestmark = pytest.mark.anyio
STEP = {"screen": "taxi", "left": "idle", "helped": False, "count": 3, "seconds": 60.0}


def beat(house: House | DeskHouse, *given: dict[str, object], batch: str = "") -> dict[str, object]:
    return {"sent_at": house.clock.now().isoformat(), "batch": batch or str(uuid7()), "steps": list(given)}


async def test_a_batch_counts_once_however_often_it_comes(tmp_path: object) -> None:
    async with desk_house(tmp_path) as house:  # type: ignore[arg-type]  # pytest gives a path
        kiosk = await house.kiosk()
        first = beat(house, STEP, {**STEP, "left": "on", "helped": True, "count": 1, "seconds": 8.0})
        for body in (first, first, beat(house, STEP)):
            assert (await kiosk.http.post("/v1/heartbeat", json=body, headers=kiosk.headers)).status_code == 200
        async with house.hub.database.read() as session:
            (taxi,) = await steps.figures(session, house.clock.now())
        assert taxi.left == {Left.IDLE: 6, Left.ON: 1}
        assert (taxi.visits, taxi.helped, taxi.seconds) == (7, 1, 128.0)
        boss = await house.signed_in("li", "李主任", "duty")
        page = (await boss.get("/desk/steps")).text
        assert "叫出租车" in page
        assert "86%" in page  # six of seven walked away, and six of seven were alone


async def test_they_are_forgotten_with_the_rest(tmp_path: object) -> None:
    async with desk_house(tmp_path) as house:  # type: ignore[arg-type]  # as above
        kiosk = await house.kiosk()
        await kiosk.http.post("/v1/heartbeat", json=beat(house, STEP), headers=kiosk.headers)
        house.clock.advance(timedelta(days=house.hub.settings.keep_days + 2).total_seconds())
        await house.hub.retention.tick()
        async with house.hub.database.read() as session:
            assert await steps.figures(session, house.clock.now(), days=10_000) == []


@pytest.mark.parametrize(
    "wrong",
    [{"count": 0}, {"count": 10**9}, {"seconds": -1}, {"left": "flew"}, {"screen": "Taxi 1"}, {"helped": "perhaps"}],
)
async def test_s11_nonsense_is_refused_whole(tmp_path: object, wrong: dict[str, object]) -> None:
    async with desk_house(tmp_path) as house:  # type: ignore[arg-type]  # as above
        kiosk = await house.kiosk()
        body = beat(house, STEP, {**STEP, **wrong})
        assert (await kiosk.http.post("/v1/heartbeat", json=body, headers=kiosk.headers)).status_code == 422
        async with house.hub.database.read() as session:
            assert await steps.figures(session, house.clock.now()) == []


async def test_the_chart_lies_over_the_screens_picture_and_stands_alone_where_there_is_none(tmp_path: object) -> None:
    async with desk_house(tmp_path) as house:  # type: ignore[arg-type]  # as above
        kiosk = await house.kiosk()
        told = beat(house, STEP, {**STEP, "screen": "of_tomorrow"})
        await kiosk.http.post("/v1/heartbeat", json=told, headers=kiosk.headers)
        boss = await house.signed_in("li", "李主任", "duty")
        page = (await boss.get("/desk/steps")).text
        sheets = {name: page.split(f'id="screen-{name}"')[1].split("</section>")[0] for name in ("taxi", "of_tomorrow")}
        assert all(sheet.count("<rect") == 4 for sheet in sheets.values())
        assert "<img" not in sheets["of_tomorrow"]
        assert 'alt="“叫出租车”的画面"' in sheets["taxi"]
        for shape in ("wide", "tall"):
            picture = f"/desk/static/screens/taxi-{shape}.webp"
            assert picture in sheets["taxi"]
            answer = await boss.get(picture)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
