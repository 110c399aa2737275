"""The waiting strip in the window: it takes its room from nobody who needs it, and turns without a surprise."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.screens import view_class
from kiosk.bootstrap.stage import Setting, Stage, displays
from kiosk.domain.preferences import TextSize
from kiosk.screens.specimens import CALLS, specimens
from kiosk.text import Message, verbatim
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Words
from kiosk.ui.seen import keys_of
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.widgets.waiting_strip import TURN_SECONDS, WaitingStrip
from kiosk.ui.window import KioskWindow
from tests.gui.conftest import FakePace

FOUND = {found.name: found for found in specimens()}


def strip_of(window: KioskWindow) -> WaitingStrip:
    (strip,) = [s for s in window.findChildren(WaitingStrip) if not s.isHidden() or s.away]
    return strip


def place(key: TapArea, window: KioskWindow) -> QRect:
    return QRect(key.mapTo(window, QPoint(0, 0)), key.size())


def one_line(text: str) -> tuple[Message, ...]:
    return (verbatim("12 号"), verbatim(text))


@pytest.mark.parametrize("display", displays())
@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.HUGE])
def test_u15_bar_stays_and_no_key_is_covered_on_any_display(qapp: QApplication, display: str, size: TextSize) -> None:
    stage = Stage(Setting(display, size))
    for name in ("home", "taxi-phone-typed", "mine-many"):
        bar = stage.show(Scene(name, FOUND[name])).bar.geometry()
        window = stage.show(Scene(name, FOUND[name], calls=CALLS))
        strip = strip_of(window)
        assert window.bar.geometry() == bar
        assert window.rect().contains(strip.geometry())
        assert not any(place(key, window).intersects(strip.geometry()) for key in keys_of(window))
        assert not window.title_bar.isVisible() or not window.title_bar.geometry().intersects(strip.geometry())
    stage.close()


def test_u21_several_take_turns_at_once_and_one_stands_still(kit: Kit, pace: FakePace) -> None:
    strip = WaitingStrip(kit, [one_line("车到了"), (verbatim("15 号"), verbatim("有人接了"))])
    strip.resize(1800, 120)
    seen = []
    for _ in range(3):
        seen.append(next(p.setting.lines[0] for p in strip.pieces() if isinstance(p, Words)))
        pace.pass_(TURN_SECONDS)
    assert seen == ["12 号，车到了", "15 号，有人接了", "12 号，车到了"]
    strip.stop()
    alone = WaitingStrip(kit, [one_line("车到了")])
    alone.resize(1800, 120)
    before = alone.grab().toImage()
    pace.pass_(TURN_SECONDS * 5)
    assert alone.grab().toImage() == before


def test_what_does_not_fit_comes_in_turns_with_the_number_each_time(kit: Kit) -> None:
    strip = WaitingStrip(kit, [(verbatim("12 号"), *(verbatim(w) for w in ("车到了", "沪A·00000", "绿色出租车")))])
    strip.resize(1800, 120)
    assert strip.steps() == ["12 号，车到了，沪A·00000，绿色出租车"]
    strip.resize(560, 120)
    assert strip.steps() == ["12 号，车到了", "12 号，沪A·00000", "12 号，绿色出租车"]
    strip.stop()


def test_in_the_titles_place_the_title_comes_back_in_turns(window: KioskWindow, pace: FakePace) -> None:
    shown = view_class("home")(window.kit)
    shown.render(FOUND["home"].state)
    window.show_view(shown)
    window.resize(1920, 560)  # so low that the screen needs all the room there is
    window.set_calls([one_line("车到了")])
    strip = strip_of(window)
    assert strip.over_title
    turns = []
    for _ in range(4):
        turns.append((strip.isVisible(), window.title_bar.isVisible()))
        pace.pass_(TURN_SECONDS)
    assert turns == [(True, False), (False, True)] * 2
    window.set_calls([])
    assert window.title_bar.isVisible()


@pytest.mark.parametrize("moment", ["alarm-unanswered", "alarm-countdown", "alarm-answered", "alarm-reached"])
def test_s3_a_call_for_help_gives_a_car_no_room(window: KioskWindow, moment: str) -> None:
    """Whom to ring and what to press stay as they were; the call takes turns with the title."""
    shown = view_class("alarm")(window.kit)
    shown.render(next(one.state for one in specimens("alarm") if one.name == moment))
    window.show_view(shown)
    window.resize(1920, 1080)
    before = [(key.accessibleName(), key.geometry()) for key in keys_of(window)]
    window.set_calls([one_line("车到了")])
    assert strip_of(window).over_title
    assert [(key.accessibleName(), key.geometry()) for key in keys_of(window)] == before


def test_u7_a_finger_on_its_way_does_not_hit_what_has_just_moved(window: KioskWindow, pace: FakePace) -> None:
    shown = view_class("home")(window.kit)
    shown.render(FOUND["home"].state)
    window.show_view(shown)
    pace.pass_(1)
    key = keys_of(window)[0]
    assert window.tap_allowed(key)
    window.set_calls([one_line("车到了")])
    assert not window.tap_allowed(key)
    pace.pass_(1)
    assert window.tap_allowed(key)


def test_s3_another_look_keeps_the_call(window: KioskWindow, kit: Kit) -> None:
    window.set_calls([one_line("车到了")])
    window.apply(kit)
    assert strip_of(window).accessibleName() == "12 号，车到了"
    window.set_calls([])
    assert not [s for s in window.findChildren(WaitingStrip) if s.isVisible()]
