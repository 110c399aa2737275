"""U7, U9, U10: what counts as a tap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from kiosk.ui.theme import Kit
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.tap_area import TapArea, TapHost
from tests.gui.conftest import FakePace
from tests.gui.fingers import Count, click, touch, touchscreen


class Host(TapHost):
    """Remembers what keys tell their window."""

    def __init__(self) -> None:
        super().__init__()
        self.young = False
        self.began: list[TapArea | None] = []
        self.read: list[str] = []

    def tap_allowed(self, _area: TapArea) -> bool:
        return not self.young

    def tap_began(self, area: TapArea | None) -> None:
        self.began.append(area)

    def tap_held(self, area: TapArea) -> None:
        self.read.append(area.accessibleName())


@pytest.fixture
def host(qapp: QApplication) -> Iterator[Host]:
    made = Host()
    made.resize(900, 400)
    yield made
    made.deleteLater()


@pytest.fixture
def keys(kit: Kit, host: Host) -> tuple[BigKey, BigKey]:
    """Two keys beside each other, 20 px apart."""
    one, other = BigKey(kit, "一", parent=host), BigKey(kit, "二", parent=host)
    one.setGeometry(50, 100, 300, 150)
    other.setGeometry(370, 100, 300, 150)
    host.show()
    return one, other


def counts(keys: tuple[BigKey, BigKey]) -> tuple[Count, Count]:
    one, other = Count(), Count()
    keys[0].tapped.connect(one)
    keys[1].tapped.connect(other)
    return one, other


@pytest.mark.parametrize("seconds", [0.1, 0.5, 1.1])
def test_u7_a_touch_acts_on_release(keys: tuple[BigKey, BigKey], pace: FakePace, seconds: float) -> None:
    one, _ = counts(keys)
    QTest.touchEvent(keys[0], touchscreen()).press(0, keys[0].rect().center(), keys[0]).commit()
    assert keys[0].pressed_now
    assert len(one) == 0
    pace.pass_(seconds)
    QTest.touchEvent(keys[0], touchscreen()).release(0, keys[0].rect().center(), keys[0]).commit()
    assert len(one) == 1
    assert not keys[0].pressed_now


def test_u7_a_brush_does_not_act(keys: tuple[BigKey, BigKey], pace: FakePace) -> None:
    one, _ = counts(keys)
    touch(keys[0], pace, 0.05)
    assert len(one) == 0


def test_a_mouse_click_acts_however_short(keys: tuple[BigKey, BigKey]) -> None:
    one, _ = counts(keys)
    click(keys[0])
    assert len(one) == 1


def test_u7_a_release_8_mm_outside_still_counts(keys: tuple[BigKey, BigKey], pace: FakePace, kit: Kit) -> None:
    one, _ = counts(keys)
    just = int(8 * kit.metrics.display.px_per_mm) - 1
    touch(keys[0], pace, 0.3, up=QPoint(-just, 75))
    assert len(one) == 1
    touch(keys[0], pace, 0.3, up=QPoint(-just - 3, 75))
    assert len(one) == 1


def test_u7_a_release_on_another_key_does_nothing(keys: tuple[BigKey, BigKey], pace: FakePace) -> None:
    one, other = counts(keys)
    touch(keys[0], pace, 0.3, up=QPoint(324, 75))  # 24 px outside, 4 px inside the neighbour
    assert (len(one), len(other)) == (0, 0)
    touch(keys[0], pace, 0.3, up=QPoint(310, 75))  # in the gap between them
    assert (len(one), len(other)) == (1, 0)


def test_u7_a_palm_resting_on_one_key_blocks_no_other(keys: tuple[BigKey, BigKey], pace: FakePace) -> None:
    one, other = counts(keys)
    palm = keys[0].rect().center()
    QTest.touchEvent(keys[0], touchscreen()).press(0, palm, keys[0]).commit()
    pace.pass_(5)
    QTest.touchEvent(keys[1], touchscreen()).stationary(0).press(1, palm, keys[1]).commit()
    pace.pass_(0.3)
    QTest.touchEvent(keys[1], touchscreen()).stationary(0).release(1, palm, keys[1]).commit()
    assert (len(one), len(other)) == (0, 1)
    QTest.touchEvent(keys[0], touchscreen()).release(0, palm, keys[0]).commit()
    assert len(one) == 0


def test_u7_a_palm_beside_the_keys_blocks_none(keys: tuple[BigKey, BigKey], pace: FakePace, host: Host) -> None:
    _, other = counts(keys)
    QTest.touchEvent(host, touchscreen()).press(0, QPoint(800, 380), host).commit()
    middle = keys[1].rect().center()
    QTest.touchEvent(keys[1], touchscreen()).stationary(0).press(1, middle, keys[1]).commit()
    pace.pass_(0.3)
    QTest.touchEvent(keys[1], touchscreen()).stationary(0).release(1, middle, keys[1]).commit()
    assert len(other) == 1


def test_u7_a_second_finger_on_the_same_key_changes_nothing(keys: tuple[BigKey, BigKey], pace: FakePace) -> None:
    one, _ = counts(keys)
    middle, beside = keys[0].rect().center(), QPoint(20, 20)
    QTest.touchEvent(keys[0], touchscreen()).press(0, middle, keys[0]).commit()
    pace.pass_(0.2)
    QTest.touchEvent(keys[0], touchscreen()).stationary(0).press(1, beside, keys[0]).commit()
    QTest.touchEvent(keys[0], touchscreen()).stationary(0).release(1, beside, keys[0]).commit()
    assert len(one) == 0
    QTest.touchEvent(keys[0], touchscreen()).release(0, middle, keys[0]).commit()
    assert len(one) == 1


def test_u10_held_it_is_read_and_the_next_tap_acts(keys: tuple[BigKey, BigKey], pace: FakePace, host: Host) -> None:
    one, _ = counts(keys)
    held = Count()
    keys[0].held.connect(held)
    touch(keys[0], pace, 1.3)
    assert (len(one), len(held), host.read) == (0, 1, ["一"])
    touch(keys[0], pace, 2.4)  # slow, but it has been read: it acts
    assert (len(one), len(held)) == (1, 1)


def test_a_key_that_goes_with_its_screen_under_the_finger_is_not_read(
    keys: tuple[BigKey, BigKey], pace: FakePace, host: Host
) -> None:
    QTest.touchEvent(keys[0], touchscreen()).press(0, keys[0].rect().center(), keys[0]).commit()
    delete(keys[0])
    pace.pass_(1.3)
    assert host.read == []


def test_u7_a_press_of_more_than_two_and_a_half_seconds_never_acts(keys: tuple[BigKey, BigKey], pace: FakePace) -> None:
    one, _ = counts(keys)
    touch(keys[0], pace, 1.3)
    touch(keys[0], pace, 2.6)
    assert len(one) == 0


@pytest.mark.parametrize("seconds", [0.02, 0.3, 1.5, 6.0])
def test_u10_the_alarm_acts_after_any_press(kit: Kit, host: Host, pace: FakePace, seconds: float) -> None:
    alarm = BigKey(kit, "紧急呼救", "alarm", kind=KeyKind.ALARM, parent=host)
    alarm.setGeometry(50, 100, 300, 150)
    host.young = True
    host.show()
    acted = Count()
    alarm.tapped.connect(acted)
    touch(alarm, pace, seconds)
    assert len(acted) == 1


def test_u7_a_tap_on_a_young_screen_is_ignored(keys: tuple[BigKey, BigKey], pace: FakePace, host: Host) -> None:
    one, _ = counts(keys)
    host.young = True
    touch(keys[0], pace, 0.3)
    assert len(one) == 0
    host.young = False
    touch(keys[0], pace, 0.3)
    assert len(one) == 1


def test_u10_the_window_hears_of_a_press_at_once(keys: tuple[BigKey, BigKey], host: Host) -> None:
    QTest.mousePress(keys[0], Qt.MouseButton.LeftButton)
    assert host.began == [keys[0]]
    QTest.mouseRelease(keys[0], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("with_key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_u9_keyboards_act_too(keys: tuple[BigKey, BigKey], with_key: Qt.Key) -> None:
    one, _ = counts(keys)
    QTest.keyClick(keys[0], with_key)
    assert len(one) == 1


def test_u9_assistive_technology_finds_a_named_button_and_presses_it(keys: tuple[BigKey, BigKey]) -> None:
    one, _ = counts(keys)
    found = QAccessible.queryAccessibleInterface(keys[0])
    assert found.role() == QAccessible.Role.Button
    assert found.text(QAccessible.Text.Name) == "一"
    keys[0].click()
    assert len(one) == 1


def test_two_quick_clicks_are_two_taps(keys: tuple[BigKey, BigKey]) -> None:
    """Qt tells the second press as a double click; to a resident it is a tap like any other."""
    one, _ = counts(keys)
    click(keys[0])
    middle = QPointF(keys[0].rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(keys[0], QMouseEvent(kind, middle, keys[0].mapToGlobal(middle), left, left, none))
    assert len(one) == 2


def test_the_right_button_does_nothing(keys: tuple[BigKey, BigKey]) -> None:
    one, _ = counts(keys)
    QTest.mouseClick(keys[0], Qt.MouseButton.RightButton)
    assert len(one) == 0
    assert keys[0].contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
