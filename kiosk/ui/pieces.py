"""What a widget shows, as data: boxes, words and icons. The same pieces are painted, and inspected by the audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from kiosk.ui.fonts import font, measure
from kiosk.ui.icons import Icons
from kiosk.ui.metrics import LEADING, TypeSize
from kiosk.ui.typeset import INK, Setting


@dataclass(frozen=True)
class Box:
    """A rounded rectangle. `outside` is the colour around it; `control` says that its shape must be seen (3:1)."""

    rect: QRectF
    fill: str | None
    outside: str
    edge: str | None = None
    edge_width: float = 0
    radius: float = 0
    control: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Words:
    """Set text: its lines start at the top of `rect` and are aligned within its width. `digits` have no tails."""

    setting: Setting
    size: TypeSize
    rect: QRectF
    colour: str
    ground: str
    centred: bool = False
    paragraph: bool = False
    digits: bool = False

    def ink(self) -> QRectF:
        """The rectangle that the words really take."""
        left = self.rect.left() + ((self.rect.width() - self.setting.width) / 2 if self.centred else 0)
        whole = QRectF(left, self.rect.top(), self.setting.width, self.setting.height)
        px = self.setting.px
        return whole.adjusted(0, 0.14 * px, 0, -0.2 * px) if self.digits else whole


@dataclass(frozen=True)
class Picture:
    """An icon from assets/icons in a square."""

    name: str
    rect: QRectF
    colour: str
    ground: str


@dataclass(frozen=True)
class Arc:
    """Part of a ring, clockwise from the top; `part` from 0 to 1."""

    rect: QRectF
    part: float
    width: float
    colour: str
    ground: str


@dataclass(frozen=True)
class Shape:
    """A free drawing, filled: pictures that are not icons (a QR code, a map mark)."""

    path: QPainterPath
    fill: str
    ground: str


@dataclass(frozen=True)
class Raster:
    """Part of a picture that is more than an icon, scaled to `rect`: a slip as it will be printed."""

    image: QImage
    source: QRectF
    rect: QRectF


Piece = Box | Words | Picture | Arc | Shape | Raster


def moved(pieces: Iterable[Piece], dx: float, dy: float) -> list[Piece]:
    """The same pieces elsewhere."""
    result: list[Piece] = []
    for piece in pieces:
        fields = dict(vars(piece))
        if isinstance(piece, Shape):
            fields["path"] = piece.path.translated(dx, dy)
        else:
            fields["rect"] = piece.rect.translated(dx, dy)
        result.append(type(piece)(**fields))
    return result


def paint(painter: QPainter, pieces: Iterable[Piece], icons: Icons, ratio: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for piece in pieces:
        if isinstance(piece, Box):
            _paint_box(painter, piece)
        elif isinstance(piece, Words):
            _paint_words(painter, piece)
        elif isinstance(piece, Picture):
            side = round(piece.rect.width())
            painter.drawPixmap(piece.rect.topLeft().toPoint(), icons.pixmap(piece.name, side, piece.colour, ratio))
        elif isinstance(piece, Arc):
            _paint_arc(painter, piece)
        elif isinstance(piece, Raster):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(piece.rect, piece.image, piece.source)
        else:
            painter.fillPath(piece.path, QColor(piece.fill))


def _paint_box(painter: QPainter, box: Box) -> None:
    pen = QPen(Qt.PenStyle.NoPen)
    rect = box.rect
    if box.edge and box.edge_width:
        pen = QPen(QColor(box.edge), box.edge_width)
        if box.dashed:
            pen.setDashPattern([2.2, 1.8])
        half = box.edge_width / 2
        rect = rect.adjusted(half, half, -half, -half)
    painter.setPen(pen)
    painter.setBrush(QColor(box.fill) if box.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, box.radius, box.radius)


def _paint_words(painter: QPainter, words: Words) -> None:
    px, bold = words.setting.px, words.size.bold
    painter.setFont(font(px, bold))
    painter.setPen(QColor(words.colour))
    baseline = words.rect.top() + 0.9 * px + (INK - 1.12) * px
    for line in words.setting.lines:
        left = words.rect.left()
        if words.centred:
            left += (words.rect.width() - measure(line, bold) * px) / 2
        painter.drawText(QPointF(round(left), round(baseline)), line)  # whole pixels: crisp, and the same each time
        baseline += LEADING * px


def _paint_arc(painter: QPainter, arc: Arc) -> None:
    half = arc.width / 2
    painter.setPen(QPen(QColor(arc.colour), arc.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(arc.rect.adjusted(half, half, -half, -half), 90 * 16, -round(arc.part * 360 * 16))
