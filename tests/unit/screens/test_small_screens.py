"""Home, coming soon, volunteer, resting, idle, trouble: where each key leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time
from typing import Any

import pytest

from kiosk.config import Hours
from kiosk.content.package.quarter import Notice, Quarter
from kiosk.domain.details import AlarmCall, HelpCall
from kiosk.domain.preferences import Preferences
from kiosk.domain.presence import NOBODY_KNOWN, Presence
from kiosk.domain.request import Actor, Event, Role, Status, What, after
from kiosk.errors import StoreFull
from kiosk.screens.home.presenter import Presenter as Home
from kiosk.screens.idle.presenter import Presenter as Idle
from kiosk.screens.resting.presenter import Presenter as Resting
from kiosk.screens.trouble.presenter import Presenter as Trouble
from kiosk.screens.volunteer.presenter import Presenter as Volunteer
from kiosk.screens.volunteer.state import Phase
from kiosk.services.duty import Duty
from kiosk.services.quarter import QuarterBoard
from kiosk.services.session import Session, SessionPhase
from tests.fakes.advice import GivenNews
from tests.fakes.clock import FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeBoard, FakeNavigator, FakeRequests, FakeSpeech
from tests.fakes.tasks import InlineTasks

EVERY_DAY = (Hours(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), time(8, 30), time(17)),)


class Room:
    """Everything around a presenter."""

    def __init__(self, *live: Any, presence: Presence | None = None) -> None:
        self.shown: list[Any] = []
        self.speech, self.navigator, self.clock = FakeSpeech(), FakeNavigator(), FakeClock()
        self.requests, self.board = FakeRequests(*live), FakeBoard(presence)
        self.session = Session(self.clock, Preferences())
        self.duty = Duty(self.board, self.clock, EVERY_DAY, UTC)
        self.alarms = 0
        self.news = GivenNews()
        self.in_quarter = Quarter()
        self.quarter = QuarterBoard(lambda: self.in_quarter, InlineTasks(), self.clock, UTC)

    def phase(self) -> SessionPhase:
        return self.session.phase

    def alarm(self) -> None:
        self.alarms += 1

    def went(self) -> list[tuple[str, dict[str, Any]]]:
        return [(screen or how, dict(args)) for how, screen, args in self.navigator.went]

    def home(self) -> Home:
        return Home(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            requests=self.requests,
            raise_alarm=self.alarm,
            news=self.news,
            quarter=self.quarter,
        )

    def volunteer(self) -> Volunteer:
        presenter = Volunteer(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            requests=self.requests,
            duty=self.duty,
            phone="021-00000000",
            screen="taxi",
            about="taxi",
        )
        presenter.open()
        return presenter

    def resting(self) -> Resting:
        presenter = Resting(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            duty=self.duty,
            requests=self.requests,
            zone=UTC,
            phone="021-00000000",
        )
        presenter.open()
        return presenter


@pytest.fixture
def room() -> Room:
    return Room()


# home


def test_a_notice_of_today_is_a_quiet_word_on_its_key_and_gives_way_to_news(room: Room) -> None:
    today = room.clock.now().date()
    room.in_quarter = Quarter((Notice("door", {"zh_CN": "修门"}, {"zh_CN": "走小门。"}, today, today),))
    home = room.home()
    home.open()
    assert "今天有通知" not in [ZH(key.detail) for key in room.shown[-1].keys]
    room.quarter.start()
    assert "今天有通知" in [ZH(key.detail) for key in room.shown[-1].keys]
    assert "有新的，可以看看" in [ZH(key.detail) for key in replace(room.shown[-1], news=True).keys]
    room.in_quarter = Quarter()
    room.quarter.start()
    assert "今天有通知" not in [ZH(key.detail) for key in room.shown[-1].keys]


@pytest.mark.parametrize(
    ("key", "goes"),
    [
        ("taxi", ("taxi", {})),
        ("mine", ("mine", {})),
        ("doctor", ("doctor", {})),
        ("policy", ("policy", {})),
        ("lessons", ("lessons", {})),
    ],
)
def test_u22_each_key_leads_where_it_says(room: Room, key: str, goes: tuple[str, dict[str, str]]) -> None:
    room.home().chosen(key)
    assert room.went() == [goes]


def test_u22_an_alarm_is_one_tap_from_home(room: Room) -> None:
    room.home().chosen("alarm")
    assert room.alarms == 1


def test_a_new_start_from_home_begins_anew(room: Room) -> None:
    room.session.keep("taxi", "an old draft")
    room.home().chosen("taxi")
    assert room.session.kept("taxi") is None


def test_home_tells_how_much_is_on_its_way(room: Room) -> None:
    home = room.home()
    home.open()
    assert "您好，今天想办什么？" in room.speech.heard()
    request = recorded()
    room.requests.now(request)
    assert "有 1 件在办" in [ZH(k.detail) for k in room.shown[-1].keys]
    drawn = len(room.shown)
    room.requests.now(request)
    room.requests.now(recorded(AlarmCall()))
    home.close()
    room.requests.now(recorded())
    assert len(room.shown) == drawn


# coming soon, trouble


def test_trouble_says_sorry_and_leads_home(room: Room) -> None:
    screen = Trouble(room.shown.append, speech=room.speech, navigator=room.navigator)
    screen.open()
    assert "对不起，请稍等" in room.speech.heard()
    screen.leave()
    assert room.went() == [("home", {})]


# volunteer


def test_somebody_on_duty_is_called_at_once_with_a_chime(room: Room) -> None:
    room.volunteer()
    assert room.speech.chimes == 1
    assert room.requests.asked == [("volunteer", HelpCall("taxi", "taxi"))]
    request = room.requests.answer()
    assert room.navigator.went == [("replace", "request", {"request_id": request.id})]


def test_nobody_on_duty_says_when_somebody_is_and_takes_the_wish() -> None:
    room = Room(presence=Presence(0))
    screen = room.volunteer()
    heard = room.speech.heard()
    assert "现在没有志愿者" in heard
    assert "今天上午 8:30 有人来" in heard
    assert room.requests.asked == []
    screen.pressed("wish")
    assert room.requests.asked == [("volunteer", HelpCall("taxi", "taxi", wish=True))]
    assert room.shown[-1].keys == ()
    screen.pressed("leave")
    assert room.navigator.went == []


def test_out_of_reach_nobody_is_claimed_absent_or_present() -> None:
    room = Room(presence=NOBODY_KNOWN)
    screen = room.volunteer()
    assert "暂时连不上值班台" in room.speech.heard()
    assert ZH(room.shown[-1].phone_words) == "021-00000000"
    screen.pressed("leave")
    assert room.navigator.went == [("back", "", {})]


def test_u18_a_call_that_could_not_be_written_down_says_so_and_tries_again(room: Room) -> None:
    screen = room.volunteer()
    room.requests.fail(StoreFull())
    assert room.shown[-1].phase is Phase.FAILED
    assert "机器记满了" in room.speech.heard()
    screen.pressed("retry")
    assert room.requests.asked[-1] == ("volunteer", HelpCall("taxi", "taxi"))
    screen.pressed("nothing of the kind")


def test_a_call_under_way_is_shown_and_not_doubled() -> None:
    under_way = recorded(HelpCall("home"))
    room = Room(under_way)
    room.volunteer()
    assert room.requests.asked == []
    assert room.navigator.went == [("replace", "request", {"request_id": under_way.id})]


# resting


def test_resting_invites_only_those_who_come_near_and_wakes_on_a_touch(room: Room) -> None:
    screen = room.resting()
    assert room.speech.heard() == ""
    screen.approached()
    assert "我来帮您" in room.speech.heard()
    screen.touched()
    assert room.phase() is SessionPhase.ACTIVE
    assert room.went() == [("home", {})]


def test_resting_keeps_the_time_and_who_is_there(room: Room) -> None:
    screen = room.resting()
    assert ZH(room.shown[-1].time) == "凌晨 1:00"
    room.clock.advance(60)
    assert ZH(room.shown[-1].time) == "凌晨 1:01"
    room.board.turn(Presence(0))
    assert ZH(room.shown[-1].duty) == "现在没有志愿者"
    screen.close()
    assert room.clock.waiting == 0


def test_s3_the_waiting_strip_has_number_status_and_plate_and_no_name_or_place() -> None:
    taxi = recorded(number=12)
    room = Room(taxi)
    screen = room.resting()
    assert [ZH(w.words) for w in room.shown[-1].waiting] == ["12 号：已记下"]
    for what, status, facts in (
        (What.DELIVERED, Status.DELIVERED, {}),
        (What.ACCEPTED, Status.ACCEPTED, {}),
        (What.CAR_FOUND, Status.IN_PROGRESS, {"plate": "沪A·00000", "colour": "绿色", "driver": "李师傅"}),
    ):
        taxi = after(taxi, _event(taxi.id, what, status, **facts))
    room.requests.now(taxi)
    assert [ZH(w.words) for w in room.shown[-1].waiting] == ["12 号：车在路上，沪A·00000。绿色出租车"]
    screen.close()


def test_resting_says_before_it_is_needed_whom_to_ring_when_nobody_is_there(room: Room) -> None:
    screen = room.resting()
    assert room.shown[-1].help == ()
    for presence in (Presence(0), Presence(None)):  # nobody there, and nobody can say
        room.board.turn(presence)
        assert [ZH(words) for words in room.shown[-1].help] == [
            "急事打 120。找人打 021-00000000",
            "今天上午 8:30 有人来。",
        ]
        assert all(words in room.shown[-1].aloud for words in room.shown[-1].help)
    room.clock.advance(8 * 3600)  # they should be here by now: nothing is promised about it
    assert len(room.shown[-1].help) == 1
    room.board.turn(Presence(1))
    assert room.shown[-1].help == ()
    screen.close()


# idle


def test_u14_the_warning_counts_and_one_tap_goes_on(room: Room) -> None:
    gone: list[bool] = []
    room.session.activity()
    room.clock.advance(150)
    screen = Idle(
        room.shown.append,
        speech=room.speech,
        clock=room.clock,
        session=room.session,
        gone=lambda: gone.append(True),
    )
    screen.open()
    assert "您还在吗？" in room.speech.heard()
    room.clock.advance(9)
    assert room.shown[-1].left == 21
    screen.pressed("stay")
    assert gone == [True]
    assert room.phase() is SessionPhase.ACTIVE
    assert screen.back()
    screen.pressed("done")
    assert room.phase() is SessionPhase.RESTING
    screen.close()
    room.clock.advance(5)
    assert room.shown[-1].left == 21


def _event(request_id: str, what: str, status: Status | None, **facts: Any) -> Event:
    return Event(f"{what}", request_id, what, Actor(Role.HUB), status, facts=facts)


def test_u20_what_is_new_is_a_quiet_word_on_the_key(room: Room) -> None:
    home = room.home()
    home.open()
    assert all(key.detail.key != "home.policy_news" for key in home.state.keys)
    room.news.any = True
    for listener in room.news.listeners:
        listener()
    (policy,) = [key for key in home.state.keys if key.id == "policy"]
    assert policy.detail.key == "home.policy_news"
    assert [key.id for key in home.state.keys] == ["doctor", "taxi", "lessons", "policy", "alarm", "mine"]
    assert room.went() == []
