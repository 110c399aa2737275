"""The way from a card to somebody known: kind, without a trace, and never asked twice."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kiosk.domain.card import make, make_number
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import Level, Zodiac
from kiosk.errors import HubUnreachable
from kiosk.screens.who.presenter import Presenter
from kiosk.screens.who.state import Page, Shut, State
from kiosk.services.residents import WhoIsHere
from kiosk.services.scans import Scans
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.residents import Known, MemoryResidents
from tests.fakes.screens import FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks, ManualTasks

CODE, NUMBER = make(Random(1)), make_number(Random(1))
PLAIN = make(Random(2))


class Room:
    def __init__(self, *, later: bool = False, then: str = "", **args: object) -> None:
        self.speech, self.navigator = FakeSpeech(), FakeNavigator()
        self.hub = MemoryResidents([Known("a", (CODE, NUMBER), Zodiac.OX), Known("b", (PLAIN,))])
        self.tasks = ManualTasks() if later else InlineTasks()
        self.session = Session(FakeClock(), Preferences())
        self.session.activity()
        self.residents = WhoIsHere(self.hub, self.tasks, self.session)
        self.elsewhere: list[str] = []
        self.scans = Scans(self.elsewhere.append)
        self.then, self.args = then, args
        self.shown: list[State] = []

    def open(self) -> Presenter:
        self.screen = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            residents=self.residents,
            scans=self.scans,
            session=self.session,
            then=self.then,
            then_args=self.args,
        )
        self.screen.open()
        return self.screen

    @property
    def state(self) -> State:
        return self.screen.state

    def went(self) -> list[tuple[str, str]]:
        return [(how, where) for how, where, _ in self.navigator.went]


def test_it_says_how_and_a_card_leads_on() -> None:
    room = Room(then="doctor", again=True)
    room.open()
    assert "请刷一下您的卡" in room.speech.heard()
    room.scans.read(CODE)
    assert room.navigator.went == [("replace", "doctor", {"again": True})]
    assert room.residents.current.id == "a"


def test_u23_without_a_card_it_goes_on_as_a_guest() -> None:
    room = Room(then="doctor")
    room.open().pressed("guest")
    assert room.went() == [("replace", "doctor")]
    assert not room.residents.known
    home = Room()
    home.open().pressed("guest")
    assert home.went() == [("home", "")]


def test_u17_who_is_known_already_is_not_asked_again() -> None:
    room = Room(then="doctor")
    room.residents.card(CODE, lambda _: None, lambda _: None)
    room.open()
    assert (room.went(), room.shown) == ([("replace", "doctor")], [])


@pytest.mark.parametrize("noise", ["", CODE[:-4], "6901234567892", "x" * 10_240, make(Random(9))])
def test_u18_what_is_not_recognised_is_said_kindly_and_can_be_tried_again(noise: str) -> None:
    room = Room(then="doctor")
    room.open()
    room.speech.heard()
    room.scans.read(noise)
    assert "卡没认出来。再刷一次，或者输号码。" in room.speech.heard()
    assert (room.state.page, room.state.busy, room.went()) == (Page.CARD, False, [])
    assert not noise or noise not in repr(room.state)
    room.scans.read(CODE)
    assert room.went() == [("replace", "doctor")]


def test_the_number_does_as_well() -> None:
    room = Room(then="doctor")
    screen = room.open()
    screen.pressed("number")
    assert room.state.page is Page.NUMBER
    screen.number_done(NUMBER[:7])
    assert "还差 5 个数字。" in room.speech.heard()
    assert room.state.typed == NUMBER[:7]
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    screen.number_done(wrong)
    assert "有一个数字不对。" in room.speech.heard()
    assert (room.state.typed, room.hub.asked) == (wrong, [])
    screen.number_done(NUMBER)
    assert room.went() == [("replace", "doctor")]


def test_a_number_nobody_has_leaves_nothing_on_the_pad() -> None:
    room = Room()
    screen = room.open()
    screen.pressed("number")
    screen.number_done(make_number(Random(77)))
    assert "没认出来。再照着输一次。" in room.speech.heard()
    assert room.state.typed == ""


def test_u11_the_number_is_spoken_only_when_asked_for_and_kept_out_of_logs() -> None:
    room = Room()
    screen = room.open()
    screen.pressed("number")
    screen.typed("73")
    assert "73" not in room.speech.heard()
    screen.read_aloud()
    assert "73" in room.speech.heard()
    assert "73" not in repr(replace(room.state, problem=None))


def test_back_from_the_number_leads_to_the_card_and_forgets_it() -> None:
    room = Room(later=True)
    screen = room.open()
    screen.pressed("number")
    screen.number_done(NUMBER)
    assert screen.back()
    assert (room.state.page, room.state.typed, room.state.busy) == (Page.CARD, "", False)
    assert not screen.back()


def test_without_a_line_it_says_so_and_that_it_goes_without() -> None:
    room = Room()
    room.open()
    room.hub.trouble = HubUnreachable("no line")
    room.scans.read(CODE)
    assert "没有卡也能办" in room.speech.heard()
    assert not room.state.busy


def test_my_matters_are_opened_by_the_sign() -> None:
    room = Room(then="mine")
    screen = room.open()
    room.scans.read(CODE)
    assert room.state.page is Page.ZODIAC
    assert "您属什么？" in room.speech.heard()
    assert len(room.state.signs) == 12
    screen.sign_chosen("rat")
    assert "不是这个。还能选一次。" in room.speech.heard()
    screen.sign_chosen("ox")
    assert room.went() == [("replace", "mine")]
    assert room.residents.current.level is Level.OPENED


def test_two_tries_then_a_volunteer() -> None:
    room = Room(then="mine")
    screen = room.open()
    room.scans.read(CODE)
    screen.sign_chosen("rat")
    screen.sign_chosen("pig")
    assert (room.state.page, room.state.shut) == (Page.CLOSED, Shut.TRIES)
    screen.sign_chosen("ox")
    assert room.residents.current.level is Level.CARD
    screen.pressed("volunteer")
    assert room.went() == [("go", "volunteer")]
    again = room.open()
    assert (again.state.page, again.state.shut) == (Page.CLOSED, Shut.TRIES)
    again.pressed("leave")
    assert room.went()[-1] == ("replace", "mine")


def test_a_card_without_a_sign_needs_a_volunteer() -> None:
    room = Room(then="mine")
    room.open()
    room.scans.read(PLAIN)
    assert (room.state.page, room.state.shut) == (Page.CLOSED, Shut.NO_SIGN)


def test_a_line_that_breaks_while_the_sign_is_looked_at_costs_no_try() -> None:
    room = Room(then="mine")
    screen = room.open()
    room.scans.read(CODE)
    room.hub.trouble = HubUnreachable("no line")
    screen.sign_chosen("ox")
    assert (room.state.page, room.state.shut, room.residents.tries_left) == (Page.CLOSED, Shut.OFFLINE, 2)


def test_taps_while_the_hub_is_asked_count_once() -> None:
    room = Room(later=True, then="mine")
    screen = room.open()
    room.scans.read(CODE)
    assert room.state.busy
    assert isinstance(room.tasks, ManualTasks)
    room.tasks.run()
    screen.sign_chosen("rat")
    screen.sign_chosen("pig")
    assert room.tasks.waiting == 1


def test_scans_go_elsewhere_once_the_screen_is_left() -> None:
    room = Room()
    screen = room.open()
    screen.close()
    room.scans.read(CODE)
    assert (room.elsewhere, room.residents.known) == ([CODE], False)


def test_u14_a_number_half_typed_is_there_again_until_the_session_ends() -> None:
    room = Room()
    screen = room.open()
    screen.pressed("number")
    screen.typed("0073")
    screen.close()
    assert (room.open().state.page, room.state.typed) == (Page.NUMBER, "0073")
    room.session.end()
    assert (room.open().state.page, room.state.typed) == (Page.CARD, "")
