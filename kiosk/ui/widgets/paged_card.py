"""A card whose parts go to a next page where they do not all fit: no scrolling, nothing smaller than U1."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.card import Card


class PagedCard(Card):
    """Subclasses give `part_heights`, `draw_parts`, `part_words` and `between`.

    As many parts are shown as fit, and a key to the rest.

    Emits `turned(page, of)`, counted from 1.
    """

    turned = Signal(int, int)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = 1
        self._starts = [0]
        self.set_up(kit)
        self._more = BigKey(kit, msg("page.more"), "arrow-right", type_=Type.BAR, parent=self)
        self._more.outside = kit.colours.surface
        self._more.tapped.connect(self._turn)
        self._more.hide()

    # what subclasses give

    def part_heights(self, width: float) -> list[float]:
        """Least height of each part."""
        raise NotImplementedError

    def draw_parts(self, first: int, last: int, inner: QRectF) -> list[Piece]:
        """The pieces of the parts from `first` to before `last`, within `inner`."""
        raise NotImplementedError

    def part_words(self, index: int) -> str:
        """What a part says, to name the key that turns to it."""
        raise NotImplementedError

    def between(self) -> float:
        """Space between two parts."""
        return 0.0

    # what the layout asks

    def whole_height(self, width: int) -> int:
        heights = self.part_heights(width - 2 * self.inset())
        return round(self._sum(heights) + 2 * self.inset() + 1)

    def needs_height(self, width: int) -> int:
        """Of the highest part and the key to the next; or of the whole, where that is less."""
        heights = self.part_heights(width - 2 * self.inset()) or [0.0]
        paged = max(heights) + self._pager_height(width) + self.kit.metrics.gap
        return round(min(self._sum(heights), paged) + 2 * self.inset() + 1)

    def parts_changed(self) -> None:
        """Call after the parts have changed: back to the first page."""
        self.page = 1
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def compose(self, rect: QRectF) -> list[Piece]:
        inner = self.inner(rect)
        if len(self._starts) > 1:
            inner = inner.adjusted(0, 0, 0, -self._pager_height(round(rect.width())) - self.kit.metrics.gap)
        bounds = [*self._starts, len(self.part_heights(inner.width()))]
        return [self.ground(rect), *self.draw_parts(bounds[self.page - 1], bounds[self.page], inner)]

    # parts

    def _sum(self, heights: list[float]) -> float:
        return sum(heights) + self.between() * max(0, len(heights) - 1)

    def _turn(self) -> None:
        self.page = self.page % len(self._starts) + 1
        self._arrange()
        self.turned.emit(self.page, len(self._starts))

    def _pager_height(self, width: int) -> int:
        return self._more.needs_height(max(1, width - 2 * self.inset()))

    def _arrange(self) -> None:
        inner = self.inner(QRectF(self.rect()))
        self._starts = self._pages(inner)
        self.page = min(self.page, len(self._starts))
        paged, last = len(self._starts) > 1, self.page == len(self._starts)
        if paged:
            self._more.set_word(msg("page.first" if last else "page.more"), "again" if last else "arrow-right")
            self._more.rename(f"{self._more.word}，{self.part_words(self._starts[self.page % len(self._starts)])}")
            height = self._pager_height(self.width())
            left, width = round(inner.left()), round(inner.width())
            self._more.setGeometry(left, round(inner.bottom()) - height, width, height)
        self._more.setVisible(paged)
        self.refresh()

    def _pages(self, inner: QRectF) -> list[int]:
        """The index of each page's first part."""
        heights = self.part_heights(inner.width())
        if len(heights) < 2 or self._sum(heights) <= inner.height() + 0.5:
            return [0]
        room = inner.height() - self._pager_height(self.width()) - self.kit.metrics.gap
        starts, used = [0], 0.0
        for index, height in enumerate(heights):
            if used and used + self.between() + height > room + 0.5:
                starts.append(index)
                used = 0.0
            used += height + (self.between() if used else 0.0)
        return starts
