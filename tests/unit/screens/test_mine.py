"""我的事情: who sees what, what a bystander learns, and what can be done about each matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AlarmCall, AppointmentWish, Consultation, HelpCall, Need
from kiosk.domain.owner import Owner
from kiosk.domain.request import Kind, Status, What, after, told
from kiosk.domain.resident import GUEST, Level, Resident
from kiosk.domain.story import Moment
from kiosk.errors import HubUnreachable
from kiosk.ports.residents import Affair
from kiosk.screens.mine.presenter import Presenter
from kiosk.screens.mine.state import More, Page, State
from kiosk.text import msg
from tests.fakes.clock import START, FakeClock
from tests.fakes.requests import by_hub, own, recorded
from tests.fakes.screens import ZH, FakeLine, FakeNavigator, FakeRequests, FakeSpeech, Listeners

WANG = Resident("wang", Level.OPENED, "pass")
BOOKED = Appointment(
    start="2026-11-25T01:30:00Z", hospital="东街医院", department="心内科", building="门诊楼", room="12 号诊室"
)
ELSEWHERE = Affair(
    "far", Kind.APPOINTMENT, Status.IN_PROGRESS, 24, START - timedelta(days=3), words="东街医院 心内科",
    appointment=BOOKED,
)  # fmt: skip
LONG_AGO = Affair("old", Kind.TAXI, Status.DONE, 31, START - timedelta(hours=1), words="去东街医院")


class FakeWho:
    """Whoever a test says. Answers come when it says, too."""

    def __init__(self, current: Resident) -> None:
        self.current = current
        self.listeners = Listeners()
        self.waiting: list[tuple[Callable[..., None], Callable[[Exception], None]]] = []
        self.cancelled: list[str] = []

    def watch(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self.listeners.add(listener)

    def affairs(self, on_done: Callable[[Any], None], on_error: Callable[[Exception], None]) -> None:
        self.waiting.append((on_done, on_error))

    def cancel(self, request_id: str, on_done: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self.cancelled.append(request_id)
        self.waiting.append((on_done, on_error))


class FakePaper:
    offered = True


class Room:
    def __init__(
        self, *live: Any, who: Resident = GUEST, told: tuple[Affair, ...] | None = None, listens: bool = False
    ) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator, self.clock = FakeSpeech(), FakeNavigator(), FakeClock()
        self.requests, self.who, self.line = FakeRequests(*live), FakeWho(who), FakeLine()
        self.screen = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            requests=self.requests,
            residents=self.who,
            line=self.line,
            clock=self.clock,
            slips=FakePaper(),
            listens=listens,
            zone=UTC,
        )
        self.screen.open()
        if told is not None:
            self.who.waiting.pop()[0](told)

    @property
    def state(self) -> State:
        return self.shown[-1]

    def ids(self) -> list[str]:
        return [m.request_id for m in self.state.matters]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.screen.pressed(key)


def test_s13_a_bystander_learns_number_verb_time_and_status_only() -> None:
    taxi, alarm = recorded(number=12), recorded(AlarmCall())
    room = Room(taxi, alarm)
    room.screen.read_aloud()
    assert room.ids() == [taxi.id]
    heard = room.speech.heard()
    assert "12 号 叫出租车" in heard
    assert "凌晨 1:00，已记下" in heard
    room.screen.chosen(taxi.id)
    room.screen.read_aloud()
    heard += room.speech.heard()
    assert "送到了会告诉您" in heard
    assert "医院" not in heard


def test_s3_what_is_in_a_residents_name_needs_that_residents_card() -> None:
    wang, li, guest = (recorded(number=n, owner=Owner(who)) for n, who in ((12, "wang"), (13, "li"), (14, "")))
    assert Room(wang, li, guest).ids() == [guest.id]
    assert Room(wang, li, guest, who=replace(WANG, level=Level.CARD)).ids() == [wang.id, guest.id]


@pytest.mark.parametrize(("level", "more", "key"), [(Level.GUEST, More.CARD, "card"), (Level.CARD, More.SIGN, "sign")])
def test_the_way_to_the_rest_leads_over_card_and_sign(level: Level, more: More, key: str) -> None:
    room = Room(who=replace(WANG, level=level))
    assert room.state.more is more
    room.press(key)
    assert room.navigator.went == [("go", "who", {"then": "mine"})]
    assert room.who.waiting == []  # nothing is asked of the hub before it is opened


def test_s1_what_is_kept_of_them_is_for_who_has_opened_it() -> None:
    for who, there in ((GUEST, False), (replace(WANG, level=Level.CARD), False), (WANG, True)):
        room = Room(who=who, told=() if there else None)
        assert ("kept" in {key.id for key in room.state.ways}) is there
        room.press("kept")
        assert room.navigator.went == ([("go", "kept", {})] if there else [])
    room.screen.read_aloud()
    assert "记着我什么" in room.speech.heard()


def test_opened_it_holds_what_was_asked_for_elsewhere_too() -> None:
    room = Room(recorded(number=12, id="here"), who=WANG)
    room.who.waiting.pop()[0]((ELSEWHERE, LONG_AGO, replace(LONG_AGO, request_id="here")))
    assert room.ids() == ["here", "far", "old"]
    assert [s.loading for s in room.shown] == [True, False]
    details = [ZH(m.detail) for m in room.state.matters]
    assert details == ["凌晨 1:00，已记下", "11 月 17 日，星期二，约好了", "凌晨 12:00，办好了"]


def test_s13_the_hidden_part_comes_after_give_me_to_see_and_is_spoken_only_when_asked() -> None:
    room = Room(who=WANG, told=(ELSEWHERE,))
    room.screen.chosen("far")
    assert "心内科" not in "".join(ZH(line) for line in room.state.lines)
    room.speech.heard()
    room.press("show")
    lines = [ZH(line) for line in room.state.lines]
    assert lines[-3:] == ["东街医院 心内科", "11 月 25 日，星期三，凌晨 1:30", "门诊楼 12 号诊室"]
    assert "心内科" not in room.speech.heard()
    room.screen.read_aloud()
    assert "心内科" in room.speech.heard()
    room.screen.back()
    room.screen.chosen("far")
    assert not room.state.shown


def test_what_this_kiosk_follows_is_shown_live() -> None:
    taxi = recorded(number=12)
    room = Room(taxi)
    room.screen.chosen(taxi.id)
    room.press("show")
    assert room.navigator.went == [("go", "request", {"request_id": taxi.id})]


def test_u16_cancelling_is_asked_and_told_as_it_is() -> None:
    taxi = recorded(number=12)
    room = Room(taxi)
    room.screen.chosen(taxi.id)
    room.press("cancel")
    assert room.state.page is Page.ASKING
    room.press("cancel_no")
    assert (room.state.page, room.requests.asked) == (Page.ONE, [])
    room.press("cancel", "cancel_yes")
    assert room.requests.asked == [("cancel", taxi.id)]
    assert "取消了" not in room.speech.heard()
    room.requests.now(after(taxi, own(taxi, What.CANCELLED, Status.CANCELLED)))
    assert ZH(room.state.great) == "取消了"


def test_cancelling_elsewhere_goes_over_the_hub_and_an_error_is_said() -> None:
    room = Room(who=WANG, told=(ELSEWHERE,))
    room.screen.chosen("far")
    room.press("cancel", "cancel_yes")
    assert room.who.cancelled == ["far"]
    room.who.waiting.pop()[1](HubUnreachable())
    assert ZH(msg("error.hub_unreachable")) in room.speech.heard()
    room.press("cancel", "cancel_yes")
    room.who.waiting.pop()[0]()
    assert "等回音" in room.speech.heard()


@pytest.mark.parametrize(("details", "screen"), [(HelpCall(), "volunteer"), (AppointmentWish(Need.OPEN), "doctor")])
def test_what_has_ended_can_be_done_again(details: Any, screen: str) -> None:
    request = recorded(details, number=12)
    room = Room(request)
    room.screen.chosen(request.id)
    room.requests.now(told(request, [by_hub(request, What.FAILED, Status.FAILED)]))
    assert {k.id for k in room.state.keys} == {"again", "print", "help"}
    room.press("again")
    assert room.navigator.went[0][1] == screen


def test_a_person_is_asked_about_just_this_and_the_number_can_be_printed() -> None:
    question = recorded(Consultation("高龄津贴怎么领"), number=21)
    room = Room(question)
    room.screen.chosen(question.id)
    room.press("help", "print")
    (_, where, about), (_, paper, slip) = room.navigator.went
    assert (where, about) == ("volunteer", {"screen": "mine", "about": "consultation"})
    assert (paper, slip["slip"].number) == ("slip", 21)


def test_a_message_is_left_about_any_request_of_this_kiosk_where_it_has_a_microphone() -> None:
    taxi = recorded(number=12, id="here")
    for listens, keys in (
        (False, ["show", "print", "help", "cancel"]),
        (True, ["show", "print", "help", "message", "cancel"]),
    ):
        room = Room(taxi, who=WANG, told=(ELSEWHERE,), listens=listens)
        room.screen.chosen("here")
        assert [key.id for key in room.state.keys] == keys
    room.press("message")
    assert room.navigator.went == [("go", "message", {"request_id": "here"})]
    room.screen.back()
    room.screen.chosen("far")  # its voice would have no request to go with here
    assert "message" not in {key.id for key in room.state.keys}


def test_what_was_booked_elsewhere_is_printed_here() -> None:
    room = Room(who=WANG, told=(ELSEWHERE, LONG_AGO))
    room.screen.chosen("old")
    assert "print" not in {k.id for k in room.state.keys}
    room.screen.back()
    room.screen.chosen("far")
    room.press("print")
    ((_, where, args),) = room.navigator.went
    assert (where, args["slip"].number) == ("slip", 24)
    assert args["slip"].qr.startswith("BEGIN:VCALENDAR")


def test_a_persons_question_goes_before_everything_else() -> None:
    taxi = recorded(number=12)
    asked = by_hub(taxi, What.ASKED, None, "王阿姨", question="q", text="您要轮椅吗？", answers=["要", "不用"])
    room = Room(told(taxi, [by_hub(taxi, What.DELIVERED, Status.DELIVERED), asked]))
    room.screen.chosen(taxi.id)
    assert room.navigator.went == [("go", "request", {"request_id": taxi.id})]


def test_without_the_hub_what_is_known_here_is_shown_and_the_rest_is_owned_up_to() -> None:
    room = Room(recorded(number=12, id="here"), who=WANG)
    room.who.waiting.pop()[1](HubUnreachable())
    assert room.ids() == ["here"]
    assert ZH(msg("error.hub_unreachable")) in room.speech.heard()


def test_who_leaves_takes_the_list_along() -> None:
    room = Room(who=WANG, told=(ELSEWHERE,))
    room.screen.chosen("far")
    room.who.current = GUEST
    room.who.listeners.tell()
    assert (room.ids(), room.state.page, room.state.more) == ([], Page.LIST, More.CARD)


def test_back_leads_from_the_question_to_the_matter_to_the_list() -> None:
    taxi = recorded(number=12)
    room = Room(taxi)
    room.screen.chosen(taxi.id)
    room.press("cancel")
    pages = []
    while room.screen.back():
        pages.append(room.state.page)
    assert pages == [Page.ONE, Page.LIST]
    room.press("home")
    assert room.navigator.went == [("home", "", {})]


@pytest.mark.parametrize("moment", [m for m in Moment if m is not Moment.OVERDUE])
def test_every_moment_says_what_comes_next(moment: Moment) -> None:
    assert ZH(msg(f"mine.next_{moment}"))
