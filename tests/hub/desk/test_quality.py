"""R7: how soon alarms are answered, against a known history."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from uuid6 import uuid7

from kiosk.domain.request import Role, Status, What
from kiosk.hub import quality
from kiosk.hub.desk.quality import bars
from kiosk.hub.models import Event, Kiosk, Request
from kiosk.hub.quality import Alarm, figures
from tests.hub.desk.house import DeskHouse

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def answered(*seconds: float | None) -> list[Alarm]:
    return [Alarm(AT, "一楼大厅", "一号机", 10, one) for one in seconds]


@pytest.mark.parametrize(
    ("history", "mean", "p95", "soon", "later", "good"),
    [
        ((), None, None, 1.0, 1.0, True),
        ((None,), None, None, 0.0, 0.0, False),
        ((60.0,), 60.0, 60.0, 1.0, 1.0, True),
        ((60.1,), 60.1, 60.1, 0.0, 1.0, False),
        ((10.0,) * 39 + (61.0,), 11.275, 10.0, 0.975, 1.0, True),
        ((10.0,) * 38 + (61.0, 61.0), 12.55, 10.0, 0.95, 1.0, False),
        ((10.0,) * 99 + (181.0,), 11.71, 10.0, 0.99, 0.99, True),
        ((10.0,) * 98 + (181.0, None), 11.7272727, 10.0, 0.98, 0.98, False),
    ],
)
async def test_r7_the_aims_at_their_edges(
    history: tuple[float | None, ...], mean: float | None, p95: float | None, soon: float, later: float, good: bool
) -> None:
    found = figures(answered(*history))
    assert found.mean == (pytest.approx(mean) if mean is not None else None)
    assert (found.p95, found.good) == (p95, good)
    assert found.soon == pytest.approx(soon)
    assert found.later == pytest.approx(later)


async def test_a_bar_for_each_hour_and_a_word_for_who_was_never_answered() -> None:
    (bar,) = bars(answered(120.0, None))
    assert (bar.hour, bar.length, bar.unanswered) == (AT.astimezone().hour, 120, 1)
    assert [bar.length for bar in bars(answered(500.0))] == [240]
    assert [bar.length for bar in bars(answered(None))] == [0]


class History:
    """Alarms as they were, written into the hub's own tables."""

    def __init__(self, house: DeskHouse, kiosk_id: str) -> None:
        self.house, self.kiosk_id, self.count = house, kiosk_id, 0

    async def alarm(
        self, ago: timedelta, *happened: tuple[str, str, float], status: str = "done", **more: object
    ) -> None:
        """`happened`: what, by which role, after how many seconds."""
        at = self.house.clock.now() - ago
        row = Request(
            id=str(uuid7()),
            kiosk_id=self.kiosk_id,
            kind="alarm",
            mode=more.get("mode", "actual"),
            status=status,
            number=10,
            kiosk_seq=self.count,
            details={},
            received_at=at,
            late=bool(more.get("late")),
        )
        async with self.house.hub.database.work() as work:
            work.session.add(row)
            await work.session.flush()
            for what, role, seconds in happened:
                work.session.add(
                    Event(
                        id=str(uuid7()),
                        request_id=row.id,
                        kiosk_id=self.kiosk_id,
                        what=what,
                        role=role,
                        at=at + timedelta(seconds=seconds),
                        facts={},
                    )
                )
        self.count += 1


async def history(house: DeskHouse) -> History:
    async with house.hub.database.work() as work:
        work.session.add(
            Kiosk(id=str(uuid7()), name="一号机", place="=一楼大厅", token_hash="0" * 64, enrolled_at=house.clock.now())
        )
    async with house.hub.database.read() as session:
        kiosk_id = (await session.scalars(select(Kiosk.id))).one()
    made = History(house, kiosk_id)
    taken, mistaken = (What.ACCEPTED, Role.VOLUNTEER), (What.CANCEL_ASKED, Role.RESIDENT)
    day = timedelta(days=1)
    await made.alarm(2 * day, (*taken, 12.0), (*taken, 90.0))  # taken over later: the first answer counts
    await made.alarm(3 * day, (*taken, 100.0))
    await made.alarm(3 * day, (*mistaken, 5.0), (*taken, 8.0))  # said to be a mistake before anybody answered
    await made.alarm(3 * day, (*taken, 20.0), (*mistaken, 40.0))
    await made.alarm(4 * day, status=Status.CANCELLED)  # nobody ever answered
    await made.alarm(32 * day, (*taken, 500.0))  # too long ago
    await made.alarm(5 * day, (*taken, 500.0), late=True)
    await made.alarm(5 * day, (*taken, 500.0), mode="exercise")
    await made.alarm(timedelta(seconds=59), status=Status.DELIVERED)  # it may still be answered in time
    await made.alarm(timedelta(seconds=61), status=Status.DELIVERED)
    return made


