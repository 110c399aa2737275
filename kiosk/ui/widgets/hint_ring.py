"""The ring that says "this one": white, then ink, outside the key; seen without hue on any ground."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Box, Piece


class HintRing(Canvas):
    """One for a window, moved to whatever has the keyboard's focus or is hinted at; takes no touch."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def around(self, target: QWidget | None) -> None:
        """Shows the ring around a widget of the same window; None hides it."""
        window = self.parentWidget()
        if target is None or window is None or not target.isVisible():
            self.hide()
            return
        reach = self._white() + self._ink()
        corner = target.mapTo(window, QPoint(0, 0))
        self.setGeometry(
            corner.x() - reach, corner.y() - reach, target.width() + 2 * reach, target.height() + 2 * reach
        )  # fmt: skip
        self.show()
        self.raise_()
        self.refresh()

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, radius = self.kit.colours, self.kit.metrics.radius
        ink, white = self._ink(), self._white()
        inner = rect.adjusted(ink, ink, -ink, -ink)
        return [
            Box(rect, None, colours.paper, colours.ring_outer, ink, radius + ink + white),
            Box(inner, None, colours.ring_outer, colours.ring, white, radius + white),
        ]

    def _ink(self) -> int:
        return self.kit.metrics.u(7)

    def _white(self) -> int:
        return self.kit.metrics.u(5)
