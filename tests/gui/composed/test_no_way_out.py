"""S7: no key, no menu, no closing leads out of the kiosk, and there is never a second window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.composed.conftest import Composed
from tests.gui.composed.ways import ARRIVALS

ALT, CTRL, META, SHIFT, NONE = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
COMBINATIONS = [
    (Qt.Key.Key_F4, ALT),
    (Qt.Key.Key_Escape, NONE),
    (Qt.Key.Key_Q, CTRL),
    (Qt.Key.Key_W, CTRL),
    (Qt.Key.Key_P, CTRL),
    (Qt.Key.Key_O, CTRL),
    (Qt.Key.Key_C, CTRL),
    (Qt.Key.Key_V, CTRL),
    (Qt.Key.Key_F1, NONE),
    (Qt.Key.Key_F11, NONE),
    (Qt.Key.Key_Menu, NONE),
    (Qt.Key.Key_F10, SHIFT),
    (Qt.Key.Key_Delete, CTRL | ALT),
    (Qt.Key.Key_Tab, ALT),
    (Qt.Key.Key_Space, ALT),
    (Qt.Key.Key_D, META),
    (Qt.Key.Key_Super_L, NONE),
]


def windows(kiosk: Composed) -> list[QWidget]:
    """Every window on the glass, menus and tool tips too."""
    kiosk.settle()
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


@pytest.mark.parametrize("screen", list(ARRIVALS))
def test_s7_no_key_combination_does_anything(composed_kiosk: Composed, screen: str) -> None:
    kiosk = composed_kiosk
    ARRIVALS[screen](kiosk)
    kiosk.window.activateWindow()
    before = kiosk.screen
    for key, with_ in COMBINATIONS:
        QTest.keyClick(kiosk.window.windowHandle(), key, with_)
        QTest.keyClick(kiosk.window, key, with_)
        kiosk.settle()
        assert kiosk.screen == before, key
        assert windows(kiosk) == [kiosk.window], key
    assert not kiosk.window.isMinimized()
    assert kiosk.unforeseen == []


@pytest.mark.parametrize("screen", list(ARRIVALS))
def test_s7_closing_and_menus_are_refused(composed_kiosk: Composed, screen: str) -> None:
    kiosk = composed_kiosk
    ARRIVALS[screen](kiosk)
    assert not kiosk.window.close()
    event = QCloseEvent()
    QApplication.sendEvent(kiosk.window, event)
    assert not event.isAccepted()
    QApplication.closeAllWindows()
    QApplication.quit()
    for widget in kiosk.shown():
        at = widget.rect().center()
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
        QApplication.sendEvent(widget, menu)
        assert widget.contextMenuPolicy() in (
            Qt.ContextMenuPolicy.PreventContextMenu,
            Qt.ContextMenuPolicy.NoContextMenu,
        )
        assert widget.actions() == []
        assert widget.toolTip() == ""
    assert windows(kiosk) == [kiosk.window]
    assert kiosk.window.isVisible()


def test_s7_a_minimised_window_comes_back(composed_kiosk: Composed) -> None:
    composed_kiosk.window.showMinimized()
    composed_kiosk.settle()
    assert not composed_kiosk.window.isMinimized()


def test_s7_edges_and_right_buttons_do_nothing(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    handle = kiosk.window.windowHandle()
    right, bottom = kiosk.window.width() - 1, kiosk.window.height() - 1
    for at in (QPoint(1, 0), QPoint(right, 0), QPoint(0, bottom), QPoint(right, bottom), QPoint(right // 2, 0)):
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseMove(handle, QPoint(right // 2, bottom // 2))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(right // 2, bottom // 2))
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
        for key in kiosk.all_keys():
            QTest.mouseClick(key, button)
    assert kiosk.screen == "home"
    assert windows(kiosk) == [kiosk.window]


@pytest.mark.parametrize("kind", [QEvent.Type.DragEnter, QEvent.Type.Drop])
def test_s7_nothing_can_be_dropped(composed_kiosk: Composed, kind: QEvent.Type) -> None:
    assert not any(widget.acceptDrops() for widget in composed_kiosk.shown()), kind


def test_s7_there_is_nothing_to_type_into_and_no_link(composed_kiosk: Composed) -> None:
    from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QTextEdit

    for arrive in ARRIVALS.values():
        composed_kiosk.bar_tap("home")
        arrive(composed_kiosk)
        for widget in composed_kiosk.shown():
            assert not isinstance(widget, QLineEdit | QTextEdit | QComboBox | QAbstractSpinBox)
            if isinstance(widget, QLabel):
                assert not widget.openExternalLinks()
        if composed_kiosk.screen == "alarm":
            composed_kiosk.call_off()
