"""The ring of the alarm's countdown: the number of seconds, and how much of the time is left."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Arc, Piece


class CountdownRing(Drawn, QLabel):
    """`set_left(seconds, part)` draws the number and a ring of which `part` (1 to 0) is left; the presenter counts."""

    def __init__(
        self, kit: Kit, *, seconds: int, caption: Message | str = "", service: str = "alarm",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.seconds, self.part, self.caption = seconds, 1.0, ""
        self.service = service
        self.set_up(kit)
        self.set_caption(caption)

    def set_left(self, seconds: int, part: float) -> None:
        if (seconds, part) != (self.seconds, self.part):
            self.seconds, self.part = seconds, part
            self._pieces = None
            self.update()

    def set_caption(self, caption: Message | str) -> None:
        self.caption = self.kit.words(caption) if caption else ""
        self.setAccessibleName(self.caption or str(self.seconds))
        self.refresh()

    def needs_width(self) -> int:
        ring = self._least_ring()
        return round(max(ring, self.least_width(self.caption, Type.KEY_NOW, 3) if self.caption else 0))

    def needs_height(self, width: int) -> int:
        return round(self._least_ring() + self._caption_height(width))

    def likes_height(self, width: int) -> int:
        return max(self.needs_height(width), self.kit.metrics.u(590))

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, metrics = self.kit.colours, self.kit.metrics
        caption = self._caption_height(rect.width())
        side = min(rect.height() - caption, rect.width(), metrics.u(470))
        top = rect.top() + (rect.height() - side - caption) / 2
        ring = QRectF(rect.center().x() - side / 2, top, side, side)
        accent, thick = colours.service(self.service).accent, side * 0.105
        pieces: list[Piece] = [
            Arc(ring, 1.0, thick, colours.pressed, colours.paper),
            Arc(ring, self.part, thick, accent, colours.paper),
        ]
        hole = ring.adjusted(thick, thick, -thick, -thick)
        cap = round(side * 0.56)
        pieces.append(
            self.words(str(self.seconds), hole, Type.COUNT, accent, colours.paper, lines=1, centred=True, cap=cap)
        )  # fmt: skip
        if self.caption:
            below = QRectF(rect.left(), ring.bottom(), rect.width(), caption)
            pieces.append(
                self.words(self.caption, below, Type.KEY_NOW, colours.ink, colours.paper, lines=3, centred=True)
            )
        return pieces

    # parts

    def _least_ring(self) -> float:
        return max(self.kit.metrics.type(Type.COUNT).floor * 1.9, self.kit.metrics.u(240))

    def _caption_height(self, width: float) -> float:
        if not self.caption:
            return 0.0
        return self.least(self.caption, width, Type.KEY_NOW) + self.kit.metrics.u(24)
