"""Where everything in the window stands: from the bar upwards, the screen's own words first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect

from kiosk.ui.drawn import Drawn, needed, whole
from kiosk.ui.furniture import Furniture
from kiosk.ui.kit import Kit
from kiosk.ui.widgets.done_key import DoneKey


@dataclass(frozen=True)
class Head:
    """One way to stand 我好了 beside the title: how the screen below is measured, and what gives way."""

    measure: Callable[[Drawn, int], int]
    close: bool = False
    alone: bool = False


class Arrangement(Furniture):
    """`lowered`: within reach of somebody who sits (U25)."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.lowered = False
        self._untitled = False

    def set_lowered(self, lowered: bool) -> None:
        """放低: everything that can be tapped comes within the lower 500 mm."""
        self.lowered = lowered
        self.arrange()

    def arrange(self) -> None:
        """Places everything for the window's size, from the bar upwards."""
        width, height = self.width(), self.height()
        top = 0
        if self._band is not None:
            self._band.setGeometry(0, 0, width, self._band.needs_height(width))
            top = self._band.height()
        self._untitled = False
        if self._done is not None:
            self._done.shape(close=False)
        below = self.bar.take(self._done, width)
        floor = height - needed(self.bar, width)
        self.bar.setGeometry(0, floor, width, height - floor)
        beside = self._done is not None and not below
        room = self._find_room(self._done, top, floor) if self._done and beside else self._place_head(top, floor, None)
        room = self._place_calls(room, top)
        covered = self._place_strip(room, floor)
        if self.view is not None:
            self.view.setGeometry(room)
            self.view.setVisible(not covered)  # after it, so that a screen is laid out once

    def _find_room(self, done: DoneKey, top: int, floor: int) -> QRect:
        """Where the bar has no place for it: beside the title, in words, and a screen turns pages for it if it must;
        where even its pages need the room, the title is only heard. A call for help alone comes first (我好了 ends
        none): beside it the key is a tick, or waits for a screen with room."""
        if done.parentWidget() is not self:
            done.setParent(self)
        guests = self._place_head(top, floor, None)
        measure = whole if self._fits(whole, guests) else needed
        calls = self._calls_for_help() and not self._giving_back
        plans = (
            [Head(measure), Head(measure, close=True)]
            if calls
            else [Head(measure), Head(needed), Head(needed, alone=True)]
        )
        for head in (*plans, *((Head(needed, close=True),) if self._giving_back else ())):
            room = self._place_head(top, floor, done, close=head.close, alone=head.alone)
            if self._fits(head.measure, room) and (head.alone or self.title_bar.fits(self.title_bar.width())):
                self._untitled = head.alone
                done.show()
                return room
        done.hide()
        return self._place_head(top, floor, None)

    def _calls_for_help(self) -> bool:
        return self.view is not None and self.view.service == "alarm"

    def _fits(self, measure: Callable[[Drawn, int], int], room: QRect) -> bool:
        return self.view is None or measure(self.view, room.width()) <= room.height()

    def _place_head(
        self, top: int, floor: int, done: DoneKey | None, *, close: bool = False, alone: bool = False
    ) -> QRect:
        """Places the title, with 我好了 beside it, and what is above; gives the room of the screen below.

        `close`: with as little room for them as can be. `alone`: for the key only.
        """
        width, height, metrics = self.width(), self.height(), self.kit.metrics
        beside, reach = width, metrics.ceiling(self.lowered)
        self.title_bar.set_low(close)
        if done is not None:
            done.shape(close=close)
            beside -= done.wide() + metrics.u(32)
        title = needed(self.title_bar, beside)
        if done is not None:
            title = done.row_height() if alone else max(title, done.row_height())
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
        still fits, else in the title's place, in turns with it. No key moves for it but those of the screen. A call for
        help gives it no room of its own: a car that has come must not push away whom to ring."""
        strip, head = self._called, self.title_bar.geometry()
        if strip is None:
            self.title_bar.setVisible(not self._untitled)
            return room
        gap = self.kit.metrics.u(16)
        for great in (not self.kit.metrics.tight, False):
            strip.shape(over_title=False, great=great)
            need = needed(strip, room.width())
            below = room.adjusted(0, need + gap, 0, 0)
            if head.top() - top >= need + 2 * gap:
                strip.setGeometry(room.left(), head.top() - need - gap, room.width(), need)
                break
            if self._calls_for_help():
                continue
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
        self.title_bar.setVisible(not self._untitled and (strip.away or not strip.over_title))
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
