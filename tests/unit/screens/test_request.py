"""The live screen of a request: what is said is true, and every change is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.details import HelpCall, PlaceRef, TaxiWish
from kiosk.domain.preferences import Preferences
from kiosk.domain.request import Actor, Event, Kind, Request, Role, Status, What, after
from kiosk.errors import StoreFull
from kiosk.screens.request.presenter import Presenter
from kiosk.screens.request.state import Mark, PanelKind, State
from kiosk.screens.request.wording import Centre
from kiosk.services.session import Session, SessionPhase
from tests.fakes.clock import FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeLine, FakeNavigator, FakeRequests, FakeSpeech

CAR = {"plate": "沪A·00000", "colour": "绿色", "driver": "李师傅", "minutes": 3, "stand_at": "南门"}
DRIVER = Actor(Role.PROVIDER, "李师傅")
AUNT = Actor(Role.VOLUNTEER, "王阿姨")
HUB = Actor(Role.HUB)


class Table:
    def __init__(self, request: Request | None = None, *, online: bool = True, listens: bool = False) -> None:
        self.request = request or recorded(number=12)
        self.shown: list[State] = []
        self.clock = FakeClock()
        self.speech, self.navigator = FakeSpeech(), FakeNavigator()
        self.requests, self.line = FakeRequests(self.request), FakeLine(online)
        self.session = Session(self.clock, Preferences(), idle=180, warning=30)
        self.session.activity()
        self.presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.requests,
            line=self.line,
            centre=Centre("021-00000000", "大门口"),
            promise={Kind.TAXI: 600, Kind.VOLUNTEER: 120},
            request=self.request,
            listens=lambda: listens,
        )
        self.presenter.open()

    def phase(self) -> SessionPhase:
        return self.session.phase

    def now(self) -> State:
        return self.shown[-1]

    def happens(self, what: str, status: Status | None = None, by: Actor = HUB, **facts: Any) -> str:
        """One event; the answer is what was heard because of it."""
        self.speech.heard()
        event = Event(f"e{len(self.request.events)}", self.request.id, what, by, status, facts=facts)
        self.request = after(self.request, event)
        self.requests.now(self.request)
        return self.speech.heard()

    def delivered(self) -> None:
        self.happens(What.DELIVERED, Status.DELIVERED)

    def car(self) -> str:
        self.delivered()
        self.happens(What.ACCEPTED, Status.ACCEPTED, DRIVER)
        return self.happens(What.CAR_FOUND, Status.IN_PROGRESS, DRIVER, **CAR)

    def true_steps(self) -> list[str]:
        return [ZH(s.words) for s in self.now().steps if s.mark in (Mark.DONE, Mark.NOW)]

    def keys(self) -> list[str]:
        return [k.id for k in self.now().keys]


def test_a_ride_is_told_step_by_step_and_never_earlier() -> None:
    """design.md: never show or say a status before it is true."""
    table = Table()
    assert table.true_steps() == ["已记下"]
    assert "已送到" not in table.speech.heard()
    assert "已送到" in table.happens(What.DELIVERED, Status.DELIVERED)
    assert table.true_steps() == ["已记下", "已送到"]
    assert "正在找车" in table.happens(What.LOOKING)
    assert table.true_steps() == ["已记下", "已送到"]
    assert "有人接了" in table.happens(What.ACCEPTED, Status.ACCEPTED, DRIVER)
    assert table.true_steps()[-1] == "有人接了：李师傅"
    heard = table.happens(What.CAR_FOUND, Status.IN_PROGRESS, DRIVER, **CAR)
    assert "沪A·00000" in heard
    assert "绿色出租车" in heard
    assert "在南门等" in heard
    assert table.true_steps()[-1] == "车在路上，3 分钟"
    assert table.now().panel.kind is PanelKind.CAR
    assert "车到了" in table.happens(What.ARRIVED, Status.IN_PROGRESS, DRIVER)
    assert "已上车" in table.happens(What.ABOARD, Status.IN_PROGRESS, DRIVER)
    assert "办好了" in table.happens(What.DONE, Status.DONE, AUNT)
    assert all(s.mark is Mark.DONE for s in table.now().steps)
    assert table.keys() == ["home"]
    table.presenter.pressed("home")
    assert table.navigator.went == [("home", "", {})]


def test_only_the_minutes_are_said_when_only_they_change() -> None:
    table = Table()
    table.car()
    assert table.happens(What.COMING, None, DRIVER, minutes=2) == "车在路上，2 分钟"
    assert table.happens(What.NOTE, None, AUNT, text="for the desk") == ""


def test_a_car_without_minutes_or_place_is_told_without_them() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ACCEPTED, Status.ACCEPTED)
    heard = table.happens(What.CAR_FOUND, Status.IN_PROGRESS, plate="沪A·00000")
    assert "分钟" not in heard
    assert "在大门口等" in heard


def test_a_car_without_a_plate_is_no_panel_of_a_car() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ACCEPTED, Status.ACCEPTED)
    table.happens(What.CAR_FOUND, Status.IN_PROGRESS)
    assert table.now().panel.kind is PanelKind.WORDS


def test_u16_giving_up_shows_the_consequences_and_waits_for_a_yes() -> None:
    table = Table()
    table.car()
    table.presenter.pressed("cancel")
    assert table.now().asking
    assert "车会不来了" in table.speech.heard()
    table.presenter.pressed("cancel_no")
    assert table.requests.asked == []
    table.presenter.pressed("cancel")
    assert table.presenter.back()
    assert not table.now().asking
    table.presenter.pressed("cancel")
    table.presenter.pressed("cancel_yes")
    assert table.requests.asked == [("cancel", table.request.id)]
    assert "正在取消" in table.happens(What.CANCEL_ASKED, None, Actor(Role.RESIDENT))
    assert table.keys() == []
    assert "取消了" in table.happens(What.CANCELLED, Status.CANCELLED)
    assert ZH(table.now().panel.big) == "好的，不坐了"


def test_a_change_while_the_question_is_open_keeps_it_open() -> None:
    table = Table()
    table.delivered()
    table.presenter.pressed("cancel")
    assert table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT) == ""
    assert table.now().asking
    table.happens(What.FAILED, Status.FAILED)
    assert not table.now().asking


def test_a_cancellation_by_others_is_said_as_it_is() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT)
    assert "王阿姨取消了" in table.happens(What.CANCELLED, Status.CANCELLED, AUNT)
    table.presenter.pressed("again")
    assert table.navigator.went == [("replace", "taxi", {})]


def test_a_driver_who_cancels_takes_the_steps_back() -> None:
    table = Table()
    table.car()
    assert "司机来不了" in table.happens(What.DRIVER_CANCELLED, Status.DELIVERED, DRIVER)
    assert table.true_steps() == ["已记下", "已送到"]
    assert ZH(table.now().panel.big) == "这辆车不来了"
    table.happens(What.ACCEPTED, Status.ACCEPTED, DRIVER)
    table.happens(What.CAR_FOUND, Status.IN_PROGRESS, DRIVER, **{**CAR, "plate": "沪A·11111"})
    assert ZH(table.now().panel.big) == "沪A·11111"


def test_somebody_who_lets_go_is_said_as_it_is() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT)
    assert "正在换人" in table.happens(What.RELEASED, Status.DELIVERED, AUNT)


@pytest.mark.parametrize(("what", "title"), [(What.NO_CAR, "没叫到车"), (What.FAILED, "没办成")])
def test_no_car_is_a_normal_ending_with_three_ways_on(what: str, title: str) -> None:
    table = Table()
    table.delivered()
    assert title in table.happens(what, Status.FAILED)
    assert table.keys() == ["help", "phone", "again"]
    table.presenter.pressed("help")
    table.presenter.pressed("again")
    assert [w[1] for w in table.navigator.went] == ["volunteer", "taxi"]
    table.presenter.pressed("phone")
    assert ZH(table.now().panel.big) == "021-00000000"
    assert "021-00000000" in table.speech.heard()
    assert table.presenter.back()
    assert table.now().panel.kind is PanelKind.WORDS
    table.presenter.pressed("phone")
    table.presenter.pressed("phone_hide")
    assert not table.presenter.back()


@pytest.mark.parametrize(
    ("what", "status", "title", "steps"),
    [
        (What.PROMISE_LAPSED, None, "有人在帮您问", ["已记下", "已送到"]),
        (What.REPLY_LOST, Status.UNKNOWN, "正在核实", ["已记下", "已送到", "正在核实"]),
        (What.EXPIRED, Status.EXPIRED, "过时了", ["已记下", "已送到"]),
    ],
)
def test_what_did_not_go_as_hoped_is_said(what: str, status: Status | None, title: str, steps: list[str]) -> None:
    table = Table()
    table.delivered()
    assert title in table.happens(what, status)
    assert table.true_steps() == steps


def test_offline_says_when_it_will_go_out_and_that_it_is_kept() -> None:
    table = Table(online=False)
    assert table.true_steps() == ["已记下"]
    assert "网络一通就送出去" in table.speech.heard()
    table.line.turn(True)
    assert "正在送出去" in table.speech.heard()


def test_r8_our_own_promise_passed_says_that_nobody_answered_and_whom_to_ring() -> None:
    table = Table()
    table.delivered()
    table.speech.heard()
    table.clock.advance(599)
    assert table.speech.heard() == ""
    table.clock.advance(1)
    assert "还没有人接" in table.speech.heard()
    assert ZH(table.now().panel.big) == "021-00000000"


def test_a_request_of_another_boot_waits_for_no_promise() -> None:
    table = Table(replace(recorded(), boot="boot-0"))
    table.clock.advance(900)
    assert table.now().panel.kind is PanelKind.WORDS


def test_a_volunteer_who_does_not_come_in_two_minutes_is_a_telephone_number() -> None:
    table = Table(recorded(HelpCall("home"), number=15))
    table.delivered()
    assert "2 分钟没人接" in " ".join(ZH(m) for m in table.now().say)
    table.clock.advance(120)
    assert table.now().panel.kind is PanelKind.PHONE
    assert "有人接了" in table.happens(What.ACCEPTED, Status.ACCEPTED, AUNT)
    assert ZH(table.now().panel.big) == "王阿姨来帮您"


def test_not_seeing_the_car_is_reported_once_and_noted() -> None:
    table = Table()
    table.car()
    assert table.keys() == ["not_seen", "cancel"]
    table.presenter.pressed("not_seen")
    assert table.requests.asked == [(What.NOT_SEEN, table.request.id)]
    assert "请在南门等" in table.happens(What.NOT_SEEN, None, Actor(Role.RESIDENT))
    assert table.keys() == ["cancel"]


def test_a_persons_words_are_shown_and_said() -> None:
    table = Table()
    table.delivered()
    assert "王阿姨说：马上来" in table.happens(What.SAID, None, AUNT, text="马上来")
    assert "值班的人说：好的" in table.happens(What.SAID, None, HUB, text="好的")


def test_u18_an_error_is_a_note_with_what_to_do() -> None:
    table = Table()
    table.car()
    table.presenter.pressed("not_seen")
    table.requests.fail(StoreFull())
    assert "机器记满了" in table.speech.heard()
    assert table.now().note is not None


def test_keys_that_are_not_shown_do_nothing() -> None:
    table = Table()
    table.presenter.pressed("cancel_yes")
    assert table.requests.asked == []


def test_u14_waiting_at_this_screen_stops_the_idle_timer_until_it_ends() -> None:
    table = Table()
    table.delivered()
    table.clock.advance(3600)
    assert table.phase() is SessionPhase.ACTIVE
    table.happens(What.DONE, Status.DONE, AUNT)
    table.clock.advance(150)
    assert table.phase() is SessionPhase.WARNED


def test_u14_a_car_for_later_does_not_keep_the_kiosk() -> None:
    table = Table(recorded(TaxiWish(PlaceRef("here", "中心"), in_minutes=60)))
    table.clock.advance(150)
    assert table.phase() is SessionPhase.WARNED


def test_leaving_lets_the_session_go_on_and_hears_no_more() -> None:
    table = Table()
    table.presenter.close()
    drawn = len(table.shown)
    table.delivered()
    table.clock.advance(600)
    assert len(table.shown) == drawn
    assert table.phase() is not SessionPhase.ACTIVE


def test_changes_of_other_requests_are_not_ours() -> None:
    table = Table()
    drawn = len(table.shown)
    table.requests.now(recorded())
    assert len(table.shown) == drawn


def test_u11_the_live_screen_never_shows_the_destination() -> None:
    table = Table(recorded(TaxiWish(PlaceRef("here", "中心"), PlaceRef("hospital", "东街医院"))))
    table.car()
    table.presenter.read_aloud()
    assert "东街医院" not in table.speech.heard()


# a person's question


DAYS = {"question": "q1", "text": "哪天来接您？", "answers": ["今天", "明天"]}


def test_a_question_is_shown_huge_and_spoken_and_its_answer_is_told_once() -> None:
    table = Table()
    table.delivered()
    heard = table.happens(What.ASKED, None, AUNT, **DAYS)
    assert "哪天来接您？" in heard
    assert "王阿姨想问您一句" in heard
    assert ZH(table.now().panel.big) == "哪天来接您？"
    assert [ZH(k.words) for k in table.now().keys] == ["今天", "明天", "等一下再说"]
    table.presenter.pressed("answer_1")
    assert table.requests.asked == [(What.ANSWER, table.request.id)]
    assert table.requests.facts == {"question": "q1", "text": "哪天来接您？", "answer": "明天"}
    assert table.keys() == []
    table.presenter.pressed("answer_0")
    assert len(table.requests.asked) == 1


def test_an_answer_is_said_to_be_known_only_once_the_desk_has_it() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ASKED, None, AUNT, **DAYS)
    heard = table.happens(What.ANSWER, None, Actor(Role.RESIDENT), question="q1", answer="明天")
    assert "您说：明天。已记下。" in heard
    assert table.keys() == ["cancel"]
    told = replace(table.request.events[-1], hub_seq=9)
    table.request = replace(table.request, events=(*table.request.events[:-1], told))
    table.speech.heard()
    table.requests.now(table.request)
    assert table.speech.heard() == "您说：明天。已经告诉他们了。"


def test_a_question_can_wait_and_be_answered_later() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ASKED, None, AUNT, **DAYS)
    table.presenter.pressed("question_later")
    assert table.keys() == ["question_now", "cancel"]
    table.presenter.pressed("question_now")
    assert table.keys()[0] == "answer_0"
    table.presenter.pressed("question_later")
    table.happens(What.ASKED, None, AUNT, **{**DAYS, "question": "q2", "text": "几点好？"})
    assert ZH(table.now().panel.big) == "几点好？"


def test_an_answer_that_could_not_be_kept_can_be_given_again() -> None:
    table = Table()
    table.delivered()
    table.happens(What.ASKED, None, AUNT, **DAYS)
    table.presenter.pressed("answer_0")
    table.requests.fail(StoreFull())
    assert table.keys()[0] == "answer_0"


def test_the_number_that_is_called_out_later_is_said_on_arriving_and_once() -> None:
    table = Table()
    assert "您是 12 号" in table.speech.heard()
    assert "您是 12 号" not in table.happens(What.DELIVERED, Status.DELIVERED)


@pytest.mark.parametrize("listens", [True, False])
def test_a_message_can_be_left_only_where_there_is_a_microphone(listens: bool) -> None:
    table = Table(listens=listens)
    table.delivered()
    assert ("message" in {key.id for key in table.now().keys}) is listens
    table.presenter.pressed("message")
    assert table.navigator.went == ([("go", "message", {"request_id": table.request.id})] if listens else [])
