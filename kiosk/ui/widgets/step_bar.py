"""How far in a lesson: a piece for each step, those that are done filled, and the count in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece


class StepBar(Drawn, QLabel):
    """第 3 步，共 7 步, with a bar at its left."""

    def __init__(self, kit: Kit, number: int, of: int, words: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.of = number, of
        self.words_said = kit.words(words)
        self.set_up(kit)
        self.setAccessibleName(self.words_said)

    def needs_height(self, width: int) -> int:
        return round(self.least(self.words_said, width, Type.SMALL)) + self.kit.metrics.u(8)

    def needs_width(self) -> int:
        return round(self.least_width(self.words_said, Type.SMALL))

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, u = self.kit.colours, self.kit.metrics.u
        size = self.kit.metrics.type(Type.SMALL)
        words = self.kit.type.width(self.words_said, False) * size.floor + 2
        bar = rect.adjusted(0, 0, -words - u(28), 0)
        if bar.width() < u(26) * self.of:
            return [self.words(self.words_said, rect, Type.SMALL, colours.quiet, colours.paper)]
        gap, tall = u(8), u(16)
        wide = (bar.width() - gap * (self.of - 1)) / self.of
        accent = colours.service("lessons").accent
        pieces: list[Piece] = []
        for number in range(self.of):
            place = QRectF(bar.left() + number * (wide + gap), bar.center().y() - tall / 2, wide, tall)
            fill = accent if number < self.number else None
            pieces.append(Box(place, fill, colours.paper, accent if fill else colours.edge, u(3), tall / 2))
        place = QRectF(rect.right() - words, rect.top(), words, rect.height())
        return [*pieces, self.words(self.words_said, place, Type.SMALL, colours.quiet, colours.paper, cap=size.floor)]
