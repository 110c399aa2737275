"""S1: what is kept of a resident, consent given and taken back with one tap, and deletion after a yes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kiosk.domain.card import make
from kiosk.domain.preferences import Preferences
from kiosk.domain.resident import Habits, Level, UsualDoctor, Zodiac
from kiosk.errors import HubUnreachable
from kiosk.screens.kept.presenter import Presenter
from kiosk.screens.kept.state import Page, State
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.residents import Known, MemoryResidents
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks, ManualTasks

CODE = make(Random(1))
DOCTOR = UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")


class Room:
    """Somebody has opened their matters and looks at what is kept."""

    def __init__(self, *, health: bool = True, later: bool = False, sign: Zodiac | None = Zodiac.OX) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator = FakeSpeech(), FakeNavigator()
        habits = Habits(doctor=DOCTOR if health else None)
        self.hub = MemoryResidents([Known("a", (CODE,), Zodiac.OX, habits, health_consent=health)])
        self.tasks: InlineTasks = ManualTasks() if later else InlineTasks()
        self.session = Session(FakeClock(), Preferences())
        self.who = WhoIsHere(self.hub, self.tasks, self.session)
        self.session.activity()
        self.who.card(CODE, lambda _: None, self._fail)
        self.settle()
        if sign is not None:
            self.who.open(sign, lambda _: None, self._fail)
        self.settle()
        self.screen = Presenter(self.shown.append, speech=self.speech, navigator=self.navigator, residents=self.who)
        self.screen.open()

    @staticmethod
    def _fail(error: Exception) -> None:
        raise error

    def settle(self) -> None:
        if isinstance(self.tasks, ManualTasks):
            self.tasks.run()

    @property
    def state(self) -> State:
        return self.shown[-1]

    def page(self) -> Page:
        return self.state.page

    def health(self) -> bool:
        """As the hub has it."""
        return self.hub.people[0].health_consent

    def keys(self) -> list[str]:
        return [name for name, _ in self.state.keys]

    def press(self, *keys: str) -> None:
        for key in keys:
            assert key in self.keys()
            self.screen.pressed(key)


def test_it_says_in_plain_words_what_is_kept() -> None:
    room = Room()
    assert "上次的医生" in room.speech.heard()
    assert "陈医生" not in " ".join(ZH(words) for words in room.state.aloud)  # whose it is, is nobody's affair here
    assert room.keys() == ["back", "withdraw", "forget"]
    assert "没有记" in Room(health=False).speech.heard()


def test_it_is_withdrawn_with_one_tap_and_given_again_with_one() -> None:
    room = Room()
    room.speech.heard()
    room.press("withdraw")
    assert room.hub.asked[-1] == "consent"
    assert not room.health()
    assert not room.state.health
    assert "不记了" in room.speech.heard()
    assert room.who.current.habits.doctor is None
    room.press("agree")
    assert room.health()
    assert "可以记了" in room.speech.heard()
    room.press("back")
    assert room.navigator.went == [("back", "", {})]


def test_everything_is_deleted_after_a_yes_and_they_are_a_guest_then() -> None:
    room = Room()
    room.press("forget")
    assert room.page() is Page.ASKING
    assert len(room.hub.people) == 1
    room.press("stay")
    assert room.page() is Page.KEPT
    room.press("forget")
    assert room.screen.back()
    assert room.page() is Page.KEPT
    room.speech.heard()
    room.press("forget", "forget_yes")
    assert room.hub.people == []
    assert (room.page(), room.who.known) == (Page.GONE, False)
    assert "都删掉了" in room.speech.heard()
    assert room.navigator.went == []
    assert not room.screen.back()
    room.press("home")
    assert room.navigator.went == [("home", "", {})]


@pytest.mark.parametrize("way", [("withdraw",), ("forget", "forget_yes")])
def test_without_a_line_it_says_that_nothing_has_changed(way: tuple[str, ...]) -> None:
    room = Room()
    room.hub.trouble = HubUnreachable("no line")
    room.speech.heard()
    room.press(*way)
    assert "还没有改" in room.speech.heard()
    assert (room.page(), room.state.health, room.state.busy) == (Page.KEPT, True, False)
    assert room.health()
    room.hub.trouble = None
    room.press("withdraw")
    assert not room.state.health


def test_while_the_hub_is_asked_no_key_counts() -> None:
    room = Room(later=True)
    room.press("withdraw")
    assert (room.state.busy, room.keys()) == (True, [])
    asked = len(room.hub.asked)
    room.screen.pressed("forget_yes")
    room.settle()
    assert room.hub.asked[asked:] == ["consent"]
    assert room.keys() == ["back", "agree", "forget"]


def test_whatever_closes_it_leads_back_to_the_matters() -> None:
    assert Room(sign=None).navigator.went == [("replace", "mine", {})]
    room = Room()
    room.hub.passes.clear()  # the pass has run out at the hub
    room.press("withdraw")
    assert room.who.current.level is Level.CARD
    assert room.navigator.went == [("replace", "mine", {})]


def test_after_the_screen_nothing_is_told_of_late_answers() -> None:
    room = Room(later=True)
    room.press("withdraw")
    shown = len(room.shown)
    room.screen.close()
    room.settle()
    assert len(room.shown) == shown
    assert replace(room.state, busy=False) == State(health=True)
