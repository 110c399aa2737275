"""Whom to ring, on one line: a name, and the number as large as the line allows, on the dark panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.text import Message
from kiosk.ui.drawn import Drawn
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Box, Piece

LIKED = 1.5
"""How much higher than needed it looks well."""


class NumberRow(Drawn, QLabel):
    """`name` and `number`; where they do not share a line, the name stands above, and where that is too high,
    `short` takes its place (the whole name is still heard)."""

    def __init__(
        self, kit: Kit, number: Message | str, name: Message | str, short: Message | str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.number, self.name, self.short = kit.words(number), kit.words(name), kit.words(short)
        self.set_up(kit)
        self.setAccessibleName(f"{self.name}，{self.number}")

    def needs_width(self) -> int:
        return round(max(self._number_width(), self.least_width(self.name, Type.KEY, 2)) + 2 * self._inset() + 1)

    def needs_height(self, width: int) -> int:
        return self._line_height() if self._on_line(width) else self._stacked_height(width)

    def likes_height(self, width: int) -> int:
        on_line = self._on_line(width) == self.name
        return round(self._line_height() * LIKED) if on_line else self._stacked_height(width)

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, inset = self.kit.colours, self._inset()
        ground = Box(rect, colours.panel, colours.paper, radius=self.kit.metrics.u(32))
        inner = rect.adjusted(inset, self._inset_v(), -inset, -self._inset_v())
        width, beside = round(rect.width()), self._on_line(round(rect.width()))
        if not beside or (beside != self.name and rect.height() >= self._stacked_height(width)):
            return [ground, *self._stacked(inner)]
        return [ground, *self._line(inner, beside)]

    # parts

    def _line(self, inner: QRectF, name: str) -> list[Piece]:
        left = self.kit.type.width(name, Type.KEY.bold) * self._floor(Type.KEY) + 1
        named = QRectF(inner.left(), inner.top(), left, inner.height())
        rest = inner.adjusted(left + self._gap(), 0, 0, 0)
        return [self._words(name, named, Type.KEY), self._words(self.number, rest, Type.GREAT)]

    def _stacked(self, inner: QRectF) -> list[Piece]:
        above = self.least(self.name, inner.width(), Type.KEY)
        named = QRectF(inner.left(), inner.top(), inner.width(), above)
        rest = inner.adjusted(0, above + self._inset_v(), 0, 0)
        return [self._words(self.name, named, Type.KEY), self._words(self.number, rest, Type.GREAT)]

    def _words(self, text: str, place: QRectF, kind: Type) -> Piece:
        colours, cap = self.kit.colours, self._floor(kind) if kind is Type.KEY else None
        lines = 3 if kind is Type.KEY else 1
        return self.words(text, place, kind, colours.panel_words, colours.panel, lines=lines, centred=True, cap=cap)

    def _on_line(self, width: int) -> str:
        """The name that stands on one line with the number, "" for none."""
        room = width - 2 * self._inset() - self._gap() - self._number_width() - 2
        wide = {name: self.kit.type.width(name, Type.KEY.bold) * self._floor(Type.KEY) for name in self._names()}
        return next((name for name, needs in wide.items() if needs <= room), "")

    def _names(self) -> tuple[str, str]:
        return self.name, self.short

    def _line_height(self) -> int:
        return round(self.least(self.number, 10**6, Type.GREAT) + 2 * self._inset_v() + 1)

    def _stacked_height(self, width: int) -> int:
        above = self.least(self.name, width - 2 * self._inset(), Type.KEY)
        return round(self._line_height() + above + self._inset_v())

    def _number_width(self) -> float:
        return self.kit.type.width(self.number, bold=True) * self._floor(Type.GREAT)

    def _floor(self, kind: Type) -> int:
        return self.kit.metrics.type(kind).floor

    def _gap(self) -> int:
        return self.kit.metrics.u(30)

    def _inset(self) -> int:
        return self.kit.metrics.pad

    def _inset_v(self) -> int:
        return self.kit.metrics.u(14)
