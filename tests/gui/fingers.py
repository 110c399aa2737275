"""Fingers for tests: touches and clicks that last as long as the test's own time says."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Kit
from kiosk.ui.widgets.big_key import BigKey
from tests.gui.conftest import FakePace

_device: list[QPointingDevice] = []


def touchscreen() -> QPointingDevice:
    if not _device:
        _device.append(QTest.createTouchDevice())
    return _device[0]


def touch(widget: QWidget, pace: FakePace, seconds: float, *, up: QPoint | None = None, finger: int = 0) -> None:
    """One finger down in the middle, up after `seconds`, perhaps elsewhere (in the widget's coordinates)."""
    middle = widget.rect().center()
    QTest.touchEvent(widget, touchscreen()).press(finger, middle, widget).commit()
    pace.pass_(seconds)
    QTest.touchEvent(widget, touchscreen()).release(finger, up or middle, widget).commit()


def press(widget: QWidget, pace: FakePace, seconds: float) -> None:
    """The same with a mouse: offscreen, touches reach only windows that fit on Qt's small pretended screen."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton)
    pace.pass_(seconds)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class Count:
    """Counts a signal."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __call__(self, *args: object) -> None:
        self.calls.append(args)

    def __len__(self) -> int:
        return len(self.calls)


def shown(widget: QWidget, width: int, height: int) -> QWidget:
    """The widget on its own, of this size, laid out."""
    widget.resize(width, height)
    widget.show()
    return widget


def texts(widget: QWidget) -> list[str]:
    """What a drawn widget's words say, each text as one string."""
    from kiosk.ui.pieces import Words

    return ["".join(p.setting.lines) for p in widget.pieces() if isinstance(p, Words)]  # type: ignore[attr-defined]


def key(kit: Kit, word: str = "好的", parent: QWidget | None = None) -> BigKey:
    return BigKey(kit, word, parent=parent)
