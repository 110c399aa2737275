"""The live screen of an appointment: booked is said when it is booked, and the place only to who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AppointmentWish, Consultation, Details, Need, PlaceRef, SlotRef
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.preferences import Preferences
from kiosk.domain.request import Actor, Event, Role, Status, What, after
from kiosk.domain.resident import Level, Resident, UsualDoctor
from kiosk.domain.slip import Slip
from kiosk.ports.clock import Cancel
from kiosk.screens.request.presenter import Presenter
from kiosk.screens.request.state import Mark, PanelKind, State
from kiosk.screens.request.wording import Centre
from kiosk.services.requests import asked_here
from kiosk.services.session import Session, SessionPhase
from kiosk.text import msg
from tests.fakes.clock import START, FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeLine, FakeNavigator, FakeRequests, FakeSpeech, Listeners

EAST, EYES = PlaceRef("east", "东街医院"), PlaceRef("eyes", "眼科")
WISH = AppointmentWish(Need.COMMUNITY)
TIME = AppointmentWish(Need.DEPARTMENT, EAST, EYES, slot=SlotRef("s1", "2026-11-24T01:00:00Z"), hold="hold-0000")
BOOKED = Appointment(
    "2026-11-24T01:00:00Z", hospital="东街医院", hospital_id="east", department="眼科", department_id="eyes",
    doctor="陈医生", doctor_id="chen", building="门诊楼", floor="3 楼", room="305 室", bring="社保卡",
    cancel_until="2026-11-23T01:00:00Z",
)  # fmt: skip
CLINIC = Actor(Role.PROVIDER, "东街医院")
AUNT = Actor(Role.VOLUNTEER, "王阿姨")
HUB = Actor(Role.HUB)
OWNER = Owner("r1")
PERSONAL = ("东街医院", "眼科", "陈医生", "305")


@dataclass
class Who:
    current: Resident = field(default_factory=lambda: Resident("r1", Level.CARD))
    remembered: list[UsualDoctor] = field(default_factory=list)
    listeners: Listeners = field(default_factory=Listeners)

    def watch(self, listener: Any) -> Cancel:
        return self.listeners.add(listener)

    def remember_doctor(self, doctor: UsualDoctor) -> None:
        self.remembered.append(doctor)


class Table:
    def __init__(
        self, details: Details = TIME, owner: Owner = OWNER, *, asked: bool = True, online: bool = True,
        paper: bool = True,
    ) -> None:  # fmt: skip
        self.request = recorded(details, number=12, owner=owner, valid_for=None)
        self.shown: list[State] = []
        self.clock, self.speech, self.navigator = FakeClock(), FakeSpeech(), FakeNavigator()
        self.requests, self.who = FakeRequests(self.request), Who()
        self.session = Session(self.clock, Preferences(), idle=180, warning=30)
        self.session.activity()
        if asked:
            self.session.keep(asked_here(self.request.id), True)
        self.slip = Slip(msg("mine.verb_appointment"), ())
        self.presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.requests,
            line=FakeLine(online),
            centre=Centre("021-00000000"),
            promise={},
            request=self.request,
            residents=self.who,
            slip=(lambda _request: self.slip) if paper else None,
        )
        self.presenter.open()

    def now(self) -> State:
        return self.shown[-1]

    def phase(self) -> SessionPhase:
        return self.session.phase

    def happens(self, what: str, status: Status | None = None, by: Actor = HUB, **facts: Any) -> str:
        self.speech.heard()
        event = Event(f"e{len(self.request.events)}", self.request.id, what, by, status, facts=facts)
        self.request = after(self.request, event)
        self.requests.now(self.request)
        return self.speech.heard()

    def sent(self) -> str:
        return self.happens(What.DELIVERED, Status.DELIVERED)

    def booked(self, **changes: Any) -> str:
        self.sent()
        self.happens(What.ACCEPTED, Status.ACCEPTED, CLINIC)
        return self.happens(What.BOOKED, Status.IN_PROGRESS, CLINIC, **replace(BOOKED, **changes).facts())

    def key_ids(self) -> list[str]:
        return [k.id for k in self.now().keys]

    def words(self) -> str:
        return " ".join(ZH(m) for m in self.now().aloud)

    def true_steps(self) -> list[str]:
        return [ZH(s.words) for s in self.now().steps if s.mark in (Mark.DONE, Mark.NOW)]


def test_u23_a_wish_is_never_said_to_be_booked() -> None:
    table = Table(WISH, Owner())
    heard = [table.speech.heard(), table.sent(), table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT)]
    assert "心愿记下了" in heard[1]
    assert "王阿姨替您去约" in heard[2]
    assert "约好了" not in "".join(heard)
    assert table.true_steps()[-1] == "有人接了：王阿姨"


def test_u23_offline_it_is_written_down_and_not_booked() -> None:
    table = Table(WISH, Owner(), online=False)
    assert "已记下" in table.speech.heard()
    assert "心愿记下了，还没有约。" in table.words()


def test_a_time_is_booked_when_the_hospital_says_so() -> None:
    table = Table()
    assert "约好了" not in table.sent()
    assert "正在跟医院约" in table.words()
    heard = table.happens(What.ACCEPTED, Status.ACCEPTED, CLINIC)
    assert "东街医院" not in heard  # U11
    assert table.true_steps() == ["已记下", "已送到", "有人接了"]
    heard = table.happens(What.BOOKED, Status.IN_PROGRESS, CLINIC, **BOOKED.facts())
    assert "看病预约：约好了" in heard
    assert "11 月 24 日" in heard
    assert not any(word in heard for word in PERSONAL)
    assert table.now().panel.kind is PanelKind.TIME
    assert "门诊楼 3楼 305室" in table.words()
    assert table.key_ids() == ["slip", "taxi", "move", "cancel"]


def test_u11_the_rows_are_heard_when_asked_for() -> None:
    table = Table()
    table.booked()
    table.speech.heard()
    table.presenter.read_aloud()
    heard = table.speech.heard()
    assert all(word in heard for word in PERSONAL)


def test_s3_who_comes_later_sees_the_hour_and_no_place() -> None:
    table = Table(asked=False)
    table.booked()
    assert not any(word in table.words() for word in PERSONAL)
    assert table.key_ids() == ["taxi"]  # nobody else gives it up, and no slip
    table.who.current = Resident("r1", Level.OPENED)
    table.who.listeners.tell()
    assert "305室" in table.words()
    assert "cancel" in table.key_ids()
    table.who.current = Resident("r2", Level.OPENED)
    table.who.listeners.tell()
    assert "305室" not in table.words()


def test_s3_a_stranger_calls_a_car_that_knows_neither_the_time_nor_the_place() -> None:
    table = Table(asked=False)
    table.booked()
    table.presenter.pressed("taxi")
    assert table.navigator.went == [("go", "taxi", {})]


def test_the_slip_and_the_taxi_are_one_tap() -> None:
    table = Table()
    table.booked()
    table.presenter.pressed("slip")
    table.presenter.pressed("taxi")
    slip, taxi = table.navigator.went
    assert slip == ("go", "slip", {"slip": table.slip})
    assert taxi[:2] == ("go", "taxi")
    visit = taxi[2]["visit"]
    assert (visit.start.isoformat(), visit.place.name) == ("2026-11-24T01:00:00+00:00", "东街医院")
    assert "slip" not in Table(paper=False).key_ids()


def test_another_time_is_chosen_on_the_doctors_screen() -> None:
    table = Table()
    table.booked()
    table.session.keep("doctor", "an old draft")
    table.presenter.pressed("move")
    assert table.navigator.went == [("go", "doctor", {"instead": table.request.id})]
    assert table.session.kept("doctor") is None


def test_after_the_hospitals_limit_nothing_is_cancelled_here() -> None:
    table = Table()
    table.booked(cancel_until=(START + timedelta(seconds=60)).isoformat())
    assert "cancel" in table.key_ids()
    table.clock.advance(61)
    table.happens(What.NOTE)
    assert "cancel" not in table.key_ids()


def test_a_moved_time_is_said_with_the_new_one() -> None:
    table = Table()
    table.booked()
    moved = replace(BOOKED, start="2026-11-25T06:30:00Z")
    heard = table.happens(What.MOVED, Status.IN_PROGRESS, CLINIC, **moved.facts())
    assert "时间改了" in heard
    assert "11 月 25 日" in heard


@pytest.mark.parametrize(
    ("what", "status", "title", "keys"),
    [
        (What.SLOT_GONE, Status.FAILED, "这个时间没有了", ["again", "help"]),
        (What.SLOT_GONE, Status.DELIVERED, "这个时间没有了", ["help", "cancel"]),
        (What.CANCELLED, Status.DELIVERED, "医院取消了", ["help", "cancel"]),
        (What.REPLY_LOST, Status.UNKNOWN, "正在核实", ["help", "phone"]),
        (What.RELEASED, Status.DELIVERED, "正在换人", ["cancel"]),
    ],
)
def test_what_did_not_go_as_hoped_is_said_with_what_comes_next(
    what: str, status: Status, title: str, keys: list[str]
) -> None:
    table = Table()
    table.sent()
    table.happens(What.ACCEPTED, Status.ACCEPTED, CLINIC)
    if what == What.CANCELLED:
        table.happens(What.BOOKED, Status.IN_PROGRESS, CLINIC, **BOOKED.facts())
    assert title in table.happens(what, status, CLINIC)
    assert table.key_ids() == keys
    assert table.now().rows == ()
    if "again" in keys:
        table.presenter.pressed("again")
        assert table.navigator.went == [("replace", "doctor", {})]


def test_a_person_who_looks_after_a_booked_appointment_does_not_undo_it() -> None:
    table = Table()
    table.booked()
    table.happens(What.HANDED_OVER, Status.ACCEPTED, AUNT)
    assert table.now().panel.kind is PanelKind.TIME


def test_u16_giving_up_shows_what_it_means() -> None:
    table = Table()
    table.booked()
    table.presenter.pressed("cancel")
    assert "这个时间就让给别人了" in table.speech.heard()
    table.presenter.pressed("cancel_yes")
    assert table.requests.asked == [("cancel", table.request.id)]


def test_a_start_that_cannot_be_read_claims_no_time() -> None:
    table = Table()
    heard = table.booked(start="soon")
    assert "时间请问志愿者" in heard
    assert table.now().panel.kind is PanelKind.WORDS


def test_the_doctor_is_remembered_for_the_cards_holder_alone() -> None:
    table = Table()
    table.booked()
    assert table.who.remembered == [UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")]
    for owner in (Owner("r2"), Owner("r1", ForWhom.SPOUSE)):
        other = Table(owner=owner)
        other.booked()
        assert other.who.remembered == []


def test_u14_a_wish_does_not_keep_the_kiosk_and_a_booking_under_way_does() -> None:
    wish, booking = Table(WISH, Owner()), Table()
    for table in (wish, booking):
        table.sent()
        table.clock.advance(150)
    assert wish.phase() is SessionPhase.WARNED
    assert booking.phase() is SessionPhase.ACTIVE
    booking.happens(What.ACCEPTED, Status.ACCEPTED, CLINIC)
    booking.happens(What.BOOKED, Status.IN_PROGRESS, CLINIC, **BOOKED.facts())
    booking.clock.advance(150)
    assert booking.phase() is SessionPhase.WARNED


def test_the_answer_to_a_question_stays_when_it_is_closed() -> None:
    table = Table(Consultation("高龄补贴"), Owner())
    table.sent()
    table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT)
    assert "王阿姨说：带身份证来" in table.happens(What.SAID, None, AUNT, text="带身份证来")
    table.happens(What.DONE, Status.DONE, AUNT)
    assert "带身份证来" in table.words()


def test_a_request_nobody_asked_for_here_can_still_be_a_guests_to_cancel() -> None:
    table = Table(WISH, Owner(), asked=False)
    table.sent()
    assert "cancel" in table.key_ids()
