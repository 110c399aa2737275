"""One line of news on a slip of its own: a picture at the left, the words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from kiosk.text import Message
from kiosk.ui.kit import Kit
from kiosk.ui.metrics import Type
from kiosk.ui.pieces import Picture, Piece
from kiosk.ui.widgets.card import Card


class NoteLine(Card):
    """`words` in at most two lines; the picture gives way where the words need its room."""

    def __init__(
        self, kit: Kit, words: Message | str, icon: str, *, service: str = "", type_: Type = Type.SMALL_BOLD,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.said, self.symbol, self.service, self.type = kit.words(words), icon, service, type_
        self.set_up(kit)
        self.setAccessibleName(self.said)

    def needs_width(self) -> int:
        return round(self.least_width(self.said, self.type) + 2 * self.inset() + 1)

    def needs_height(self, width: int) -> int:
        return round(self.least(self.said, width - 2 * self.inset(), self.type) + 2 * self._inset_v() + 1)

    def compose(self, rect: QRectF) -> list[Piece]:
        colours, inset = self.kit.colours, self.inset()
        inner = rect.adjusted(inset, self._inset_v(), -inset, -self._inset_v())
        side = self.kit.metrics.type(self.type).floor * 1.2
        room = inner.adjusted(side + self.kit.metrics.u(24), 0, 0, 0)
        accent = colours.service(self.service).accent if self.service else colours.ink
        pieces: list[Piece] = [self.ground(rect)]
        if self.least(self.said, room.width(), self.type) <= room.height():
            place = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            pieces.append(Picture(self.symbol, place, accent, colours.surface))
            inner = room
        return [*pieces, self.words(self.said, inner, self.type, colours.ink, colours.surface)]

    # parts

    def _inset_v(self) -> int:
        return self.kit.metrics.u(10 if self.kit.metrics.tight else 16)
