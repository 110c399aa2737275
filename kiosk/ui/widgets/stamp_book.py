"""The stamp book: a row for each level, a stamp for each lesson that was done, an empty place for the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Picture, Piece

LARGEST, LEAST = 116, 48
"""Side of a stamp, in the drawing's pixels."""


class StampBook(Drawn, QLabel):
    """`levels`: words, and the picture of each lesson with whether it was done."""

    def __init__(
        self, kit: Kit, levels: Sequence[tuple[Message, Sequence[tuple[str, bool]]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.levels = [(kit.words(title), tuple(stamps)) for title, stamps in levels]
        self.set_up(kit)
        self.setAccessibleName("。".join(title for title, _ in self.levels))

    def needs_width(self) -> int:
        return max((round(self.least_width(title, Type.SMALL)) for title, _ in self.levels), default=0)

    def needs_height(self, width: int) -> int:
        return sum(self._row(title, stamps, width, LEAST)[0] for title, stamps in self.levels)

    def likes_height(self, width: int) -> int:
        return sum(self._row(title, stamps, width, LARGEST)[0] for title, stamps in self.levels)

    def compose(self, rect: QRectF) -> list[Piece]:
        pieces: list[Piece] = []
        width = round(rect.width())
        side = next(
            (size for size in range(LARGEST, LEAST, -4)
             if sum(self._row(title, stamps, width, size)[0] for title, stamps in self.levels) <= rect.height()), LEAST
        )  # fmt: skip
        needs = [self._row(title, stamps, width, side)[0] for title, stamps in self.levels]
        spare = max(0.0, rect.height() - sum(needs)) / max(1, len(needs))
        top = rect.top()
        for (title, stamps), need in zip(self.levels, needs, strict=True):
            pieces += self._level(title, stamps, QRectF(rect.left(), top, rect.width(), need), side)
            top += need + spare
        return pieces

    # parts

    def _row(self, title: str, stamps: Sequence[tuple[str, bool]], width: int, size: int) -> tuple[int, float, int]:
        """Height, side of a stamp, stamps in a line; `size` is the side in the drawing's pixels."""
        metrics = self.kit.metrics
        gap = metrics.u(10)
        across = max(1, min(len(stamps), (width + gap) // (metrics.u(size) + gap)))
        side = min(float(metrics.u(size)), (width - gap * (across - 1)) / across)
        lines = -(-len(stamps) // across)
        words = self.least(title, width, Type.SMALL)
        return round(words + metrics.u(8) + lines * (side + gap) + metrics.u(10)), side, across

    def _level(self, title: str, stamps: Sequence[tuple[str, bool]], rect: QRectF, size: int) -> list[Piece]:
        colours, metrics = self.kit.colours, self.kit.metrics
        _, side, across = self._row(title, stamps, round(rect.width()), size)
        words = self.least(title, rect.width(), Type.SMALL)
        above = QRectF(rect.left(), rect.top(), rect.width(), words)
        floor = metrics.type(Type.SMALL).floor
        pieces: list[Piece] = [
            self.words(title, above, Type.SMALL, colours.quiet, colours.paper, lines=3, cap=floor, middle=False)
        ]
        gap, fill = metrics.u(10), colours.service("lessons")
        for number, (picture, done) in enumerate(stamps):
            line, column = divmod(number, across)
            left, top = rect.left() + column * (side + gap), rect.top() + words + metrics.u(8) + line * (side + gap)
            place = QRectF(left, top, side, side)
            inset = side * 0.2
            if done:
                inner = place.adjusted(inset, inset, -inset, -inset)
                pieces += [Box(place, fill.ground, colours.paper, fill.edge, metrics.u(3), side / 2),
                           Picture(picture, inner, fill.words, fill.ground)]  # fmt: skip
            else:
                edge = metrics.u(4)
                pieces.append(Box(place, colours.paper, colours.paper, colours.edge, edge, side / 2, dashed=True))
        return pieces
