"""A white card on paper: the ground of the read-back, the status and the answer."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel

from kiosk.ui.drawn import Drawn
from kiosk.ui.pieces import Box, Piece


class Card(Drawn, QLabel):
    """Subclasses add pieces within `inner`; what they say goes into the accessible name."""

    def ground(self, rect: QRectF) -> Box:
        metrics, colours = self.kit.metrics, self.kit.colours
        return Box(rect, colours.surface, colours.paper, colours.line, max(2, metrics.u(3)), metrics.u(32))

    def inset(self) -> int:
        metrics = self.kit.metrics
        return metrics.u(26) if metrics.tight or metrics.display.diagonal_inch < 12 else metrics.u(44)

    def inner(self, rect: QRectF) -> QRectF:
        inset = self.inset()
        return rect.adjusted(inset, inset, -inset, -inset)

    def rule(self, inner: QRectF, y: float) -> Piece:
        """A thin line between two parts."""
        thick = max(2, self.kit.metrics.u(3))
        return Box(
            QRectF(inner.left(), y - thick / 2, inner.width(), thick), self.kit.colours.line, self.kit.colours.surface
        )
