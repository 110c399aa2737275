"""The base of everything a resident can tap (elder-ui U7, U9, U10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEventPoint, QKeyEvent, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit


@dataclass(frozen=True)
class TapRules:
    """When a touch is a tap. Seconds and millimetres; the figures are U7's and U10's."""

    shortest: float = 0.1
    longest: float = 2.5
    hold: float = 1.2
    slack_mm: float = 8.0
    palm_mm: float = 28.0


RULES = TapRules()


class TapHost(QWidget):
    """The window that tap areas live in. It may refuse taps, and hears of each."""

    def tap_allowed(self, _area: TapArea) -> bool:
        """False while a new screen is too young to be tapped on purpose."""
        return True

    def tap_began(self, area: TapArea | None) -> None:
        """A finger came down, on a key or beside all of them."""

    def tap_done(self, area: TapArea) -> None:
        """A key is about to act."""

    def tap_held(self, area: TapArea) -> None:
        """A key was held: read it aloud."""


class TapArea(Drawn, QPushButton):
    """One key: one finger, one tap, acts on release.

    A release up to 8 mm outside still counts unless it is on another key. Held for 1.2 s it emits `held` (it is read
    aloud) and does not act; the next press acts, however slow. `eager` keys (the alarm) act after any press. A second
    finger, a palm, or a touch elsewhere changes nothing. Touches under 100 ms are brushes; a mouse has no such limit.
    Subclasses give `compose`, and look at `pressed_now`.
    """

    tapped = Signal()
    held = Signal()

    def __init__(self, kit: Kit, name: str, parent: QWidget | None = None, *, eager: bool = False) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self.eager = eager
        self.pressed_now = False
        self._since = 0.0
        self._finger: int | None = None
        self._armed = False
        self._was_held = False
        self._cancel_hold: Callable[[], None] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.clicked.connect(self._clicked)

    # what others may ask

    def target(self) -> QRectF:
        """The part that is drawn as the key and can be tapped, in own coordinates."""
        return QRectF(self.rect())

    def rename(self, name: str) -> None:
        self.setAccessibleName(name)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._finger is None:
            self._end(event.position(), brief=0.0)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    # touch

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd) and isinstance(
            event, QTouchEvent
        ):
            for point in event.points():
                self._touch(point)
            event.accept()
            return True
        if kind == QEvent.Type.TouchCancel:
            self._forget()
            return True
        return bool(super().event(event))

    def _touch(self, point: QEventPoint) -> None:
        state = point.state()
        if state == QEventPoint.State.Pressed and self._finger is None and not self._is_palm(point):
            self._finger = point.id()
            self._begin()
        elif point.id() == self._finger and self._is_palm(point):
            self._forget()
        elif point.id() == self._finger and state == QEventPoint.State.Released:
            self._finger = None
            self._end(point.position(), brief=RULES.shortest)

    def _is_palm(self, point: QEventPoint) -> bool:
        size = point.ellipseDiameters()
        return max(size.width(), size.height()) > self.kit.metrics.mm(RULES.palm_mm)

    # keyboard and assistive technology

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _clicked(self) -> None:
        host = self._host()
        if host:
            host.tap_began(self)
        self._act()

    # the life of a press

    def _begin(self) -> None:
        host = self._host()
        if host:
            host.tap_began(self)
        self._since = self.kit.pace.now()
        self._was_held = False
        self._set_pressed(True)
        if not self.eager and not self._armed:
            self._cancel_hold = self.kit.pace.later(RULES.hold, self._hold)

    def _hold(self) -> None:
        if not isValid(self) or not self.pressed_now:  # it may have gone with its screen, under the finger
            return
        self._was_held = self._armed = True
        host = self._host()
        if host:
            host.tap_held(self)
        self.held.emit()

    def _end(self, at: QPointF, brief: float) -> None:
        if not self.pressed_now:
            return
        lasted = self.kit.pace.now() - self._since
        held = self._was_held
        self._forget()
        if held or not self._lands_here(at):
            return
        if self.eager or brief - 1e-6 <= lasted <= RULES.longest + 1e-6:
            self._act()

    def _forget(self) -> None:
        if self._cancel_hold:
            self._cancel_hold()
            self._cancel_hold = None
        self._finger = None
        self._was_held = False
        self._set_pressed(False)

    def _act(self) -> None:
        host = self._host()
        if host and not self.eager and not host.tap_allowed(self):
            return
        self._armed = False
        if host:
            host.tap_done(self)
        self.tapped.emit()

    def _lands_here(self, at: QPointF) -> bool:
        box = self.target()
        if box.contains(at):
            return True
        slack = RULES.slack_mm * self.kit.metrics.display.px_per_mm
        if not box.adjusted(-slack, -slack, slack, slack).contains(at):
            return False
        host = self.window()
        other = host.childAt(self.mapTo(host, at.toPoint()))
        return not isinstance(other, TapArea) or other is self

    def _set_pressed(self, on: bool) -> None:
        if on != self.pressed_now:
            self.pressed_now = on
            self._pieces = None
            self.update()

    def _host(self) -> TapHost | None:
        window = self.window()
        return window if isinstance(window, TapHost) else None


def centre_of(area: TapArea) -> QPoint:
    """Centre of the key in window coordinates, where a finger aims."""
    return area.mapTo(area.window(), area.target().center().toPoint())
