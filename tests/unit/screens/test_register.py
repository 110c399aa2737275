"""Registering at the kiosk: the resident's yes first, nothing that must be left, a card once, and another card tied."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import Resident, Zodiac
from kiosk.errors import HubUnreachable
from kiosk.screens.register.presenter import Presenter
from kiosk.screens.register.state import Page, State
from kiosk.services.helping import LOCK_SECONDS, Helping
from kiosk.services.residents import WhoIsHere
from kiosk.services.scans import Scans
from kiosk.services.session import Session
from kiosk.services.slips import card_slip
from tests.fakes.clock import FakeClock
from tests.fakes.helpers import BADGE, PIN, MemoryHelpers
from tests.fakes.residents import MemoryResidents
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks

IDENTITY = "000000190001010009"  # nobody's: there is no district 000000


class Shown:
    """kiosk.services.residents, as far as a card is shown to it."""

    def __init__(self) -> None:
        self.cards: list[str] = []

    def card(self, typed: str, _done: Callable[[Resident], None], _error: Callable[[Exception], None]) -> None:
        self.cards.append(typed)


class Table:
    def __init__(self, *, again: bool = False) -> None:
        self.clock, self.hub, self.residents = FakeClock(), MemoryHelpers(), Shown()
        self.session = Session(self.clock, Preferences())
        self.session.activity()
        self.speech, self.navigator, self.shown = FakeSpeech(), FakeNavigator(), list[State]()
        self.scans = Scans(lambda _: None)
        tasks = InlineTasks()
        who = WhoIsHere(MemoryResidents(), tasks, self.session)
        self.helping = Helping(self.hub, tasks, self.clock, self.session, who)
        self.helping.enter(BADGE, PIN, lambda _: None, self._failed)
        self.ids = 0
        self.again = again
        self.presenter = self.make()

    def _failed(self, error: Exception) -> None:
        raise error

    def make(self) -> Presenter:
        self.ids += 1
        presenter = Presenter(
            self.shown.append, speech=self.speech, navigator=self.navigator, session=self.session,
            helping=self.helping, residents=self.residents, scans=self.scans, ids=lambda: f"id-{self.ids}",
            slip=card_slip, months=24, again=self.again,
        )  # fmt: skip
        presenter.open()
        return presenter

    def now(self) -> State:
        return self.presenter._state

    def press(self, *keys: str) -> State:
        for key in keys:
            self.presenter.pressed(key)
        return self.now()

    def registered(self) -> State:
        self.press("agree", "health_no")
        self.presenter.phone_done("")
        return self.press("sign_no", "make")


def test_what_is_agreed_to_is_said_before_anything_is_asked() -> None:
    table = Table()
    assert "不登记，也一样叫车求助。" in table.speech.heard()
    assert table.press("make").page is Page.AGREE  # no way around the resident's yes


def test_nothing_has_to_be_left() -> None:
    table = Table()
    assert table.registered().page is Page.CARD
    (person,) = table.hub.residents.values()
    assert (person.phone, person.zodiac, person.health) == ("", None, False)
    assert table.residents.cards == table.hub.cards  # the session is theirs, as if the card had been shown


def test_what_is_left_is_shown_back_and_no_number_is_said() -> None:
    table = Table()
    table.press("agree", "health_yes")
    table.presenter.typed("02100000000")
    table.presenter.phone_done("02100000000")
    table.press("sign_yes")
    table.presenter.sign_chosen("rabbit")
    assert [ZH(row.value) for row in table.now().rows] == ["021 0000 0000", "兔", "可以留"]
    table.press("make")
    (person,) = table.hub.residents.values()
    assert (person.phone, person.zodiac, person.health) == ("02100000000", Zodiac.RABBIT, True)
    assert "0000" not in table.speech.heard()


@pytest.mark.parametrize(("typed", "page"), [("021", Page.PHONE), ("", Page.SIGN), ("02100000000", Page.SIGN)])
def test_a_short_number_is_said_and_none_is_fine(typed: str, page: Page) -> None:
    table = Table()
    table.press("agree", "health_no")
    table.presenter.phone_done(typed)
    assert table.now().page is page


def test_a_lost_answer_makes_no_second_resident() -> None:
    table = Table()
    table.hub.trouble = HubUnreachable()
    assert table.registered().problem is not None
    table.hub.trouble = None
    assert table.press("make").page is Page.CARD
    assert list(table.hub.residents) == ["id-1"]


def test_a_screen_built_anew_loses_nothing_and_is_the_same_person() -> None:
    table = Table()
    table.press("agree", "health_yes")
    table.presenter.close()
    table.presenter = table.make()  # a larger type
    assert (table.now().page, table.now().health, table.now().id) == (Page.PHONE, True, "id-1")


def test_another_card_is_read_twice_and_then_tied() -> None:
    table = Table()
    table.registered()
    table.press("tie", "kind_social")
    table.scans.read(IDENTITY)
    assert ZH(table.now().lead) == "好的，同一张再刷一次。"
    table.scans.read(f"张三|{IDENTITY}")
    assert table.now().page is Page.CARD
    assert table.hub.ties == {fingerprint(IDENTITY): OtherKind.SOCIAL}
    table.press("tie", "kind_social")
    for _ in range(2):
        table.scans.read(IDENTITY)
    assert ZH(table.now().lead) == "这张卡认不了，换一张试试。"


def test_a_code_that_changes_is_told_apart_and_noise_loses_nothing() -> None:
    table = Table()
    table.registered()
    table.press("tie", "kind_code")
    table.scans.read("https://example.org/c/0001")
    table.scans.read("https://example.org/c/0002")
    assert ZH(table.now().lead) == "两次不一样，这个码会变。换张卡吧。"
    table.scans.read("x" * 400)
    assert ZH(table.now().lead) == "没读出来，请再刷一次。"
    assert (table.hub.ties, table.now().page) == ({}, Page.TIE)


def test_a_card_held_out_in_the_middle_changes_nothing() -> None:
    table = Table()
    table.press("agree")
    table.scans.read(IDENTITY)
    assert (table.now().page, table.hub.acts) == (Page.HEALTH, ["came"])


def test_when_the_helper_goes_it_is_over_and_nothing_of_it_stays() -> None:
    table = Table()
    table.press("agree", "health_yes")
    table.clock.advance(LOCK_SECONDS + 1)
    assert table.navigator.went[-1][0] == "home"
    assert table.session.kept("register") is None
    assert table.hub.residents == {}


def test_a_new_card_for_who_is_here_is_asked_first() -> None:
    table = Table(again=True)
    assert ZH(table.now().lines[0]) == "旧卡就不能用了。"
    table.press("issue")
    assert (table.now().page, table.now().problem is not None) == (Page.REISSUE, True)  # nobody is opened here


def test_the_card_can_be_printed_and_the_way_ends_at_home() -> None:
    table = Table()
    state = table.registered()
    table.press("slip")
    assert table.navigator.went.pop() == ("go", "slip", {"slip": card_slip(state.code, state.number)})
    table.press("finish")
    assert table.navigator.went[-1][0] == "home"
    assert table.session.kept("register") is None
