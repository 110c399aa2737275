"""The band across the top that says this is not the real thing: 演示, 练习, 演练; or that a volunteer helps.

Its word stands in the title bar.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message, msg
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Box, Piece, Shape


class BandKind(Enum):
    DEMO = "demo"
    PRACTICE = "practice"
    DEMO_PRACTICE = "demo_practice"
    DRILL = "drill"
    DEMO_DRILL = "demo_drill"
    HELPED = "helped"  # a volunteer is at work beside the resident
    DEMO_HELPED = "demo_helped"

    @property
    def word(self) -> Message:
        return msg(f"band.{self.value}")

    @property
    def short(self) -> Message | str:
        """The word where there is little room."""
        helped = self in (BandKind.HELPED, BandKind.DEMO_HELPED)
        return msg(f"band.{self.value}_short") if helped else ""

    @property
    def beside_key(self) -> Message | str:
        """The word beside 还给您."""
        return {BandKind.HELPED: "", BandKind.DEMO_HELPED: self.short}.get(self, self.word)

    @property
    def service(self) -> str:
        """The colour of its badge: lessons' green for practice and for a helper, ink for the others."""
        green = (BandKind.PRACTICE, BandKind.DEMO_PRACTICE, BandKind.HELPED)
        return "lessons" if self in green else ""


class Band(Canvas):
    """A striped ribbon over the whole width; the window shows it together with the badge in the title bar."""

    def __init__(self, kit: Kit, kind: BandKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.set_up(kit)

    def needs_height(self, _width: int) -> int:
        return self.kit.metrics.u(16)

    def compose(self, rect: QRectF) -> list[Piece]:
        colours = self.kit.colours
        fill = colours.service(self.kind.service)
        step, path = rect.height() * 2.4, QPainterPath()
        left = -step
        while left < rect.width():
            corners = [
                (left + step * 0.5, 0.0),
                (left + step, 0.0),
                (left + step * 0.5, rect.height()),
                (left, rect.height()),
            ]
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            path.closeSubpath()
            left += step
        return [Box(rect, fill.ground, colours.paper), Shape(path, colours.paper, fill.ground)]
