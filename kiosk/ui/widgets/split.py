"""The answer on the left, what to do on the right; on a tall screen the answer above."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.text import msg
from kiosk.ui.drawn import Canvas, Drawn, liked, needed, whole
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Piece
from kiosk.ui.widgets.big_key import BigKey

STACKED, PAGED = -1.0, -2.0
Height = Callable[[Drawn, int], int]


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
        return min(height for _, height in self._plans(width, needed))

    def whole_height(self, width: int) -> int:
        return min(height for plan, height in self._plans(width, whole) if plan != PAGED)

    def likes_height(self, width: int) -> int:
        if self.kit.metrics.display.portrait:
            return liked(self.left, width) + liked(self.right, width) + self._gap
        left = self._left_width(width, self._share)
        return max(liked(self.left, left), liked(self.right, width - left - self._gap))

    def compose(self, _rect: QRectF) -> list[Piece]:
        return []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        width, height = self.width(), self.height()
        plan = self._choose(width, height)
        self._turn.setVisible(plan == PAGED)
        self.left.setVisible(plan != PAGED or not self._second)
        self.right.setVisible(plan != PAGED or self._second)
        if plan == PAGED:
            self._page(width, height)
        elif plan == STACKED:
            self._stack(width, height)
        else:
            left = self._left_width(width, plan)
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

    def _plans(self, width: int, measure: Height) -> list[tuple[float, int]]:
        """Every way to stand and the height it takes, the best first: a share of the width, STACKED or PAGED."""
        left, right = measure(self.left, width), measure(self.right, width)
        stacked = (STACKED, left + right + self._gap)
        beside = [(share, self._beside(width, share, measure)) for share in self._shares(width)]
        tall = self.kit.metrics.display.portrait or self.height() > width
        first = [stacked, *beside] if tall else [*beside, stacked]
        return [*first, (PAGED, max(left, right) + self._gap + needed(self._turn, width))]

    def _beside(self, width: int, share: float, measure: Height) -> int:
        left = self._left_width(width, share)
        return max(measure(self.left, left), measure(self.right, width - left - self._gap))

    def _choose(self, width: int, height: int) -> float:
        """All at once if it can be; then with parts that turn pages; then the least bad."""
        for measure in (whole, needed):
            for plan, need in self._plans(width, measure):
                if need <= height:
                    return plan
        return min(self._plans(width, needed), key=lambda found: found[1])[0]

    # both do not fit at once

    def _turned(self) -> None:
        self._second = not self._second
        if self._second:
            self._turn.set_word(msg("split.before"), "arrow-left")
        else:
            self._turn.set_word(msg("split.next"), "arrow-right")
        self.arrange()

    def _page(self, width: int, height: int) -> None:
        turn = needed(self._turn, width)
        shown = self.right if self._second else self.left
        shown.setGeometry(QRect(0, 0, width, height - turn - self._gap))
        self._turn.setGeometry(QRect(0, height - turn, width, turn))

    def _stack(self, width: int, height: int) -> None:
        """Needs first, then the wholes, then towards what both like; the rest is shared."""
        room = height - self._gap
        above, below = needed(self.left, width), needed(self.right, width)
        below += max(0, min(room - above - below, whole(self.right, width) - below))
        above += max(0, min(room - above - below, whole(self.left, width) - above))
        wishes = [max(0, liked(self.left, width) - above), max(0, liked(self.right, width) - below)]
        spare = max(0, room - above - below)
        part = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
        below += int(wishes[1] * part)
        below += max(0, room - below - above - int(wishes[0] * part)) // 2
        self.left.setGeometry(QRect(0, 0, width, room - below))
        self.right.setGeometry(QRect(0, room - below + self._gap, width, below))
