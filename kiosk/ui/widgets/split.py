"""The answer on the left, what to do on the right; on a tall screen the answer above."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas, Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey


class Split(Canvas):
    """Two parts. `share` is the left part's share of the width; it gives way where a part needs more.

    Where both do not fit at once, the answer is shown first, and a key turns to what can be done and back.
    """

    def __init__(
        self, kit: Kit, left: Drawn, right: Drawn, *, share: float = 0.57, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_up(kit)
        self.left, self.right = left, right
        self._share = share
        self._gap = max(kit.metrics.gap, kit.metrics.u(20 if kit.metrics.tight else 32))
        self._second = False
        self._turn = BigKey(kit, msg("split.next"), "arrow-right", type_=Type.BAR, parent=self)
        self._turn.tapped.connect(self._turned)
        self._turn.hide()
        left.setParent(self)
        right.setParent(self)

    def needs_width(self) -> int:
        return max(self.left.needs_width(), self.right.needs_width())

    def needs_height(self, width: int) -> int:
        return min([self._stacked(width), self._paged(width), *(self._beside(width, s) for s in self._shares(width))])

    def likes_height(self, width: int) -> int:
        if self.kit.metrics.display.portrait:
            return self.left.likes_height(width) + self.right.likes_height(width) + self._gap
        left = self._left_width(width, self._share)
        return max(self.left.likes_height(left), self.right.likes_height(width - left - self._gap))

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        width, height = self.width(), self.height()
        share = self._choose(width, height)
        paged = share is None and self._stacked(width) > height >= self._paged(width)
        self._turn.setVisible(paged)
        self.left.setVisible(not (paged and self._second))
        self.right.setVisible(not paged or self._second)
        if paged:
            self._page(width, height)
        elif share is None:
            self._stack(width, height)
        else:
            left = self._left_width(width, share)
            self.left.setGeometry(QRect(0, 0, left, height))
            self.right.setGeometry(QRect(left + self._gap, 0, width - left - self._gap, height))

    # parts

    def _left_width(self, width: int, share: float) -> int:
        return round((width - self._gap) * share)

    def _shares(self, width: int) -> list[float]:
        shares = [self._share, 0.5, 0.6, 0.42, 0.66, 0.35, 0.3]
        return [s for s in shares if self._wide_enough(width, s)]

    def _wide_enough(self, width: int, share: float) -> bool:
        left = self._left_width(width, share)
        return self.left.needs_width() <= left and self.right.needs_width() <= width - left - self._gap

    def _beside(self, width: int, share: float) -> int:
        left = self._left_width(width, share)
        return max(self.left.needs_height(left), self.right.needs_height(width - left - self._gap))

    def _stacked(self, width: int) -> int:
        return self.left.needs_height(width) + self.right.needs_height(width) + self._gap

    def _choose(self, width: int, height: int) -> float | None:
        """The left part's share, or None for one above the other."""
        stack_first = self.kit.metrics.display.portrait or height > width
        if stack_first and self._stacked(width) <= height:
            return None
        fits = [s for s in self._shares(width) if self._beside(width, s) <= height]
        if fits:
            return fits[0]
        return None

    # both do not fit at once

    def _turned(self) -> None:
        self._second = not self._second
        self._turn.set_word(
            *((msg("split.before"), "arrow-left") if self._second else (msg("split.next"), "arrow-right"))
        )
        self.arrange()

    def _turn_height(self, width: int) -> int:
        return self._turn.needs_height(width)

    def _paged(self, width: int) -> int:
        tallest = max(self.left.needs_height(width), self.right.needs_height(width))
        return tallest + self._gap + self._turn_height(width)

    def _page(self, width: int, height: int) -> None:
        turn = self._turn_height(width)
        shown = self.right if self._second else self.left
        shown.setGeometry(QRect(0, 0, width, height - turn - self._gap))
        self._turn.setGeometry(QRect(0, height - turn, width, turn))

    def _stack(self, width: int, height: int) -> None:
        room = height - self._gap
        below = self.right.needs_height(width)
        spare = room - below - self.left.needs_height(width)
        wish = self.right.likes_height(width) - below
        below += max(0, min(spare, wish))
        spare = room - below - self.left.likes_height(width)
        below += max(0, spare // 2)
        self.left.setGeometry(QRect(0, 0, width, room - below))
        self.right.setGeometry(QRect(0, room - below + self._gap, width, below))
