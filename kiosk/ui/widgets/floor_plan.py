"""A floor plan with two marks: where one stands, and where the defibrillator hangs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.pieces import Box, Picture, Piece, Raster
from kiosk.ui.slip_picture import WHITE

DRAWN_PX = 1200
"""The longer side at which a plan is drawn once; it is shown smaller."""

LEAST_MM, MARK_MM = 32.0, 13.0


class FloorPlan(Drawn, QLabel):
    """`picture` is an SVG or PNG file, on paper that is white in every palette. Places are parts of width and height.

    A file that cannot be read leaves the paper empty but for the marks: the words beside it still say where.
    """

    def __init__(
        self,
        kit: Kit,
        picture: str,
        words: Message,
        *,
        here: tuple[float, float],
        goal: tuple[float, float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.image = load_plan(picture)
        self.here, self.goal = here, goal
        self.set_up(kit)
        self.setAccessibleName(kit.words(words))

    def needs_width(self) -> int:
        return self.kit.metrics.mm(LEAST_MM)

    def needs_height(self, width: int) -> int:
        return min(self.kit.metrics.mm(LEAST_MM), max(1, round(width * self._ratio())))

    def likes_height(self, width: int) -> int:
        return max(self.needs_height(width), round(width * self._ratio()))

    def compose(self, rect: QRectF) -> list[Piece]:
        place = self._place(rect)
        paper = Box(place, WHITE, self.kit.colours.paper, self.kit.colours.line, 2, self.kit.metrics.u(16))
        pieces: list[Piece] = [paper]
        if not self.image.isNull():
            pieces.append(Raster(self.image, QRectF(self.image.rect()), place))
        return [
            *pieces,
            *self._mark(place, self.goal, "defibrillator", "lessons"),
            *self._mark(place, self.here, "pin", "policy"),
        ]

    def _ratio(self) -> float:
        size = self.image.size() if not self.image.isNull() else QSize(3, 2)
        return size.height() / max(1, size.width())

    def _place(self, rect: QRectF) -> QRectF:
        """As large as it will go, in the middle."""
        width = min(rect.width(), rect.height() / self._ratio())
        height = width * self._ratio()
        return QRectF(rect.center().x() - width / 2, rect.center().y() - height / 2, width, height)

    def _mark(self, place: QRectF, at: tuple[float, float], icon: str, service: str) -> list[Piece]:
        fill = self.kit.colours.service(service)
        side = min(self.kit.metrics.mm(MARK_MM), place.width() / 4)
        middle = QPointF(place.left() + at[0] * place.width(), place.top() + at[1] * place.height())
        disc = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        disc.moveLeft(min(max(disc.left(), place.left()), place.right() - side))
        disc.moveTop(min(max(disc.top(), place.top()), place.bottom() - side))
        inset = side * 0.18
        inner = disc.adjusted(inset, inset, -inset, -inset)
        return [Box(disc, fill.ground, WHITE, fill.edge, 2, side / 2), Picture(icon, inner, fill.words, fill.ground)]


def load_plan(picture: str) -> QImage:
    """The plan as an image; a null one when the file is no picture."""
    if not picture.lower().endswith(".svg"):
        return QImage(picture)
    renderer = QSvgRenderer(picture)
    if not renderer.isValid() or renderer.defaultSize().isEmpty():
        return QImage()
    size = renderer.defaultSize().scaled(DRAWN_PX, DRAWN_PX, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image
