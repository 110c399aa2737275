"""A quiet row of houses, where a tall screen reaches higher than a seated hand: nothing there can be tapped (U25)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.domain.preferences import Palette
from kiosk.ui.drawn import Canvas
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Piece, Shape

LEAST = 160
"""Height in the drawing's pixels under which paper alone is quieter."""

BEHIND = ((0.0, 0.16, 0.46), (0.2, 0.13, 0.62), (0.38, 0.2, 0.4), (0.62, 0.12, 0.56), (0.78, 0.2, 0.44))
HOUSES = ((0.04, 0.15, 0.24), (0.27, 0.12, 0.3), (0.5, 0.17, 0.22), (0.82, 0.14, 0.27))
TREES = ((0.225, 0.2), (0.44, 0.26), (0.72, 0.3), (0.775, 0.2))
"""Left edge (or trunk), width and height as parts of a square as high as the drawing may be."""


class Frieze(Canvas):
    """Ornament only: no words, no name, takes no touch."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_up(kit)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, metrics = self.kit.colours, self.kit.metrics
        if rect.height() < metrics.u(LEAST):
            return []
        bare = colours.name is Palette.CONTRAST
        far, near = (colours.pressed, colours.pressed) if bare else (colours.shelf, colours.line)
        foot, high = rect.bottom() - metrics.u(24), min(rect.height() - metrics.u(48), rect.width() * 0.62)
        shapes = [(_sun(rect, foot, high), far), (_towers(rect, foot, high), far)]
        shapes += [(_houses(rect, foot, high), near), (_trees(rect, foot, high), near)]
        ground = QPainterPath()
        ground.addRect(QRectF(rect.left(), foot, rect.width(), metrics.u(8)))
        return [Shape(path, fill, colours.paper) for path, fill in [*shapes, (ground, near)]]


def _sun(rect: QRectF, foot: float, high: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(rect.left() + rect.width() * 0.5, foot - high * 0.8), high * 0.13, high * 0.13)
    return path


def _towers(rect: QRectF, foot: float, high: float) -> QPainterPath:
    path = QPainterPath()
    for left, width, tall in BEHIND:
        box = QRectF(rect.left() + left * rect.width(), foot - tall * high, width * rect.width(), tall * high)
        path.addRoundedRect(box, high * 0.02, high * 0.02)
    return path.simplified()


def _houses(rect: QRectF, foot: float, high: float) -> QPainterPath:
    """Walls and a pitched roof, the windows left open."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for left, width, tall in HOUSES:
        x, wide, top = rect.left() + left * rect.width(), width * rect.width(), foot - tall * high
        roof = [QPointF(x - wide * 0.08, top), QPointF(x + wide / 2, top - wide * 0.32), QPointF(x + wide * 1.08, top)]
        house = QPainterPath()
        house.addPolygon(QPolygonF(roof))
        house.closeSubpath()
        walls = QPainterPath()
        walls.addRect(QRectF(x, top - 2, wide, foot - top + 2))
        path.addPath(house.united(walls))
        for n in (0.16, 0.58):
            path.addRect(QRectF(x + wide * n, top + (foot - top) * 0.3, wide * 0.26, wide * 0.26))
    return path


def _trees(rect: QRectF, foot: float, high: float) -> QPainterPath:
    path = QPainterPath()
    for at, tall in TREES:
        x, top, crown = rect.left() + at * rect.width(), foot - tall * high, high * 0.075
        path.addRect(QRectF(x - high * 0.008, top, high * 0.016, foot - top))
        path.addEllipse(QRectF(x - crown, top - crown, 2 * crown, 2.2 * crown))
    return path.simplified()
