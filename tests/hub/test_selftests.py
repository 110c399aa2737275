"""The morning's self-test at the hub and on the desk: once by its id; a fault after three red mornings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.domain.selftest import PARTS
from kiosk.hub import faults, selftests
from kiosk.hub.desk.render import translator
from kiosk.hub.models import Staff
from kiosk.text import LANGUAGES, msg
from tests.hub.desk.house import DeskHouse, desk_house
from tests.hub.house import KioskCaller, new_id

pytestmark = pytest.mark.anyio
DAY = 86_400.0
GOOD = [{"part": "hub", "ok": True}, {"part": "path", "ok": True, "name": "lamp"}]
BAD = [{"part": "hub", "ok": True}, {"part": "printer", "ok": False, "detail": "no paper"}]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[DeskHouse]:
    async with desk_house(tmp_path) as made:
        yield made


async def put(house: DeskHouse, kiosk: KioskCaller, rows: list[dict[str, Any]], **changes: Any) -> Any:
    body = {"id": new_id(), "at": house.clock.now().isoformat(), "rows": rows, **changes}
    return await kiosk.http.put(f"/v1/selftests/{body['id']}", json=body, headers=kiosk.headers)


async def kept(house: DeskHouse, kiosk: KioskCaller) -> list[tuple[str, int]]:
    async with house.hub.database.read() as session:
        return [(one.day, one.red) for one in await selftests.lately(session, kiosk.id, house.clock.now())]


async def seen(house: DeskHouse, path: str) -> str:
    """The page, read by somebody who has just signed in: days go by here."""
    async with house.hub.database.read() as session:
        people = len((await session.scalars(select(Staff))).all())
    page = await house.signed_in(f"person-{people}", "王阿姨")
    return (await page.get(path)).text


async def test_it_counts_once_and_the_newer_of_a_day_stands(house: DeskHouse) -> None:
    kiosk = await house.kiosk()
    ident, early = new_id(), house.clock.now().isoformat()
    for _ in range(2):
        answer = await put(house, kiosk, BAD, id=ident, at=early)
        assert (answer.status_code, answer.json()["id"]) == (200, ident)
    assert [red for _, red in await kept(house, kiosk)] == [1]
    house.clock.advance(900)
    await put(house, kiosk, GOOD)
    await put(house, kiosk, BAD, at=early)  # late on its way
    assert [red for _, red in await kept(house, kiosk)] == [0]


@pytest.mark.parametrize("wrong", [-400 * DAY, 400 * DAY, 600.0])
async def test_a_kiosk_with_a_wrong_clock_is_dated_by_the_hub(house: DeskHouse, wrong: float) -> None:
    kiosk = await house.kiosk()
    answer = await put(house, kiosk, GOOD, at=(house.clock.now() + timedelta(seconds=wrong)).isoformat())
    assert answer.json()["day"] == selftests.day_of(house.clock.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": []},
        {"rows": [{"part": "hub"}]},
        {"rows": [{"part": "../x", "ok": True}]},
        {"rows": [{"part": "hub", "ok": True}] * 49},
        {"rows": [{"part": "hub", "ok": True, "detail": "x" * 81}]},
        {"at": "yesterday"},
        {"id": "1"},
    ],
)
async def test_s11_nonsense_is_refused(house: DeskHouse, wrong: dict[str, Any]) -> None:
    kiosk = await house.kiosk()
    body = {"id": new_id(), "at": house.clock.now().isoformat(), "rows": GOOD, **wrong}
    answer = await kiosk.http.put(f"/v1/selftests/{new_id()}", json=body, headers=kiosk.headers)
    assert answer.status_code == 422
    assert await kept(house, kiosk) == []


async def test_s5_a_stranger_tells_nothing(house: DeskHouse) -> None:
    kiosk = await house.kiosk()
    kiosk.token = "x" * 43
    assert (await put(house, kiosk, GOOD)).status_code == 401
    assert await kept(house, kiosk) == []


async def test_three_red_mornings_are_a_fault_on_the_board_and_a_green_one_ends_it(house: DeskHouse) -> None:
    kiosk, other = await house.kiosk(), await house.kiosk("二号机")
    for morning in range(3):
        assert "连着三天" not in await seen(house, "/desk/"), morning
        await put(house, kiosk, BAD)
        await put(house, other, BAD if morning else GOOD)
        house.clock.advance(DAY * (2 if morning == 1 else 1))  # a day off is no break
    board = await seen(house, "/desk/")
    assert board.count("早晨自检连着三天不好。") == 1
    assert f"/desk/kiosks/{kiosk.id}/selftest" in board
    async with house.hub.database.read() as session:
        (fault,) = await faults.standing(session)
    assert (fault.kind, fault.subject) == (faults.SELFTEST_RED, kiosk.id)
    await put(house, kiosk, BAD)
    async with house.hub.database.read() as session:
        assert [one.id for one in await faults.standing(session)] == [fault.id], "one fault for as long as it lasts"
    await put(house, kiosk, GOOD)
    assert "连着三天" not in await seen(house, "/desk/")


async def test_the_desk_says_what_is_red_and_what_to_do(house: DeskHouse) -> None:
    kiosk, page = await house.kiosk(), await house.signed_in()
    path = f"/desk/kiosks/{kiosk.id}/selftest"
    assert "还没有做过自检" in (await page.get(path)).text
    await put(house, kiosk, [*BAD, {"part": "path", "ok": False, "name": "duty-phone", "detail": "unreachable"}])
    text = (await page.get(path)).text
    for words in ("2 项要管", "打印机", "看看有没有纸", "no paper", "备用的路：duty-phone", "到值班台的网"):
        assert words in text
    assert "今天的还没有来" not in text
    house.clock.advance(DAY)
    assert "今天的还没有来" in await seen(house, path)
    await put(house, kiosk, GOOD)
    text = await seen(house, path)
    assert "全好" in text
    assert "前几天" in text
    page = await house.signed_in("li", "李叔叔")
    assert (await page.get("/desk/kiosks/telephone/selftest")).status_code == 404
    assert (await page.get("/desk/kiosks/nobody/selftest")).status_code == 404


async def test_a_hostile_or_newer_kiosk_breaks_no_page(house: DeskHouse) -> None:
    kiosk, page = await house.kiosk(), await house.signed_in()
    rows = [{"part": "teleporter", "ok": False, "name": "<script>", "detail": "{x} <b>"}]
    await put(house, kiosk, rows)
    answer = await page.get(f"/desk/kiosks/{kiosk.id}/selftest")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "teleporter" not in answer.text
    assert "别的一处" in answer.text


async def test_they_are_forgotten_in_time(house: DeskHouse) -> None:
    kiosk = await house.kiosk()
    await put(house, kiosk, BAD)
    house.clock.advance((house.hub.settings.keep_days + 2) * DAY)
    await house.hub.retention.tick()
    async with house.hub.database.read() as session:
        assert await selftests.newest(session) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_u18_every_part_has_words_and_something_to_do(language: str) -> None:
    say = translator(language)
    for part in (*PARTS, "other"):
        assert say(msg(f"desk.selftest.part_{part}", name="lamp"))
        assert say(msg(f"desk.selftest.mend_{part}"))


def test_the_day_is_the_centres_own() -> None:
    moment = datetime.fromisoformat("2026-11-30T07:00:00+00:00")
    assert selftests.day_of(moment) == moment.astimezone().date().isoformat()
