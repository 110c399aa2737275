"""The one window: band, title, the screen's room, the strip under 听一听, the bar. There is no way out (S7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.text import Message, msg
from kiosk.ui.drawn import Drawn, needed, whole
from kiosk.ui.kit import Kit
from kiosk.ui.transition import Transition
from kiosk.ui.view import View
from kiosk.ui.widgets.band import Band, BandKind
from kiosk.ui.widgets.bottom_bar import BottomBar
from kiosk.ui.widgets.done_key import DoneKey
from kiosk.ui.widgets.frieze import Frieze
from kiosk.ui.widgets.hint_ring import HintRing
from kiosk.ui.widgets.listen_strip import ListenStrip
from kiosk.ui.widgets.tap_area import TapArea, TapHost
from kiosk.ui.widgets.title_bar import TitleBar
from kiosk.ui.widgets.waiting_strip import WaitingStrip

YOUNG_SECONDS = 0.6
"""A tap on a screen younger than this was meant for the one before (U7)."""


class KioskWindow(TapHost):
    """Frameless, of the display's size. Bootstrap connects the signals, makes views and shows them.

    The bar's keys always emit; the session decides what they do and says why when they cannot. `tapped` comes with
    every touch (speech stops at once), `activity` with every touch or key press (the session goes on).
    `key_held(name)` asks to read a key aloud. `finger_on` is the key that was touched last, None beside all keys.
    """

    back_requested = Signal()
    home_requested = Signal()
    listen_requested = Signal()
    volunteer_requested = Signal()
    alarm_requested = Signal()
    again_requested = Signal()
    louder_requested = Signal()
    slower_requested = Signal()
    larger_requested = Signal()
    colours_requested = Signal()
    language_requested = Signal()
    done_requested = Signal()
    give_back_requested = Signal()
    tapped = Signal()
    activity = Signal()
    key_held = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.view: View | None = None
        self.may_close = False
        self.finger_on: TapArea | None = None
        self.lowered = False
        self._band_kind: BandKind | None = None
        self._band: Band | None = None
        self._strip: ListenStrip | None = None
        self._called: WaitingStrip | None = None
        self.calls: tuple[tuple[Message, ...], ...] = ()
        self._done: DoneKey | None = None
        self._known = self._giving_back = False
        self._words: dict[str, tuple[Message | str, ...]] = {}
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

    def retitle(self) -> None:
        """The view's `title` or `service` has changed."""
        self._entitle()
        self.arrange()

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

    def set_duty(self, duty: Message | str, short: Message | str = "") -> None:
        """Who is on duty, in full and shortened to the name."""
        self._words["duty"] = (duty, short)
        self.title_bar.set_duty(duty, short)
        self.arrange()

    def set_time(self, time: Message | str) -> None:
        self._words["time"] = (time,)
        self.title_bar.set_time(time)
        self.arrange()

    def set_band(self, kind: BandKind | None) -> None:
        """演示, 练习 or 演练 over every screen; None takes it away."""
        self._band_kind = kind
        if self._band is not None:
            self._band.hide()
            self._band.deleteLater()
        self._band = Band(self.kit, kind, self) if kind else None
        if self._band is not None:
            self._band.show()
        self._show_badge()
        self.arrange()

    @property
    def band(self) -> BandKind | None:
        return self._band_kind

    def set_known(self, known: bool) -> None:
        """卡已认出 and 我好了, at the right of the title as long as somebody is known; never who."""
        self._known = known
        self.title_bar.set_sign(msg("who.known") if known else "")
        self._place_corner()

    @property
    def known(self) -> bool:
        return self._known

    def set_giving_back(self, stepping: bool) -> None:
        """还给您 in the place of 我好了, as long as a helper does a step for the resident."""
        self._giving_back = stepping
        self._show_badge()
        self._place_corner()

    @property
    def giving_back(self) -> bool:
        return self._giving_back

    def _show_badge(self) -> None:
        """The band's word. 还给您 says itself that somebody helps: then only 演示 still needs to be said."""
        kind = self._band_kind
        word = "" if kind is None else kind.beside_key if self._giving_back else kind.word
        self.title_bar.set_badge(word, kind.service if kind else "", kind.short if kind else "")

    def _place_corner(self) -> None:
        if self._done is not None:
            self._done.hide()
            self._done.deleteLater()
            self._done = None
        if self._known or self._giving_back:
            self._done = DoneKey(self.kit, self, giving_back=self._giving_back)
            self._done.tapped.connect(self.give_back_requested if self._giving_back else self.done_requested)
            self._done.show()
        self.arrange()
        self.order_focus()

    def set_calls(self, calls: Sequence[tuple[Message, ...]]) -> None:
        """Who is called by number, with what to look for, newest first; none takes the strip away."""
        if tuple(calls) != self.calls:
            before = self.view.geometry() if self.view is not None else None
            self.calls = tuple(calls)
            self._furnish_calls()
            self.arrange()
            if self.view is not None and self.view.geometry() != before:
                self._shown_at = self.kit.pace.now()  # its keys have moved: a finger on its way meant where they were

    def set_listening(self, open_: bool) -> None:
        """Opens or closes the strip under 听一听."""
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        if open_:
            self._strip = ListenStrip(self.kit, self)
            for name in ("again", "louder", "slower", "larger", "colours", "language"):
                getattr(self._strip, name).connect(getattr(self, f"{name}_requested"))
            self._strip.show()
        self.bar.key("listen").set_selected(open_)
        self.arrange()
        self.order_focus()

    @property
    def listening(self) -> bool:
        return self._strip is not None

    def set_lowered(self, lowered: bool) -> None:
        """放低: everything that can be tapped comes within the lower 500 mm."""
        self.lowered = lowered
        self.arrange()

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

    # layout

    def arrange(self) -> None:
        """Places everything for the window's size, from the bar upwards."""
        width, height = self.width(), self.height()
        top = 0
        if self._band is not None:
            self._band.setGeometry(0, 0, width, self._band.needs_height(width))
            top = self._band.height()
        floor = height - needed(self.bar, width)
        self.bar.setGeometry(0, floor, width, height - floor)
        room = self._place_head(top, floor, None) if self._done is None else self._find_room(self._done, top, floor)
        room = self._place_calls(room, top)
        covered = self._place_strip(room, floor)
        if self.view is not None:
            self.view.setGeometry(room)
            self.view.setVisible(not covered)  # after it, so that a screen is laid out once

    def _find_room(self, done: DoneKey, top: int, floor: int) -> QRect:
        """A screen's own words come first: where it would have to turn pages for 我好了, that is a tick alone, and at
        last waits for a screen with room."""
        guests = self._place_head(top, floor, None)
        measure = whole if self._fits(whole, guests) else needed
        for close, measured in ((False, measure), (True, measure), (True, needed)):
            if measured is not measure and not self._giving_back:
                continue  # 我好了 may wait, 还给您 may not
            room = self._place_head(top, floor, done, close=close)
            if self._fits(measured, room) and self.title_bar.fits(self.title_bar.width()):
                done.show()
                return room
        done.hide()
        return self._place_head(top, floor, None)

    def _fits(self, measure: Callable[[Drawn, int], int], room: QRect) -> bool:
        return self.view is None or measure(self.view, room.width()) <= room.height()

    def _place_head(self, top: int, floor: int, done: DoneKey | None, *, close: bool = False) -> QRect:
        """Places the title, with 我好了 beside it, and what is above; gives the room of the screen below.

        `close`: with as little room for them as can be.
        """
        width, height, metrics = self.width(), self.height(), self.kit.metrics
        beside, reach = width, metrics.ceiling(self.lowered)
        self.title_bar.set_low(close)
        if done is not None:
            done.shape(close=close)
            beside -= done.wide() + metrics.u(32)
        title = needed(self.title_bar, beside)
        if done is not None:
            title = max(title, done.row_height())
            reach -= title  # the key must be reached, too
        ceiling = max(top, height - reach - title)
        self.title_bar.setGeometry(0, ceiling, beside, title)
        if done is not None:
            done.place(QRect(width - metrics.margin - done.wide(), ceiling, done.wide(), title))
        self._frieze.setGeometry(0, top, width, ceiling - top)
        below = max(0 if close else metrics.u(28), metrics.mm(3.2) - (self.bar.pad_top() if close else 0))
        return QRect(metrics.margin, ceiling + title, width - 2 * metrics.margin, floor - ceiling - title - below)

    def _place_calls(self, room: QRect, top: int) -> QRect:
        """Who is called: above the title where the display is tall, else between title and screen where the screen
        still fits, else in the title's place, in turns with it. No key moves for it but those of the screen."""
        strip, head = self._called, self.title_bar.geometry()
        if strip is None:
            self.title_bar.show()
            return room
        gap = self.kit.metrics.u(16)
        for great in (not self.kit.metrics.tight, False):
            strip.shape(over_title=False, great=great)
            need = needed(strip, room.width())
            below = room.adjusted(0, need + gap, 0, 0)
            if head.top() - top >= need + 2 * gap:
                strip.setGeometry(room.left(), head.top() - need - gap, room.width(), need)
                break
            if self._fits(whole, below) or (not self._fits(whole, room) and self._fits(needed, below)):
                strip.setGeometry(room.left(), room.top(), room.width(), need)
                room = below
                break
        else:
            strip.shape(over_title=True, great=False)
            wide = head.adjusted(self.kit.metrics.margin, 0, -self.kit.metrics.margin, 0)
            low = min(need, wide.height())
            strip.setGeometry(wide.left(), wide.top() + (wide.height() - low) // 2, wide.width(), low)
        strip.setVisible(not strip.away)
        self.title_bar.setVisible(strip.away or not strip.over_title)
        strip.raise_()
        return room

    def _place_strip(self, room: QRect, floor: int) -> bool:
        """Above the bar where the screen still fits over it; else in the screen's place until it is closed (True)."""
        if self._strip is None:
            return False
        need = self._strip.needs_height(self.width())
        above = QRect(0, floor - need, self.width(), need)
        left = QRect(room.left(), room.top(), room.width(), above.top() - room.top() - self.kit.metrics.u(28))
        if self.view is not None and self.view.whole_height(room.width()) > left.height():
            self._strip.setGeometry(QRect(0, room.top(), self.width(), floor - room.top()))
            return True
        self._strip.setGeometry(above)
        room.setHeight(left.height())
        return False

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

    def _furnish_calls(self) -> None:
        if self._called is not None:
            self._called.stop()
            self._called.hide()
            self._called.deleteLater()
        self._called = WaitingStrip(self.kit, self.calls, self) if self.calls else None
        if self._called is not None:
            self._called.on_turn = self.arrange

    def _furnish(self) -> None:
        for name in ("title_bar", "bar", "_frieze", "_ring"):
            old = getattr(self, name, None)
            if old is not None:
                old.hide()
                old.deleteLater()
        self.title_bar = TitleBar(self.kit, self)
        self.bar = BottomBar(self.kit, self)
        self._frieze = Frieze(self.kit, self)
        self._ring = HintRing(self.kit, self)
        for name in ("back", "home", "listen", "volunteer", "alarm"):
            getattr(self.bar, name).connect(getattr(self, f"{name}_requested"))
        self.set_duty(*self._words.get("duty", ("", "")))
        self.set_time(*self._words.get("time", ("",)))
        self.set_band(self._band_kind)
        if self._done is not None:
            self.set_known(self._known)
        for part in (self.title_bar, self.bar, self._frieze):
            part.show()

    def _entitle(self) -> None:
        if self.view is not None:
            self.title_bar.set_title(self.view.title, self.view.service)
            self.setWindowTitle(self.title_bar.title)

    def focus_order(self) -> list[TapArea]:
        """The keys as the eye finds them: rows from the top, in each from the left; the bar comes last."""
        keys = [key for key in self.findChildren(TapArea) if key.isVisibleTo(self)]
        half = max(1, self.kit.metrics.target // 2)

        def place(key: TapArea) -> tuple[bool, int, int]:
            corner = key.mapTo(self, QPoint(0, 0))
            return key.parentWidget() is self.bar, corner.y() // half, corner.x()

        return sorted(keys, key=place)

    def order_focus(self) -> None:
        """Lets Qt's focus chain follow the screen; done by itself before the focus moves."""
        keys = self.focus_order()
        for before, after in pairwise(keys):
            QWidget.setTabOrder(before, after)

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
