"""The window: bar in its place, young screens, motion, looks, and no way out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.preferences import Palette
from kiosk.text import Translator
from kiosk.ui.theme import Display, Kit, Look, make_kit
from kiosk.ui.transition import Transition
from kiosk.ui.view import View
from kiosk.ui.widgets.band import BandKind
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.column import Column
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.listen_strip import ListenStrip
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.widgets.text_block import TextBlock
from kiosk.ui.window import KioskWindow
from tests.gui.conftest import FakePace
from tests.gui.fingers import Count, click, press, texts


def view_with(kit: Kit, *words: str, title: str = "您好") -> tuple[View, list[BigKey]]:
    view, keys = View(kit), [BigKey(kit, word) for word in words]
    view.title = title
    view.fill(Column(kit, keys))
    return view, keys


@pytest.mark.parametrize("name", ["back", "home", "listen", "volunteer", "alarm"])
def test_u15_the_bar_asks_for_what_its_keys_say(window: KioskWindow, name: str) -> None:
    heard = Count()
    getattr(window, f"{name}_requested").connect(heard)
    window.bar.key(name).click()
    assert len(heard) == 1


def test_u15_the_bar_stands_in_the_same_place_on_every_screen(window: KioskWindow, kit: Kit, pace: FakePace) -> None:
    places = []
    for words in (["好的"], ["一", "二", "三"]):
        window.show_view(view_with(kit, *words)[0], motion=False)
        places.append([window.bar.key(n).mapTo(window, QPoint(0, 0)) for n in ("back", "alarm")])
    window.set_listening(True)
    places.append([window.bar.key(n).mapTo(window, QPoint(0, 0)) for n in ("back", "alarm")])
    assert places[0] == places[1] == places[2]


def test_u7_a_tap_in_a_screens_first_600_ms_is_ignored(window: KioskWindow, kit: Kit, pace: FakePace) -> None:
    window.show_view(view_with(kit, "一")[0], motion=False)
    view, keys = view_with(kit, "好的")
    acted = Count()
    keys[0].tapped.connect(acted)
    window.show_view(view, motion=False)
    pace.pass_(0.4)
    press(keys[0], pace, 0.15)
    assert len(acted) == 0
    pace.pass_(0.3)
    press(keys[0], pace, 0.15)
    assert len(acted) == 1


def test_the_first_screen_of_all_takes_a_tap_at_once(window: KioskWindow, kit: Kit, pace: FakePace) -> None:
    """There was no screen before that the tap could have been meant for (U7)."""
    view, keys = view_with(kit, "好的")
    acted = Count()
    keys[0].tapped.connect(acted)
    window.show_view(view, motion=False)
    press(keys[0], pace, 0.15)
    assert len(acted) == 1


def test_u10_the_alarm_key_acts_on_a_young_screen_too(window: KioskWindow, kit: Kit, pace: FakePace) -> None:
    alarms = Count()
    window.alarm_requested.connect(alarms)
    window.show_view(view_with(kit, "一")[0], motion=False)
    window.show_view(view_with(kit, "好的")[0], motion=False)
    press(window.bar.key("alarm"), pace, 0.03)
    assert len(alarms) == 1


def test_u10_any_touch_silences_at_once(window: KioskWindow, kit: Kit) -> None:
    heard, active = Count(), Count()
    window.tapped.connect(heard)
    window.activity.connect(active)
    QTest.mousePress(window.bar.key("home"), Qt.MouseButton.LeftButton)
    assert len(heard) == 1
    QTest.mouseRelease(window.bar.key("home"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(960, 400))
    assert len(heard) == 2
    assert len(active) == 2


def test_u10_a_key_that_is_held_asks_to_be_read(window: KioskWindow, pace: FakePace) -> None:
    read, acted = Count(), Count()
    window.key_held.connect(read)
    window.volunteer_requested.connect(acted)
    press(window.bar.key("volunteer"), pace, 1.3)
    assert read.calls == [("叫志愿者",)]
    assert len(acted) == 0


@pytest.mark.parametrize("name", ["again", "louder", "slower", "larger", "colours", "language"])
def test_u10_listening_opens_a_strip_of_six(window: KioskWindow, kit: Kit, pace: FakePace, name: str) -> None:
    heard = Count()
    getattr(window, f"{name}_requested").connect(heard)
    window.show_view(view_with(kit, "好的")[0], motion=False)
    window.set_listening(True)
    strip = next(w for w in window.findChildren(QWidget) if isinstance(w, ListenStrip))
    pace.pass_(1)
    strip.key(name).click()
    assert len(heard) == 1
    assert window.view is not None
    assert window.view.geometry().bottom() < strip.y()
    window.set_listening(False)
    assert not window.listening


def test_the_strip_takes_the_screens_place_where_both_do_not_fit(window: KioskWindow, kit: Kit) -> None:
    view = View(kit)
    view.fill(Column(kit, [TextBlock(kit, "请您等一等，马上就好。" * 9) for _ in range(3)]))
    window.show_view(view, motion=False)
    assert not view.isHidden()
    window.set_listening(True)
    assert view.isHidden()
    window.set_listening(False)
    assert not view.isHidden()


def test_u9_focus_follows_the_screen_and_ends_in_the_bar(window: KioskWindow, kit: Kit) -> None:
    tiles = [KeyTile(kit, "taxi", f"事{n}", service="taxi") for n in range(4)]
    view = View(kit)
    view.fill(ChoicePage(kit, list(reversed(tiles))))
    window.show_view(view, motion=False)
    window.activateWindow()
    tiles[-1].setFocus()
    walked = []
    for _ in range(9):
        now = QApplication.focusWidget()
        assert isinstance(now, TapArea)
        walked.append(now.accessibleName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert walked == ["事3", "事2", "事1", "事0", "返回", "首页", "听一听", "叫志愿者", "紧急呼救"]


def test_the_focus_ring_is_for_keyboards(window: KioskWindow, kit: Kit) -> None:
    window.show_view(view_with(kit, "好的")[0], motion=False)
    assert not window._ring.isVisible()
    window.activateWindow()
    window.bar.key("back").setFocus()
    QTest.keyClick(window.bar.key("back"), Qt.Key.Key_Tab)
    assert window._ring.isVisible()
    click(window.bar.key("home"))
    assert not window._ring.isVisible()


def test_s7_there_is_no_way_out(window: KioskWindow) -> None:
    assert not window.close()
    assert window.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert window.isVisible()
    assert window.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not any(w.acceptDrops() for w in [window, *window.findChildren(QWidget)])


def test_u21_motion_comes_from_the_key_and_ends_by_itself(window: KioskWindow, kit: Kit, pace: FakePace) -> None:
    view, keys = view_with(kit, "好的")
    window.show_view(view, motion=False)
    place = keys[0].mapTo(window, QPoint(0, 0))
    pace.pass_(1)
    click(keys[0])
    window.show_view(view_with(kit, "一")[0])
    moving = window.findChildren(Transition)
    assert len(moving) == 1
    start = moving[0].hole()
    assert (start.left() + moving[0].x(), start.top() + moving[0].y()) == (place.x(), place.y())
    assert moving[0].testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    moving[0].end()
    assert moving[0].isHidden()


def test_u21_motion_can_be_off(window: KioskWindow, kit: Kit) -> None:
    still = replace(kit, motion=False)
    window.apply(still)
    window.show_view(view_with(still, "一")[0])
    window.show_view(view_with(still, "二")[0])
    assert window.findChildren(Transition) == []


def test_u10_another_look_is_there_at_once(window: KioskWindow, kit: Kit) -> None:
    window.set_duty("志愿者在：王阿姨", "王阿姨")
    window.set_time("上午 9:30")
    window.set_band(BandKind.DEMO)
    window.set_listening(True)
    english = make_kit(kit.metrics.display, Look(Palette.CONTRAST, language="en"), Translator("en"), pace=kit.pace)
    window.apply(english)
    window.show_view(view_with(english, "Yes", title="Hello")[0], motion=False)
    assert window.bar.key("back").accessibleName() == "Back"
    assert texts(window.title_bar) == ["Demo", "Hello", "志愿者在：王阿姨", "上午 9:30"]
    assert window.listening
    assert window.grab().toImage().pixelColor(960, 300).name() == "#000000"


def test_u25_keys_stay_below_1200_mm_and_lower_when_asked(qapp: object, pace: FakePace) -> None:
    display = Display(32, 1080, 1920, mount_mm=600)
    kit = make_kit(display, Look(), Translator(), pace=pace)
    window = KioskWindow(kit)
    view = view_with(kit, "一", "二", "三")[0]
    window.show_view(view, motion=False)
    top = window.view.mapTo(window, QPoint(0, 0)).y() if window.view else 0
    assert (1920 - top) / display.px_per_mm == pytest.approx(600, abs=2)
    window.set_lowered(True)
    assert window.view is not None
    assert (1920 - window.view.y()) / display.px_per_mm == pytest.approx(500, abs=2)
    window.may_close = True
    window.close()


def test_the_old_screen_is_gone(window: KioskWindow, kit: Kit) -> None:
    first, gone = view_with(kit, "一")[0], Count()
    window.show_view(first, motion=False)
    first.destroyed.connect(gone)
    window.show_view(view_with(kit, "二")[0], motion=False)
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert len(gone) == 1


def test_the_hint_ring_can_be_asked_for(window: KioskWindow, kit: Kit) -> None:
    window.hint(window.bar.key("listen"))
    assert window._ring.isVisible()
    window.hint(None)
    assert not window._ring.isVisible()