async def test_r7_what_counts_and_what_does_not(house: DeskHouse) -> None:
    await history(house)
    async with house.hub.database.read() as session:
        found = await quality.alarms(session, house.clock.now())
    assert sorted(alarm.seconds for alarm in found if alarm.seconds is not None) == [12.0, 20.0, 100.0]
    assert [alarm.seconds for alarm in found].count(None) == 2


async def test_r7_the_page_and_the_table(house: DeskHouse) -> None:
    await history(house)
    boss = await house.signed_in("li", "李主任", "duty")
    page = (await boss.get("/desk/quality")).text
    assert "5 次里接了 3 次" in page
    assert "44 秒" in page  # the mean of 12, 20 and 100
    assert "40.0%" in page
    assert "不够快" in page
    answer = await boss.get("/desk/quality.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["answered_after_s"] for row in rows] == ["", "100.0", "20.0", "12.0", ""]
    assert {row["place"] for row in rows} == {"'=一楼大厅"}  # no formula for a spreadsheet


async def test_r7_by_centre_and_hour_against_a_known_history(house: DeskHouse) -> None:
    """Two centres, three hours of the day: every figure is one that can be worked out by hand."""
    now = house.clock.now()
    taken = (What.ACCEPTED, Role.VOLUNTEER)
    made = {}
    for name, place in (("一号机", "东街"), ("二号机", "西街")):
        ident = str(uuid7())
        async with house.hub.database.work() as work:
            work.session.add(Kiosk(id=ident, name=name, place=place, token_hash=ident, enrolled_at=now))
        made[place] = History(house, ident)
    day, hour = timedelta(days=1), timedelta(hours=1)
    for place, ago, seconds in (
        ("东街", day, 10.0), ("东街", 2 * day, 70.0), ("东街", day - hour, 30.0), ("西街", day, 200.0),
    ):  # fmt: skip
        await made[place].alarm(ago, (*taken, seconds))
    await made["西街"].alarm(day, (*taken, 5.0), mode="exercise")
    await made["东街"].alarm(40 * day, (*taken, 20.0))
    boss = await house.signed_in("li", "李主任", "duty")
    here, later = (str((now + more).astimezone().hour) for more in (timedelta(), hour))
    answer = await boss.get("/desk/quality-hours.csv")
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert rows == [
        ("东街", "", "3", "3", "36.7", "70.0", "0.6667", "1.0000"),
        ("东街", here, "2", "2", "40.0", "70.0", "0.5000", "1.0000"),
        ("东街", later, "1", "1", "30.0", "30.0", "1.0000", "1.0000"),
        ("西街", "", "1", "1", "200.0", "200.0", "0.0000", "0.0000"),
        ("西街", here, "1", "1", "200.0", "200.0", "0.0000", "0.0000"),
    ]
    page = (await boss.get("/desk/quality")).text
    assert page.count('class="chart"') == 3  # all, and each centre
    assert "2 次，平均 40 秒，60 秒内 50.0%，180 秒内 100.0%" in page
    before = (await boss.get("/desk/quality?back=1")).text
    assert "1 次里接了 1 次" in before
    assert "20 秒" in before


async def test_s6_a_volunteer_sees_no_figures_of_colleagues(house: DeskHouse) -> None:
    volunteer = await house.signed_in()
    for path in ("/desk/quality", "/desk/quality.csv", "/desk/quality-hours.csv"):
        assert (await volunteer.get(path)).status_code == 403


async def test_without_an_alarm_it_says_so(house: DeskHouse) -> None:
    boss = await house.signed_in("li", "李主任", "administrator")
    assert "没有人呼救" in (await boss.get("/desk/quality")).text
