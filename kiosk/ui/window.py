"""The one window: band, title, the screen's room, the strip under 听一听, the bar. There is no way out (S7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.text import Message
from kiosk.ui.arrangement import Arrangement
from kiosk.ui.kit import Kit
from kiosk.ui.transition import Transition
from kiosk.ui.view import View
from kiosk.ui.widgets.tap_area import TapArea

YOUNG_SECONDS = 0.6
"""A tap on a screen younger than this was meant for the one before (U7)."""


class KioskWindow(Arrangement):
    """Frameless, of the display's size. Bootstrap connects the signals, makes views and shows them.

    The bar's keys always emit; the session decides what they do and says why when they cannot. `tapped` comes with
    every touch (speech stops at once), `activity` with every touch or key press (the session goes on).
    `key_held(name)` asks to read a key aloud. `finger_on` is the key that was touched last, None beside all keys.
    """

    tapped = Signal()
    activity = Signal()
    key_held = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.may_close = False
        self.finger_on: TapArea | None = None
        self._moving: Transition | None = None
        self._begun = False
        self._shown_at = -YOUNG_SECONDS
        self._origin: QRect | None = None
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._furnish()
        self.resize(kit.metrics.display.width_px, kit.metrics.display.height_px)

    # what others do with it

    def show_view(self, view: View, *, motion: bool = True) -> None:
        """Puts a screen in, coming from the key that was tapped last; the old view is deleted."""
        old, self.view = self.view, view
        moves = motion and self.kit.motion and old is not None and self.isVisible()
        picture = self._picture() if moves else None
        view.setParent(self)
        if old is not None:
            old.hide()
            old.deleteLater()
        self._entitle()
        self.arrange()
        if self._begun:  # before the first screen there was none to tap
            self._shown_at = self.kit.pace.now()
        self._begun = True
        self.order_focus()
        if picture is not None:
            self._move(*picture)
        self._origin = None

    def turned(self) -> None:
        """The view shows another page, under another title: to a finger as new as another screen (U7)."""
        self._shown_at = self.kit.pace.now()
        self.retitle()

    def apply(self, kit: Kit) -> None:
        """Another look: rebuilds bar, title and strip, and takes the view out; show a new one made with `kit`."""
        self.kit = kit
        strip_open = self._strip is not None
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self._furnish()
        self.set_listening(strip_open)
        self._furnish_calls()
        self.arrange()
        self.update()

    def set_calls(self, calls: Sequence[tuple[Message, ...]]) -> None:
        """Who is called by number, with what to look for, newest first; none takes the strip away."""
        if tuple(calls) != self.calls:
            before = self.view.geometry() if self.view is not None else None
            self.calls = tuple(calls)
            self._furnish_calls()
            self.arrange()
            if self.view is not None and self.view.geometry() != before:
                self._shown_at = self.kit.pace.now()  # its keys have moved: a finger on its way meant where they were

    def hint(self, target: QWidget | None) -> None:
        """Puts the hint ring around a widget, or takes it away."""
        self._ring.around(target)

    # taps

    def tap_allowed(self, _area: TapArea) -> bool:
        return self.kit.pace.now() - self._shown_at >= YOUNG_SECONDS

    def tap_began(self, area: TapArea | None) -> None:
        self._ring.hide()
        self.finger_on = area
        self.tapped.emit()
        self.activity.emit()

    def tap_done(self, area: TapArea) -> None:
        self._origin = QRect(area.mapTo(self, QPoint(0, 0)), area.size())

    def tap_held(self, area: TapArea) -> None:
        self.key_held.emit(area.accessibleName())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.tap_began(None)
        event.accept()

    # its size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.kit.colours.paper))
        painter.end()

    # no way out

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only bootstrap closes the window, by setting `may_close`."""
        event.setAccepted(self.may_close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.finger_on = None
        self.activity.emit()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        before = QApplication.focusWidget()
        by_key = before is not None and before.isVisible()  # else Qt moves on from a key that has just gone
        if by_key:
            self.activity.emit()
        self.order_focus()
        moved = super().focusNextPrevChild(forward)
        now = QApplication.focusWidget()
        self._ring.around(now if by_key and isinstance(now, TapArea) else None)
        return moved

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.showFullScreen()
        super().changeEvent(event)

    # parts

    def _picture(self) -> tuple[QRect, QPixmap]:
        place = QRect(0, self.title_bar.y(), self.width(), self.bar.y() - self.title_bar.y())
        return place, self.grab(place)

    def _move(self, place: QRect, picture: QPixmap) -> None:
        if self._moving is not None:
            try:
                self._moving.end()
            except RuntimeError:  # it had ended by itself
                self._moving = None
        origin = self._origin or QRectF(place).adjusted(place.width() / 3, place.height() / 3, 0, 0).toRect()
        self._moving = Transition(self, picture, place, origin, self.kit.metrics.radius)
        self._moving.begin()
