"""The navigator with screens made for it: the way back, covers, looks, notices, and what breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtTest import QTest

from kiosk.domain.preferences import Palette
from kiosk.text import Message, Translator, msg, verbatim
from kiosk.ui.kit import Kit, Look, make_kit
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.navigator import DEEPEST, Maker, QtNavigator, bind, intents
from kiosk.ui.view import View
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.window import KioskWindow
from tests.fakes.clock import FakeClock

SCREENS = ("home", "resting", "trouble", "idle", "alarm", "taxi", "request", "hasty")


@dataclass(frozen=True)
class Picture:
    name: str
    count: int = 0


class Page(View):
    pressed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.drawn: list[Picture] = []

    def render(self, picture: Picture) -> None:  # type: ignore[override]  # Qt's own render is for painters
        self.drawn.append(picture)
        self.title = verbatim(picture.name)
        key = BigKey(self.kit, picture.name)
        key.tapped.connect(self.pressed)
        self.fill(key)


class Decider:
    """A presenter that remembers what it was asked, and can be told to refuse, or to break."""

    def __init__(self, house: House, name: str, render: Callable[[Any], None], args: dict[str, Any]) -> None:
        house.made.append(self)
        self.house, self.args, self.render = house, args, render
        self.state = Picture(name)
        self.asked: list[str] = []
        self.stays: set[str] = set()
        self.closed = False

    def open(self) -> None:
        if self.house.breaks == (self.state.name, "open"):
            raise RuntimeError("broken")
        self.render(self.state)
        if self.state.name == "hasty":
            self.house.navigator.replace("request", request_id="r1")

    def attach(self, render: Callable[[Any], None]) -> None:
        self.render = render
        render(self.state)

    def read_aloud(self) -> None:
        self.asked.append("read_aloud")

    def back(self) -> bool:
        self.asked.append("back")
        return "back" in self.stays

    def home(self) -> bool:
        self.asked.append("home")
        return "home" in self.stays

    def close(self) -> None:
        self.closed = True
        if self.house.breaks == (self.state.name, "close"):
            raise RuntimeError("broken")

    def pressed(self) -> None:
        self.asked.append("pressed")
        self.count()

    def count(self) -> None:
        self.state = replace(self.state, count=self.state.count + 1)
        self.render(self.state)


class House:
    def __init__(self, window: KioskWindow) -> None:
        self.window, self.clock = window, FakeClock()
        self.made: list[Decider] = []
        self.breaks = ("", "")
        self.moves: list[str] = []
        self.navigator = QtNavigator(window, self.clock, {name: self.maker(name) for name in SCREENS})
        self.navigator.moved = self.moves.append
        self.navigator.home()

    def maker(self, name: str) -> Maker:
        return Maker(lambda render, **args: Decider(self, name, render, args), Page)

    @property
    def top(self) -> Decider:
        return self.made[-1]

    def view(self) -> Page:
        assert isinstance(self.window.view, Page)
        return self.window.view

    def click(self) -> None:
        body = self.view().body
        assert body is not None
        QTest.mouseClick(body, Qt.MouseButton.LeftButton)

    def shown(self) -> str:
        return self.view().drawn[-1].name

    def way_back(self) -> list[str]:
        """Every screen that 返回 leads to, home included."""
        found = []
        while self.navigator.back_pressed():
            found.append(self.navigator.current)
        return found


@pytest.fixture
def house(window: KioskWindow) -> House:
    return House(window)


def test_going_and_coming_back_makes_each_page_anew(house: House) -> None:
    house.navigator.go("taxi", place="park")
    taxi = house.top
    house.navigator.go("request", request_id="r1")
    assert taxi.closed
    assert house.navigator.request_shown() == "r1"
    house.navigator.back()
    assert house.top is not taxi
    assert house.top.args == {"place": "park"}
    assert house.shown() == "taxi"
    assert house.moves == ["home", "taxi", "request", "taxi"]


def test_going_to_where_one_is_changes_nothing(house: House) -> None:
    house.navigator.go("taxi", place="park")
    made = len(house.made)
    house.navigator.go("taxi", place="park")
    assert len(house.made) == made
    house.navigator.go("taxi", place="bank")
    assert len(house.made) == made + 1


def test_replacing_leaves_nothing_behind(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.replace("request", request_id="r1")
    assert house.way_back() == ["home"]


def test_a_screen_may_replace_itself_while_it_opens(house: House) -> None:
    house.navigator.go("hasty")
    assert house.navigator.current == "request"
    assert house.shown() == "request"
    assert house.moves[-1] == "request"
    assert [d.state.name for d in house.made if not d.closed] == ["request"]
    assert house.way_back() == ["home"]


def test_the_way_back_is_bounded_and_ends_at_home(house: House) -> None:
    for number in range(3 * DEEPEST):
        house.navigator.go("taxi", number=number)
    way = house.way_back()
    assert way[-1] == "home"
    assert len(way) == DEEPEST - 1
    assert sum(not d.closed for d in house.made) == 1


def test_back_from_a_first_screen_that_is_not_home_leads_home(house: House) -> None:
    house.navigator.rest()
    assert house.navigator.back_pressed()
    assert house.navigator.current == "home"
    assert not house.navigator.back_pressed()


@pytest.mark.parametrize("passing", ["rest", "trouble"])
def test_nobody_is_led_back_to_a_passing_screen(house: House, passing: str) -> None:
    getattr(house.navigator, passing)()
    house.navigator.go("alarm")
    assert house.way_back() == ["home"]


def test_a_screen_may_refuse_to_be_left(house: House) -> None:
    house.navigator.go("alarm")
    house.top.stays = {"back", "home"}
    assert house.navigator.back_pressed()
    assert house.navigator.home_pressed()
    assert house.navigator.current == "alarm"
    house.top.stays = set()
    assert house.navigator.home_pressed()
    assert house.navigator.current == "home"
    assert not house.navigator.home_pressed()


def test_a_cover_leaves_the_page_open_beneath(house: House) -> None:
    house.navigator.go("taxi")
    taxi = house.top
    house.navigator.cover()
    assert house.navigator.covered
    assert (house.navigator.current, house.shown(), taxi.closed) == ("taxi", "idle", False)
    taxi.count()
    assert house.shown() == "idle"
    house.navigator.read_aloud()
    assert (taxi.asked, house.top.asked) == ([], ["read_aloud"])
    house.navigator.cover()
    assert [d.state.name for d in house.made].count("idle") == 1
    house.navigator.uncover()
    assert house.view().drawn[-1] == Picture("taxi", 1)
    assert not house.navigator.covered


def test_the_bar_asks_the_cover_first(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.cover()
    assert house.navigator.back_pressed()
    assert house.top.asked == ["back"]
    assert house.navigator.current == "taxi"
    house.navigator.home_pressed()
    assert house.navigator.current == "home"
    assert house.top.state.name == "home"


@pytest.mark.parametrize("leave", ["go", "replace", "home", "rest"])
def test_whatever_moves_takes_the_cover_away(house: House, leave: str) -> None:
    house.navigator.go("taxi")
    house.navigator.cover()
    cover = house.top
    getattr(house.navigator, leave)(*({"go": ("alarm",), "replace": ("alarm",)}.get(leave, ())))
    assert cover.closed
    assert not house.navigator.covered


def test_another_look_draws_the_same_state_anew(house: House, kit: Kit) -> None:
    house.navigator.go("taxi")
    house.top.count()
    before = house.view()
    house.navigator.apply(other(kit))
    assert house.view() is not before
    assert house.view().drawn == [Picture("taxi", 1)]
    assert house.view().kit.colours != before.kit.colours


def test_another_look_reaches_cover_and_page(house: House, kit: Kit) -> None:
    house.navigator.go("taxi")
    house.navigator.cover()
    house.navigator.apply(other(kit))
    assert house.shown() == "idle"
    assert house.view().kit is house.window.kit
    house.navigator.uncover()
    assert house.shown() == "taxi"
    assert house.view().kit is house.window.kit


def other(kit: Kit) -> Kit:
    return make_kit(DISPLAYS["21"], Look(palette=Palette.DARK), Translator("zh_CN"), pace=kit.pace)


def test_a_notice_takes_the_titles_place_for_a_while(house: House) -> None:
    words = Translator("zh_CN")(msg("bar.at_home"))
    house.navigator.notice(msg("bar.at_home"))
    assert house.window.title_bar.title == words
    house.clock.advance(3)
    house.navigator.notice(msg("bar.at_home"))
    house.clock.advance(3)
    assert house.window.title_bar.title == words
    house.clock.advance(1.1)
    assert house.window.title_bar.title == "home"


def test_a_notice_does_not_outlive_its_screen(house: House) -> None:
    house.navigator.notice(msg("bar.at_home"))
    house.navigator.go("taxi")
    assert house.window.title_bar.title == "taxi"
    house.clock.advance(5)
    assert house.window.title_bar.title == "taxi"


def test_the_title_is_that_of_the_screen(house: House) -> None:
    house.navigator.go("taxi")
    assert house.navigator.title == verbatim("taxi")
    assert isinstance(house.navigator.title, Message)


def test_what_a_closed_screen_draws_is_not_shown(house: House) -> None:
    house.navigator.go("taxi")
    taxi = house.top
    house.navigator.home()
    taxi.count()
    assert house.shown() == "home"


def test_signals_of_a_view_reach_the_presenter_by_name(house: House) -> None:
    assert list(intents(Page)) == ["pressed"]
    house.navigator.go("taxi")
    house.click()
    assert house.top.asked == []  # too young
    house.window.kit.pace.pass_(1)  # type: ignore[attr-defined]  # the fixture's pace
    house.click()
    assert house.top.asked == ["pressed"]
    assert house.view().drawn[-1].count == 1


def test_an_intent_without_a_receiver_is_a_defect(house: House, kit: Kit) -> None:
    with pytest.raises(AttributeError):
        bind(Page(kit), object())


def test_trouble_says_sorry_and_builds_the_screen_anew(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.go("request", request_id="r1")
    house.navigator.trouble()
    assert house.shown() == "trouble"
    house.clock.advance(2)
    assert (house.shown(), house.top.args) == ("request", {"request_id": "r1"})
    assert house.way_back() == ["taxi", "home"]


def test_trouble_again_leads_home_and_much_later_it_does_not(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.trouble()
    house.clock.advance(19)
    house.navigator.trouble()
    house.clock.advance(2)
    assert house.navigator.current == "home"
    house.navigator.go("taxi")
    house.clock.advance(21)
    house.navigator.trouble()
    house.clock.advance(2)
    assert house.navigator.current == "taxi"


def test_trouble_within_trouble_waits_its_own_time(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.trouble()
    house.clock.advance(1)
    house.navigator.trouble()
    house.clock.advance(1)
    assert house.navigator.current == "trouble"
    house.clock.advance(1)
    assert house.navigator.current == "home"


def test_who_leaves_sorry_is_not_called_back(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.trouble()
    house.navigator.go("alarm")
    house.clock.advance(5)
    assert house.navigator.current == "alarm"


@pytest.mark.parametrize(("when", "times"), [("once", 1), ("again", 1), ("start_over", 0)])
def test_recovery_is_told_only_when_the_same_screen_stands(house: House, when: str, times: int) -> None:
    told: list[str] = []
    house.navigator.recovered = lambda: told.append(house.navigator.current)
    house.navigator.go("taxi")
    house.navigator.trouble(start_over=when == "start_over")
    house.clock.advance(2)
    if when == "again":
        house.navigator.trouble()
        house.clock.advance(2)
    assert len(told) == times


def test_trouble_takes_the_cover_away(house: House) -> None:
    house.navigator.go("taxi")
    house.navigator.cover()
    house.navigator.trouble()
    assert not house.navigator.covered
    assert all(d.closed for d in house.made[:-1])


def test_a_page_that_cannot_be_closed_keeps_nobody(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.navigator.go("taxi")
    house.breaks = ("taxi", "close")
    house.navigator.home()
    assert house.navigator.current == "home"
    assert "taxi could not be closed: RuntimeError" in caplog.text


def test_a_page_that_cannot_open_raises_and_trouble_takes_over(house: House) -> None:
    house.breaks = ("taxi", "open")
    with pytest.raises(RuntimeError):
        house.navigator.go("taxi")
    house.navigator.trouble()
    assert house.shown() == "trouble"
    house.breaks = ("", "")
    house.clock.advance(2)
    assert house.shown() == "taxi"
    assert house.way_back() == ["home"]
