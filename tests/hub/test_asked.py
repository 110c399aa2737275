"""What is asked about policies arrives with the sign of life, counts once, and is put away by a person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from uuid6 import uuid7

from kiosk.domain.asked import Outcome
from kiosk.hub import asked
from tests.hub.desk.house import DeskHouse, desk_house

pytestmark = pytest.mark.anyio
LIFT = {"outcome": "nothing", "about": "电梯坏了找谁", "count": 2}


def beat(house: DeskHouse, *given: dict[str, object], batch: str = "") -> dict[str, object]:
    return {"sent_at": house.clock.now().isoformat(), "batch": batch or str(uuid7()), "asked": list(given)}


async def send(house: DeskHouse, *bodies: dict[str, object]) -> None:
    kiosk = await house.kiosk()
    for body in bodies:
        assert (await kiosk.http.post("/v1/heartbeat", json=body, headers=kiosk.headers)).status_code == 200


async def test_a_batch_counts_once_and_the_most_frequent_stands_first(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        rare = {"outcome": "nothing", "about": "敬老卡丢了", "count": 1}
        card = {"outcome": "card", "about": "lift", "count": 4}
        first = beat(house, rare, LIFT, card)
        await send(house, first, first, beat(house, LIFT))
        async with house.hub.database.read() as session:
            open_now = await asked.unanswered(session)
            (month,) = await asked.months(session)
        assert [(one.words, one.count) for one in open_now] == [("电梯坏了找谁", 4), ("敬老卡丢了", 1)]
        assert (month.asked, month.answered) == (9, 4)
        assert month.outcomes[Outcome.NOTHING] == 5
        assert month.about == {Outcome.CARD: {"lift": 4}}


async def test_a_person_puts_a_question_away_and_it_comes_back_when_it_is_asked_again(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        await send(house, beat(house, LIFT))
        boss = await house.signed_in("li", "李主任", "duty")
        page = (await boss.get("/desk/questions")).text
        assert "电梯坏了找谁" in page
        assert "问了 2 次" in page
        await boss.post("/desk/questions/settled", words="电梯坏了找谁")
        assert "没有没答上的话。" in (await boss.get("/desk/questions")).text
        await boss.post("/desk/questions/settled", words="没有这句话")
        await send(house, beat(house, {**LIFT, "count": 1}))
        assert "问了 1 次" in (await boss.get("/desk/questions")).text


async def test_a_volunteer_has_no_such_page(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        volunteer = await house.signed_in("wang", "王阿姨", "volunteer")
        assert (await volunteer.get("/desk/questions")).status_code == 403


async def test_words_are_shown_as_words(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        await send(house, beat(house, {**LIFT, "about": "<script>alert(1)</script>"}))
        boss = await house.signed_in("li", "李主任", "duty")
        page = (await boss.get("/desk/questions")).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_they_are_forgotten_with_the_rest(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        await send(house, beat(house, LIFT))
        house.clock.advance(timedelta(days=house.hub.settings.keep_days + 40).total_seconds())
        await house.hub.retention.tick()
        async with house.hub.database.read() as session:
            assert await asked.unanswered(session) == []
            assert await asked.months(session) == []


@pytest.mark.parametrize("wrong", [{"count": 0}, {"outcome": "sold"}, {"about": "x" * 61}, {"about": "a\0b"}])
async def test_s11_nonsense_is_refused_whole(tmp_path: Path, wrong: dict[str, object]) -> None:
    async with desk_house(tmp_path) as house:
        kiosk = await house.kiosk()
        body = beat(house, LIFT, {**LIFT, **wrong})
        assert (await kiosk.http.post("/v1/heartbeat", json=body, headers=kiosk.headers)).status_code == 422
        async with house.hub.database.read() as session:
            assert await asked.unanswered(session) == []
