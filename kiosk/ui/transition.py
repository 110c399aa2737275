"""Motion that explains: a screen opens from the key that asked for it, in about 200 ms."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

MILLISECONDS = 200


class Transition(QWidget):
    """Lies over the room while the picture of the old screen gives way; takes no touch, and goes by itself."""

    def __init__(self, parent: QWidget, old: QPixmap, place: QRect, origin: QRect, radius: int) -> None:
        super().__init__(parent)
        self._old, self._radius = old, radius
        self._from = QRectF(origin.translated(-place.topLeft()))
        self._part = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(place)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.end)

    def begin(self) -> None:
        self.show()
        self.raise_()
        self._animation.start()

    def end(self) -> None:
        """Shows the new screen whole, now."""
        self._animation.stop()
        self.hide()
        self.deleteLater()

    def _step(self, part: object) -> None:
        self._part = float(part) if isinstance(part, float) else 1.0
        self.update()

    def hole(self) -> QRectF:
        """Where the new screen shows through already."""
        full, part, start = QRectF(self.rect()), self._part, self._from
        return QRectF(
            start.left() + (full.left() - start.left()) * part,
            start.top() + (full.top() - start.top()) * part,
            start.width() + (full.width() - start.width()) * part,
            start.height() + (full.height() - start.height()) * part,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(self.hole(), self._radius, self._radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outside.subtracted(hole))
        painter.setOpacity(1.0 - self._part * 0.5)
        painter.drawPixmap(0, 0, self._old)
        painter.end()
