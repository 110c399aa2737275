"""The waiting strip: who is called, with what, how long, and what strangers never read on it."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AlarmCall, AppointmentWish, Details, HelpCall, Need, PlaceRef
from kiosk.domain.request import Actor, Event, Request, Role, Status, What, told
from kiosk.services.waiting import NEWS_SECONDS, Waiting
from tests.fakes.clock import FakeClock
from tests.fakes.requests import TAXI, by_hub, new_id, recorded
from tests.fakes.screens import ZH, FakeRequests

CAR: dict[str, Any] = {"plate": "沪A·00000", "colour": "绿色", "driver": "李师傅", "minutes": 3, "stand_at": "南门"}
WISH = AppointmentWish(Need.DEPARTMENT, PlaceRef("east", "东街医院"), PlaceRef("heart", "心内科"))
BOOKED: dict[str, Any] = Appointment(
    start="2026-11-25T01:30:00Z", hospital="东街医院", department="心内科", room="12 号诊室"
).facts()


class Room:
    """One request, to which things happen."""

    def __init__(self, details: Details = TAXI) -> None:
        self.clock = FakeClock()
        self.request = recorded(details, number=12)
        self.requests = FakeRequests(self.request)
        self.waiting = Waiting(self.requests, self.clock)
        self.told = 0
        self.waiting.watch(self._told)

    def _told(self) -> None:
        self.told += 1

    def happens(self, what: str, status: Status | None = None, name: str = "王阿姨", **facts: Any) -> Request:
        event = by_hub(self.request, what, status, name, **facts)
        self.request = told(self.request, [event])
        self.requests.now(self.request)
        return self.request

    def sent(self) -> None:
        self.happens(What.DELIVERED, Status.DELIVERED, "")

    def words(self, shown: str = "") -> list[str]:
        return ["，".join(ZH(w) for w in call.words) for call in self.waiting.calls(shown)]


def test_s3_car_is_called_with_plate_and_colour_and_no_name_or_place() -> None:
    room = Room()
    room.sent()
    room.happens(What.ACCEPTED, Status.ACCEPTED, "李师傅")
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, "李师傅", **CAR)
    assert room.words() == ["12 号，车在路上，沪A·00000，绿色出租车"]
    room.happens(What.ARRIVED, Status.IN_PROGRESS, "李师傅")
    assert room.words() == ["12 号，车到了，沪A·00000，绿色出租车"]
    room.happens(What.ABOARD, Status.IN_PROGRESS, "李师傅")
    assert room.words() == []


def test_s13_appointment_is_called_without_hospital_or_department() -> None:
    room = Room(WISH)
    room.sent()
    room.happens(What.BOOKED, Status.IN_PROGRESS, "东街医院", **BOOKED)
    assert room.words() == ["12 号，约好了"]


def test_what_everybody_expects_is_not_called() -> None:
    room = Room()
    room.sent()
    room.happens(What.LOOKING, None, "")
    assert (room.words(), room.told) == ([], 0)


def test_news_goes_when_looked_at_and_a_car_stays_until_it_is_over() -> None:
    room = Room()
    room.sent()
    room.happens(What.ACCEPTED, Status.ACCEPTED)
    assert room.words(shown=room.request.id) == []  # its own screen says it
    assert room.words() == ["12 号，有人接了"]
    room.waiting.looked_at(room.request.id)
    assert room.words() == []
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, **CAR)
    room.waiting.looked_at(room.request.id)
    room.clock.advance(NEWS_SECONDS * 2)
    assert len(room.words()) == 1


def test_news_that_nobody_looked_at_goes_in_the_end() -> None:
    room = Room()
    room.sent()
    room.happens(What.FAILED, Status.FAILED)
    assert room.words() == ["12 号，没办成"]
    room.clock.advance(NEWS_SECONDS - 1)
    assert len(room.words()) == 1
    told = room.told
    room.clock.advance(1)
    assert (room.words(), room.told) == ([], told + 1)
    assert room.clock.waiting == 0


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DONE])
def test_what_the_resident_ended_is_not_called(status: Status) -> None:
    room = Room()
    room.sent()
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, **CAR)
    event = Event(new_id(), room.request.id, str(status), Actor(Role.RESIDENT), status, hub_seq=10**6)
    room.requests.now(told(room.request, [event]))
    assert room.words() == []


def test_question_is_called_and_never_its_words() -> None:
    room = Room(HelpCall())
    room.sent()
    room.happens(What.ASKED, None, question="q", text="您要去心内科吗？", answers=["是", "不是"])
    assert room.words() == ["12 号，有人问您一句话"]
    room.happens(What.ANSWER, None, "", question="q", answer="是")
    assert room.words() == []


def test_alarm_is_never_called() -> None:
    room = Room(AlarmCall())
    room.sent()
    room.happens(What.ACCEPTED, Status.ACCEPTED)
    assert room.words() == []


def test_after_a_restart_a_car_is_called_and_old_news_is_not() -> None:
    waiting, requests = [], []
    ways: list[tuple[str, Status, dict[str, Any]]] = [(What.ACCEPTED, Status.ACCEPTED, {})]
    for what, status, facts in (*ways, (What.CAR_FOUND, Status.IN_PROGRESS, CAR)):
        request = recorded(number=12)
        delivered = by_hub(request, What.DELIVERED, Status.DELIVERED)
        known = told(request, [delivered, by_hub(request, what, status, "李师傅", **facts)])
        found = FakeRequests(known)
        waiting.append(Waiting(found, FakeClock()))
        requests.append(known)
        found.now(known)
    assert [len(w.calls()) for w in waiting] == [0, 1]


def test_newest_comes_first() -> None:
    room = Room()
    room.sent()
    other = recorded(number=15)
    room.requests.now(other)
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, **CAR)
    room.requests.now(told(other, [by_hub(other, What.CAR_FOUND, Status.IN_PROGRESS, "李师傅", **CAR)]))
    assert [words[:2] for words in room.words()] == ["15", "12"]
